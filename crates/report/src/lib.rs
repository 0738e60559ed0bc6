//! Bytes of a file, page, feed or archive → [`Report`]: encoding, main text, title, source, date, language.
//!
//! Invariants: no network; a bad file gives an error that names the place and the next step, never a panic.

mod language;

pub use language::detect as detect_language;
use types::{Date, Lang, PublishedBasis, Report};

/// What the caller knows of a report; it goes before what the report says of itself.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The input's name.
    pub file: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The day it was published.
    pub published: Option<Date>,
    /// Who published it.
    pub source: Option<String>,
    /// Its language.
    pub lang: Option<Lang>,
}

/// Why bytes could not become a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// "expected X, but found Y".
    pub message: String,
    /// The next step.
    pub hint: Option<String>,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

/// A report whose text is `text` as it stands: nothing is cut off or recognised but the language, so that offsets hold.
pub fn as_it_stands(text: &str) -> Report {
    Report { lang: detect_language(text), text: text.to_string(), ..Report::default() }
}

/// The report in the bytes of one file.
pub fn from_bytes(bytes: &[u8], given: &Given) -> Result<Report, Fault> {
    let text = String::from_utf8_lossy(bytes);
    let mut report = as_it_stands(&text);
    report.file = given.file.clone();
    report.source = given.source.clone();
    report.published = given.published;
    if given.published.is_some() {
        report.published_basis = PublishedBasis::Given;
    }
    Ok(report)
}
