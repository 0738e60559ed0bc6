//! Statements of one report that cannot all be true, found by general rules over claims.
//!
//! In: events, relations and the claims on them. Out: [`types::Disagreement`]s, each with the words of both sides and a
//! note in plain words. "The army says 12 died, the rebels say 50" → kind toll. Nothing is decided here: who is right is
//! for the reader of the record.

mod counts;
mod denied;
mod ground;
mod perpetrators;
mod replies;
mod sides;
mod tolls;
mod versions;

pub use ground::GroundWords;

use crate::{Doc, Found};
use types::{About, ActorId, Claim, Disagreement, Event, Evidence, Holder, Relation, Span};

/// What the rules look at.
struct Case<'a> {
    doc: &'a Doc<'a>,
    found: &'a Found,
    events: &'a [Event],
    relations: &'a [Relation],
    claims: &'a [Claim],
    /// For each event the claims about it.
    of_event: Vec<Vec<usize>>,
    /// For each relation the claims about it.
    of_relation: Vec<Vec<usize>>,
}

/// What cannot all be true.
pub fn disagree(
    doc: &Doc,
    found: &Found,
    events: &[Event],
    relations: &[Relation],
    claims: &[Claim],
) -> Vec<Disagreement> {
    let mut of_event = vec![Vec::new(); events.len()];
    let mut of_relation = vec![Vec::new(); relations.len()];
    for (i, claim) in claims.iter().enumerate() {
        for about in &claim.about {
            let list = match about {
                About::Event(e) => of_event.get_mut(e.index()),
                About::Relation(r) => of_relation.get_mut(r.index()),
            };
            if let Some(list) = list {
                list.push(i);
            }
        }
    }
    let case = Case { doc, found, events, relations, claims, of_event, of_relation };
    let mut list = Vec::new();
    tolls::find(&case, &mut list);
    counts::find(&case, &mut list);
    sides::find(&case, &mut list);
    denied::find(&case, &mut list);
    perpetrators::find(&case, &mut list);
    ground::find(&case, &mut list);
    replies::find(&case, &mut list);
    versions::find(&case, &mut list);
    list
}

impl Case<'_> {
    /// Who holds claim `c`, in words for a note.
    fn who(&self, c: usize) -> String {
        let claim = &self.claims[c];
        let name = match claim.holder {
            Holder::Actor(a) => self.found.actors.list.get(a.index()).map(|a| a.name.clone()),
            Holder::Report => Some("the report".to_string()),
            Holder::Unnamed => None,
        };
        name.or_else(|| claim.holder_text.map(|s| self.words(s))).unwrap_or_else(|| "somebody unnamed".to_string())
    }

    /// Those for whom an actor speaks: himself, and the bodies that he leads or holds an office of.
    fn sides(&self, a: ActorId) -> Vec<ActorId> {
        use types::RelationType::{HoldsOffice, Leads, MemberOf};
        let office = |r: &&Relation| r.from == a && matches!(r.kind, Leads | HoldsOffice | MemberOf);
        let person = self.found.actors.actor(a).is_some_and(|x| x.kind == types::ActorKind::Person);
        let bodies = self.relations.iter().filter(office).filter(|_| person).map(|r| r.to);
        std::iter::once(a).chain(bodies).collect()
    }

    /// True where two actors are one side: one speaks for the other, or both are of one state.
    fn kin(&self, a: ActorId, b: ActorId) -> bool {
        use types::ActorKind::{Government, Military, Person, Police, State};
        let (x, y) = (self.sides(a), self.sides(b));
        if x.iter().any(|s| y.contains(s)) {
            return true;
        }
        let state = |list: &[ActorId]| {
            list.iter().filter_map(|a| self.found.actors.actor(*a)).find_map(|x| {
                matches!(x.kind, State | Government | Military | Police | Person).then(|| x.country.clone()).flatten()
            })
        };
        state(&x).is_some() && state(&x) == state(&y)
    }

    /// The sentence that a span begins in.
    fn sentence(&self, span: Span) -> usize {
        self.doc.tagged.sentence_of(self.doc.tagged.token_at(span.start) as u32)
    }

    /// True where an entry of `list` has evidence at both spans.
    fn doubled(list: &[Disagreement], a: Span, b: Span) -> bool {
        let at = |d: &Disagreement, s: Span| d.evidence.iter().any(|e| e.span.overlaps(s));
        list.iter().any(|d| at(d, a) && at(d, b))
    }

    /// Notes that two claims, told by other words, cannot both be true, unless `list` has it. `verb` is what the second's holder does:
    /// says, answers.
    fn pair(
        &self,
        a: usize,
        b: usize,
        by: &'static str,
        verb: &str,
        kind: types::DisagreementKind,
        list: &mut Vec<Disagreement>,
    ) {
        let (first, second) = (self.shows(a, by), self.shows(b, by));
        if first.span.overlaps(second.span) || Case::doubled(list, first.span, second.span) {
            return;
        }
        let note = format!(
            "{} says: \"{}\"; {} {verb}: \"{}\".",
            self.who(a),
            self.words(first.span),
            self.who(b),
            self.words(second.span)
        );
        let about = self.claims[a].about.iter().chain(&self.claims[b].about).copied().collect();
        list.push(Disagreement { kind, about, evidence: vec![first, second], note });
    }

    /// The words at `span` on one line, shortened.
    fn words(&self, span: Span) -> String {
        let text = self.doc.words(span).split_whitespace().collect::<Vec<_>>().join(" ");
        match text.char_indices().nth(120) {
            Some((at, _)) => format!("{}…", &text[..at]),
            None => text,
        }
    }

    /// What shows claim `c`: its words with the cue, where they stand together.
    fn shows(&self, c: usize, by: &'static str) -> Evidence {
        let claim = &self.claims[c];
        let mut span = claim.evidence.span;
        if let Some(cue) = &claim.cue {
            let cover = span.cover(cue.span);
            if cover.len() <= span.len() + 200 {
                span = cover;
            }
        }
        Evidence::new(span, by)
    }

    /// True where two claims have different holders. Two unnamed holders differ where their words do.
    fn apart(&self, a: usize, b: usize) -> bool {
        let (x, y) = (&self.claims[a], &self.claims[b]);
        if x.holder != y.holder {
            return true;
        }
        let text = |c: &Claim| c.holder_text.map(|s| self.doc.words(s).to_lowercase());
        x.holder == Holder::Unnamed && text(x) != text(y)
    }
}
