//! The words of harm and of what can be harmed: `lexicon/tolls/*.tsv`, ready to look up.

use crate::atoms::Atoms;
use crate::lexicon::Table;
use crate::numbers::NumberWords;
use std::collections::HashMap;
use types::{Lang, Measure};

/// Where what is counted stands beside a word of harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// After it, or before it in the passive: "killed".
    Both,
    /// After it: "killing".
    Act,
    /// Before it: "died".
    Subj,
    /// Before it: "dead".
    Adj,
    /// A number right before it, or what is counted after "of": "deaths".
    Noun,
}

/// What a noun names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Somebody.
    Person,
    /// Several: a family, a patrol.
    Group,
    /// Something.
    Thing,
    /// A measure or a round: never a toll.
    Unit,
}

/// A word of harm.
#[derive(Clone, Debug)]
pub struct Harm {
    words: Vec<&'static str>,
    /// What it counts.
    pub measure: Measure,
    /// Where the count stands.
    pub frame: Frame,
}

/// A countable noun.
#[derive(Clone, Copy, Debug)]
pub struct Noun {
    /// Its singular.
    pub singular: &'static str,
    /// What it names.
    pub class: Class,
    /// True for a form of the plural.
    pub plural: bool,
}

/// What a word beside a number makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The number itself, or about it.
    Exact,
    /// "at least 12".
    AtLeast,
    /// "over 70".
    Over,
    /// "up to 30".
    UpTo,
    /// "fewer than 30".
    Under,
}

/// On which side of the number a hedge stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// "at least 12".
    Before,
    /// "12 or more".
    After,
}

/// A word or phrase beside a number.
#[derive(Clone, Debug)]
pub struct Hedge {
    words: Vec<&'static str>,
    side: Side,
    /// What it makes of the number.
    pub bound: Bound,
    /// "the 12", "his two sons".
    pub definite: bool,
    /// "another 12".
    pub more: bool,
}

/// A word or phrase that counts without a number.
#[derive(Clone, Debug)]
pub struct Vague {
    /// Its words.
    pub words: Vec<&'static str>,
    /// The least it can mean.
    pub low: Option<u32>,
    /// May stand without a noun.
    pub alone: bool,
}

/// The words of one language.
#[derive(Clone, Debug)]
pub struct Words {
    hedges: HashMap<&'static str, Vec<Hedge>>,
    vague: HashMap<&'static str, Vec<Vague>>,
    harm: HashMap<&'static str, Vec<Harm>>,
    nouns: HashMap<&'static str, Noun>,
    /// Its numbers.
    pub numbers: NumberWords,
    /// The language.
    pub lang: Lang,
    /// What is wrong with the tables.
    pub faults: Vec<String>,
}

/// The words of both languages.
#[derive(Clone, Debug)]
pub struct TollWords {
    en: Words,
    fr: Words,
}

impl Default for TollWords {
    fn default() -> TollWords {
        TollWords { en: Words::of(Lang::En), fr: Words::of(Lang::Fr) }
    }
}

impl TollWords {
    /// The words of a language.
    pub fn of(&self, lang: Lang) -> &Words {
        match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        }
    }
}

impl Words {
    fn of(lang: Lang) -> Words {
        let mut words = Words {
            hedges: HashMap::new(),
            vague: HashMap::new(),
            harm: HashMap::new(),
            nouns: HashMap::new(),
            numbers: NumberWords::of(lang),
            lang,
            faults: Vec::new(),
        };
        let file = "lexicon/tolls/harm.tsv";
        match Table::parse(file, include_str!("../../../../lexicon/tolls/harm.tsv")) {
            Ok(table) => {
                for (line, row) in &table.rows {
                    let [form, code, measure, frame] = row[..] else { continue };
                    let frame = match frame {
                        "both" => Some(Frame::Both),
                        "act" => Some(Frame::Act),
                        "subj" => Some(Frame::Subj),
                        "adj" => Some(Frame::Adj),
                        "noun" => Some(Frame::Noun),
                        _ => None,
                    };
                    let (Some(measure), Some(frame)) = (Measure::from_word(measure), frame) else {
                        words.faults.push(format!(
                            "{file}:{line}: expected a measure and a frame, but found \"{}\"",
                            row.join(" ")
                        ));
                        continue;
                    };
                    if code == lang.code() {
                        let parts: Vec<&str> = form.split(' ').collect();
                        words.harm.entry(parts[0]).or_default().push(Harm { words: parts, measure, frame });
                    }
                }
            }
            Err(fault) => words.faults.push(fault),
        }
        for list in words.harm.values_mut() {
            list.sort_by_key(|h| std::cmp::Reverse(h.words.len()));
        }
        let file = "lexicon/tolls/nouns.tsv";
        match Table::parse(file, include_str!("../../../../lexicon/tolls/nouns.tsv")) {
            Ok(table) => {
                for (line, row) in &table.rows {
                    let [singular, plural, code, class] = row[..] else { continue };
                    let class = match class {
                        "person" => Class::Person,
                        "group" => Class::Group,
                        "thing" => Class::Thing,
                        "unit" => Class::Unit,
                        _ => {
                            words.faults.push(format!("{file}:{line}: expected a class, but found \"{class}\""));
                            continue;
                        }
                    };
                    if code == lang.code() {
                        words.nouns.entry(plural).or_insert(Noun { singular, class, plural: true });
                        words.nouns.entry(singular).or_insert(Noun { singular, class, plural: false });
                    }
                }
            }
            Err(fault) => words.faults.push(fault),
        }
        words.read_hedges(lang);
        words.read_vague(lang);
        words
    }

    fn read_hedges(&mut self, lang: Lang) {
        let file = "lexicon/tolls/hedges.tsv";
        let table = match Table::parse(file, include_str!("../../../../lexicon/tolls/hedges.tsv")) {
            Ok(table) => table,
            Err(fault) => return self.faults.push(fault),
        };
        for (line, row) in &table.rows {
            let [words, code, bound, side, mark] = row[..] else { continue };
            let bound = match bound {
                "exact" => Bound::Exact,
                "at_least" => Bound::AtLeast,
                "over" => Bound::Over,
                "up_to" => Bound::UpTo,
                "under" => Bound::Under,
                _ => {
                    self.faults.push(format!("{file}:{line}: expected a bound, but found \"{bound}\""));
                    continue;
                }
            };
            let side = if side == "after" { Side::After } else { Side::Before };
            if code == lang.code() {
                let words: Vec<&str> = words.split(' ').collect();
                let (definite, more) = (mark == "definite", mark == "more");
                let hedge = Hedge { words, side, bound, definite, more };
                self.hedges.entry(hedge.words[0]).or_default().push(hedge);
            }
        }
        for list in self.hedges.values_mut() {
            list.sort_by_key(|h| std::cmp::Reverse(h.words.len()));
        }
    }

    fn read_vague(&mut self, lang: Lang) {
        let file = "lexicon/tolls/vague.tsv";
        let table = match Table::parse(file, include_str!("../../../../lexicon/tolls/vague.tsv")) {
            Ok(table) => table,
            Err(fault) => return self.faults.push(fault),
        };
        for (_, row) in &table.rows {
            let [words, code, low, alone] = row[..] else { continue };
            if code == lang.code() {
                let vague = Vague { words: words.split(' ').collect(), low: low.parse().ok(), alone: alone == "alone" };
                self.vague.entry(vague.words[0]).or_default().push(vague);
            }
        }
        for list in self.vague.values_mut() {
            list.sort_by_key(|v| std::cmp::Reverse(v.words.len()));
        }
    }

    /// The longest hedge that starts at atom `i`, and the atom after it.
    pub fn hedge(&self, atoms: &Atoms, i: usize, side: Side) -> Option<(usize, &Hedge)> {
        let list = self.hedges.get(atoms.word(i))?;
        let found = list.iter().find(|h| h.side == side && fits(&h.words, atoms, i))?;
        Some((i + found.words.len(), found))
    }

    /// The longest word or phrase at atom `i` that counts without a number, and the atom after it.
    pub fn vague(&self, atoms: &Atoms, i: usize) -> Option<(usize, &Vague)> {
        let found = self.vague.get(atoms.word(i))?.iter().find(|v| fits(&v.words, atoms, i))?;
        Some((i + found.words.len(), found))
    }

    /// The words of harm that start at atom `i`: the longest, with every measure it can have.
    pub fn harm<'w>(&'w self, atoms: &Atoms, i: usize) -> Option<(usize, Vec<&'w Harm>)> {
        let list = self.harm.get(atoms.word(i))?;
        let fits = |h: &Harm| fits(&h.words, atoms, i);
        let longest = list.iter().find(|h| fits(h))?.words.len();
        Some((i + longest, list.iter().filter(|h| h.words.len() == longest && fits(h)).collect()))
    }

    /// The noun at atom `i`.
    pub fn noun(&self, atoms: &Atoms, i: usize) -> Option<Noun> {
        self.nouns.get(atoms.word(i)).copied()
    }
}

fn fits(words: &[&str], atoms: &Atoms, i: usize) -> bool {
    words.iter().enumerate().all(|(k, w)| atoms.word(i + k) == *w)
}

/// The singular of a noun that no table knows.
pub fn singular(word: &str, lang: Lang) -> String {
    match lang {
        Lang::En => {
            if let Some(stem) = word.strip_suffix("ies").filter(|s| s.len() > 2) {
                return format!("{stem}y");
            }
            if let Some(stem) = word.strip_suffix("men") {
                return format!("{stem}man");
            }
            for (end, keep) in [("sses", 2), ("shes", 2), ("ches", 2), ("xes", 1)] {
                if word.ends_with(end) {
                    return word[..word.len() - end.len() + keep].to_string();
                }
            }
            if word.ends_with('s') && !word.ends_with("ss") && word.len() > 3 {
                word[..word.len() - 1].into()
            } else {
                word.into()
            }
        }
        Lang::Fr => {
            if let Some(stem) = word.strip_suffix("aux").filter(|s| s.len() > 2) {
                return format!("{stem}al");
            }
            if word.len() > 3 && (word.ends_with('s') || word.ends_with('x')) {
                word[..word.len() - 1].into()
            } else {
                word.into()
            }
        }
    }
}

/// Words that end a noun phrase: they are never part of what is counted.
pub fn closes(lang: Lang, word: &str) -> bool {
    match lang {
        Lang::En => matches!(
            word,
            "the"
                | "a"
                | "an"
                | "and"
                | "or"
                | "but"
                | "of"
                | "in"
                | "on"
                | "at"
                | "by"
                | "for"
                | "from"
                | "to"
                | "with"
                | "within"
                | "without"
                | "into"
                | "onto"
                | "over"
                | "under"
                | "near"
                | "between"
                | "among"
                | "amid"
                | "against"
                | "during"
                | "after"
                | "before"
                | "since"
                | "until"
                | "through"
                | "across"
                | "around"
                | "along"
                | "outside"
                | "inside"
                | "behind"
                | "off"
                | "out"
                | "up"
                | "down"
                | "as"
                | "than"
                | "that"
                | "which"
                | "who"
                | "whom"
                | "whose"
                | "when"
                | "where"
                | "while"
                | "because"
                | "if"
                | "though"
                | "although"
                | "is"
                | "are"
                | "was"
                | "were"
                | "be"
                | "been"
                | "being"
                | "am"
                | "has"
                | "have"
                | "had"
                | "having"
                | "do"
                | "does"
                | "did"
                | "will"
                | "would"
                | "can"
                | "could"
                | "may"
                | "might"
                | "must"
                | "shall"
                | "should"
                | "not"
                | "it"
                | "he"
                | "she"
                | "they"
                | "we"
                | "i"
                | "you"
                | "him"
                | "her"
                | "them"
                | "his"
                | "its"
                | "their"
                | "this"
                | "these"
                | "those"
                | "there"
                | "then"
                | "said"
                | "says"
                | "say"
                | "told"
                | "including"
                | "yesterday"
                | "today"
                | "also"
                | "later"
                | "earlier"
                | "early"
                | "late"
                | "both"
                | "all"
                | "each"
                | "every"
                | "so"
                | "yet"
                | "still"
                | "reportedly"
                | "allegedly"
                | "ago"
                | "via"
                | "per"
                | "about"
                | "just"
                | "plus"
                | "minus"
                | "only"
                | "however"
                | "meanwhile"
                | "what"
                | "how"
                | "why"
                | "whether"
                | "nor"
                | "once"
                | "remain"
                | "remained"
                | "remains"
                | "remaining"
                | "went"
                | "go"
                | "got"
                | "get"
                | "came"
                | "left"
                | "took"
                | "fled"
                | "attempted"
                | "tried"
                | "began"
                | "opened"
                | "armed"
                | "believed"
                | "described"
                | "identified"
                | "aged"
                | "ages"
                | "suspected of"
                | "linked"
                | "working"
                | "inside of"
                | "according"
                | "s"
                | "t"
                | "ll"
                | "ve"
                | "d"
                | "re"
        ),
        Lang::Fr => matches!(
            word,
            "le" | "la"
                | "les"
                | "l"
                | "un"
                | "une"
                | "des"
                | "du"
                | "de"
                | "d"
                | "et"
                | "ou"
                | "mais"
                | "a"
                | "au"
                | "aux"
                | "en"
                | "dans"
                | "sur"
                | "sous"
                | "par"
                | "pour"
                | "avec"
                | "sans"
                | "vers"
                | "chez"
                | "entre"
                | "parmi"
                | "contre"
                | "pendant"
                | "apres"
                | "avant"
                | "depuis"
                | "lors"
                | "pres"
                | "selon"
                | "dont"
                | "qui"
                | "que"
                | "qu"
                | "ou'"
                | "quand"
                | "lorsque"
                | "est"
                | "sont"
                | "etait"
                | "etaient"
                | "ete"
                | "etre"
                | "ont"
                | "avait"
                | "avaient"
                | "ait"
                | "aient"
                | "aura"
                | "auront"
                | "auraient"
                | "aurait"
                | "sera"
                | "seront"
                | "fut"
                | "furent"
                | "ne"
                | "n"
                | "pas"
                | "se"
                | "s"
                | "y"
                | "il"
                | "ils"
                | "elle"
                | "elles"
                | "on"
                | "nous"
                | "vous"
                | "je"
                | "ce"
                | "cet"
                | "cette"
                | "ces"
                | "son"
                | "sa"
                | "ses"
                | "leur"
                | "leurs"
                | "hier"
                | "aujourd"
                | "tous"
                | "toutes"
                | "tout"
                | "toute"
                | "plus"
                | "moins"
                | "deja"
                | "encore"
                | "puis"
                | "si"
                | "comme"
                | "car"
                | "donc"
                | "ainsi"
                | "soit"
                | "notamment"
                | "egalement"
                | "aussi"
                | "alors"
                | "jusqu"
                | "mis"
                | "fait"
                | "faits"
                | "j"
                | "c"
                | "m"
                | "t"
                | "ici"
                | "la-bas"
        ),
    }
}
