//! Numbers in digits and words, English and French, wherever they stand: "2,880", "2 880", "twenty-one", "vingt et un",
//! "1.2 million", "half a dozen", "une vingtaine".
//!
//! Only the value is read here; what the words around it make of it ("at least", "over") is the caller's matter.

use crate::atoms::{Atoms, Kind};
use crate::lexicon::Table;
use std::collections::HashMap;
use types::Lang;

const WORDS: &str = include_str!("../../../lexicon/numbers.tsv");

/// A number and the atoms it takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// First atom.
    pub start: usize,
    /// One past the last atom.
    pub end: usize,
    /// Its value; tenths matter to durations ("two and a half years").
    pub value: f64,
    /// True where it is written in words, so that it cannot be a house number, a rank or a calibre.
    pub words: bool,
    /// True for a lone "a", "an", "un", "une", which counts only before something countable.
    pub article: bool,
}

impl Number {
    /// The value as a count, where it is a whole number.
    pub fn count(&self) -> Option<u32> {
        (self.value.fract() == 0.0 && (0.0..4e9).contains(&self.value)).then_some(self.value as u32)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Class {
    Unit,
    Ten,
    Hundred,
    Scale,
    Group,
    Ordinal,
    And,
    Article,
}

/// The number words of one language, from `lexicon/numbers.tsv`.
#[derive(Clone, Debug)]
pub struct NumberWords {
    words: HashMap<&'static str, (Class, f64)>,
    lang: Lang,
}

impl NumberWords {
    /// The words of `lang`.
    pub fn of(lang: Lang) -> NumberWords {
        let table = Table::parse("lexicon/numbers.tsv", WORDS).unwrap_or_default();
        let mut words = HashMap::new();
        for (_, row) in &table.rows {
            let [word, code, class, value] = row[..] else { continue };
            let class = match class {
                "unit" => Class::Unit,
                "ten" => Class::Ten,
                "hundred" => Class::Hundred,
                "scale" => Class::Scale,
                "group" => Class::Group,
                "ordinal" => Class::Ordinal,
                "and" => Class::And,
                "article" => Class::Article,
                _ => continue,
            };
            if code == lang.code() || code.is_empty() {
                words.insert(word, (class, value.parse().unwrap_or(0.0)));
            }
        }
        NumberWords { words, lang }
    }

    /// Every number word of the language, folded.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        self.words.keys().copied().chain(["half", "demi"])
    }

    /// The number that starts at atom `i`, as long as it goes.
    pub fn at(&self, atoms: &Atoms, i: usize) -> Option<Number> {
        let first = atoms.get(i)?;
        match first.kind {
            Kind::Digits => self.digits(atoms, i),
            Kind::Word => self.spelled(atoms, i),
            Kind::Mark => None,
        }
    }

    /// The ordinal at atom `i`: "third", "21st", "twenty-first", "1er", "troisième". Gives its value and its end.
    pub fn ordinal(&self, atoms: &Atoms, i: usize) -> Option<(u32, usize)> {
        if let Some(value) = atoms.digits(i) {
            let suffix = atoms.word(i + 1);
            let known = match self.lang {
                Lang::En => matches!(suffix, "st" | "nd" | "rd" | "th"),
                Lang::Fr => matches!(suffix, "er" | "ere" | "e" | "eme" | "ieme" | "nd" | "nde"),
            };
            return (known && atoms.glued(i + 1)).then_some((value, i + 2));
        }
        match self.words.get(atoms.word(i))? {
            (Class::Ordinal, value) => Some((*value as u32, i + 1)),
            (Class::Ten, tens) => {
                let j = if atoms.word(i + 1) == "-" { i + 2 } else { i + 1 };
                match self.words.get(atoms.word(j))? {
                    (Class::Ordinal, unit) if *unit < 10.0 => Some((*tens as u32 + *unit as u32, j + 1)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Digits with thousands set by comma, point, space or no-break space; a decimal part; a scale word.
    fn digits(&self, atoms: &Atoms, i: usize) -> Option<Number> {
        let mut value = f64::from(atoms.digits(i)?);
        let mut end = i + 1;
        if atoms.len_of(i) <= 3 && atoms.word(i) != "0" {
            // "2,880", "2.880", "2 880", "2'880": groups of exactly three digits, all set alike
            let mut mark: Option<&str> = None;
            loop {
                let sep = atoms.word(end);
                let (next, this) = match sep {
                    "," | "." | "'" if atoms.glued(end) && atoms.glued(end + 1) => (end + 1, sep),
                    _ if !atoms.glued(end) && atoms.get(end).is_some_and(|a| a.kind == Kind::Digits && !a.breaks) => {
                        (end, " ")
                    }
                    _ => break,
                };
                let group = atoms.digits(next).filter(|_| atoms.len_of(next) == 3);
                let Some(group) = group.filter(|_| mark.is_none_or(|m| m == this)) else { break };
                // "in 2013 400 people": a space joins only where nothing but one space stands between
                if this == " " && !one_space(atoms, end) {
                    break;
                }
                value = value * 1000.0 + f64::from(group);
                mark = Some(this);
                end = next + 1;
            }
            let point = match self.lang {
                Lang::En => ".",
                Lang::Fr => ",",
            };
            let decimal = mark.is_none() && atoms.word(end) == point || atoms.word(end) == "." && mark.is_none();
            if decimal && atoms.glued(end) && atoms.glued(end + 1) {
                if let Some(part) = atoms.digits(end + 1) {
                    value += f64::from(part) / 10f64.powi(atoms.len_of(end + 1) as i32);
                    end += 2;
                }
            }
        }
        let gap = usize::from(atoms.word(end) == "-" && atoms.glued(end));
        if let Some((Class::Scale, scale)) = self.words.get(atoms.word(end + gap)) {
            value *= scale;
            end += gap + 1;
        }
        // "2 1/2 years"
        if atoms.word(end) == "1" && atoms.word(end + 1) == "/" && atoms.word(end + 2) == "2" {
            value += 0.5;
            end += 3;
        }
        Some(Number { start: i, end, value, words: false, article: false })
    }

    fn spelled(&self, atoms: &Atoms, i: usize) -> Option<Number> {
        let class = |at: usize| self.words.get(atoms.word(at)).copied();
        // "half a dozen", "une demi-douzaine"
        let half = match (atoms.word(i), atoms.word(i + 1), atoms.word(i + 2)) {
            ("half", "a", _) => i + 2,
            ("une", "demi", "-") => i + 3,
            ("une", "demi", _) => i + 2,
            ("demi", "-", _) => i + 2,
            _ => i,
        };
        if half > i {
            let group = class(half).filter(|(c, _)| *c == Class::Group);
            return group.map(|(_, v)| Number { start: i, end: half + 1, value: v / 2.0, words: true, article: false });
        }
        let (mut total, mut current, mut last) = (0.0f64, 0.0f64, None::<Class>);
        let mut end = i;
        let mut article = false;
        loop {
            // "twenty-one", "vingt-et-un", "one hundred and five": the joining mark or word counts only before a number
            let mut at = end;
            if last.is_some() {
                while matches!(atoms.word(at), "-") && atoms.glued(at) {
                    at += 1;
                }
                if matches!(class(at), Some((Class::And, _))) && joins_after_and(last, class(at + 1), atoms, at) {
                    at += 1;
                    while matches!(atoms.word(at), "-") && atoms.glued(at) {
                        at += 1;
                    }
                }
            }
            let Some((c, v)) = class(at) else { break };
            if last.is_some() && atoms.get(at).is_some_and(|a| a.breaks) {
                break;
            }
            match (c, last) {
                (Class::Unit, None) => current = v,
                (Class::Unit, Some(Class::Ten)) if v < 20.0 && current % 20.0 == 0.0 && self.lang == Lang::Fr => {
                    current += v
                }
                (Class::Unit, Some(Class::Ten))
                    if v < 10.0 || self.lang == Lang::Fr && current % 20.0 == 0.0 || current == 60.0 =>
                {
                    current += v
                }
                (Class::Unit, Some(Class::Hundred | Class::Scale)) => current += v,
                // "dix-sept"
                (Class::Unit, Some(Class::Unit))
                    if self.lang == Lang::Fr && (current % 100.0 % 20.0) == 10.0 && v < 10.0 =>
                {
                    current += v
                }
                (Class::Ten, None | Some(Class::Hundred | Class::Scale)) => current += v,
                // "quatre-vingt"
                (Class::Ten, Some(Class::Unit)) if self.lang == Lang::Fr && v == 20.0 && current % 100.0 == 4.0 => {
                    current = current - 4.0 + 80.0
                }
                (Class::Hundred, None) if self.lang == Lang::Fr => current = v,
                (Class::Hundred, Some(Class::Unit | Class::Ten | Class::Article)) if current < 100.0 => {
                    current = current.max(1.0) * v
                }
                (Class::Scale, None) if self.lang == Lang::Fr && v == 1000.0 => total += v,
                (Class::Scale, Some(Class::Hundred))
                | (Class::Scale, Some(Class::Unit | Class::Ten | Class::Article)) => {
                    total += current.max(1.0) * v;
                    current = 0.0;
                }
                // "a dozen", "two dozen", "half a dozen", "une vingtaine"
                (Class::Group, None) if self.lang == Lang::Fr => {
                    current = v;
                    end = at + 1;
                    last = Some(c);
                    break;
                }
                (Class::Group, Some(Class::Unit | Class::Article | Class::Ten)) => {
                    current = if article || self.lang == Lang::Fr && current <= 1.0 { v } else { current * v };
                    end = at + 1;
                    article = false;
                    last = Some(c);
                    break;
                }
                (Class::Article, None) => {
                    article = true;
                    current = 1.0;
                }
                _ => break,
            }
            if c != Class::Article {
                article = article && c == Class::Unit;
            }
            if article && c == Class::Unit {
                break;
            }
            last = Some(c);
            end = at + 1;
        }
        last?;
        if article && last != Some(Class::Article) {
            article = false;
        }
        let mut value = total + current;
        // "two and a half years", "deux ans et demi" is the caller's
        if self.lang == Lang::En
            && atoms.word(end) == "and"
            && atoms.word(end + 1) == "a"
            && atoms.word(end + 2) == "half"
        {
            value += 0.5;
            end += 3;
        }
        Some(Number { start: i, end, value, words: true, article })
    }
}

/// "one hundred and five" is one number, "twelve and three" are two; "vingt et un", "soixante et onze" are one.
fn joins_after_and(last: Option<Class>, next: Option<(Class, f64)>, atoms: &Atoms, at: usize) -> bool {
    match (atoms.word(at), last, next) {
        ("and", Some(Class::Hundred | Class::Scale), Some((Class::Unit | Class::Ten, _))) => true,
        ("et", Some(Class::Ten), Some((Class::Unit, v))) => v == 1.0 || v == 11.0,
        _ => false,
    }
}

fn one_space(atoms: &Atoms, at: usize) -> bool {
    match (at.checked_sub(1).and_then(|i| atoms.get(i)), atoms.get(at)) {
        (Some(a), Some(b)) => b.span.start - a.span.end <= 3,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lang: Lang, text: &str) -> Option<(f64, usize)> {
        NumberWords::of(lang).at(&Atoms::of(text), 0).map(|n| (n.value, n.end))
    }

    #[test]
    fn english() {
        assert_eq!(read(Lang::En, "twenty-one men"), Some((21.0, 3)));
        assert_eq!(read(Lang::En, "one hundred and five men"), Some((105.0, 4)));
        assert_eq!(read(Lang::En, "twelve and three"), Some((12.0, 1)));
        assert_eq!(read(Lang::En, "2,880 people"), Some((2880.0, 3)));
        assert_eq!(read(Lang::En, "2\u{202f}880 people"), Some((2880.0, 2)));
        assert_eq!(read(Lang::En, "1.2 million"), Some((1_200_000.0, 4)));
        assert_eq!(read(Lang::En, "half a dozen men"), Some((6.0, 3)));
        assert_eq!(read(Lang::En, "two dozen men"), Some((24.0, 2)));
        assert_eq!(read(Lang::En, "a dozen men"), Some((12.0, 2)));
        assert_eq!(read(Lang::En, "two thousand three hundred and forty-five"), Some((2345.0, 8)));
        assert_eq!(read(Lang::En, "12, 13 and 14"), Some((12.0, 1)));
        assert_eq!(read(Lang::En, "a hundred men"), Some((100.0, 2)));
    }

    #[test]
    fn french() {
        assert_eq!(read(Lang::Fr, "vingt et un militaires"), Some((21.0, 3)));
        assert_eq!(read(Lang::Fr, "soixante-dix-sept morts"), Some((77.0, 5)));
        assert_eq!(read(Lang::Fr, "quatre-vingt-dix-neuf"), Some((99.0, 7)));
        assert_eq!(read(Lang::Fr, "quatre-vingts"), Some((80.0, 3)));
        assert_eq!(read(Lang::Fr, "quatre-vingt-onze"), Some((91.0, 5)));
        assert_eq!(read(Lang::Fr, "deux cent trente morts"), Some((230.0, 3)));
        assert_eq!(read(Lang::Fr, "mille deux cents"), Some((1200.0, 3)));
        assert_eq!(read(Lang::Fr, "2 880 déplacés"), Some((2880.0, 2)));
        assert_eq!(read(Lang::Fr, "une vingtaine de morts"), Some((20.0, 2)));
        assert_eq!(read(Lang::Fr, "1,5 million"), Some((1_500_000.0, 4)));
        assert_eq!(read(Lang::Fr, "soixante et onze"), Some((71.0, 3)));
        assert_eq!(read(Lang::Fr, "dix-sept"), Some((17.0, 3)));
    }
}
