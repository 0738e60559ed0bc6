//! The gate: `{id, conflict, attack}`, likelihoods from a first look, with nothing read.

use super::Doc;
use serde_json::{Value, json};
use tarikh::tagger::gate;

/// What the gate says of a text as it stands, without a title.
pub fn likelihoods(doc: &Doc) -> Value {
    let report = doc.report();
    let conflict = gate::conflict("", &report.text, report.lang);
    json!({ "id": doc.id, "conflict": conflict, "attack": gate::attack("", &report.text) })
}
