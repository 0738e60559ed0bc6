//! Times: `{id, timexes: [{start, end, type, value}]}`.

use super::Doc;
use serde_json::{Value, json};
use tarikh::types::contract::Reading;

/// The time expressions of a reading.
pub fn translate(doc: &Doc, reading: &Reading) -> Value {
    let timex = |t: &tarikh::types::contract::Time| json!({ "start": t.evidence.start, "end": t.evidence.end, "type": t.timex, "value": t.value });
    json!({ "id": doc.id, "timexes": reading.times.iter().map(timex).collect::<Vec<_>>() })
}
