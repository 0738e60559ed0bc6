//! A GeoNames country dump → a layer: what `tarikh gazetteer add DUMP.txt` does.
//!
//! In: the text of a dump, 19 tab-separated columns as download.geonames.org has them. Out: the bytes of a layer and a
//! [`Summary`]. Schools, shops and single houses are left out; villages, units, hills, waters, camps and airports are in.

use crate::layer::{Kind, NameKind};
use crate::pack::{Row, pack};
use std::collections::BTreeMap;

/// What a dump held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows taken.
    pub taken: usize,
    /// Rows of kinds that reports do not name.
    pub left_out: usize,
    /// Line numbers of rows that could not be read.
    pub bad: Vec<usize>,
}

/// The layer of a dump. Fails where not a single row can be read.
pub fn layer_of_dump(text: &str) -> Result<(Vec<u8>, Summary), String> {
    let mut summary = Summary::default();
    let mut rows: Vec<(Row, String, String)> = Vec::new();
    for (i, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        match row(line) {
            Some(Some(row)) => rows.push(row),
            Some(None) => summary.left_out += 1,
            None => summary.bad.push(i + 1),
        }
    }
    if rows.is_empty() {
        return Err("expected rows of a GeoNames dump (19 tab-separated columns), but found none\nhint: take a country's file, such as ML.txt of ML.zip, from https://download.geonames.org/export/dump/".into());
    }
    let mut units: BTreeMap<(String, String), u32> = BTreeMap::new();
    for (row, admin1, admin2) in &rows {
        match row.kind {
            Some(Kind::Admin1) => units.insert((admin1.clone(), String::new()), row.geonames_id),
            Some(Kind::Admin2) => units.insert((admin1.clone(), admin2.clone()), row.geonames_id),
            _ => None,
        };
    }
    for (row, admin1, admin2) in &mut rows {
        let first = units.get(&(admin1.clone(), String::new())).copied().unwrap_or(0);
        let second = units.get(&(admin1.clone(), admin2.clone())).copied().filter(|_| !admin2.is_empty());
        row.parent = match row.kind {
            Some(Kind::Admin1) => 0,
            Some(Kind::Admin2) => first,
            _ => second.unwrap_or(first),
        };
    }
    let rows: Vec<Row> = rows.into_iter().map(|r| r.0).collect();
    summary.taken = rows.len();
    Ok((pack(&rows)?, summary))
}

/// None: no row at all; Some(None): a row of a kind that is left out.
fn row(line: &str) -> Option<Option<(Row, String, String)>> {
    let cells: Vec<&str> = line.split('\t').collect();
    if cells.len() < 15 {
        return None;
    }
    let (id, lat, lon) = (cells[0].parse().ok()?, cells[4].parse().ok()?, cells[5].parse().ok()?);
    let Some(kind) = kind_of(cells[6], cells[7]) else { return Some(None) };
    let names = (cells[3].split(',').chain([cells[2]]))
        .map(str::trim)
        .filter(|n| n.len() >= 3 && n.len() <= 60 && !n.starts_with("http"))
        .filter(|n| n.chars().next().is_some_and(char::is_uppercase) && n.chars().any(char::is_lowercase))
        .map(|n| (n.to_string(), NameKind::Alternate))
        .collect();
    let reach_km = match kind {
        Kind::Admin1 => 120.0,
        Kind::Admin2 => 40.0,
        Kind::Admin3 => 15.0,
        _ => 0.0,
    };
    let row = Row {
        name: cells[1].to_string(),
        geonames_id: id,
        kind: Some(kind),
        country: cells[8].to_string(),
        parent: 0,
        lat,
        lon,
        population: cells[14].parse().unwrap_or(0),
        reach_km,
        names,
    };
    Some(Some((row, cells[10].to_string(), cells[11].to_string())))
}

/// The kind of a GeoNames feature class and code; none for what reports do not name.
fn kind_of(class: &str, code: &str) -> Option<Kind> {
    Some(match (class, code) {
        ("A", "ADM1") => Kind::Admin1,
        ("A", "ADM2") => Kind::Admin2,
        ("A", "ADM3" | "ADM4" | "ADM5" | "ADMD") => Kind::Admin3,
        ("P", "PPLC") => Kind::Capital,
        ("P", "PPLA" | "PPLA2" | "PPLA3" | "PPLA4") => Kind::Seat,
        ("P", "PPLX") => Kind::Quarter,
        ("P", "PPLH" | "PPLQ" | "PPLW" | "PPLCH") => return None,
        ("P", _) => Kind::Town,
        ("H", "LK" | "LKS" | "STM" | "SEA" | "BAY" | "GULF" | "STRT" | "RSV") => Kind::Water,
        ("L", "RGN" | "AREA" | "RGNH" | "RGNE") => Kind::Region,
        ("L", "PRK" | "RESN" | "RESF" | "RESW") | ("V", "FRST") => Kind::Land,
        ("T", "MT" | "MTS" | "HLLS" | "PLAT" | "DSRT" | "ISL" | "ISLS" | "VAL" | "PEN" | "CAPE") => Kind::Land,
        ("S", "AIRP" | "AIRF" | "AIRB" | "AIRQ" | "INSM" | "MILB" | "BDG" | "MN" | "MNAU" | "DAM" | "PSN") => {
            Kind::Site
        }
        ("S", "CMPRF" | "CMP" | "HSTS" | "PRT" | "BP" | "CSTM" | "OILR" | "PS" | "FT")
        | ("L", "CMP" | "PRT" | "MILB") => Kind::Site,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Gazetteer, Layer};

    const DUMP: &str = "1\tRegion of Hills\tRegion of Hills\tHills\t10.5\t2.5\tA\tADM1\tXX\t\t01\t\t\t\t5000\t\t0\tX\t2020-01-01\n\
        2\tOld Ford\tOld Ford\tVieux-Gué,oldford\t10.1\t2.1\tP\tPPL\tXX\t\t01\t\t\t\t300\t\t0\tX\t2020-01-01\n\
        3\tFord School\tFord School\t\t10.1\t2.1\tS\tSCH\tXX\t\t01\t\t\t\t0\t\t0\tX\t2020-01-01\n\
        nonsense\n";

    #[test]
    fn a_dump_becomes_a_layer() {
        let (bytes, summary) = layer_of_dump(DUMP).expect("a layer");
        assert_eq!(summary, Summary { taken: 2, left_out: 1, bad: vec![4] });
        let mut gazetteer = Gazetteer::default();
        gazetteer.add(Layer::open_shared(bytes).expect("opened"));
        let hits = gazetteer.find("vieux gue");
        let ford = gazetteer.entry(hits[0].entry).expect("entry");
        assert_eq!((ford.name, ford.parent), ("Old Ford", 1));
        assert!(layer_of_dump("a page of HTML").is_err());
    }
}
