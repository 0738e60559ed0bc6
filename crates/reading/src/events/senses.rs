//! Other senses of the words that tell events.
//!
//! In: a trigger in its sentence, and `lexicon/events/senses.tsv`. Out: whether the words beside it show that it tells another
//! thing: "déposer **plainte**", "une bataille **juridique**", "battu à plate **couture**", "tué par la chute d'une **grue**".

use super::lexicon::{Class, Entry};
use super::tree::Tree;
use crate::lexicon::Table;
use std::collections::HashMap;
use std::sync::OnceLock;
use types::{Deprel, EventType, Feats, Lang, Upos};

const SENSES: &str = include_str!("../../../../lexicon/events/senses.tsv");

/// Where the words of a sense stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    NotObj,
    NeedsObj,
    NotSubj,
    NeedsSubj,
    NotDep,
    NeedsDep,
    NotHead,
    NotNear,
    NeedsNear,
    NotClause,
    NotAcl,
    NotPassive,
    NotSelf,
    NotAside,
    Peace,
}

const KINDS: [(&str, Kind); 15] = [
    ("not-obj", Kind::NotObj),
    ("needs-obj", Kind::NeedsObj),
    ("not-subj", Kind::NotSubj),
    ("needs-subj", Kind::NeedsSubj),
    ("not-dep", Kind::NotDep),
    ("needs-dep", Kind::NeedsDep),
    ("not-head", Kind::NotHead),
    ("not-near", Kind::NotNear),
    ("needs-near", Kind::NeedsNear),
    ("not-clause", Kind::NotClause),
    ("not-acl", Kind::NotAcl),
    ("not-passive", Kind::NotPassive),
    ("not-self", Kind::NotSelf),
    ("not-aside", Kind::NotAside),
    ("peace", Kind::Peace),
];

/// The words beside a trigger that matter.
#[derive(Debug)]
struct Sense {
    kind: Kind,
    /// The rule it is for, where two rules share the word: "rape:violer".
    rule: Option<&'static str>,
    classes: Class,
    actor: bool,
    name: bool,
    words: Vec<&'static str>,
}

type Table2 = HashMap<(Lang, bool, &'static str), Vec<Sense>>;

/// The table, parsed once. A faulty row is left out; a test of this module names it.
fn table() -> &'static Table2 {
    static TABLE: OnceLock<Table2> = OnceLock::new();
    TABLE.get_or_init(|| load().0)
}

fn load() -> (Table2, Vec<String>) {
    let mut out = Table2::new();
    let mut faults = Vec::new();
    let table = match Table::parse("lexicon/events/senses.tsv", SENSES) {
        Ok(table) => table,
        Err(fault) => return (out, vec![fault]),
    };
    for (line, row) in &table.rows {
        let lang = match row.first().copied() {
            Some("en") => Lang::En,
            Some("fr") => Lang::Fr,
            _ => {
                faults.push(format!("lexicon/events/senses.tsv:{line}: expected en or fr"));
                continue;
            }
        };
        let kind = row.get(2).and_then(|word| KINDS.iter().find(|k| k.0 == *word));
        let (Some(kind), [_, pos, _, triggers, words]) = (kind, row.as_slice()) else {
            faults.push(format!("lexicon/events/senses.tsv:{line}: expected five known cells, but found {row:?}"));
            continue;
        };
        for trigger in triggers.split(", ") {
            let (rule, trigger) = trigger.split_once(':').map_or((None, trigger), |(rule, t)| (Some(rule), t));
            let sense = Sense { rule, ..sense(kind.1, words) };
            out.entry((lang, *pos == "v", trigger)).or_default().push(sense);
        }
    }
    (out, faults)
}

fn sense(kind: Kind, words: &'static str) -> Sense {
    let mut sense = Sense { kind, rule: None, classes: Class(0), actor: false, name: false, words: Vec::new() };
    for word in words.split(", ").map(str::trim) {
        match word {
            "@human" => sense.classes.0 |= Class::HUMAN.0,
            "@armed" => sense.classes.0 |= Class::ARMED.0,
            "@force" => sense.classes.0 |= Class::FORCE.0,
            "@official" => sense.classes.0 |= Class::OFFICIAL.0,
            "@thing" => sense.classes.0 |= Class::THING.0,
            "@building" => sense.classes.0 |= Class::BUILDING.0,
            "@network" => sense.classes.0 |= Class::NETWORK.0,
            "@goods" => sense.classes.0 |= Class::GOODS.0,
            "@vehicle" => sense.classes.0 |= Class::VEHICLE.0,
            "@weapon" => sense.classes.0 |= Class::WEAPON.0,
            "@play" => sense.classes.0 |= Class::PLAY.0,
            "@actor" => sense.actor = true,
            "@name" => sense.name = true,
            "-" => {}
            word => sense.words.push(word),
        }
    }
    sense
}

impl Tree<'_> {
    /// True where the words beside the trigger of `entry` at `i` show that it tells another thing.
    pub fn other_sense(&self, entry: &Entry, i: u32) -> bool {
        let Some(list) = table().get(&(self.lang(), entry.verb, entry.phrase)) else { return false };
        list.iter().any(|sense| sense.rule.is_none_or(|r| r == entry.rule) && self.shows(sense, i))
    }

    /// True where the word that governs token `i` tells harm of another kind: the nine whom a capsized boat killed are counted for
    /// no attack.
    pub fn harmed_in_peace(&self, i: u32) -> bool {
        let mut cur = i;
        for _ in 0..super::tree::CLIMB {
            let words = [self.form(cur), self.lemma(cur)];
            let mut entries =
                words.iter().flat_map(|w| self.lexicon.starting(self.lang(), w)).map(|&e| self.lexicon.entry(e));
            let quiet = |e: &Entry| e.kind == EventType::Assault && e.words.len() == 1 && self.other_sense(e, cur);
            if entries.any(quiet) {
                return true;
            }
            match self.head(cur) {
                Some(head) => cur = head,
                None => return false,
            }
        }
        false
    }

    fn shows(&self, sense: &Sense, i: u32) -> bool {
        let hit = |k: u32| {
            sense.words.iter().any(|w| self.lemma(k) == *w || self.form(k) == *w)
                || self.class(k).any(sense.classes)
                || sense.actor && self.actor(k).is_some()
                || sense.name && self.upos(k) == Upos::Propn
        };
        let (start, end) = self.sentence_range(self.sentence(i));
        let near = || (start.max(i.saturating_sub(40))..end.min(i + 40)).filter(|&k| k != i);
        match sense.kind {
            Kind::NotObj => self.patients(i).into_iter().any(hit),
            Kind::NeedsObj => {
                let list = self.patients(i);
                !list.into_iter().any(|k| hit(k) || self.upos(k) == Upos::Pron && self.rel(k) != Deprel::Expl)
            }
            Kind::NotSubj => self.doers(i).into_iter().any(hit),
            Kind::NeedsSubj => {
                !self.doers(i).into_iter().any(|k| hit(k) || matches!(self.upos(k), Upos::Propn | Upos::Pron))
            }
            Kind::NotDep => self.kids(i).iter().any(|&k| hit(k) || self.with(k, &[Deprel::Nmod]).any(hit)),
            Kind::NeedsDep => !self.kids(i).iter().any(|&k| self.upos(k) != Upos::Det && hit(k)),
            Kind::NotHead => self.head(i).is_some_and(hit),
            Kind::NotNear => near().any(hit),
            Kind::NeedsNear => !near().any(hit),
            Kind::NotClause => self.any(i, &[Deprel::Ccomp, Deprel::Xcomp]),
            Kind::NotAcl => self.rel(i) == Deprel::Acl && !self.any(i, &[Deprel::OblAgent]),
            Kind::NotPassive => self.passive(i) && !self.any(i, &[Deprel::OblAgent]),
            Kind::NotSelf => self.kids(i).iter().any(|&k| k < i && matches!(self.form(k), "se" | "s'" | "s’")),
            Kind::NotAside => self.aside(i),
            Kind::Peace => near().any(hit) && !near().any(|k| self.warlike(k)),
        }
    }

    /// "…, **déplore** l'Unrwa.": a verb of saying behind what is said, its speaker behind it and nothing else.
    pub fn aside(&self, v: u32) -> bool {
        let (start, end) = self.sentence_range(self.sentence(v));
        let first = self.kids(v).iter().copied().find(|&k| k < v && matches!(self.rel(k), Deprel::Aux)).unwrap_or(v);
        let cut = first > start && matches!(self.form(first - 1), "," | "»" | "\"" | "”");
        let that = (v + 1..end.min(v + 12))
            .any(|k| matches!(self.form(k), "que" | "qu'" | "qu’" | "d'" | "de") && self.upos(k) == Upos::Sconj);
        let stop = (v + 1..end.min(v + 14)).find(|&k| matches!(self.form(k), "." | "," | "(" | ";"));
        let own = self.with(v, &[Deprel::Nsubj, Deprel::Obj]).filter(|&k| k > v).count() == 1
            && !self.with(v, &[Deprel::Nsubj]).any(|k| k < v && k + 12 > v && self.upos(k) == Upos::Pron);
        cut && !that && own && (stop.is_some() || v + 14 > end)
    }

    /// True for armed men, weapons and words of attack: beside them an accident is none.
    fn warlike(&self, k: u32) -> bool {
        const WAR: &[&str] = &[
            "attentat",
            "attaque",
            "bombardement",
            "frappe",
            "tir",
            "raid",
            "embuscade",
            "combat",
            "affrontement",
            "obus",
            "volontaire",
            "criminel",
            "criminelle",
            "sabotage",
        ];
        let class = self.class(k);
        WAR.contains(&self.lemma(k)) || class.any(Class::ARMED) && !class.any(Class::PEOPLE) || class.any(Class::WEAPON)
    }

    /// What verb `v` falls on, as nouns.
    fn patients(&self, v: u32) -> Vec<u32> {
        let mut out: Vec<u32> = self
            .with(v, &[Deprel::Obj, Deprel::Iobj])
            .filter(|&k| !matches!(self.form(k), "se" | "s'" | "s’"))
            .collect();
        let passive = self.passive(v);
        if passive {
            out.extend(self.with(v, &[Deprel::NsubjPass, Deprel::Nsubj]));
            if out.is_empty() && matches!(self.rel(v), Deprel::Conj | Deprel::Advcl) {
                out.extend(self.subjects(v));
            }
        }
        let describes = self.rel(v) == Deprel::AclRelcl && out.is_empty() || self.rel(v) == Deprel::Acl && passive;
        out.extend(self.head(v).filter(|_| describes));
        let all: Vec<u32> = out.iter().flat_map(|&k| self.coordinated(k)).map(|k| self.counted(k)).collect();
        // "une vingtaine de moutons": what is counted counts.
        let inner: Vec<u32> =
            all.iter().flat_map(|&k| self.with(k, &[Deprel::Nmod])).filter(|&k| k > v || passive).collect();
        let counts = |k: &u32| all.iter().any(|&a| self.class(a).any(Class::SET) && self.head(*k) == Some(a));
        let relative = |k: u32| {
            let bound = matches!(self.form(k), "qui" | "que" | "qu'" | "qu’" | "dont");
            if bound { self.head(v).filter(|_| self.rel(v) == Deprel::AclRelcl).unwrap_or(k) } else { k }
        };
        let inner: Vec<u32> = inner.into_iter().filter(counts).collect();
        all.into_iter().chain(inner).map(relative).collect()
    }

    /// Who does it: the subject of an active verb, the agent of a passive one, the noun that a present participle describes.
    fn doers(&self, v: u32) -> Vec<u32> {
        let mut out: Vec<u32> = self.with(v, &[Deprel::OblAgent]).collect();
        out.extend(self.with(v, &[Deprel::Obl]).filter(|&k| self.case(k) == "par"));
        if !self.passive(v) {
            out.extend(self.subjects(v));
        }
        if self.rel(v) == Deprel::Acl && (self.has(v, Feats::PRES) || self.form(v).ends_with("ant")) {
            out.extend(self.head(v));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_row_of_the_table_is_known() {
        assert_eq!(super::load().1, Vec::<String>::new());
    }
}
