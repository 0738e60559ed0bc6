//! The words that show whose statement something is: `lexicon/claims/cues.*.tsv` and `frames.tsv`.
//!
//! "The army **denied** that rebels held the camp." → `deny`, a verb whose clause or object its subject denies.
//! Here the tables are only read; which words of a sentence are source and content is worked out elsewhere.

use super::projection::{Projection, Truth};
use crate::lexicon::Table;
use std::collections::HashMap;
use types::{Certainty, Lang, Stance};

/// Which part of speech a cue must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A verb.
    Verb,
    /// A noun: "the claim that".
    Noun,
    /// An adjective: "certain that".
    Adj,
    /// An adverb: "reportedly".
    Adv,
}

/// What a cue does to its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// The holder answers for it.
    Claim,
    /// The report takes it for granted.
    Factive,
    /// The holder's own plan.
    Commit,
    /// Wanted, asked or feared.
    Wish,
    /// An opinion on something.
    Attitude,
    /// Nobody is named; the report keeps its distance.
    Doubt,
}

/// A row of a cue table.
#[derive(Clone, Debug)]
pub struct Cue {
    /// The second word of a fixed phrase: `clear` of `make_clear`; empty for none.
    pub second: String,
    /// Where the content stands: clause, object, passive, subject, hearer.
    pub clause: bool,
    /// Also words in quotation marks, or a whole sentence, beside the verb.
    pub quote: bool,
    /// The object is content.
    pub object: bool,
    /// Only as a passive: "is believed to".
    pub passive: bool,
    /// The clause's own subject and complement are content: "seems to".
    pub subject: bool,
    /// The object is whom one speaks to.
    pub hearer: bool,
    /// A question is content: "asked whether", "wonders why".
    pub question: bool,
    /// The object feels, and the subject is what about: "The raid angered the elders".
    pub felt: bool,
    /// Prepositions whose complement is content.
    pub preps: Vec<String>,
    /// What the holder does.
    pub stance: Stance,
    /// How firmly.
    pub certainty: Certainty,
    /// What it does to the content.
    pub used: Use,
    /// Counts as an attribution of whatever content.
    pub general: bool,
}

/// Fixed words before a source: "according to".
#[derive(Clone, Debug)]
pub struct Frame {
    /// The words, lower case.
    pub words: Vec<String>,
    /// What the source does.
    pub stance: Stance,
    /// How firmly.
    pub certainty: Certainty,
    /// Nouns that are no source after these words: "according to plan".
    pub not: Vec<String>,
}

/// The cue tables, parsed.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    en: HashMap<String, Vec<(Part, Cue)>>,
    fr: HashMap<String, Vec<(Part, Cue)>>,
    forms: HashMap<(bool, String), String>,
    frames_en: HashMap<String, Vec<Frame>>,
    frames_fr: HashMap<String, Vec<Frame>>,
    /// What a word leaves of the clause under it.
    pub(super) projection: Projection,
}

const EN: &str = include_str!("../../../../lexicon/claims/cues.en.tsv");
const FR: &str = include_str!("../../../../lexicon/claims/cues.fr.tsv");
const FORMS: &str = include_str!("../../../../lexicon/claims/forms.tsv");
const FRAMES: &str = include_str!("../../../../lexicon/claims/frames.tsv");

impl Cues {
    /// The tables compiled into the program. A faulty row is left out; the test of this module names it.
    pub fn embedded() -> Cues {
        let mut cues = Cues { projection: Projection::embedded(), ..Cues::default() };
        let _ = rows("lexicon/claims/cues.en.tsv", EN, &mut cues.en);
        let _ = rows("lexicon/claims/cues.fr.tsv", FR, &mut cues.fr);
        if let Ok(table) = Table::parse("lexicon/claims/forms.tsv", FORMS) {
            for (_, row) in &table.rows {
                let key = (cell(&table, row, "lang") == "fr", cell(&table, row, "form").to_string());
                cues.forms.insert(key, cell(&table, row, "lemma").to_string());
            }
        }
        let _ = frames("lexicon/claims/frames.tsv", FRAMES, &mut cues.frames_en, &mut cues.frames_fr);
        cues
    }

    /// The rows of `lemma` as a `part` of speech, in the table's order.
    pub fn of(&self, lang: Lang, part: Part, lemma: &str) -> impl Iterator<Item = &Cue> {
        let table = match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        };
        table.get(lemma).into_iter().flatten().filter(move |(p, _)| *p == part).map(|(_, c)| c)
    }

    /// The cue verb that a form belongs to, whatever the tagger makes of it.
    pub fn form(&self, lang: Lang, word: &str) -> Option<&str> {
        self.forms.get(&(lang == Lang::Fr, word.to_string())).map(String::as_str)
    }

    /// The cue verb of a form in the table or of a regular English one: "joked", "touting".
    pub fn verb(&self, lang: Lang, word: &str) -> Option<&str> {
        if let Some(lemma) = self.form(lang, word) {
            return Some(lemma);
        }
        let stem = ["ed", "ing", "es", "s"].iter().find_map(|end| word.strip_suffix(end))?;
        if lang == Lang::Fr || stem.len() < 3 {
            return None;
        }
        let known = |lemma: &str| {
            let (lemma, rows) = self.en.get_key_value(lemma)?;
            rows.iter().any(|(p, _)| *p == Part::Verb).then_some(lemma.as_str())
        };
        // "quipped": without the doubled letter.
        let mut ends = stem.chars().rev();
        let twice = ends.next() == ends.next();
        let single = stem.char_indices().next_back().filter(|_| twice).and_then(|(at, _)| stem.get(..at));
        known(stem).or_else(|| known(&format!("{stem}e"))).or_else(|| single.and_then(known))
    }

    /// What becomes of an infinitive under `lemma` where it stands affirmed, and where negated: "manage", "fail", "hesitate".
    pub fn implies(&self, lang: Lang, lemma: &str) -> Option<(Truth, Truth)> {
        self.projection.implies(lang, lemma)
    }

    /// The fixed phrases that begin with `word`.
    pub fn frames(&self, lang: Lang, word: &str) -> &[Frame] {
        let table = match lang {
            Lang::En => &self.frames_en,
            Lang::Fr => &self.frames_fr,
        };
        table.get(word).map_or(&[], |f| f.as_slice())
    }
}

fn cell<'t>(table: &Table<'t>, row: &[&'t str], name: &str) -> &'t str {
    table.column(name).and_then(|i| row.get(i).copied()).unwrap_or("")
}

fn rows(file: &str, text: &str, into: &mut HashMap<String, Vec<(Part, Cue)>>) -> Result<(), String> {
    let table = Table::parse(file, text)?;
    let mut fault = Ok(());
    for (line, row) in &table.rows {
        let get = |name| cell(&table, row, name);
        let part = match get("part") {
            "verb" => Part::Verb,
            "noun" => Part::Noun,
            "adj" => Part::Adj,
            "adv" => Part::Adv,
            other => {
                fault = Err(format!("{file}:{line}: expected verb, noun, adj or adv, but found \"{other}\""));
                continue;
            }
        };
        let used = match get("use") {
            "claim" => Use::Claim,
            "factive" => Use::Factive,
            "commit" => Use::Commit,
            "wish" => Use::Wish,
            "attitude" => Use::Attitude,
            "doubt" => Use::Doubt,
            other => {
                fault = Err(format!("{file}:{line}: expected a use, but found \"{other}\""));
                continue;
            }
        };
        let (Some(stance), Some(certainty)) =
            (Stance::from_word(get("stance")), Certainty::from_word(get("certainty")))
        else {
            fault = Err(format!("{file}:{line}: expected a stance and a certainty of the contract"));
            continue;
        };
        let content: Vec<&str> = get("content").split(',').map(str::trim).collect();
        let has = |w: &str| content.contains(&w);
        let known = ["clause", "quote", "object", "passive", "subject", "hearer", "question", "felt"];
        for lemma in get("lemmas").split_whitespace() {
            let (first, second) = lemma.split_once('_').unwrap_or((lemma, ""));
            let passive = has("passive");
            let cue = Cue {
                second: second.to_string(),
                clause: has("clause"),
                quote: has("quote"),
                object: has("object"),
                passive,
                subject: has("subject"),
                hearer: has("hearer"),
                question: has("question"),
                felt: has("felt"),
                preps: content.iter().filter(|w| !known.contains(w)).map(|w| w.to_string()).collect(),
                stance,
                certainty,
                used,
                general: get("general") != "no",
            };
            let list = into.entry(first.to_string()).or_default();
            // A fixed phrase wins over its first word alone, "is said to" over "said".
            if second.is_empty() && !passive { list.push((part, cue)) } else { list.insert(0, (part, cue)) }
        }
    }
    fault
}

fn frames(
    file: &str,
    text: &str,
    en: &mut HashMap<String, Vec<Frame>>,
    fr: &mut HashMap<String, Vec<Frame>>,
) -> Result<(), String> {
    let table = Table::parse(file, text)?;
    let mut fault = Ok(());
    for (line, row) in &table.rows {
        let get = |name| cell(&table, row, name);
        let (Some(stance), Some(certainty)) =
            (Stance::from_word(get("stance")), Certainty::from_word(get("certainty")))
        else {
            fault = Err(format!("{file}:{line}: expected a stance and a certainty of the contract"));
            continue;
        };
        let words: Vec<String> = get("words").split_whitespace().map(str::to_string).collect();
        let not = get("not").split_whitespace().map(str::to_string).collect();
        let Some(first) = words.first().cloned() else { continue };
        let into = if get("lang") == "fr" { &mut *fr } else { &mut *en };
        into.entry(first).or_default().push(Frame { words, stance, certainty, not });
    }
    fault
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_parse() {
        let mut cues = Cues::default();
        rows("cues.en.tsv", EN, &mut cues.en).unwrap();
        rows("cues.fr.tsv", FR, &mut cues.fr).unwrap();
        frames("frames.tsv", FRAMES, &mut cues.frames_en, &mut cues.frames_fr).unwrap();
        assert!(cues.of(Lang::En, Part::Verb, "deny").any(|c| c.stance == Stance::Denies && c.clause));
        assert!(cues.of(Lang::Fr, Part::Verb, "démentir").any(|c| c.stance == Stance::Denies));
        assert_eq!(cues.frames(Lang::En, "according").len(), 1);
    }
}
