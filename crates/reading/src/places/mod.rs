//! Toponyms of a text, resolved to the gazetteer.
//!
//! In: the document. Out: one [`Place`] for each place named, with its mentions, runners-up and a likelihood. Names of
//! peoples and adjectives ("Malian") are kept apart as demonyms. The stages: [`mentions`] finds names in the words,
//! [`worth`] judges whether a place is meant, [`resolve`] which one,
//! [`confidence`] how sure that is.

mod atlas;
mod capital;
#[cfg(test)]
mod case_tests;
mod confidence;
mod forms;
mod home;
mod mentions;
mod people;
mod resolve;
mod worth;

pub use atlas::Atlas;

use crate::Doc;
use gazetteer::{Entry, Kind, NameKind};
use mentions::Mention;
use resolve::{Candidate, Group};
use std::collections::BTreeMap;
use types::{Evidence, Place, PlaceRival, Precision, Span};

/// The places the text names, in order of first mention.
pub fn resolve_places(doc: &Doc) -> Vec<Place> {
    let mentions = mentions::find_mentions(doc);
    let groups = resolve::resolve(&doc.knowledge.places, &mentions, &home::home(doc));
    let mut places = places(doc, &mentions, &groups, "places/gazetteer@1");
    let ways: Vec<Span> = mentions.iter().filter(|m| m.way).map(|m| m.span).collect();
    lay_beside(&mut places, &ways, 400);
    capital::add_capital(doc, &mut places);
    if let Some(weights) = &doc.knowledge.places.confidence {
        for place in places.iter_mut().filter(|p| p.lat.is_some()) {
            place.confidence = weights.of(place);
        }
    }
    places
}

/// The places that given spans name: whether they are places is not asked.
pub fn resolve_given(doc: &Doc, spans: &[Span]) -> Vec<Place> {
    let atlas = &doc.knowledge.places;
    let found = mentions::find_mentions(doc);
    let mut mentions: Vec<Mention> = Vec::new();
    for &span in spans {
        mentions.push(given(doc, atlas, span, &found));
    }
    mentions.sort_by_key(|m| (m.span.start, m.span.end));
    mentions::contain(doc, &mut mentions);
    let groups = resolve::resolve(atlas, &mentions, &home::home(doc));
    let mut places = places(doc, &mentions, &groups, "places/given@1");
    lay_beside(&mut places, &[], u32::MAX);
    places
}

/// A place that the gazetteer lacks lies by the named place nearest in the text, at most `reach` bytes away: "Kiser
/// Lake" by Sidney. Its confidence stays low. Streets are laid nowhere.
fn lay_beside(places: &mut [Place], ways: &[Span], reach: u32) {
    let mut known: Vec<(Span, usize)> = Vec::new();
    for (i, place) in places.iter().enumerate() {
        if place.lat.is_some() && matches!(place.precision, Precision::Town | Precision::Admin2 | Precision::Site) {
            known.extend(place.mentions.iter().map(|m| (m.span, i)));
        }
    }
    known.sort();
    for i in 0..places.len() {
        let Some(at) = places[i].mentions.first().map(|m| m.span).filter(|_| places[i].lat.is_none()) else { continue };
        if ways.binary_search(&at).is_ok() {
            continue;
        }
        let next = known.partition_point(|(s, _)| s.start < at.start);
        let before = next.checked_sub(1).and_then(|k| known.get(k)).map(|(s, j)| (at.start.saturating_sub(s.end), *j));
        let after = known.get(next).map(|(s, j)| (s.start.saturating_sub(at.end), *j));
        let nearest = [before, after].into_iter().flatten().filter(|(gap, _)| *gap <= reach).min();
        if let Some((_, j)) = nearest {
            let (lat, lon, country, admin1) =
                (places[j].lat, places[j].lon, places[j].country.clone(), places[j].admin1.clone());
            let place = &mut places[i];
            (place.lat, place.lon, place.country, place.admin1) = (lat, lon, country, admin1);
            place.confidence = 0.3;
            place.extent_km = Some(25.0);
        }
    }
}

/// A mention at a span that is known to name a place.
fn given(doc: &Doc, atlas: &Atlas, span: Span, found: &[Mention]) -> Mention {
    let start = doc.tagged.token_at(span.start) as u32;
    let end = (doc.tagged.tokens.partition_point(|t| t.span.start < span.end) as u32).max(start);
    let words = doc.words(span);
    let mut hits = atlas.gazetteer.find(words);
    if hits.is_empty() && words.len() == 2 {
        hits.extend(atlas.unit_of_code(words).map(|entry| gazetteer::Hit { entry, name: NameKind::Main }));
    }
    let mut key = Vec::new();
    gazetteer::fold_name(words, &mut key);
    if hits.is_empty() {
        // "southern Lebanon", "Rapides Parish jail": the name inside
        let inside = found.iter().filter(|m| span.contains(m.span)).max_by_key(|m| (m.span.len(), m.span.start));
        if let Some(m) = inside {
            hits = m.hits.clone();
            key = m.key.to_vec();
        }
    }
    if hits.is_empty() {
        hits = atlas.gazetteer.find_sound(words);
    }
    let demonym = mentions::is_demonym(atlas, &hits);
    let hint = mentions::hint(doc, atlas, start, end);
    Mention {
        span,
        start,
        end,
        key: key.into(),
        hits,
        demonym,
        hint,
        within: None,
        worth: 1.0,
        site: false,
        way: false,
        town: Box::default(),
    }
}

/// Joins groups that mean one entry into places.
fn places(doc: &Doc, mentions: &[Mention], groups: &[Group], by: &'static str) -> Vec<Place> {
    let atlas = &doc.knowledge.places;
    let mut order: Vec<(Span, usize)> =
        groups.iter().enumerate().filter_map(|(i, g)| Some((mentions[*g.mentions.first()?].span, i))).collect();
    order.sort();
    let mut places: Vec<Place> = Vec::new();
    let mut known: BTreeMap<(u32, gazetteer::EntryRef, bool), usize> = BTreeMap::new();
    for (_, i) in order {
        let group = &groups[i];
        let top = group.candidates.first();
        let key = top.map(|c| match c.entry.geonames_id {
            0 => (0, c.at, group.site),
            id => (id, gazetteer::EntryRef::default(), group.site),
        });
        // two streets of one town are two places
        let key = key.filter(|_| !group.site);
        let at = match key.and_then(|k| known.get(&k)) {
            Some(&at) => at,
            None => {
                places.push(place(doc, atlas, mentions, group));
                if let Some(k) = key {
                    known.insert(k, places.len() - 1);
                }
                places.len() - 1
            }
        };
        let place = &mut places[at];
        for &m in &group.mentions {
            let m = &mentions[m];
            let evidence = Evidence::new(m.span, by);
            if m.demonym {
                place.demonyms.push(evidence);
            } else {
                let name = doc.words(m.span);
                if !place.names.iter().any(|n| n == name) {
                    place.names.push(name.to_string());
                }
                place.mentions.push(evidence);
            }
        }
    }
    for place in &mut places {
        place.mentions.sort_by_key(|e| e.span);
        place.demonyms.sort_by_key(|e| e.span);
        if let Some(name) = place.names.first() {
            place.name = name.clone();
        }
    }
    places
}

/// A place without its mentions.
fn place(doc: &Doc, atlas: &Atlas, mentions: &[Mention], group: &Group) -> Place {
    let first = group.mentions.first().map(|&m| doc.words(mentions[m].span)).unwrap_or_default();
    let Some(top) = group.candidates.first() else {
        return Place {
            name: first.to_string(),
            names: Vec::new(),
            lat: None,
            lon: None,
            country: None,
            admin1: None,
            geonames_id: None,
            precision: if group.site { Precision::Site } else { Precision::Town },
            extent_km: None,
            confidence: 0.0,
            rivals: Vec::new(),
            mentions: Vec::new(),
            demonyms: Vec::new(),
        };
    };
    let entry = &top.entry;
    let worth = group.mentions.iter().map(|&m| mentions[m].worth).fold(0.0, f32::max);
    Place {
        name: entry.name.to_string(),
        names: Vec::new(),
        lat: Some(rounded(entry.lat)),
        lon: Some(rounded(entry.lon)),
        country: country_of(entry),
        admin1: atlas.gazetteer.unit(top.admin1).map(|(_, unit)| unit.name.to_string()),
        geonames_id: Some(entry.geonames_id).filter(|id| *id != 0 && !group.site),
        precision: if group.site { Precision::Site } else { precision(entry.kind) },
        extent_km: Some(entry.reach_km).filter(|km| *km > 0.0),
        confidence: top.likelihood * worth,
        rivals: group.candidates.iter().skip(1).filter(|c| c.likelihood > 0.01).take(3).map(rival).collect(),
        mentions: Vec::new(),
        demonyms: Vec::new(),
    }
}

fn rival(c: &Candidate) -> PlaceRival {
    PlaceRival {
        name: c.entry.name.to_string(),
        country: country_of(&c.entry),
        geonames_id: Some(c.entry.geonames_id).filter(|id| *id != 0),
        lat: rounded(c.entry.lat),
        lon: rounded(c.entry.lon),
        score: c.likelihood,
    }
}

fn country_of(entry: &Entry) -> Option<String> {
    entry.country.is_some().then(|| entry.country.to_string())
}

/// Four decimals: eleven metres.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e4).round() / 1e4
}

/// How exactly a place of this kind is known.
fn precision(kind: Kind) -> Precision {
    match kind {
        Kind::Country => Precision::Country,
        Kind::Admin1 => Precision::Admin1,
        Kind::Admin2 => Precision::Admin2,
        Kind::Admin3 => Precision::Area,
        Kind::Capital | Kind::Seat | Kind::Town => Precision::Town,
        Kind::Quarter | Kind::Site => Precision::Site,
        Kind::Region | Kind::Continent => Precision::Region,
        Kind::Water | Kind::Land => Precision::Area,
    }
}
