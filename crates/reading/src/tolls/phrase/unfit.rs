//! Numbers that count nobody: ages, money, decimals, unit numbers, calibres, rates.
//!
//! In: a number with its neighbours. Out: whether it is no count. "Smith, 34, of Camden", "AK-47", "$2 million",
//! "Highway 40".

use super::super::words::Class;
use super::Phrases;
use crate::atoms::Kind;

impl Phrases<'_> {
    /// "a day" in "three a day"; "$2 a share".
    pub(super) fn is_rate(&self, at: usize) -> bool {
        at > 0 && self.atoms.get(at - 1).is_some_and(|a| a.kind == Kind::Digits)
    }

    /// True where a number counts nothing: an age, money, a decimal, a unit's number, a calibre, a street.
    pub(super) fn not_a_count(&self, start: usize, end: usize) -> bool {
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
}
