//! The noun of a count phrase: what is counted.
//!
//! In: the atom after the number. Out: the noun with its class, in the singular: "12 armed men" → man; "une vingtaine de
//! blessés" → people wounded; "50 of them students" → student. Which nouns can be counted stands in
//! `lexicon/tolls/nouns.tsv`; a noun that no table knows is taken where the tagger sees one.

use super::super::words::{Class, Frame, Noun, closes, singular};
use super::{Count, Phrase, Phrases};
use crate::atoms::Kind;
use types::{Lang, Measure, Upos};

impl Phrases<'_> {
    /// Reads what is counted from atom `i` on; true where a noun stands there. Extends the phrase over it.
    pub(super) fn noun_group(&self, i: usize, to: usize, p: &mut Phrase) -> bool {
        let lang = self.words.lang;
        let mut at = i;
        // "50 of them", "three of the attackers", "des dizaines d'entre eux", "une vingtaine de blessés"
        let partitive: &[&str] = match lang {
            Lang::En => &[
                "of them", "of whom", "of the", "of its", "of his", "of her", "of their", "of these", "of those",
                "of our", "of",
            ],
            Lang::Fr => {
                &["d ' entre eux", "d ' entre elles", "de ses", "de leurs", "de ces", "des", "de", "d '", "de l '"]
            }
        };
        if p.count != Count::TheOne {
            if let Some((words, end)) = partitive.iter().find_map(|w| self.fits(at, w).map(|e| (*w, e))) {
                let pronoun = words.ends_with("them") || words.ends_with("whom") || words.contains("entre");
                let grouped = lang == Lang::Fr || words != "of" || matches!(p.count, Count::Vague);
                p.some = pronoun
                    || matches!(words, "of the" | "of these" | "of those" | "of its" | "of his" | "de ces" | "de ses");
                if pronoun {
                    p.end = end;
                    p.class = Some(Class::Person);
                    // "four of them children"
                    if let Some(n) =
                        self.words.noun(self.atoms, end).filter(|n| n.class == Class::Person && n.plural && end < to)
                    {
                        p.of = n.singular.replace('_', " ");
                        p.end = end + 1;
                    }
                    return true;
                }
                if grouped {
                    at = end;
                }
            }
        }
        let start = at;
        let (mut head, mut noun, mut premod) = (None, None, None::<Measure>);
        let mut compound: Option<&str> = None;
        while at < to && at < start + 8 {
            let Some(atom) = self.atoms.get(at) else { break };
            let w = self.atoms.word(at);
            if let Some(after) = self.aged(at) {
                // "a 22-year-old man", "a 16-year-old"
                at = after;
                if closes(lang, self.atoms.word(at)) || self.atoms.get(at).is_none_or(|a| a.kind == Kind::Mark) {
                    (p.of, p.class, p.head, p.end) = ("person".into(), Some(Class::Person), at - 1, at);
                    return true;
                }
                continue;
            }
            if atom.breaks && at > start || self.timed[at] || atom.kind == Kind::Digits {
                break;
            }
            if atom.kind == Kind::Mark {
                let inner = w == "-" && atom.glued && self.atoms.glued(at + 1)
                    || w == "'" && lang == Lang::En && atom.glued && self.atoms.word(at + 1) != "s"
                    || w == "\"" && head.is_none()
                    || w == "." && atom.glued && self.atoms.len_of(at.wrapping_sub(1)) == 1 && at > start
                    || w == "," && head.is_none() && at > start && self.upos(at + 1) == Some(Upos::Adj);
                if !inner {
                    break;
                }
                at += 1;
                continue;
            }
            let initial = w.len() == 1 && atom.glued && self.atoms.word(at.wrapping_sub(1)) == ".";
            if closes(lang, w) && !initial && !(w == "armed" && head.is_none()) {
                break;
            }
            if initial {
                at += 1;
                continue;
            }
            let known = self.words.noun(self.atoms, at);
            if let Some((end, harms)) = self.words.harm(self.atoms, at) {
                let as_noun = harms.iter().find(|h| h.frame == Frame::Noun);
                // "two wounded soldiers": the harm comes before its noun
                let follows = self.words.noun(self.atoms, end).is_some_and(|n| n.class == Class::Person);
                let quantified = matches!(p.count, Count::Number | Count::Vague | Count::Zero | Count::One);
                if follows
                    && harms.iter().any(|h| matches!(h.frame, Frame::Both | Frame::Adj | Frame::Noun))
                    && lang == Lang::En
                    && head.is_none()
                {
                    premod = Some(harms[0].measure);
                    at = end;
                    continue;
                }
                if let Some(h) = as_noun.filter(|_| {
                    quantified
                        && (head.is_none()
                            || lang == Lang::En && known.is_some()
                            || lang == Lang::En && as_noun.is_some() && !harms.iter().any(|h| h.frame == Frame::Both))
                }) {
                    let lone_article =
                        p.count == Count::One && !matches!(self.atoms.word(p.start), "one" | "un" | "une");
                    if lone_article && known.is_none() {
                        return false;
                    }
                    p.harm = Some(h.measure);
                    p.end = end;
                    p.head = at;
                    // "nine villagers dead"
                    if let Some(n) = noun.filter(|n: &Noun| {
                        n.class == Class::Person && n.plural && !matches!(n.singular, "other" | "person" | "personne")
                    }) {
                        p.of = n.singular.replace('_', " ");
                    }
                    if let Some(n) = known.filter(|n| {
                        n.class == Class::Person
                            && !matches!(
                                n.singular,
                                "mort" | "blesse" | "disparu" | "corps" | "victime" | "casualty" | "deplace"
                            )
                    }) {
                        p.of = n.singular.replace('_', " ");
                    }
                    p.class = Some(Class::Person);
                    return true;
                }
                if known.is_none() {
                    break;
                }
            }
            if let Some(n) = known {
                if matches!(n.singular, "other") && n.plural {
                    (head, noun) = (Some(at), Some(n));
                    break;
                }
                if lang == Lang::Fr && noun.is_some() {
                    // "élèves gendarmes": the first noun is the head in French
                    break;
                }
                compound = noun.map(|m: Noun| m.singular).filter(|_| head == at.checked_sub(1));
                (head, noun) = (Some(at), Some(n));
                at += 1;
                if lang == Lang::Fr {
                    break;
                }
                continue;
            }
            match self.upos(at) {
                Some(
                    Upos::Verb
                    | Upos::Aux
                    | Upos::Adp
                    | Upos::Sconj
                    | Upos::Cconj
                    | Upos::Pron
                    | Upos::Det
                    | Upos::Part,
                ) if !(w.ends_with("ed") && head.is_none()) => break,
                Some(Upos::Adv) if head.is_some() => break,
                Some(Upos::Adj) if noun.is_some() && lang == Lang::En => break,
                Some(Upos::Noun | Upos::Propn) if lang == Lang::En && p.count != Count::TheOne => {
                    // a noun no table knows may be the head: "12 Seleka", "three cashiers"
                    if noun.is_none() || head == at.checked_sub(1) && self.upos(at) == Some(Upos::Noun) {
                        (head, noun) = (Some(at), None);
                    }
                }
                Some(Upos::Noun | Upos::Propn) if lang == Lang::Fr && head.is_none() && p.count != Count::TheOne => {
                    head = Some(at);
                    break;
                }
                None if head.is_some() => break,
                _ => {}
            }
            at += 1;
        }
        let Some(head) = head else { return false };
        let word = self.atoms.word(head);
        let mut of = match noun {
            Some(n) => n.singular.replace('_', " "),
            None => singular(word, lang),
        };
        if let Some(c) = compound.filter(|_| lang == Lang::En) {
            of = format!("{c} {of}");
        }
        if of == "other" || of == "person" && p.count != Count::TheOne || of == "autre" || of == "personne" {
            of = "people".into();
        }
        p.of = of;
        p.class = noun.map(|n| n.class);
        p.harm = premod;
        p.head = head;
        p.end = head + 1;
        true
    }

    /// The atom after "22-year-old", "six-month old".
    pub(super) fn aged(&self, i: usize) -> Option<usize> {
        let number = self.words.numbers.at(self.atoms, i).filter(|n| !n.article)?;
        let mut at = number.end;
        for part in ["-", "year|month|week|day", "-", "old"] {
            let w = self.atoms.word(at);
            if part.split('|').any(|p| p == w) {
                at += 1;
            } else if part != "-" {
                return None;
            }
        }
        Some(at)
    }

    pub(super) fn plural(&self, head: usize) -> bool {
        match self.words.noun(self.atoms, head) {
            Some(n) => n.plural && n.singular != self.atoms.word(head),
            None => self.atoms.word(head).ends_with('s'),
        }
    }
}
