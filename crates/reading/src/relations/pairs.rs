//! Ties between two of a kind: "the **two groups** had formed an alliance", "a **rival** militia", "accused **each other**".

use super::Ties;
use super::find::Scene;
use crate::actors::Mention;
use types::{ActorId, ActorKind, Realis, RelationType};

impl Scene<'_> {
    /// Ties of two bodies named before, or beside a word of rivalry.
    pub(super) fn pairs(&self, ties: &mut Ties) {
        for i in self.start..self.end {
            match self.word(i) {
                "two" | "deux" | "both" => self.the_two(i, ties),
                "rival" | "rivale" | "rivals" | "rivaux" | "rivales" => self.rival(i, ties),
                "other" | "another" if i > self.start && matches!(self.word(i - 1), "each" | "one") => {
                    self.each_other(i, ties);
                }
                "relations" | "ties" => self.strained(i, ties),
                "mutuellement" => self.each_other(i, ties),
                _ => {}
            }
        }
    }

    /// "The two groups had formed an alliance": the two bodies named last.
    fn the_two(&self, i: u32, ties: &mut Ties) {
        let noun = (i + 1..self.end.min(i + 4)).find(|&t| GROUPS.contains(&format!(" {} ", self.word(t))));
        let Some(noun) = noun else { return };
        let states = COUNTRIES.contains(&format!(" {} ", self.word(noun)));
        let Some((a, b)) = self.two_before(i, states) else { return };
        let (mut kind, mut at) = (None, noun);
        for t in noun + 1..self.end.min(noun + 12) {
            let word = format!(" {} ", self.word(t));
            let told = if TOGETHER.contains(&word) {
                Some(RelationType::AlliedWith)
            } else if APART.contains(&word) {
                Some(RelationType::HostileTo)
            } else {
                None
            };
            if told.is_some() && self.word(t).len() > 1 {
                (kind, at) = (told, t);
                break;
            }
        }
        if let Some(kind) = kind {
            self.add(ties, kind, a, b, self.realis(at), (i, at + 1), "the-two");
        }
    }

    /// The two bodies of one sort that were named last before token `i`.
    fn two_before(&self, i: u32, states: bool) -> Option<(ActorId, ActorId)> {
        use ActorKind::*;
        let fits = |a: ActorId| {
            if states {
                self.is(a, &[State, Government])
            } else {
                self.is(a, &[ArmedGroup, Militia, Party, PrivateMilitary])
            }
        };
        let all = &self.found.actors.mentions;
        let to = all.partition_point(|m| m.start < i);
        let mut found: Vec<ActorId> = Vec::new();
        for m in all[..to].iter().rev().take(24) {
            if fits(m.actor) && !found.contains(&m.actor) {
                found.push(m.actor);
                if let [b, a] = found[..] {
                    return Some((a, b));
                }
            }
        }
        None
    }

    /// "accused a rival militia, the Zaïre": hostile to whom the clause is about.
    fn rival(&self, i: u32, ties: &mut Ties) {
        let near = |m: &&Mention| m.start <= i + 1 && m.end >= i && self.fights(m.actor);
        let Some(b) = self.mentions.iter().find(near) else { return };
        let a = self.mentions.iter().rfind(|m| m.end <= b.start && self.fights(m.actor) && m.actor != b.actor);
        if let Some(a) = a {
            self.add(
                ties,
                RelationType::HostileTo,
                a.actor,
                b.actor,
                Realis::Ongoing,
                (a.start, b.end.max(i + 1)),
                "rival",
            );
        }
    }

    /// "Relations between Ethiopia and Eritrea are strained": what stands behind the two says how they are.
    fn strained(&self, i: u32, ties: &mut Ties) {
        if !matches!(self.word(i + 1), "between" | "entre") {
            return;
        }
        let Some(first) = self.mentions.iter().find(|m| m.start > i + 1 && m.start <= i + 4) else { return };
        let list = self.list_at(first.start);
        let [a, b] = list[..] else { return };
        let bad = (b.end..self.end.min(b.end + 6))
            .find(|&t| STRAINED.contains(&format!(" {} ", self.word(t))) && !self.word(t).is_empty());
        if let Some(t) = bad.filter(|_| a.actor != b.actor && self.is_body(a.actor) && self.is_body(b.actor)) {
            self.add(ties, RelationType::TensionWith, a.actor, b.actor, self.realis(t), (i, t + 1), "strained");
        }
    }

    /// "India and Pakistan accused each other": a quarrel of the two before it.
    fn each_other(&self, i: u32, ties: &mut Ties) {
        let from = i.saturating_sub(6).max(self.start);
        let Some(verb) = (from..i).rev().find(|&t| BLAMING.iter().any(|b| self.word(t).starts_with(b))) else { return };
        let Some(last) = self.mentions.iter().rfind(|m| m.end <= verb) else { return };
        let first = self.mentions.iter().find(|m| self.list_at(m.start).iter().any(|x| x.start == last.start));
        let Some(list) = first.map(|f| self.list_at(f.start)).filter(|l| l.len() == 2) else { return };
        let (a, b) = (list[0], list[1]);
        if a.actor != b.actor && self.is_body(a.actor) && self.is_body(b.actor) {
            self.add(
                ties,
                RelationType::TensionWith,
                a.actor,
                b.actor,
                Realis::Ongoing,
                (a.start, verb + 1),
                "each-other",
            );
        }
    }
}

const GROUPS: &str = " groups factions sides movements armies militias forces parties countries states neighbours neighbors capitals \
    governments groupes factions camps mouvements armees milices forces parties pays etats voisins capitales gouvernements rebellions ";

const COUNTRIES: &str =
    " countries states neighbours neighbors capitals governments pays etats voisins capitales gouvernements ";

const TOGETHER: &str = " alliance allied allies pact allies allie allient alliees ";

const APART: &str = " fighting clashed fought clash fight affrontent affrontes combattent ";

const STRAINED: &str = " strained tense soured worsened deteriorated frosty broken frozen poisoned tendues degradees deteriorees \
    rompues glaciales execrables ";

const BLAMING: &[&str] = &["accus", "blam", "rejet", "renvoi"];
