//! Who did what to whom, where and when.
//!
//! In: a [`Doc`] and what earlier stages [`Found`]. Out: the events of the report, each told once however often the text
//! comes back to it. "Gunmen raided the hotel on Friday, killing 20. The attack …" → one assault, three evidence spans.
//! Trigger words come from `lexicon/events/`; who takes part from syntax ([`parts`]); whether it happened from
//! [`realis`]; what is one event from [`join`]; where, when and tolls from [`settle`]. Who claims it is not read here.

mod acled;
mod forms;
mod join;
mod lexicon;
mod parts;
mod realis;
mod settle;
mod tellings;
mod tree;

pub use lexicon::{Class, EventLexicon};
pub use tree::Tree;

use crate::{Doc, Found};
use types::Event;

/// The events the text tells, in order of their main telling.
pub fn find_events(doc: &Doc, found: &Found) -> Vec<Event> {
    let tree = Tree::new(doc, found, &doc.knowledge.events);
    let mut tellings = tellings::find(&tree);
    settle::times_and_places(&tree, found, &mut tellings);
    let groups = join::join(&tree, found, &tellings);
    settle::events(&tree, found, &tellings, &groups)
}
