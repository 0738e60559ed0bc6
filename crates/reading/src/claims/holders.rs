//! Whose claim it is: the words of a source, resolved to an actor of the report.
//!
//! "The latter claimed …" → the actor named last before it. "A security source" → nobody the report names, unless the
//! actors' stage made one of it. "The group's spokesman" speaks for the group.

use super::said::{Cx, Said, Source};
use crate::Found;
use types::{ActorId, ActorKind, Holder, Span, Upos};

/// Actors' mentions by their head tokens.
pub struct Holders<'a> {
    found: &'a Found,
    heads: Vec<(u32, ActorId)>,
    /// First token, one past the last, actor; in text order.
    spans: Vec<(u32, u32, ActorId)>,
}

/// Nouns that speak for the body they belong to.
const VOICES: &[&str] = &[
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "statement",
    "communiqué",
    "communique",
    "office",
    "leadership",
    "command",
    "press",
    "porte-parole",
    "service",
    "bureau",
    "direction",
    "commandement",
    "website",
    "media",
    "outlet",
    "arm",
];

impl<'a> Holders<'a> {
    /// Sets up the mentions of `found`.
    pub fn new(found: &'a Found) -> Holders<'a> {
        let mut heads: Vec<(u32, ActorId)> = found.actors.mentions.iter().map(|m| (m.head, m.actor)).collect();
        heads.sort_unstable();
        let mut spans: Vec<(u32, u32, ActorId)> =
            found.actors.mentions.iter().map(|m| (m.start, m.end, m.actor)).collect();
        spans.sort_unstable();
        Holders { found, heads, spans }
    }

    fn at_head(&self, head: u32) -> Option<ActorId> {
        let i = self.heads.partition_point(|(h, _)| *h < head);
        self.heads.get(i).filter(|(h, _)| *h == head).map(|(_, a)| *a)
    }

    fn around(&self, token: u32) -> Option<ActorId> {
        let i = self.spans.partition_point(|(s, _, _)| *s <= token);
        self.spans[..i].iter().rev().take(6).find(|(_, e, _)| token < *e).map(|(_, _, a)| *a)
    }

    /// The actor named last before token `before`, not before token `from`.
    fn last_before(&self, before: u32, from: u32, nth: usize) -> Option<ActorId> {
        let i = self.spans.partition_point(|(_, e, _)| *e <= before);
        let mut seen: Vec<ActorId> = Vec::new();
        for &(s, _, a) in self.spans[..i].iter().rev().take(40) {
            if s < from {
                break;
            }
            if !seen.contains(&a) {
                seen.push(a);
            }
            if seen.len() > nth {
                return seen.get(nth).copied();
            }
        }
        None
    }

    fn kind(&self, actor: ActorId) -> Option<ActorKind> {
        self.found.actors.list.get(actor.index()).map(|a| a.kind)
    }

    /// The holder of `said`, and the words for it. `last` is the holder of the attribution before.
    pub fn of(&self, cx: &Cx, said: &Said, last: Option<ActorId>) -> (Holder, Option<Span>) {
        let Some(source) = &said.source else { return (Holder::Unnamed, None) };
        let text = self.words(cx, source);
        let holder = self.resolve(cx, source, last).map_or(Holder::Unnamed, Holder::Actor);
        (holder, text)
    }

    fn words(&self, cx: &Cx, source: &Source) -> Option<Span> {
        let first = source.ranges.iter().find(|r| r.0 <= source.head && source.head < r.1).or(source.ranges.first())?;
        Some(cx.doc.tagged.span_of(first.0, first.1))
    }

    fn resolve(&self, cx: &Cx, source: &Source, last: Option<ActorId>) -> Option<ActorId> {
        let head = source.head;
        if let Some(actor) = self.at_head(head) {
            return Some(actor);
        }
        let word = cx.lower(head);
        if matches!(
            word.as_str(),
            "latter" | "dernier" | "celui-ci" | "celle-ci" | "ceux-ci" | "celles-ci" | "dernière" | "derniers"
        ) {
            return self.last_before(head, cx.sentence(head).0.saturating_sub(60), 0);
        }
        if word == "former" && cx.token(head).upos != Upos::Adj {
            return self.last_before(head, cx.sentence(head).0.saturating_sub(60), 1);
        }
        if cx.token(head).upos == Upos::Pron {
            let named = matches!(
                word.as_str(),
                "he" | "she" | "it" | "they" | "il" | "elle" | "ils" | "elles" | "who" | "which" | "that" | "qui"
            );
            let from = cx.sentence(head.saturating_sub(1)).0.saturating_sub(40);
            let fits = |a: &ActorId| {
                let person = matches!(self.kind(*a), Some(ActorKind::Person));
                !matches!(word.as_str(), "he" | "she") || person
            };
            if !named {
                return None;
            }
            return last.filter(fits).or_else(|| self.last_before(head, from, 0).filter(fits));
        }
        if let Some(actor) = self.around(head) {
            return Some(actor);
        }
        if VOICES.contains(&cx.lemma(head)) {
            let (s, e) = source.ranges.iter().fold((head, head), |r, x| (r.0.min(x.0), r.1.max(x.1)));
            let i = self.spans.partition_point(|(start, _, _)| *start < s);
            return self.spans[i..].iter().take_while(|(start, _, _)| *start < e).map(|(_, _, a)| *a).next();
        }
        None
    }
}
