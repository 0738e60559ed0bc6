//! A text that is a side's own statement: what it says it did it claims, what it lays on its enemy it accuses of.
//!
//! In: a report whose title names an armed group and which says "we" throughout, its events and claims. Out: claims of that
//! group beside those of the report. "Fourteen soldiers of the occupying army were killed" → the group claims it. "His own
//! agents killed them" → the group accuses; nobody asserts it. What stands in square brackets is the monitors' own.

use crate::relations::statement::noted;
use crate::{Doc, Found};
use types::{
    About, ActorId, ActorKind, By, Certainty, Claim, Event, EventId, EventType, Evidence, Holder, Participant, Realis,
    Role, Span, Stance,
};

/// Most claims that a statement gives its author.
const MOST: usize = 10;

/// Words by which a side calls the other.
const ENEMY: &[&str] =
    &["enemy", "his own", "occupier", "occupying", "tyrant", "ennemi", "occupant", "crusader", "puppet"];

/// Gives the author of a statement the claims that are its own.
pub fn own_voice(doc: &Doc, found: &Found, author: ActorId, events: &mut [Event], claims: &mut Vec<Claim>) {
    let Some(actor) = found.actors.list.get(author.index()) else { return };
    if !matches!(actor.kind, ActorKind::ArmedGroup | ActorKind::Militia) {
        return;
    }
    let mut said = 0;
    for (i, event) in events.iter_mut().enumerate() {
        let about = About::Event(EventId(i as u32));
        let Some(span) = event.evidence.first().map(|e| e.span) else { continue };
        // "The enemy" of a statement is never its author.
        for p in event.participants.iter_mut().filter(|p| p.actor == Some(author)) {
            let words = doc.words(p.evidence.span).to_lowercase();
            if ENEMY.iter().any(|w| words.contains(w)) {
                p.actor = None;
            }
        }
        let others = claims.iter().any(|c| c.about.contains(&about) && c.holder != Holder::Report);
        let force = matches!(event.kind, EventType::Assault | EventType::Coerce);
        let real = matches!(event.realis, Realis::Occurred | Realis::Ongoing);
        if !force || !real || said >= MOST || noted(doc, span) {
            continue;
        }
        let doers = || event.participants.iter().filter(|p| p.role == Role::Actor);
        let enemy = doers().any(|p| {
            let words = doc.words(p.evidence.span).to_lowercase();
            let kind = p.actor.filter(|a| *a != author).and_then(|a| found.actors.list.get(a.index())).map(|a| a.kind);
            use ActorKind::*;
            ENEMY.iter().any(|w| words.contains(w))
                || matches!(kind, Some(State | Government | Military | Police | PrivateMilitary))
        });
        if others && !enemy {
            continue;
        }
        let own = doers().all(|p| {
            let words = doc.words(p.evidence.span).to_lowercase();
            p.actor == Some(author) || ["our", "we", "nos", "nous", "the fighters"].iter().any(|w| words.starts_with(w))
        });
        // Harm to civilians or to its own men is nothing it boasts of, nor is what it calls a lie.
        let struck = || event.participants.iter().filter(|p| p.role != Role::Actor);
        let fighters = struck().all(|p| {
            let words = doc.words(p.evidence.span).to_lowercase();
            let kind = p.actor.filter(|a| *a != author).and_then(|a| found.actors.list.get(a.index())).map(|a| a.kind);
            use ActorKind::*;
            let armed = matches!(kind, Some(Military | Police | PrivateMilitary | ArmedGroup | Militia));
            let named = ["soldier", "soldat", "troop", "position", "convoy", "base", "camp", "post", "vehicle"];
            !["our ", "nos ", "of our"].iter().any(|w| words.starts_with(w) || words.contains(w))
                && (armed
                    || ENEMY.iter().chain(&named).any(|w| words.contains(w))
                    || p.actor.is_none() && kind.is_none() && !words.contains("civil"))
        });
        let people = struck().any(|p| {
            let kind = p.actor.and_then(|a| found.actors.list.get(a.index())).map(|a| a.kind);
            matches!(kind, Some(ActorKind::Civilians | ActorKind::Community | ActorKind::Person))
        });
        let doubted = disowned(doc, span);
        let stance = match (enemy, own) {
            (true, _) => Stance::Accuses,
            (false, true) if event.kind == EventType::Assault && fighters && !people && !doubted => {
                if event.tolls.is_empty() && doers().next().is_none() {
                    continue;
                }
                Stance::ClaimsResponsibility
            }
            _ => continue,
        };
        if enemy {
            super::guard::unsay(claims, about);
            event.realis = Realis::Possible;
        }
        said += 1;
        claims.push(Claim {
            holder: Holder::Actor(author),
            holder_text: None,
            stance,
            certainty: if enemy { Certainty::Possible } else { Certainty::Stated },
            about: vec![about],
            cue: None,
            evidence: Evidence::new(span, By::Borrowed("claims/author@1")),
        });
    }
}

/// "The group claimed the attack": who claims a deed stands among those who did it, with the words that name the claimer.
pub fn owned_up(found: &Found, events: &mut [Event], claims: &[Claim]) {
    for claim in claims.iter().filter(|c| c.stance == Stance::ClaimsResponsibility) {
        let Holder::Actor(actor) = claim.holder else { continue };
        let armed = found.actors.list.get(actor.index()).is_some_and(|a| {
            matches!(
                a.kind,
                ActorKind::ArmedGroup | ActorKind::Militia | ActorKind::Military | ActorKind::PrivateMilitary
            )
        });
        let near = claim.cue.as_ref().map_or(claim.evidence.span, |c| c.span);
        let named = found.actors.mentions.iter().filter(|m| m.actor == actor);
        let Some(named) = named.min_by_key(|m| (m.span.start.abs_diff(near.start), m.span.start)) else { continue };
        for about in &claim.about {
            let About::Event(e) = about else { continue };
            let Some(event) = events.get_mut(e.index()).filter(|_| armed) else { continue };
            let force = matches!(event.kind, EventType::Assault | EventType::Coerce);
            let real = matches!(event.realis, Realis::Occurred | Realis::Ongoing);
            // Another named side is there already: two tellings, which a reader must see apart.
            let taken = event.participants.iter().any(|p| {
                let other = p.actor.and_then(|a| found.actors.list.get(a.index()));
                p.actor == Some(actor) || p.role == Role::Actor && other.is_some_and(|a| a.registry.is_some())
            });
            if force && real && !taken {
                let evidence = Evidence::new(named.span, By::Borrowed("claims/owned-up@1"));
                event.participants.push(Participant { role: Role::Actor, actor: Some(actor), evidence });
            }
        }
    }
}

/// "The enemy's story that we shot labourers is a lie": the sentence itself says that it is not so.
fn disowned(doc: &Doc, span: Span) -> bool {
    const FALSE: &[&str] = &[
        "lie",
        "lies",
        "false",
        "story",
        "rumour",
        "rumor",
        "invention",
        "slander",
        "fabrication",
        "mensonge",
        "mensonges",
        "faux",
        "fausse",
        "rumeur",
        "calomnie",
        "propaganda",
        "propagande",
    ];
    let sentence = doc.tagged.sentence_of(doc.tagged.token_at(span.start) as u32);
    let Some(s) = doc.tagged.sentences.get(sentence) else { return false };
    (s.start..s.end).any(|i| FALSE.contains(&doc.word(i).to_lowercase().as_str()))
}
