//! Which words carry a full stop of their own: "Gen. Haidara", "U.S. troops", "M. Traoré".

use std::collections::HashMap;
use std::sync::OnceLock;
use types::Lang;

/// What the full stop after a known abbreviation may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Only part of the word: a title or "No." is always followed by more.
    Inside,
    /// Part of the word, and at a sentence's end also its end: "based in the U.S. The group …".
    MayEnd,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Any,
    Cap,
    Digit,
}

/// By language (is it French?) and word.
type Table = HashMap<(bool, &'static str), Vec<(When, Stop)>>;

static TABLE: &str = include_str!("../data/abbreviations.tsv");

/// How `word` (without its last full stop, any case) takes a stop, if it is a known abbreviation of `lang` there.
/// `after` is the text behind the stop.
pub(crate) fn stop_of(word: &str, after: &str, lang: Lang) -> Option<Stop> {
    static KNOWN: OnceLock<Table> = OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        let mut known = Table::new();
        for line in TABLE.lines().filter(|l| !l.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            let &[lang, words, ends, when] = cells.as_slice() else { continue };
            let stop = if ends == "yes" { Stop::MayEnd } else { Stop::Inside };
            let when = match when {
                "cap" => When::Cap,
                "digit" => When::Digit,
                _ => When::Any,
            };
            for word in words.split(' ') {
                known.entry((lang == "fr", word)).or_default().push((when, stop));
            }
        }
        known
    });
    if word.len() > 12 {
        return None;
    }
    let low = word.to_lowercase();
    let found = known.get(&(lang == Lang::Fr, low.as_str()))?;
    let cap = word.starts_with(char::is_uppercase);
    let digit = after.trim_start_matches(' ').starts_with(|c: char| c.is_ascii_digit());
    let fits = |when| match when {
        When::Any => true,
        When::Cap => cap,
        When::Digit => digit,
    };
    found.iter().find(|(when, _)| fits(*when)).map(|&(_, stop)| stop)
}
