//! Attribution: `{id, attributions: [{source, cue, content}]}`, each a list of `[start, end]`.

use super::Doc;
use serde_json::{Value, json};
use tarikh::types::contract::{Evidence, Reading};

/// Every attribution of a reading.
pub fn translate(doc: &Doc, reading: &Reading) -> Value {
    let pieces = |list: &[Evidence]| list.iter().map(|e| json!([e.start, e.end])).collect::<Vec<_>>();
    let list = reading.attributions.iter();
    let list =
        list.map(|a| json!({ "source": pieces(&a.source), "cue": pieces(&a.cue), "content": pieces(&a.content) }));
    json!({ "id": doc.id, "attributions": list.collect::<Vec<_>>() })
}
