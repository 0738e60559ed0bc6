//! The gist of a report: which kinds of violence it tells as its news, and which words stand for who did it, to whom and
//! with what, each as a likelihood.
//!
//! In: the syntax and the tellings of the events stage. Out: a [`Gist`]. The likelihoods come from small linear models over
//! words, syntax and lexicon classes, learned from marked newswire (`trials train-gist`); `data/gist.bin` holds the weights.
//! "A BOMB EXPLODED AT THE BANK" → kind bombing 0.9; "BOMB" weapon 0.9; "BANK" target 0.8. Rules read the events; the gist only
//! weighs. English only: for other languages it is empty.

mod features;
mod model;

pub use features::{Candidate, candidates, document, event};
pub use model::{Linear, Model};

use crate::events::{Telling, Tree};
use types::{EventId, Evidence, Gist, Lang, Nominee};

/// Names of the parts, in the model's order; the first is none.
pub const PARTS: [&str; 6] = ["", "perpetrator", "organisation", "target", "victim", "weapon"];
/// Names of the kinds, in the model's order; the first is none.
pub const KINDS: [&str; 7] = ["", "attack", "bombing", "kidnapping", "arson", "robbery", "stoppage"];
/// Below this a nominee is not named.
const LEAST: f32 = 0.12;

/// The gist of a text. `groups` are the tellings of each event.
pub fn gist(tree: &Tree, tellings: &[Telling], groups: &[Vec<usize>], model: &Model) -> Gist {
    let mut gist = Gist::default();
    if tree.lang() != Lang::En || model.is_empty() {
        return gist;
    }
    gist.kinds =
        model.document.sigmoid(&document(tree, tellings)).into_iter().zip(KINDS).map(|(p, k)| (k, p)).collect();
    for candidate in candidates(tree, tellings) {
        let scores = model.parts.softmax(&candidate.features);
        for (part, &score) in PARTS.iter().zip(&scores).skip(1) {
            if score >= LEAST {
                let evidence = Evidence::new(candidate.span, "gist/parts@1");
                gist.parts.push(Nominee { part, score, evidence });
            }
        }
    }
    for (e, group) in groups.iter().enumerate() {
        let scores = model.events.softmax(&event(tree, tellings, group));
        gist.events.push((EventId(e as u32), KINDS.iter().copied().zip(scores).collect()));
    }
    gist
}
