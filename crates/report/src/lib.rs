//! Bytes of a file or page → [`Report`]: encoding, main text, title, source, date, language.
//!
//! In: bytes, and what the caller knows of them ([`Given`]). Out: a [`Report`] whose text is clean paragraphs, with title,
//! source and day beside it. "Bamako, 19 September 2024 (Meridian News Agency)" is read and taken out of the text;
//! "Read more: …" is left out and noted.
//!
//! Invariants: no network; nothing is read of what the text means; a bad file gives a [`Fault`] that says what was
//! expected and the next step, never a panic.

mod bytes;
mod date;
mod head;
mod html;
mod id;
mod json;
mod junk;
mod language;
mod lines;
mod markdown;

pub use id::id_of;
pub use json::from_json;
pub use language::detect as detect_language;
use types::{Date, Lang, PublishedBasis, Report};

/// The largest report, in bytes. Longer input is an archive, not a report.
pub const MAX_BYTES: usize = 16 << 20;

/// What the caller knows of a report; it goes before what the report says of itself.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The input's name. Its ending tells Markdown and HTML.
    pub file: Option<String>,
    /// The headline.
    pub title: Option<String>,
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

impl Fault {
    fn new(message: impl Into<String>, hint: &str) -> Fault {
        Fault { message: message.into(), hint: (!hint.is_empty()).then(|| hint.to_string()) }
    }
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
    let decoded = bytes::decode(bytes)?;
    let page = match format_of(&decoded.text, given) {
        Format::Html => html::main_text(&decoded.text),
        Format::Markdown => markdown::to_page(&decoded.text),
        Format::Plain => Page { lines: lines::of(&decoded.text), ..Page::default() },
    };
    let mut report = from_page(page, given);
    report.notes.splice(0..0, decoded.note);
    if report.text.is_empty() {
        return Err(Fault::new(
            "expected a report with text, but found none",
            "the file holds only a title, links or markup; check that it is the page that you meant",
        ));
    }
    Ok(report)
}

/// The report in a text that somebody typed or another program took out of its file: handled as a plain text file.
pub fn from_text(text: &str, given: &Given) -> Result<Report, Fault> {
    from_bytes(text.as_bytes(), given)
}

/// The main text of a web page as it stands there: title, dateline and calls to subscribe are not taken out yet.
pub fn main_text(page: &str) -> String {
    lines::join(&html::main_text(page).lines)
}

/// The words of a piece of markup, or of plain text: paragraphs with an empty line between them. Nothing is left out.
pub fn plain(markup: &str) -> String {
    lines::join(&lines::of(&html::all_words(markup)))
}

/// The first date in a short line, as people write it: "19 septembre 2024".
pub fn day_in(line: &str) -> Option<Date> {
    date::find(line).and_then(|found| found.day)
}

/// A document's lines, and what its markup says of it.
#[derive(Debug, Default)]
struct Page {
    lines: Vec<lines::Line>,
    title: Option<String>,
    source: Option<String>,
    url: Option<String>,
    published: Option<Date>,
    notes: Vec<String>,
}

enum Format {
    Plain,
    Markdown,
    Html,
}

fn format_of(text: &str, given: &Given) -> Format {
    let name = given.file.as_deref().unwrap_or_default();
    let ends =
        |e: &str| name.len() > e.len() && name.as_bytes()[name.len() - e.len()..].eq_ignore_ascii_case(e.as_bytes());
    if ends(".html") || ends(".htm") || ends(".xhtml") || html::looks_like(text) {
        Format::Html
    } else if ends(".md") || ends(".markdown") || markdown::looks_like(text) {
        Format::Markdown
    } else {
        Format::Plain
    }
}

/// Takes title, source line, dateline and junk out of the lines; what is left is the text.
fn from_page(page: Page, given: &Given) -> Report {
    let Page { mut lines, title, source, url, published, mut notes } = page;
    notes.extend(junk::drop_junk(&mut lines));
    let head = head::take(&mut lines, title.or_else(|| given.title.clone()));
    let text = lines::join(&lines);
    let lang = given.lang.unwrap_or_else(|| detect_language(&text));
    let published = given.published.or(head.published).or(published);
    let source = given.source.clone().or(head.source).or(source);
    Report {
        id: id_of(source.as_deref(), &text),
        file: given.file.clone(),
        title: given.title.clone().or(head.title),
        source,
        url: given.url.clone().or(url),
        lang,
        published,
        published_basis: if published.is_some() { PublishedBasis::Given } else { PublishedBasis::Unknown },
        dateline_place: head.place,
        text,
        notes,
    }
}
