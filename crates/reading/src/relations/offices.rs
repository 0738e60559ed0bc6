//! Who leads or speaks for what, as titles beside a name tell it.
//!
//! In: a sentence as the items of [`super::find`]. Out: ties of a person to a body. "Riek Machar, the first vice-president
//! and **leader of the SPLM-IO**"; "Its state **chairman**, Ibrahim Yusuf"; "Abdelghani al-Kikli, dit « Ghneiwa », **chef de**
//! l'Appareil de soutien"; "**his** Libyan National Army". Titles that stand right before a name
//! ("JNIM commander Ali Musa") are read with the actors, in [`crate::actors`].

use super::Ties;
use super::find::Scene;
use crate::actors::Mention;
use types::{ActorId, ActorKind, Deprel, Realis, RelationType, Upos};

/// How far an apposition may reach.
const REACH: u32 = 16;

impl Scene<'_> {
    /// Every office that a title beside a person's name tells in this sentence.
    pub(super) fn titles(&self, ties: &mut Ties) {
        let mentions: Vec<Mention> = self.inner.iter().filter(|m| self.named_person(m)).copied().collect();
        for person in &mentions {
            self.title_before(person, ties);
            self.title_after(person, ties);
        }
        self.of_person(ties);
    }

    /// A person by name, not by office alone.
    fn named_person(&self, m: &Mention) -> bool {
        let Some(actor) = self.found.actors.actor(m.actor).filter(|a| a.kind == ActorKind::Person) else {
            return false;
        };
        let last = self.raw(m.end - 1);
        actor.name.starts_with(char::is_uppercase)
            && last.starts_with(char::is_uppercase)
            && self.title_at(m.end - 1).is_none()
    }

    /// The tie of the office that begins at token `i`, and one past its last token. "One of its commanders" is one of them.
    fn title_at(&self, i: u32) -> Option<(RelationType, u32)> {
        if i >= self.end {
            return None;
        }
        let lexicon = &self.doc.knowledge.actors;
        if let Some((tie, piece)) =
            lexicon.office_at(self.pieces, self.pieces.of_token[i as usize] as usize, self.doc.tagged.lang)
        {
            let stop = (i..self.end).find(|&t| self.pieces.of_token[t as usize + 1] as usize >= piece)? + 1;
            return Some((tie, stop));
        }
        if OTHER.contains(&self.word(i)) {
            return Some((RelationType::HoldsOffice, i + 1));
        }
        let one_of = i >= 3 && (i - 3..i).any(|t| matches!(self.word(t), "of" | "de" | "des"));
        let leads = matches!(
            self.word(i),
            "commanders" | "leaders" | "chiefs" | "chefs" | "commandants" | "dirigeants" | "meneurs"
        );
        (one_of && leads).then_some((RelationType::Leads, i + 1))
    }

    /// "The chairman of the local council, Amos Langdi"; "Its state chairman, Ibrahim Yusuf"; "the force, whose commander, Saw
    /// Chit Thu".
    fn title_before(&self, person: &Mention, ties: &mut Ties) {
        let mut k = person.start;
        while k > self.start && k + 4 > person.start && self.raw(k - 1) != "," && self.articled(k - 1) {
            k -= 1;
        }
        if k <= self.start || self.raw(k - 1) != "," {
            return;
        }
        let comma = k - 1;
        let from = comma.saturating_sub(12).max(self.start);
        let first = (from..comma).rev().find(|&t| self.breaks(t)).map_or(from, |t| t + 1);
        let Some((at, tie, stop)) =
            (first..comma).filter_map(|t| self.title_at(t).map(|(tie, e)| (t, tie, e))).rfind(|x| x.2 <= comma)
        else {
            return;
        };
        // The title's own words: an "of", a place, an adjective, no verb.
        if (stop..comma).any(|t| matches!(self.doc.token(t).upos, Upos::Verb | Upos::Aux | Upos::Pron)) {
            return;
        }
        self.office(person, tie, at, stop, comma, (at, person.end), ties);
    }

    /// "Riek Machar, the first vice-president and leader of the SPLM-IO"; "X, who leads Y"; "X is the leader of Y".
    fn title_after(&self, person: &Mention, ties: &mut Ties) {
        let mut at = person.end;
        // "(alias)", ", dit « Ghneiwa »"
        for _ in 0..2 {
            if self.raw_at(at) == "(" {
                at = (at..self.end.min(at + 8)).find(|&t| self.raw(t) == ")").map_or(at, |t| t + 1);
            }
            let named = self.raw_at(at) == "," && ALIAS.contains(&self.word(at + 1));
            if named || ALIAS.contains(&self.word(at)) {
                at = (at + 1..self.end.min(at + 9)).find(|&t| self.raw(t) == ",").unwrap_or(at);
            }
        }
        let copula = matches!(self.word(at), "is" | "was" | "est" | "etait");
        let comma = self.raw_at(at) == ",";
        if !comma && !copula {
            return;
        }
        let from = at + 1;
        let end =
            (from..self.end.min(from + REACH)).find(|&t| self.ends_segment(t)).unwrap_or(self.end.min(from + REACH));
        // What stands before the title: articles, adjectives, "until last month", "who is", the body that it belongs to.
        let mut t = from;
        let mut any = false;
        while t < end {
            if let Some((tie, stop)) = self.title_at(t).filter(|x| x.1 <= end) {
                // "met Musa, spokesman Ali Omar": the title is the next name's.
                let next = self.inner.iter().find(|m| m.start <= t && m.end > stop && self.named_person(m));
                if next.is_some() {
                    return;
                }
                self.office(person, tie, t, stop, end, (person.start, end), ties);
                any = true;
                t = stop;
                continue;
            }
            let token = self.doc.token(t);
            let light =
                !matches!(token.upos, Upos::Verb) || matches!(self.word(t), "is" | "was" | "est" | "etait" | "last");
            if !light && !any {
                return;
            }
            t += 1;
        }
    }

    /// A tie of `person` to the owner of the title at `at..stop`; its phrase ends before `end`.
    #[allow(clippy::too_many_arguments)]
    fn office(
        &self,
        person: &Mention,
        tie: RelationType,
        at: u32,
        stop: u32,
        end: u32,
        evidence: (u32, u32),
        ties: &mut Ties,
    ) {
        let Some(owner) = self.owner(at, stop, end).filter(|&o| o != person.actor && self.is_body(o)) else { return };
        if ties.holds_office(person.actor, owner) {
            return;
        }
        let from = at.saturating_sub(4).max(self.start);
        let former = (from..at).any(|t| {
            matches!(self.word(t), "former" | "formerly" | "ex" | "late" | "ancien" | "ancienne" | "until" | "jusqu")
        });
        let realis = if former { Realis::Occurred } else { Realis::Ongoing };
        self.add(ties, tie, person.actor, owner, realis, (evidence.0, evidence.1.max(stop)), "title");
    }

    /// Whose office it is: "of the council", "the council's", "its", "SPLM-IO commander", "whose commander".
    fn owner(&self, at: u32, stop: u32, end: u32) -> Option<ActorId> {
        if matches!(self.word(stop), "of" | "de" | "du" | "des" | "d" | "for") {
            // "leader of the banned Grey Wolves": adjectives, and the words of a longer phrase before its name.
            let after = |m: &&Mention| m.start > stop && m.start <= stop + 5 && m.start < end.max(stop + 2);
            let m = self.mentions.iter().find(after)?;
            let clean = (stop + 1..m.start).all(|t| {
                !self.ends_segment(t) && !matches!(self.doc.token(t).upos, Upos::Verb | Upos::Aux | Upos::Pron)
            });
            return clean.then_some(m.actor);
        }
        // "vice-president and leader of the SPLM-IO": both are of it, where the first has no owner of its own.
        let mut k = at;
        while k > self.start && k + 4 > at {
            if let Some(m) = self.ending(k).filter(|m| self.is_body(m.actor)) {
                return Some(m.actor);
            }
            let word = self.word(k - 1);
            if self.possessive(k - 1) {
                return self.ending(k - 1).map(|m| m.actor);
            }
            if matches!(word, "its" | "their" | "son" | "sa" | "leur") {
                return self.antecedent(k - 1);
            }
            if word == "whose" || word == "dont" {
                return self.body_before(k - 1);
            }
            if word == "of" && k >= 2 && matches!(self.word(k - 2), "one" | "some") {
                return None;
            }
            let passes = matches!(self.doc.token(k - 1).upos, Upos::Adj | Upos::Noun | Upos::Det | Upos::Num)
                || matches!(word, "le" | "la" | "l" | "les" | "acting" | "deputy" | "former" | "interim");
            if !passes || self.title_at(k - 1).is_some() {
                return None;
            }
            k -= 1;
        }
        // "For the Coalition,\nThe spokesman, X": a communiqué is signed.
        let m = self.found.actors.mentions.iter().rev().find(|m| m.end < at && at - m.end <= 3)?;
        let lead = m.start.saturating_sub(2)..m.start;
        let signed = lead.into_iter().any(|t| matches!(self.pieces.token(t), "for" | "pour"));
        signed.then_some(m.actor)
    }

    /// The body that "its" or "leur" at token `at` stands for: the subject before it in this sentence, or that of the sentences
    /// before.
    pub(super) fn antecedent(&self, at: u32) -> Option<ActorId> {
        if let Some(m) =
            self.mentions.iter().find(|m| m.end <= at && self.is_body(m.actor) && self.subject_of_clause(m))
        {
            return Some(m.actor);
        }
        if let Some(m) = self.mentions.iter().rfind(|m| m.end <= at && self.is_body(m.actor)) {
            return Some(m.actor);
        }
        let here = self.doc.tagged.sentence_of(self.start);
        for s in (here.saturating_sub(2)..here).rev() {
            let sentence = &self.doc.tagged.sentences[s];
            let all: Vec<&Mention> = self
                .found
                .actors
                .within(sentence.start, sentence.end)
                .iter()
                .filter(|m| self.is_body(m.actor))
                .collect();
            let subject = all.iter().find(|m| self.subject_of_clause(m)).or(all.last());
            if let Some(m) = subject {
                return Some(m.actor);
            }
        }
        None
    }

    /// True where a word of the mention is the subject of a verb outside it.
    pub(super) fn subject_of_clause(&self, m: &Mention) -> bool {
        (m.start..m.end).any(|t| {
            let token = self.doc.token(t);
            (token.head < m.start || token.head >= m.end) && matches!(token.deprel, Deprel::Nsubj | Deprel::NsubjPass)
        })
    }

    /// The last body named before token `i` in this sentence.
    pub(super) fn body_before(&self, i: u32) -> Option<ActorId> {
        self.mentions.iter().rfind(|m| m.end <= i && self.is_body(m.actor)).map(|m| m.actor)
    }

    /// "Haftar's Libyan National Army", "his Libyan National Army".
    fn of_person(&self, ties: &mut Ties) {
        for m in &self.mentions {
            if !self.is(m.actor, &ARMED) || !self.proper(m) {
                continue;
            }
            if m.start > self.start && matches!(self.word(m.start - 1), "his" | "son" | "sa") {
                let p = self.mentions.iter().rfind(|p| p.end < m.start && self.named_person(p)).copied();
                if let Some(p) = p.or_else(|| self.person_before()) {
                    self.lead(ties, &p, m);
                }
            }
            if m.start > self.start + 1 && self.possessive(m.start - 1) {
                if let Some(p) = self.ending(m.start - 1).filter(|p| self.named_person(p)) {
                    self.lead(ties, &p, m);
                }
            }
        }
    }

    fn lead(&self, ties: &mut Ties, p: &Mention, m: &Mention) {
        if !ties.holds_office(p.actor, m.actor) {
            let span = (p.start.min(m.start), p.end.max(m.end));
            self.add(ties, RelationType::Leads, p.actor, m.actor, Realis::Ongoing, span, "of-person");
        }
    }

    /// The person who is the subject of the sentence before.
    fn person_before(&self) -> Option<Mention> {
        let here = self.doc.tagged.sentence_of(self.start);
        let sentence = self.doc.tagged.sentences.get(here.checked_sub(1)?)?;
        let all = self.found.actors.within(sentence.start, sentence.end);
        all.iter().find(|m| self.named_person(m) && self.subject_of_clause(m)).copied()
    }

    /// A name, not a common noun for a band.
    pub(super) fn proper(&self, m: &Mention) -> bool {
        (m.start..m.end).any(|t| t > self.start && self.raw(t).starts_with(char::is_uppercase))
    }

    /// A state, force, group or organisation.
    pub(super) fn is_body(&self, actor: ActorId) -> bool {
        use ActorKind::*;
        self.is(
            actor,
            &[State, Government, Military, Police, ArmedGroup, Militia, PrivateMilitary, Party, Igo, Ngo, Company],
        )
    }

    fn articled(&self, i: u32) -> bool {
        matches!(self.word(i), "le" | "la" | "l" | "the" | "a" | "un" | "une") || self.title_word(i)
    }

    /// A rank before a name: "le lieutenant".
    fn title_word(&self, i: u32) -> bool {
        let name = self.raw(i).starts_with(char::is_uppercase);
        (name || matches!(self.doc.token(i).upos, Upos::Noun | Upos::Propn)) && self.word(i).len() > 1
    }

    /// A mark or verb that a title's phrase does not cross.
    fn breaks(&self, t: u32) -> bool {
        self.ends_segment(t) && self.raw(t) != ")"
            || matches!(self.doc.token(t).upos, Upos::Verb | Upos::Aux)
            || matches!(self.raw(t), "“" | "”" | "\"" | "«" | "»")
    }

    fn ends_segment(&self, t: u32) -> bool {
        matches!(self.raw(t), "," | ";" | "." | ":" | "(" | "—" | "–" | "?" | "!")
    }
}

/// Those who speak for a body without a title of rank.
const OTHER: &[&str] = &[
    "official",
    "delegate",
    "representative",
    "negotiator",
    "adviser",
    "advisor",
    "coordinator",
    "responsable",
    "representant",
    "negociateur",
    "conseiller",
    "delegue",
    "cadre",
];

/// Words before another name of the same person.
const ALIAS: &[&str] =
    &["dit", "dite", "alias", "known", "nicknamed", "surnomme", "surnommee", "better", "connu", "plus", "aka"];

/// Those who fight under a leader.
const ARMED: [ActorKind; 3] = [ActorKind::ArmedGroup, ActorKind::Militia, ActorKind::Party];
