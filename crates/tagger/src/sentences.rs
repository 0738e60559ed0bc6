//! Token spans → sentences.
//!
//! "Gen. Haidara arrived at 5 p.m. He left." is two sentences; «"Leave!" he said.» is one. A blank line always ends a
//! sentence; a single line break does where the line before it was not cut by wrapping.

use crate::abbreviations::{Stop, stop_of};
use types::{Lang, Sentence, Span};

/// The most tokens a sentence may have; longer ones are cut, so that nothing behind grows with the square of a text.
pub const LONGEST: usize = 160;

/// The sentences of `text`; `spans` are its tokens. They cover all tokens and none is empty.
pub fn split_sentences(text: &str, spans: &[Span], lang: Lang) -> Vec<Sentence> {
    let lower = is_all_lower(text);
    let mut sentences = Vec::new();
    let mut first = 0;
    let mut lines = Lines::default();
    for i in 1..spans.len() {
        let gap = &text[spans[i - 1].end as usize..spans[i].start as usize];
        let breaks = lines.breaks(text, gap, spans[i - 1], spans[i]);
        let ends = breaks || i - first >= LONGEST || ends_sentence(text, spans, i, first, gap, lang, lower);
        if ends {
            sentences.push(Sentence { start: first as u32, end: i as u32 });
            first = i;
        }
    }
    if first < spans.len() {
        sentences.push(Sentence { start: first as u32, end: spans.len() as u32 });
    }
    sentences
}

/// Whether letters of `text` are all small, so that a small letter after a full stop may start a sentence.
fn is_all_lower(text: &str) -> bool {
    let (mut upper, mut letters) = (0usize, 0usize);
    for c in text.chars().take(4000) {
        letters += usize::from(c.is_alphabetic());
        upper += usize::from(c.is_uppercase());
    }
    letters > 0 && upper * 200 < letters
}

/// Line breaks, with the bounds of the line last looked at so that a long line is measured once.
#[derive(Default)]
struct Lines {
    start: usize,
}

impl Lines {
    fn breaks(&mut self, text: &str, gap: &str, before: Span, after: Span) -> bool {
        let count = gap.bytes().filter(|&b| b == b'\n').count();
        if count == 0 {
            return false;
        }
        let line = before.end as usize - self.start;
        self.start = after.start as usize;
        if count > 1 || gap.contains(['\u{2029}', '\u{c}']) {
            return true;
        }
        let rest = &text[after.start as usize..];
        let next = rest.bytes().take(101).position(|b| b == b'\n').unwrap_or(rest.len().min(101));
        let bullet = rest.starts_with(['-', '*', '•', '–', '—', '·']);
        !(45..=100).contains(&line) || next > 100 || bullet
    }
}

fn is_closer(word: &str) -> bool {
    matches!(word, ")" | "]" | "\"" | "'" | "”" | "’" | "»" | "''" | "’’" | "}")
}

/// True where a sentence ends between tokens `i - 1` and `i`, by the marks alone.
fn ends_sentence(text: &str, spans: &[Span], i: usize, first: usize, gap: &str, lang: Lang, lower: bool) -> bool {
    if gap.is_empty() {
        return false;
    }
    let word = |k: usize| spans[k].of(text);
    let mut last = i - 1;
    let mut closers = 0;
    while last > first && closers < 3 && is_closer(word(last)) && spans[last].start == spans[last - 1].end {
        last -= 1;
        closers += 1;
    }
    let stop = word(last);
    let next = word(i);
    let opens = |w: &str| {
        matches!(w, "\"" | "“" | "«" | "(" | "[" | "'" | "‘" | "``" | "''" | "-" | "--" | "—" | "–" | "•" | "*" | "¿")
    };
    let head = if opens(next) { spans.get(i + 1).map_or(next, |s| s.of(text)) } else { next };
    // A quote that closes after a space («… . »), as French sets it, belongs to the sentence before.
    if matches!(next, "»" | "”" | ")" | "]") {
        return false;
    }
    if stop.starts_with(['!', '?']) || is_ellipsis(stop) {
        return starts_big(head, lower) && (closers > 0 || !starts_small(head));
    }
    if stop == "." || stop == "。" || stop.ends_with(".\"") {
        let quoted = lower || starts_big(head, lower);
        return quoted && !numbered(word, last, first);
    }
    // An abbreviation that may end a sentence does so before a capital: "… in the U.S. The group".
    if let Some(bare) = stop.strip_suffix('.') {
        let after = &text[spans[i].start as usize..];
        let single = bare.chars().count() == 1;
        if gap.len() > 1 && gap.contains('\n') {
            return true;
        }
        let may = matches!(stop_of(bare, after, lang), Some(Stop::MayEnd)) || (bare.contains('.') && bare.len() > 3);
        return may && !single && starts_new(head);
    }
    false
}

/// "1. The parties agree": a number or letter that opens a list item is not a sentence.
fn numbered<'t>(word: impl Fn(usize) -> &'t str, last: usize, first: usize) -> bool {
    last == first + 1 && word(first).len() <= 3 && word(first).bytes().all(|b| b.is_ascii_alphanumeric())
}

fn is_ellipsis(word: &str) -> bool {
    word == "…" || (word.len() > 1 && word.bytes().all(|b| b == b'.'))
}

fn starts_small(word: &str) -> bool {
    word.starts_with(char::is_lowercase)
}

fn starts_big(word: &str, lower: bool) -> bool {
    lower || !starts_small(word) && !word.starts_with([',', ';', ':', ')', ']'])
}

/// A word that looks like the first of a new sentence after an abbreviation.
fn starts_new(word: &str) -> bool {
    let mut chars = word.chars();
    let big = chars.next().is_some_and(char::is_uppercase);
    let common = matches!(
        word.to_lowercase().as_str(),
        "the"
            | "a"
            | "an"
            | "he"
            | "she"
            | "it"
            | "they"
            | "we"
            | "i"
            | "in"
            | "on"
            | "at"
            | "but"
            | "and"
            | "however"
            | "this"
            | "that"
            | "these"
            | "those"
            | "his"
            | "her"
            | "their"
            | "there"
            | "after"
            | "when"
            | "while"
            | "as"
            | "if"
            | "for"
            | "no"
            | "some"
            | "two"
            | "le"
            | "la"
            | "les"
            | "un"
            | "une"
            | "il"
            | "elle"
            | "ils"
            | "elles"
            | "ce"
            | "cette"
            | "ces"
            | "mais"
            | "dans"
            | "selon"
            | "l'"
            | "l’"
    );
    big && common
}
