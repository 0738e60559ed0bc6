//! Phrases that stand in a row: "12 soldiers, three civilians and a nurse".
//!
//! In: a phrase, or the place where one must stand. Out: it and those listed with it.

use super::super::phrase::{Count, Phrase};
use super::super::words::Frame;
use super::Linker;
use types::{Lang, Measure};

impl Linker<'_, '_> {
    /// The phrases right after a harm, its objects: "killing 12 soldiers, three civilians and a nurse".
    pub(super) fn objects(&self, _at: usize, end: usize) -> Vec<usize> {
        let mut start = end;
        for _ in 0..3 {
            if self.list.iter().any(|p| p.start == start) {
                break;
            }
            let w = self.word_at(start);
            let skipped = self.p.timed.get(start).copied().unwrap_or(false)
                // "affirment avoir tué « une douzaine de soldats »"
                || w == "\""
                || match self.p.words.lang {
                    Lang::En => {
                        w.ends_with("ly")
                            || matches!(w, "also" | "another" | "any" | "off" | "down" | "up" | "both" | "an")
                    }
                    Lang::Fr => {
                        w.ends_with("ment")
                            || matches!(w, "aussi" | "ainsi" | "au" | "notamment" | "sur" | "le" | "coup")
                    }
                };
            if !skipped {
                break;
            }
            start += 1;
        }
        // "killed in the raid were three soldiers" is rare; an object stands at once or after its title
        self.chain_from(start, end)
    }

    /// The phrase that starts at `start`, and those listed after it.
    pub(super) fn chain_from(&self, start: usize, least: usize) -> Vec<usize> {
        let Some(first) =
            self.list.iter().position(|p| p.start == start || p.start > least && p.start <= start && p.end > start)
        else {
            return Vec::new();
        };
        if self.list[first].harm.is_some()
            && self.list[first].count != Count::Zero
            && self.list[first].of == "people"
            && start > least
        {
            return Vec::new();
        }
        let mut chain = vec![first];
        let mut i = first;
        while let Some(next) = self.list.get(i + 1) {
            // "killed the leader, Mahjur, and two others": the name is the leader's
            let named = next.count == Count::Name
                && self.list.get(i + 2).is_some_and(|n| self.listed(next, n) && !self.verbed(n));
            if named && !self.listed(&self.list[i], next) {
                i += 2;
                chain.push(i);
                continue;
            }
            if !self.listed(&self.list[i], next) || self.verbed(next) {
                break;
            }
            i += 1;
            chain.push(i);
        }
        chain
    }

    /// Two phrases with nothing but a comma, "and", a name or a place between.
    pub(super) fn listed(&self, a: &Phrase, b: &Phrase) -> bool {
        let gap: Vec<&str> = (a.end..b.start).map(|i| self.word_at(i)).collect();
        // "the Taliban leader, Alaudin": one man
        let one = |p: &Phrase| matches!(p.count, Count::One | Count::TheOne);
        if gap == [","] && (b.count == Count::Name && one(a) || a.count == Count::Name && one(b))
            || gap.is_empty() && b.count == Count::Name
        {
            return false;
        }
        match gap[..] {
            ["," | "and" | "et" | "&" | "plus"]
            | [",", "and" | "et" | "plus"]
            | ["ainsi", "que"]
            | ["as", "well", "as"]
            | ["along", "with"]
            | [",", "along", "with"]
            | ["together", "with"]
            | [",", "as", "well", "as"] => true,
            _ => {
                // "three soldiers of the 5th brigade and two civilians"
                gap.len() <= 6
                    && matches!(gap.last(), Some(&("and" | "et")))
                    && gap.first().is_some_and(|w| matches!(*w, "of" | "from" | "in" | "de" | "du" | "a"))
                    && matches!(b.count, Count::Number | Count::One | Count::Vague)
            }
        }
    }

    /// True where a phrase has a harm of its own right after it: "and 30 wounded".
    pub(super) fn verbed(&self, p: &Phrase) -> bool {
        if p.harm.is_some() {
            return true;
        }
        let aux = matches!(
            self.word_at(p.end),
            "was" | "were" | "are" | "is" | "have" | "has" | "had" | "ont" | "sont" | "died" | "fled" | "said"
        );
        aux || self.p.words.harm(self.p.atoms, p.end).is_some_and(|(_, h)| {
            h.iter().any(|h| h.frame != Frame::Noun) || h.iter().any(|h| h.measure != Measure::Killed)
        })
    }

    /// The phrases that end right before a harm: "12 dead", "at least 40 people, mostly women, killed".
    pub(super) fn before(&self, at: usize) -> Vec<usize> {
        let Some(last) = self.list.iter().rposition(|p| p.end <= at) else { return Vec::new() };
        let gap_ok = (self.list[last].end..at).all(|i| {
            let w = self.word_at(i);
            w.ends_with("ly")
                || w.ends_with("ment")
                || matches!(w, "also" | "reported" | "confirmed" | "feared" | "presumed" | "were" | "and")
                    && i + 1 == at
                || w == "others"
                || w == "found"
                || w == "lay"
                || w == "lying"
        });
        if !gap_ok {
            return Vec::new();
        }
        let harms_next = self.p.words.harm(self.p.atoms, at).is_some();
        self.chain_back(last, harms_next)
    }

    /// A phrase and those listed before it; the one the sentence gives to it comes first.
    pub(super) fn chain_back(&self, last: usize, _plain: bool) -> Vec<usize> {
        let mut chain = vec![last];
        let mut i = last;
        while i > 0
            && self.listed(&self.list[i - 1], &self.list[i])
            && self.list[i - 1].harm.is_none()
            && !self.claimed(i - 1)
        {
            i -= 1;
            chain.push(i);
        }
        chain
    }

    /// True where a phrase has its toll already: "killed 12 and wounded 30".
    pub(super) fn claimed(&self, i: usize) -> bool {
        self.out.iter().any(|l| l.phrase == i)
    }

    pub(super) fn chain_both(&self, i: usize) -> Vec<usize> {
        let mut chain = self.chain_back(i, false);
        let mut j = i;
        while let Some(next) = self.list.get(j + 1) {
            if !self.listed(&self.list[j], next) {
                break;
            }
            j += 1;
            chain.push(j);
        }
        chain
    }
}
