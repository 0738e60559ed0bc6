//! Standing ties between actors: membership, alliance, hostility, support, office.

use crate::{Doc, Found};
use types::Relation;

/// The standing ties the text tells.
pub fn find_relations(_doc: &Doc, _found: &Found) -> Vec<Relation> {
    Vec::new()
}
