//! Count phrases: how many of whom or what.
//!
//! In: the atoms of a sentence. Out: "at least a dozen villagers", "50 of them", "une vingtaine de blessés", "his wife", each
//! with the bounds that the table "Numbers" of the contract gives its words. Whether anything happened to those counted is
//! for `link` to say.

mod name;
mod noun;
mod unfit;

use super::words::{Bound, Class, Frame, Side, Words};
use crate::atoms::{Atoms, Kind};
use types::{Lang, Measure, Tagged, Upos};

/// How a phrase names those it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// A number, perhaps hedged.
    Number,
    /// "several", "dozens of", "many".
    Vague,
    /// A plural without a number: "insurgents".
    Bare,
    /// "a soldier".
    One,
    /// "the soldier", "his wife".
    TheOne,
    /// "the soldiers", "them".
    TheMany,
    /// A name.
    Name,
    /// "no civilians", "nobody".
    Zero,
}

/// A count phrase.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// First atom.
    pub start: usize,
    /// One past the last atom.
    pub end: usize,
    /// Atom of the noun, or of the number where there is none.
    pub head: usize,
    /// How it counts.
    pub count: Count,
    /// Bounds.
    pub low: Option<u32>,
    /// The number.
    pub best: Option<u32>,
    /// Upper bound.
    pub high: Option<u32>,
    /// Who or what, singular lower case.
    pub of: String,
    /// What kind of noun; none where no noun stands.
    pub class: Option<Class>,
    /// Its own words of harm: "12 deaths", "two wounded soldiers".
    pub harm: Option<Measure>,
    /// "another", "additional": comes on top of those counted before.
    pub more: bool,
    /// "two of the shooters": some of those counted before.
    pub some: bool,
    /// Stands after a preposition.
    pub led: bool,
}

/// Reads the phrases of a text.
pub struct Phrases<'a> {
    /// The atoms.
    pub atoms: &'a Atoms,
    /// The words.
    pub words: &'a Words,
    /// The tags.
    pub tagged: &'a Tagged,
    /// True for atoms of time expressions.
    pub timed: &'a [bool],
    /// Token of each atom.
    pub token: &'a [u32],
}

impl Phrases<'_> {
    /// The words from atom `i` on fit `phrase`; gives the atom after them.
    pub fn fits(&self, i: usize, phrase: &str) -> Option<usize> {
        let mut at = i;
        for word in phrase.split(' ') {
            if self.atoms.word(at) != word {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// Part of speech of an atom, where the tagger is a model.
    pub fn upos(&self, i: usize) -> Option<Upos> {
        let token = *self.token.get(i)?;
        self.tagged.parsed.then(|| self.tagged.tokens.get(token as usize).map(|t| t.upos)).flatten()
    }

    /// Every phrase between atoms `from` and `to`, in text order, not overlapping.
    pub fn all(&self, from: usize, to: usize) -> Vec<Phrase> {
        let mut list = Vec::new();
        let mut i = from;
        while i < to {
            match self.at(i, to) {
                Some(p) => {
                    i = p.end.max(i + 1);
                    list.push(p);
                }
                None => i += 1,
            }
        }
        list
    }

    fn at(&self, i: usize, to: usize) -> Option<Phrase> {
        let atom = self.atoms.get(i)?;
        if atom.kind == Kind::Mark || self.timed[i] && !matches!(self.atoms.word(i), "between" | "entre") {
            return None;
        }
        let before = i.checked_sub(1).map_or("", |j| self.atoms.word(j));
        let led = match self.words.lang {
            Lang::En => matches!(
                before,
                "of" | "in"
                    | "at"
                    | "on"
                    | "by"
                    | "from"
                    | "near"
                    | "with"
                    | "against"
                    | "for"
                    | "between"
                    | "among"
                    | "to"
                    | "into"
                    | "inside"
                    | "outside"
                    | "through"
                    | "under"
                    | "targeting"
                    | "around"
                    | "behind"
                    | "beside"
                    | "within"
                    | "alongside"
            ),
            Lang::Fr => matches!(
                before,
                "de" | "d"
                    | "du"
                    | "des"
                    | "dans"
                    | "a"
                    | "au"
                    | "aux"
                    | "en"
                    | "sur"
                    | "par"
                    | "avec"
                    | "contre"
                    | "pour"
                    | "vers"
                    | "chez"
                    | "sous"
                    | "pres"
                    | "entre"
                    | "parmi"
            ),
        };
        let mut p = self
            .zero(i, to)
            .or_else(|| self.vague(i, to).filter(|_| matches!(self.atoms.word(i), "a" | "an" | "un" | "une" | "des")))
            .or_else(|| self.counted(i, to))
            .or_else(|| self.vague(i, to))
            .or_else(|| self.named(i, to))?;
        p.led = led;
        Some(p)
    }

    fn blank(&self, start: usize, count: Count) -> Phrase {
        Phrase {
            start,
            end: start,
            head: start,
            count,
            low: None,
            best: None,
            high: None,
            of: "people".into(),
            class: None,
            harm: None,
            more: false,
            some: false,
            led: false,
        }
    }

    /// "no civilians", "nobody", "aucun blessé".
    fn zero(&self, i: usize, to: usize) -> Option<Phrase> {
        let mut p = self.blank(i, Count::Zero);
        p.best = Some(0);
        let w = self.atoms.word(i);
        let lone = match self.words.lang {
            Lang::En => matches!(w, "nobody") || w == "none" || w == "no" && self.atoms.word(i + 1) == "one",
            Lang::Fr => w == "personne" && matches!(self.atoms.word(i + 1), "n" | "ne"),
        };
        if lone {
            p.end = if w == "no" { i + 2 } else { i + 1 };
            if let Some(of) = self.fits(p.end, "of the").or_else(|| self.fits(p.end, "of them")) {
                p.end = of;
            }
            return Some(p);
        }
        let start = match self.words.lang {
            Lang::En => self
                .fits(i, "no")
                .or_else(|| self.fits(i, "not a single"))
                .or_else(|| self.fits(i, "not one"))
                .or_else(|| self.fits(i, "without any"))
                .or_else(|| self.fits(i, "without")),
            Lang::Fr => self
                .fits(i, "aucun")
                .or_else(|| self.fits(i, "aucune"))
                .or_else(|| self.fits(i, "pas un seul"))
                .or_else(|| self.fits(i, "pas un"))
                .or_else(|| self.fits(i, "pas de"))
                .or_else(|| self.fits(i, "sans faire de"))
                .or_else(|| self.fits(i, "sans faire"))
                .or_else(|| self.fits(i, "sans")),
        }?;
        let start = self
            .fits(start, "reports of")
            .or_else(|| self.fits(start, "report of"))
            .or_else(|| self.fits(start, "reported"))
            .unwrap_or(start);
        // "repoussée sans perte" counts nobody killed; "sans soldats" counts nothing.
        if w == "sans" && matches!(self.atoms.word(i + 1), "perte" | "pertes") {
            (p.head, p.end, p.harm) = (i + 1, i + 2, Some(Measure::Killed));
            return Some(p);
        }
        let bare = w == "sans" && start == i + 1;
        (self.noun_group(start, to, &mut p) && (!bare || p.harm.is_some())).then_some(p)
    }

    /// Hedge, number, noun.
    fn counted(&self, i: usize, to: usize) -> Option<Phrase> {
        let lang = self.words.lang;
        let (mut at, mut bound, mut more, mut definite) = (i, Bound::Exact, false, false);
        // "between 40 and 60", "40 to 60", "entre 40 et 60"
        let between = matches!(self.atoms.word(i), "between" | "entre");
        if between {
            at += 1;
        }
        for _ in 0..4 {
            let Some((after, hedge)) = self.words.hedge(self.atoms, at, Side::Before) else { break };
            definite |= hedge.definite;
            more |= hedge.more;
            if hedge.bound != Bound::Exact {
                bound = hedge.bound;
            }
            at = after;
        }
        if definite && matches!(self.atoms.word(at), "other" | "autres" | "remaining") {
            at += 1;
            more = true;
        }
        if lang == Lang::Fr && matches!(self.atoms.word(at), "autres") {
            at += 1;
            more = true;
        }
        let number = self.words.numbers.at(self.atoms, at).filter(|n| n.end <= to)?;
        if number.article && (at > i && bound == Bound::Exact && !more || !definite && self.is_rate(at)) {
            return None;
        }
        let value = number.count()?;
        if self.not_a_count(at, number.end) {
            return None;
        }
        let mut p = self.blank(i, Count::Number);
        (p.head, p.end, p.more) = (at, number.end, more);
        let mut upper = None;
        let join = self.atoms.word(number.end);
        // "passé de 12 à 19 morts", "rose from 12 to 19": one number, then another
        let back = |n: usize| at.checked_sub(n).map_or("", |k| self.atoms.word(k));
        let revised = matches!(back(1), "de" | "from")
            && matches!(
                back(2),
                "passe"
                    | "passee"
                    | "passer"
                    | "monte"
                    | "grimpe"
                    | "rose"
                    | "risen"
                    | "rises"
                    | "rise"
                    | "revised"
                    | "raised"
                    | "jumped"
                    | "climbed"
                    | "went"
            );
        let joined = matches!(join, "to" | "or" | "a" | "ou" | "-") && !number.article && !revised;
        if between && matches!(join, "and" | "et") || joined {
            let second = self.words.numbers.at(self.atoms, number.end + 1).filter(|n| !n.article && n.end <= to);
            if let Some(second) =
                second.filter(|n| n.value > number.value && !self.timed.get(n.start).copied().unwrap_or(true))
            {
                upper = second.count();
                p.end = second.end;
                p.head = second.start;
            }
        }
        if between && upper.is_none() {
            return None;
        }
        // "12 or more", "douze au moins"
        while let Some((end, hedge)) = self.words.hedge(self.atoms, p.end, Side::After) {
            p.end = end;
            if hedge.bound != Bound::Exact {
                bound = hedge.bound;
            }
        }
        match (upper, bound) {
            (Some(high), _) => (p.low, p.high) = (Some(value), Some(high)),
            (None, Bound::Exact) => p.best = Some(value),
            (None, Bound::AtLeast) => p.low = Some(value),
            (None, Bound::Over) => p.low = Some(value.saturating_add(1)),
            (None, Bound::UpTo) => p.high = Some(value),
            (None, Bound::Under) => p.high = Some(value.saturating_sub(1)),
        }
        if definite && number.words && value == 1 {
            return None;
        }
        let one = number.article || number.words && value == 1 || matches!(self.atoms.word(at), "un" | "une" | "one");
        if number.article || one && lang == Lang::Fr {
            p.count = Count::One;
        }
        let end = p.end;
        if self.atoms.word(end) == "other"
            || self.atoms.word(end) == "additional"
            || self.atoms.word(end) == "more"
            || self.atoms.word(end) == "autres"
            || self.atoms.word(end) == "further"
            || self.atoms.word(end) == "autre"
        {
            p.more = true;
        }
        // "a family of three", "a group of 12 men": the inner number counts
        if p.count == Count::One
            && self.words.noun(self.atoms, end).is_some_and(|n| n.class == Class::Group)
            && matches!(self.atoms.word(end + 1), "of" | "de" | "d")
        {
            let skip = if self.atoms.word(end + 2) == "'" { end + 3 } else { end + 2 };
            if let Some(inner) = self.counted(skip, to).or_else(|| self.vague(skip, to)) {
                return Some(Phrase { start: i, ..inner });
            }
        }
        let mut found = self.noun_group(end, to, &mut p);
        // "trois « bandits »": a noun that somebody holds at arm's length is counted all the same.
        if !found && self.atoms.word(end) == "\"" {
            let mut quoted = p.clone();
            if self.noun_group(end + 1, to, &mut quoted) && quoted.class != Some(Class::Unit) {
                quoted.end += usize::from(self.atoms.word(quoted.end) == "\"");
                (p, found) = (quoted, true);
            }
        }
        if p.class == Some(Class::Unit) {
            return None;
        }
        if !found && p.more && matches!(self.atoms.word(p.end), "more" | "other" | "others" | "autres" | "autre") {
            p.end += 1;
        }
        if !found && (p.count == Count::One || number.article) {
            // "another was wounded", "one dead"
            if !more || !number.article {
                return None;
            }
        }
        if definite {
            p.count = if value == 1 { Count::TheOne } else { p.count };
        }
        Some(p)
    }

    /// "several", "dozens of", "many", "a few", "insurgents".
    fn vague(&self, i: usize, to: usize) -> Option<Phrase> {
        let Some((end, vague)) = self.words.vague(self.atoms, i) else { return self.bare(i, to) };
        let (low, others) = (vague.low, matches!(vague.words.last(), Some(&("others" | "autres"))));
        if (i..end).any(|k| self.timed[k]) || end > to {
            return None;
        }
        let mut p = self.blank(i, Count::Vague);
        (p.head, p.end, p.low) = (end - 1, end, low);
        p.more = others || matches!(self.atoms.word(end), "other" | "others" | "additional" | "more" | "autres");
        let known = self.noun_group(end, to, &mut p);
        if p.class == Some(Class::Unit) {
            return None;
        }
        (known || vague.alone).then_some(p)
    }

    /// A plural without a number, or a group without an article: "insurgents", "government troops".
    fn bare(&self, i: usize, to: usize) -> Option<Phrase> {
        if self.words.lang == Lang::Fr
            || self.words.harm(self.atoms, i).is_some_and(|(_, h)| h.iter().any(|h| h.frame != Frame::Noun))
        {
            return None;
        }
        if let Some(p) = self.titled(i, to) {
            return Some(p);
        }
        let noun = self
            .words
            .noun(self.atoms, i)
            .filter(|n| n.plural && matches!(n.class, Class::Person) || n.singular == "force")?;
        // the head is the last noun: "police officers", "family members"
        let mut p = self.blank(i, Count::Bare);
        if !self.noun_group(i, to, &mut p) || p.class != Some(Class::Person) && noun.class != Class::Person {
            return None;
        }
        Some(p)
    }
}
