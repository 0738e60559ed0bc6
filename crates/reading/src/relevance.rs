//! How likely a report tells of political violence or conflict politics.
//!
//! In: the events read and the [`Gist`]. Out: one number. The gist's own estimate, shifted to its best line, stands where it has one (English); elsewhere
//! the events speak: many, violent and real ones make a report relevant.

use crate::Doc;
use types::{Event, EventType, Gist, Realis};

/// The gist's likelihood above which a report counts as relevant, chosen on wires its models had not seen.
const LINE: f32 = 0.42;

/// Likelihood from 0 to 1.
pub fn relevance(_doc: &Doc, events: &[Event], gist: &Gist) -> f32 {
    if let Some((_, likely)) = gist.kinds.iter().find(|(kind, _)| kind.is_empty()) {
        // Half means: on the line that told the training wires apart best.
        let odds = likely / (1.0 - likely).max(1e-6) * (1.0 - LINE) / LINE;
        return odds / (odds + 1.0);
    }
    let weight = |event: &Event| {
        let kind: f32 = match event.kind {
            EventType::Assault => 1.0,
            EventType::Coerce | EventType::Protest | EventType::Threaten | EventType::Mobilize => 0.6,
            _ => 0.25,
        };
        if matches!(event.realis, Realis::Occurred | Realis::Ongoing) { kind } else { kind / 2.0 }
    };
    let sum: f32 = events.iter().map(weight).sum();
    sum / (sum + 1.0)
}
