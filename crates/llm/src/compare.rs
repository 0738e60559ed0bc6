//! Two readings of one report → one, with what they disagree on listed for review.
//!
//! The embedded reading is the ground; events of the model that touch none of ours are added as they are, and listed as
//! seen by one reader only. Nothing is averaged: where both read an event and differ, ours stands and theirs is shown.

use types::{Event, Evidence, Reading, Review};

/// Joins the embedded reading with the model's, by the words their events rest on.
pub fn both(ours: Reading, theirs: &Reading) -> Reading {
    let mut joined = ours;
    let mut reviews = theirs.reviews.clone();
    let mut agreed = 0;
    let pairs = align(&joined.events, &theirs.events);
    for (i, event) in joined.events.iter().enumerate() {
        match pairs.iter().find(|p| p.0 == i) {
            None => reviews.push(review("event", &event.evidence[0], Some(show(event)), None)),
            Some(&(_, j)) => {
                let other = &theirs.events[j];
                if (event.kind, event.realis) == (other.kind, other.realis) {
                    agreed += 1;
                } else {
                    reviews.push(review("event", &event.evidence[0], Some(show(event)), Some(show(other))));
                }
            }
        }
    }
    for (j, event) in theirs.events.iter().enumerate() {
        if !pairs.iter().any(|p| p.1 == j) {
            reviews.push(review("event", &event.evidence[0], None, Some(show(event))));
        }
    }
    let relation = |r: &Reading, x: &types::Relation| {
        format!("{} {} {} ({})", r.actors[x.from.index()].name, x.kind, r.actors[x.to.index()].name, x.realis)
    };
    let told: Vec<String> = joined.relations.iter().map(|x| relation(&joined, x).to_lowercase()).collect();
    for x in &theirs.relations {
        let said = relation(theirs, x);
        if told.contains(&said.to_lowercase()) {
            agreed += 1;
        } else {
            reviews.push(review("relation", &x.evidence[0], None, Some(said)));
        }
    }
    reviews.sort_by_key(|r| (r.evidence.span.start, r.evidence.span.end));
    joined.notes.push(format!("two readers: {agreed} statements agree, {} are up for review", reviews.len()));
    joined.reviews = reviews;
    joined
}

/// Pairs of events that rest on the same words: same type first, then the longest overlap. Each event at most once.
fn align(ours: &[Event], theirs: &[Event]) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (i, a) in ours.iter().enumerate() {
        for (j, b) in theirs.iter().enumerate() {
            let shared =
                |x: &Evidence, y: &Evidence| x.span.end.min(y.span.end).saturating_sub(x.span.start.max(y.span.start));
            let most = a.evidence.iter().flat_map(|x| b.evidence.iter().map(move |y| shared(x, y))).max().unwrap_or(0);
            if most > 0 {
                candidates.push((a.kind != b.kind, u32::MAX - most, i, j));
            }
        }
    }
    candidates.sort();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, _, i, j) in candidates {
        if !pairs.iter().any(|p| p.0 == i || p.1 == j) {
            pairs.push((i, j));
        }
    }
    pairs
}

fn show(event: &Event) -> String {
    format!("{} {}", event.kind, event.realis)
}

fn review(what: &str, evidence: &Evidence, ours: Option<String>, theirs: Option<String>) -> Review {
    Review { what: what.to_string(), evidence: evidence.clone(), ours, theirs }
}
