//! One event as one block: what, who to whom, where, when, how many, in which words, and who says so.

use super::{claims, phrase};
use crate::paper::{Ink, Paper};
use phrase::{capitalised, count, quote, why};
use tarikh::Reading;
use tarikh::types::{About, Event, EventId, Holder, Measure, Role, Toll};

/// Sets the block of event number `index`.
pub fn set(reading: &Reading, index: usize, event: &Event, explain: bool, page: &mut Paper) {
    page.line(&title(index, event), Ink::Bold);
    if explain && let Some(acled) = event.acled {
        page.labelled("ACLED", &format!("{}: {}", acled.event_type, acled.sub_event_type), Ink::Dim);
    }
    for (role, label) in ROLES {
        participants(reading, event, role, label, explain, page);
    }
    where_and_when(reading, event, explain, page);
    tolls(reading, index, event, explain, page);
    if !event.instruments.is_empty() {
        let with: Vec<_> =
            event.instruments.iter().map(|e| phrase::one_line(e.span.of(&reading.report.text))).collect();
        page.labelled("With", &with.join(", "), Ink::Plain);
    }
    if let Some(whole) = event.part_of {
        page.labelled("Part of", &(whole.index() + 1).to_string(), Ink::Plain);
    }
    words(reading, event, explain, page);
    claims::who_says_so(reading, About::Event(EventId(index as u32)), event.evidence.first(), explain, page);
}

const ROLES: [(Role, &str); 7] = [
    (Role::Actor, "Who"),
    (Role::Recipient, "Whom"),
    (Role::Target, "Target"),
    (Role::Victim, "Victims"),
    (Role::Beneficiary, "For"),
    (Role::Mediator, "Through"),
    (Role::Site, "Site"),
];

/// "1. Assault (explosives), still going on".
fn title(index: usize, event: &Event) -> String {
    let mode = event.mode.map(|m| format!(" ({})", m.replace('-', " "))).unwrap_or_default();
    let realis = phrase::realis(event.realis);
    let comma = if realis.is_empty() { "" } else { ", " };
    format!("{}. {}{mode}{comma}{realis}", index + 1, capitalised(event.kind.word()))
}

fn participants(reading: &Reading, event: &Event, role: Role, label: &str, explain: bool, page: &mut Paper) {
    let mut names: Vec<String> = Vec::new();
    for part in event.participants.iter().filter(|p| p.role == role) {
        let actor = part.actor.and_then(|id| reading.actors.get(id.index()));
        let words = part.evidence.span.of(&reading.report.text);
        let mut name = phrase::one_line(actor.map_or(words, |a| a.name.as_str()));
        if explain {
            name = format!("{name} {} {}", quote(reading, part.evidence.span), why(reading, &part.evidence));
        }
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if !names.is_empty() {
        page.labelled(label, &names.join(if explain { " " } else { "; " }), Ink::Plain);
    }
}

fn where_and_when(reading: &Reading, event: &Event, explain: bool, page: &mut Paper) {
    let places: Vec<_> =
        event.places.iter().filter_map(|id| reading.places.get(id.index())).map(phrase::place).collect();
    if !places.is_empty() {
        page.labelled("Where", &places.join("; "), Ink::Plain);
    }
    if let Some(when) = &event.when {
        let mut text = phrase::days(when);
        if let Some(basis) = phrase::basis(reading, when) {
            text = format!("{text}, {basis}");
        }
        if let (true, Some(evidence)) = (explain, &when.evidence) {
            text = format!("{text} {}", why(reading, evidence));
        }
        page.labelled("When", &text, Ink::Plain);
    }
}

/// Counts by measure: the range over all statements first where there are several, then each with its words.
fn tolls(reading: &Reading, index: usize, event: &Event, explain: bool, page: &mut Paper) {
    // Groups stand in the order of their first statement, those of one measure together.
    let mut groups: Vec<((Measure, &str), Vec<&Toll>)> = Vec::new();
    for toll in &event.tolls {
        let key = (toll.measure, toll.of.as_str());
        match groups.iter_mut().find(|(k, _)| *k == key) {
            Some((_, group)) => group.push(toll),
            None => groups.push((key, vec![toll])),
        }
    }
    groups.sort_by_key(|((measure, _), _)| *measure);
    let mut before = None;
    for ((measure, of), tolls) in groups {
        let mut label = if before == Some(measure) { String::new() } else { capitalised(measure.word()) };
        before = Some(measure);
        let range = phrase::range(&tolls).filter(|(low, high)| tolls.len() > 1 && low != high);
        if let Some((low, high)) = range {
            page.labelled(&label, &format!("{low} to {high} {}", phrase::plural(of)), Ink::Bold);
            label = String::new();
        }
        for toll in tolls {
            let mut text = format!("{}: {}", count(toll), quote(reading, toll.evidence.span));
            if let Some(side) = toll.side.and_then(|id| reading.actors.get(id.index())) {
                text = format!("{text}, on the side of {}", phrase::one_line(&side.name));
            }
            if toll.cumulative {
                text.push_str(", a sum over several events");
            }
            if let Some(who) = holder_of(reading, index, toll) {
                text = format!("{text}, says {who}");
            }
            if explain {
                text = format!("{text} {}", why(reading, &toll.evidence));
            }
            page.labelled(&label, &text, Ink::Plain);
            label = String::new();
        }
    }
}

/// Whose count it is, where it is not the report's own: the holder of the narrowest claim on this event around the count.
fn holder_of(reading: &Reading, index: usize, toll: &Toll) -> Option<String> {
    let about = About::Event(EventId(index as u32));
    let around =
        reading.claims.iter().filter(|c| c.about.contains(&about) && c.evidence.span.contains(toll.evidence.span));
    let claim = around.min_by_key(|c| c.evidence.span.len())?;
    (claim.holder != Holder::Report).then(|| phrase::holder(reading, claim.holder, claim.holder_text))
}

fn words(reading: &Reading, event: &Event, explain: bool, page: &mut Paper) {
    let shown = if explain { event.evidence.len() } else { 1 };
    for (i, evidence) in event.evidence.iter().take(shown).enumerate() {
        let text = match explain {
            true => format!("{} {}", quote(reading, evidence.span), why(reading, evidence)),
            false => phrase::quote_in_sentence(reading, evidence.span),
        };
        page.labelled(if i == 0 { "Words" } else { "" }, &text, Ink::Quote);
    }
    let more = event.evidence.len().saturating_sub(shown);
    if more > 0 {
        let times = if more == 1 { "once".to_string() } else { format!("{more} times") };
        page.labelled("", &format!("told {times} more"), Ink::Dim);
    }
}
