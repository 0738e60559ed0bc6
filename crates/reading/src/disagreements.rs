//! Statements of one report that cannot all be true, found by general rules over claims.

use crate::{Doc, Found};
use types::{Claim, Disagreement, Event, Relation};

/// What cannot all be true.
pub fn disagree(
    _doc: &Doc,
    _found: &Found,
    _events: &[Event],
    _relations: &[Relation],
    _claims: &[Claim],
) -> Vec<Disagreement> {
    Vec::new()
}
