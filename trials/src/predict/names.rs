//! Names: `{id, text, spans: [{start, end, label}]}` with labels PER, ORG, LOC, from the tagger alone.

use super::Doc;
use serde_json::{Value, json};
use tarikh::Reader;
use tarikh::types::{NameKind, contract::CodePoints};

/// The names that the tagger marks.
pub fn translate(doc: &Doc, reader: &Reader) -> Value {
    let report = doc.report();
    let tagged = reader.tag(&report.text, report.lang);
    let points = CodePoints::new(&report.text);
    let mut spans = Vec::new();
    for name in &tagged.names {
        let Some(label) = label(name.kind) else { continue };
        let span = tagged.span_of(name.start, name.end);
        spans.push(json!({ "start": points.at(span.start), "end": points.at(span.end), "label": label }));
    }
    json!({ "id": doc.id, "text": doc.text, "spans": spans })
}

fn label(kind: NameKind) -> Option<&'static str> {
    match kind {
        NameKind::Person => Some("PER"),
        NameKind::Organisation => Some("ORG"),
        NameKind::Place | NameKind::Facility => Some("LOC"),
        NameKind::Community | NameKind::Other => None,
    }
}
