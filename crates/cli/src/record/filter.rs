//! `tarikh filter` and `tarikh feed`: filters under a name, and what is new to them.

use super::{Wanted, ask};
use crate::Outcome;
use anyhow::{Result, bail};
use clap::Subcommand;
use std::io::Write;
use std::path::{Path, PathBuf};
use tarikh::{Record, export};

/// `tarikh filter`.
#[derive(Debug, Subcommand)]
pub enum Saved {
    /// Keeps a filter; one of that name is replaced. What it takes by now counts as known.
    #[command(after_help = "Example:\n  tarikh filter save mali.gpkg bamako --place Bamako --min-killed 1")]
    Save {
        /// The record.
        record: PathBuf,
        /// Its name.
        name: String,
        #[command(flatten)]
        wanted: Box<Wanted>,
    },
    /// Lists the filters of a record.
    List {
        /// The record.
        record: PathBuf,
    },
    /// Takes a filter out, with what it took.
    Remove {
        /// The record.
        record: PathBuf,
        /// Its name.
        name: String,
    },
}

/// Works on saved filters.
pub fn run(command: Saved) -> Result<Outcome> {
    match command {
        Saved::Save { record, name, wanted } => {
            if name.trim().is_empty() || name.chars().any(char::is_control) {
                bail!("expected a name for the filter, but found \"{}\"", name.escape_debug());
            }
            let mut record = Record::open(&record)?;
            let filter = ask::filter(&wanted, &record)?;
            record.save_filter(&name, &filter)?;
            record.close()?;
            Ok(Outcome::Done)
        }
        Saved::List { record } => {
            let filters = ask::to_ask(&record)?.saved_filters()?;
            let mut out = std::io::stdout().lock();
            for (name, filter) in &filters {
                writeln!(out, "{name}\t{}", serde_json::to_string(filter)?)?;
            }
            Ok(if filters.is_empty() { Outcome::Nothing } else { Outcome::Done })
        }
        Saved::Remove { record, name } => {
            let mut record = Record::open(&record)?;
            let there = record.remove_filter(&name)?;
            record.close()?;
            if !there {
                eprintln!("no filter is called \"{name}\"");
            }
            Ok(if there { Outcome::Done } else { Outcome::Nothing })
        }
    }
}

/// `tarikh feed`. A feed without entries is a feed.
pub fn feed(path: &Path, filter: &str, limit: usize) -> Result<Outcome> {
    let news = ask::to_ask(path)?.news(filter, limit)?;
    std::io::stdout().lock().write_all(export::atom(filter, &news).as_bytes())?;
    Ok(Outcome::Done)
}
