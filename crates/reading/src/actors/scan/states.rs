//! Whether the name of a state, a capital or a nationality stands for somebody who acts.
//!
//! "Mali accuses", "Bamako demanded", "the French withdrew", against "in Mali", "the road to Bamako", "French bread".

use super::super::words;
use super::{Scan, Unit};
use types::Upos;

impl Scan<'_> {
    /// True where the noun ending before `b` only modifies a thing: "police station", "army camp", "rebel stronghold".
    pub(super) fn heads_a_thing(&self, b: u32, end: u32, units: &[Unit], u: usize) -> bool {
        if b >= end || units.get(u + 1).is_some_and(|x| x.tokens.0 == b && (x.noun().is_some() || x.entry().is_some()))
        {
            return false;
        }
        words::THINGS.contains(self.word(b))
            || self.tagged.parsed
                && self.tagged.tokens[b as usize].upos == Upos::Noun
                && self.tagged.tokens[b as usize - 1].deprel == types::Deprel::Compound
                && self.tagged.tokens[b as usize - 1].head == b
    }

    /// A country name that acts, owns or is dealt with, rather than a place where something is.
    pub(super) fn acts_as_state(&self, a: u32, b: u32, start: u32, end: u32, units: &[Unit], u: usize) -> bool {
        let before = if a > start { self.word(a - 1) } else { "" };
        let next = self.word(b);
        // "le fleuve Niger", "le lac Tchad"
        if matches!(before, "fleuve" | "riviere" | "lac" | "golfe" | "river" | "lake") {
            return false;
        }
        if self.pieces.capital(b.min(end.saturating_sub(1))) && b < end && words::UNITS.contains(next) {
            return false;
        }
        // "Mali, Niger and Burkina Faso": as the first of the list.
        let mut at = a;
        for x in units[..u].iter().rev() {
            let gap = x.tokens.1..at;
            let listed = gap.clone().all(|i| words::LISTING.contains(self.word(i)) || self.raw(i) == ",");
            if x.state().is_none() || gap.is_empty() || !listed || gap.len() > 3 {
                break;
            }
            at = x.tokens.0;
        }
        let before = if at < a { if at > start { self.word(at - 1) } else { "" } } else { before };
        let mut k = at;
        let mut lead = before;
        let contracted = matches!(lead, "au" | "aux" | "du");
        if !contracted && words::DEFINITE.contains(lead) || words::NEIGHBOUR.contains(lead) {
            k = k.saturating_sub(1);
            lead = if k > start { self.word(k - 1) } else { "" };
        }
        if words::NEIGHBOUR.contains(lead) {
            k = k.saturating_sub(1);
            lead = if k > start { self.word(k - 1) } else { "" };
        }
        if words::LOCATIVE.contains(lead) || matches!(lead, "au" | "aux") {
            // "turned to Russia", "ties to Iran"
            return matches!(lead, "to" | "a" | "vers" | "au" | "aux")
                && k > start + 1
                && words::TURNING.contains(self.word(k - 2));
        }
        if words::OF.contains(lead) && k > start + 1 {
            let noun = self.word(k - 2);
            return !words::PLACE_NOUNS.contains(noun);
        }
        if matches!(lead, "with" | "avec" | "between" | "entre") && k > start + 1 {
            return !words::BORDER.contains(self.word(k - 2));
        }
        // "Iran-backed" is somebody's doing, "Mali-based" a place.
        b + 1 >= end || self.raw(b) != "-" || !matches!(self.word(b + 1), "based" | "born" | "wide")
    }

    /// "Bamako demanded", "accuses Abuja of": the capital for its government.
    pub(super) fn capital_acts(&self, a: u32, b: u32, start: u32, end: u32) -> bool {
        let before = if a > start { self.word(a - 1) } else { "" };
        let mut next = b;
        while next < end && (words::AUXILIARIES.contains(self.word(next)) || words::ADVERBS.contains(self.word(next))) {
            next += 1;
        }
        let follows = next < end && words::ACTS.contains(self.word(next));
        let relative = next + 1 < end && self.raw(b) == "," && matches!(self.word(b + 1), "which" | "qui");
        let dealt = words::DEALS.contains(before);
        let tied = matches!(before, "between" | "entre");
        let first = a == start || !words::LOCATIVE.contains(before);
        (follows || relative) && first || dealt || tied
    }

    /// "the French", "American air strikes": a nationality that stands for the state.
    pub(super) fn demonym_acts(&self, a: u32, b: u32, end: u32, units: &[Unit], u: usize, caps: bool) -> bool {
        if units.get(u + 1).is_some_and(|x| x.tokens.0 == b && x.noun().is_some()) {
            return false;
        }
        let before = if a > 0 { self.word(a - 1) } else { "" };
        if self.french() {
            let deed = a > 0 && words::DEEDS.contains(before);
            return deed || self.pieces.capital(a) && !caps && matches!(before, "les" | "des" | "aux");
        }
        let alone = b >= end
            || !self.raw(b).starts_with(|c: char| c.is_alphanumeric())
            || words::AFTER_PEOPLE.contains(self.word(b));
        let deed = (b..end.min(b + 3)).any(|i| words::DEEDS.contains(self.word(i)));
        matches!(before, "the") && alone || deed
    }
}
