//! Count phrases: how many of whom or what.
//!
//! In: the atoms of a sentence. Out: "at least a dozen villagers", "50 of them", "une vingtaine de blessés", "his wife", each
//! with the bounds that the table "Numbers" of the contract gives its words. Whether anything happened to those counted is
//! for `link` to say.

use super::words::{Class, Frame, Words, closes, singular};
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

#[derive(Clone, Copy, PartialEq)]
enum Bound {
    Exact,
    AtLeast,
    Over,
    UpTo,
    Under,
}

const HEDGES_EN: &[(&str, Bound)] = &[
    ("at the very least", Bound::AtLeast),
    ("at least", Bound::AtLeast),
    ("no fewer than", Bound::AtLeast),
    ("not fewer than", Bound::AtLeast),
    ("no less than", Bound::AtLeast),
    ("not less than", Bound::AtLeast),
    ("a minimum of", Bound::AtLeast),
    ("more than", Bound::Over),
    ("greater than", Bound::Over),
    ("well over", Bound::Over),
    ("just over", Bound::Over),
    ("over", Bound::Over),
    ("upwards of", Bound::Over),
    ("upward of", Bound::Over),
    ("in excess of", Bound::Over),
    ("above", Bound::Over),
    ("as many as", Bound::UpTo),
    ("up to", Bound::UpTo),
    ("at most", Bound::UpTo),
    ("no more than", Bound::UpTo),
    ("not more than", Bound::UpTo),
    ("a maximum of", Bound::UpTo),
    ("fewer than", Bound::Under),
    ("less than", Bound::Under),
    ("under", Bound::Under),
    ("just under", Bound::Exact),
    ("about", Bound::Exact),
    ("around", Bound::Exact),
    ("some", Bound::Exact),
    ("roughly", Bound::Exact),
    ("approximately", Bound::Exact),
    ("an estimated", Bound::Exact),
    ("estimated", Bound::Exact),
    ("nearly", Bound::Exact),
    ("almost", Bound::Exact),
    ("close to", Bound::Exact),
    ("a total of", Bound::Exact),
    ("only", Bound::Exact),
    ("exactly", Bound::Exact),
    ("just", Bound::Exact),
    ("all", Bound::Exact),
    ("the", Bound::Exact),
    ("these", Bound::Exact),
    ("those", Bound::Exact),
    ("a further", Bound::Exact),
    ("further", Bound::Exact),
    ("another", Bound::Exact),
    ("an additional", Bound::Exact),
    ("additional", Bound::Exact),
    ("his", Bound::Exact),
    ("her", Bound::Exact),
    ("their", Bound::Exact),
    ("its", Bound::Exact),
    ("the other", Bound::Exact),
    ("our", Bound::Exact),
];

const HEDGES_FR: &[(&str, Bound)] = &[
    ("au moins", Bound::AtLeast),
    ("pas moins de", Bound::AtLeast),
    ("pas moins d '", Bound::AtLeast),
    ("au minimum", Bound::AtLeast),
    ("plus de", Bound::Over),
    ("plus d '", Bound::Over),
    ("au - dela de", Bound::Over),
    ("jusqu ' a", Bound::UpTo),
    ("au plus", Bound::UpTo),
    ("au maximum", Bound::UpTo),
    ("moins de", Bound::Under),
    ("moins d '", Bound::Under),
    ("environ", Bound::Exact),
    ("quelque", Bound::Exact),
    ("quelques", Bound::Exact),
    ("pres de", Bound::Exact),
    ("pres d '", Bound::Exact),
    ("presque", Bound::Exact),
    ("autour de", Bound::Exact),
    ("a peu pres", Bound::Exact),
    ("un total de", Bound::Exact),
    ("les", Bound::Exact),
    ("ces", Bound::Exact),
    ("ses", Bound::Exact),
    ("leurs", Bound::Exact),
    ("nos", Bound::Exact),
    ("des", Bound::Exact),
    ("seulement", Bound::Exact),
    ("exactement", Bound::Exact),
    ("encore", Bound::Exact),
];

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
                .or_else(|| self.fits(i, "sans faire")),
        }?;
        let start = self
            .fits(start, "reports of")
            .or_else(|| self.fits(start, "report of"))
            .or_else(|| self.fits(start, "reported"))
            .unwrap_or(start);
        self.noun_group(start, to, &mut p).then_some(p)
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
        let hedges = if lang == Lang::En { HEDGES_EN } else { HEDGES_FR };
        for _ in 0..4 {
            let Some((after, (words, b))) = hedges.iter().find_map(|h| self.fits(at, h.0).map(|e| (e, *h))) else {
                break;
            };
            definite |= matches!(
                words,
                "all" | "the" | "these" | "those" | "his" | "her" | "their" | "les" | "ces" | "ses" | "leurs" | "its"
            );
            more |= matches!(words, "another" | "an additional" | "additional" | "a further" | "further");
            if b != Bound::Exact {
                bound = b;
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
        if between && matches!(join, "and" | "et") || matches!(join, "to" | "or" | "a" | "ou" | "-") && !number.article
        {
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
        for (tail, b) in [
            ("or more", Bound::AtLeast),
            ("au moins", Bound::AtLeast),
            ("ou plus", Bound::AtLeast),
            ("at least", Bound::AtLeast),
            ("or so", Bound::Exact),
            ("environ", Bound::Exact),
        ] {
            if let Some(end) = self.fits(p.end, tail) {
                p.end = end;
                if b != Bound::Exact {
                    bound = b;
                }
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
        let found = self.noun_group(end, to, &mut p);
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

    /// "a day" in "three a day"; "$2 a share".
    fn is_rate(&self, at: usize) -> bool {
        at > 0 && self.atoms.get(at - 1).is_some_and(|a| a.kind == Kind::Digits)
    }

    /// True where a number counts nothing: an age, money, a decimal, a unit's number, a calibre, a street.
    fn not_a_count(&self, start: usize, end: usize) -> bool {
        if (start..end).any(|i| self.timed[i]) {
            return true;
        }
        let before = |n: usize| start.checked_sub(n).map_or("", |i| self.atoms.word(i));
        let next = self.atoms.word(end);
        let glued = self.atoms.glued(end);
        let first_glued = self.atoms.glued(start);
        let Some(first) = self.atoms.get(start) else { return true };
        let named = matches!(
            before(1),
            "$" | "£"
                | "€"
                | "#"
                | "no"
                | "aged"
                | "age"
                | "ages"
                | "route"
                | "highway"
                | "section"
                | "article"
                | "chapter"
                | "page"
                | "room"
                | "unit"
                | "level"
                | "flight"
                | "number"
                | "resolution"
                | "channel"
                | "camp"
                | "agees"
                | "n"
                | "numero"
                | "us"
                | "i"
                | "grade"
                | "ak"
                | "m"
                | "f"
                | "district"
                | "ward"
                | "zone"
                | "sector"
                | "phase"
                | "operation"
        );
        if named && first.kind == Kind::Digits || matches!(before(1), "aged" | "$" | "£" | "€") {
            return true;
        }
        if first_glued && matches!(before(1), "-" | "." | ":" | "/" | "_")
            || first_glued && self.atoms.get(start.wrapping_sub(1)).is_some_and(|a| a.kind == Kind::Word)
        {
            return true;
        }
        if glued && matches!(next, "%" | "/" | ":" | "°" | "'" | "\"")
            || glued && self.atoms.get(end).is_some_and(|a| a.kind != Kind::Mark)
            || matches!(next, "%" | "$" | "€" | "percent" | "pc")
        {
            return true;
        }
        // "34-year-old", "20-round magazine", "12-member team"
        if next == "-" && glued && self.atoms.glued(end + 1) {
            let third = self.atoms.word(end + 1);
            if !matches!(third, "") && self.words.numbers.at(self.atoms, end + 1).is_none() {
                return true;
            }
        }
        // "Smith, 34, of Camden": an age between commas after a name
        let name = start >= 2 && self.atoms.get(start - 2).is_some_and(|a| a.capital || a.kind == Kind::Word);
        if before(1) == ","
            && name
            && matches!(next, "," | "." | ")" | ";")
            && self.atoms.get(start).is_some_and(|a| a.kind == Kind::Digits)
            && self.atoms.digits(start).is_some_and(|n| n < 110)
        {
            let listed = start >= 3 && self.atoms.get(start - 3).is_some_and(|a| a.kind == Kind::Digits);
            return !listed;
        }
        if matches!(before(1), "(") && matches!(next, ")") || matches!(next, "ans") || matches!(next, "h") && glued {
            return true;
        }
        matches!(self.words.noun(self.atoms, end), Some(n) if n.class == Class::Unit)
    }

    /// "several", "dozens of", "many", "a few", "insurgents".
    fn vague(&self, i: usize, to: usize) -> Option<Phrase> {
        let lang = self.words.lang;
        let list: &[(&str, Option<u32>)] = match lang {
            Lang::En => &[
                ("tens of thousands", Some(20_000)),
                ("hundreds of thousands", Some(200_000)),
                ("dozens", Some(24)),
                ("scores", Some(40)),
                ("hundreds", Some(200)),
                ("thousands", Some(2000)),
                ("several dozen", Some(36)),
                ("several hundred", Some(300)),
                ("several thousand", Some(3000)),
                ("several", Some(3)),
                ("multiple", None),
                ("numerous", None),
                ("a number", None),
                ("an unknown number", None),
                ("an unspecified number", None),
                ("an undetermined number", None),
                ("a large number", None),
                ("a handful", None),
                ("a few", None),
                ("many more", None),
                ("many", None),
                ("some", None),
                ("countless", None),
                ("various", None),
                ("most", None),
                ("others", None),
                ("most of", None),
            ],
            Lang::Fr => &[
                ("des dizaines de milliers", Some(20_000)),
                ("des centaines de milliers", Some(200_000)),
                ("plusieurs dizaines", Some(30)),
                ("plusieurs centaines", Some(300)),
                ("plusieurs milliers", Some(3000)),
                ("des dizaines", Some(20)),
                ("des centaines", Some(200)),
                ("des milliers", Some(2000)),
                ("plusieurs", Some(3)),
                ("de nombreux", None),
                ("de nombreuses", None),
                ("un nombre indetermine", None),
                ("un nombre inconnu", None),
                ("un certain nombre", None),
                ("une poignee", None),
                ("quelques", None),
                ("certains", None),
                ("d ' autres", None),
                ("beaucoup", None),
                ("nombre", None),
            ],
        };
        let found = list.iter().find_map(|(words, low)| self.fits(i, words).map(|end| (end, *low, *words)));
        let Some((end, low, words)) = found else { return self.bare(i, to) };
        if (i..end).any(|k| self.timed[k]) || end > to {
            return None;
        }
        let mut p = self.blank(i, Count::Vague);
        (p.head, p.end, p.low) = (end - 1, end, low);
        p.more = words == "others"
            || words == "d ' autres"
            || matches!(self.atoms.word(end), "other" | "others" | "additional" | "more" | "autres");
        let known = self.noun_group(end, to, &mut p);
        if p.class == Some(Class::Unit) {
            return None;
        }
        let stands_alone = matches!(
            words,
            "dozens"
                | "hundreds"
                | "thousands"
                | "scores"
                | "many"
                | "several"
                | "others"
                | "many more"
                | "a number"
                | "an unknown number"
                | "plusieurs"
                | "des dizaines"
                | "des centaines"
                | "des milliers"
                | "un nombre indetermine"
                | "d ' autres"
                | "beaucoup"
                | "most"
                | "some"
                | "certains"
        );
        (known || stands_alone).then_some(p)
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

    /// "Taliban leader Wali", "shadow governor, Mullah Aziz": a title without article before a name.
    fn titled(&self, i: usize, to: usize) -> Option<Phrase> {
        let role = |k: usize| self.words.noun(self.atoms, k).is_some_and(|n| n.class == Class::Person && !n.plural);
        let head = (i..(i + 4).min(to)).find(|k| role(*k))?;
        let lead = (i..head).all(|k| {
            self.atoms.get(k).is_some_and(|a| a.kind == Kind::Word)
                && !closes(self.words.lang, self.atoms.word(k))
                && (self.atoms.get(k).is_some_and(|a| a.capital)
                    || matches!(self.upos(k), Some(Upos::Adj | Upos::Noun)))
        });
        let name = if self.atoms.word(head + 1) == "," { head + 2 } else { head + 1 };
        let named = name < to
            && self
                .atoms
                .get(name)
                .is_some_and(|a| a.kind == Kind::Word && a.capital && !a.shouted && !self.timed[name]);
        if !lead || !named || self.words.harm(self.atoms, i).is_some() {
            return None;
        }
        let mut p = self.blank(i, Count::One);
        (p.head, p.end, p.best, p.class) = (head, head + 1, Some(1), Some(Class::Person));
        p.of = self.words.noun(self.atoms, head).map_or("person", |n| n.singular).replace('_', " ");
        Some(p)
    }

    /// "the commander", "his wife", "them", "Alaudin".
    fn named(&self, i: usize, to: usize) -> Option<Phrase> {
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
    fn proper(&self, i: usize, to: usize) -> Option<Phrase> {
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

    /// The atom after "22-year-old", "six-month old".
    fn aged(&self, i: usize) -> Option<usize> {
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

    fn plural(&self, head: usize) -> bool {
        match self.words.noun(self.atoms, head) {
            Some(n) => n.plural && n.singular != self.atoms.word(head),
            None => self.atoms.word(head).ends_with('s'),
        }
    }

    /// Reads what is counted from atom `i` on; true where a noun stands there. Extends the phrase over it.
    fn noun_group(&self, i: usize, to: usize, p: &mut Phrase) -> bool {
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
                compound = noun.map(|m: super::words::Noun| m.singular).filter(|_| head == at.checked_sub(1));
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
}
