//! Rows of places → the bytes of a layer.
//!
//! In: [`Row`]s from the built table, the lexicon or a GeoNames dump. Out: bytes that [`crate::Layer`] opens. The same
//! rows give the same bytes.

use crate::fold::{fold_name, sound_of};
use crate::layer::{CountryCode, ENTRY, Kind, MAGIC, NameKind, POPULATION, REACH, SECTIONS, STEP};
use std::collections::BTreeMap;

/// A place to be packed.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Usual name.
    pub name: String,
    /// GeoNames id, 0 where it has none.
    pub geonames_id: u32,
    /// What it is.
    pub kind: Option<Kind>,
    /// ISO 3166-1 alpha-2 code, empty where it lies in none or several.
    pub country: String,
    /// GeoNames id of the smallest unit it lies in, 0 where unknown.
    pub parent: u32,
    /// Degrees.
    pub lat: f64,
    /// Degrees.
    pub lon: f64,
    /// People living there.
    pub population: u32,
    /// Radius in km, 0 for points.
    pub reach_km: f32,
    /// Other names.
    pub names: Vec<(String, NameKind)>,
}

/// Reads the table that `xtask/gazetteer.py` makes: id, kind, name, country, parent, lat, lon, population, reach,
/// alternates.
pub fn rows_of_table(text: &str) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for (i, line) in text.lines().enumerate() {
        if line.starts_with('#') || line.starts_with("id\t") {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, kind, name, country, parent, lat, lon, population, reach, alternates] = cells[..] else {
            return Err(format!("places.tsv:{}: expected 10 columns, but found {}", i + 1, cells.len()));
        };
        let fault = |what: &str| format!("places.tsv:{}: expected a number as {what}", i + 1);
        let kind = match kind {
            "1" => Kind::Admin1,
            "2" => Kind::Admin2,
            "C" => Kind::Capital,
            _ => Kind::Town,
        };
        let mut names: Vec<_> =
            (alternates.split('|').filter(|a| !a.is_empty())).map(|a| (a.to_string(), NameKind::Alternate)).collect();
        if let Some(short) = short_unit_name(name, kind) {
            names.push((short.to_string(), NameKind::Short));
        }
        rows.push(Row {
            name: name.to_string(),
            geonames_id: id.parse().map_err(|_| fault("id"))?,
            kind: Some(kind),
            country: country.to_string(),
            parent: parent.parse().map_err(|_| fault("parent"))?,
            lat: lat.parse().map_err(|_| fault("latitude"))?,
            lon: lon.parse().map_err(|_| fault("longitude"))?,
            population: population.parse().map_err(|_| fault("population"))?,
            reach_km: reach.parse().map_err(|_| fault("reach"))?,
            names,
        });
    }
    Ok(rows)
}

/// "Laurel" of "Laurel County", "Hiran" of "Hiran Region".
fn short_unit_name(name: &str, kind: Kind) -> Option<&str> {
    const TYPES: [&str; 14] = [
        " County",
        " Parish",
        " Region",
        " Province",
        " District",
        " Governorate",
        " State",
        " Department",
        " Oblast",
        " Prefecture",
        " Municipality",
        " Division",
        " Borough",
        " Raion",
    ];
    if !kind.is_unit() {
        return None;
    }
    TYPES.iter().find_map(|t| name.strip_suffix(t)).filter(|short| short.len() >= 3)
}

/// Countries whose names reach print in several spellings, and so get a second key by sound.
const SOUNDED: &str = "AE AF AZ BD BF BH BI BJ BT CD CF CG CI CM DJ DZ EG EH ER ET GA GE GH GM GN GQ GW IL IN IQ IR JO KE \
    KG KM KW KZ LB LK LR LY MA ML MM MR MZ NE NG NP OM PK PS QA RU RW SA SD SL SN SO SS SY TD TG TJ TM TN TR TZ UA UG UZ YE";

/// Packs rows into the bytes of a layer. Where two rows share a GeoNames id the first is kept.
pub fn pack(rows: &[Row]) -> Result<Vec<u8>, String> {
    let mut keyed: Vec<(Vec<u8>, &Row)> = Vec::with_capacity(rows.len());
    for row in rows {
        let mut key = Vec::new();
        fold_name(&row.name, &mut key);
        keyed.push((key, row));
    }
    // entries in the order of their keys: the values of the fst then rise with its keys, and it packs far smaller
    keyed.sort_by_key(|(key, row)| (key.clone(), std::cmp::Reverse(row.population), row.geonames_id));
    if keyed.len() >= 1 << 24 {
        return Err(format!("expected fewer than 16777216 places, but found {}", keyed.len()));
    }

    let mut names: BTreeMap<Vec<u8>, Vec<u32>> = BTreeMap::new();
    let mut sounds: BTreeMap<Vec<u8>, Vec<u32>> = BTreeMap::new();
    let mut pool: Vec<u8> = Vec::new();
    let mut pooled: BTreeMap<&str, u32> = BTreeMap::new();
    let mut entries = Vec::with_capacity(keyed.len() * ENTRY);
    let mut units: Vec<(u32, u32)> = Vec::new();
    for (index, (key, row)) in keyed.iter().enumerate() {
        let index = index as u32;
        let kind = row.kind.unwrap_or(Kind::Town);
        let cut = clip(&row.name);
        let at = *pooled.entry(cut).or_insert_with(|| {
            let at = pool.len() as u32;
            pool.push(cut.len() as u8);
            pool.extend_from_slice(cut.as_bytes());
            at
        });
        let scaled = |x: f64, zero: f64| ((x + zero) * STEP).round().clamp(0.0, (1 << 24) as f64 - 1.0) as u32;
        let three = |out: &mut Vec<u8>, x: u32| out.extend_from_slice(&x.to_le_bytes()[..3]);
        three(&mut entries, scaled(row.lat, 90.0));
        three(&mut entries, scaled(row.lon, 180.0));
        three(&mut entries, row.geonames_id);
        three(&mut entries, at);
        let population = ((row.population as f64 + 0.5).ln().max(0.0) * POPULATION).round() as u16;
        entries.extend_from_slice(&population.to_le_bytes());
        entries.extend_from_slice(&CountryCode::of(&row.country).0);
        three(&mut entries, row.parent);
        entries.push(kind as u8);
        entries.push(if row.reach_km < 1.1 { 0 } else { (row.reach_km.ln() * REACH).round().clamp(1.0, 255.0) as u8 });
        if kind.is_unit() && row.geonames_id != 0 {
            units.push((row.geonames_id, index));
        }

        let mut own: Vec<(Vec<u8>, NameKind)> = vec![(key.clone(), NameKind::Main)];
        for (name, how) in &row.names {
            let mut key = Vec::new();
            fold_name(name, &mut key);
            own.push((key, *how));
        }
        own.sort();
        own.dedup_by(|a, b| a.0 == b.0);
        let sounded = SOUNDED.split(' ').any(|c| c == row.country);
        let mut heard: Vec<Vec<u8>> = Vec::new();
        for (key, how) in own.iter().filter(|(k, _)| k.len() >= 2) {
            names.entry(key.clone()).or_default().push(index << 3 | (*how as u32) << 1 | 1);
            if sounded && key.len() >= 4 && *how != NameKind::Demonym {
                let sound = sound_of(std::str::from_utf8(key).unwrap_or(""));
                if sound.len() >= 4 && !heard.contains(&sound) {
                    sounds.entry(sound.clone()).or_default().push(index << 3 | (NameKind::Alternate as u32) << 1 | 1);
                    heard.push(sound);
                }
            }
        }
    }
    units.sort();
    units.dedup_by_key(|u| u.0);

    let rank = |posting: &u32| {
        let row = keyed[(posting >> 3) as usize].1;
        (std::cmp::Reverse(row.population), posting >> 1 & 3, row.geonames_id, *posting)
    };
    let mut postings: Vec<u8> = Vec::new();
    let mut index = |map: BTreeMap<Vec<u8>, Vec<u32>>| -> Result<Vec<u8>, String> {
        let fault = |e: fst::Error| format!("the index could not be built: {e}");
        let mut builder = fst::MapBuilder::memory();
        for (key, mut list) in map {
            list.sort_by_key(rank);
            // a name shared by more than this many places tells nothing: the most populous are kept
            list.truncate(400);
            let value = match list[..] {
                [one] => u64::from(one),
                _ => {
                    let at = postings.len() as u64;
                    postings.extend_from_slice(&(list.len() as u16).to_le_bytes());
                    list.iter().for_each(|p| postings.extend_from_slice(&p.to_le_bytes()));
                    at << 1
                }
            };
            builder.insert(key, value).map_err(fault)?;
        }
        builder.into_inner().map_err(fault)
    };
    let names = index(names)?;
    let sounds = index(sounds)?;
    let mut unit_bytes = Vec::with_capacity(units.len() * 6);
    for (id, index) in units {
        unit_bytes.extend_from_slice(&id.to_le_bytes()[..3]);
        unit_bytes.extend_from_slice(&index.to_le_bytes()[..3]);
    }

    let mut out = MAGIC.to_vec();
    let mut end = 8 + SECTIONS * 4;
    let sections = [&names, &sounds, &postings, &entries, &unit_bytes, &pool];
    for section in sections {
        end += section.len();
        out.extend_from_slice(&(end as u32).to_le_bytes());
    }
    sections.iter().for_each(|s| out.extend_from_slice(s));
    Ok(out)
}

/// The name, cut at 255 bytes on a character boundary.
fn clip(name: &str) -> &str {
    let mut end = name.len().min(255);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    &name[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Gazetteer, Layer};

    #[test]
    fn what_is_packed_is_found_again() {
        let row = Row {
            name: "Tinzaouatène".into(),
            geonames_id: 9_999_999,
            kind: Some(Kind::Town),
            country: "ML".into(),
            parent: 77,
            lat: 19.95,
            lon: 2.97,
            population: 1_200,
            reach_km: 0.0,
            names: vec![("Ti-n-Zaouâtene".into(), NameKind::Alternate)],
        };
        let bytes = pack(&[row]).expect("packed");
        let mut gazetteer = Gazetteer::default();
        assert!(gazetteer.add(Layer::open_shared(bytes.clone()).expect("opened")));
        let hits = gazetteer.find("TI-N-ZAOUATENE");
        let entry = gazetteer.entry(hits[0].entry).expect("entry");
        assert_eq!((entry.name, entry.country.as_str(), entry.parent), ("Tinzaouatène", "ML", 77));
        assert!((entry.lat - 19.95).abs() < 1e-4 && (entry.lon - 2.97).abs() < 1e-4);
        assert!(entry.population.abs_diff(1_200) < 3);
        assert_eq!(gazetteer.find_sound("Tin Zawatin").len(), 1);
        for cut in 0..bytes.len() {
            if let Ok(layer) = Layer::open_shared(bytes[..cut].to_vec()) {
                let _ = layer.entry(0);
            }
        }
    }
}
