//! Places: `{id, toponyms: [{start, end, lat, lon, geonames_id}]}`, with adjectives ("Turkish") as toponyms.

use super::Doc;
use serde_json::{Value, json};
use tarikh::{
    Reader,
    types::Span,
    types::contract::{CodePoints, Place, Reading},
};

/// Every mention of every place, but for those without a name of their own ("the airport", "the capital"), which these
/// corpora do not mark.
pub fn translate(doc: &Doc, reading: &Reading) -> Value {
    let mut toponyms = Vec::new();
    for place in &reading.places {
        let named = place.mentions.iter().filter(|m| m.quote.chars().any(char::is_uppercase));
        toponyms.extend(named.chain(&place.demonyms).map(|m| (m.start, m.end, place)));
    }
    toponyms.sort_by_key(|(start, end, _)| (*start, *end));
    let toponyms: Vec<_> = toponyms.into_iter().map(|(start, end, place)| toponym(start, end, place)).collect();
    json!({ "id": doc.id, "toponyms": toponyms })
}

/// An answer for each given span: the place it names.
pub fn given(doc: &Doc, reader: &Reader) -> Value {
    let report = doc.report();
    let tagged = reader.tag(&report.text, report.lang);
    let bytes: Vec<usize> = report.text.char_indices().map(|(at, _)| at).chain([report.text.len()]).collect();
    let byte = |point: u32| bytes.get(point as usize).copied().unwrap_or(report.text.len());
    let spans: Vec<Span> = doc.spans().into_iter().map(|(start, end)| Span::new(byte(start), byte(end))).collect();
    let around =
        tarikh::reading::Doc { report: &report, text: &report.text, tagged: &tagged, knowledge: reader.knowledge() };
    let places = tarikh::reading::places::resolve_given(&around, &spans);
    let points = CodePoints::new(&report.text);
    let mut toponyms = Vec::new();
    for place in &places {
        for m in place.mentions.iter().chain(&place.demonyms) {
            let (start, end) = (points.at(m.span.start), points.at(m.span.end));
            toponyms.push(
                json!({ "start": start, "end": end, "lat": place.lat, "lon": place.lon, "geonames_id": place.geonames_id }),
            );
        }
    }
    json!({ "id": doc.id, "toponyms": toponyms })
}

fn toponym(start: u32, end: u32, place: &Place) -> Value {
    json!({ "start": start, "end": end, "lat": place.lat, "lon": place.lon, "geonames_id": place.geonames_id })
}
