//! `tarikh import`: readings and incidents that were made elsewhere, into a record.

use crate::Outcome;
use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use tarikh::Record;
use tarikh::written::Written;

/// Takes the files into the record.
pub fn run(path: &Path, files: &[PathBuf]) -> Result<Outcome> {
    let written = Written::list(files)?;
    let mut record = Record::open_or_create(path)?;
    let bar = progress();
    let readings = written.readings().inspect(|_| bar.inc(1));
    let done = record.import(readings, written.incidents().inspect(|_| bar.inc(1)))?;
    bar.finish_and_clear();
    let (reports, incidents) = record.size()?;
    record.close()?;
    eprintln!(
        "{} added, {} known; {reports} reports tell of {incidents} incidents in {}",
        done.new,
        done.known,
        path.display()
    );
    if done.taken > 0 {
        eprintln!("{} incidents were taken as they stand", done.taken);
    } else if let Some(why) = &written.outdated {
        eprintln!("incidents were linked here: {why}");
    } else if done.linked {
        eprintln!("incidents were linked here");
    }
    Ok(if done.new + done.known == 0 { Outcome::Nothing } else { Outcome::Done })
}

/// Rows taken so far, on a terminal; how many will come is not known.
fn progress() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} {human_pos} rows, {per_sec}");
    ProgressBar::new_spinner().with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
}
