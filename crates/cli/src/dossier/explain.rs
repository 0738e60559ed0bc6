//! `--explain`: every place, time, toll and actor with what it was resolved to, why, and what else it could have meant.

use super::{heading, phrase};
use crate::paper::{Ink, Paper};
use phrase::{one_line, quote, why};
use tarikh::Reading;

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
    }
}
