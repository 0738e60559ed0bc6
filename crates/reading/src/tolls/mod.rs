//! Counts of people and things harmed.

use crate::Doc;
use types::Toll;

/// Every count of people or things harmed, in text order.
pub fn count_tolls(_doc: &Doc) -> Vec<Toll> {
    Vec::new()
}
