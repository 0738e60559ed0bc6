//! Participants by word order, where the tree gives none: what follows "by", what stands before and after the verb.
//!
//! In: a trigger whose parse left a slot empty. Out: heads of noun phrases. "trois personnes ont été brûlées vives par la
//! foule, disent des habitants": the tree may hang the crowd on the saying; the words after "par" still name who did it.

use super::lexicon::{Class, Entry, Frame};
use super::parts::Parts;
use super::tree::Tree;
use types::{Deprel, Role, Upos};

/// How many tokens a slot may lie away.
const REACH: u32 = 10;

impl Tree<'_> {
    /// Fills empty slots of the trigger at `at` by word order.
    pub fn windows(&self, at: u32, entry: &Entry, parts: &mut Parts) {
        let has = |parts: &Parts, actor: bool| parts.list.iter().any(|p| (p.role == Role::Actor) == actor);
        let passive = entry.verb && self.passive(at);
        if !has(parts, true) && parts.means.is_empty() && (passive || !entry.verb) {
            if let Some(by) = self.word_after(at, &["by", "par"], if entry.verb { REACH } else { 2 * REACH }) {
                for head in self.names_after(by) {
                    if self.weapon(head) {
                        parts.means.push(head);
                        self.crew(head, parts);
                    } else if self.side(head) {
                        parts.put(Role::Actor, head);
                    }
                }
            }
        }
        if !entry.verb {
            return;
        }
        let needs_object = matches!(entry.frame, Frame::Act | Frame::Tell) && !passive;
        if needs_object && !has(parts, false) && parts.same.is_empty() {
            if let Some(head) = self.phrase_after(at) {
                if self.side(head) || self.class(head).any(Class::THING) {
                    parts.aim_at(self, entry.kind, head);
                }
            }
        }
    }

    /// True for somebody: an actor of the list or a noun for people.
    fn side(&self, i: u32) -> bool {
        self.actor(i).is_some() || self.class(i).any(Class::HUMAN)
    }

    /// True for a verb that must have a subject of its own somewhere.
    pub fn finite(&self, v: u32) -> bool {
        let helped = self.any(v, &[Deprel::Aux, Deprel::AuxPass]);
        let bare = self.form(v).ends_with("ing") || self.has(v, types::Feats::INF);
        let inner = matches!(self.rel(v), Deprel::Acl | Deprel::Xcomp | Deprel::Amod | Deprel::Conj);
        self.upos(v) == Upos::Verb && (helped || !bare && !inner)
    }

    /// The first of `words` after `at` in its sentence, before the next verb.
    fn word_after(&self, at: u32, words: &[&str], reach: u32) -> Option<u32> {
        let (_, end) = self.sentence_range(self.sentence(at));
        for i in at + 1..end.min(at + 1 + reach) {
            if words.contains(&self.form(i)) {
                return Some(i);
            }
            if matches!(self.upos(i), Upos::Verb | Upos::Aux | Upos::Sconj)
                || matches!(self.form(i), ";" | ":" | "—" | "–")
            {
                return None;
            }
        }
        None
    }

    /// The heads of the phrases right after token `from`: "by the Armed Forces (FAMa) and the Wagner Group".
    fn names_after(&self, from: u32) -> Vec<u32> {
        let (_, end) = self.sentence_range(self.sentence(from));
        let mut out = Vec::new();
        let mut head = None;
        let mut i = from + 1;
        let mut depth = 0;
        while i < end.min(from + 16) {
            match (self.form(i), self.upos(i)) {
                ("(" | "[", _) => depth += 1,
                (")" | "]", _) => depth -= 1,
                _ if depth > 0 => {}
                ("and" | "et", _) => out.extend(head.take()),
                (_, Upos::Noun | Upos::Propn | Upos::X) => {
                    // An English phrase ends in its head, a French one begins with it.
                    if self.lang() == types::Lang::En || head.is_none() {
                        head = Some(i);
                    }
                }
                (_, Upos::Det | Upos::Adj | Upos::Num | Upos::Pron) => {}
                ("of" | "de" | "du" | "des" | "d'" | "d’", _) if head.is_some() => break,
                ("'s" | "’s", _) => {}
                _ => break,
            }
            i += 1;
        }
        out.extend(head);
        out
    }

    /// The head of the phrase right after verb `v`.
    fn phrase_after(&self, v: u32) -> Option<u32> {
        let (_, end) = self.sentence_range(self.sentence(v));
        let mut head = None;
        for i in v + 1..end.min(v + 8) {
            match self.upos(i) {
                Upos::Noun | Upos::Propn => {
                    if self.is_time(i) {
                        return head;
                    }
                    head = Some(i);
                    if self.lang() == types::Lang::Fr {
                        return head;
                    }
                }
                Upos::Det | Upos::Adj | Upos::Num => {}
                Upos::Adv if head.is_none() => {}
                _ if head.is_some_and(|h| self.class(h).any(Class::SET))
                    && matches!(self.form(i), "de" | "d'" | "d’" | "of") =>
                {
                    head = None
                }
                // "plus de 200 militaires", "more than 250 pupils"
                _ if head.is_none() && matches!(self.form(i), "de" | "d'" | "d’" | "than" | "at" | "least" | "of") => {
                }
                _ => break,
            }
        }
        head
    }

    /// The heads of the phrase before verb `v` that can act: the nearest one not across another verb, or the one that opens
    /// the sentence ("La France, qui dispose de mille hommes, a présenté …"), with what is coordinated before it.
    pub fn before(&self, v: u32) -> Vec<u32> {
        let (start, _) = self.sentence_range(self.sentence(v));
        // "who has led the country since 2021, did not address": what another verb governs acts on nobody.
        let governed =
            |i: u32| matches!(self.rel(i), Deprel::Obj | Deprel::Iobj) && self.head(i).is_some_and(|h| h < i && h != v);
        let free = |i: u32| {
            matches!(self.upos(i), Upos::Noun | Upos::Propn | Upos::Pron)
                && self.side(i)
                && self.case(i).is_empty()
                && !self.is_time(i)
                && !governed(i)
        };
        let near = (start.max(v.saturating_sub(12))..v)
            .rev()
            .take_while(|&i| !matches!(self.upos(i), Upos::Verb | Upos::Sconj) && !matches!(self.form(i), ";" | ":"))
            .find(|&i| free(i));
        // "Gunmen who came on foot over the hills killed 32": whom the clause in between tells of.
        let told_of = || {
            let opener = |i: &u32| matches!(self.form(*i), "who" | "which" | "qui");
            (start + 1..v).rev().take(30).find(opener).and_then(|i| {
                (start.max(i.saturating_sub(6))..i).rev().find(|&k| free(k)).filter(|_| !self.any(v, &[Deprel::Cc]))
            })
        };
        let opens = || (start..v.min(start + 8)).find(|&i| free(i));
        let root =
            matches!(self.rel(v), Deprel::Root | Deprel::Ccomp | Deprel::Parataxis) || self.any(v, &[Deprel::Aux]);
        let Some(head) = near.or_else(|| root.then(|| told_of().or_else(opens)).flatten()) else { return Vec::new() };
        let mut out = vec![head];
        // "the Squad of the Army, together with fighters of the Front, took the road": both.
        let with = |i: u32| matches!(self.form(i), "with" | "alongside" | "avec" | "côtés");
        if (head.saturating_sub(6).max(start)..head).any(with) {
            out.extend(opens().filter(|&o| o + 3 < head));
        }
        // "the Yemeni government and the Houthis settled": the phrase before "and" acts too.
        let (lo, _) = self.phrase(head, false);
        let joined = lo.checked_sub(1).filter(|&a| a > start && matches!(self.form(a), "and" | "et"));
        if let Some(first) = joined.and_then(|a| (a.saturating_sub(3).max(start)..a).rev().find(|&i| free(i))) {
            if !out.contains(&first) {
                out.push(first);
            }
        }
        // "Mali, Niger and Burkina Faso had …"
        let mut i = head;
        while let Some(p) = i.checked_sub(1).filter(|&p| p >= start && out.len() < 6) {
            match (self.form(p), self.upos(p)) {
                ("and" | "et" | ",", _) => i = p,
                (_, Upos::Propn) => {
                    if matches!(self.form(i), "and" | "et" | ",") && self.actor(p).is_some() {
                        out.push(p);
                    }
                    i = p;
                }
                _ => break,
            }
        }
        out
    }
}
