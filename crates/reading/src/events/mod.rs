//! Who did what to whom, where and when.

use crate::{Doc, Found};
use types::Event;

/// The events the text tells, in order of their main telling.
pub fn find_events(_doc: &Doc, _found: &Found) -> Vec<Event> {
    Vec::new()
}
