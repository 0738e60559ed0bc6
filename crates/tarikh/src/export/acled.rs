//! ACLED's columns.
//!
//! ACLED keeps one number of deaths, the lowest where reports differ, and tells all else in notes; who claims what is lost.
//! Rows are ours: made from the reports of this record, under ACLED's column names.

use super::plain::{names, reports, toll};
use super::{Wrap, head, row, text};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use types::incident::{Incident, Part};
use types::{ActorKind, Measure, Precision, Realis, Role};

/// ACLED's 31 columns, in the order of its exports since 2023.
pub const ACLED: [&str; 31] = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
];

/// A country as exports name it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Country {
    pub(super) iso3: &'static str,
    pub(super) numeric: &'static str,
    pub(super) gwno: &'static str,
    pub(super) name: &'static str,
    pub(super) region: &'static str,
}

static COUNTRIES: LazyLock<BTreeMap<&'static str, Country>> = LazyLock::new(|| {
    let text = include_str!("../../../../lexicon/exports/countries.tsv");
    let rows = text.lines().filter(|l| !l.starts_with('#')).skip(1);
    rows.filter_map(|l| {
        let mut f = l.split('\t');
        let iso2 = f.next()?;
        Some((
            iso2,
            Country { iso3: f.next()?, numeric: f.next()?, gwno: f.next()?, name: f.next()?, region: f.next()? },
        ))
    })
    .collect()
});

/// A country by its ISO 3166-1 alpha-2 code.
pub(super) fn country(iso2: &str) -> Option<Country> {
    COUNTRIES.get(iso2).copied()
}

/// What happened, with an ACLED event type; plans, predictions and denials have no row.
pub fn acled() -> Wrap {
    Wrap { head: head(&ACLED, ','), row: one, ..Wrap::default() }
}

/// ACLED's class of an actor.
fn class(p: &Part) -> (u8, &'static str) {
    use ActorKind::*;
    match p.kind {
        Some(State | Government | Military | Police) => (1, "State forces"),
        Some(ArmedGroup) => (2, "Rebel group"),
        Some(Militia) => (3, "Political militia"),
        Some(Community) => (4, "Identity militia"),
        Some(PrivateMilitary | Igo) => (8, "External/Other forces"),
        _ => (7, "Civilians"),
    }
}

/// True for acts that happened.
pub(super) fn happened(i: &Incident) -> bool {
    matches!(i.realis, Realis::Occurred | Realis::Ongoing)
}

fn one(i: &Incident) -> Option<String> {
    let acled = i.acled.as_ref().filter(|_| happened(i))?;
    let when = i.when.as_ref()?;
    let side = |acts: bool| -> Vec<&Part> {
        i.actors
            .iter()
            .filter(|p| (p.role == Role::Actor) == acts && !matches!(p.role, Role::Site | Role::Mediator))
            .collect()
    };
    let (first, second) = (side(true), side(false));
    let unarmed = acled.event_type == "Protests";
    let inter = |list: &[&Part]| list.first().map(|p| if unarmed { (6, "Protesters") } else { class(p) });
    let w = i.place.as_ref();
    let country = w.and_then(|w| w.country.as_deref()).and_then(country);
    let (unnamed, unnamed_class) = nobody(&acled.event_type, country.map(|c| c.name));
    let (a, b) = (inter(&first).or(unnamed_class), inter(&second));
    let interaction = match (a, b) {
        (Some(a), Some(b)) => {
            let (x, y) = if a.0 <= b.0 { (a, b) } else { (b, a) };
            format!("{}-{}", x.1, y.1)
        }
        (Some(a), None) => format!("Sole {}", a.1),
        _ => String::new(),
    };
    let others = |list: &[&Part]| list.iter().skip(1).map(|p| p.name.clone()).collect::<Vec<_>>().join("; ");
    let name = |list: &[&Part], default: &str| list.first().map_or(default.to_string(), |p| p.name.clone());
    let disorder = match acled.event_type.as_str() {
        "Protests" => "Demonstrations",
        "Riots" if acled.sub_event_type == "Violent demonstration" => "Demonstrations",
        "Strategic developments" => "Strategic developments",
        _ => "Political violence",
    };
    let civilians = acled.event_type == "Violence against civilians"
        || b.is_some_and(|b| b.0 == 7) && disorder == "Political violence";
    let geo = w.map(|w| match w.precision {
        Precision::Site | Precision::Town => 1,
        Precision::Area | Precision::Admin2 => 2,
        _ => 3,
    });
    let time = match when.precision.as_str() {
        "day" => 1,
        "week" => 2,
        _ => 3,
    };
    let killed = toll(i, Measure::Killed);
    let notes = i.statements.first().map(|s| s.quote.clone()).unwrap_or_default();
    let differ = i.disagreements.iter().map(|d| format!(" [{}: {}]", d.kind, d.note)).collect::<String>();
    let fields = [
        i.id.clone(),
        middle(&when.start, &when.end),
        when.start.get(..4).unwrap_or_default().to_string(),
        time.to_string(),
        disorder.into(),
        acled.event_type.clone(),
        acled.sub_event_type.clone(),
        name(&first, &unnamed),
        others(&first),
        a.map(|x| x.1.to_string()).unwrap_or_default(),
        name(&second, ""),
        others(&second),
        b.map(|x| x.1.to_string()).unwrap_or_default(),
        interaction,
        if civilians { "Civilian targeting".into() } else { String::new() },
        country.map(|c| c.numeric.to_string()).unwrap_or_default(),
        country.map(|c| c.region.to_string()).unwrap_or_default(),
        country.map(|c| c.name.to_string()).unwrap_or_default(),
        text(w.and_then(|w| w.admin1.as_ref())),
        String::new(),
        String::new(),
        text(w.map(|w| &w.name)),
        text(w.and_then(|w| w.lat)),
        text(w.and_then(|w| w.lon)),
        text(geo),
        i.sources.join("; "),
        String::new(),
        format!("{notes}{differ} ({} report(s), {}; {})", reports(i), i.status.word(), names(i, true)),
        killed.and_then(|t| t.low).unwrap_or(0).to_string(),
        String::new(),
        timestamp(i).to_string(),
    ];
    Some(row(&fields, ','))
}

/// Who acted where no report names anybody, as ACLED writes it; nobody for what is no violence.
fn nobody(event_type: &str, country: Option<&str>) -> (String, Option<(u8, &'static str)>) {
    let of = |who: &str| country.map_or(who.to_string(), |c| format!("{who} ({c})"));
    match event_type {
        "Protests" => (of("Protesters"), Some((6, "Protesters"))),
        "Riots" => (of("Rioters"), Some((5, "Rioters"))),
        "Strategic developments" => (String::new(), None),
        _ => (of("Unidentified Armed Group"), Some((3, "Political militia"))),
    }
}

/// The middle of a range of days, as ACLED dates what it cannot date to the day.
fn middle(start: &str, end: &str) -> String {
    let days = linking::day_number(start).zip(linking::day_number(end));
    days.map_or_else(|| start.to_string(), |(a, b)| linking::iso_day(a + (b - a) / 2))
}

/// Seconds since 1970 of the newest report behind it.
fn timestamp(i: &Incident) -> i64 {
    let newest = i.statements.iter().filter_map(|s| s.published.as_deref()).filter_map(linking::day_number).max();
    i64::from(newest.unwrap_or(0)) * 86_400
}
