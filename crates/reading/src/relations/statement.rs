//! Whose statement the whole text is, and what that tells of his enemies and friends.
//!
//! "L'état-major général des armées informe l'opinion … La riposte a permis de neutraliser 149 terroristes": who puts out the
//! statement fights them. "Fourteen soldiers of the occupying army were killed", in a group's own words.

use super::Ties;
use crate::{Doc, Found};
use types::{Actor, ActorId, ActorKind, Event, EventType, Evidence, Realis, RelationType, Role, Span, Upos};

/// Words of a title for a statement that somebody puts out.
const STATEMENT: &[&str] =
    &["communiqué", "communique", "statement", "press release", "déclaration", "press statement"];

/// The body whose statement the text is: its title names it and calls the text a statement, or the text speaks of "us".
pub(crate) fn author(doc: &Doc, found: &Found) -> Option<ActorId> {
    let title = doc.report.title.as_deref()?;
    let lower = title.to_lowercase();
    let called = STATEMENT.iter().any(|w| lower.contains(w)) || {
        let head: String = doc.text.chars().take(120).collect::<String>().to_lowercase();
        STATEMENT.iter().any(|w| head.contains(w))
    };
    let ours = || {
        let n = doc.tagged.tokens.len() as u32;
        let mut inside = false;
        let mut count = 0;
        for i in 0..n {
            match doc.word(i) {
                "\"" => inside = !inside,
                "“" | "«" => inside = true,
                "”" | "»" => inside = false,
                word if !inside && doc.token(i).upos != Upos::Propn => {
                    let first = matches!(word.to_lowercase().as_str(), "we" | "our" | "us" | "nous" | "nos" | "notre");
                    count += u32::from(first);
                }
                _ => {}
            }
        }
        count >= 3
    };
    let named = |a: &&Actor| {
        use ActorKind::*;
        let body = matches!(a.kind, Military | Police | ArmedGroup | Militia | Government | PrivateMilitary | Party);
        body && a.names.iter().any(|name| name.len() > 2 && title.contains(name.as_str()))
    };
    let at = found.actors.list.iter().position(|a| named(&a))?;
    (called || ours()).then_some(ActorId(at as u32))
}

/// Those whom the author's side strikes, where no other doer is named.
pub(super) fn enemies(doc: &Doc, found: &Found, events: &[Event], ties: &mut Ties) {
    let Some(author) = author(doc, found) else { return };
    let armed = |a: ActorId| {
        use ActorKind::*;
        found
            .actors
            .actor(a)
            .is_some_and(|a| matches!(a.kind, Military | Police | ArmedGroup | Militia | PrivateMilitary))
    };
    for event in events {
        let told = matches!(event.realis, Realis::Occurred | Realis::Ongoing) && event.kind == EventType::Assault;
        let Some(evidence) = event.evidence.first().filter(|e| told && !noted(doc, e.span)) else { continue };
        let doers = || event.participants.iter().filter(|p| p.role == Role::Actor);
        if doers().any(|p| p.actor.is_none_or(|a| a != author)) {
            continue;
        }
        let struck =
            event.participants.iter().filter(|p| matches!(p.role, Role::Victim | Role::Recipient | Role::Target));
        for to in struck.filter_map(|p| p.actor).filter(|&a| a != author && armed(a)) {
            if !ties.between(author, to) {
                let evidence = Evidence::new(evidence.span, "relations/statement@1");
                ties.add(RelationType::HostileTo, author, to, Realis::Ongoing, evidence);
            }
        }
    }
}

/// Inside a note of the monitors in square brackets, another voice speaks.
pub(crate) fn noted(doc: &Doc, span: Span) -> bool {
    let before = doc.text.get(..span.start as usize).unwrap_or("");
    before.rfind('[').is_some_and(|open| before.rfind(']').is_none_or(|close| close < open))
}
