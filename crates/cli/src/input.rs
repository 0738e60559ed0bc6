//! Files, folders and standard input → one report after the other.
//!
//! Only names are listed beforehand; a report's bytes are read when its turn comes, so that memory does not grow with
//! their number. What cannot be read becomes a [`Fault`] that takes the report's place.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use tarikh::report::{Fault, MAX_BYTES};
use tarikh::{Given, Report};

/// Endings that are read in a folder. A file named by the user is read whatever its ending.
const ENDINGS: [&str; 9] = ["txt", "text", "md", "markdown", "html", "htm", "xhtml", "jsonl", "ndjson"];

/// What holds one report or, for .jsonl, many.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    Stdin,
    File(PathBuf),
}

/// A report that is still to be taken out of its bytes.
pub enum Raw {
    /// A file that holds one report.
    File(PathBuf),
    /// Standard input.
    Bytes(Vec<u8>),
    /// A line of .jsonl: the name of its file, its number, the line.
    Line(String, usize, String),
    /// What could not be read: its name and why.
    Fault(String, Fault),
}

impl Raw {
    /// The input's name, for messages.
    pub fn name(&self) -> String {
        match self {
            Raw::File(path) => path.display().to_string(),
            Raw::Bytes(_) => "standard input".to_string(),
            Raw::Line(file, number, _) => format!("{file}:{number}"),
            Raw::Fault(name, _) => name.clone(),
        }
    }

    /// The report.
    pub fn report(self, given: &Given) -> Result<Report, Fault> {
        match self {
            Raw::File(path) => {
                let name = path.display().to_string();
                let bytes = File::open(&path).and_then(bounded).map_err(|e| unreadable(&e))?;
                tarikh::report::from_bytes(&bytes, &Given { file: Some(name), ..given.clone() })
            }
            Raw::Bytes(bytes) => tarikh::report::from_bytes(&bytes, given),
            Raw::Line(file, _, line) => tarikh::report::from_json(&line, &Given { file: Some(file), ..given.clone() }),
            Raw::Fault(_, fault) => Err(fault),
        }
    }
}

/// Everything the inputs name, in order: what a folder holds comes sorted by name.
pub struct Inputs {
    sources: std::vec::IntoIter<Source>,
    faults: std::vec::IntoIter<(String, Fault)>,
    lines: Option<Lines>,
    count: usize,
}

struct Lines {
    name: String,
    number: usize,
    reader: BufReader<File>,
}

impl Inputs {
    /// Lists the inputs.
    pub fn list(inputs: &[PathBuf]) -> Inputs {
        let (mut sources, mut faults) = (Vec::new(), Vec::new());
        for input in inputs {
            if input.as_os_str() == "-" {
                sources.push(Source::Stdin);
            } else {
                walk(input, true, &mut sources, &mut faults);
            }
        }
        let count = sources.len();
        Inputs { sources: sources.into_iter(), faults: faults.into_iter(), lines: None, count }
    }

    /// How many files were listed; a .jsonl counts as one.
    pub fn files(&self) -> usize {
        self.count
    }

    fn next_line(&mut self) -> Option<Raw> {
        let lines = self.lines.as_mut()?;
        loop {
            let mut line = Vec::new();
            lines.number += 1;
            // A line longer than a report may be is skipped piece by piece, not taken into memory.
            let limit = (MAX_BYTES * 2) as u64;
            match lines.reader.by_ref().take(limit).read_until(b'\n', &mut line) {
                Ok(0) => {
                    self.lines = None;
                    return None;
                }
                Ok(n) if n as u64 == limit && !line.ends_with(b"\n") => {
                    let name = format!("{}:{}", lines.name, lines.number);
                    drop(line);
                    let skipped = lines.reader.skip_until(b'\n');
                    if skipped.is_err() {
                        self.lines = None;
                    }
                    return Some(Raw::Fault(name, too_long()));
                }
                Ok(_) if line.iter().all(u8::is_ascii_whitespace) => continue,
                Ok(_) => {
                    let text = String::from_utf8_lossy(&line).into_owned();
                    return Some(Raw::Line(lines.name.clone(), lines.number, text));
                }
                Err(e) => {
                    let name = format!("{}:{}", lines.name, lines.number);
                    self.lines = None;
                    return Some(Raw::Fault(name, unreadable(&e)));
                }
            }
        }
    }
}

impl Iterator for Inputs {
    type Item = Raw;

    fn next(&mut self) -> Option<Raw> {
        loop {
            if let Some(raw) = self.next_line() {
                return Some(raw);
            }
            if let Some((name, fault)) = self.faults.next() {
                return Some(Raw::Fault(name, fault));
            }
            match self.sources.next()? {
                Source::Stdin => {
                    return Some(match bounded(std::io::stdin().lock()) {
                        Ok(bytes) => Raw::Bytes(bytes),
                        Err(e) => Raw::Fault("standard input".into(), unreadable(&e)),
                    });
                }
                Source::File(path) if has_lines(&path) => match File::open(&path) {
                    Ok(file) => {
                        let name = path.display().to_string();
                        self.lines = Some(Lines { name, number: 0, reader: BufReader::new(file) });
                    }
                    Err(e) => return Some(Raw::Fault(path.display().to_string(), unreadable(&e))),
                },
                Source::File(path) => return Some(Raw::File(path)),
            }
        }
    }
}

fn has_lines(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "jsonl" || e == "ndjson")
}

/// Lists a file, or what a folder holds. Links to folders are not followed, so that a ring of them ends.
fn walk(path: &Path, named: bool, sources: &mut Vec<Source>, faults: &mut Vec<(String, Fault)>) {
    let mut fail = |e: &std::io::Error| faults.push((path.display().to_string(), unreadable(e)));
    let meta = match if named { std::fs::metadata(path) } else { std::fs::symlink_metadata(path) } {
        Ok(meta) => meta,
        Err(e) => return fail(&e),
    };
    if !meta.is_dir() {
        sources.push(Source::File(path.to_path_buf()));
        return;
    }
    let entries = match std::fs::read_dir(path) {
        Ok(entries) => entries,
        Err(e) => return fail(&e),
    };
    let mut inside: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    inside.sort();
    for entry in inside {
        let hidden = entry.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        let ending = entry.extension().map(|e| e.to_string_lossy().to_lowercase());
        let read = ending.is_some_and(|e| ENDINGS.contains(&e.as_str()));
        let folder = std::fs::symlink_metadata(&entry).is_ok_and(|m| m.is_dir());
        if !hidden && (read || folder) {
            walk(&entry, false, sources, faults);
        }
    }
}

/// All bytes, but never more than a report may have, and one more to know that it was more.
fn bounded(reader: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(error: &std::io::Error) -> Fault {
    use std::io::ErrorKind::{IsADirectory, NotFound, PermissionDenied};
    let (found, hint) = match error.kind() {
        NotFound => ("nothing of that name".to_string(), "check the spelling, and the folder you are in"),
        PermissionDenied => ("one that may not be opened".to_string(), "check its permissions: `ls -l` shows them"),
        IsADirectory => ("a folder".to_string(), "name the folder itself to read the files in it"),
        _ => (error.to_string(), "check that the disk and the file are whole"),
    };
    Fault { message: format!("expected a file, but found {found}"), hint: Some(hint.to_string()) }
}

fn too_long() -> Fault {
    let message = format!("expected a line of at most {} MB, but found a longer one", (MAX_BYTES * 2) >> 20);
    Fault { message, hint: Some("each line of .jsonl holds one report".to_string()) }
}
