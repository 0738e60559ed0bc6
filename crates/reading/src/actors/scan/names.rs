//! Names of persons and bodies that the registry does not hold.
//!
//! In: a token. Out: where the name ends and what it names, by the tagger, by the words it is made of ("Front …", "… Liberation
//! Army"), or by its place ("Le Soir, a Bamako daily"; "led by Salman al-Bambari").

use super::super::lexicon::{Class, Sense};
use super::super::words;
use super::{Candidate, Scan, Unit, What, ordinal};
use types::{ActorKind, NameKind, Upos};

impl Scan<'_> {
    /// "the Coalition", written as a name inside a sentence.
    pub(super) fn named_noun(&self, unit: &Unit, i: u32, start: u32) -> bool {
        let Some((noun, many)) = unit.noun() else { return false };
        let class = self.lexicon.nouns[noun as usize].class;
        !many && i > start && matches!(class, Class::Force | Class::Group | Class::Ngo | Class::Party)
    }

    /// What the tagger's name is, where it is a person or a body, and one past its end: a name goes on over the capitals
    /// beside it ("Assimi" of "Assimi Goita" may have been left out).
    pub(super) fn named_by_tagger(
        &self,
        name: &types::Name,
        title: Option<(u32, u32)>,
        end: u32,
        caps: bool,
    ) -> Option<(What, u32)> {
        let lone = name.end - name.start == 1;
        let title = title.filter(|t| t.1 < name.end);
        if !caps && !self.pieces.capital(name.start) {
            return None;
        }
        let operation = name.start > 0 && matches!(self.word(name.start - 1), "operation" | "hotel" | "hotels");
        let placed = self.placed.contains(&name.start) && title.is_none();
        if operation || placed {
            return None;
        }
        let mut stop = name.end;
        match name.kind {
            NameKind::Person => {
                let common = lone && (caps || words::FUNCTION.contains(self.word(name.start)));
                while stop < end && self.capital(stop, caps) && self.tagged.tokens[stop as usize].upos == Upos::Propn {
                    stop += 1;
                }
                let from = title.map_or(name.start, |t| t.1);
                let what = What::Person { name: (from, stop), title: title.map(|t| t.0) };
                (!common && name.score > 0.4).then_some((what, stop))
            }
            NameKind::Organisation => {
                if caps && name.score < 0.8 {
                    return None;
                }
                let kind = self.form_in(name.start, name.end).unwrap_or(ActorKind::Ngo);
                (name.score > 0.4).then_some((What::Named(kind), stop))
            }
            _ => None,
        }
    }

    /// "Le Soir, a Bamako daily": a run of capitals that the words after the comma call a body; its end and kind.
    pub(super) fn body_by_place(
        &self,
        i: u32,
        start: u32,
        end: u32,
        caps: bool,
        units: &[Unit],
        u: usize,
    ) -> Option<(u32, ActorKind)> {
        if !self.capital(i, caps) || i > start && self.capital(i - 1, caps) {
            return None;
        }
        let mut stop = i + 1;
        while stop < end && stop < i + 6 && self.capital(stop, caps) {
            stop += 1;
        }
        let alone = stop == i + 1 && words::FUNCTION.contains(self.word(i));
        let article = ["a", "an", "the", "un", "une", "le", "la", "l"].contains(&self.word(stop + 1));
        if stop + 2 >= end || self.raw(stop) != "," || !article || alone {
            return None;
        }
        let noun = units[u.min(units.len())..]
            .iter()
            .take_while(|x| x.tokens.0 <= stop + 5)
            .find_map(|x| (x.tokens.0 > stop + 1).then(|| x.noun()).flatten().filter(|n| !n.1).map(|n| n.0))?;
        let noun = &self.lexicon.nouns[noun as usize];
        use Class::*;
        let body = matches!(noun.class, Media | Ngo | Party | Company | Militia | Rebel | Group | Jihadist);
        body.then_some((stop, noun.kind))
    }

    /// "The Macawisley, clan militias which once fought": the name of a band that the plural behind it tells.
    pub(super) fn band_by_place(
        &self,
        i: u32,
        start: u32,
        end: u32,
        caps: bool,
        units: &[Unit],
        u: usize,
    ) -> Option<(u32, ActorKind)> {
        let pointed = i > start && matches!(self.word(i - 1), "the" | "les");
        if !pointed || !self.capital(i, caps) || words::FUNCTION.contains(self.word(i)) {
            return None;
        }
        let mut stop = i + 1;
        while stop < end && stop < i + 4 && self.capital(stop, caps) {
            stop += 1;
        }
        if stop + 1 >= end || self.raw(stop) != "," {
            return None;
        }
        let near = units[u.min(units.len())..].iter().take_while(|x| x.tokens.0 <= stop + 3);
        let (noun, _) = near.filter(|x| x.tokens.0 > stop).find_map(|x| x.noun().filter(|n| n.1))?;
        let noun = &self.lexicon.nouns[noun as usize];
        matches!(noun.class, Class::Militia | Class::Rebel | Class::Jihadist).then_some((stop, noun.kind))
    }

    /// The kind that the words of a name tell.
    pub(super) fn form_in(&self, start: u32, end: u32) -> Option<ActorKind> {
        let units = &self.units[self.tagged.sentence_of(start)];
        let inner = units.iter().filter(|u| u.tokens.0 >= start && u.tokens.1 <= end);
        let forms = inner.flat_map(|u| u.senses.iter()).filter_map(|s| match s {
            Sense::Form(f) => Some(self.lexicon.forms[*f as usize]),
            _ => None,
        });
        forms.min_by_key(|f| f.rank).map(|f| f.kind)
    }

    /// "…, Assimi Goita, who", "led by Salman al-Bambari": a run of capitals where only a person can stand.
    pub(super) fn person_by_place(&self, i: u32, start: u32, end: u32, caps: bool, out: &[Candidate]) -> Option<u32> {
        if !self.capital(i, caps) || words::FUNCTION.contains(self.word(i)) {
            return None;
        }
        if i == start {
            return self.person_first(i, end, caps);
        }
        let office = |at: u32| out.last().is_some_and(|c| c.tokens.1 == at && matches!(c.what, What::Office(_)));
        let after_office = self.raw(i - 1) == "," && office(i - 1) || office(i);
        let led = i >= 2 && matches!(self.word(i - 1), "by" | "par") && words::LED.contains(self.word(i - 2));
        let ((_, stop), _) = self.person_after(i, end, caps)?;
        // "Sami Duale, le porte-parole"
        let titled = stop + 2 < end && self.raw(stop) == "," && stop - i >= 2 && {
            let s = self.tagged.sentence_of(i);
            let near = self.units[s].partition_point(|x| x.tokens.0 <= stop);
            let next = self.units[s].get(near).filter(|x| x.tokens.0 <= stop + 3);
            next.is_some_and(|x| x.title().is_some())
        };
        // "Abdelghani al-Kikli, dit « Ghneiwa »", "Jeff Larose, alias Jeff Gwo Lwa"
        let at = stop + u32::from(self.raw(stop) == ",");
        let nicknamed = stop < end
            && matches!(self.word(at), "alias" | "dit" | "dite" | "surnomme" | "surnommee" | "nicknamed")
            && self.raw(at).starts_with(char::is_lowercase);
        if !after_office && !led && !titled && !nicknamed && !self.apposed(i, stop, start) {
            return None;
        }
        (stop - i >= 2).then_some(stop)
    }

    /// "The president of the civil society of Rutshuru, Aimé Bwira, speaks of ten dead": the name behind an office and its comma.
    fn apposed(&self, i: u32, stop: u32, start: u32) -> bool {
        if self.raw(i - 1) != "," || i < start + 3 {
            return false;
        }
        let units = &self.units[self.tagged.sentence_of(i)];
        let from = i.saturating_sub(11).max(start);
        let breaks = |t: u32| {
            matches!(self.raw(t), "," | ";" | ":" | "." | "(" | ")")
                || matches!(self.tagged.tokens[t as usize].upos, Upos::Verb | Upos::Aux | Upos::Pron)
        };
        let first = (from..i - 1).rev().find(|&t| breaks(t)).map_or(from, |t| t + 1);
        let mut before = units.iter().filter(|x| x.tokens.0 >= first && x.tokens.1 < i);
        let office = before.any(|x| x.title().is_some_and(|t| self.lexicon.titles[t as usize].tie.is_some()));
        let closed = matches!(self.raw(stop), "," | ".")
            || self.tagged.tokens.get(stop as usize).is_some_and(|t| matches!(t.upos, Upos::Verb | Upos::Aux));
        office && closed
    }

    /// "Riek Gatluak, the leader of …" at the start of a sentence: two capitals and an office behind the comma.
    fn person_first(&self, i: u32, end: u32, caps: bool) -> Option<u32> {
        let ((_, stop), _) = self.person_after(i, end, caps)?;
        let units = &self.units[self.tagged.sentence_of(i)];
        let named = (i..stop).all(|t| !words::FUNCTION.contains(self.word(t)) && !self.placed.contains(&t))
            && !units.iter().any(|x| x.tokens.0 < stop);
        let mut near = units.iter().filter(|x| x.tokens.0 > stop && x.tokens.0 <= stop + 3);
        let office = near.any(|x| x.title().is_some_and(|t| self.lexicon.titles[t as usize].tie.is_some()));
        let pointed = self.raw(stop) == ","
            && (matches!(self.word(stop + 1), "the" | "a" | "an" | "le" | "la" | "l" | "un" | "une" | "former")
                || self.french());
        (stop - i >= 2 && stop + 2 < end && named && office && pointed).then_some(stop)
    }

    /// A run of capitals with a telling head from token `i`: one past its end, and its kind.
    pub(super) fn named_by_form(&self, i: u32, end: u32, units: &[Unit], u: usize) -> Option<(u32, ActorKind)> {
        if words::DEFINITE.contains(self.word(i)) || words::FUNCTION.contains(self.word(i)) {
            return None;
        }
        let mut stop = i + 1;
        let mut capitals = 1;
        let mut linked = false;
        let mut j = i + 1;
        while j < end && j < i + 14 {
            if self.pieces.capital(j) || self.raw(j) == "-" {
                stop = j + 1;
                capitals += usize::from(self.pieces.capital(j));
                j += 1;
            } else if matches!(self.word(j), "and" | "et") && !linked {
                break;
            } else if words::INSIDE_NAMES.contains(self.word(j)) && j + 1 < end {
                // "the Fateh Squad of the Baloch Liberation Army": a known body behind "of" is another one.
                let known = |x: &Unit| (j + 1..=j + 2).contains(&x.tokens.0) && x.entry().is_some();
                if words::OF.contains(self.word(j)) && capitals > 1 && units.iter().any(known) {
                    break;
                }
                linked = true;
                j += 1;
            } else {
                break;
            }
        }
        if let Some(explained) = self.up_to_acronym(i, stop, end) {
            stop = explained;
            capitals = capitals.max(2);
        }
        if let Some(of) = self.part_of(i, stop) {
            stop = of;
            capitals = (i..stop).filter(|&t| self.pieces.capital(t)).count();
        }
        let inner: Vec<&Unit> = units[u.min(units.len())..].iter().take_while(|x| x.tokens.0 < stop).collect();
        // The first word is not the name of a nationality that owns a common noun: "Malian Army".
        let first = inner.first().filter(|x| x.tokens.0 == i);
        if first.is_some_and(|x| x.state().is_some()) && words::UNITS.contains(self.word(first?.tokens.1)) {
            let stop = first?.tokens.1 + 1;
            return (stop <= end).then_some((stop, ActorKind::Government));
        }
        if let Some(first) = first {
            let rest_is_noun =
                inner.get(1).is_some_and(|x| x.noun().is_some() && x.tokens.0 == first.tokens.1 && x.tokens.1 == stop);
            if (first.demonym().is_some() || first.state().is_some()) && rest_is_noun {
                return None;
            }
            if first.title().is_some() && first.noun().is_none() {
                return None;
            }
        }
        let forms = inner.iter().flat_map(|x| x.senses.iter()).filter_map(|s| match s {
            Sense::Form(f) => Some(self.lexicon.forms[*f as usize]),
            _ => None,
        });
        let best = forms.min_by_key(|f| f.rank)?;
        let alone = capitals == 1;
        let before = i.checked_sub(1).map_or("", |t| self.word(t));
        let pointed = words::DEFINITE.contains(before) || ordinal(before);
        let named_alone = alone && pointed && best.rank <= 3 && stop == i + 1;
        if alone && !named_alone && !(self.french() && self.word(i + 1) == "de") {
            return None;
        }
        if alone && !named_alone {
            return None;
        }
        Some((stop, best.kind))
    }

    /// "Fateh Squad | of the Baloch Liberation Army", "36th Front | of the FARC": the name of a unit ends where that of its whole
    /// begins.
    fn part_of(&self, i: u32, stop: u32) -> Option<u32> {
        const UNIT: &[&str] = &[
            "squad",
            "brigade",
            "brigades",
            "battalion",
            "division",
            "regiment",
            "katiba",
            "faction",
            "column",
            "wing",
        ];
        let of = (i + 1..stop).find(|&t| matches!(self.word(t), "of" | "de" | "du" | "des"))?;
        let numbered = i > 0 && ordinal(self.word(i - 1)) && matches!(self.word(of - 1), "front" | "brigade" | "bloc");
        let from = (of + 1..stop).find(|&t| self.pieces.capital(t))?;
        let whole = (from..stop).filter(|&t| self.pieces.capital(t)).count() >= 2 || self.pieces.upper(from);
        (whole && (numbered || of > i + 1 && UNIT.contains(&self.word(of - 1)))).then_some(of)
    }

    /// "Mouvement pour une côte libre (MCL)": French names of bodies go on in lower case, up to the acronym that they explain.
    fn up_to_acronym(&self, i: u32, stop: u32, end: u32) -> Option<u32> {
        if !self.french() {
            return None;
        }
        let plain = |t: u32| self.raw(t).chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'));
        let mut at = stop;
        while at < end && at < i + 14 && plain(at) {
            at += 1;
        }
        let acronym = at > stop && at + 2 < end && self.raw(at) == "(" && self.raw(at + 2) == ")";
        let letters = self.raw(at + 1);
        let fits = (2..=8).contains(&letters.len())
            && self.pieces.upper(at + 1)
            && self.word(at + 1).chars().next() == self.word(i).chars().next();
        (acronym && fits).then_some(at)
    }

    /// A person's name from token `b` on, allowing an adjective of nationality before it.
    pub(super) fn person_after(&self, b: u32, end: u32, caps: bool) -> Option<((u32, u32), u32)> {
        let mut i = b;
        // "le président tchadien Mahamat Idriss Déby", "Gen. Burhan"
        while i < end && i < b + 3 && !self.capital(i, caps) && (self.raw(i) == "." || self.is_demonym(i)) {
            i += 1;
        }
        if caps {
            return None;
        }
        let from = i;
        let mut stop = i;
        while i < end && i < from + 7 {
            // "al-Kikli" in one token
            let article = i > from
                && self
                    .raw(i)
                    .split_once('-')
                    .is_some_and(|(a, b)| words::PARTICLES.contains(a) && b.starts_with(char::is_uppercase));
            let initial = self.raw(i) == "." && i > from && self.raw(i - 1).chars().count() == 1;
            let name = self.capital(i, caps)
                && !words::FUNCTION.contains(self.word(i))
                && !words::UNITS.contains(self.word(i));
            if name || article {
                stop = i + 1;
            } else if initial || self.raw(i) == "-" || self.raw(i) == "'" || self.raw(i) == "’" {
            } else if !(i > from && words::PARTICLES.contains(self.word(i))) {
                break;
            }
            i += 1;
        }
        if self.raw(stop.saturating_sub(1)) == "'" {
            stop -= 1;
        }
        (stop > from).then_some(((from, stop), stop))
    }
}
