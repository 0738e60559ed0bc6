//! `lexicon/events/`: the words that tell events, parsed once.
//!
//! In: the tables `triggers.tsv` (words to event types), `nouns.tsv` (what a noun stands for as a participant) and `cues.tsv`
//! (words that decide whether it happened). Out: [`EventLexicon`], looked up by form or lemma. "were kidnapped" →
//! rule `abduct`, assault, mode abduct, frame [`Frame::Act`].

use super::forms;
use crate::lexicon::Table;
use std::collections::HashMap;
use types::{EventType, Lang};

/// How the grammar around a trigger names those who take part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Frame {
    /// Subject acts on object.
    #[default]
    Act,
    /// Subject acts; an object is no participant.
    Act1,
    /// Subject suffers.
    Die,
    /// Subject is the means ("a bomb exploded").
    Burst,
    /// Subject with object or partner.
    Meet,
    /// Subject leaves.
    Move,
    /// Subject speaks to object.
    Tell,
    /// Noun with actor and aim.
    Nom,
    /// Noun with sufferer and agent.
    NomObj,
    /// Noun with sufferer.
    NomVic,
}

/// A word or several that tell an event.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Name of the rule: `kill`, `bomb`, `abduct`.
    pub rule: &'static str,
    /// True for a verb.
    pub verb: bool,
    /// PLOVER type.
    pub kind: EventType,
    /// PLOVER mode.
    pub mode: Option<&'static str>,
    /// Its grammar.
    pub frame: Frame,
    /// "the attack" points back at one told before.
    pub back: bool,
    /// A result of another event ("12 died").
    pub result: bool,
    /// Needs an armed or official side.
    pub weak: bool,
    /// Too vague to stand alone ("violence").
    pub vague: bool,
    /// A French reflexive: "se rendre", which "rendre" is not.
    pub reflexive: bool,
    /// A French verb with "en": "s'en prendre à".
    pub with_en: bool,
    /// The whole of it, as the table writes it.
    pub phrase: &'static str,
    /// The words, lower case.
    pub words: Vec<&'static str>,
}

/// What a noun stands for: one bit each, several may be set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Class(pub u16);

impl Class {
    /// Fights outside the state.
    pub const ARMED: Class = Class(1);
    /// The state's armed men.
    pub const FORCE: Class = Class(1 << 1);
    /// Unarmed people.
    pub const PEOPLE: Class = Class(1 << 2);
    /// Speaks or acts for a state or body.
    pub const OFFICIAL: Class = Class(1 << 3);
    /// A building, site or settlement.
    pub const BUILDING: Class = Class(1 << 4);
    /// A vehicle.
    pub const VEHICLE: Class = Class(1 << 5);
    /// Roads, power, pipes.
    pub const NETWORK: Class = Class(1 << 6);
    /// Money, cattle, food.
    pub const GOODS: Class = Class(1 << 7);
    /// A weapon.
    pub const WEAPON: Class = Class(1 << 8);
    /// Counts others: "a group of …".
    pub const SET: Class = Class(1 << 9);

    /// Weather, disease, animals, traffic, prices: what harms without a will.
    pub const NATURE: Class = Class(1 << 10);
    /// Sport and the arts: whose attacks and strikes are figures of speech.
    pub const PLAY: Class = Class(1 << 11);
    /// Thoughts, evils, chances: what can be attacked, killed or seized only in words.
    pub const THOUGHT: Class = Class(1 << 12);

    /// True where any bit of `other` is set.
    pub fn any(self, other: Class) -> bool {
        self.0 & other.0 != 0
    }

    /// Buildings, vehicles, networks, goods.
    pub const THING: Class = Class(Class::BUILDING.0 | Class::VEHICLE.0 | Class::NETWORK.0 | Class::GOODS.0);
    /// Everybody.
    pub const HUMAN: Class = Class(Class::ARMED.0 | Class::FORCE.0 | Class::PEOPLE.0 | Class::OFFICIAL.0);

    const NAMES: [(&'static str, Class); 13] = [
        ("armed", Class::ARMED),
        ("force", Class::FORCE),
        ("people", Class::PEOPLE),
        ("official", Class::OFFICIAL),
        ("building", Class::BUILDING),
        ("vehicle", Class::VEHICLE),
        ("network", Class::NETWORK),
        ("goods", Class::GOODS),
        ("weapon", Class::WEAPON),
        ("set", Class::SET),
        ("nature", Class::NATURE),
        ("play", Class::PLAY),
        ("thought", Class::THOUGHT),
    ];
}

/// What a word says of the events around it: one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cue(pub u32);

impl Cue {
    /// True where any bit of `other` is set.
    pub fn any(self, other: Cue) -> bool {
        self.0 & other.0 != 0
    }
}

macro_rules! cues {
    ($($name:ident = $bit:expr, $word:literal;)*) => {
        impl Cue {
            $(#[doc = $word] pub const $name: Cue = Cue(1 << $bit);)*
            const NAMES: &'static [(&'static str, Cue)] = &[$(($word, Cue::$name)),*];
        }
    };
}

cues! {
    NEGATOR = 0, "negator";
    FAILS = 1, "fails";
    PLANS = 2, "plans";
    EXPECTS = 3, "expects";
    MAY = 4, "may";
    ONGOING = 6, "ongoing";
    WILL = 7, "modal-will";
    MODAL_MAY = 8, "modal-may";
    MUST = 9, "modal-must";
    LIGHT = 10, "light";
    SUFFERS = 11, "suffers";
    CLAIMS = 12, "claims";
    JUDGES = 13, "judges";
    CONTROLS = 14, "controls";
    MAYBE = 15, "maybe";
    PLAN_NOUN = 16, "plan-noun";
    BESIDE = 17, "beside";
    INSIDE = 18, "inside";
    TARGET_NOUN = 19, "target-noun";
    STATIVE = 20, "stative";
    HAPPENS = 21, "happens";
}

/// The tables of one language.
#[derive(Debug, Default)]
struct Words {
    triggers: HashMap<String, Vec<u32>>,
    nouns: HashMap<String, Class>,
    cues: HashMap<String, Cue>,
}

/// The words that tell events, in both languages.
#[derive(Debug, Default)]
pub struct EventLexicon {
    entries: Vec<Entry>,
    words: [Words; 2],
}

const TRIGGERS: &str = include_str!("../../../../lexicon/events/triggers.tsv");
const NOUNS: &str = include_str!("../../../../lexicon/events/nouns.tsv");
const CUES: &str = include_str!("../../../../lexicon/events/cues.tsv");

impl EventLexicon {
    /// What is compiled into the program. A faulty row is left out; a test of this module names it.
    pub fn embedded() -> EventLexicon {
        let mut lexicon = EventLexicon::default();
        for fault in lexicon.load() {
            debug_assert!(false, "{fault}");
        }
        lexicon
    }

    fn load(&mut self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut each =
            |file: &'static str, text: &'static str, width: usize, take: &mut dyn FnMut(&[&'static str]) -> bool| {
                match Table::parse(file, text) {
                    Ok(table) => {
                        for (line, row) in &table.rows {
                            if row.len() != width || !take(row) {
                                faults.push(format!(
                                    "{file}:{line}: expected a row of {width} known cells, but found {row:?}"
                                ));
                            }
                        }
                    }
                    Err(fault) => faults.push(fault),
                }
            };
        each("lexicon/events/triggers.tsv", TRIGGERS, 8, &mut |row| self.trigger(row));
        each("lexicon/events/nouns.tsv", NOUNS, 3, &mut |row| {
            let (Some(class), Some(lang)) = (Class::NAMES.iter().find(|n| n.0 == row[0]), lang(row[1])) else {
                return false;
            };
            for word in row[2].split(',').map(str::trim) {
                let nouns = &mut self.words[lang as usize].nouns;
                for form in forms::noun(word, lang) {
                    nouns.entry(form).or_default().0 |= class.1.0;
                }
            }
            true
        });
        each("lexicon/events/cues.tsv", CUES, 3, &mut |row| {
            let (Some(cue), Some(lang)) = (Cue::NAMES.iter().find(|n| n.0 == row[0]), lang(row[1])) else {
                return false;
            };
            for word in row[2].split(',').map(str::trim) {
                self.words[lang as usize].cues.entry(word.into()).or_default().0 |= cue.1.0;
            }
            true
        });
        faults
    }

    fn trigger(&mut self, row: &[&'static str]) -> bool {
        let (Some(lang), Some(kind)) = (lang(row[1]), EventType::from_word(row[3])) else { return false };
        let frame = match row[5] {
            "act" => Frame::Act,
            "act1" => Frame::Act1,
            "die" => Frame::Die,
            "burst" => Frame::Burst,
            "meet" => Frame::Meet,
            "move" => Frame::Move,
            "tell" => Frame::Tell,
            "nom" => Frame::Nom,
            "nomobj" => Frame::NomObj,
            "nomvic" => Frame::NomVic,
            _ => return false,
        };
        let flag = |c: char| row[6].contains(c);
        for phrase in row[7].split(',') {
            let whole = phrase.trim();
            let phrase = whole.strip_prefix("se ").or_else(|| whole.strip_prefix("s'")).unwrap_or(whole);
            let reflexive = phrase.len() < whole.len();
            let verb = row[2] == "v";
            let with_en = verb && lang == Lang::Fr && phrase.starts_with("en ");
            let phrase = if with_en { &phrase[3..] } else { phrase };
            // "tendre un guet-apens": what bears a hyphen is one word to the tagger of French.
            let whole = lang == Lang::Fr && phrase.contains(' ');
            let cut = |c: char| c == ' ' || c == '\'' || c == '-' && !whole;
            let words: Vec<&'static str> = phrase.split(cut).filter(|w| !w.is_empty()).collect();
            let Some(&first) = words.first() else { continue };
            let at = self.entries.len() as u32;
            let index = &mut self.words[lang as usize].triggers;
            let mut keys = if verb { forms::verb(first, lang) } else { forms::noun(first, lang) };
            // "cessez-le-feu" is one word to the tagger of French.
            if phrase.contains('-') && !phrase.contains(' ') && lang == Lang::Fr {
                keys.extend(forms::noun(phrase, lang));
            }
            for key in keys {
                let list = index.entry(key).or_default();
                if list.last() != Some(&at) {
                    list.push(at);
                }
            }
            self.entries.push(Entry {
                rule: row[0],
                verb,
                kind,
                mode: Some(row[4]).filter(|m| !m.is_empty()),
                frame,
                back: flag('a'),
                result: flag('r'),
                weak: flag('w'),
                vague: flag('s'),
                reflexive: reflexive && verb,
                with_en,
                phrase,
                words,
            });
        }
        true
    }

    /// Entry `i`.
    pub fn entry(&self, i: u32) -> &Entry {
        &self.entries[i as usize]
    }

    /// The entries whose first word is `word` (lower case) in any form.
    pub fn starting(&self, lang: Lang, word: &str) -> &[u32] {
        self.words[lang as usize].triggers.get(word).map_or(&[], Vec::as_slice)
    }

    /// What noun `word` (lower case; several words joined by a space) stands for.
    pub fn class(&self, lang: Lang, word: &str) -> Class {
        self.words[lang as usize].nouns.get(word).copied().unwrap_or_default()
    }

    /// What `word` (lower case) says of the events around it.
    pub fn cue(&self, lang: Lang, word: &str) -> Cue {
        self.words[lang as usize].cues.get(word).copied().unwrap_or_default()
    }
}

fn lang(code: &str) -> Option<Lang> {
    match code {
        "en" => Some(Lang::En),
        "fr" => Some(Lang::Fr),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_known() {
        assert_eq!(EventLexicon::default().load(), Vec::<String>::new());
    }

    #[test]
    fn forms_lead_to_their_entry() {
        let lexicon = EventLexicon::embedded();
        let rules =
            |lang, word| lexicon.starting(lang, word).iter().map(|&e| lexicon.entry(e).rule).collect::<Vec<_>>();
        assert!(rules(Lang::En, "kidnapped").contains(&"abduct"));
        assert!(rules(Lang::En, "shot").contains(&"kill"));
        assert!(rules(Lang::Fr, "tuées").contains(&"kill"));
        assert!(lexicon.class(Lang::En, "guerrillas").any(Class::ARMED));
    }
}
