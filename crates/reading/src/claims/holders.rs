//! Whose claim it is: the words of a source, resolved to an actor of the report.
//!
//! "The latter claimed …" → the actor named last before it. "A security source" → nobody the report names, unless the
//! actors' stage made one of it. "The group's spokesman" speaks for the group.

use super::said::{Cx, Said, Source};
use crate::Found;
use types::{ActorId, ActorKind, Holder, Span, Upos};

/// The actors of the report, asked for the holder of each attribution.
pub struct Holders<'a> {
    found: &'a Found,
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

/// Words for what nobody stands behind.
pub const RUMOURS: &[&str] = &[
    "rumour",
    "rumor",
    "theory",
    "legend",
    "gossip",
    "speculation",
    "hypothesis",
    "rumeur",
    "post",
    "internaute",
    "ragot",
    "théorie",
    "légende",
    "hypothèse",
    "on-dit",
    "conjecture",
];

impl<'a> Holders<'a> {
    /// Asks the actors of `found`.
    pub fn new(found: &'a Found) -> Holders<'a> {
        Holders { found }
    }

    /// The actor named last before token `before`, not before token `from`; `nth` counts back from it.
    fn last_before(&self, before: u32, from: u32, nth: usize) -> Option<ActorId> {
        let mut seen: Vec<ActorId> = Vec::new();
        for m in self.found.actors.within(from, before).iter().rev().take(40).filter(|m| m.end <= before) {
            if !seen.contains(&m.actor) {
                seen.push(m.actor);
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
        let Some(source) = &said.source else {
            let own = said.by == super::frames::BY_CONTRARY;
            return (if own { Holder::Report } else { Holder::Unnamed }, None);
        };
        let unlabelled = unlabelled(cx, source);
        let source = unlabelled.as_ref().unwrap_or(source);
        let text = self.words(cx, source);
        if RUMOURS.contains(&cx.lemma(source.head)) {
            return (Holder::Unnamed, text);
        }
        let holder = self.resolve(cx, source, last).map_or(Holder::Unnamed, Holder::Actor);
        (holder, text)
    }

    fn words(&self, cx: &Cx, source: &Source) -> Option<Span> {
        let relative = |r: &&super::tree::Range| {
            r.1 == r.0 + 1 && matches!(cx.lower(r.0).as_str(), "who" | "which" | "that" | "qui")
        };
        // "the faction, which denied it": the noun is named, not the pronoun.
        if source.ranges.first().filter(relative).is_some_and(|r| r.0 != source.head) {
            let part = |i: u32| {
                matches!(cx.token(i).upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det)
                    || matches!(cx.doc.word(i), "'s" | "’s")
            };
            let (s, _) = cx.sentence(source.head);
            let mut from = source.head;
            while from > s && part(from - 1) && from + 8 > source.head {
                from -= 1;
            }
            return Some(cx.doc.tagged.span_of(from, source.head + 1));
        }
        let first = source.ranges.iter().find(|r| r.0 <= source.head && source.head < r.1).or(source.ranges.first())?;
        Some(cx.doc.tagged.span_of(first.0, first.1))
    }

    fn resolve(&self, cx: &Cx, source: &Source, last: Option<ActorId>) -> Option<ActorId> {
        let head = source.head;
        if let Some(mention) = self.found.actors.at_head(head) {
            return Some(mention.actor);
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
            let before = || {
                let list = self.found.actors.within(from, head).iter().rev().take(40);
                list.map(|m| m.actor).find(|a| fits(a))
            };
            // "The group has claimed the raid. It says …": the subject of the sentence before.
            let subject = || {
                let s = cx.doc.tagged.sentence_of(head).checked_sub(1)?;
                let sentence = cx.doc.tagged.sentences.get(s)?;
                let subject = (sentence.start..sentence.end)
                    .find(|&i| matches!(cx.token(i).deprel, types::Deprel::Nsubj | types::Deprel::NsubjPass))?;
                let actors = &self.found.actors;
                actors.at_head(subject).or_else(|| actors.at_token(subject)).map(|m| m.actor)
            };
            return subject().filter(fits).or(last.filter(fits)).or_else(before);
        }
        // The head may be missed by a token: "General Staff" with the head on "General".
        if let Some(mention) = self.found.actors.at_token(head)
            && source.ranges.iter().any(|r| r.0 <= mention.start && mention.end <= r.1 + 1)
        {
            return Some(mention.actor);
        }
        // "the district's administrator, Thomas Bakenga": the name stands beside its office.
        let (s, e) = source.ranges.iter().fold((head, head), |r, x| (r.0.min(x.0), r.1.max(x.1)));
        let person = |m: &&crate::actors::Mention| {
            m.start > s
                && m.end <= e
                && self.kind(m.actor) == Some(ActorKind::Person)
                && cx.doc.word(m.start - 1) == ","
        };
        if e - s <= 16
            && let Some(m) = self.found.actors.within(s, e).iter().find(person)
        {
            return Some(m.actor);
        }
        if VOICES.contains(&cx.lemma(head)) {
            let (s, e) = source.ranges.iter().fold((head, head), |r, x| (r.0.min(x.0), r.1.max(x.1)));
            return self.found.actors.within(s, e).first().map(|m| m.actor);
        }
        None
    }
}

/// "BEKELE: One of its commanders, Zemene Kassie, denies": the label of a line is who speaks, not whose claim it is.
fn unlabelled(cx: &Cx, source: &Source) -> Option<Source> {
    let first = source.ranges.first()?;
    if !cx.starts_line(first.0) {
        return None;
    }
    let last = source.ranges.last()?.1;
    let colon = (first.0 + 1..last.min(first.0 + 5)).find(|&i| cx.doc.word(i) == ":")?;
    let ranges: Vec<super::tree::Range> =
        source.ranges.iter().map(|r| (r.0.max(colon + 1), r.1)).filter(|r| r.0 < r.1).collect();
    let head = ranges
        .iter()
        .flat_map(|r| r.0..r.1)
        .find(|&i| matches!(cx.token(i).upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num))?;
    Some(Source { ranges, head })
}
