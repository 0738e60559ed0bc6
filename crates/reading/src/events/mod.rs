//! Who did what to whom, where and when.
//!
//! In: a [`Doc`] and what earlier stages [`Found`]. Out: the events of the report, each told once however often the text
//! comes back to it. "Gunmen raided the hotel on Friday, killing 20. The attack …" → one assault, three evidence spans.
//! Trigger words come from `lexicon/events/`; who takes part from syntax ([`parts`]); whether it happened from
//! [`realis`]; what is one event from [`join`]; where, when and tolls from [`settle`]. Who claims it is not read here.

mod acled;
mod beyond;
#[cfg(test)]
mod case_tests;
mod forms;
mod french;
mod join;
mod lexicon;
mod parts;
mod realis;
mod senses;
mod settle;
mod tellings;
mod tree;
mod windows;

pub use join::apart;
pub use lexicon::{Class, EventLexicon};
pub use parts::Part;
pub use tellings::Telling;
pub use tree::Tree;

use crate::{Doc, Found, gist};
use types::{Event, Gist};

/// The events the text tells, in order of their main telling, and the [`Gist`] of what they are.
pub fn find_events(doc: &Doc, found: &Found) -> (Vec<Event>, Gist) {
    let tree = Tree::new(doc, found, &doc.knowledge.events);
    let (tellings, groups) = tell(&tree, found);
    let gist = gist::gist(&tree, found, &tellings, &groups, &|a, b| apart(found, a, b), &doc.knowledge.gist);
    (settle::events(&tree, found, &tellings, &groups), gist)
}

/// Every telling of the text, and which of them are one event.
pub fn tell(tree: &Tree, found: &Found) -> (Vec<Telling>, Vec<Vec<usize>>) {
    let mut tellings = tellings::find(tree);
    // "March" in "on 3 March" marches nowhere.
    let dated = |t: &Telling| {
        let at = tree.doc.token(t.at).span;
        let later = found.dated.list.partition_point(|x| x.evidence.span.end <= at.start);
        found.dated.list.get(later).is_some_and(|x| x.evidence.span.contains(at))
    };
    tellings.retain(|t| t.verb && tree.upos(t.at) == types::Upos::Verb || !dated(t));
    settle::times_and_places(tree, found, &mut tellings);
    let groups = join::join(tree, found, &tellings);
    (tellings, groups)
}
