//! Where the text names places: names of the gazetteer found in the words, kept where they are meant as places.
//!
//! In: the tagged text and the [`Atlas`]. Out: [`Mention`]s in text order, not overlapping, each with the entries its
//! name may mean. "Gunmen attacked the village of Moura in the Mopti region" → Moura (a settlement), Mopti (a unit).
//! Which entry is meant is decided in [`super::resolve`].

use super::atlas::{Atlas, Cues};
use super::forms::{add_forms, add_sites};
use super::worth::{Around, leaning, worth};
use crate::Doc;
use gazetteer::{Hit, NameKind, fold_word};
use std::collections::{HashMap, HashSet};
use types::Span;

/// What the words beside a name say of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    None,
    Settlement,
    Unit,
    Country,
    Nature,
}

/// A name of a place in the text.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// The words.
    pub span: Span,
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
    /// Folded name.
    pub key: Box<[u8]>,
    /// What it may mean.
    pub hits: Vec<Hit>,
    /// Only a people or an adjective is named.
    pub demonym: bool,
    /// The kind its neighbours speak of.
    pub hint: Hint,
    /// The mention it lies in: "Springfield, Illinois".
    pub within: Option<usize>,
    /// Likelihood that a place is meant, 0 to 1.
    pub worth: f32,
    /// A street, airport or camp: a point with a use, not the town it lies in.
    pub site: bool,
    /// A street or road, whose place on the map nothing tells.
    pub way: bool,
    /// Folded name of the town a site lies in, where the text gives it.
    pub town: Box<[u8]>,
}

/// Longest name, in tokens.
const LONGEST: u32 = 9;

/// A name of the gazetteer in the text, before it is judged.
struct Found {
    start: u32,
    end: u32,
    key: Box<[u8]>,
    hits: Vec<Hit>,
}

/// The places the text names, least likelihood 0.5.
pub(super) fn find_mentions(doc: &Doc) -> Vec<Mention> {
    let atlas = &doc.knowledge.places;
    let capitals = all_capitals(doc);
    let found = walk(doc, atlas, &capitals);
    let persons = persons(doc, atlas, &capitals);
    let around = |f: &Found| Around::of(doc, atlas, f.start, f.end, capitals[f.start as usize], &persons, &f.key);
    let around: Vec<Around> = found.iter().map(around).collect();
    // "in Mansfield" once: then the Mansfield of "Mansfield said" may still be the town's
    let placed: HashSet<Box<[u8]>> =
        found.iter().zip(&around).filter(|(_, a)| a.places()).map(|(f, _)| f.key.clone()).collect();
    let mut leanings: HashMap<Box<[u8]>, (f32, f32)> = HashMap::new();
    for (f, a) in found.iter().zip(&around) {
        let sum = leanings.entry(f.key.clone()).or_default();
        *sum = (sum.0 + leaning(a.name), sum.1 + 1.0);
    }
    let mut mentions: Vec<Mention> = Vec::new();
    for (f, mut around) in found.into_iter().zip(around) {
        around.placed = placed.contains(&f.key);
        around.elsewhere = leanings.get(&f.key).map_or(0.0, |(sum, n)| sum / n);
        let span = doc.tagged.span_of(f.start, f.end);
        let demonym = is_demonym(atlas, &f.hits);
        let mention = Mention {
            span,
            start: f.start,
            end: f.end,
            hint: if around.dateline { Hint::Settlement } else { hint(doc, atlas, f.start, f.end) },
            within: None,
            worth: worth(atlas, &f.key, &f.hits, demonym, &around),
            demonym,
            key: f.key,
            hits: f.hits,
            site: false,
            way: false,
            town: Box::default(),
        };
        mentions.push(mention);
    }
    settle(doc, &mut mentions);
    add_forms(doc, atlas, &mut mentions);
    add_sites(doc, atlas, &mut mentions);
    contain(doc, &mut mentions);
    mentions
}

/// True where a people or an adjective is named: "Canadian" is no town of Texas, unless Texas is named beside it.
pub(super) fn is_demonym(atlas: &Atlas, hits: &[Hit]) -> bool {
    let named = |h: &Hit| h.name == NameKind::Demonym;
    hits.iter().any(|h| {
        let kind = atlas.gazetteer.entry(h.entry).map(|e| e.kind);
        named(h) && matches!(kind, Some(gazetteer::Kind::Country | gazetteer::Kind::Continent))
    }) || !hits.is_empty() && hits.iter().all(named)
}

/// Decides which names are kept, with the help of their neighbours: "Paris, Texas" vouches for Paris.
fn settle(doc: &Doc, mentions: &mut Vec<Mention>) {
    let atlas = &doc.knowledge.places;
    for i in 1..mentions.len() {
        let (a, b) = (&mentions[i - 1], &mentions[i]);
        if !a.demonym && !b.demonym && contains_by_form(doc, a, b) && holds(atlas, &b.hits, &a.hits) {
            mentions[i - 1].worth = mentions[i - 1].worth.max(0.97);
            mentions[i].worth = mentions[i].worth.max(0.97);
        }
    }
    // a name that is surely a place once is a place again, unless a person bears it
    let mut best: HashMap<Box<[u8]>, f32> = HashMap::new();
    for m in mentions.iter() {
        let seen = best.entry(m.key.clone()).or_insert(0.0);
        *seen = seen.max(m.worth);
    }
    for m in mentions.iter_mut() {
        let seen = best.get(&m.key).copied().unwrap_or(0.0);
        if m.worth > 0.2 && seen > m.worth {
            m.worth = (m.worth + seen) / 2.0;
        }
    }
    mentions.retain(|m| m.worth >= 0.5);
}

/// Marks the mentions that lie in the next one by form: "Springfield, Illinois".
pub(super) fn contain(doc: &Doc, mentions: &mut [Mention]) {
    let atlas = &doc.knowledge.places;
    for i in 1..mentions.len() {
        let (a, b) = (&mentions[i - 1], &mentions[i]);
        if !a.demonym && !b.demonym && contains_by_form(doc, a, b) && holds(atlas, &b.hits, &a.hits) {
            mentions[i - 1].within = Some(i);
        }
    }
}

/// "X, Y" or "X (Y)": the form in which Y says where X lies.
fn contains_by_form(doc: &Doc, a: &Mention, b: &Mention) -> bool {
    if b.start != a.end + 1 {
        return false;
    }
    match doc.word(a.end) {
        "," => true,
        "(" => b.end < doc.tagged.tokens.len() as u32 && doc.word(b.end) == ")",
        _ => false,
    }
}

/// True where some entry of `outer` is a country, unit or region in which an entry of `inner` may lie.
pub(super) fn holds(atlas: &Atlas, outer: &[Hit], inner: &[Hit]) -> bool {
    let inner: Vec<_> = inner.iter().filter_map(|h| atlas.gazetteer.entry(h.entry)).collect();
    outer
        .iter()
        .filter_map(|h| atlas.gazetteer.entry(h.entry))
        .any(|o| inner.iter().any(|i| super::resolve::lies_in(atlas, i, &o)))
}

/// Names of the gazetteer in the words: from each token the longest.
fn walk(doc: &Doc, atlas: &Atlas, capitals: &[bool]) -> Vec<Found> {
    let tokens = &doc.tagged.tokens;
    let mut found: Vec<Found> = Vec::new();
    let mut key: Vec<u8> = Vec::new();
    let mut hits: Vec<Hit> = Vec::new();
    let mut i = 0u32;
    let french = doc.tagged.lang == types::Lang::Fr;
    while (i as usize) < tokens.len() {
        let word = doc.word(i);
        let upper = word.starts_with(char::is_uppercase);
        // "a loss such as Mali's": an English word that an article of Arabic also is begins no name.
        let english = !upper
            && matches!(word, "as" | "an" | "at")
            && tokens.get(i as usize + 1).is_none_or(|t| !matches!(doc.words(t.span), "-" | "‐" | "‑"));
        let may_begin = upper || word.starts_with(char::is_alphabetic) && (french || begins_name(word) && !english);
        // a French word in lower case is a people alone, or the type word of a longer name: "lac Tchad"
        let may_go_on = upper || begins_name(word) || atlas.cues(word).any(Cues::TYPE);
        // "CAR AND", "AND IN" in a text in capitals: no Carand, no Andin.
        let begins_loosely = !french && matches!(word, "AND" | "OR" | "OF" | "FOR" | "FROM" | "BY" | "WITH");
        if !may_begin || begins_loosely {
            i += 1;
            continue;
        }
        let mut cursor = atlas.gazetteer.cursor();
        key.clear();
        let mut last: Option<(u32, usize)> = None;
        let mut main: Option<(u32, usize)> = None;
        let mut j = i;
        while (j as usize) < tokens.len() && j < i + LONGEST {
            let w = doc.word(j);
            if j > i && (!may_go_on || !joins(doc, j, i)) {
                break;
            }
            let from = key.len();
            fold_word(w, &mut key);
            if key.len() > from {
                if key.len() > 60 || !cursor.feed(&key[from..]) {
                    break;
                }
                let ends_well = w.starts_with(char::is_uppercase)
                    || w.starts_with(|c: char| c.is_ascii_digit())
                    || atlas.cues(w).any(Cues::TYPE)
                    || (j == i && french)
                    || !w.starts_with(char::is_alphabetic);
                if cursor.is_name() {
                    hits.clear();
                    cursor.hits(&mut hits);
                    // "Guinée équatoriale", "Gaza strip": the lexicon's names may end in lower case
                    let ends_loosely = !french
                        && j > i
                        && matches!(
                            w,
                            "AND" | "OR" | "OF" | "FOR" | "FROM" | "BY" | "WITH" | "IN" | "A" | "TO" | "AT" | "THE"
                        );
                    if ends_loosely || !ends_well && hits.iter().all(|h| h.entry.is_embedded()) {
                        j += 1;
                        continue;
                    }
                    last = Some((j + 1, key.len()));
                    // "Dublin City Council": the longer name counts only where it is a usual one
                    if main.is_none() || hits.iter().any(|h| h.name != NameKind::Alternate) {
                        main = last;
                    }
                }
            }
            j += 1;
        }
        if let (Some(l), Some(m)) = (last, main) {
            if l.0 > m.0 && atlas.cues(doc.word(l.0 - 1)).any(Cues::TYPE) {
                last = main;
            }
        }
        let Some((mut end, len)) = last else {
            if let Some(f) = code(doc, atlas, i) {
                found.push(f);
            }
            i += 1;
            continue;
        };
        key.truncate(len);
        hits.clear();
        let mut cursor = atlas.gazetteer.cursor();
        cursor.feed(&key);
        cursor.hits(&mut hits);
        let one = end == i + 1;
        if atlas.word(&key).never {
            i += 1;
            continue;
        }
        // "le gouvernement de l'État" names no Delaware
        if !one && !(i..end).any(|t| doc.word(t).contains(char::is_uppercase)) {
            i += 1;
            continue;
        }
        if one {
            judge_case(word, upper, capitals[i as usize], &mut hits);
        }
        // "U.S" "." and "Ind" ".": the stop belongs to the name of a country or unit cut short
        let cut = |h: &Hit| h.name == NameKind::Short && is_unit(atlas, h);
        if end < tokens.len() as u32
            && doc.word(end) == "."
            && one
            && key.len() <= 5
            && touches(doc, end)
            && !ends_sentence(doc, end)
            && hits.iter().any(cut)
        {
            end += 1;
        }
        // "PA said" is no Pennsylvania: a name cut short keeps its stop
        let stopped = doc.words(doc.tagged.span_of(i, end)).contains('.')
            || (end as usize) < tokens.len() && doc.word(end) == "." && touches(doc, end);
        if one && key.len() <= 5 && !stopped {
            hits.retain(|h| h.name != NameKind::Short || !is_unit(atlas, h) || h.entry.is_embedded());
        }
        if hits.is_empty() {
            i += 1;
            continue;
        }
        found.push(Found { start: i, end, key: key.as_slice().into(), hits: hits.clone() });
        i = end;
    }
    found
}

/// Takes away the readings that the letters rule out: `us`, `malien` as a town, `OF`.
fn judge_case(word: &str, upper: bool, capitals: bool, hits: &mut Vec<Hit>) {
    if !upper {
        // French adjectives stand in lower case; no name of a place does
        hits.retain(|h| h.name == NameKind::Demonym);
    }
    // "I'll" is no "Ill."
    if word.contains(['\'', '’']) && word.chars().count() <= 5 {
        hits.clear();
    }
    let short = word.chars().filter(|c| c.is_alphabetic()).count() <= 3;
    if short && !word.contains('.') && (capitals || !word.chars().all(char::is_uppercase)) {
        let is_code = |w: &str| matches!(w.to_ascii_lowercase().as_str(), "us" | "car" | "uk" | "dc" | "rca" | "drc");
        if is_code(word) {
            hits.clear();
        }
    }
}

/// A two-letter code of a unit, after a comma and a name: "Gainesville, GA".
fn code(doc: &Doc, atlas: &Atlas, at: u32) -> Option<Found> {
    let word = doc.word(at);
    if at < 2 || word.len() != 2 || doc.word(at - 1) != "," || !doc.word(at - 2).starts_with(char::is_uppercase) {
        return None;
    }
    let entry = atlas.unit_of_code(word)?;
    let key = word.to_ascii_lowercase().into_bytes().into_boxed_slice();
    Some(Found { start: at, end: at + 1, key, hits: vec![Hit { entry, name: NameKind::Main }] })
}

/// Words in lower case that begin names: "al-Bab", "el-Fasher", "the Gambia".
fn begins_name(word: &str) -> bool {
    matches!(word, "al" | "el" | "ad" | "as" | "an" | "ar" | "ash" | "at" | "az" | "ed" | "er" | "es" | "de" | "d")
}

/// True where token `j` may go on a name that began at `start`.
fn joins(doc: &Doc, j: u32, start: u32) -> bool {
    let word = doc.word(j);
    match word {
        "-" | "‐" | "‑" | "–" => touches(doc, j) && followed_closely(doc, j),
        "'" | "’" => touches(doc, j),
        "." => touches(doc, j) && dotted(doc.word(j - 1)) && !ends_sentence(doc, j),
        _ if word.starts_with(['\'', '’']) && word.len() > 1 && word.chars().nth(1).is_some_and(char::is_lowercase) => {
            false
        }
        _ if !word.starts_with(char::is_alphanumeric) && !word.starts_with(['ʻ', '‘', 'ʼ', '\'', '’']) => false,
        // a line break ends a name unless the text is wrapped in mid-sentence
        _ => start < j && !gap(doc, j).contains("\n\n"),
    }
}

fn is_unit(atlas: &Atlas, hit: &Hit) -> bool {
    atlas.gazetteer.entry(hit.entry).is_some_and(|e| e.kind.is_unit())
}

fn ends_sentence(doc: &Doc, token: u32) -> bool {
    doc.tagged.sentences.get(doc.tagged.sentence_of(token)).is_some_and(|s| s.end == token + 1)
}

fn gap<'d>(doc: &'d Doc, j: u32) -> &'d str {
    let (a, b) = (doc.token(j - 1).span.end, doc.token(j).span.start);
    doc.words(Span { start: a, end: b })
}

/// True where no space stands before token `j`.
fn touches(doc: &Doc, j: u32) -> bool {
    j > 0 && doc.token(j - 1).span.end == doc.token(j).span.start
}

fn followed_closely(doc: &Doc, j: u32) -> bool {
    (j as usize + 1) < doc.tagged.tokens.len() && touches(doc, j + 1)
}

/// A word that takes a stop: "St", "N", "Calif", "U.S".
fn dotted(word: &str) -> bool {
    word.chars().count() <= 5
}

/// For each token, whether its sentence is set in capitals throughout.
fn all_capitals(doc: &Doc) -> Vec<bool> {
    let mut flags = vec![false; doc.tagged.tokens.len()];
    for s in &doc.tagged.sentences {
        let span = doc.tagged.span_of(s.start, s.end);
        let (mut upper, mut lower) = (0usize, 0usize);
        for c in doc.words(span).chars() {
            upper += usize::from(c.is_uppercase());
            lower += usize::from(c.is_lowercase());
        }
        if upper > 6 && upper > 4 * lower {
            flags[s.start as usize..s.end as usize].fill(true);
        }
    }
    flags
}

/// The kind that a type word beside the name speaks of.
pub(super) fn hint(doc: &Doc, atlas: &Atlas, start: u32, end: u32) -> Hint {
    let of = |cues: Cues| {
        if cues.any(Cues::SETTLEMENT) {
            Hint::Settlement
        } else if cues.any(Cues::UNIT) {
            Hint::Unit
        } else if cues.any(Cues::COUNTRY) {
            Hint::Country
        } else if cues.any(Cues::WATER) || cues.any(Cues::LAND) {
            Hint::Nature
        } else {
            Hint::None
        }
    };
    let mut before = start;
    let mut steps = 0;
    // "the village of", "la région de l'", "the town called"
    while before > 0 && steps < 3 {
        before -= 1;
        let word = doc.word(before);
        if matches!(word, "of" | "de" | "du" | "d'" | "d’" | "l'" | "l’" | "la" | "le" | "des" | "the" | "called") {
            steps += 1;
            continue;
        }
        if steps > 0 || word.starts_with(char::is_lowercase) {
            let hint = of(atlas.cues(word));
            if hint != Hint::None && steps > 0 {
                return hint;
            }
        }
        break;
    }
    if (end as usize) < doc.tagged.tokens.len() {
        let word = doc.word(end);
        let cues = atlas.cues(word);
        // "Niger state" is a unit; "Niger residents" says nothing
        if cues.any(Cues::UNIT) || matches!(word, "city" | "town" | "village" | "City" | "ville") {
            return of(cues);
        }
        if let Some(unit) = list_of_units(doc, atlas, end) {
            return unit;
        }
    }
    Hint::None
}

/// "Jackson, Clarke and Barrow counties": the word behind the list speaks of each.
fn list_of_units(doc: &Doc, atlas: &Atlas, end: u32) -> Option<Hint> {
    let n = doc.tagged.tokens.len() as u32;
    let mut seen = false;
    for i in end..n.min(end + 16) {
        let word = doc.word(i);
        if matches!(word, "," | "and" | "or" | "et" | "ou" | "&") {
            seen = true;
        } else if seen && word.ends_with('s') && word.starts_with(char::is_lowercase) {
            return atlas
                .cues(word.trim_end_matches('s'))
                .any(Cues::UNIT)
                .then_some(Hint::Unit)
                .or_else(|| matches!(word, "counties" | "provinces" | "cercles").then_some(Hint::Unit));
        } else if !word.starts_with(char::is_uppercase) {
            return None;
        }
    }
    None
}

/// Folded words that are names of persons in this text: "Brandon Smith" makes a later "Smith" a person.
fn persons(doc: &Doc, atlas: &Atlas, capitals: &[bool]) -> HashSet<Box<[u8]>> {
    let mut persons: HashSet<Box<[u8]>> = HashSet::new();
    let mut first: Vec<u8> = Vec::new();
    let mut second: Vec<u8> = Vec::new();
    let tokens = &doc.tagged.tokens;
    for name in &doc.tagged.names {
        // a single word taken for a person is too often a town; two words seldom are
        if name.kind == types::NameKind::Person && name.score >= 0.5 && name.end > name.start + 1 {
            for t in name.start..name.end {
                let mut key = Vec::new();
                fold_word(doc.word(t), &mut key);
                if key.len() > 2 {
                    persons.insert(key.into());
                }
            }
        }
    }
    for i in 0..tokens.len().saturating_sub(1) as u32 {
        let (a, mut b) = (doc.word(i), i + 1);
        if capitals[i as usize] || !a.starts_with(char::is_uppercase) {
            continue;
        }
        // "Donald L. Coman": the middle letter is passed over
        if (b as usize + 1) < tokens.len()
            && doc.word(b).trim_end_matches('.').chars().count() == 1
            && doc.word(b) != ","
        {
            b += 1;
            if doc.word(b) == "." && (b as usize + 1) < tokens.len() {
                b += 1;
            }
        }
        let w = doc.word(b);
        if !w.starts_with(char::is_uppercase) || w.len() < 3 || gap(doc, b).contains('\n') {
            continue;
        }
        first.clear();
        fold_word(a, &mut first);
        let given = atlas.word(&first).given;
        let title = atlas.cues(a).any(Cues::TITLE) && !atlas.cues(w).any(Cues::TYPE);
        if given || title {
            second.clear();
            fold_word(w, &mut second);
            if !atlas.cues(w).any(Cues::TYPE) && !atlas.cues(w).any(Cues::FOLK) {
                persons.insert(second.as_slice().into());
            }
        }
    }
    persons
}
