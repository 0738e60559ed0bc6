//! PLOVER: `{id, event}`, the type of the sentence's main event in capitals; null where none was read.
//!
//! The reader keeps what is planned, refused or demanded as an event of its own type with a realis; PLOVER's codebook
//! codes the speech act instead: help that is promised is AGREE, refused REJECT, demanded REQUEST; harm that is
//! announced is THREATEN. The translation follows the codebook.

use super::Doc;
use serde_json::{Value, json};
use tarikh::types::{EventType, Realis, contract::*};

/// The type of the first event that is not background.
pub fn translate(doc: &Doc, reading: &Reading) -> Value {
    let main = reading.events.iter().find(|e| !e.background).or(reading.events.first());
    json!({ "id": doc.id, "event": main.map(|e| spoken(e, &doc.text).word().to_uppercase()) })
}

/// The type as the codebook codes it.
fn spoken(event: &Event, text: &str) -> EventType {
    use EventType::*;
    let words = || event.evidence.iter().flat_map(|e| e.quote.split_whitespace());
    let helps = matches!(event.kind, Agree | Consult | Support | Concede | Cooperate | Aid | Retreat);
    let harms = matches!(event.kind, Sanction | Coerce | Assault | Protest | Reject | Mobilize);
    let open = matches!(event.realis, Realis::Planned | Realis::Expected | Realis::Possible);
    let condition = text.split_whitespace().any(|w| matches!(w, "unless" | "if"));
    match event.realis {
        _ if open && words().any(|w| w == "must") => Request,
        Realis::Negated if helps => Reject,
        _ if open && condition && (harms || text.contains(" unless ")) => Threaten,
        Realis::Planned | Realis::Expected if helps => Agree,
        Realis::Possible if helps && words().any(|w| w == "would") => Agree,
        _ => event.kind,
    }
}
