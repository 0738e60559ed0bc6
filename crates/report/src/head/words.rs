//! The words of `lexicon/report/`: which line names a publisher, which one opens with what kind of text it is.

use std::sync::OnceLock;

const SOURCES: &str = include_str!("../../../../lexicon/report/sources.tsv");
const KINDS: &str = include_str!("../../../../lexicon/report/kinds.tsv");

/// How strongly a line names a publisher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Publisher {
    /// An office, force or organisation.
    Body,
    /// A newspaper, agency, station.
    Media,
}

/// Whether a word of `name` marks it as a publisher.
pub fn publisher(name: &str) -> Option<Publisher> {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty());
    words.filter_map(|w| source_words().iter().find(|(word, _)| *word == w).map(|(_, p)| *p)).max()
}

/// The length of the words that say what kind of text this is: "Press release" in "Press release, Gusau".
pub fn kind(line: &str) -> Option<usize> {
    static KIND: OnceLock<Vec<&str>> = OnceLock::new();
    let kinds = KIND.get_or_init(|| {
        let mut kinds: Vec<_> = rows(KINDS).collect();
        kinds.sort_by_key(|k| std::cmp::Reverse(k.len()));
        kinds
    });
    let lower = line.to_lowercase();
    // Case folding keeps lengths for the letters of these words; a line where it does not is no credit line.
    if lower.len() != line.len() {
        return None;
    }
    kinds
        .iter()
        .find(|k| lower.starts_with(**k) && !lower[k.len()..].starts_with(char::is_alphanumeric))
        .map(|k| k.len())
}

fn source_words() -> &'static [(&'static str, Publisher)] {
    static WORDS: OnceLock<Vec<(&str, Publisher)>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let row = |line: &'static str| {
            let (word, kind) = line.split_once('\t')?;
            Some((word, if kind == "media" { Publisher::Media } else { Publisher::Body }))
        };
        rows(SOURCES).filter_map(row).collect()
    })
}

/// The rows of a table without comments and its first line.
fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().map(str::trim_end).filter(|l| !l.is_empty() && !l.starts_with('#')).skip(1)
}

/// "GUATEMALA CITY" → "Guatemala City"; what is not all capitals stays.
pub fn in_title_case(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_string();
    }
    let mut out = String::with_capacity(name.len());
    let mut inside = false;
    for c in name.chars() {
        if inside {
            out.extend(c.to_lowercase())
        } else {
            out.push(c)
        }
        inside = c.is_alphabetic();
    }
    out
}
