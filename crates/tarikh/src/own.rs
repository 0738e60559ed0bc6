//! What a user has added to the reader's knowledge: gazetteers and tables of actors, kept in a folder of his own.
//!
//! In: the folder `$TARIKH_HOME`, else `$XDG_DATA_HOME/tarikh`, else `~/.local/share/tarikh`; in it `gazetteer/*.gaz` and
//! `actors/*.tsv`. Out: [`knowledge`], the embedded one with these added. What cannot be read is named and left out:
//! reading goes on with the rest. Nothing is written here: `tarikh gazetteer add` and `tarikh actors import` do that.

use crate::Knowledge;
use std::path::PathBuf;

/// The embedded knowledge with everything that was added, and what could not be read, one line for each fault.
pub fn knowledge() -> (Knowledge, Vec<String>) {
    let mut knowledge = Knowledge::embedded();
    let mut faults = Vec::new();
    for path in added("gazetteer", "gaz") {
        let layer = std::fs::read(&path).map_err(|e| e.to_string()).and_then(gazetteer::Layer::open_shared);
        match layer {
            Ok(layer) => {
                if !knowledge.places.gazetteer.add(layer) {
                    faults.push(format!("{}: expected at most {} gazetteers", path.display(), gazetteer::MAX_LAYERS));
                }
            }
            Err(fault) => faults.push(format!("{}: {fault}", path.display())),
        }
    }
    for path in added("actors", "tsv") {
        match std::fs::read_to_string(&path) {
            Ok(table) => {
                let unread = knowledge.actors.add_registry(&path.display().to_string(), &table);
                faults.extend(unread.iter().map(|fault| format!("{}: {fault}", path.display())));
            }
            Err(e) => faults.push(format!("{}: {e}", path.display())),
        }
    }
    (knowledge, faults)
}

/// The user's folder, where one can be told.
pub fn home() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    set("TARIKH_HOME")
        .or_else(|| set("XDG_DATA_HOME").map(|p| p.join("tarikh")))
        .or_else(|| set("HOME").map(|p| p.join(".local/share/tarikh")))
}

/// The added files of a kind, sorted by name.
pub fn added(kind: &str, ending: &str) -> Vec<PathBuf> {
    let Some(entries) = home().and_then(|h| std::fs::read_dir(h.join(kind)).ok()) else { return Vec::new() };
    let mut files: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == ending));
    files.sort();
    files
}
