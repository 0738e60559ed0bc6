//! Ties whose parties do not stand on both sides of the word that tells them.
//!
//! "AGovC, **dont** les ADF sont **le bras armé**", "the Government, **to which** the Union is **allied**", "accuse l'Égypte de
//! **lui** avoir livré **des munitions**", "supplying **the rebels with** drones", "had **let** the columns **cross** the river",
//! "the **parent** of the army, the Union".

use super::Ties;
use super::cues::{Cue, How};
use super::find::Scene;
use crate::actors::Mention;
use types::{ActorKind, Realis, RelationType, Upos};

/// How far back the relative pronoun may stand.
const BACK: u32 = 14;

impl Scene<'_> {
    /// B of a cue without a word after it that could be B: what a relative pronoun stands for.
    pub(super) fn relative_right(&self, cue: &Cue, i: u32) -> Option<Mention> {
        let from = i.saturating_sub(BACK).max(self.start);
        let at = (from..i)
            .rev()
            .find(|&t| matches!(self.word(t), "dont" | "whose" | "which" | "whom" | "laquelle" | "lequel" | "qui"))?;
        let fits = match self.word(at) {
            "dont" | "whose" => cue.how == How::Of,
            "which" | "whom" | "laquelle" | "lequel" | "qui" => {
                at > self.start && cue.how == How::Verb && cue.after.contains(&self.word(at - 1))
            }
            _ => false,
        };
        if !fits {
            return None;
        }
        let b = self.mentions.iter().rfind(|m| m.end <= at)?;
        let near = (b.end..at).all(|t| matches!(self.raw(t), "," | ")" | "(") || cue.after.contains(&self.word(t)));
        near.then_some(*b)
    }

    /// A of such a cue: between the pronoun and the cue, or after it ("whose armed wing is the Brigade").
    pub(super) fn relative_left(&self, b: &Mention, i: u32, stop: u32) -> Option<Mention> {
        let between = self.mentions.iter().rfind(|m| m.start > b.end && m.end <= i).copied();
        between.or_else(|| {
            let mut k = stop;
            while k < self.end
                && k < stop + 4
                && (matches!(self.word(k), "is" | "are" | "est" | "sont" | "the" | "la" | "le" | "les" | "l")
                    || self.raw(k) == ",")
            {
                k += 1;
            }
            self.mentions.iter().find(|m| m.start == k).copied()
        })
    }

    /// Words of giving whose parties stand in an order of their own.
    pub(super) fn giving(&self, ties: &mut Ties) {
        for i in self.start..self.end {
            let word = self.word(i);
            if WEAPONS.contains(&format!(" {word} ")) && !word.is_empty() {
                self.clitic(i, ties);
                self.with_weapons(i, ties);
            }
            if matches!(word, "backing" | "support" | "help" | "cover") {
                self.lent(i, ties);
            }
            if LETTING.contains(&format!(" {word} ")) && !word.is_empty() {
                self.letting(i, ties);
            }
        }
    }

    /// "The army, with Emirati backing, took the port".
    fn lent(&self, i: u32, ties: &mut Ties) {
        let near = |m: &&Mention| m.end <= i && i - m.end <= 1;
        let Some(b) = self.mentions.iter().rfind(near) else { return };
        let state = self.is(b.actor, &[ActorKind::State, ActorKind::Government, ActorKind::Military]);
        if !state || b.start <= self.start || self.word(b.start - 1) != "with" {
            return;
        }
        if let Some(a) = self.left(b.start - 1).filter(|a| a.actor != b.actor && self.fights(a.actor)) {
            self.add(ties, RelationType::Supports, b.actor, a.actor, self.realis(i), (a.start, i + 1), "lent");
        }
    }

    /// "accuse l'Égypte de lui avoir livré des munitions", "leur fournit des armes".
    fn clitic(&self, i: u32, ties: &mut Ties) {
        let from = i.saturating_sub(7).max(self.start);
        let Some(at) = (from..i).rev().find(|&t| matches!(self.word(t), "lui" | "leur" | "them" | "it" | "him")) else {
            return;
        };
        let given = (at..i).any(|t| GIVING.iter().any(|g| self.word(t).starts_with(g)))
            || (at > self.start && GIVING.iter().any(|g| self.word(at - 1).starts_with(g)));
        if !given {
            return;
        }
        let to = self.found.actors.within(at, at + 1).first().map(|m| m.actor);
        let verb = (at.saturating_sub(1)..i).find(|&t| GIVING.iter().any(|g| self.word(t).starts_with(g))).unwrap_or(i);
        let Some(from) = self.party(verb, true) else { return };
        let to = to.filter(|&t| t != from.actor && self.fights(t)).or_else(|| self.theme_before(from.actor));
        if let Some(to) = to.filter(|&t| t != from.actor) {
            self.add(ties, RelationType::Supports, from.actor, to, self.realis(verb), (verb.min(at), i + 1), "giving");
        }
    }

    /// The fighting body that the sentence before is about.
    fn theme_before(&self, not: types::ActorId) -> Option<types::ActorId> {
        let here = self.doc.tagged.sentence_of(self.start);
        let sentence = self.doc.tagged.sentences.get(here.checked_sub(1)?)?;
        let all = self.found.actors.within(sentence.start, sentence.end);
        all.iter().find(|m| self.fights(m.actor) && m.actor != not).map(|m| m.actor)
    }

    /// "supplying the rebels with drones", "fournit les rebelles en armes".
    fn with_weapons(&self, i: u32, ties: &mut Ties) {
        let Some(with) =
            (i.saturating_sub(3).max(self.start)..i).rev().find(|&t| matches!(self.word(t), "with" | "en"))
        else {
            return;
        };
        let Some(b) = self.ending(with).filter(|m| self.fights(m.actor)) else { return };
        let Some(verb) = (b.start.saturating_sub(3).max(self.start)..b.start)
            .rev()
            .find(|&t| SUPPLYING.iter().any(|g| self.word(t).starts_with(g)))
        else {
            return;
        };
        if let Some(a) = self.party(verb, true).filter(|a| a.actor != b.actor) {
            self.add(ties, RelationType::Supports, a.actor, b.actor, self.realis(verb), (verb, i + 1), "giving");
        }
    }

    /// "had let the columns cross the river", "let the attackers in", "laissé passer les rebelles".
    fn letting(&self, i: u32, ties: &mut Ties) {
        let french = matches!(self.word(i), w if w.starts_with("laiss"));
        let passes = |t: u32| PASSING.contains(&format!(" {} ", self.word(t)));
        let b = if french {
            if !passes(i + 1) {
                return;
            }
            self.mentions.iter().find(|m| m.start > i && m.start <= i + 4)
        } else {
            self.mentions.iter().find(|m| m.start > i && m.start <= i + 3)
        };
        let Some(b) = b.filter(|b| self.fights(b.actor)) else { return };
        if !french && !(b.end..self.end.min(b.end + 3)).any(passes) {
            return;
        }
        if let Some(a) = self.party(i, true).filter(|a| a.actor != b.actor && a.end <= i) {
            self.add(
                ties,
                RelationType::Supports,
                a.actor,
                b.actor,
                self.realis(i),
                (i, (b.end + 2).min(self.end)),
                "letting",
            );
        }
    }

    /// "the KNLA's parent, the Karen National Union": A belongs to what is named after it.
    pub(super) fn parents(&self, ties: &mut Ties) {
        for i in self.start..self.end {
            if !matches!(self.word(i), "parent" | "umbrella") {
                continue;
            }
            let Some(part) =
                (i > self.start + 1).then(|| self.ending(i - 1)).flatten().filter(|_| self.possessive(i - 1))
            else {
                continue;
            };
            let whole = self.mentions.iter().find(|m| m.start > i && m.start <= i + 4 && m.actor != part.actor);
            let Some(whole) = whole.filter(|w| (i + 1..w.start).all(|t| !matches!(self.doc.token(t).upos, Upos::Verb)))
            else {
                continue;
            };
            self.add(
                ties,
                RelationType::PartOf,
                part.actor,
                whole.actor,
                Realis::Ongoing,
                (part.start, whole.end),
                "parent",
            );
        }
    }

    /// An actor that bears arms.
    pub(super) fn fights(&self, actor: types::ActorId) -> bool {
        use ActorKind::*;
        self.is(actor, &[Military, Police, ArmedGroup, Militia, PrivateMilitary])
    }
}

const WEAPONS: &str =
    " weapons arms ammunition drones missiles rifles fuel munitions armes drone money funds carburant fusils ";

const GIVING: &[&str] = &[
    "livr", "fourni", "donn", "vend", "supply", "supplied", "deliver", "giv", "gave", "sell", "sold", "sen", "envoy",
    "ship", "procur",
];

const SUPPLYING: &[&str] = &["suppl", "provid", "furnish", "equip", "fourni", "ravitaill", "équip", "equip", "arm"];

const LETTING: &str = " let lets letting allowed allowing laisse laissent laisser laissant ";

const PASSING: &str =
    " cross pass in through enter escape operate train flee passer entrer traverser circuler fuir operer to ";
