//! Armed actors who attack each other are hostile: "killed his soldiers".
//!
//! In: events of force and their participants. Out: [`RelationType::HostileTo`]. Who is struck may be named only as the owner
//! of what is struck: "attacked **a position of the M23**", "seized Abou Salim, **the stronghold of the SSA**", "the post held
//! **by the mercenaries**".

use super::Ties;
use crate::actors::Mention;
use crate::{Doc, Found};
use types::{ActorId, ActorKind, Event, EventType, Evidence, Participant, Realis, RelationType, Role, Span};

/// Adds a tie for every attack of one armed actor on another.
pub(super) fn find(doc: &Doc, found: &Found, events: &[Event], ties: &mut Ties) {
    for event in events {
        let told = matches!(event.realis, Realis::Occurred | Realis::Ongoing);
        if !matches!(event.kind, EventType::Assault | EventType::Coerce) || !told {
            continue;
        }
        let Some(evidence) = event.evidence.first() else { continue };
        // "The attackers were killed", and somebody says the attack was theirs: no tie among those who attack.
        let doers = doers(doc, found, event);
        let mut struck: Vec<ActorId> = Vec::new();
        if event.kind == EventType::Assault {
            for p in
                event.participants.iter().filter(|p| matches!(p.role, Role::Target | Role::Victim | Role::Recipient))
            {
                struck.extend(p.actor.filter(|a| armed(found, *a)));
            }
        }
        for p in event.participants.iter().filter(|p| p.role != Role::Actor && p.actor.is_none()) {
            struck.extend(owners(doc, found, p.evidence.span));
        }
        struck.extend(strongholds(doc, found, evidence.span));
        for &from in &doers {
            for &to in &struck {
                if !doers.contains(&to) && !ties.between(from, to) {
                    let evidence = Evidence::new(evidence.span, "relations/assault@1");
                    ties.add(RelationType::HostileTo, from, to, Realis::Ongoing, evidence);
                }
            }
        }
    }
}

/// Those who attack: actors, or the owners of "its fighters".
fn doers(doc: &Doc, found: &Found, event: &Event) -> Vec<ActorId> {
    let mut ids: Vec<ActorId> = Vec::new();
    for p in event.participants.iter().filter(|p| p.role == Role::Actor) {
        ids.extend(p.actor.filter(|a| armed(found, *a) && !ids.contains(a)));
        let Participant { evidence, .. } = p;
        if let Some(a) = p.actor {
            // "according to the administrator, X, fighters have attacked": the phrase takes in who says so.
            let last = covered(found, evidence.span).filter(|m| m.span.end == evidence.span.end).last();
            let apart = last.filter(|m| m.actor != a && armed(found, m.actor) && !armed(found, a));
            let comma = |m: &&Mention| (m.start.saturating_sub(3)..m.start).any(|t| doc.word(t) == ",");
            ids.extend(apart.filter(comma).map(|m| m.actor).filter(|a| !ids.contains(a)));
            continue;
        }
        // "its fighters", not "a representative of the militia"
        let first = doc.tagged.token_at(evidence.span.start) as u32;
        let own = covered(found, evidence.span).find(|m| m.start <= first + 1);
        ids.extend(own.map(|m| m.actor).filter(|a| armed(found, *a) && !ids.contains(a)));
    }
    ids
}

fn armed(found: &Found, id: ActorId) -> bool {
    use ActorKind::*;
    let actor = found.actors.actor(id);
    actor.is_some_and(|a| matches!(a.kind, Military | Police | ArmedGroup | Militia | PrivateMilitary))
}

fn covered(found: &Found, span: Span) -> impl Iterator<Item = &Mention> {
    let mentions = &found.actors.mentions;
    let from = mentions.partition_point(|m| m.span.start < span.start);
    mentions[from..].iter().take(20).take_while(move |m| m.span.start < span.end)
}

/// "a position of the M23", "the army's base": the armed owner of a thing that is struck.
fn owners(doc: &Doc, found: &Found, span: Span) -> Vec<ActorId> {
    covered(found, span).filter(|m| armed(found, m.actor) && owns(doc, m)).map(|m| m.actor).collect()
}

/// True where an "of", a possessive or "held by" ties the mention to the noun beside it.
fn owns(doc: &Doc, m: &Mention) -> bool {
    let mut k = m.start;
    while k > 0 && k + 3 > m.start && matches!(lower(doc, k - 1).as_str(), "the" | "la" | "le" | "les" | "l'" | "l’")
    {
        k -= 1;
    }
    let of = k > 0 && matches!(lower(doc, k - 1).as_str(), "of" | "de" | "du" | "des" | "d'" | "d’");
    let held =
        k > 1 && matches!(lower(doc, k - 1).as_str(), "by" | "par") && HELD.contains(&lower(doc, k - 2).as_str());
    let possessive = (m.end as usize) < doc.tagged.tokens.len() && doc.word(m.end).starts_with(['\'', '’']);
    of || held || possessive
}

/// "…, the stronghold of the SSA", "la position tenue par les mercenaires et l'armée", within the words of an attack or capture.
fn strongholds(doc: &Doc, found: &Found, span: Span) -> Vec<ActorId> {
    let mut ids: Vec<ActorId> = Vec::new();
    let reach = Span { start: span.start, end: (span.end + 160).min(doc.text.len() as u32) };
    let sentence = |at: u32| doc.tagged.sentence_of(doc.tagged.token_at(at) as u32);
    for m in covered(found, reach).filter(|m| armed(found, m.actor)) {
        if sentence(m.span.start) != sentence(span.start) || m.start < 3 {
            continue;
        }
        let near = m.start.saturating_sub(8)..m.start;
        let thing = near.clone().rev().find(|&t| THINGS.contains(&lower(doc, t).as_str()));
        let Some(thing) = thing.filter(|&t| doc.token(t).span.start >= span.start) else { continue };
        // Between the thing and its owner stand only "of the", "held by", and names in a list.
        let clean = (thing + 1..m.start).all(|t| {
            let w = lower(doc, t);
            LIGHT.contains(&w.as_str()) || HELD.contains(&w.as_str()) || found.actors.at_token(t).is_some()
        });
        if clean && !ids.contains(&m.actor) {
            ids.push(m.actor);
        }
    }
    ids
}

fn lower(doc: &Doc, t: u32) -> String {
    doc.word(t).to_lowercase()
}

const HELD: &[&str] = &[
    "held",
    "manned",
    "occupied",
    "defended",
    "controlled",
    "guarded",
    "tenue",
    "tenu",
    "tenus",
    "tenues",
    "occupée",
    "occupé",
    "défendue",
    "défendu",
    "contrôlée",
    "contrôlé",
    "gardée",
];

const THINGS: &[&str] = &[
    "stronghold",
    "bastion",
    "base",
    "camp",
    "position",
    "positions",
    "post",
    "outpost",
    "headquarters",
    "barracks",
    "garrison",
    "convoy",
    "checkpoint",
    "fief",
    "caserne",
    "poste",
    "quartier",
    "qg",
    "convoi",
    "barrage",
    "garnison",
    "bases",
    "posts",
    "positions",
    "camps",
];

const LIGHT: &[&str] = &[
    "of",
    "the",
    "by",
    "de",
    "du",
    "des",
    "d'",
    "d’",
    "la",
    "le",
    "les",
    "l'",
    "l’",
    "par",
    "and",
    "et",
    ",",
    "général",
    "main",
    "principal",
    "principale",
];
