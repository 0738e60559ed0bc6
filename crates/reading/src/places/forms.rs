//! Places named by form, not by the gazetteer: streets, rivers, airports, camps.
//!
//! In: the words, and the names already found. Out: mentions whose last word says what they are ("Bridge Street",
//! "Kiser Lake", "Jackson Township"), and sites of a named town ("Bamako's airport", "l'aéroport de Bamako"), which
//! take the town's place on the map. A street keeps no town's name apart: "Dublin Road" is not Dublin.

use super::atlas::{Atlas, Cues};
use super::mentions::{Hint, Mention};
use crate::Doc;
use types::Span;

/// Words that close a name of a place.
const CLOSING: &[&str] = &[
    "Street",
    "St.",
    "Avenue",
    "Ave.",
    "Ave",
    "Road",
    "Rd.",
    "Drive",
    "Dr.",
    "Boulevard",
    "Blvd.",
    "Lane",
    "River",
    "Creek",
    "Lake",
    "Park",
    "Township",
    "Valley",
    "Island",
    "Islands",
    "Forest",
    "Beach",
    "Bay",
    "Airport",
    "Mountains",
    "Mountain",
    "Parkway",
    "Bridge",
    "Wilderness",
    "Reservoir",
    "Canyon",
    "Trail",
    "Dam",
    "Square",
    "Airbase",
    "Camp",
];
/// Those of them that name a way, where the town's name inside is only the way's.
const WAYS: &[&str] = &[
    "Street",
    "St.",
    "Avenue",
    "Ave.",
    "Ave",
    "Road",
    "Rd.",
    "Drive",
    "Dr.",
    "Boulevard",
    "Blvd.",
    "Lane",
    "Parkway",
    "Trail",
    "River",
    "Creek",
    "Lake",
    "Valley",
];
/// How many of those are streets.
const STREETS: usize = 14;
/// Words before a number that name a way of a whole country: "la nationale 16". English ones ("Highway 19") stay out:
/// two of three are not meant as places.
const NUMBERED: &[&str] = &["nationale", "Nationale", "RN", "Autoroute", "autoroute"];

/// Adds the places named by form to `mentions`, in text order; names inside a longer one are dropped or taken over.
pub(super) fn add_forms(doc: &Doc, atlas: &Atlas, mentions: &mut Vec<Mention>) {
    let mut forms: Vec<Mention> = Vec::new();
    let n = doc.tagged.tokens.len() as u32;
    for s in &doc.tagged.sentences {
        for i in s.start..s.end {
            let word = doc.word(i);
            let form = if i > s.start && CLOSING.contains(&word) {
                closing(doc, atlas, s.start, i)
            } else if NUMBERED.contains(&word) && i + 1 < n.min(s.end) && doc.word(i + 1).parse::<u32>().is_ok() {
                Some(mention(doc, if i > s.start && doc.word(i - 1) == "State" { i - 1 } else { i }, i + 2))
            } else {
                None
            };
            if let Some(form) = form {
                // a name may have two closing words: "County Park Road"
                while forms.last().is_some_and(|f| f.end > form.start) {
                    forms.pop();
                }
                forms.push(form);
            }
        }
    }
    let mut kept: Vec<Mention> = Vec::with_capacity(mentions.len() + forms.len());
    let mut old = std::mem::take(mentions).into_iter().peekable();
    for mut form in forms {
        while old.peek().is_some_and(|m| m.end <= form.start) {
            kept.extend(old.next());
        }
        let mut whole = false;
        while old.peek().is_some_and(|m| m.start < form.end) {
            let Some(m) = old.next() else { break };
            // the gazetteer knows the whole name, or the names only touch
            if m.end >= form.end || m.start < form.start {
                whole = true;
                kept.push(m);
            } else if !WAYS.contains(&doc.word(form.end - 1)) && form.hits.is_empty() {
                form.hits = m.hits;
                form.demonym = m.demonym;
            }
        }
        if !whole {
            kept.push(form);
        }
    }
    kept.extend(old);
    *mentions = kept;
}

/// The name that ends with the closing word at `at`: up to four words with capitals before it.
fn closing(doc: &Doc, atlas: &Atlas, first: u32, at: u32) -> Option<Mention> {
    let mut start = at;
    while start > first && at - start < 4 {
        let word = doc.word(start - 1);
        let capital = word.starts_with(char::is_uppercase)
            && word.chars().nth(1).is_none_or(|c| c.is_alphabetic() || c == '.' || c == '\'' || c == '’');
        let ordinal = word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with(|c: char| c.is_alphabetic());
        if !capital && !ordinal || atlas.cues(word).any(Cues::TITLE) && word.ends_with('.') {
            break;
        }
        start -= 1;
    }
    // a sentence's first word is written large anyway: "The River", "In Park Lane"
    while start < at
        && matches!(doc.word(start), "The" | "A" | "An" | "In" | "On" | "At" | "This" | "Le" | "La" | "Les" | "Our")
    {
        start += 1;
    }
    (start < at).then(|| Mention { way: WAYS[..STREETS].contains(&doc.word(at)), ..mention(doc, start, at + 1) })
}

/// The sites of named towns: "Bamako's airport", "the airport of Bamako", "l'aéroport de Bamako".
pub(super) fn add_sites(doc: &Doc, atlas: &Atlas, mentions: &mut Vec<Mention>) {
    let mut sites: Vec<Mention> = Vec::new();
    let n = doc.tagged.tokens.len() as u32;
    for m in mentions.iter().filter(|m| !m.demonym && !m.hits.is_empty()) {
        let town = m.hits.iter().any(|h| atlas.gazetteer.entry(h.entry).is_some_and(|e| e.kind.is_settlement()));
        if !town || m.site {
            continue;
        }
        let is_site = |i: u32| doc.word(i).starts_with(char::is_lowercase) && atlas.cues(doc.word(i)).any(Cues::SITE);
        let mut at = None;
        let after = if m.end < n && matches!(doc.word(m.end), "'s" | "’s") { m.end + 1 } else { m.end };
        for i in after..n.min(after + 3) {
            let word = doc.word(i);
            if is_site(i) {
                at = Some(i);
                break;
            }
            if !word.starts_with(char::is_lowercase) || matches!(word, "and" | "et" | "or" | "ou" | "the" | "la" | "le")
            {
                break;
            }
        }
        if at.is_none() && m.start >= 2 {
            let link = doc.word(m.start - 1);
            if matches!(link, "of" | "de" | "d'" | "d’" | "du" | "in" | "à" | "near") && is_site(m.start - 2) {
                at = Some(m.start - 2);
            }
        }
        if let Some(i) = at {
            let mut site = mention(doc, i, i + 1);
            site.hits = m.hits.clone();
            site.key = [&m.key[..], b" ", doc.word(i).as_bytes()].concat().into();
            site.town = m.key.clone();
            sites.push(site);
        }
    }
    // mentions stand in text order and do not overlap
    sites.retain(|s| {
        let next = mentions.partition_point(|m| m.end <= s.start);
        mentions.get(next).is_none_or(|m| m.start >= s.end)
    });
    mentions.extend(sites);
    mentions.sort_by_key(|m| (m.start, m.end));
    mentions.dedup_by_key(|m| (m.start, m.end));
}

fn mention(doc: &Doc, start: u32, end: u32) -> Mention {
    let span: Span = doc.tagged.span_of(start, end);
    let mut key = Vec::new();
    gazetteer::fold_name(doc.words(span), &mut key);
    Mention {
        span,
        start,
        end,
        key: key.into(),
        hits: Vec::new(),
        demonym: false,
        hint: Hint::None,
        within: None,
        worth: 0.8,
        site: true,
        way: false,
        town: Box::default(),
    }
}
