//! Forms without a codebook: a table for people, CSV, GeoJSON, HXL.

use super::{Wrap, head, row, text};
use types::incident::{Incident, TollRange};
use types::{Measure, Role};

/// "at least", "12–20, best 15", "some".
pub fn range(t: &TollRange) -> String {
    match (t.low, t.high) {
        (Some(a), Some(b)) if a == b => a.to_string(),
        (Some(a), Some(b)) => match t.best {
            Some(best) => format!("{a}–{b}, best {best}"),
            None => format!("{a}–{b}"),
        },
        (a, b) => a.or(b).map_or_else(|| "no number".to_string(), |n| n.to_string()),
    }
}

/// One line: type, place, day.
pub fn headline(i: &Incident) -> String {
    let mode = i.mode.as_deref().map(|m| format!("/{m}")).unwrap_or_default();
    let place = i.place.as_ref().map_or("place unknown", |w| w.name.as_str());
    let day = match &i.when {
        None => "day unknown".to_string(),
        Some(w) if w.start == w.end => w.start.clone(),
        Some(w) => format!("{} to {}", w.start, w.end),
    };
    format!("{}{mode} ({}), {place}, {day}", i.kind, i.realis)
}

/// The first range of a measure that is not the acting side's own loss.
pub(super) fn toll(i: &Incident, measure: Measure) -> Option<&TollRange> {
    i.tolls.iter().find(|t| t.measure == measure && !t.own_side)
}

/// Names in a role, joined.
pub(super) fn names(i: &Incident, acts: bool) -> String {
    let list = i.actors.iter().filter(|p| (p.role == Role::Actor) == acts && p.role != Role::Site);
    list.map(|p| if p.accused { format!("{} (accused)", p.name) } else { p.name.clone() })
        .collect::<Vec<_>>()
        .join("; ")
}

/// Reports behind an incident, each once.
pub(super) fn reports(i: &Incident) -> usize {
    i.reports.iter().map(|m| &m.report).collect::<std::collections::BTreeSet<_>>().len()
}

fn kinds(i: &Incident) -> String {
    let mut list: Vec<_> = i.disagreements.iter().map(|d| d.kind.word()).collect();
    list.dedup();
    list.join("; ")
}

fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return format!("{text:width$}");
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

fn line(fields: [&str; 7]) -> String {
    let widths = [13, 10, 9, 18, 24, 8, 18];
    let cells: Vec<String> = fields.iter().zip(widths).map(|(f, w)| cut(f, w)).collect();
    cells.join(" ").trim_end().to_string() + "\n"
}

/// One line each, for people: fits 100 columns.
pub fn table() -> Wrap {
    fn one(i: &Incident) -> Option<String> {
        let killed = toll(i, Measure::Killed).map(|t| match (t.low, t.high) {
            (Some(a), Some(b)) if a != b => format!("{a}–{b}"),
            (a, b) => text(a.or(b)),
        });
        let status = match i.status {
            types::incident::Status::SingleSource => "1 source".to_string(),
            s => format!("{} ({})", s.word(), i.sources.len()),
        };
        let day = i.when.as_ref().map_or("", |w| w.start.as_str());
        let place = i.place.as_ref().map_or("", |w| w.name.as_str());
        let who = names(i, true);
        Some(line([&i.id, day, i.kind.word(), place, &who, &text(killed), &status]))
    }
    Wrap {
        head: line(["incident", "day", "type", "place", "who acted", "killed", "status"]),
        row: one,
        ..Wrap::default()
    }
}

/// Columns of `csv`.
pub const CSV: [&str; 33] = [
    "id",
    "type",
    "mode",
    "acled_event_type",
    "acled_sub_event_type",
    "realis",
    "date_start",
    "date_end",
    "date_precision",
    "place",
    "latitude",
    "longitude",
    "country",
    "admin1",
    "place_precision",
    "actors",
    "targets",
    "killed_low",
    "killed_best",
    "killed_high",
    "wounded_low",
    "wounded_best",
    "wounded_high",
    "abducted_low",
    "abducted_high",
    "displaced_low",
    "displaced_high",
    "reports",
    "independent_sources",
    "sources",
    "status",
    "disagreements",
    "first_words",
];

/// One row each, with the columns of [`CSV`].
pub fn csv() -> Wrap {
    fn one(i: &Incident) -> Option<String> {
        let w = i.place.as_ref();
        let number = |m: Measure, pick: fn(&TollRange) -> Option<u32>| text(toll(i, m).and_then(pick));
        let abducted = if toll(i, Measure::Kidnapped).is_some() { Measure::Kidnapped } else { Measure::Captured };
        let fields = [
            i.id.clone(),
            i.kind.to_string(),
            text(i.mode.as_ref()),
            text(i.acled.as_ref().map(|a| &a.event_type)),
            text(i.acled.as_ref().map(|a| &a.sub_event_type)),
            i.realis.to_string(),
            text(i.when.as_ref().map(|w| &w.start)),
            text(i.when.as_ref().map(|w| &w.end)),
            text(i.when.as_ref().map(|w| &w.precision)),
            text(w.map(|w| &w.name)),
            text(w.and_then(|w| w.lat)),
            text(w.and_then(|w| w.lon)),
            text(w.and_then(|w| w.country.as_ref())),
            text(w.and_then(|w| w.admin1.as_ref())),
            text(w.map(|w| w.precision)),
            names(i, true),
            names(i, false),
            number(Measure::Killed, |t| t.low),
            number(Measure::Killed, |t| t.best),
            number(Measure::Killed, |t| t.high),
            number(Measure::Wounded, |t| t.low),
            number(Measure::Wounded, |t| t.best),
            number(Measure::Wounded, |t| t.high),
            number(abducted, |t| t.low),
            number(abducted, |t| t.high),
            number(Measure::Displaced, |t| t.low),
            number(Measure::Displaced, |t| t.high),
            reports(i).to_string(),
            i.sources.len().to_string(),
            i.sources.join("; "),
            i.status.word().to_string(),
            kinds(i),
            i.statements.first().map(|s| s.quote.clone()).unwrap_or_default(),
        ];
        Some(row(&fields, ','))
    }
    Wrap { head: head(&CSV, ','), row: one, ..Wrap::default() }
}

/// Points; incidents without coordinates have a null geometry.
pub fn geojson() -> Wrap {
    fn one(i: &Incident) -> Option<String> {
        let at = i.place.as_ref().and_then(|w| w.lat.zip(w.lon));
        let geometry = at.map(|(lat, lon)| serde_json::json!({ "type": "Point", "coordinates": [lon, lat] }));
        let properties = serde_json::to_value(i).ok()?;
        let feature =
            serde_json::json!({ "type": "Feature", "id": i.id, "geometry": geometry, "properties": properties });
        serde_json::to_string(&feature).ok()
    }
    let head = "{\"type\":\"FeatureCollection\",\"features\":[\n".to_string();
    Wrap { head, row: one, between: ",\n", tail: "\n]}\n" }
}

/// Columns of `hxl` with their hashtags.
const HXL: [(&str, &str); 21] = [
    ("id", "#meta+id"),
    ("event_type", "#event+type"),
    ("event_subtype", "#event+subtype"),
    ("date_start", "#date+start"),
    ("date_end", "#date+end"),
    ("actors", "#group+name+first"),
    ("targets", "#group+name+second"),
    ("location", "#loc+name"),
    ("admin1", "#adm1+name"),
    ("country", "#country+name"),
    ("country_code", "#country+code"),
    ("latitude", "#geo+lat"),
    ("longitude", "#geo+lon"),
    ("killed_best", "#affected+killed"),
    ("killed_min", "#affected+killed+min"),
    ("killed_max", "#affected+killed+max"),
    ("injured_max", "#affected+injured"),
    ("abducted_max", "#affected+abducted"),
    ("sources", "#meta+source+name"),
    ("status", "#meta+credibility"),
    ("description", "#description"),
];

/// CSV with a row of HXL hashtags under the header.
pub fn hxl() -> Wrap {
    fn one(i: &Incident) -> Option<String> {
        let w = i.place.as_ref();
        let country = w.and_then(|w| w.country.as_deref()).and_then(super::acled::country);
        let high = |m: Measure| text(toll(i, m).and_then(|t| t.high));
        let killed = toll(i, Measure::Killed);
        let abducted = if toll(i, Measure::Kidnapped).is_some() { Measure::Kidnapped } else { Measure::Captured };
        let fields = [
            i.id.clone(),
            i.kind.to_string(),
            text(i.mode.as_ref()),
            text(i.when.as_ref().map(|w| &w.start)),
            text(i.when.as_ref().map(|w| &w.end)),
            names(i, true),
            names(i, false),
            text(w.map(|w| &w.name)),
            text(w.and_then(|w| w.admin1.as_ref())),
            country.map(|c| c.name.to_string()).unwrap_or_default(),
            country.map(|c| c.iso3.to_string()).unwrap_or_default(),
            text(w.and_then(|w| w.lat)),
            text(w.and_then(|w| w.lon)),
            text(killed.and_then(|t| t.best)),
            text(killed.and_then(|t| t.low)),
            text(killed.and_then(|t| t.high)),
            high(Measure::Wounded),
            high(abducted),
            i.sources.join("; "),
            i.status.word().to_string(),
            i.statements.first().map(|s| s.quote.clone()).unwrap_or_default(),
        ];
        Some(row(&fields, ','))
    }
    let columns: Vec<String> = HXL.iter().map(|(c, _)| c.to_string()).collect();
    let tags: Vec<String> = HXL.iter().map(|(_, t)| t.to_string()).collect();
    Wrap { head: row(&columns, ',') + &row(&tags, ','), row: one, ..Wrap::default() }
}
