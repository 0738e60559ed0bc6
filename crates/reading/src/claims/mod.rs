//! Who says what, and how firmly.
//!
//! In: the document, what earlier stages found, its events and relations. Out: [`Attributed`]: every attribution of the
//! text (source, cue, content), and the claims on events and relations. "The army **denies** that the camp fell" → the
//! fall of the camp has a claim of the army, stance denies; nobody asserts it, so its realis is no longer `occurred`.
//!
//! Not done here: negation, modality and plans in the report's own voice (`events`), and which claims cannot all be true
//! (`disagreements`). What somebody is accused of is never asserted.

mod about;
mod author;
mod beside;
#[cfg(test)]
mod case_tests;
mod content;
mod cues;
mod find;
mod frames;
mod guard;
mod hearsay;
mod holders;
mod links;
mod nouns;
mod projection;
mod quotes;
mod said;
mod tree;
mod verbs;

pub use cues::Cues;
pub use projection::{Held, Truth};
pub use tree::Tree;

use crate::{Doc, Found};
use types::{ActorId, Attribution, Claim, Event, Holder, Relation, Span};

/// The claims of a report, and the attributions they rest on.
#[derive(Clone, Debug, Default)]
pub struct Attributed {
    /// Who says what of which event or relation.
    pub claims: Vec<Claim>,
    /// Every attribution, of whatever content.
    pub attributions: Vec<Attribution>,
}

/// Gives every event and relation its claims. What nobody asserts becomes `possible`, what is only denied `negated`.
pub fn attribute(doc: &Doc, found: &Found, events: &mut [Event], relations: &mut [Relation]) -> Attributed {
    let cx = find::context(doc, &doc.knowledge.cues);
    let said = find::find(&cx);
    let resolver = holders::Holders::new(found);
    let mut last: Option<ActorId> = None;
    let mut who: Vec<(Holder, Option<Span>)> = Vec::with_capacity(said.len());
    for s in &said {
        let (holder, text) = resolver.of(&cx, s, last);
        if let Holder::Actor(a) = holder {
            last = Some(a);
        }
        who.push((holder, text));
    }
    let told_as: Vec<types::Realis> = events.iter().map(|e| e.realis).collect();
    let scopes = about::Scopes::new(&cx, &said, &who, &found.actors.list);
    let mut told = about::told(&scopes, events, relations);
    links::link(&scopes, &mut told, events, relations);
    let mut claims = about::claims(&scopes, &mut told, events, relations);
    guard::guard(doc, found, events, relations, &mut claims);
    guard::ties_charged(found, events, relations, &mut claims);
    speech_acts(&told_as, events, &claims);
    if let Some((actor, author)) = author(doc, found) {
        author::own_voice(doc, found, actor, events, &mut claims);
        for claim in claims.iter_mut().filter(|c| c.holder == Holder::Report && c.holder_text.is_none()) {
            claim.holder_text = Some(author);
        }
    }
    author::owned_up(found, events, &claims);
    let spans = |ranges: &[tree::Range]| ranges.iter().map(|r| doc.tagged.span_of(r.0, r.1)).collect::<Vec<_>>();
    let attributions = said
        .iter()
        .zip(&who)
        .filter(|(s, _)| s.general && !s.content.is_empty())
        .map(|(s, (holder, _))| Attribution {
            source: s.source.as_ref().map(|src| spans(&src.ranges)).unwrap_or_default(),
            cue: spans(&s.cue),
            content: spans(&s.content),
            holder: *holder,
            stance: s.stance,
            certainty: s.certainty,
            by: s.by.into(),
        })
        .collect();
    Attributed { claims, attributions }
}

/// What becomes of the clause of token `at` under the words it hangs on, as events are read.
pub fn held(doc: &Doc, at: u32) -> Held {
    projection::held(&find::context(doc, &doc.knowledge.cues), at)
}

/// First token of, and one past, what hangs under token `at`.
pub fn extent(tagged: &types::Tagged, at: u32) -> (u32, u32) {
    Tree::new(tagged).extent(at)
}

/// "…, residents say, who accuse the battalion": that they accuse is what the report tells, whatever becomes of what they
/// accuse it of. An act of speech whose own words are the cue of the claim stays as it was told.
fn speech_acts(told_as: &[types::Realis], events: &mut [Event], claims: &[Claim]) {
    use types::{EventType, Realis};
    for (event, &before) in events.iter_mut().zip(told_as) {
        let speech = matches!(event.kind, EventType::Accuse | EventType::Reject | EventType::Threaten);
        let real = matches!(before, Realis::Occurred | Realis::Ongoing);
        if !speech || !real || event.realis != Realis::Possible {
            continue;
        }
        let Some(span) = event.evidence.first().map(|e| e.span) else { continue };
        let own = |c: &Claim| {
            let cue = c.cue.as_ref().is_some_and(|cue| span.contains(cue.span));
            let speaker = match c.holder {
                Holder::Actor(a) => {
                    event.participants.iter().any(|p| p.role == types::Role::Actor && p.actor == Some(a))
                }
                _ => true,
            };
            cue && speaker
        };
        if claims.iter().any(own) {
            event.realis = before;
        }
    }
}

/// Where the whole text is somebody's statement ("All ten of our brothers …", under a title that names the group): its author,
/// and the words that name it.
fn author(doc: &Doc, found: &Found) -> Option<(ActorId, Span)> {
    let author = crate::relations::statement::author(doc, found)?;
    found.actors.actor(author)?.mentions.first().map(|e| (author, e.span))
}
