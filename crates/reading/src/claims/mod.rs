//! Who says what, and how firmly.

use crate::{Doc, Found};
use types::{Attribution, Claim, Event, Relation};

/// The claims of a report, and the attributions they rest on.
#[derive(Clone, Debug, Default)]
pub struct Attributed {
    /// Who says what of which event or relation.
    pub claims: Vec<Claim>,
    /// Every attribution, of whatever content.
    pub attributions: Vec<Attribution>,
}

/// Gives every event and relation its claims. What nobody asserts becomes `possible`.
pub fn attribute(_doc: &Doc, _found: &Found, _events: &mut [Event], _relations: &mut [Relation]) -> Attributed {
    Attributed::default()
}
