//! Who takes part beyond the plain slots of a verb or noun.
//!
//! In: a trigger and what hangs on the words around it. Out: more [`Parts`]. "slit the throats **of six shepherds**",
//! "**Ethiopian drones** struck", "**the guards** are on strike", "blamed **the herders** for the raid".

use super::lexicon::{Class, Entry, Frame};
use super::parts::Parts;
use super::tree::Tree;
use types::{Deprel, EventType, Role};

impl Tree<'_> {
    /// What hangs on the later words of a set phrase: "slit the throats **of six shepherds**", "fait sauter **un pont**".
    pub(super) fn hanging(&self, word: u32, entry: &Entry, parts: &mut Parts) {
        if matches!(entry.frame, Frame::Burst | Frame::Act1) {
            return;
        }
        for k in self.kids(word).to_vec() {
            let struck = match self.rel(k) {
                Deprel::Obj => true,
                Deprel::Nmod | Deprel::Obl => matches!(
                    self.case(k),
                    "of" | "on"
                        | "at"
                        | "against"
                        | "to"
                        | "into"
                        | "in"
                        | "under"
                        | "de"
                        | "des"
                        | "du"
                        | "d'"
                        | "d’"
                        | "à"
                        | "au"
                        | "aux"
                        | "sur"
                        | "contre"
                        | "dans"
                ),
                _ => false,
            };
            let somebody = self.actor(k).is_some() || self.class(k).any(Class(Class::HUMAN.0 | Class::THING.0));
            if struck && somebody && !self.is_time(k) && !self.weapon(k) {
                parts.aim(self, entry.kind, k);
            }
        }
    }

    /// "Ethiopian drones struck the market": a weapon that somebody steers acts for whoever flies or fires it.
    pub(super) fn crew(&self, weapon: u32, parts: &mut Parts) {
        const STEERED: &[&str] = &[
            "drone",
            "aircraft",
            "plane",
            "warplane",
            "jet",
            "helicopter",
            "gunship",
            "artillery",
            "gun",
            "tank",
            "bomber",
            "frigate",
            "boat",
            "sniper",
            "quadcopter",
            "avion",
            "hélicoptère",
            "artillerie",
            "char",
            "chasseur",
            "vedette",
            "paramotor",
            "paramoteur",
        ];
        if STEERED.contains(&self.lemma(weapon)) || STEERED.contains(&self.form(weapon)) {
            parts.add(self, Role::Actor, weapon);
        }
    }

    /// "together with", "along with", "de concert avec": who comes next acts too.
    pub(super) fn together(&self, k: u32) -> bool {
        let Some(case) = self.with(k, &[Deprel::Case]).next() else { return false };
        let before = case.checked_sub(1).map_or("", |i| self.form(i));
        let side = self.actor(k).is_some() || self.class(k).any(Class(Class::ARMED.0 | Class::FORCE.0));
        side && matches!(before, "together" | "along" | "jointly" | "concert" | "conjointement")
    }

    /// "Machar has been **under house arrest**", "the guards are **on strike**": who is in that state.
    pub(super) fn state_parts(&self, n: u32, entry: &Entry, parts: &mut Parts) {
        let case = self.case(n);
        let (suffers, does) = (matches!(case, "under" | "sous"), matches!(case, "on" | "in" | "en"));
        if !(suffers || does) || !self.any(n, &[Deprel::Nsubj, Deprel::Cop]) {
            return;
        }
        for s in self.with(n, &[Deprel::Nsubj]).collect::<Vec<_>>() {
            let s = self.antecedent(s);
            if does && matches!(entry.kind, EventType::Protest) {
                parts.add(self, Role::Actor, s);
            } else if suffers || matches!(entry.frame, Frame::NomObj) {
                parts.aim(self, entry.kind, s);
            }
        }
    }

    /// "blamed the herders for the raid", "tient Wagner pour responsable de l'exécution", "attributes the killing to the gang":
    /// on whom the deed is laid.
    pub(super) fn blamed(&self, n: u32, parts: &mut Parts) {
        if parts.list.iter().any(|p| p.role == Role::Actor) {
            return;
        }
        const ON: &[&str] =
            &["blame", "accuse", "suspect", "hold", "charge", "accuser", "soupçonner", "tenir", "suspecter"];
        const TO: &[&str] = &["attribute", "impute", "pin", "blame", "attribuer", "imputer", "ascribe", "trace"];
        let mut at = n;
        for step in 0..3 {
            let Some(head) = self.head(at) else { return };
            let object = |v: u32| self.with(v, &[Deprel::Obj, Deprel::NsubjPass]).find(|&o| o != at);
            let held = matches!(self.lemma(head), "hold" | "tenir");
            let responsible = !held
                || self.kids(head).iter().any(|&k| {
                    matches!(self.form(k), "responsible" | "responsable" | "accountable")
                        || self.kids(k).iter().any(|&j| matches!(self.form(j), "responsible" | "responsable"))
                });
            if step == 0 && self.rel(at) == Deprel::Obj && TO.contains(&self.lemma(head)) {
                let to = self.with(head, &[Deprel::Obl, Deprel::Iobj, Deprel::Nmod]);
                let mut to =
                    to.filter(|&k| matches!(self.case(k), "to" | "on" | "à" | "au" | "aux") && !self.is_time(k));
                if let Some(k) = to.find(|&k| self.actor(k).is_some() || self.class(k).any(Class::HUMAN)) {
                    parts.add(self, Role::Actor, k);
                }
                return;
            }
            if ON.contains(&self.lemma(head)) && self.rel(at) != Deprel::Nsubj && responsible {
                if let Some(o) = object(head).filter(|&o| self.actor(o).is_some() || self.class(o).any(Class::HUMAN)) {
                    parts.add(self, Role::Actor, self.antecedent(o));
                }
                return;
            }
            if !matches!(self.rel(at), Deprel::Obl | Deprel::Nmod | Deprel::Conj | Deprel::Xcomp | Deprel::Amod) {
                return;
            }
            at = head;
        }
    }
}
