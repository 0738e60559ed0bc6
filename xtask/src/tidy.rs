//! `cargo xtask tidy`: the rules of the house that a compiler does not know, each with the way to follow it.

use crate::{output, root};
use anyhow::{Result, bail};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Which crates of the house each crate may use. Tests may use more.
const DIRECTIONS: &[(&str, &[&str])] = &[
    ("tarikh-types", &[]),
    ("tarikh-report", &["tarikh-types"]),
    ("tarikh-doors", &["tarikh-types", "tarikh-report"]),
    ("tarikh-tagger", &["tarikh-types"]),
    ("tarikh-gazetteer", &[]),
    ("tarikh-reading", &["tarikh-types", "tarikh-gazetteer"]),
    ("tarikh-linking", &["tarikh-types"]),
    ("tarikh-record", &["tarikh-types"]),
    ("tarikh-llm", &["tarikh-types"]),
    ("tarikh", ANY),
    ("tarikh-picture", &["tarikh-types", "tarikh"]),
    ("tarikh-cli", &["tarikh-types", "tarikh-gazetteer", "tarikh", "tarikh-picture"]),
    ("tarikh-python", &["tarikh"]),
    ("trials", ANY),
    ("tarikh-fuzz", ANY),
    ("xtask", ANY),
];
const ANY: &[&str] = &["*"];

/// The longest source file without a word in `docs/DESIGN.md`.
const LONGEST: usize = 1200;

/// Checks everything and lists every fault.
pub fn tidy() -> Result<()> {
    let mut faults = Vec::new();
    directions(&mut faults)?;
    let mut sources = Vec::new();
    for folder in ["crates", "python/src", "trials", "xtask", "fuzz"] {
        files(&root().join(folder), "rs", &mut sources);
    }
    for path in &sources {
        source(path, &mut faults);
    }
    page(&mut faults);
    lexicon(&mut faults);
    data(&mut faults);
    if faults.is_empty() {
        return Ok(());
    }
    bail!("the house is not tidy:\n  {}", faults.join("\n  "))
}

/// `cargo metadata` against the drawing of HOUSE and ARCHITECTURE.md.
fn directions(faults: &mut Vec<String>) -> Result<()> {
    let metadata: Value = serde_json::from_str(&output("cargo", &["metadata", "--format-version", "1", "--no-deps"])?)?;
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let ours: Vec<&str> = packages.iter().filter_map(|p| p["name"].as_str()).collect();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, allowed)) = DIRECTIONS.iter().find(|(n, _)| *n == name) else {
            faults
                .push(format!("{name}: a new crate needs a reason in docs/DESIGN.md and a line in xtask/src/tidy.rs"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let uses = dependency["name"].as_str().unwrap_or_default();
            let in_test = dependency["kind"] == "dev";
            if ours.contains(&uses) && !in_test && !allowed.contains(&uses) && *allowed != ANY {
                faults.push(format!("{name} must not use {uses}: see the directions in ARCHITECTURE.md"));
            }
        }
    }
    Ok(())
}

fn source(path: &Path, faults: &mut Vec<String>) {
    let Ok(text) = std::fs::read_to_string(path) else { return };
    let name = path.strip_prefix(root()).unwrap_or(path).display();
    if !text.starts_with("//!") && !name.to_string().ends_with("tests.rs") {
        faults.push(format!("{name}: expected a module header (//!): what comes in, what goes out"));
    }
    let lines = text.lines().count();
    if lines > LONGEST {
        faults.push(format!("{name}: {lines} lines; split it by its ideas ({LONGEST} at most)"));
    }
    for (i, line) in text.lines().enumerate() {
        let mark = ["TO", "DO"].concat();
        if line.contains(&format!("{mark}:"))
            || line.contains(&format!("{mark}("))
            || line.contains(&["FIX", "ME"].concat())
        {
            faults.push(format!("{name}:{}: do it, or open an issue", i + 1));
        }
        if line.ends_with(' ') || line.ends_with('\t') {
            faults.push(format!("{name}:{}: white space at the end", i + 1));
        }
    }
    // In the rooms that never fail, data must not be able to end the program.
    let never_fails =
        ["crates/reading/src", "crates/linking/src", "crates/report/src", "crates/tagger/src", "crates/doors/src"];
    if !never_fails.iter().any(|room| name.to_string().starts_with(room)) || name.to_string().contains("test") {
        return;
    }
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    for (i, line) in code.lines().enumerate() {
        let line = line.trim_start();
        if line.contains(".unwrap()") && !line.starts_with("//") {
            faults.push(format!(
                "{name}:{}: no unwrap here: give a value, or `expect` with the reason why it cannot fail",
                i + 1
            ));
        }
    }
}

/// The page's sources open with what they are, like every other file.
fn page(faults: &mut Vec<String>) {
    for (ending, opening) in [("ts", "//!"), ("mjs", "//!"), ("svelte", "<!--")] {
        let mut sources = Vec::new();
        for folder in ["web/src", "web/tests"] {
            files(&root().join(folder), ending, &mut sources);
        }
        for path in sources {
            let name = path.strip_prefix(root()).unwrap_or(&path).display();
            if !std::fs::read_to_string(&path).is_ok_and(|text| text.starts_with(opening)) {
                faults.push(format!("{name}: expected a header ({opening}): what comes in, what goes out"));
            }
        }
    }
}

/// Tables have no more cells than columns; every .cases file opens cases before it asks for values.
fn lexicon(faults: &mut Vec<String>) {
    let mut tables = Vec::new();
    files(&root().join("lexicon"), "tsv", &mut tables);
    for path in &tables {
        let name = path.strip_prefix(root()).unwrap_or(path).display();
        let Ok(text) = std::fs::read_to_string(path) else {
            faults.push(format!("{name}: expected UTF-8 text"));
            continue;
        };
        // Lists of words that mean the same have no columns; their first line says so.
        if text.lines().next().is_some_and(|l| l.ends_with("the first word stands for the row.")) {
            continue;
        }
        let mut columns = None;
        for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#')) {
            let cells = line.split('\t').count();
            let expected = *columns.get_or_insert(cells);
            if cells > expected {
                faults.push(format!("{name}:{}: expected at most {expected} columns, but found {cells}", i + 1));
            }
        }
    }
    let mut cases = Vec::new();
    files(&root().join("lexicon"), "cases", &mut cases);
    for path in &cases {
        let name = path.strip_prefix(root()).unwrap_or(path).display();
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let first = text.lines().find(|l| !l.trim().is_empty() && !l.starts_with('#'));
        if !first.is_some_and(|l| l.starts_with('>')) {
            faults.push(format!("{name}: expected a case (> sentence) first"));
        }
    }
}

/// Every file of data that is compiled in stands in docs/DATA.md with its source and licence.
fn data(faults: &mut Vec<String>) {
    let text = std::fs::read_to_string(root().join("docs/DATA.md")).unwrap_or_default();
    let Ok(tracked) = output("git", &["ls-files", "crates", "lexicon", "trials"]) else { return };
    for file in tracked.lines() {
        let plain = [
            "rs", "toml", "tsv", "cases", "rules", "qml", "md", "txt", "json", "lock", "css", "js", "html", "py", "sql",
        ];
        let ending = file.rsplit('.').next().unwrap_or_default();
        let named = text.contains(file)
            || file.rsplit_once('/').is_some_and(|(folder, _)| text.contains(&format!("`{folder}/")));
        if !plain.contains(&ending) && !named {
            faults.push(format!("{file}: expected a line in docs/DATA.md: source, licence, command that makes it"));
        }
    }
}

/// All files below `folder` with this ending, sorted.
fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut entries: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    entries.sort();
    for path in entries {
        let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.') || n == "target");
        if path.is_dir() && !hidden {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
}
