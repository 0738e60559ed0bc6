//! The slots of the raw MUC-4 keys that take more than names: date, place, how surely the perpetrator is known, how many suffered.
//!
//! In: a reading and the words that an incident rests on. Out: `{date, location, confidence, numbers}`. All four are read off
//! the event that holds most of these words: its day, its place with the country, who says it and how, its tolls.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use tarikh::types::contract::*;
use tarikh::types::{ActorKind, Certainty, Measure, Precision, Realis, Stance, WhenBasis};

/// The events that some of the words lie in, the one with the most of them first.
pub fn events_of<'r>(reading: &'r Reading, words: &[&Evidence]) -> Vec<&'r Event> {
    let within = |e: &Event, w: &Evidence| {
        let parts = e.participants.iter().map(|p| &p.evidence);
        e.evidence.iter().chain(parts).any(|x| x.start < w.end && w.start < x.end)
    };
    let votes = |e: &Event| words.iter().filter(|w| within(e, w)).count();
    let mut out: Vec<(usize, &Event)> = reading.events.iter().map(|e| (votes(e), e)).filter(|(n, _)| *n > 0).collect();
    out.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    out.into_iter().map(|(_, e)| e).collect()
}

/// The slots of an incident told by some events, the chief one first; without any, what the report as a whole gives. `people` are
/// words for those who suffered in it without a name.
pub fn slots(reading: &Reading, events: &[&Event], people: &[&Evidence]) -> Value {
    let chief = events.first().copied();
    json!({
        "date": date(reading, chief),
        "location": location(reading, chief),
        "confidence": confidence(reading, events),
        "numbers": numbers(reading, people),
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
    let between: Vec<char> = reading.text.chars().skip(from as usize).take(to.saturating_sub(from) as usize).collect();
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

/// How surely the perpetrator is known, in the keys' words: by what anybody claims of the incident's violent events.
fn confidence(reading: &Reading, events: &[&Event]) -> &'static str {
    let about = |c: &&Claim| c.about.iter().any(|id| events.iter().any(|e| e.id == *id));
    let claims: Vec<&Claim> = reading.claims.iter().filter(about).collect();
    let with = |stances: &[Stance]| claims.iter().find(|c| stances.contains(&c.stance));
    let rules = |holder: &str| {
        let actor = reading.actors.iter().find(|a| a.id == holder);
        actor.is_some_and(|a| {
            matches!(a.kind, ActorKind::State | ActorKind::Government | ActorKind::Military | ActorKind::Police)
        })
    };
    if with(&[Stance::ClaimsResponsibility]).is_some() {
        return "CLAIMED OR ADMITTED";
    }
    let charges: Vec<&&Claim> =
        claims.iter().filter(|c| matches!(c.stance, Stance::Accuses | Stance::Suspects)).collect();
    if charges.iter().any(|c| rules(&c.holder)) {
        return "SUSPECTED OR ACCUSED BY AUTHORITIES";
    }
    if !charges.is_empty() {
        return "SUSPECTED OR ACCUSED";
    }
    let unsure = claims.iter().all(|c| matches!(c.certainty, Certainty::Possible | Certainty::Disputed));
    let possible = events.first().is_some_and(|e| e.realis == Realis::Possible);
    if possible || !claims.is_empty() && unsure { "POSSIBLE" } else { "REPORTED AS FACT" }
}

/// How many people suffered, and the words that say so: what the report counts of those nominated, else one or several by the
/// word before or the word's form.
fn numbers(reading: &Reading, people: &[&Evidence]) -> Vec<Value> {
    let harmed = |m: Measure| !matches!(m, Measure::Destroyed | Measure::Damaged | Measure::Closed | Measure::Seized);
    let mut taken: Vec<&Evidence> = Vec::new();
    let mut out = Vec::new();
    for &word in people {
        let meets = |x: &Evidence| x.start < word.end && word.start < x.end;
        let counts = reading.events.iter().flat_map(|e| &e.tolls).chain(&reading.counts);
        let count = counts.filter(|t| harmed(t.measure)).find(|t| meets(&t.evidence));
        let place = count.map_or(word, |t| &t.evidence);
        if taken.iter().any(|x| x.start < place.end && place.start < x.end) {
            continue;
        }
        taken.push(place);
        let quote = word.quote.to_lowercase();
        out.push(match count {
            Some(t) => json!({ "n": t.best, "low": t.low, "high": t.high, "ref": quote }),
            None => {
                let before: String = reading.text.chars().take(word.start as usize).collect();
                let number = before.split_whitespace().next_back().and_then(number);
                let last = quote.split_whitespace().next_back().unwrap_or_default();
                let several = last.ends_with('s') || matches!(last, "people" | "men" | "women" | "children" | "police");
                let n = number.or((!several).then_some(1));
                json!({ "n": n, "low": (n.is_none()).then_some(2), "high": null, "ref": quote })
            }
        });
    }
    out
}

/// A number in digits or a word up to twelve.
fn number(word: &str) -> Option<u32> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let word = word.to_lowercase();
    word.parse().ok().or_else(|| WORDS.iter().position(|w| *w == word).map(|i| i as u32 + 1))
}
