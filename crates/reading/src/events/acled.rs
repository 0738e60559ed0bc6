//! ACLED's counterpart of an event: type and sub-event type, from PLOVER type, mode and who stands on which side.

use super::lexicon::Class;
use types::{Acled, EventType};

/// ACLED's counterpart, where it has one. `actor` and `object` say what kinds of people stand on either side; `ground` is
/// true where a place was taken; `state` where the side that took it is the state's.
pub fn acled(
    kind: EventType,
    mode: Option<&str>,
    actor: Class,
    object: Class,
    ground: bool,
    rule: &str,
) -> Option<Acled> {
    let two_sided = actor.any(ARMS) && object.any(ARMS) && !object.any(Class::PEOPLE);
    let (event_type, sub_event_type) = match (kind, mode) {
        (EventType::Assault, Some("aerial" | "drone")) => ("Explosions/Remote violence", "Air/drone strike"),
        (EventType::Assault, Some("suicide-attack")) => ("Explosions/Remote violence", "Suicide bomb"),
        (EventType::Assault, Some("heavy-weapons")) => {
            ("Explosions/Remote violence", "Shelling/artillery/missile attack")
        }
        (EventType::Assault, Some("explosives")) => ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
        (EventType::Assault, Some("abduct")) => ("Violence against civilians", "Abduction/forced disappearance"),
        (EventType::Assault, Some("sexual")) => ("Violence against civilians", "Sexual violence"),
        (EventType::Assault, Some("destroy")) => ("Strategic developments", "Looting/property destruction"),
        (EventType::Assault, _) if rule == "clash" || two_sided => ("Battles", "Armed clash"),
        (EventType::Assault, _) => ("Violence against civilians", "Attack"),
        (EventType::Coerce, Some("seize")) if rule == "rob" || rule == "recover" => {
            ("Strategic developments", "Looting/property destruction")
        }
        (EventType::Coerce, Some("seize")) if ground && actor.any(Class(Class::FORCE.0 | Class::OFFICIAL.0)) => {
            ("Battles", "Government regains territory")
        }
        (EventType::Coerce, Some("seize")) if ground => ("Battles", "Non-state actor overtakes territory"),
        (EventType::Coerce, Some("arrest")) => ("Strategic developments", "Arrests"),
        (EventType::Coerce, _) => ("Strategic developments", "Other"),
        (EventType::Agree | EventType::Cooperate, _) => ("Strategic developments", "Agreement"),
        (EventType::Protest, Some("riot")) => ("Riots", "Violent demonstration"),
        (EventType::Protest, _) => ("Protests", "Peaceful protest"),
        (EventType::Retreat, Some("ceasefire")) => ("Strategic developments", "Agreement"),
        (EventType::Retreat, Some("withdraw")) => ("Strategic developments", "Non-violent transfer of territory"),
        _ => return None,
    };
    Some(Acled { event_type, sub_event_type })
}

const ARMS: Class = Class(Class::ARMED.0 | Class::FORCE.0);
