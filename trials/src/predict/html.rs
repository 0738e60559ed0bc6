//! A folder of web pages in, `{id, text}` lines out: the main text that `tarikh read` finds on each page. Datelines, which
//! it then takes out of the text into the report's fields, are still there.
//!
//! The folder is laid out as that of the corpus: `aeb.jsonl` and `seg.jsonl` name the pages, which lie gzipped beside
//! them. Pages per second of processor time go to stderr; reading the files is not counted.

use crate::clock::cpu_seconds;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

/// Prints the main text of every page that the folder's lists name.
pub fn predict(folder: &Path, limit: usize, out: &mut impl Write) -> Result<()> {
    let mut pages = Vec::new();
    for list in ["aeb.jsonl", "seg.jsonl"] {
        let path = folder.join(list);
        let file = File::open(&path).with_context(|| format!("expected the list {}", path.display()))?;
        for line in BufReader::new(file).lines().take(limit) {
            let item: Value = serde_json::from_str(&line?)?;
            pages.push((item["id"].clone(), unzip(&folder.join(item["file"].as_str().unwrap_or_default()))?));
        }
    }
    let begun = cpu_seconds();
    let texts: Vec<String> =
        pages.iter().map(|(_, page)| tarikh::report::main_text(&String::from_utf8_lossy(page))).collect();
    let rate = pages.len() as f64 / (cpu_seconds() - begun).max(0.01);
    eprintln!("{} pages, {rate:.0} a second of processor time", pages.len());
    for ((id, _), text) in pages.iter().zip(texts) {
        writeln!(out, "{}", json!({"id": id, "text": text}))?;
    }
    Ok(())
}

fn unzip(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = File::open(path).with_context(|| format!("expected the page {}", path.display()))?;
    flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes).with_context(|| path.display().to_string())?;
    Ok(bytes)
}
