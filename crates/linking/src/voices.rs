//! Which reports are independent of one another: copies of one wire story speak with one voice.
//!
//! In: reports with their text. Out: for each, the voice it speaks with. Two reports share a voice when they come from one
//! publisher or when much of their text is the same, as in "Subscribe to our newsletter" under a re-posted agency story.

use crate::fold;
use std::collections::BTreeSet;

/// Hashes kept of a report's text.
const KEPT: usize = 96;
/// Share of common word triples, of the shorter text's, from which on a report counts as a copy.
const COPY: f64 = 0.4;

/// A report cut down to what shows a copy: the smallest hashes of its word triples, and its publisher.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Voice {
    /// Report id.
    pub report: String,
    /// Folded name of the publisher; empty where unknown.
    pub source: String,
    /// Ascending.
    pub triples: Vec<u32>,
}

impl Voice {
    /// The voice of a report.
    pub fn of(report: &str, source: Option<&str>, text: &str) -> Voice {
        let mut triples: Vec<u32> = Vec::new();
        let ws = fold::words(text);
        for w in ws.windows(3) {
            triples.push(fold::hash32(&format!("{} {} {}", w[0], w[1], w[2])));
        }
        triples.sort_unstable();
        triples.dedup();
        triples.truncate(KEPT);
        Voice { report: report.to_string(), source: source.map(fold::name).unwrap_or_default(), triples }
    }

    /// True where the two are not independent.
    pub fn is_one_with(&self, other: &Voice) -> bool {
        if !self.source.is_empty() && self.source == other.source {
            return true;
        }
        if self.triples.len() < 12 || other.triples.len() < 12 {
            return !self.triples.is_empty() && self.triples == other.triples;
        }
        // Both sketches hold the smallest hashes; below the smaller of their greatest ones they can be compared.
        let bound = self.triples.last().min(other.triples.last()).copied().unwrap_or(0);
        let below = |v: &Voice| v.triples.iter().filter(|h| **h <= bound).copied().collect::<BTreeSet<_>>();
        let (a, b) = (below(self), below(other));
        let common = a.intersection(&b).count();
        common as f64 >= COPY * a.len().min(b.len()).max(8) as f64
    }
}

/// Groups voices that are not independent: for each, the index of the first of its group.
pub fn independent(voices: &[&Voice]) -> Vec<usize> {
    let mut group: Vec<usize> = (0..voices.len()).collect();
    for i in 0..voices.len() {
        for j in 0..i {
            if group[i] != group[j] && voices[i].is_one_with(voices[j]) {
                let (to, from) = (group[i].min(group[j]), group[i].max(group[j]));
                group.iter_mut().filter(|g| **g == from).for_each(|g| *g = to);
            }
        }
    }
    group
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "Gunmen raided the mining town of Kalawa before dawn on Friday and burnt the market, the mayor said by \
        telephone. He counted nineteen dead and said that many more had fled across the river towards the border post. The \
        army said that it had sent troops and a helicopter. No group has claimed the raid.";

    #[test]
    fn a_reposted_story_is_no_second_voice() {
        let a = Voice::of("a", Some("Agency"), STORY);
        let b = Voice::of(
            "b",
            Some("Courier"),
            &format!("Nineteen dead in raid. {} Subscribe to our newsletter.", &STORY[..250]),
        );
        let c = Voice::of(
            "c",
            Some("Gazette"),
            "Nineteen people died when armed men came to Kalawa on Friday, villagers told us at the hospital where the \
             wounded are being treated; the shops are ashes and the road to the border is full of families on foot.",
        );
        assert!(a.is_one_with(&b) && b.is_one_with(&a));
        assert!(!a.is_one_with(&c));
        assert_eq!(independent(&[&a, &b, &c]), [0, 0, 2]);
    }
}
