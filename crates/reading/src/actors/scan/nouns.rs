//! Common nouns for somebody, with their owner: "Malian soldiers", "members of the JNIM", "the gang's leader".
//!
//! In: a noun of the lexicon in its sentence. Out: the phrase with its state, its people, and the candidate that names it.

use super::super::lexicon::Class;
use super::super::words;
use super::{Candidate, Definite, Naming, Scan, Unit, What};
use types::{ActorKind, Upos};

impl Scan<'_> {
    /// A common noun with its modifiers on both sides.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn noun(
        &self,
        unit: &Unit,
        noun: u32,
        plural: bool,
        units: &[Unit],
        u: usize,
        (start, end): (u32, u32),
        caps: bool,
        out: &mut Vec<Candidate>,
    ) -> u32 {
        let (a, b) = unit.tokens;
        // "army officers", "police station": the last noun of a run of nouns decides; "market" and the like end it.
        if !self.french() {
            if let Some(next) =
                units.get(u + 1).filter(|x| x.tokens.0 == b && x.noun().is_some() && x.title().is_none())
            {
                let _ = next;
                return b;
            }
            if self.heads_a_thing(b, end, units, u) {
                return b;
            }
        }
        let class = self.lexicon.nouns[noun as usize].class;
        let head = &self.tagged.tokens[b as usize - 1];
        if self.tagged.parsed && head.upos == Upos::Adj && matches!(head.deprel, types::Deprel::Amod) && b - a == 1 {
            return b;
        }
        let (mut left, mut state, mut people, mut named, mut mark) = (a, None, None, None, None);
        let mut i = a;
        while i > start {
            let j = i - 1;
            let inside = units[..u].iter().rev().find(|x| x.tokens.1 == i);
            if let Some(x) = inside {
                if let Some(s) = x.demonym() {
                    state = state.or(Some(s));
                } else if let Some(e) = x.entry() {
                    if self.lexicon.entries[e as usize].kind == Some(ActorKind::Community) {
                        people = Some(e);
                    } else {
                        named = out.iter().rposition(|c| c.tokens == x.tokens);
                    }
                } else if let Some(s) = x.state() {
                    state = state.or(Some(s));
                } else if x.noun().is_none() {
                    break;
                }
                mark = mark.or((x.noun().is_none()).then_some(x.tokens.0));
                i = x.tokens.0;
                left = i;
                continue;
            }
            let word = self.word(j);
            if self.raw(j).starts_with(['\'', '’']) && word == "s" || (self.raw(j).ends_with('\'') && word.is_empty())
            {
                // "Mali's security forces", "the group's fighters"
                if let Some(x) = units[..u].iter().rev().find(|x| x.tokens.1 == j) {
                    if let Some(s) = x.state() {
                        state = state.or(Some(s));
                        left = x.tokens.0;
                    } else if x.entry().is_some() {
                        named = out.iter().rposition(|c| c.tokens == x.tokens);
                    }
                }
                if named.is_none() {
                    named = out.iter().rposition(|c| c.tokens.1 == j && class == Class::Member);
                }
                break;
            }
            let upos = self.tagged.tokens[j as usize].upos;
            if words::MODIFIERS.contains(word) {
                if words::MARKS.contains(word) {
                    mark = mark.or(Some(j));
                }
            } else if words::number(word) {
            } else if matches!(word, "least" | "more" | "most" | "moins" | "plus") {
                break;
            } else if self.tagged.parsed && matches!(upos, Upos::Adj) && !self.capital(j, caps) {
            } else if self.named_ending(j + 1, out) {
                named = out.iter().rposition(|c| c.tokens.1 == j + 1);
                let c = &out[named.unwrap_or(0)];
                left = c.tokens.0;
                break;
            } else {
                break;
            }
            i = j;
            left = i;
        }
        let mut right = b;
        if self.french() {
            right = self.french_right(b, end, units, u, &mut state, &mut people, &mut mark, &mut named);
        }
        let mut owned = None;
        if let Some((owner, stop)) = self.owner_right(right, end, units, u) {
            owned = units.iter().find(|x| x.tokens.1 == stop).map(|x| (x.tokens, owner));
            // "members of Russia's Wagner": what is owned follows.
            if !self.raw(stop.min(end - 1)).starts_with(['\'', '’']) {
                state = state.or(Some(owner));
                right = stop;
            }
        }
        let quantified = left < a && words::number(self.word(left));
        while left < a && (words::number(self.word(left)) || words::INDEFINITE.contains(self.word(left))) {
            left += 1;
        }
        let mut c = self.candidate((left, right), b - 1, What::Noun(noun), start);
        if quantified || left > start && words::number(self.word(left - 1)) {
            c.counted = true;
            if c.definite == Definite::Bare {
                c.definite = Definite::No;
            }
        }
        (c.state, c.people, c.named, c.mark, c.plural) = (state, people, named, mark, plural);
        // "terrorist and rebel groups", "took him prisoner": a bare singular is no phrase of its own.
        let countable = matches!(
            class,
            Class::Jihadist | Class::Rebel | Class::Attacker | Class::Fighter | Class::Civilian | Class::Member
        );
        let lone = matches!(class, Class::Army | Class::Police)
            && ["militaire", "soldat", "soldier", "policier", "policeman", "gendarme"].contains(&self.word(b - 1));
        if (countable || lone)
            && !plural
            && c.definite == Definite::Bare
            && state.is_none()
            && named.is_none()
            && !self.pieces.capital(left)
            && !caps
        {
            return right;
        }
        // "Indian and Pakistani troops": the first nationality owns troops of its own.
        let first = (left >= start + 2 && matches!(self.word(left - 1), "and" | "et"))
            .then(|| units[..u].iter().rev().take(4).find(|x| x.tokens.1 == left - 1 && x.demonym().is_some()))
            .flatten();
        if let Some(first) = first.filter(|_| c.state.is_some() && class != Class::Source) {
            let mut other = self.candidate(first.tokens, first.tokens.1 - 1, What::Noun(noun), start);
            (other.state, other.plural) = (first.demonym(), plural);
            out.push(other);
        }
        out.push(c);
        if let Some((tokens, state)) = owned {
            out.push(self.candidate(tokens, tokens.1 - 1, What::State(state, Naming::Name), start));
        }
        right
    }

    /// True where a candidate that names a group ends at token `end`.
    pub(super) fn named_ending(&self, end: u32, out: &[Candidate]) -> bool {
        out.last().is_some_and(|c| c.tokens.1 == end && matches!(c.what, What::Named(_) | What::Entry(_)))
    }

    /// What follows a French noun: "armées maliennes", "peuls", "du JNIM" is left to the chain.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn french_right(
        &self,
        b: u32,
        end: u32,
        units: &[Unit],
        u: usize,
        state: &mut Option<u32>,
        people: &mut Option<u32>,
        mark: &mut Option<u32>,
        named: &mut Option<usize>,
    ) -> u32 {
        let _ = named;
        let mut right = b;
        while right < end {
            if let Some(x) = units[u + 1..].iter().take(3).find(|x| x.tokens.0 == right) {
                if let Some(s) = x.demonym() {
                    *state = state.or(Some(s));
                    *mark = mark.or(Some(right));
                } else if let Some(e) = x
                    .entry()
                    .filter(|e| self.lexicon.entries[*e as usize].kind == Some(ActorKind::Community))
                    .filter(|_| !self.pieces.capital(right))
                {
                    *people = Some(e);
                    *mark = mark.or(Some(right));
                } else if x.noun().is_some() && words::MODIFIERS.contains(self.word(right)) {
                } else {
                    break;
                }
                right = x.tokens.1;
                continue;
            }
            let word = self.word(right);
            if !words::MODIFIERS.contains(word) {
                break;
            }
            if words::MARKS.contains(word) {
                *mark = mark.or(Some(right));
            }
            right += 1;
        }
        right
    }

    /// "of Mali", "du Mali", "de la Côte d'Ivoire" after token `b`: the state, and one past its last token.
    pub(super) fn owner_right(&self, b: u32, end: u32, units: &[Unit], u: usize) -> Option<(u32, u32)> {
        if b >= end || !words::OF.contains(self.word(b)) {
            return None;
        }
        let mut i = b + 1;
        while i < end && (words::DEFINITE.contains(self.word(i)) || self.word(i) == "transitional") {
            i += 1;
        }
        let x = units.get(u + 1..)?.iter().take(4).find(|x| x.tokens.0 == i)?;
        Some((x.state()?, x.tokens.1))
    }

    /// "Mali's" or "Malian" before token `a`.
    pub(super) fn owner_left(&self, a: u32, start: u32, units: &[Unit], u: usize) -> Option<u32> {
        let mut i = a;
        for _ in 0..4 {
            if i <= start {
                return None;
            }
            if let Some(x) = units[..u].iter().rev().take(3).find(|x| x.tokens.1 == i) {
                // "Russia's deputy defence minister"
                if matches!(self.word(i - 1), "deputy" | "acting" | "police" | "army" | "military" | "navy")
                    && x.state().is_none()
                {
                    i = x.tokens.0;
                    continue;
                }
                return x.demonym().or(x.state());
            }
            let word = self.word(i - 1);
            let possessive = word == "s" || word.is_empty();
            if !(possessive || words::MODIFIERS.contains(word)) {
                return None;
            }
            i -= 1;
        }
        None
    }

    /// "tchadien" between a title and a name.
    pub(super) fn owner_between(&self, b: u32, name: u32, units: &[Unit], u: usize) -> Option<u32> {
        units
            .get(u + 1..)?
            .iter()
            .take(3)
            .find(|x| x.tokens.0 >= b && x.tokens.1 <= name)
            .and_then(|x| x.demonym().or(x.state()))
    }

    /// True where a noun that names people follows within the phrase.
    pub(super) fn noun_follows(&self, b: u32, units: &[Unit], u: usize) -> bool {
        let near = |x: &&Unit| x.tokens.0 <= b + 1 && (x.noun().is_some() || x.title().is_some());
        !self.french() && units.get(u + 1..).is_some_and(|r| r.iter().take(1).find(near).is_some())
    }

    /// A title alone that stands for its holder: "the governor", "a commander" is one of many.
    pub(super) fn office_like(&self, a: u32, start: u32) -> bool {
        a > start && words::DEFINITE.contains(self.word(a - 1))
    }
}
