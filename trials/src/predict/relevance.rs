//! Relevance: `{id, score}`, the reading's own likelihood that the report tells of political violence.

use super::Doc;
use serde_json::{Value, json};
use tarikh::types::contract::Reading;

/// The reading's likelihood.
pub fn translate(doc: &Doc, reading: &Reading) -> Value {
    json!({ "id": doc.id, "score": reading.relevance })
}
