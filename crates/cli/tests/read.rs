//! `tarikh read` as a user meets it: inputs of every kind, exit codes, messages, and the contract's JSON.

mod common;

use common::{command, command_at, tarikh};
use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Output, Stdio};

/// With a folder of added knowledge.
fn tarikh_at(home: &str, args: &[&str]) -> Output {
    command_at(home, args).output().expect("the command runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// A folder of its own for one test.
fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("tarikh-test-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("a folder");
    path
}

const REPORT: &str = "Raid on a camp\nSévaré, 3 May 2023 (Delta Wire)\n\nGunmen killed 12 soldiers near Gao on Tuesday, the army said.\n";

#[test]
fn samples_give_dossiers_that_fit_the_page() {
    let output = tarikh(&["read", concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples")]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.contains("Inland Wire · Bamako · 20 September 2024"), "{text}");
    assert!(text.contains("WHAT HAPPENED"));
    assert!(!text.contains('\x1b'), "no colour outside a terminal");
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "longer than 80 columns: {line}");
    }
}

#[test]
fn json_is_one_object_and_jsonl_one_per_line() {
    let folder = folder("json");
    for name in ["b.txt", "a.txt"] {
        std::fs::write(folder.join(name), REPORT).expect("written");
    }
    let file = folder.join("a.txt");
    let reading: Value =
        serde_json::from_slice(&tarikh(&["read", &file.to_string_lossy(), "--format", "json"]).stdout).expect("JSON");
    assert_eq!(reading["report"]["source"], "Delta Wire");
    assert_eq!(reading["report"]["file"], file.to_string_lossy().as_ref());
    assert_eq!(reading["report"]["published_basis"], "given");
    assert!(reading["text"].as_str().is_some_and(|t| t.starts_with("Gunmen")));
    let lines = stdout(&tarikh(&["read", &folder.to_string_lossy(), "--format", "jsonl"]));
    let files: Vec<Value> = lines.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(files.len(), 2);
    assert!(files[0]["report"]["file"].as_str().is_some_and(|f| f.ends_with("a.txt")), "sorted by name");
    // Of the same source and text, whatever the file.
    assert_eq!(files[0]["report"]["id"], files[1]["report"]["id"]);
}

#[test]
fn bad_inputs_are_named_and_the_rest_is_read() {
    let folder = folder("bad");
    let utf16: Vec<u8> = [0xFEFFu16].into_iter().chain(REPORT.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = REPORT.chars().map(|c| c as u32 as u8).collect();
    let long = vec![b'a'; 50 << 20];
    let good: [(&str, &[u8]); 9] = [
        ("01.txt", REPORT.as_bytes()),
        ("02-utf16.txt", &utf16),
        ("03-latin1.txt", &latin),
        ("04-broken.html", b"<html><body><p>Gunmen killed 12 soldiers near Gao.<div><p"),
        ("05.md", b"# Raid\n\nGunmen killed **12** soldiers near Gao."),
        ("06.txt", b"Gunmen came."),
        ("07.txt", REPORT.as_bytes()),
        ("08.txt", REPORT.as_bytes()),
        ("09.txt", REPORT.as_bytes()),
    ];
    for (name, bytes) in good {
        std::fs::write(folder.join(name), bytes).expect("written");
    }
    // A link to nothing cannot be read even by root.
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.join("gone"), folder.join("10.txt")).expect("a link");
    let output = tarikh(&["read", &folder.to_string_lossy(), "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stdout(&output).lines().count(), 9, "{}", stderr(&output));
    assert!(stderr(&output).contains("10.txt: expected a file, but found nothing of that name"), "{}", stderr(&output));
    assert!(stderr(&output).contains("9 of 10 reports were read"), "{}", stderr(&output));

    for (name, bytes, says) in [
        ("empty.txt", &b""[..], "found an empty file"),
        ("binary.txt", b"\x00\x01\x02\x03\x00\x00\x07", "found binary data"),
        ("x.pdf", b"%PDF-1.4 ...", "found a PDF file"),
        ("long.txt", &long, "at most 16 MB"),
    ] {
        let path = folder.join(name);
        std::fs::write(&path, bytes).expect("written");
        let output = tarikh(&["read", &path.to_string_lossy()]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(stderr(&output).contains("expected") && stderr(&output).contains(says), "{name}: {}", stderr(&output));
        assert!(stderr(&output).contains("hint: "), "{name}");
        assert!(output.stdout.is_empty());
    }
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn nothing_to_read_is_exit_code_1() {
    let folder = folder("nothing");
    std::fs::write(folder.join("picture.png"), b"\x89PNG").expect("written");
    let output = tarikh(&["read", &folder.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
}

#[test]
fn the_gate_passes_over_other_news() {
    let folder = folder("gate");
    std::fs::write(folder.join("raid.txt"), REPORT).expect("written");
    let other = "Rain is expected on the coast this weekend, and the festival of music opens with three concerts.\n";
    std::fs::write(folder.join("weather.txt"), other).expect("written");
    let output = tarikh(&["read", &folder.to_string_lossy(), "--gate", "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output).lines().count(), 1);
    assert!(stdout(&output).contains("raid.txt"));
    assert!(stderr(&output).contains("1 skipped: nothing in it sounds like political violence"), "{}", stderr(&output));
    let all = tarikh(&["read", &folder.to_string_lossy(), "--format", "jsonl"]);
    assert_eq!(stdout(&all).lines().count(), 2, "off where nobody asks for it");
    let none = tarikh(&["read", &folder.join("weather.txt").to_string_lossy(), "--gate"]);
    assert_eq!((none.status.code(), stdout(&none).as_str()), (Some(1), ""));
    assert!(stderr(&none).contains("without `--gate` all are read"), "{}", stderr(&none));
    let lower = tarikh(&["read", &folder.join("weather.txt").to_string_lossy(), "--gate=0"]);
    assert_eq!(lower.status.code(), Some(0), "{}", stderr(&lower));
    let wrong = tarikh(&["read", &folder.to_string_lossy(), "--gate=7"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("expected a likelihood from 0 to 1"), "{}", stderr(&wrong));
}

#[test]
fn flags_go_before_what_the_report_says() {
    let mut child = command(&[
        "read",
        "-",
        "--format",
        "json",
        "--published",
        "2020-01-02",
        "--source",
        "Somebody",
        "--lang",
        "fr",
    ])
    .stdin(Stdio::piped())
    .stdout(Stdio::piped())
    .spawn()
    .expect("runs");
    child.stdin.take().expect("piped").write_all(REPORT.as_bytes()).expect("written");
    let reading: Value = serde_json::from_slice(&child.wait_with_output().expect("done").stdout).expect("JSON");
    assert_eq!(reading["report"]["published"], "2020-01-02");
    assert_eq!(reading["report"]["source"], "Somebody");
    assert_eq!(reading["report"]["language"], "fr");
    assert!(reading["report"].get("file").is_none());
}

#[test]
fn lines_of_jsonl_are_reports() {
    let folder = folder("lines");
    let path = folder.join("reports.jsonl");
    let lines = [
        r#"{"text": "Gunmen killed 12 soldiers near Gao.", "source": "A", "published": "2023-05-03", "id": "first"}"#,
        "",
        "not JSON",
        r#"{"text": "Des hommes armés ont tué 12 soldats près de Gao.", "title": "Raid"}"#,
    ];
    std::fs::write(&path, lines.join("\n")).expect("written");
    let output = tarikh(&["read", &path.to_string_lossy(), "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("reports.jsonl:3: expected a JSON object"), "{}", stderr(&output));
    let read: Vec<Value> = stdout(&output).lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(read.len(), 2);
    assert_eq!((&read[0]["report"]["file"], &read[0]["report"]["published"]), (&"first".into(), &"2023-05-03".into()));
    assert_eq!((&read[1]["report"]["language"], &read[1]["report"]["title"]), (&"fr".into(), &"Raid".into()));
}

#[test]
fn explain_names_rules() {
    let output = tarikh(&["read", concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/bamako-wire.txt"), "--explain"]);
    assert_eq!(output.status.code(), Some(0));
    let flat = stdout(&output).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains('@') && flat.contains(" at "), "{flat}");
}

#[test]
fn knowledge_can_be_added_and_taken_out() {
    let folder = folder("knowledge");
    let home = folder.join("home").to_string_lossy().into_owned();
    let dump = folder.join("XX.txt");
    let row = "9000001\tTinzimbala\tTinzimbala\t\t17.5\t-1.5\tP\tPPL\tML\t\t00\t\t\t\t1200\t\t280\tAfrica/Bamako\t2024-01-01\n";
    std::fs::write(&dump, row).expect("written");
    let table = folder.join("groups.tsv");
    let row = "key\tkind\tcountry\tfrom\tto\tflavour\tname\taliases\nx-dune-guard\tmilitia\tML\t\t\tmilitia\tDune Guard\tGarde des dunes\n";
    std::fs::write(&table, row).expect("written");
    let report = folder.join("report.txt");
    std::fs::write(&report, "The Garde des dunes attacked the village of Tinzimbala on Monday, residents said.")
        .expect("written");
    let read = || -> Value {
        let output = tarikh_at(&home, &["read", &report.to_string_lossy(), "--format", "json"]);
        assert_eq!(stderr(&output), "");
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let knows = |reading: &Value| {
        let place = reading["places"].as_array().is_some_and(|l| l.iter().any(|p| p["geonames_id"] == 9000001));
        let actor = reading["actors"].as_array().is_some_and(|l| l.iter().any(|a| a["registry"] == "x-dune-guard"));
        (place, actor)
    };
    assert_eq!(knows(&read()), (false, false));
    assert_eq!(tarikh_at(&home, &["gazetteer", "add", &dump.to_string_lossy()]).status.code(), Some(0));
    assert_eq!(tarikh_at(&home, &["actors", "import", &table.to_string_lossy()]).status.code(), Some(0));
    assert_eq!(knows(&read()), (true, true));
    let record = folder.join("own.gpkg").to_string_lossy().into_owned();
    assert_eq!(tarikh_at(&home, &["add", &record, &report.to_string_lossy()]).status.code(), Some(0));
    let added = stdout(&tarikh_at(&home, &["actors", &record, "--jsonl"]));
    assert!(added.contains("x-dune-guard"), "a record was read without the added knowledge: {added}");
    assert_eq!(stdout(&tarikh_at(&home, &["gazetteer", "list"])), "XX\n");
    assert_eq!(tarikh_at(&home, &["gazetteer", "remove", "XX"]).status.code(), Some(0));
    assert_eq!(tarikh_at(&home, &["gazetteer", "list"]).status.code(), Some(1));
    let output = tarikh_at(&home, &["gazetteer", "add", &report.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("expected rows of a GeoNames dump") && stderr(&output).contains("hint: "));
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn help_completions_and_man_page_are_there() {
    for (args, has) in [
        (&["--help"][..], "Examples:"),
        (&["read", "--help"], "--explain"),
        (&["completions", "bash"], "_tarikh"),
        (&["completions", "zsh"], "#compdef tarikh"),
        (&["man"], ".TH"),
        (&["man"], "explain"),
    ] {
        let output = tarikh(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert!(stdout(&output).contains(has), "{args:?}");
    }
    let output = tarikh(&["read", "x.txt", "--published", "yesterday"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("expected a day as YYYY-MM-DD, but found \"yesterday\""), "{}", stderr(&output));
}

#[test]
fn explain_says_what_else_a_value_could_have_been() {
    let report = "SEVARE, 3 May 2024 (Delta Wire)\n\nGunmen of the Delta Front killed 12 people in Mopti on Tuesday, the army said. \
                  The Sahel Brigade has left the town. The Delta Front denied it; the group lost 3 men near Gao in April.\n";
    let mut child = command(&["read", "-", "--explain"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command runs");
    child.stdin.take().expect("a pipe").write_all(report.as_bytes()).expect("it reads");
    let text = stdout(&child.wait_with_output().expect("it ends"));
    for told in ["DATE 2024-04-30", "not 2024-05-07: its clause", "not Mopti (", "of event 1, assault"] {
        assert!(text.contains(told), "{told}\n{text}");
    }
}
