//! A record in other people's hands: SQLite, GDAL, geopandas and DuckDB open it, and the `acled` and `ged` exports have the
//! columns and types that scripts written for those data sets expect.
//!
//! Needs Python; `cargo xtask test` makes an environment with GDAL in it. Without Python the test says so and passes, unless
//! `TARIKH_NEED_PYTHON` is set.

mod common;

use common::tarikh;
use std::path::{Path, PathBuf};
use std::process::Command;

fn python(root: &Path) -> Option<PathBuf> {
    let own = std::env::var_os("TARIKH_PYTHON").map(PathBuf::from);
    let made = root.join(".venv/bin/python");
    let runs = |p: &PathBuf| Command::new(p).arg("--version").output().is_ok_and(|o| o.status.success());
    own.into_iter().chain([made, PathBuf::from("python3")]).find(runs)
}

#[test]
fn other_tools_open_a_record_and_load_its_exports() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let Some(python) = python(root) else {
        assert!(std::env::var_os("TARIKH_NEED_PYTHON").is_none(), "expected Python, but found none");
        eprintln!("no Python here: that GDAL, geopandas and DuckDB open a record was not tested");
        return;
    };
    let folder = std::env::temp_dir().join(format!("tarikh-gis-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let at = |name: &str| folder.join(name).display().to_string();
    let record = at("record.gpkg");
    let samples = root.join("samples").display().to_string();
    let added = tarikh(&["add", &record, &samples]);
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    for form in ["acled", "ged"] {
        let out = tarikh(&["incidents", &record, "--format", form]);
        assert_eq!(out.status.code(), Some(0), "{form}: {}", String::from_utf8_lossy(&out.stderr));
        std::fs::write(at(form), out.stdout).expect("an export");
    }
    let columns = root.join("lexicon/exports/columns.tsv").display().to_string();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/gis.py");
    let out =
        Command::new(&python).args([script, &record, &at("acled"), &at("ged"), &columns]).output().expect("it runs");
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(out.status.success(), "{said}{}", String::from_utf8_lossy(&out.stderr));
    eprint!("{said}");
    if std::env::var_os("TARIKH_NEED_PYTHON").is_some() {
        assert!(said.contains("geopandas"), "expected GDAL to be asked, but {said}");
    }
    let _ = std::fs::remove_dir_all(&folder);
}
