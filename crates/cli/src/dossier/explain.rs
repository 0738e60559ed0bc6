//! `--explain`: every place, time, toll and actor with what it was resolved to, why, and what else it could have meant.

use super::{heading, phrase};
use crate::paper::{Ink, Paper};
use phrase::{one_line, quote, why};
use tarikh::Reading;
use tarikh::types::{Actor, EventType, Toll};

/// The places and times of a reading.
pub fn places_and_times(reading: &Reading, page: &mut Paper) {
    if !reading.places.is_empty() {
        heading("Places, and what else they could be", page);
    }
    for place in &reading.places {
        let at = match (place.lat, place.lon) {
            (Some(lat), Some(lon)) => format!("{lat:.3}, {lon:.3}"),
            _ => "nowhere on the map".to_string(),
        };
        let id = place.geonames_id.map(|id| format!(", GeoNames {id}")).unwrap_or_default();
        let sure = place.confidence * 100.0;
        page.text(3, &format!("{}: {at}, {}{id}, {sure:.0} % sure", phrase::place(place), place.precision), Ink::Plain);
        if let Some(evidence) = place.mentions.first().or(place.demonyms.first()) {
            page.text(6, &format!("{} {}", quote(reading, evidence.span), why(reading, evidence)), Ink::Dim);
        }
        for rival in place.rivals.iter().take(3) {
            let country = rival.country.as_deref().unwrap_or("??");
            let line = format!(
                "not {} ({country}) at {:.2}, {:.2}: {:.0} %",
                one_line(&rival.name),
                rival.lat,
                rival.lon,
                rival.score * 100.0
            );
            page.text(6, &line, Ink::Dim);
        }
    }
    if !reading.times.is_empty() {
        heading("Times", page);
    }
    for time in &reading.times {
        let on = time.when.as_ref().map_or_else(|| "on no day of the calendar".to_string(), phrase::days);
        let words = quote(reading, time.evidence.span);
        page.text(
            3,
            &format!("{words}: {} {}, {on} {}", time.timex, time.value, why(reading, &time.evidence)),
            Ink::Plain,
        );
        if let Some(rival) = &time.rival {
            let (so, else_) = if rival.ahead { ("ahead", "back") } else { ("back", "ahead") };
            let line = format!("not {}: its clause and the day of the report look {so}, not {else_}", rival.value);
            page.text(6, &line, Ink::Dim);
        }
    }
}

/// The counts of a reading: what each counts, whose loss it is, and which of them tell one toll again.
pub fn tolls(reading: &Reading, page: &mut Paper) {
    if !reading.counts.is_empty() {
        heading("Counts, and which tell one toll again", page);
    }
    for toll in &reading.counts {
        let words = quote(reading, toll.evidence.span);
        let mut text = format!("{words}: {}, {}", toll.measure, phrase::count(toll));
        if let Some(side) = toll.side.and_then(|id| reading.actors.get(id.index())) {
            text = format!("{text}, a loss of {}", one_line(&side.name));
        }
        if toll.cumulative {
            text.push_str(", a sum over a period");
        }
        page.text(3, &format!("{text} {}", why(reading, &toll.evidence)), Ink::Plain);
        if let Some(own) = event_of(reading, toll) {
            let mut line = format!("of {}", named(reading, own));
            if let Some(other) = next_event(reading, toll, own) {
                line.push_str(&format!("; not of {}, told further from these words", named(reading, other)));
            }
            page.text(6, &line, Ink::Dim);
        }
        if let Some(first) = toll.retells.and_then(|i| reading.counts.get(i as usize)) {
            let again = quote(reading, first.evidence.span);
            page.text(6, &format!("not added: it repeats, updates or is a part of {again}"), Ink::Dim);
        }
    }
}

/// The actors of a reading: kind, country, registry key, and every phrase that was joined to one.
pub fn actors(reading: &Reading, page: &mut Paper) {
    if !reading.actors.is_empty() {
        heading("Actors, and the phrases that mean them", page);
    }
    for actor in &reading.actors {
        let country = actor.country.as_deref().map(|c| format!(", {c}")).unwrap_or_default();
        let known = match &actor.registry {
            Some(key) => format!("known to the registry as {key}"),
            None => "not in the registry: kind read from its words".to_string(),
        };
        page.text(3, &format!("{}: {}{country}, {known}", one_line(&actor.name), actor.kind), Ink::Plain);
        let mut phrases: Vec<String> = Vec::new();
        for mention in &actor.mentions {
            let words = quote(reading, mention.span);
            if !phrases.contains(&words) {
                phrases.push(words);
            }
        }
        let rest = phrases.len().saturating_sub(8);
        phrases.truncate(8);
        let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        let first = actor.mentions.first().map(|m| why(reading, m)).unwrap_or_default();
        page.text(6, &format!("{}{more} {first}", phrases.join(", ")), Ink::Dim);
        for (words, other) in stand_ins(reading, actor) {
            let line = format!("{words} is not {}, of the same kind but named further back", one_line(&other.name));
            page.text(6, &line, Ink::Dim);
        }
    }
}

/// The event that a count stands with.
fn event_of(reading: &Reading, toll: &Toll) -> Option<usize> {
    reading.events.iter().position(|e| e.tolls.iter().any(|t| t.evidence.span == toll.evidence.span))
}

/// Of the other events that tell of harm, the one told next after `own` in distance from the words of a count.
fn next_event(reading: &Reading, toll: &Toll, own: usize) -> Option<usize> {
    let at = toll.evidence.span.start;
    let far = |i: usize| {
        let told = reading.events[i].evidence.iter().map(|x| x.span.start.abs_diff(at));
        told.min().unwrap_or(u32::MAX)
    };
    let harms = |i: &usize| matches!(reading.events[*i].kind, EventType::Assault | EventType::Coerce);
    let others = (0..reading.events.len()).filter(harms).filter(|i| *i != own).map(|i| (far(i), i));
    others.filter(|o| o.0 >= far(own)).min().map(|o| o.1)
}

/// "event 3, assault".
fn named(reading: &Reading, event: usize) -> String {
    format!("event {}, {}", event + 1, reading.events[event].kind)
}

/// The phrases without a name that were taken for an actor ("the group", "they"), each with the actor of the same kind that was
/// named last before them and not chosen; at most three.
fn stand_ins<'r>(reading: &'r Reading, actor: &'r Actor) -> Vec<(String, &'r Actor)> {
    let mut out: Vec<(String, &Actor)> = Vec::new();
    let last = |a: &Actor, before: u32| a.mentions.iter().map(|m| m.span.start).filter(|s| *s < before).max();
    for mention in &actor.mentions {
        let words = mention.span.of(&reading.report.text);
        let at = mention.span.start;
        let bare = words.chars().next().is_some_and(char::is_lowercase) && !actor.names.iter().any(|n| n == words);
        let Some(own) = last(actor, at).filter(|_| bare) else { continue };
        let rivals = reading.actors.iter().filter(|a| a.kind == actor.kind && a.name != actor.name);
        let rival = rivals.filter_map(|a| Some((last(a, at)?, a))).filter(|r| r.0 < own).max_by_key(|r| r.0);
        if let Some((_, other)) = rival.filter(|r| out.iter().all(|(_, o)| o.name != r.1.name)) {
            out.push((quote(reading, mention.span), other));
            if out.len() == 3 {
                break;
            }
        }
    }
    out
}
