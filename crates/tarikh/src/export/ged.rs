//! UCDP GED's columns.
//!
//! GED takes fatal violence by a named organised actor only, so incidents without a death, a day, a place or such an actor
//! have no row. Numbers UCDP gives to conflicts and dyads stay empty: they are UCDP's to give.

use super::acled::{country, happened};
use super::plain::toll;
use super::{Wrap, head, row, text};
use types::incident::{Incident, Part, TollRange};
use types::{ActorKind, Measure, Precision, Role};

/// GED's 49 columns.
pub const GED: [&str; 49] = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
];

/// Fatal violence with a day, a place and an organised actor.
pub fn ged() -> Wrap {
    Wrap { head: head(&GED, ','), row: one, ..Wrap::default() }
}

fn is_state(p: &Part) -> bool {
    matches!(p.kind, Some(ActorKind::State | ActorKind::Government | ActorKind::Military | ActorKind::Police))
}

fn is_organised(p: &Part) -> bool {
    is_state(p) || matches!(p.kind, Some(ActorKind::ArmedGroup | ActorKind::Militia | ActorKind::PrivateMilitary))
}

/// The cell of PRIO-GRID: half-degree cells counted from the south-west corner of the world.
fn priogrid(lat: f64, lon: f64) -> i64 {
    let row = ((lat + 90.0) * 2.0).floor().clamp(0.0, 359.0) as i64;
    let column = ((lon + 180.0) * 2.0).floor().clamp(0.0, 719.0) as i64;
    row * 720 + column + 1
}

fn one(i: &Incident) -> Option<String> {
    let when = i.when.as_ref().filter(|_| happened(i))?;
    let w = i.place.as_ref()?;
    let (lat, lon) = w.lat.zip(w.lon)?;
    let sides: Vec<&Part> = i.actors.iter().filter(|p| p.role == Role::Actor && is_organised(p)).collect();
    let first = *sides.first()?;
    let other =
        i.actors.iter().find(|p| !matches!(p.role, Role::Actor | Role::Site | Role::Mediator) && is_organised(p));
    let range = |f: &dyn Fn(&TollRange) -> bool| i.tolls.iter().find(|t| t.measure == Measure::Killed && f(t));
    let own = range(&|t| t.own_side);
    let killed = toll(i, Measure::Killed);
    let sum =
        |pick: fn(&TollRange) -> Option<u32>| own.and_then(pick).unwrap_or(0) + killed.and_then(pick).unwrap_or(0);
    let high = sum(|t| t.high);
    if high == 0 {
        return None;
    }
    let violence = match other {
        Some(o) if is_state(first) || is_state(o) => 1,
        Some(_) => 2,
        None => 3,
    };
    let best_of = |t: Option<&TollRange>| t.and_then(|t| t.best.or(t.low)).unwrap_or(0);
    let civilians = i.tolls.iter().find(|t| t.measure == Measure::Killed && t.of.contains("civil"));
    let deaths_a = best_of(own);
    let deaths_civilians = if violence == 3 { best_of(killed) } else { best_of(civilians) };
    let rest = best_of(killed).saturating_sub(deaths_civilians);
    let best = deaths_a + deaths_civilians + rest;
    let where_prec = match w.precision {
        Precision::Site | Precision::Town => 1,
        Precision::Area => 2,
        Precision::Admin2 => 3,
        Precision::Admin1 => 4,
        Precision::Region => 5,
        Precision::Country => 6,
    };
    let date_prec = match when.precision.as_str() {
        "day" => 1,
        "week" => 2,
        "month" => 4,
        _ => 5,
    };
    let nation = w.country.as_deref().and_then(country);
    let list = |f: fn(&types::incident::Statement) -> Option<String>| {
        let mut all: Vec<String> =
            i.statements.iter().filter_map(f).map(|s| format!("\"{}\"", s.replace('"', "'"))).collect();
        all.dedup();
        all.join(";")
    };
    let holders = list(|s| (s.holder != "report" && s.holder != "unnamed").then(|| s.holder.clone()));
    let side_b = other.map_or("Civilians".to_string(), |o| o.name.clone());
    let gwno =
        |p: Option<&Part>| nation.filter(|_| p.is_some_and(is_state)).map(|n| n.gwno.to_string()).unwrap_or_default();
    let empty = String::new;
    let fields = [
        i.id.clone(),
        i.id.clone(),
        when.start.get(..4).unwrap_or_default().to_string(),
        empty(),
        "Clear".into(),
        violence.to_string(),
        empty(),
        empty(),
        empty(),
        empty(),
        empty(),
        format!("{} - {side_b}", first.name),
        empty(),
        empty(),
        first.name.clone(),
        empty(),
        empty(),
        side_b,
        i.sources.len().to_string(),
        list(|s| Some(s.report.clone())),
        i.sources.iter().map(|s| format!("\"{s}\"")).collect::<Vec<_>>().join(";"),
        list(|s| s.published.clone()),
        empty(),
        holders,
        where_prec.to_string(),
        w.name.clone(),
        w.name.clone(),
        text(w.admin1.as_ref()),
        empty(),
        lat.to_string(),
        lon.to_string(),
        format!("POINT ({lon} {lat})"),
        priogrid(lat, lon).to_string(),
        nation.map(|n| n.name.to_string()).unwrap_or_default(),
        nation.map(|n| n.gwno.to_string()).unwrap_or_default(),
        region(nation.map(|n| n.region)),
        "1".into(),
        date_prec.to_string(),
        when.start.clone(),
        when.end.clone(),
        deaths_a.to_string(),
        "0".into(),
        deaths_civilians.to_string(),
        rest.to_string(),
        best.to_string(),
        high.max(best).to_string(),
        sum(|t| t.low).min(best).to_string(),
        gwno(Some(first)),
        gwno(other),
    ];
    Some(row(&fields, ','))
}

/// UCDP's five regions.
fn region(acled: Option<&str>) -> String {
    match acled {
        Some(r) if r.ends_with("Africa") => "Africa".into(),
        Some(r) if r.contains("Asia") || r == "Oceania" => "Asia".into(),
        Some("Middle East") => "Middle East".into(),
        Some("Europe") => "Europe".into(),
        Some(_) => "Americas".into(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn cells_count_from_the_south_west() {
        assert_eq!(super::priogrid(-90.0, -180.0), 1);
        assert_eq!(super::priogrid(90.0, 180.0), 259_200);
    }
}
