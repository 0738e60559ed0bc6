//! One report that is still to be taken out of its bytes, and the count of what became of all of them.

use crate::{docx, kind, mail};
use report::{Fault, Given, MAX_BYTES};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use types::Report;

/// One report to be, or what stands in its place.
#[derive(Debug)]
pub struct Item {
    /// Where it was found, for messages: "reports.zip: may/raid.txt".
    pub name: String,
    /// Its bytes.
    pub body: Body,
    /// What its surroundings say of it: the address in a web archive, the day in a feed.
    pub given: Given,
    /// Notes for the report: what was left out on the way.
    pub notes: Vec<String>,
}

/// What an item holds.
#[derive(Debug)]
pub enum Body {
    /// A file that holds one report. Its bytes are read when its turn comes.
    File(PathBuf),
    /// The bytes of one report; its kind is found by `name` and bytes.
    Bytes {
        /// The file's own name, whose ending tells Markdown and HTML.
        name: String,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// One report as JSON.
    Json(String),
    /// Something that was never meant to be a report, and why it was passed over.
    Skipped(String),
    /// A report that cannot be read.
    Fault(Fault),
}

impl Item {
    pub(crate) fn new(name: impl Into<String>, body: Body) -> Item {
        Item { name: name.into(), body, given: Given::default(), notes: Vec::new() }
    }

    /// A report whose words were found elsewhere, as plain text or a piece of a page.
    pub fn words(name: &str, text: String) -> Item {
        Item::new(name, crate::feed::body(text))
    }

    pub(crate) fn fault(name: impl Into<String>, message: impl Into<String>, hint: &str) -> Item {
        Item::new(name, Body::Fault(fault(message, hint)))
    }

    pub(crate) fn skipped(name: impl Into<String>, why: impl Into<String>) -> Item {
        Item::new(name, Body::Skipped(why.into()))
    }

    /// The report. What `given` says goes before what was found around it, and that before what the report says of itself.
    pub fn report(self, given: &Given) -> Result<Report, Fault> {
        let Item { body, given: found, notes, .. } = self;
        let mut all = Given {
            file: found.file,
            title: given.title.clone().or(found.title),
            url: given.url.clone().or(found.url),
            published: given.published.or(found.published),
            source: given.source.clone().or(found.source),
            lang: given.lang.or(found.lang),
        };
        let mut report = match body {
            Body::File(path) => {
                let name = path.display().to_string();
                let bytes = File::open(&path).and_then(bounded).map_err(|e| unreadable(&e))?;
                all.file = all.file.or(Some(name.clone()));
                single(&name, &bytes, &all)?
            }
            Body::Bytes { name, bytes } => single(&name, &bytes, &all)?,
            Body::Json(text) => report::from_json(&text, &all)?,
            Body::Skipped(why) => return Err(fault(format!("expected a report, but found {why}"), "")),
            Body::Fault(fault) => return Err(fault),
        };
        if report.source.is_none() {
            report.source = report.url.as_deref().and_then(host).map(str::to_string);
        }
        report.notes.extend(notes);
        Ok(report)
    }
}

/// The report in the bytes of a file that holds one.
fn single(name: &str, bytes: &[u8], given: &Given) -> Result<Report, Fault> {
    use kind::Kind;
    // The ending of the bytes' own name tells their form; the name that is shown is put back afterwards.
    let with = |given: &Given| Given { file: Some(name.to_string()), ..given.clone() };
    let mut report = match kind::of(name, &bytes[..bytes.len().min(kind::HEAD)]) {
        Kind::Mail => mail::report(bytes, given)?,
        Kind::Docx => docx::report(bytes, given)?,
        #[cfg(feature = "pdf")]
        Kind::Pdf => crate::pdf::report(bytes, given)?,
        _ if name.to_lowercase().ends_with(".xml") && !kind::is_page(bytes) => {
            return Err(fault("expected a feed or a page, but found XML of another kind", "take its text out first"));
        }
        _ => report::from_bytes(bytes, &with(given))?,
    };
    report.file = given.file.clone();
    Ok(report)
}

/// The host of an address, without "www.": who published a page that does not say it.
pub(crate) fn host(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (host.contains('.')).then_some(host)
}

/// What became of many items: how many were read, and why the others were not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Reports that were read.
    pub read: usize,
    /// Reports that could not be read, by reason.
    pub failed: BTreeMap<String, usize>,
    /// What was passed over, by reason.
    pub skipped: BTreeMap<String, usize>,
}

impl Tally {
    /// Counts a report that could not be read.
    pub fn fail(&mut self, fault: &Fault) {
        *self.failed.entry(clipped(&fault.message)).or_default() += 1;
    }

    /// Counts something that was passed over.
    pub fn skip(&mut self, why: &str) {
        *self.skipped.entry(clipped(why)).or_default() += 1;
    }

    /// How many could not be read.
    pub fn failures(&self) -> usize {
        self.failed.values().sum()
    }

    /// One line for each count, the reasons by how often they occurred; nothing where all was read without more to say.
    pub fn summary(&self) -> Vec<String> {
        let total = |of: &BTreeMap<String, usize>| of.values().sum::<usize>();
        let (failed, skipped) = (total(&self.failed), total(&self.skipped));
        if failed + skipped == 0 || self.read + failed + skipped < 2 {
            return Vec::new();
        }
        let mut lines = vec![format!("{} of {} reports were read", self.read, self.read + failed)];
        for (what, of) in [("failed", &self.failed), ("skipped", &self.skipped)] {
            let mut reasons: Vec<_> = of.iter().collect();
            reasons.sort_by_key(|(why, n)| (std::cmp::Reverse(**n), *why));
            lines.extend(reasons.iter().take(12).map(|(why, n)| format!("  {n} {what}: {why}")));
            if reasons.len() > 12 {
                let rest: usize = reasons[12..].iter().map(|(_, n)| **n).sum();
                lines.push(format!("  {rest} {what} for {} other reasons", reasons.len() - 12));
            }
        }
        lines
    }
}

fn clipped(text: &str) -> String {
    match text.char_indices().nth(160) {
        Some((at, _)) => format!("{} …", &text[..at]),
        None => text.to_string(),
    }
}

pub(crate) fn fault(message: impl Into<String>, hint: &str) -> Fault {
    Fault { message: message.into(), hint: (!hint.is_empty()).then(|| hint.to_string()) }
}

/// All bytes, but never more than a report may have, and one more to know that it was more.
pub(crate) fn bounded(reader: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(crate) fn unreadable(error: &std::io::Error) -> Fault {
    use std::io::ErrorKind::{InvalidData, IsADirectory, NotFound, Other, PermissionDenied, UnexpectedEof};
    let (found, hint) = match error.kind() {
        NotFound => ("nothing of that name".to_string(), "check the spelling, and the folder you are in"),
        PermissionDenied => ("one that may not be opened".to_string(), "check its permissions: `ls -l` shows them"),
        IsADirectory => ("a folder".to_string(), "name the folder itself to read the files in it"),
        UnexpectedEof => ("one that breaks off".to_string(), "fetch it again: what stood before the break was read"),
        InvalidData | Other => (error.to_string(), "what stood before the damage was read; fetch the file again"),
        _ => (error.to_string(), "check that the disk and the file are whole"),
    };
    fault(format!("expected a file, but found {found}"), hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_a_publisher_has_its_host() {
        assert_eq!(host("https://www.delta.example/raid?x=1"), Some("delta.example"));
        assert_eq!(host("http://user@delta.example:8080"), Some("delta.example"));
        assert_eq!(host("file:///etc/passwd"), None);
        assert_eq!(host("https://localhost/x"), None);
        let item = Item {
            given: Given { url: Some("https://www.delta.example/raid".into()), ..Given::default() },
            ..Item::new("x", Body::Bytes { name: "x.txt".into(), bytes: b"Gunmen came.".to_vec() })
        };
        assert_eq!(item.report(&Given::default()).expect("a report").source.as_deref(), Some("delta.example"));
    }

    #[test]
    fn the_summary_counts_everything() {
        let mut tally = Tally { read: 3, ..Tally::default() };
        assert!(tally.summary().is_empty());
        tally.fail(&fault("expected a", ""));
        tally.skip("a picture");
        tally.skip("a picture");
        tally.skip("a film");
        let want =
            ["3 of 4 reports were read", "  1 failed: expected a", "  2 skipped: a picture", "  1 skipped: a film"];
        assert_eq!(tally.summary(), want);
    }
}
