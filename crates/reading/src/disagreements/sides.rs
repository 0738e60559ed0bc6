//! Who fights beside whom: an actor that stands beside B against C in one event and beside C against B in another.
//!
//! "The army and the mercenaries took the town from the rebels. … The rebels, accompanied by army units, beat the
//! mercenaries." Both may be told in good faith; a reader must know that the report says both.

use super::Case;
use std::collections::BTreeMap;
use types::{About, ActorId, Disagreement, DisagreementKind, Event, EventId, EventType, Evidence, Realis, Role, Span};

const BY: &str = "disagreements/side@1";

/// The actors of one side and those they act against.
struct Fight {
    event: EventId,
    span: Span,
    side: Vec<ActorId>,
    against: Vec<ActorId>,
}

/// Words that put the actor after them on the side of the one before.
const BESIDE: &[&str] = &[
    "accompanied by",
    "alongside",
    "together with",
    "backed by",
    "supported by",
    "joined by",
    "with the help of",
    "with the support of",
    "aided by",
    "accompagnés par",
    "accompagnés de",
    "accompagnées de",
    "aux côtés de",
    "appuyés par",
    "soutenus par",
    "avec l'appui de",
    "avec l’appui de",
    "avec l'aide de",
];

fn fight(case: &Case, id: EventId, event: &Event) -> Option<Fight> {
    let violent =
        matches!(event.kind, EventType::Assault | EventType::Coerce | EventType::Retreat | EventType::Mobilize);
    if !violent || !matches!(event.realis, Realis::Occurred | Realis::Ongoing | Realis::Possible) {
        return None;
    }
    let span = event.evidence.first()?.span;
    let of = |roles: &[Role]| {
        let mut ids: Vec<ActorId> =
            event.participants.iter().filter(|p| roles.contains(&p.role)).filter_map(|p| p.actor).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let mut side = of(&[Role::Actor]);
    let against: Vec<ActorId> =
        of(&[Role::Recipient, Role::Target, Role::Victim]).into_iter().filter(|a| !side.contains(a)).collect();
    // "the rebels, accompanied by army units, …": the companion may not be a participant of its own.
    if !side.is_empty() {
        let mentions = &case.found.actors.mentions;
        let from = mentions.partition_point(|m| m.span.start < span.start);
        for m in mentions.iter().skip(from).take(40).take_while(|m| m.span.end <= span.end) {
            let before = case.doc.text.get(span.start as usize..m.span.start as usize).unwrap_or("").to_lowercase();
            let near: String = before.chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
            let joined = BESIDE
                .iter()
                .any(|w| near.rfind(w).is_some_and(|at| near[at + w.len()..].split_whitespace().count() <= 2));
            if joined && !side.contains(&m.actor) && !against.contains(&m.actor) {
                side.push(m.actor);
            }
        }
    }
    (!side.is_empty() && !against.is_empty()).then_some(Fight { event: id, span, side, against })
}

pub(super) fn find(case: &Case, list: &mut Vec<Disagreement>) {
    // Who stood beside whom, and where first; who stood against whom.
    let mut beside: BTreeMap<(ActorId, ActorId), Vec<usize>> = BTreeMap::new();
    let mut fights: Vec<Fight> = Vec::new();
    for (i, event) in case.events.iter().enumerate() {
        if let Some(f) = fight(case, EventId(i as u32), event) {
            for &a in f.side.iter().take(12) {
                for &b in f.side.iter().take(12).filter(|b| **b != a) {
                    let at = beside.entry((a, b)).or_default();
                    if at.len() < 20 {
                        at.push(fights.len());
                    }
                }
            }
            fights.push(f);
        }
    }
    let mut told: Vec<(ActorId, ActorId, ActorId)> = Vec::new();
    for (n, second) in fights.iter().enumerate() {
        // In `second`, a stands beside c against b; is there an event where a stands beside b against c?
        for &a in second.side.iter().take(12) {
            for &c in second.side.iter().take(12).filter(|c| **c != a) {
                for &b in second.against.iter().take(12) {
                    let Some(earlier) = beside.get(&(a, b)) else { continue };
                    let first = earlier.iter().copied().find(|&k| k < n && fights[k].against.contains(&c));
                    let Some(first) = first.map(|k| &fights[k]) else { continue };
                    if told.contains(&(a, b, c)) {
                        continue;
                    }
                    told.push((a, b, c));
                    list.push(side(case, first, second, (a, b, c)));
                }
            }
        }
    }
}

fn side(case: &Case, first: &Fight, second: &Fight, (a, b, c): (ActorId, ActorId, ActorId)) -> Disagreement {
    let name = |id: ActorId| case.found.actors.list.get(id.index()).map_or("?", |x| x.name.as_str());
    let (a, b, c) = (name(a), name(b), name(c));
    Disagreement {
        kind: DisagreementKind::Side,
        about: vec![About::Event(first.event), About::Event(second.event)],
        evidence: vec![Evidence::new(first.span, BY), Evidence::new(second.span, BY)],
        note: format!(
            "{a} stands beside {b} against {c} in \"{}\", but beside {c} against {b} in \"{}\".",
            case.words(first.span),
            case.words(second.span)
        ),
    }
}
