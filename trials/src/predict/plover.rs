//! PLOVER: `{id, event}`, the type of the sentence's main event in capitals; null where none was read.

use super::Doc;
use serde_json::{Value, json};
use tarikh::types::contract::Reading;

/// The type of the first event that is not background.
pub fn translate(doc: &Doc, reading: &Reading) -> Value {
    let main = reading.events.iter().find(|e| !e.background).or(reading.events.first());
    json!({ "id": doc.id, "event": main.map(|e| e.kind.word().to_uppercase()) })
}
