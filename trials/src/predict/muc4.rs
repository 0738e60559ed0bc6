//! MUC-4: `{id, templates: [{incident_type, PerpInd, PerpOrg, Target, Victim, Weapon}]}`.
//!
//! A template is one assault that the text tells; strings are the text's own words.

use super::Doc;
use serde_json::{Value, json};
use tarikh::types::{ActorKind, EventType, Role, contract::*};

/// The templates of a reading.
pub fn translate(doc: &Doc, reading: &Reading) -> Value {
    let assaults = reading.events.iter().filter(|e| e.kind == EventType::Assault);
    let templates: Vec<_> = assaults.map(|e| template(e, reading)).collect();
    json!({ "id": doc.id, "templates": templates })
}

fn template(event: &Event, reading: &Reading) -> Value {
    let mut slots = [Vec::new(), Vec::new(), Vec::new(), Vec::new()];
    let [perp_ind, perp_org, target, victim] = &mut slots;
    for part in &event.participants {
        let actor = part.actor.as_ref().and_then(|id| reading.actors.iter().find(|a| a.id == *id));
        let list = match part.role {
            Role::Actor if actor.is_some_and(|a| is_organisation(a.kind)) => &mut *perp_org,
            Role::Actor => &mut *perp_ind,
            Role::Victim | Role::Recipient => &mut *victim,
            Role::Target | Role::Site => &mut *target,
            _ => continue,
        };
        if !list.contains(&part.text) {
            list.push(part.text.clone());
        }
    }
    json!({
        "incident_type": incident_type(event),
        "PerpInd": perp_ind, "PerpOrg": perp_org, "Target": target, "Victim": victim, "Weapon": event.instruments,
    })
}

fn incident_type(event: &Event) -> &'static str {
    match event.mode.as_deref() {
        Some("abduct") => "kidnapping",
        Some("explosives" | "suicide-attack") => "bombing",
        _ => "attack",
    }
}

fn is_organisation(kind: ActorKind) -> bool {
    !matches!(kind, ActorKind::Person | ActorKind::Civilians | ActorKind::Unnamed | ActorKind::Community)
}
