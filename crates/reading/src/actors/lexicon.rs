//! What `lexicon/actors` knows: states, groups, peoples, common nouns, titles and forms, behind one matcher.
//!
//! Tables in, [`Lexicon`] out. The registry resolves names; it asserts nothing: that a group belongs to another is read
//! from the report or not at all.

use super::fold::{Pieces, fold, pieces_of};
use crate::lexicon::Table;
use std::collections::HashMap;
use types::{ActorKind, Lang};

/// How a common noun finds its identity in a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Class {
    Government,
    Army,
    Police,
    Jihadist,
    Rebel,
    Attacker,
    Fighter,
    Militia,
    Mercenary,
    Group,
    Force,
    Bloc,
    Country,
    Affiliate,
    Member,
    Civilian,
    Community,
    Source,
    Igo,
    Media,
    Ngo,
    Company,
    Party,
}

impl Class {
    fn from_word(word: &str) -> Option<Class> {
        Some(match word {
            "government" => Class::Government,
            "army" => Class::Army,
            "police" => Class::Police,
            "jihadist" => Class::Jihadist,
            "rebel" => Class::Rebel,
            "attacker" => Class::Attacker,
            "fighter" => Class::Fighter,
            "militia" => Class::Militia,
            "mercenary" => Class::Mercenary,
            "group" => Class::Group,
            "force" => Class::Force,
            "bloc" => Class::Bloc,
            "country" => Class::Country,
            "affiliate" => Class::Affiliate,
            "member" => Class::Member,
            "civilian" => Class::Civilian,
            "community" => Class::Community,
            "source" => Class::Source,
            "igo" => Class::Igo,
            "media" => Class::Media,
            "ngo" => Class::Ngo,
            "company" => Class::Company,
            "party" => Class::Party,
            _ => return None,
        })
    }

    /// True for armed people and groups.
    pub fn armed(self) -> bool {
        use Class::*;
        matches!(self, Jihadist | Rebel | Attacker | Fighter | Militia | Mercenary)
    }
}

/// A registry entry: a state, force, group, organisation, people or person.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Stable key: `jnim`, `ML`, `ML-military`.
    pub key: String,
    /// Name shown where the report gives none better.
    pub name: String,
    /// Kind; `None` only in a default value.
    pub kind: Option<ActorKind>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// First and last year.
    pub years: (Option<i16>, Option<i16>),
    /// Which common nouns may stand for it.
    pub flavour: String,
}

/// What an alias may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// Registry entry.
    Entry(u32),
    /// The name of a state.
    State(u32),
    /// A nationality.
    Demonym(u32),
    /// A capital, which may stand for its government.
    Capital(u32),
    /// A common noun, and whether it is plural.
    Noun(u32, bool),
    /// A title or office.
    Title(u32),
    /// The head of a body's name.
    Form(u32),
}

/// What writing an alias asks for in a text that is not all in capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Nothing.
    Any,
    /// A capital on the first piece.
    Capital,
    /// Capitals throughout ("IS", "UN").
    Upper,
}

#[derive(Clone, Debug)]
struct Alias {
    rest: Box<[Box<str>]>,
    sense: Sense,
    shape: Shape,
    lang: Option<Lang>,
}

/// A common noun for somebody.
#[derive(Clone, Debug)]
pub struct Noun {
    /// How it finds its identity.
    pub class: Class,
    /// Kind of an actor known by it alone.
    pub kind: ActorKind,
}

/// A title or office.
#[derive(Clone, Debug)]
pub struct Title {
    /// The tie it tells: `leads`, `holds_office` or nothing.
    pub tie: Option<types::RelationType>,
    /// As written in the table.
    pub words: String,
}

/// A head of bodies' names.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// Kind of a body so called.
    pub kind: ActorKind,
    /// 1 is the most telling.
    pub rank: u8,
}

/// A match: senses of the longest alias at a place.
#[derive(Clone, Debug, Default)]
pub struct Match {
    /// One past the last piece.
    pub end: usize,
    /// What it may mean.
    pub senses: Vec<Sense>,
}

/// The parsed tables.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Registry entries, states included.
    pub entries: Vec<Entry>,
    /// Common nouns.
    pub nouns: Vec<Noun>,
    /// Titles.
    pub titles: Vec<Title>,
    /// Heads of names.
    pub forms: Vec<Form>,
    by_key: HashMap<String, u32>,
    /// Persons of the registry by folded name.
    leaders: HashMap<String, Vec<u32>>,
    aliases: HashMap<Box<str>, Vec<Alias>>,
}

/// Words that no acronym may be read from in an all-capital text.
const COMMON: &[&str] = &[
    "is", "us", "au", "un", "it", "an", "la", "le", "as", "who", "aid", "so", "son", "plan", "eta", "ans", "car",
    "cap", "pas", "mai", "far", "ira", "fan", "one", "fact", "force", "ces", "mare", "mana", "fin",
];

impl Lexicon {
    /// The tables compiled into the program.
    pub fn embedded() -> Lexicon {
        let mut lexicon = Lexicon::default();
        let tables: [(&str, &str, fn(&mut Lexicon, &str, &str)); 7] = [
            ("states.tsv", include_str!("../../../../lexicon/actors/states.tsv"), Lexicon::add_states),
            ("groups.tsv", include_str!("../../../../lexicon/actors/groups.tsv"), Lexicon::add_groups),
            ("leaders.tsv", include_str!("../../../../lexicon/actors/leaders.tsv"), Lexicon::add_groups),
            ("communities.tsv", include_str!("../../../../lexicon/actors/communities.tsv"), Lexicon::add_communities),
            ("nouns.tsv", include_str!("../../../../lexicon/actors/nouns.tsv"), Lexicon::add_nouns),
            ("titles.tsv", include_str!("../../../../lexicon/actors/titles.tsv"), Lexicon::add_titles),
            ("forms.tsv", include_str!("../../../../lexicon/actors/forms.tsv"), Lexicon::add_forms),
        ];
        for (file, text, add) in tables {
            add(&mut lexicon, file, text);
        }
        lexicon.settle();
        lexicon
    }

    /// Adds a registry table in the form of `groups.tsv`; returns what could not be read, as `file:line: fault`.
    pub fn add_registry(&mut self, file: &str, text: &str) -> Vec<String> {
        let before = self.entries.len();
        let faults = check_registry(file, text);
        self.add_groups(file, text);
        if self.entries.len() > before {
            self.settle();
        }
        faults
    }

    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<(u32, &Entry)> {
        let i = *self.by_key.get(key)?;
        Some((i, &self.entries[i as usize]))
    }

    /// The longest alias that begins at piece `at`; `caps` tells that the sentence is all in capitals.
    pub fn longest(&self, pieces: &Pieces, at: usize, lang: Lang, caps: bool) -> Option<Match> {
        let here = self.aliases.get(pieces.text(at))?;
        let mut found = Match::default();
        for alias in here {
            let n = alias.rest.len() + 1;
            if found.end > at + n {
                break;
            }
            if alias.lang.is_some_and(|l| l != lang) {
                continue;
            }
            let rest = alias.rest.iter().enumerate();
            if !rest.clone().all(|(i, word)| pieces.text(at + 1 + i) == &**word) {
                continue;
            }
            if !shape_fits(alias, pieces, at, n, caps) {
                continue;
            }
            found.end = at + n;
            found.senses.push(alias.sense);
        }
        (found.end > at).then_some(found)
    }

    /// The key of an organisation whose name begins at piece `at` and ends before token `end`: "UN" in "UN mission".
    pub(crate) fn body_at(&self, pieces: &Pieces, at: usize, lang: Lang, end: u32) -> Option<&str> {
        let here = self.aliases.get(pieces.text(at))?;
        let entries = here.iter().filter(|a| a.lang.is_none_or(|l| l == lang)).filter_map(|a| match a.sense {
            Sense::Entry(e) => Some((a, &self.entries[e as usize])),
            _ => None,
        });
        let mut fitting = entries.filter(|(a, e)| {
            let n = a.rest.len() + 1;
            let rest = a.rest.iter().enumerate().all(|(i, word)| pieces.text(at + 1 + i) == &**word);
            let inside = pieces.list.get(at + n).is_some_and(|p| p.token < end);
            rest && inside && e.kind == Some(ActorKind::Igo) && shape_fits(a, pieces, at, n, false)
        });
        fitting.next().map(|(_, e)| e.key.as_str())
    }

    /// The tie of the office that begins at piece `at`, and one past its last piece: "leader", "prime minister".
    pub(crate) fn office_at(&self, pieces: &Pieces, at: usize, lang: Lang) -> Option<(types::RelationType, usize)> {
        let m = self.longest(pieces, at, lang, false)?;
        let ties = m.senses.iter().filter_map(|s| if let Sense::Title(t) = s { Some(*t) } else { None });
        let tie = ties.filter_map(|t| self.titles[t as usize].tie).next()?;
        Some((tie, m.end))
    }

    fn add_entry(&mut self, entry: Entry) -> u32 {
        if let Some(&i) = self.by_key.get(&entry.key) {
            return i;
        }
        let i = self.entries.len() as u32;
        self.by_key.insert(entry.key.clone(), i);
        self.entries.push(entry);
        i
    }

    fn alias(&mut self, name: &str, sense: Sense, shape: Shape, lang: Option<Lang>) {
        let mut pieces = pieces_of(name).into_iter();
        let Some(first) = pieces.next() else { return };
        let rest: Box<[Box<str>]> = pieces.collect();
        let here = self.aliases.entry(first).or_default();
        match here.iter_mut().find(|a| a.rest == rest && a.sense == sense && a.lang == lang) {
            // "Wazalendo", also written "wazalendo": the freer shape holds.
            Some(known) if shape == Shape::Any => known.shape = shape,
            Some(_) => {}
            None => here.push(Alias { rest, sense, shape, lang }),
        }
    }

    /// A proper name: acronyms of up to four letters must stand in capitals, others begin with one.
    fn name(&mut self, name: &str, sense: Sense) {
        // "~wazalendo" is also written small.
        if let Some(name) = name.strip_prefix('~') {
            return self.alias(name, sense, Shape::Any, None);
        }
        let letters = name.chars().filter(|c| c.is_alphanumeric()).count();
        let upper = name.chars().all(|c| !c.is_lowercase());
        let shape = match (upper, letters) {
            (true, ..=4) => Shape::Upper,
            _ => Shape::Capital,
        };
        self.alias(name, sense, shape, None);
        // "Jama'at" is also written "Jamaat".
        if name.contains(['\'', '’']) {
            self.alias(&name.replace(['\'', '’'], ""), sense, shape, None);
        }
    }

    fn settle(&mut self) {
        for here in self.aliases.values_mut() {
            here.sort_by_key(|x| std::cmp::Reverse(x.rest.len()));
        }
    }

    fn add_states(&mut self, file: &str, text: &str) {
        let table = Table::parse(file, text).unwrap_or_default();
        for (_, row) in &table.rows {
            let cell = |i: usize| row.get(i).copied().unwrap_or("").split('|').filter(|w| !w.is_empty());
            let iso = row[0];
            let name = cell(1).next().unwrap_or(iso).to_string();
            let i = self.add_entry(Entry {
                key: iso.into(),
                name: name.clone(),
                kind: Some(ActorKind::State),
                country: Some(iso.into()),
                ..Entry::default()
            });
            for (kind, label) in [(ActorKind::Military, "military"), (ActorKind::Police, "police")] {
                self.add_entry(Entry {
                    key: format!("{iso}-{label}"),
                    name: format!("{name} ({label})"),
                    kind: Some(kind),
                    country: Some(iso.into()),
                    flavour: if label == "military" { "army".into() } else { label.into() },
                    ..Entry::default()
                });
            }
            for (column, lang) in [(1, Lang::En), (2, Lang::Fr)] {
                for name in cell(column) {
                    // "Niger", "Mali" are the same in both; names of one language help in the other.
                    let _ = lang;
                    self.name(name, Sense::State(i));
                }
            }
            for name in cell(3) {
                self.alias(name, Sense::Demonym(i), Shape::Capital, Some(Lang::En));
                if !name.ends_with("ese") && !name.ends_with('s') && !name.ends_with("sh") && !name.ends_with("men") {
                    self.alias(&format!("{name}s"), Sense::Demonym(i), Shape::Capital, Some(Lang::En));
                }
            }
            for name in cell(4) {
                for form in french_forms(name) {
                    self.alias(&form, Sense::Demonym(i), Shape::Any, Some(Lang::Fr));
                }
            }
            for name in cell(5) {
                self.name(name, Sense::Capital(i));
            }
        }
    }

    fn add_groups(&mut self, file: &str, text: &str) {
        let table = Table::parse(file, text).unwrap_or_default();
        for (_, row) in &table.rows {
            let [key, kind, country, from, to, flavour, name, aliases] = row[..] else { continue };
            let Some(kind) = ActorKind::from_word(kind) else { continue };
            let i = self.add_entry(Entry {
                key: key.into(),
                name: name.into(),
                kind: Some(kind),
                country: (!country.is_empty()).then(|| country.into()),
                years: (from.parse().ok(), to.parse().ok()),
                flavour: flavour.into(),
            });
            // The force of a state is made from its state's row; a better name replaces the pattern's.
            self.entries[i as usize].name = name.into();
            self.entries[i as usize].kind = Some(kind);
            for alias in std::iter::once(name).chain(aliases.split('|')).filter(|a| !a.is_empty()) {
                self.name(alias, Sense::Entry(i));
                if kind == ActorKind::Person {
                    self.leaders.entry(fold(alias)).or_default().push(i);
                }
            }
        }
    }

    /// The leader that a folded name means: a full name in any year, a single word only in the years of the office and
    /// where `country` is in play.
    pub fn leader(&self, name: &str, year: Option<i16>, in_play: impl Fn(&str) -> bool) -> Option<u32> {
        let full = name.contains(' ');
        let fits = |e: &u32| {
            let entry = &self.entries[*e as usize];
            let dated = year.is_some_and(|y| {
                entry.years.0.is_none_or(|from| y >= from) && entry.years.1.is_none_or(|to| y <= to + 1)
            });
            full || dated && entry.country.as_deref().is_none_or(&in_play)
        };
        self.leaders.get(name)?.iter().copied().find(fits)
    }

    fn add_communities(&mut self, file: &str, text: &str) {
        let table = Table::parse(file, text).unwrap_or_default();
        for (_, row) in &table.rows {
            let [key, names, country] = row[..] else { continue };
            let i = self.add_entry(Entry {
                key: key.into(),
                name: names.split('|').next().unwrap_or(key).into(),
                kind: Some(ActorKind::Community),
                country: (!country.is_empty()).then(|| country.into()),
                ..Entry::default()
            });
            for name in names.split('|') {
                self.alias(name, Sense::Entry(i), Shape::Capital, Some(Lang::En));
                self.alias(name, Sense::Entry(i), Shape::Any, Some(Lang::Fr));
            }
        }
    }

    fn add_nouns(&mut self, file: &str, text: &str) {
        let table = Table::parse(file, text).unwrap_or_default();
        for (_, row) in &table.rows {
            let [lang, singular, plural, class, kind] = row[..] else { continue };
            let (Some(class), Some(kind)) = (Class::from_word(class), ActorKind::from_word(kind)) else { continue };
            let lang = if lang == "fr" { Lang::Fr } else { Lang::En };
            let i = self.nouns.len() as u32;
            self.nouns.push(Noun { class, kind });
            for (forms, many) in [(singular, false), (plural, true)] {
                for form in forms.split('|').filter(|f| !f.is_empty()) {
                    self.alias(form, Sense::Noun(i, many), Shape::Any, Some(lang));
                }
            }
        }
    }

    fn add_titles(&mut self, file: &str, text: &str) {
        let table = Table::parse(file, text).unwrap_or_default();
        for (_, row) in &table.rows {
            let lang = if row[0] == "fr" { Lang::Fr } else { Lang::En };
            let tie = row.get(2).and_then(|t| types::RelationType::from_word(t));
            for words in row[1].split('|').filter(|w| !w.is_empty()) {
                let i = self.titles.len() as u32;
                self.titles.push(Title { tie, words: words.into() });
                self.alias(words, Sense::Title(i), Shape::Any, Some(lang));
            }
        }
    }

    fn add_forms(&mut self, file: &str, text: &str) {
        let table = Table::parse(file, text).unwrap_or_default();
        for (_, row) in &table.rows {
            let [lang, words, kind, rank] = row[..] else { continue };
            let Some(kind) = ActorKind::from_word(kind) else { continue };
            let lang = if lang == "fr" { Lang::Fr } else { Lang::En };
            let i = self.forms.len() as u32;
            self.forms.push(Form { kind, rank: rank.parse().unwrap_or(4) });
            for word in words.split('|').filter(|w| !w.is_empty()) {
                self.alias(word, Sense::Form(i), Shape::Capital, Some(lang));
            }
        }
    }
}

/// The faults of a registry table.
fn check_registry(file: &str, text: &str) -> Vec<String> {
    let table = match Table::parse(file, text) {
        Ok(table) => table,
        Err(fault) => return vec![fault],
    };
    let mut faults = Vec::new();
    for (line, row) in &table.rows {
        if row.len() < 8 || row[0].is_empty() || row[6].is_empty() {
            faults.push(format!("{file}:{line}: expected a key and a name, but found neither"));
        } else if let Err(fault) = row[1].parse::<ActorKind>() {
            faults.push(format!("{file}:{line}: {fault}"));
        }
    }
    faults
}

fn shape_fits(alias: &Alias, pieces: &Pieces, at: usize, n: usize, caps: bool) -> bool {
    let here = &pieces.list[at..at + n];
    if caps {
        return !(n == 1 && alias.shape == Shape::Upper && COMMON.contains(&pieces.text(at)));
    }
    match alias.shape {
        Shape::Any => true,
        Shape::Capital => here[0].capital || n > 1 && here.iter().any(|p| p.capital),
        Shape::Upper => here.iter().all(|p| p.upper),
    }
}

/// The forms of a French adjective given in the masculine singular.
fn french_forms(word: &str) -> Vec<String> {
    let feminine = if word.ends_with("ien") || word.ends_with("éen") || word.ends_with("yen") || word.ends_with("on") {
        format!("{word}ne")
    } else if word.ends_with(['e', 'è', 'é', 'i']) && !word.ends_with("ri") {
        format!("{word}{}", if word.ends_with('e') { "" } else { "e" })
    } else if word.ends_with("grec") || word.ends_with("turc") {
        word.to_string()
    } else {
        format!("{word}e")
    };
    let mut forms = Vec::new();
    for form in [word.to_string(), feminine] {
        if !form.ends_with('s') {
            forms.push(format!("{form}s"));
        }
        forms.push(form);
    }
    forms.sort();
    forms.dedup();
    forms
}
