//! Commitment: `{id, commitment}`, from -3 (the writer holds the claim false) over 0 (open) to 3 (true).
//!
//! The clause of the target sentence whose words are the claim's is looked up, and what the reading makes of it under the
//! words above it (`claims::held`, which events are read with) is put on the corpus's scale.

use super::Doc;
use serde_json::{Value, json};
use std::collections::HashMap;
use tarikh::reading::{Doc as Read, claims};
use tarikh::types::{Tagged, Upos};
use tarikh::{Reader, reading::claims::Truth};

/// What the reading makes of the claim.
pub fn translate(doc: &Doc, reader: &Reader) -> Value {
    let mut report = doc.report();
    report.text = doc.line["target"].as_str().unwrap_or_default().to_string();
    let tagged = reader.tag(&report.text, report.lang);
    let read = Read { report: &report, text: &report.text, tagged: &tagged, knowledge: reader.knowledge() };
    let claim = doc.line["claim"].as_str().unwrap_or_default();
    let at = clause(&read, &tagged, &reader.tag(claim, report.lang), claim);
    let held = at.map(|at| claims::held(&read, at));
    let above = held.as_ref().and_then(|h| h.links.first());
    let commitment = match held.as_ref().map(|h| h.truth) {
        Some(Truth::Yes) if above.is_some_and(|l| l.granted) => 2.5,
        Some(Truth::Yes) => 2.0,
        Some(Truth::No) => -2.0,
        Some(Truth::For) => {
            if above.is_some_and(|l| l.own) {
                1.5
            } else {
                0.5
            }
        }
        Some(Truth::Against) => {
            if above.is_some_and(|l| l.own) {
                -1.5
            } else {
                -1.0
            }
        }
        Some(Truth::Open) | None => 0.0,
    };
    let words = above.map(|l| read.word(l.at).to_string());
    let clause = at.map(|at| read.word(at).to_string());
    json!({ "id": doc.id, "commitment": commitment, "under": words, "clause": clause })
}

/// The token that heads the clause whose words are most like the claim's.
fn clause(read: &Read, tagged: &Tagged, claimed: &Tagged, claim: &str) -> Option<u32> {
    let mut wanted: HashMap<String, i32> = HashMap::new();
    for t in claimed.tokens.iter().filter(|t| t.upos != Upos::Punct) {
        *wanted.entry(t.span.of(claim).to_lowercase()).or_default() += 1;
    }
    let want: i32 = wanted.values().sum();
    let n = tagged.tokens.len() as u32;
    let score = |at: u32| {
        let (s, e) = claims::extent(tagged, at);
        let mut left = wanted.clone();
        let (mut hit, mut size) = (0, 0);
        for i in (s..e).filter(|&i| tagged.tokens[i as usize].upos != Upos::Punct) {
            size += 1;
            if let Some(k) = left.get_mut(&read.word(i).to_lowercase()).filter(|k| **k > 0) {
                *k -= 1;
                hit += 1;
            }
        }
        // Twice what is shared, of the words of both: in thousandths, so that it has an order.
        (2000 * hit / (size + want).max(1), std::cmp::Reverse(at))
    };
    let under = |&at: &u32| !claims::held(read, at).links.is_empty();
    (0..n).filter(under).max_by_key(|&at| score(at))
}
