//! One event as one report tells it, cut down to what decides whether two reports mean the same happening.
//!
//! In: a [`Reading`]. Out: a [`Telling`] for each of its events. Nothing here looks at another report, so a telling never
//! changes when reports are added.

use crate::fold;
use crate::words;
use serde::{Deserialize, Serialize};
use types::contract::{Event, Place, Reading};
use types::{ActorKind, EventType, Measure, Precision, Realis, Role, WhenBasis};

/// Which event of which report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// Report id.
    #[serde(rename = "r")]
    pub report: String,
    /// Index of the event in the reading.
    #[serde(rename = "e")]
    pub event: u32,
}

/// A place of an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// Folded name.
    #[serde(rename = "n")]
    pub name: String,
    /// Degrees.
    #[serde(rename = "x")]
    pub at: Option<(f64, f64)>,
    /// Within how many km it lies.
    #[serde(rename = "k")]
    pub radius: f64,
    /// ISO code, empty where unknown.
    #[serde(rename = "c")]
    pub country: String,
    /// True for sites, towns and small areas.
    #[serde(rename = "p")]
    pub point: bool,
}

/// Somebody who took part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// True for who acted; false for who was acted upon.
    #[serde(rename = "a")]
    pub acts: bool,
    /// Folded proper names, and the registry key behind a `#`; empty for words that name nobody.
    #[serde(rename = "n")]
    pub names: Vec<String>,
    /// True for an armed actor: a force, group or militia.
    #[serde(rename = "k")]
    pub armed: bool,
}

/// A number of people or things harmed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Count {
    /// What happened to them.
    #[serde(rename = "m")]
    pub measure: Measure,
    /// Least.
    #[serde(rename = "l")]
    pub low: u32,
    /// Greatest; `u32::MAX` where open.
    #[serde(rename = "h")]
    pub high: u32,
    /// Who or what is counted, folded; empty where the words only say people.
    #[serde(rename = "o", default)]
    pub of: String,
}

/// One event as one report tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Telling {
    /// Which event of which report.
    #[serde(rename = "i")]
    pub key: Key,
    /// PLOVER type.
    #[serde(rename = "t")]
    pub kind: EventType,
    /// PLOVER mode.
    #[serde(rename = "m")]
    pub mode: Option<String>,
    /// Whether it happened.
    #[serde(rename = "r")]
    pub realis: Realis,
    /// Told as background.
    #[serde(rename = "b")]
    pub background: bool,
    /// The larger event of the same report.
    #[serde(rename = "o")]
    pub part_of: Option<u32>,
    /// First and last day, counted from 1970; absent where nothing is known.
    #[serde(rename = "d")]
    pub days: Option<(i32, i32)>,
    /// True where the days are only a guess from the day of publication.
    #[serde(rename = "g")]
    pub guessed: bool,
    /// Day of publication.
    #[serde(rename = "p")]
    pub published: Option<i32>,
    /// Where, most exact first.
    #[serde(rename = "w")]
    pub spots: Vec<Spot>,
    /// True where no exact place is told of it, and the scene of the report's news is taken.
    #[serde(rename = "l")]
    pub placed_by_scene: bool,
    /// Who.
    #[serde(rename = "s")]
    pub sides: Vec<Side>,
    /// Tolls.
    #[serde(rename = "c")]
    pub counts: Vec<Count>,
    /// Things attacked or used, one word for both languages.
    #[serde(rename = "h")]
    pub things: Vec<String>,
    /// Bottom sketch of the word pairs of its words: at most [`SKETCH`] hashes, ascending.
    #[serde(rename = "q")]
    pub sketch: Vec<u32>,
    /// The same of the whole sentence its first words stand in: shows a copy where those words are few.
    #[serde(rename = "u", default)]
    pub sentence: Vec<u32>,
}

/// Hashes kept of a telling's words.
pub const SKETCH: usize = 32;
/// Words of an event's evidence that are looked at.
const EVIDENCE_WORDS: usize = 120;
/// Characters of a sentence that are looked at, on either side.
const SENTENCE: u32 = 400;
/// An undated piece of news is taken to be at most this many days older than its report.
const NEWS_DAYS: i32 = 6;

/// The tellings of a reading, one for each event.
pub fn tellings(r: &Reading) -> Vec<Telling> {
    (0..r.events.len()).map(|n| telling(r, n)).collect()
}

/// Days since 1970-01-01 of an ISO date.
pub fn day_number(iso: &str) -> Option<i32> {
    let date: types::Date = iso.get(..10)?.parse().ok()?;
    let epoch = types::Date::constant(1970, 1, 1);
    epoch.until(date).ok().map(|span| span.get_days())
}

/// The ISO date of a day number.
pub fn iso_day(day: i32) -> String {
    let epoch = types::Date::constant(1970, 1, 1);
    epoch.checked_add(types::days(day)).unwrap_or(epoch).to_string()
}

fn telling(r: &Reading, n: usize) -> Telling {
    let e = &r.events[n];
    let published = r.report.published.as_deref().and_then(day_number);
    let stated = e.when.as_ref().and_then(|w| Some((day_number(&w.start)?, day_number(&w.end)?)));
    let inferred = e.when.as_ref().is_some_and(|w| w.basis == WhenBasis::Inferred);
    let news = !e.background && matches!(e.realis, Realis::Occurred | Realis::Ongoing | Realis::Negated);
    let guess = published.filter(|_| news).map(|p| (p - NEWS_DAYS, p));
    let mut places = spots(r, e);
    let scene = scene_of(r, e).map(spot);
    let placed_by_scene = scene.is_some();
    places.splice(0..0, scene);
    let mut ws = Vec::new();
    for ev in &e.evidence {
        ws.extend(fold::words(&ev.quote));
        if ws.len() >= EVIDENCE_WORDS {
            ws.truncate(EVIDENCE_WORDS);
            break;
        }
    }
    Telling {
        key: Key { report: r.report.id.clone(), event: n as u32 },
        kind: e.kind,
        mode: e.mode.clone(),
        realis: e.realis,
        background: e.background,
        part_of: e.part_of.as_deref().and_then(index_of),
        days: stated.filter(|(a, b)| a <= b).or(guess),
        guessed: stated.is_none() || (inferred && stated.is_some_and(|(a, b)| b - a > 1)),
        published,
        spots: places,
        placed_by_scene,
        sides: sides(r, e),
        counts: counts(e),
        things: things(e, &ws),
        sketch: sketch(&ws),
        sentence: sketch(&sentence(r, e)),
    }
}

/// The words of the sentence that the first evidence of an event stands in, by stops and line breaks alone.
fn sentence(r: &Reading, e: &Event) -> Vec<String> {
    let Some(first) = e.evidence.first() else { return Vec::new() };
    let chars: Vec<char> =
        r.text.chars().skip(first.start.saturating_sub(SENTENCE) as usize).take(2 * SENTENCE as usize).collect();
    let at = first.start.min(SENTENCE) as usize;
    let ends = |i: usize| {
        chars[i] == '\n' || matches!(chars[i], '.' | '!' | '?') && chars.get(i + 1).is_none_or(|c| c.is_whitespace())
    };
    let from = (0..at.min(chars.len())).rev().find(|i| ends(*i)).map_or(0, |i| i + 1);
    let to = (at..chars.len()).find(|i| ends(*i)).unwrap_or(chars.len());
    fold::words(&chars[from.min(to)..to].iter().collect::<String>())
}

/// The index behind an id such as `e12`.
pub fn index_of(id: &str) -> Option<u32> {
    id.get(1..)?.parse::<u32>().ok()?.checked_sub(1)
}

/// Bottom sketch of the pairs of neighbouring words.
pub fn sketch(ws: &[String]) -> Vec<u32> {
    let mut hashes: Vec<u32> = ws.windows(2).map(|w| fold::hash32(&format!("{} {}", w[0], w[1]))).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.truncate(SKETCH);
    hashes
}

/// How alike two bottom sketches are: an estimate of the share of word pairs in common, 0 to 1.
pub fn alike(a: &[u32], b: &[u32]) -> f64 {
    let (mut i, mut j, mut seen, mut both) = (0, 0, 0, 0);
    while seen < SKETCH && i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                (i, j) = (i + 1, j + 1);
                both += 1;
            }
        }
        seen += 1;
    }
    let total = SKETCH.min(seen + (a.len() - i) + (b.len() - j));
    if total == 0 { 0.0 } else { f64::from(both) / total as f64 }
}

/// The scene of a report's news, for an event of that news which names no exact place itself: the town of the dateline,
/// or the exact place named most. "Some twenty suspects have been arrested", in a report from Bamako, were arrested there.
/// Background and foretold events have no scene, nor has what is told of another country.
pub(crate) fn scene_of<'r>(r: &'r Reading, e: &Event) -> Option<&'r Place> {
    let told = || e.places.iter().filter_map(|id| index_of(id)).filter_map(|i| r.places.get(i as usize));
    if e.background || !matches!(e.realis, Realis::Occurred | Realis::Ongoing | Realis::Negated | Realis::Possible) {
        return None;
    }
    let exact =
        |p: &&Place| p.lat.is_some() && p.lon.is_some() && matches!(p.precision, Precision::Site | Precision::Town);
    if told().any(|p| spot(p).point) {
        return None;
    }
    let dateline = r.report.dateline_place.as_deref().map(fold::name);
    let is_dateline = |p: &&Place| dateline.as_ref().is_some_and(|d| p.names.iter().any(|n| fold::name(n) == *d));
    // A site without a name of its own, "airport", says less than the town it lies in.
    let named = r.places.iter().any(|p| exact(&p) && !nameless(p));
    let towns = || r.places.iter().filter(exact).filter(move |p| !named || !nameless(p));
    // The first of those named most.
    let most = towns().map(|p| p.mentions.len()).max();
    let scene = towns().find(is_dateline).or_else(|| towns().find(|p| Some(p.mentions.len()) == most))?;
    told().all(|p| p.country.is_none() || p.country == scene.country).then_some(scene)
}

/// True for a site that is told by what it is alone: "airport", "camp".
pub(crate) fn nameless(p: &Place) -> bool {
    p.precision == Precision::Site && !p.name.chars().any(char::is_uppercase)
}

fn spots(r: &Reading, e: &Event) -> Vec<Spot> {
    let told = e.places.iter().filter_map(|id| index_of(id)).filter_map(|i| r.places.get(i as usize));
    told.map(spot).collect()
}

fn spot(p: &Place) -> Spot {
    let at = p.lat.zip(p.lon).filter(|(a, b)| a.is_finite() && b.is_finite());
    let extent = p.extent_km.map(f64::from);
    let radius = match p.precision {
        Precision::Site => 4.0,
        Precision::Town => 12.0,
        Precision::Area => extent.unwrap_or(40.0),
        Precision::Admin2 => extent.unwrap_or(50.0),
        Precision::Admin1 => extent.unwrap_or(150.0),
        Precision::Country => extent.unwrap_or(600.0),
        Precision::Region => extent.unwrap_or(800.0),
    };
    let point = at.is_some() && radius <= 40.0;
    let country = p.country.clone().unwrap_or_default();
    Spot { name: fold::name(&p.name), at, radius, country, point }
}

fn sides(r: &Reading, e: &Event) -> Vec<Side> {
    let mut out: Vec<Side> = Vec::new();
    for p in &e.participants {
        let acts = match p.role {
            Role::Actor => true,
            Role::Site => continue,
            _ => false,
        };
        let actor = p.actor.as_deref().and_then(index_of).and_then(|i| r.actors.get(i as usize));
        let mut names = Vec::new();
        let mut armed = false;
        if let Some(a) = actor {
            armed = is_armed(a.kind);
            if !matches!(a.kind, ActorKind::Civilians | ActorKind::Unnamed) || a.registry.is_some() {
                names.extend(a.registry.iter().map(|k| format!("#{k}")));
                let all = std::iter::once(&a.name).chain(&a.names).map(|n| fold::name(n));
                names.extend(all.filter(|n| n.len() > 1 && !words::is_generic(n)));
            }
        }
        names.sort();
        names.dedup();
        names.truncate(8);
        let side = Side { acts, names, armed };
        if !out.contains(&side) {
            out.push(side);
        }
    }
    out.truncate(12);
    out
}

/// True for kinds of actors that bear arms.
pub fn is_armed(kind: ActorKind) -> bool {
    use ActorKind::*;
    matches!(kind, Military | Police | ArmedGroup | Militia | PrivateMilitary)
}

fn counts(e: &Event) -> Vec<Count> {
    let mut out = Vec::new();
    for t in e.tolls.iter().filter(|t| !t.cumulative) {
        let low = t.best.or(t.low);
        let high = t.best.or(t.high);
        if low.is_none() && high.is_none() {
            continue;
        }
        let of = fold::name(&t.of);
        let of = if of == "people" { String::new() } else { of };
        out.push(Count { measure: t.measure, low: low.unwrap_or(0), high: high.unwrap_or(u32::MAX), of });
    }
    out.truncate(12);
    out
}

fn things(e: &Event, evidence: &[String]) -> Vec<String> {
    let mut out: Vec<String> = evidence.iter().filter_map(|w| words::thing(w)).map(Into::into).collect();
    let named = e.participants.iter().map(|p| &p.text).chain(&e.instruments);
    out.extend(named.flat_map(|t| fold::words(t)).filter_map(|w| words::thing(&w).map(Into::into)));
    out.sort();
    out.dedup();
    out.truncate(12);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_both_ways() {
        for iso in ["1970-01-01", "2024-02-29", "1969-12-31", "1912-07-04"] {
            assert_eq!(iso_day(day_number(iso).unwrap()), iso);
        }
        assert_eq!(day_number("2024-09-17").unwrap() - day_number("2024-09-16").unwrap(), 1);
        assert_eq!(day_number("soon"), None);
    }

    #[test]
    fn sketches_tell_copies_from_others() {
        let one = fold::words(
            "Gunmen on motorbikes killed twelve people at a market in the north on Monday evening, police said",
        );
        let copy =
            fold::words("Gunmen on motorbikes killed twelve people at a market in the north on Monday, police said");
        let other = fold::words(
            "The governor closed every cattle market of the capital until further notice, he told the press",
        );
        assert!(alike(&sketch(&one), &sketch(&copy)) > 0.6);
        assert!(alike(&sketch(&one), &sketch(&other)) < 0.1);
        assert_eq!(alike(&[], &[]), 0.0);
    }
}
