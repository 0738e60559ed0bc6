//! Is this name meant as a place? Weights of the name itself and of the words around it.
//!
//! "Jordan said he was glad" is a man; "in Jordan" is a country; "Paris Hilton" is a woman; "Mobile" opens a sentence
//! about telephones. In: a name of the gazetteer and its surroundings. Out: a likelihood.

use super::atlas::{Atlas, Cues};
use crate::Doc;
use gazetteer::{Hit, Kind, NameKind};
use std::collections::HashSet;

/// What stands around a name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around {
    before: Cues,
    /// The word before that: the type word of "village of".
    before2: Cues,
    after: Cues,
    /// A word with a capital stands right before, not at a sentence's start.
    capital_before: bool,
    /// The word before begins names of persons.
    given_before: bool,
    capital_after: bool,
    sentence_start: bool,
    one_token: bool,
    /// The text names a person so.
    person: bool,
    /// ", 34," follows.
    age: bool,
    /// Opens the report or a paragraph as datelines do: "MANSFIELD —".
    pub dateline: bool,
    capitals: bool,
    lower: u8,
    person_word: u8,
    given: bool,
    possessive: bool,
    hyphened: bool,
    pub name: Option<(types::NameKind, f32)>,
    /// The tagger's name is this one word and no more.
    lone: bool,
    /// In a text in capitals: a part of a longer name of a group, "THE FARABUNDO MARTI FRONT", or words the tagger takes for
    /// no name, "A MAN", "THE BOTTOM".
    no_name: bool,
    /// The name begins with an article of Arabic, which taggers take for a first name: "Er Rahad", "El Obeid".
    article: bool,
    /// Part of a word with a hyphen: "Wal-Mart".
    joined: bool,
    /// "& Wilkinson", "family" follows.
    kin: bool,
    /// All capitals in a text that is not: "SWAT".
    acronym: bool,
    /// "in English", "speaks Spanish".
    language: bool,
    /// What the tagger says of this name elsewhere in the report: above 0 a place, below 0 a person.
    pub elsewhere: f32,
    parsed_other: bool,
    /// A French article opens the sentence and the name: "La Garde a tiré".
    opens: bool,
    /// Elsewhere in the report the same name stands where only a place can.
    pub placed: bool,
}

impl Around {
    /// True where the words around leave little doubt that a place is meant: "in Mansfield", "MANSFIELD —".
    pub fn places(&self) -> bool {
        (self.before.any(Cues::WHERE) || self.dateline || self.before.any(Cues::TOWARD) && self.before2.any(Cues::TYPE))
            && !self.age
            && !self.given_before
            && !matches!(self.name, Some((types::NameKind::Person, _)))
    }

    /// Looks at the words around tokens `start..end`.
    pub fn of(
        doc: &Doc,
        atlas: &Atlas,
        start: u32,
        end: u32,
        capitals: bool,
        persons: &HashSet<Box<[u8]>>,
        key: &[u8],
    ) -> Around {
        let tokens = &doc.tagged.tokens;
        let word = |i: u32| if (i as usize) < tokens.len() { doc.word(i) } else { "" };
        let s = doc.tagged.sentences.get(doc.tagged.sentence_of(start)).copied().unwrap_or_default();
        let mut prev = start;
        // the article is no neighbour: "in the Sahel", "dans l'Azawad"
        if prev > s.start && matches!(word(prev - 1), "the" | "The" | "la" | "le" | "l'" | "l’" | "les") {
            prev -= 1;
        }
        let before = if prev > s.start { word(prev - 1) } else { "" };
        let before2 = if prev > s.start + 1 { word(prev - 2) } else { "" };
        let after = word(end);
        let after_same = (end as usize) < tokens.len() && end < s.end;
        let mut before_key = Vec::new();
        gazetteer::fold_word(before, &mut before_key);
        let facts = if end == start + 1 { atlas.word(key) } else { Default::default() };
        let is_cap = |w: &str| w.starts_with(char::is_uppercase);
        let age = after == "," && word(end + 1).parse::<u32>().is_ok_and(|n| n < 110) && word(end + 2) == ",";
        let dateline = (start == s.start || (capitals_word(word(start)) && start < s.start + 3))
            && (matches!(after, "—" | "–" | "--" | "-") && doc.token(end).span.start > doc.token(end - 1).span.end
                || after == "(" && is_cap(word(end + 1)));
        let name = doc.tagged.names.get(doc.tagged.names.partition_point(|n| n.end <= start));
        let found = name.filter(|n| n.start < end);
        // In capitals the tagger often takes a part of a name for a whole: "TIN" of "TIN ZAOUATINE".
        let whole = found.filter(|n| !capitals || n.start <= start && n.end >= end);
        let name = whole.map(|n| (n.kind, n.score));
        Around {
            before: atlas.cues(before),
            before2: atlas.cues(before2),
            after: if after_same { atlas.cues(after) } else { Cues::default() },
            capital_before: is_cap(before) && prev > s.start + 1,
            given_before: !before_key.is_empty() && is_cap(before) && atlas.word(&before_key).given,
            capital_after: after_same && is_cap(after),
            sentence_start: start == s.start,
            one_token: end == start + 1,
            person: persons.contains(key),
            age,
            dateline,
            capitals,
            lower: facts.lower,
            person_word: facts.person,
            given: facts.given,
            possessive: matches!(after, "'s" | "’s"),
            hyphened: after == "-" && word(end + 1) == "based",
            name,
            lone: found.is_some_and(|n| n.end == n.start + 1),
            no_name: capitals && is_no_name(doc, atlas, start, end, found.map(|n| (n.kind, n.start, n.end))),
            article: end > start + 1
                && matches!(
                    word(start),
                    "El" | "Er"
                        | "En"
                        | "Es"
                        | "Ed"
                        | "Al"
                        | "An"
                        | "Ar"
                        | "As"
                        | "Ad"
                        | "At"
                        | "Az"
                        | "Ash"
                        | "Umm"
                        | "Oum"
                        | "Um"
                ),
            joined: is_joined(doc, start, end),
            kin: after == "&" || matches!(after, "family" | "families" | "brothers"),
            acronym: !capitals
                && end == start + 1
                && word(start).len() <= 6
                && word(start).len() >= 3
                && word(start).chars().all(char::is_uppercase)
                && !dateline,
            language: matches!(before, "in" | "speak" | "speaks" | "spoke" | "speaking" | "en" | "parle" | "parlent")
                && !is_cap(after)
                && !after.starts_with(char::is_alphabetic),
            elsewhere: 0.0,
            parsed_other: doc.tagged.parsed && is_plain_word(doc, start, end),
            opens: doc.tagged.lang == types::Lang::Fr
                && start == s.start
                && end > start + 1
                && matches!(word(start), "Le" | "La" | "Les" | "L'" | "L’"),
            placed: false,
        }
    }
}

/// True where a hyphen ties the name to another name: "Wal-Mart", "Boko-Haram"; not in "pro-Russian", "Paris-based".
fn is_joined(doc: &Doc, start: u32, end: u32) -> bool {
    let tokens = &doc.tagged.tokens;
    let touches = |i: u32| i > 0 && (i as usize) < tokens.len() && doc.token(i - 1).span.end == doc.token(i).span.start;
    let hyphen = |i: u32| (i as usize) < tokens.len() && doc.word(i) == "-";
    let capital = |i: u32| (i as usize) < tokens.len() && doc.word(i).starts_with(char::is_uppercase);
    start >= 2 && hyphen(start - 1) && touches(start) && touches(start - 1) && capital(start - 2)
        || hyphen(end) && touches(end) && touches(end + 1) && capital(end + 1)
}

/// True for words of a text in capitals that are no name by themselves: case tells nothing there, the tagger does.
fn is_no_name(doc: &Doc, atlas: &Atlas, start: u32, end: u32, name: Option<(types::NameKind, u32, u32)>) -> bool {
    let common = |i: u32| {
        let mut key = Vec::new();
        gazetteer::fold_word(doc.word(i), &mut key);
        atlas.word(&key).lower >= 50
    };
    match name {
        Some((types::NameKind::Organisation, from, to)) => {
            let led = start > from && matches!(doc.word(start - 1), "OF" | "IN" | "THE" | "DE" | "DU" | "EN" | "AU");
            from < start && end < to && !led
        }
        Some(_) => false,
        None => {
            let article = matches!(doc.word(start), "THE" | "A" | "AN" | "LE" | "LA" | "LES" | "UN" | "UNE" | "DES");
            (start..end).all(|i| doc.token(i).upos != types::Upos::Propn && (article || common(i)))
        }
    }
}

/// What the tagger's reading of a name says for a place (above 0) or a person (below 0).
pub(super) fn leaning(name: Option<(types::NameKind, f32)>) -> f32 {
    match name {
        Some((types::NameKind::Place, score)) => score,
        Some((types::NameKind::Person, score)) => -score,
        _ => 0.0,
    }
}

fn capitals_word(word: &str) -> bool {
    word.chars().all(|c| !c.is_lowercase())
}

/// True where a parsed text has a verb, adverb or the like here.
fn is_plain_word(doc: &Doc, start: u32, end: u32) -> bool {
    use types::Upos::*;
    (start..end)
        .all(|i| matches!(doc.token(i).upos, Verb | Aux | Adv | Adp | Det | Pron | Sconj | Cconj | Part | Intj | Num))
}

/// The likelihood that a place is meant.
pub(super) fn worth(atlas: &Atlas, key: &[u8], hits: &[Hit], demonym: bool, a: &Around) -> f32 {
    let mut best = f32::MIN;
    let (mut powerful, mut largest) = (false, 0);
    for hit in hits {
        let Some(entry) = atlas.gazetteer.entry(hit.entry) else { continue };
        let people = (entry.population as f32 + 1.0).ln();
        let mut value = match entry.kind {
            Kind::Country | Kind::Continent => 4.0,
            Kind::Region | Kind::Water | Kind::Land | Kind::Site => 3.0,
            Kind::Admin1 => 0.12 * people + 0.6,
            Kind::Admin2 => 0.10 * people - 0.4,
            // the lexicon names a village because reports do
            _ if entry.population == 0 && !hit.entry.is_embedded() => 1.2,
            Kind::Capital => 0.27 * people - 0.7,
            _ => 0.27 * people - 2.0,
        };
        value += match hit.name {
            NameKind::Main => 0.0,
            // exonyms of great cities ("Moscou", "Beyrouth") are names like any other
            NameKind::Alternate if entry.population > 400_000 => -0.3,
            NameKind::Alternate => -1.0,
            NameKind::Short => -0.6,
            NameKind::Demonym => 0.0,
        };
        largest = largest.max(entry.population);
        powerful |= matches!(entry.kind, Kind::Country | Kind::Continent) && hit.name != NameKind::Alternate;
        best = best.max(value);
    }
    if best == f32::MIN {
        return 0.0;
    }
    let mut x = best;
    // a single word that the tagger takes for a person is often a city all the same: "Moscou nie", "secoué Bamako"
    let trust = match () {
        _ if a.article => 0.0,
        _ if a.lone && best >= 0.9 && !a.given && a.person_word < 50 => 0.2,
        _ => 1.0,
    };
    if !a.one_token {
        x += 1.2;
    } else if key.len() <= 3 && !powerful {
        x -= 2.0;
    }
    if demonym {
        return logistic(x - if a.parsed_other { 2.0 } else { 0.0 } - if a.language { 4.0 } else { 0.0 });
    }
    if a.joined && !powerful {
        x -= 3.0;
    }
    if a.opens && largest < 200_000 && !powerful {
        x -= 4.0;
    }
    if a.kin {
        x -= 2.0;
    }
    if a.acronym && !powerful {
        x -= 4.0;
    }
    if key.starts_with(b"saint") && a.possessive {
        x -= 3.0;
    }
    if a.one_token && !powerful {
        x += 1.5 * a.elsewhere * if a.elsewhere < 0.0 { trust } else { 1.0 };
    }
    let lower = if powerful { 0.0 } else { a.lower as f32 };
    x -= lower / 100.0 * if a.sentence_start || a.capitals { 5.0 } else { 3.2 };
    if a.one_token && !powerful {
        x -= a.person_word as f32 / 100.0 * 2.0;
    }
    if a.given && a.capital_after {
        x -= 4.0;
    } else if a.given {
        x -= 1.0;
    }
    if a.given_before {
        x -= 4.5;
    }
    if a.before.any(Cues::TITLE) && a.capital_before_title() {
        x -= 4.0;
    }
    let led = a.before.any(Cues::WHERE);
    if led {
        x += 2.4;
    } else if a.before.any(Cues::TOWARD) {
        x += if a.before2.any(Cues::TYPE) { 2.6 } else { 0.8 };
    }
    if a.after.any(Cues::FOLK) || a.hyphened {
        x += 1.6;
    } else if a.after.any(Cues::TYPE) {
        x += 0.9;
    }
    if a.after.any(Cues::SAYS) && !powerful && !led {
        x -= 2.5;
    }
    // "the Geneva Conventions", "a Panama hat"
    if a.after.any(Cues::NAMESAKE) && !led {
        x -= 6.0;
    }
    if a.dateline {
        x += 3.0;
    }
    if a.age {
        x -= 4.0;
    }
    if a.person && !led {
        x -= if powerful || a.placed { 1.0 } else { 4.0 };
    }
    if a.capital_before && !a.given_before && !led && !a.before.any(Cues::TYPE) && !a.capitals {
        x -= 1.0;
    }
    if a.capital_after && !a.after.any(Cues::TYPE) && !a.after.any(Cues::FOLK) && !a.capitals {
        x -= 0.9;
    }
    if a.possessive {
        x -= 0.2;
    }
    if a.parsed_other {
        x -= 3.0;
    }
    if a.no_name && !powerful {
        x -= 4.0;
    }
    if let Some((kind, score)) = a.name {
        x += ((score - 0.3) / 0.7).max(0.0)
            * match kind {
                types::NameKind::Place => 2.5,
                types::NameKind::Facility => 1.0,
                // Capitals hide what a name is from the tagger too.
                types::NameKind::Person if a.capitals => -2.0 * trust,
                types::NameKind::Person => -4.0 * trust,
                types::NameKind::Organisation => -0.5,
                types::NameKind::Community => 0.0,
                types::NameKind::Other => -1.0,
            };
    }
    logistic(x)
}

impl Around {
    /// "Mr London", "Gen. Jordan": a title with a capital, or an abbreviation.
    fn capital_before_title(&self) -> bool {
        self.capital_before || self.before.any(Cues::TITLE)
    }
}

fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}
