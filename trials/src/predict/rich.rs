//! The slots of the raw MUC-4 keys that take more than names: date, place, how surely the perpetrator is known, how many suffered.
//!
//! In: a reading and the words that an incident rests on. Out: `{date, location, confidence, numbers}`. All four are read off
//! the event that holds most of these words: its day, its place with the country, who says it and how, its tolls.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use tarikh::types::contract::*;
use tarikh::types::{ActorKind, Certainty, Measure, Precision, Realis, Role, Stance, WhenBasis};

/// The event that most of the words lie in, the earlier of two.
pub fn event_of<'r>(reading: &'r Reading, words: &[&Evidence]) -> Option<&'r Event> {
    let within = |e: &Event, w: &Evidence| {
        let parts = e.participants.iter().map(|p| &p.evidence);
        e.evidence.iter().chain(parts).any(|x| x.start < w.end && w.start < x.end)
    };
    let votes = |e: &Event| words.iter().filter(|w| within(e, w)).count();
    let mut best: Option<(usize, &Event)> = None;
    for event in &reading.events {
        let n = votes(event);
        if n > best.map_or(0, |b| b.0) {
            best = Some((n, event));
        }
    }
    best.map(|b| b.1)
}

/// The slots of an event; without one, what the report as a whole gives.
pub fn slots(reading: &Reading, event: Option<&Event>) -> Value {
    json!({
        "date": date(reading, event),
        "location": location(reading, event),
        "confidence": event.map_or("REPORTED AS FACT", |e| confidence(reading, e)),
        "numbers": event.map(numbers).unwrap_or_default(),
    })
}

/// The days of an event that the text gives. Where only the day of its being told is known, "on or before" that day, as in the
/// keys; where nothing is, the day of publication.
fn date(reading: &Reading, event: Option<&Event>) -> Value {
    let told = event.and_then(|e| e.when.as_ref()).filter(|w| w.basis != WhenBasis::Inferred || w.evidence.is_some());
    match (told, &reading.report.published) {
        (Some(w), _) if event.is_some_and(|e| is_saying(reading, e, w)) => json!({ "end": w.end }),
        (Some(w), _) => json!({ "start": w.start, "end": w.end }),
        (None, Some(day)) => json!({ "end": day }),
        (None, None) => Value::Null,
    }
}

/// True where the day is that of somebody's word in the sentence of the event: "police said today that gunmen killed".
fn is_saying(reading: &Reading, event: &Event, when: &When) -> bool {
    let (Some(day), Some(deed)) = (&when.evidence, event.evidence.first()) else { return false };
    let (from, to) = if day.start < deed.start { (day.end, deed.start) } else { (deed.end, day.start) };
    let between: Vec<char> =
        reading.text.chars().skip(from as usize).take(to.saturating_sub(from) as usize).collect();
    let ends = |w: &[char]| w[0] == '\n' || w[0] == '.' && w[1].is_whitespace();
    when.basis == WhenBasis::Inferred && !between.windows(2).any(ends)
}

/// Country, and the names of the places from the widest to the narrowest. Of an event's places those in the country that the
/// report is about go before others: a wire of two paragraphs seldom leaves it, names of persons seldom lie in it.
fn location(reading: &Reading, event: Option<&Event>) -> Value {
    let place = |id: &String| reading.places.iter().find(|p| p.id == *id);
    let home = home(reading);
    let at_home = |p: &&Place| home.is_some() && p.country.as_deref() == home;
    let all: Vec<&Place> = event.map(|e| e.places.iter().filter_map(place).collect()).unwrap_or_default();
    let mut told: Vec<&Place> = all.iter().copied().filter(at_home).collect();
    if told.is_empty() {
        told = all.into_iter().filter(|p| p.precision >= Precision::Country).collect();
    }
    if told.is_empty() {
        let towns = || reading.places.iter().filter(|p| p.lat.is_some()).filter(at_home);
        let line = reading.report.dateline_place.as_deref().unwrap_or_default().to_lowercase();
        let dateline = towns().find(|p| p.name.to_lowercase() == line);
        told.extend(dateline.or_else(|| towns().max_by_key(|p| (p.precision < Precision::Country, p.mentions.len()))));
    }
    told.sort_by_key(|p| std::cmp::Reverse(p.precision));
    let country = told.iter().find_map(|p| p.country.as_deref()).or(home);
    json!({ "country": country, "names": told.iter().map(|p| p.name.as_str()).collect::<Vec<_>>() })
}

/// How much a people's name and the dateline weigh beside the name of a place, chosen on the training wires.
const PEOPLE: usize = 2;
const DATELINE: usize = 9;

/// The country that the report is about: the one whose towns and people it names most, the place of its dateline first.
fn home(reading: &Reading) -> Option<&str> {
    let line = reading.report.dateline_place.as_deref().unwrap_or_default().to_lowercase();
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    for place in &reading.places {
        if let Some(country) = place.country.as_deref() {
            let dateline = place.names.iter().chain([&place.name]).any(|n| n.to_lowercase() == line);
            let weight = place.mentions.len() + PEOPLE * place.demonyms.len() + DATELINE * usize::from(dateline);
            *named.entry(country).or_default() += weight;
        }
    }
    named.into_iter().max_by_key(|&(country, n)| (n, std::cmp::Reverse(country))).map(|(country, _)| country)
}

/// How surely the perpetrator is known, in the keys' words.
fn confidence(reading: &Reading, event: &Event) -> &'static str {
    let about = |c: &&Claim| c.about.contains(&event.id);
    let claims: Vec<&Claim> = reading.claims.iter().filter(about).collect();
    let with = |stances: &[Stance]| claims.iter().find(|c| stances.contains(&c.stance));
    let rules = |holder: &str| {
        let actor = reading.actors.iter().find(|a| a.id == holder);
        actor.is_some_and(|a| matches!(a.kind, ActorKind::Government | ActorKind::Military | ActorKind::Police))
    };
    if with(&[Stance::ClaimsResponsibility]).is_some() {
        return "CLAIMED OR ADMITTED";
    }
    if let Some(claim) = with(&[Stance::Accuses, Stance::Suspects]) {
        return if rules(&claim.holder) { "SUSPECTED OR ACCUSED BY AUTHORITIES" } else { "SUSPECTED OR ACCUSED" };
    }
    let unsure = claims.iter().all(|c| matches!(c.certainty, Certainty::Possible | Certainty::Disputed));
    if event.realis == Realis::Possible || !claims.is_empty() && unsure { "POSSIBLE" } else { "REPORTED AS FACT" }
}

/// How many people suffered, and the words that say so: counts, and whoever else is told to have suffered, one or several.
fn numbers(event: &Event) -> Vec<Value> {
    let people = |m: Measure| !matches!(m, Measure::Destroyed | Measure::Damaged | Measure::Closed | Measure::Seized);
    let tolls: Vec<&Toll> = event.tolls.iter().filter(|t| people(t.measure)).collect();
    let counted =
        |p: &Participant| tolls.iter().any(|t| t.evidence.start < p.evidence.end && p.evidence.start < t.evidence.end);
    let told = event.participants.iter().filter(|p| p.role == Role::Victim && !counted(p)).map(|p| {
        let several = p.text.split_whitespace().next_back().is_some_and(|w| w.to_lowercase().ends_with('s'));
        json!({ "n": (!several).then_some(1), "low": several.then_some(2), "high": null, "ref": p.text.to_lowercase() })
    });
    let counts =
        tolls.iter().map(|t| json!({ "n": t.best, "low": t.low, "high": t.high, "ref": t.text.to_lowercase() }));
    counts.chain(told).collect()
}
