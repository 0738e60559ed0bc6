//! Statements of one report that cannot all be true, found by general rules over claims.
//!
//! In: events, relations and the claims on them. Out: [`types::Disagreement`]s, each with the words of both sides and a
//! note in plain words. "The army says 12 died, the rebels say 50" → kind toll. Nothing is decided here: who is right is
//! for the reader of the record.

mod denied;
mod ground;
mod perpetrators;
mod sides;
mod tolls;

pub use ground::GroundWords;

use crate::{Doc, Found};
use types::{About, Claim, Disagreement, Event, Evidence, Holder, Relation, Span};

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
    sides::find(&case, &mut list);
    denied::find(&case, &mut list);
    perpetrators::find(&case, &mut list);
    ground::find(&case, &mut list);
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
