//! People counted without a number: by title, by a definite word, by name.
//!
//! In: an atom. Out: "Taliban leader Wali", "the commander", "his wife", "them", "Alaudin", each one person or several.

use super::super::words::{Class, closes};
use super::{Count, Phrase, Phrases};
use crate::atoms::Kind;
use types::{Lang, Upos};

impl Phrases<'_> {
    /// "Taliban leader Wali", "shadow governor, Mullah Aziz": a title without article before a name.
    pub(super) fn titled(&self, i: usize, to: usize) -> Option<Phrase> {
        let role = |k: usize| self.words.noun(self.atoms, k).is_some_and(|n| n.class == Class::Person && !n.plural);
        let head = (i..(i + 7).min(to)).find(|k| role(*k))?;
        let hyphen = |k: usize| self.atoms.word(k) == "-" && self.atoms.glued(k) && self.atoms.glued(k + 1);
        // "al-Qaeda associated Taliban leader"
        let lead = (i..head).all(|k| {
            hyphen(k) && k > i
                || self.atoms.get(k).is_some_and(|a| a.kind == Kind::Word)
                    && !closes(self.words.lang, self.atoms.word(k))
                    && (self.atoms.get(k).is_some_and(|a| a.capital)
                        || matches!(self.upos(k), Some(Upos::Adj | Upos::Noun | Upos::Propn))
                        || matches!(
                            self.atoms.word(k),
                            "associated"
                                | "linked"
                                | "affiliated"
                                | "aligned"
                                | "backed"
                                | "wanted"
                                | "suspected"
                                | "alleged"
                        ))
        });
        let name = if self.atoms.word(head + 1) == "," { head + 2 } else { head + 1 };
        let named = name < to
            && self
                .atoms
                .get(name)
                .is_some_and(|a| a.kind == Kind::Word && a.capital && !a.shouted && !self.timed[name]);
        let harmed = (i..head).any(|k| self.words.harm(self.atoms, k).is_some());
        if !lead || !named || harmed {
            return None;
        }
        let mut p = self.blank(i, Count::One);
        (p.head, p.end, p.best, p.class) = (head, head + 1, Some(1), Some(Class::Person));
        p.of = self.words.noun(self.atoms, head).map_or("person", |n| n.singular).replace('_', " ");
        Some(p)
    }

    /// "the commander", "his wife", "them", "Alaudin".
    pub(super) fn named(&self, i: usize, to: usize) -> Option<Phrase> {
        let w = self.atoms.word(i);
        let (lang, mut at) = (self.words.lang, i);
        let determiner = match lang {
            Lang::En => matches!(
                w,
                "the"
                    | "this"
                    | "that"
                    | "these"
                    | "those"
                    | "his"
                    | "her"
                    | "their"
                    | "its"
                    | "another"
                    | "both"
                    | "our"
                    | "my"
            ),
            Lang::Fr => matches!(
                w,
                "le" | "la"
                    | "les"
                    | "l"
                    | "ce"
                    | "cet"
                    | "cette"
                    | "ces"
                    | "son"
                    | "sa"
                    | "ses"
                    | "leur"
                    | "leurs"
                    | "des"
                    | "un"
                    | "une"
            ),
        };
        if determiner {
            at += 1;
            if self.atoms.word(at) == "'" {
                at += 1;
            }
            let mut p = self.blank(i, Count::TheOne);
            if matches!(w, "another") || matches!(self.atoms.word(at), "other" | "second" | "autre") {
                p.more = true;
                p.count = Count::One;
            }
            if self.noun_group(at, to, &mut p) && p.class != Some(Class::Unit) && p.harm.is_none() {
                let plural =
                    self.plural(p.head) || matches!(w, "these" | "those" | "les" | "ces" | "ses" | "leurs" | "both");
                if plural {
                    p.count = if w == "des" { Count::Bare } else { Count::TheMany };
                } else {
                    p.best = Some(1);
                }
                if w == "both" {
                    p.best = Some(2);
                    p.count = Count::TheMany;
                }
                return Some(p);
            }
            if p.more && p.end == i {
                // "killing one and wounding another", "the other died"
                p.end = at + usize::from(matches!(self.atoms.word(at), "other" | "second" | "autre"));
                p.best = Some(1);
                return Some(p);
            }
            if w == "both" {
                p.end = i + 1;
                p.best = Some(2);
                p.count = Count::TheMany;
                return Some(p);
            }
            return None;
        }
        let pronoun = match lang {
            Lang::En => match w {
                "him" | "he" | "she" => Some(Count::TheOne),
                "them" | "they" => Some(Count::TheMany),
                _ => None,
            },
            Lang::Fr => None,
        };
        if let Some(count) = pronoun {
            let mut p = self.blank(i, count);
            p.end = i + 1;
            p.of = "person".into();
            p.class = Some(Class::Person);
            p.best = (count == Count::TheOne).then_some(1);
            return Some(p);
        }
        self.proper(i, to)
    }

    /// A run of capitalised words that names a person, as far as form or the tagger tells.
    pub(super) fn proper(&self, i: usize, to: usize) -> Option<Phrase> {
        let is_name = |k: usize| {
            k < to
                && self.atoms.get(k).is_some_and(|a| a.kind == Kind::Word && a.capital && !self.timed[k])
                && !closes(self.words.lang, self.atoms.word(k))
        };
        if !is_name(i) {
            return None;
        }
        let token = *self.token.get(i)?;
        let after = self.tagged.names.partition_point(|n| n.end <= token);
        let name = self.tagged.names.get(after).filter(|n| n.start <= token);
        match name {
            Some(n) if n.kind != types::NameKind::Person => return None,
            None if self.tagged.parsed => return None,
            _ => {}
        }
        let mut end = i + 1;
        while is_name(end)
            || end + 1 < to
                && matches!(self.atoms.word(end), "." | "-" | "'")
                && is_name(end + 1)
                && self.atoms.len_of(end.wrapping_sub(1)) <= 3
        {
            end += 1;
        }
        let mut p = self.blank(i, Count::Name);
        p.end = end;
        p.head = end - 1;
        p.best = Some(1);
        p.of = "person".into();
        p.class = Some(Class::Person);
        // "Gunmen", "Soldiers" at the start of a sentence are no names
        if end == i + 1 && (self.words.noun(self.atoms, i).is_some() || self.words.harm(self.atoms, i).is_some()) {
            return None;
        }
        Some(p)
    }
}
