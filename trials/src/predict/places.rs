//! Places: `{id, toponyms: [{start, end, lat, lon, geonames_id}]}`, with adjectives ("Turkish") as toponyms.

use super::Doc;
use serde_json::{Value, json};
use tarikh::{
    Reader,
    types::contract::{Place, Reading},
};

/// Every mention of every place.
pub fn translate(doc: &Doc, reading: &Reading) -> Value {
    let mut toponyms = Vec::new();
    for place in &reading.places {
        for mention in place.mentions.iter().chain(&place.demonyms) {
            toponyms.push((mention.start, mention.end, place));
        }
    }
    toponyms.sort_by_key(|(start, end, _)| (*start, *end));
    let toponyms: Vec<_> = toponyms.into_iter().map(|(start, end, place)| toponym(start, end, place)).collect();
    json!({ "id": doc.id, "toponyms": toponyms })
}

/// An answer for each given span: the place read there.
pub fn given(doc: &Doc, reader: &Reader) -> Value {
    let reading = Reading::of(&reader.read(doc.report()));
    let mut toponyms = Vec::new();
    for (start, end) in doc.spans() {
        let here = reading
            .places
            .iter()
            .find(|p| p.mentions.iter().chain(&p.demonyms).any(|m| m.start < end && start < m.end));
        toponyms.extend(here.map(|place| toponym(start, end, place)));
    }
    json!({ "id": doc.id, "toponyms": toponyms })
}

fn toponym(start: u32, end: u32, place: &Place) -> Value {
    json!({ "start": start, "end": end, "lat": place.lat, "lon": place.lon, "geonames_id": place.geonames_id })
}
