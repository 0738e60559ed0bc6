//! Report + Tagged + Knowledge → [`Reading`]: what one report says, and who says it.
//!
//! The stages, in order, each a verb: [`places::resolve_places`], [`times::date_times`], [`tolls::count_tolls`],
//! [`actors::find_actors`], [`events::find_events`], [`relations::find_relations`], [`claims::attribute`],
//! [`disagreements::disagree`].
//!
//! Invariants: no I/O and no failure: every stage returns a value; what it could not do stands in
//! [`Reading::notes`]. A reading depends on one report and the [`Knowledge`] passed in, nothing else. Nothing outside the
//! text is asserted: knowledge resolves (coordinates, aliases, kinds), it never adds events. An accusation is never an
//! assertion.

pub mod actors;
pub mod atoms;
pub mod cases;
pub mod claims;
pub mod disagreements;
mod doc;
pub mod events;
pub mod gist;
mod knowledge;
pub mod lexicon;
pub mod numbers;
pub mod places;
pub mod relations;
pub mod relevance;
pub mod times;
pub mod tolls;

pub use doc::{Doc, Found};
pub use knowledge::Knowledge;
use types::{Reading, Report, Tagged};

/// What the first stages find: the material of events, relations and claims.
pub fn found(doc: &Doc) -> Found {
    let mut found = Found { places: places::resolve_places(doc), ..Found::default() };
    found.dated = times::date_times(doc);
    found.counts = tolls::count_tolls(doc, &found.dated);
    found.actors = actors::find_actors(doc, &found);
    tolls::give_sides(doc.tagged, &mut found.counts, &found.actors);
    found
}

/// What `report` says. `tagged` must be the tags of `report.text`.
pub fn read(report: Report, tagged: &Tagged, knowledge: &Knowledge) -> Reading {
    let doc = Doc { report: &report, text: &report.text, tagged, knowledge };
    let found = found(&doc);
    let (mut events, gist) = events::find_events(&doc, &found);
    let mut relations = relations::find_relations(&doc, &found, &events);
    relations::founders(&doc, &found, &mut events, &relations);
    let mut attributed = claims::attribute(&doc, &found, &mut events, &mut relations);
    relations::after_claims(&doc, &found, &events, &mut relations, &mut attributed.claims);
    let disagreements = disagreements::disagree(&doc, &found, &events, &relations, &attributed.claims);
    let relevance = relevance::relevance(&doc, &events, &gist);
    let Found { places, dated, counts, actors } = found;
    let mut report = report;
    if report.published.is_none() {
        if let Some(day) = dated.published {
            report.published = Some(day);
            report.published_basis = types::PublishedBasis::Inferred;
        }
    }
    Reading {
        report,
        actors: actors.list,
        places,
        times: dated.list,
        counts,
        events,
        relations,
        claims: attributed.claims,
        attributions: attributed.attributions,
        disagreements,
        reviews: Vec::new(),
        relevance,
        gist,
        notes: dated.notes,
    }
}
