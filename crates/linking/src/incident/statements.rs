//! Statements: who says a thing, in which words of which report.

use super::Told;
use crate::telling::index_of;
use types::contract::{Claim, Evidence, Reading, Toll};
use types::incident::Statement;
use types::{Certainty, Stance};

/// Every claim that the event of one member happened (or did not); the report's own voice where no claim is listed.
pub(super) fn of_event(t: &Told) -> Vec<Statement> {
    let claims = claims_about(t.reading, &t.event.id);
    let mut out: Vec<Statement> = claims.map(|c| of_claim(t.reading, c)).collect();
    if out.is_empty() {
        out.extend(t.event.evidence.first().map(|e| own_voice(t.reading, e)));
    }
    out
}

/// The claims about an event of a reading.
pub(super) fn claims_about<'a>(r: &'a Reading, event: &'a str) -> impl Iterator<Item = &'a Claim> {
    r.claims.iter().filter(move |c| c.about.iter().any(|a| a == event))
}

/// A claim as a statement.
pub(super) fn of_claim(r: &Reading, c: &Claim) -> Statement {
    Statement {
        holder: holder_name(r, &c.holder),
        holder_text: c.holder_text.clone(),
        stance: c.stance,
        certainty: c.certainty,
        ..own_voice(r, &c.evidence)
    }
}

/// The name of a holder: that of the actor, or `report` or `unnamed`.
fn holder_name(r: &Reading, holder: &str) -> String {
    let actor = if matches!(holder, "report" | "unnamed") { None } else { index_of(holder) };
    actor.and_then(|i| r.actors.get(i as usize)).map_or_else(|| holder.to_string(), |a| a.name.clone())
}

/// Words that the report itself states.
pub(super) fn own_voice(r: &Reading, e: &Evidence) -> Statement {
    Statement {
        report: r.report.id.clone(),
        source: r.report.source.clone(),
        published: r.report.published.clone(),
        holder: "report".into(),
        holder_text: None,
        stance: Stance::Asserts,
        certainty: Certainty::Stated,
        value: None,
        low: None,
        high: None,
        quote: e.quote.clone(),
        start: e.start,
        end: e.end,
    }
}

/// A toll as a statement: the holder is that of the narrowest claim about the event whose words hold the number, somebody
/// named before the report itself.
pub(super) fn of_toll(t: &Told, toll: &Toll) -> Statement {
    let e = &toll.evidence;
    let holds = |c: &&Claim| c.evidence.start < e.end && e.start < c.evidence.end;
    let claim = claims_about(t.reading, &t.event.id)
        .filter(holds)
        .min_by_key(|c| (c.holder == "report", c.evidence.end - c.evidence.start, c.evidence.start));
    let base = claim.map_or_else(|| own_voice(t.reading, e), |c| of_claim(t.reading, c));
    Statement {
        value: toll.best,
        low: toll.low,
        high: toll.high,
        quote: e.quote.clone(),
        start: e.start,
        end: e.end,
        ..base
    }
}
