//! `--explain`: every place and time with what it was resolved to, why, and what else it could have meant.

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
