//! The gist of a report: which kinds of violence it tells as its news, and which words stand for who did it, to whom and
//! with what, each as a likelihood.
//!
//! In: the syntax and the tellings of the events stage. Out: a [`Gist`]. The likelihoods come from small linear models over
//! words, syntax and lexicon classes, learned from marked newswire (`trials train-gist`); `data/gist.bin` holds the weights.
//! "A BOMB EXPLODED AT THE BANK" → kind bombing 0.9; "BOMB" weapon 0.9; "BANK" target 0.8. Rules read the events; the gist only
//! weighs. English only: for other languages it is empty.

mod features;
mod model;

pub use features::{Candidate, Side, Stories, candidates, document, event, evidence, second_look};
pub use model::{Linear, Model};

use crate::Found;
use crate::events::{Telling, Tree};
use types::{EventId, Evidence, Gist, Lang, Nominee};

/// Names of the parts, in the model's order; the first is none.
pub const PARTS: [&str; 7] = ["", "perpetrator", "organisation", "target", "victim", "weapon", "people"];
/// Names of the kinds, in the model's order; the first is none.
pub const KINDS: [&str; 7] = ["", "attack", "bombing", "kidnapping", "arson", "robbery", "stoppage"];
/// Below this a nominee is not named.
const LEAST: f32 = 0.03;

/// From here on a nominee is weighed against the others.
const WEIGHED: f32 = 0.06;
/// Most nominees that are weighed against each other.
const MOST: usize = 40;

/// The gist of a text. `groups` are the tellings of each event; `apart` is true for tellings of different places or days.
pub fn gist(
    tree: &Tree,
    found: &Found,
    tellings: &[Telling],
    groups: &[Vec<usize>],
    apart: &dyn Fn(&Telling, &Telling) -> bool,
    model: &Model,
) -> Gist {
    let mut gist = Gist::default();
    if tree.lang() != Lang::En || model.is_empty() {
        return gist;
    }
    gist.kinds =
        model.document.sigmoid(&document(tree, found, tellings)).into_iter().zip(KINDS).map(|(p, k)| (k, p)).collect();
    let mut heads = Vec::new();
    for candidate in candidates(tree, tellings) {
        let scores = model.parts.softmax(&candidate.features);
        for (part, &score) in PARTS.iter().zip(&scores).skip(1) {
            if score >= LEAST {
                let kinds = model.kinds.shares(&candidate.features);
                let evidence = Evidence::new(candidate.span, "gist/parts@1");
                gist.parts.push(Nominee {
                    part,
                    score,
                    kinds: KINDS.iter().copied().zip(kinds).skip(1).collect(),
                    evidence,
                });
                heads.push(candidate.head);
            }
        }
    }
    let mut best: Vec<usize> = (0..gist.parts.len()).filter(|&i| gist.parts[i].score >= WEIGHED).collect();
    best.sort_by(|&a, &b| gist.parts[b].score.total_cmp(&gist.parts[a].score).then(a.cmp(&b)));
    best.truncate(MOST);
    best.sort_unstable();
    let stories = Stories::new(tree, tellings, groups, apart);
    for (n, &i) in best.iter().enumerate() {
        for &j in &best[n + 1..] {
            let side = |i: usize| Side { part: gist.parts[i].part, head: heads[i] };
            let one = model.pairs.sigmoid(&stories.pair(&side(i), &side(j)));
            gist.pairs.push((i as u32, j as u32, one.first().copied().unwrap_or(0.5)));
        }
    }
    for (e, group) in groups.iter().enumerate() {
        let scores = model.events.shares(&event(tree, found, tellings, group));
        gist.events.push((EventId(e as u32), KINDS.iter().copied().zip(scores).collect()));
    }
    // Words alone say too little of relevance: what was found of doers, targets and events has its say. A phrase's own looks say
    // too little of its part: what the rest of the report says has its say.
    let likely = (!model.relevance.is_empty()).then(|| model.relevance.sigmoid(&evidence(&gist)));
    if !model.second.is_empty() {
        let seen = second_look(tree, &gist);
        for (nominee, features) in gist.parts.iter_mut().zip(&seen) {
            nominee.score = model.second.sigmoid(features).first().copied().unwrap_or(nominee.score);
        }
    }
    if let Some(&likely) = likely.as_ref().and_then(|l| l.first()) {
        gist.kinds.iter_mut().filter(|(kind, _)| kind.is_empty()).for_each(|k| k.1 = likely);
    }
    gist
}
