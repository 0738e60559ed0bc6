//! Reports: a folder of .txt files in, readings out, through the full path of `tarikh read`.

use super::in_parallel;
use anyhow::{Context, Result, bail};
use std::io::Write;
use std::path::Path;
use tarikh::{Given, Reader, types::contract};

/// Prints one reading per file, in the order of their names. A single file is read as well.
pub fn predict(folder: &Path, limit: usize, out: &mut impl Write) -> Result<()> {
    let mut files = Vec::new();
    if folder.is_file() {
        files.push(folder.to_path_buf());
    } else {
        for entry in std::fs::read_dir(folder).with_context(|| format!("cannot open {}", folder.display()))? {
            let path = entry?.path();
            if path.extension().is_some_and(|e| e == "txt") {
                files.push(path);
            }
        }
    }
    if files.is_empty() {
        bail!("expected .txt files in {}, but found none", folder.display());
    }
    files.sort();
    files.truncate(limit);
    let reader = Reader::new();
    let readings = in_parallel(&files, |path| -> Result<String> {
        let bytes = std::fs::read(path)?;
        let given = Given { file: Some(path.display().to_string()), ..Given::default() };
        let report = tarikh::report::from_bytes(&bytes, &given)?;
        Ok(serde_json::to_string(&contract::Reading::of(&reader.read(report)))?)
    });
    for (path, reading) in files.iter().zip(readings) {
        writeln!(out, "{}", reading.with_context(|| format!("cannot read {}", path.display()))?)?;
    }
    Ok(())
}
