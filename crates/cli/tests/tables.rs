//! Tables out as Parquet and Arrow, and readings and incidents from elsewhere in: with the feature `parquet`, and what is said
//! without it.

mod common;

use common::{stderr, tarikh};
use std::path::{Path, PathBuf};

/// A folder of its own, with a record of the samples.
fn filled(name: &str) -> (PathBuf, String) {
    let folder = std::env::temp_dir().join(format!("tarikh-tables-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let record = folder.join("record.gpkg").display().to_string();
    let samples = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples")).display().to_string();
    let added = tarikh(&["add", &record, &samples]);
    assert!(added.status.success(), "{}", stderr(&added));
    (folder, record)
}

fn incidents(record: &str) -> Vec<u8> {
    let out = tarikh(&["incidents", record, "--format", "jsonl"]);
    assert!(out.status.success() && !out.stdout.is_empty(), "{}", stderr(&out));
    out.stdout
}

#[test]
fn lines_of_readings_are_imported() {
    let (folder, record) = filled("lines");
    let samples = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples")).display().to_string();
    let lines = folder.join("readings.jsonl");
    std::fs::write(&lines, tarikh(&["read", &samples, "--format", "jsonl"]).stdout).expect("a file");
    let both = folder.join("incidents.jsonl");
    std::fs::write(&both, incidents(&record)).expect("a file");
    for files in [vec![lines.display().to_string()], vec![folder.display().to_string()]] {
        // The record of the folder lies elsewhere.
        let _ = std::fs::rename(&record, folder.with_extension("gpkg"));
        let fresh = folder.with_extension("new.gpkg").display().to_string();
        let mut args = vec!["import", fresh.as_str()];
        args.extend(files.iter().map(String::as_str));
        let done = tarikh(&args);
        assert!(done.status.success(), "{}", stderr(&done));
        assert!(stderr(&done).contains("8 added, 0 known") && stderr(&done).contains("incidents were linked here"));
        assert_eq!(incidents(&fresh), std::fs::read(&both).expect("a file"));
        std::fs::remove_file(&fresh).expect("a file");
    }
    let _ = std::fs::remove_file(folder.with_extension("gpkg"));
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn what_is_no_import_is_named() {
    let (folder, _) = filled("odd");
    let record = folder.join("new.gpkg").display().to_string();
    let file = folder.join("x.jsonl");
    for (text, told) in [
        ("{\"text\": \"Gunmen came.\"}\n", "expected readings or incidents, but found JSON of another kind"),
        ("Gunmen came.\n", "expected lines of JSON or Parquet, but found something else"),
        ("{\"events\": [], \"actors\": 7}\n", "expected a reading in "),
        ("\n", "expected files with readings, but found none"),
    ] {
        std::fs::write(&file, text).expect("a file");
        let out = tarikh(&["import", &record, &file.display().to_string()]);
        assert_eq!(out.status.code(), Some(2));
        assert!(stderr(&out).contains(told), "{}", stderr(&out));
    }
    let _ = std::fs::remove_dir_all(&folder);
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_build_without_parquet_says_so() {
    let (folder, record) = filled("without");
    for args in [["incidents", &record], ["actors", &record], ["sources", &record]] {
        let out = tarikh(&[args[0], args[1], "--format", "parquet"]);
        assert_eq!(out.status.code(), Some(2));
        assert!(stderr(&out).contains("--features parquet"), "{}", stderr(&out));
    }
    let file = folder.join("x.parquet");
    std::fs::write(&file, b"PAR1").expect("a file");
    let out = tarikh(&["import", &record, &file.display().to_string()]);
    assert_eq!(out.status.code(), Some(2));
    assert!(stderr(&out).contains("which this build cannot read"), "{}", stderr(&out));
    let _ = std::fs::remove_dir_all(&folder);
}

#[cfg(feature = "parquet")]
#[test]
fn every_table_is_parquet_and_arrow() {
    let (folder, record) = filled("with");
    for table in ["incidents", "actors", "ties", "disagreements", "sources"] {
        let parquet = tarikh(&[table, &record, "--format", "parquet"]);
        assert_eq!(parquet.status.code(), Some(0), "{table}: {}", stderr(&parquet));
        assert!(parquet.stdout.starts_with(b"PAR1") && parquet.stdout.ends_with(b"PAR1"), "{table}");
        let arrow = tarikh(&[table, &record, "--format", "arrow"]);
        assert!(arrow.stdout.starts_with(&[0xff; 4]), "{table}: a stream begins with a continuation mark");
    }
    let none = tarikh(&["incidents", &record, "--min-killed", "100000", "--format", "parquet"]);
    assert_eq!(none.status.code(), Some(1));
    assert!(none.stdout.starts_with(b"PAR1"));
    // Incidents of a record came true or not; linking elsewhere did not make them, so they are not taken as they stand.
    let samples = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples")).display().to_string();
    let (file, lines) = (folder.join("incidents.parquet"), folder.join("readings.jsonl"));
    std::fs::write(&file, tarikh(&["incidents", &record, "--format", "parquet"]).stdout).expect("a file");
    std::fs::write(&lines, tarikh(&["read", &samples, "--format", "jsonl"]).stdout).expect("a file");
    let fresh = folder.join("fresh.gpkg").display().to_string();
    let done = tarikh(&["import", &fresh, &lines.display().to_string(), &file.display().to_string()]);
    assert!(done.status.success(), "{}", stderr(&done));
    assert!(stderr(&done).contains("another version of linking"), "{}", stderr(&done));
    assert_eq!(incidents(&fresh), incidents(&record));
    let _ = std::fs::remove_dir_all(&folder);
}
