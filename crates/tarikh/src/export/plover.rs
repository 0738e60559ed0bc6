//! POLECAT's columns, tab-separated: PLOVER types, modes and scores.
//!
//! POLECAT has no text, span, toll, certainty or duplicate key; all of these are lost.

use super::acled::{country, happened};
use super::{Wrap, head, row, text};
use types::incident::{Incident, Part};
use types::{ActorKind, EventType, Role};

/// POLECAT's 40 columns.
pub const PLOVER: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

/// What happened, one row per incident.
pub fn plover() -> Wrap {
    Wrap { head: head(&PLOVER, '\t'), row: one, ..Wrap::default() }
}

/// Quad class and score of a type, from the PLOVER manual.
fn class(kind: EventType) -> (&'static str, f32) {
    use EventType::*;
    match kind {
        Agree | Consult => ("VERBAL COOPERATION", 2.5),
        Support => ("VERBAL COOPERATION", 5.0),
        Concede => ("VERBAL COOPERATION", 4.5),
        Cooperate => ("MATERIAL COOPERATION", 9.5),
        Aid => ("MATERIAL COOPERATION", 10.0),
        Retreat => ("MATERIAL COOPERATION", 6.5),
        Request => ("VERBAL CONFLICT", 0.0),
        Accuse | Reject => ("VERBAL CONFLICT", -2.0),
        Threaten => ("VERBAL CONFLICT", -3.5),
        Protest => ("MATERIAL CONFLICT", -5.0),
        Sanction => ("MATERIAL CONFLICT", -6.0),
        Mobilize => ("MATERIAL CONFLICT", -5.5),
        Coerce => ("MATERIAL CONFLICT", -7.0),
        Assault => ("MATERIAL CONFLICT", -9.0),
    }
}

/// PLOVER's sector of an actor.
fn sector(p: &Part) -> &'static str {
    use ActorKind::*;
    match p.kind {
        Some(State | Government) => "GOV",
        Some(Military) => "MIL",
        Some(Police) => "COP",
        Some(ArmedGroup) => "REB",
        Some(Militia | PrivateMilitary) => "PRM",
        Some(Party) => "PTY",
        Some(Ngo | Igo) => "CVL",
        Some(Company) => "BUS",
        Some(Media) => "JRN",
        Some(Community | Civilians | Person) => "CVL",
        _ => "UNK",
    }
}

fn one(i: &Incident) -> Option<String> {
    let when = i.when.as_ref().filter(|_| happened(i))?;
    let side = |acts: bool| {
        let list = i
            .actors
            .iter()
            .filter(|p| (p.role == Role::Actor) == acts && !matches!(p.role, Role::Site | Role::Mediator));
        list.collect::<Vec<&Part>>()
    };
    let (a, b) = (side(true), side(false));
    let name = |l: &[&Part]| l.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(";");
    let sectors = |l: &[&Part]| l.iter().map(|p| sector(p)).collect::<Vec<_>>().join(";");
    let primary = |l: &[&Part]| l.first().map(|p| sector(p).to_string()).unwrap_or_default();
    let w = i.place.as_ref();
    let nation = w.and_then(|w| w.country.as_deref()).and_then(country);
    let (quad, score) = class(i.kind);
    let published = i.statements.iter().filter_map(|s| s.published.clone()).min();
    let empty = String::new;
    let fields = [
        i.id.clone(),
        when.start.clone(),
        i.kind.word().to_uppercase(),
        text(i.mode.as_ref()),
        score.to_string(),
        quad.into(),
        empty(),
        name(&a),
        empty(),
        empty(),
        primary(&a),
        sectors(&a),
        empty(),
        name(&a),
        empty(),
        name(&b),
        empty(),
        empty(),
        primary(&b),
        sectors(&b),
        empty(),
        name(&b),
        empty(),
        text(w.map(|w| &w.name)),
        text(w.map(|w| &w.name)),
        empty(),
        text(w.and_then(|w| w.admin1.as_ref())),
        nation.map(|n| n.iso3.to_string()).unwrap_or_default(),
        text(w.and_then(|w| w.lat)),
        text(w.and_then(|w| w.lon)),
        empty(),
        empty(),
        empty(),
        i.sources.join(";"),
        text(published),
        empty(),
        empty(),
        empty(),
        empty(),
        concat!("tarikh ", env!("CARGO_PKG_VERSION")).into(),
    ];
    Some(row(&fields, '\t'))
}
