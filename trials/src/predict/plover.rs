//! PLOVER: `{id, event}`, the type of the sentence's main event in capitals; null where none was read.
//!
//! The reader keeps what is planned, refused or demanded as an event of its own type with a realis; PLOVER's codebook
//! codes the speech act instead: help that is promised is AGREE, refused REJECT, demanded REQUEST; harm that is
//! announced is THREATEN. The translation follows the codebook.

use super::Doc;
use serde_json::{Value, json};
use tarikh::types::{EventType, Realis, contract::*};

/// The type of the first event that is not background, nor told beside another ("Despite warnings, …").
pub fn translate(doc: &Doc, reading: &Reading) -> Value {
    let told = || reading.events.iter().filter(|e| !e.background);
    let main = told().find(|e| !beside(e, &doc.text)).or_else(|| told().next()).or(reading.events.first());
    let kind = main.map(|e| if measure(e, reading) { EventType::Coerce } else { spoken(e, &doc.text) });
    json!({ "id": doc.id, "event": kind.map(|k| k.word().to_uppercase()) })
}

/// The words of `text` before the evidence of an event, the nearest first.
fn before<'t>(event: &Event, text: &'t str) -> Vec<&'t str> {
    let start = event.evidence.first().map_or(0, |e| e.start as usize);
    let end = text.char_indices().nth(start).map_or(text.len(), |(at, _)| at);
    text[..end].split_whitespace().rev().collect()
}

/// "Despite warnings of famine", "following the deaths of two": what surrounds the main event.
fn beside(event: &Event, text: &str) -> bool {
    let article = |w: &&&str| matches!(**w, "the" | "a" | "an" | "new" | "repeated" | "its" | "their");
    let case = before(event, text).iter().find(|w| !article(w)).map(|w| w.to_lowercase());
    let quoted = event.evidence.first().map(|e| e.quote.to_lowercase()).unwrap_or_default();
    let aside = |w: &str| matches!(w, "despite" | "following" | "after" | "amid" | "amidst");
    case.as_deref().is_some_and(aside) || quoted.split_whitespace().next().is_some_and(aside)
}

/// "ordered the newspaper to suspend publication": an order by who may give it is the measure itself.
fn measure(event: &Event, reading: &Reading) -> bool {
    let Some(told) = event.evidence.first() else { return false };
    let order = told.quote.split_whitespace().any(|w| matches!(w, "ordered" | "orders" | "decreed"));
    let inner = |e: &&Event| {
        let within = e.evidence.first().is_some_and(|x| told.start < x.start && x.end <= told.end);
        within && matches!(e.kind, EventType::Coerce | EventType::Sanction)
    };
    event.kind == EventType::Request && order && reading.events.iter().find(inner).is_some()
}

/// The type as the codebook codes it.
fn spoken(event: &Event, text: &str) -> EventType {
    use EventType::*;
    let words = || event.evidence.iter().flat_map(|e| e.quote.split_whitespace());
    let helps = matches!(event.kind, Agree | Consult | Support | Concede | Cooperate | Aid | Retreat);
    let harms = matches!(event.kind, Sanction | Coerce | Assault | Protest | Reject | Mobilize);
    let open = matches!(event.realis, Realis::Planned | Realis::Expected | Realis::Possible);
    let condition = text.split_whitespace().any(|w| matches!(w, "unless" | "if"));
    // A breach of a ceasefire is refused peace to the reader, fighting to the codebook.
    let truce = |w: &str| matches!(w, "ceasefire" | "cease-fire" | "truce");
    let breaks = |w: &str| ["violat", "breach", "break", "broke"].iter().any(|stem| w.starts_with(stem));
    match event.realis {
        _ if event.kind == Reject && words().any(truce) && words().any(breaks) => Assault,
        // "said that the states must be ready to mediate": the verb may stand before what the evidence holds.
        _ if open && words().any(|w| w == "must") => Request,
        _ if open && helps_or_aids(event.kind) && before(event, text).iter().take(6).any(|w| *w == "must") => Request,
        Realis::Negated if helps => Reject,
        _ if open && condition && (harms || text.contains(" unless ")) => Threaten,
        Realis::Planned | Realis::Expected if helps => Agree,
        Realis::Possible if helps && words().any(|w| w == "would") => Agree,
        _ => event.kind,
    }
}

fn helps_or_aids(kind: EventType) -> bool {
    use EventType::*;
    matches!(kind, Agree | Consult | Support | Concede | Cooperate | Aid)
}
