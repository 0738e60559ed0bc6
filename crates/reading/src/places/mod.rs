//! Toponyms of a text, resolved to the gazetteer.

use crate::Doc;
use types::Place;

/// The places the text names, in order of first mention.
pub fn resolve_places(_doc: &Doc) -> Vec<Place> {
    Vec::new()
}
