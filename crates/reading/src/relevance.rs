//! How likely a report tells of political violence or conflict politics.

use crate::Doc;
use types::Event;

/// Likelihood from 0 to 1.
pub fn relevance(_doc: &Doc, events: &[Event]) -> f32 {
    if events.is_empty() { 0.0 } else { 0.5 }
}
