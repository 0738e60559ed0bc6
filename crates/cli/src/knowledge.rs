//! What a user has added to the reader's knowledge: gazetteers and tables of actors, kept in a folder of his own.
//!
//! Here files are put into the folder and taken out; [`tarikh::own`] says where it is, and reads it.

use crate::Outcome;
use crate::args::{Actors, Gazetteer};
use anyhow::{Context, Result, anyhow, bail};
use std::io::Write;
use std::path::{Path, PathBuf};
use tarikh::{Knowledge, own};

/// The embedded knowledge with everything that was added; what cannot be read is named on stderr.
pub fn load() -> Knowledge {
    let (knowledge, faults) = own::knowledge();
    faults.iter().for_each(|fault| eprintln!("warning: {fault}"));
    knowledge
}

/// `tarikh gazetteer …`.
pub fn gazetteer(args: Gazetteer) -> Result<Outcome> {
    match args {
        Gazetteer::Add { dumps } => {
            for dump in dumps {
                let text = read(&dump)?;
                let (layer, summary) =
                    gazetteer::layer_of_dump(&text).map_err(|e| anyhow!("{}: {e}", dump.display()))?;
                let kept = keep("gazetteer", "gaz", &dump, &layer)?;
                let mut out = std::io::stdout().lock();
                writeln!(out, "{} places of {} added as {}", summary.taken, dump.display(), kept.display())?;
                if !summary.bad.is_empty() {
                    let lines: Vec<_> = summary.bad.iter().take(5).map(|n| n.to_string()).collect();
                    eprintln!("{} lines could not be read, the first at {}", summary.bad.len(), lines.join(", "));
                }
            }
            Ok(Outcome::Done)
        }
        Gazetteer::List => list("gazetteer", "gaz"),
        Gazetteer::Remove { name } => remove("gazetteer", "gaz", &name),
    }
}

/// `tarikh actors …`.
pub fn actors(args: Actors) -> Result<Outcome> {
    match args {
        Actors::Import { tables } => {
            let mut lexicon = tarikh::reading::actors::Lexicon::embedded();
            for path in tables {
                let (table, unread) = tarikh::reading::actors::import::table_of(&read(&path)?);
                unread.iter().take(5).for_each(|fault| warn(&path, fault));
                let faults = lexicon.add_registry(&path.display().to_string(), &table);
                if !faults.is_empty() {
                    bail!(
                        "{}\nhint: lexicon/actors/groups.tsv shows the columns; nothing of this table was added",
                        faults.join("\n")
                    );
                }
                let kept = keep("actors", "tsv", &path, table.as_bytes())?;
                writeln!(std::io::stdout(), "{} added as {}", path.display(), kept.display())?;
            }
            Ok(Outcome::Done)
        }
        Actors::List => list("actors", "tsv"),
        Actors::Remove { name } => remove("actors", "tsv", &name),
    }
}

/// Writes a file beside its place and moves it there, so that a reader never sees half of it.
fn keep(kind: &str, ending: &str, named: &Path, bytes: &[u8]) -> Result<PathBuf> {
    let home = own::home().context("expected a home folder, but found none\nhint: set TARIKH_HOME to a folder")?;
    let folder = home.join(kind);
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let stem = named.file_stem().context("expected a file name")?;
    let path = folder.join(stem).with_extension(ending);
    let half = path.with_extension("part");
    std::fs::write(&half, bytes).with_context(|| half.display().to_string())?;
    std::fs::rename(&half, &path).with_context(|| path.display().to_string())?;
    Ok(path)
}

fn list(kind: &str, ending: &str) -> Result<Outcome> {
    let files = own::added(kind, ending);
    for path in &files {
        writeln!(std::io::stdout(), "{}", path.file_stem().unwrap_or_default().to_string_lossy())?;
    }
    Ok(if files.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

fn remove(kind: &str, ending: &str, name: &str) -> Result<Outcome> {
    let files = own::added(kind, ending);
    match files.iter().find(|p| p.file_stem().is_some_and(|s| s == name)) {
        Some(path) => {
            std::fs::remove_file(path)?;
            Ok(Outcome::Done)
        }
        None => bail!("expected a name that `tarikh {kind} list` shows, but found \"{name}\""),
    }
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{}: expected a text file", path.display()))
}

fn warn(path: &Path, fault: &str) {
    eprintln!("warning: {}: {fault}", path.display());
}
