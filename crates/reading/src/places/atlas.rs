//! What the reader knows of places: the gazetteer with the lexicon's layer, and the words around place names.
//!
//! In: `lexicon/places/*` and the embedded gazetteer. Out: [`Atlas`], built once. Nothing of a report is kept here.

use super::confidence::Confidence;
use super::people::{english_people, french_people};
use crate::lexicon::Table;
use gazetteer::{CountryCode, EntryRef, Gazetteer, Kind, Layer, NameKind, Row};
use std::collections::HashMap;

/// Names of places, and the words that tell a place from a person or a plain word.
#[derive(Debug, Default)]
pub struct Atlas {
    /// All layers: embedded, lexicon, and what a user has added.
    pub gazetteer: Gazetteer,
    /// Folded word → how it is used otherwise.
    words: HashMap<Box<[u8]>, Word>,
    /// Lower-case word → what it tells of its neighbour.
    cues: HashMap<&'static str, Cues>,
    /// Two-letter codes of units, read only after a comma: `GA` → GeoNames id.
    codes: HashMap<&'static str, u32>,
    /// How sure a place is.
    pub(super) confidence: Option<Confidence>,
    /// Faults of the lexicon, empty when all is well; a test holds that.
    pub faults: Vec<String>,
}

/// How a word that is a place name is used otherwise.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Word {
    /// Of 100 uses, how many in lower case.
    pub lower: u8,
    /// Of 100 names it is in, how many are of persons.
    pub person: u8,
    /// Begins names of persons.
    pub given: bool,
    /// Alone it names no place.
    pub never: bool,
}

/// What a word tells of the name beside it: one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cues(u16);

impl Cues {
    pub const WHERE: Cues = Cues(1);
    pub const TOWARD: Cues = Cues(1 << 1);
    pub const SETTLEMENT: Cues = Cues(1 << 2);
    pub const UNIT: Cues = Cues(1 << 3);
    pub const COUNTRY: Cues = Cues(1 << 4);
    pub const WATER: Cues = Cues(1 << 5);
    pub const LAND: Cues = Cues(1 << 6);
    pub const SITE: Cues = Cues(1 << 7);
    pub const FOLK: Cues = Cues(1 << 8);
    pub const TITLE: Cues = Cues(1 << 9);
    pub const SAYS: Cues = Cues(1 << 10);
    pub const NAMESAKE: Cues = Cues(1 << 11);
    /// Any word that says what kind of place a name names.
    pub const TYPE: Cues = Cues(0b1111_1100);

    const NAMES: [(&'static str, Cues); 12] = [
        ("where", Cues::WHERE),
        ("toward", Cues::TOWARD),
        ("settlement", Cues::SETTLEMENT),
        ("unit", Cues::UNIT),
        ("country", Cues::COUNTRY),
        ("water", Cues::WATER),
        ("land", Cues::LAND),
        ("site", Cues::SITE),
        ("folk", Cues::FOLK),
        ("title", Cues::TITLE),
        ("says", Cues::SAYS),
        ("namesake", Cues::NAMESAKE),
    ];

    /// True where a bit of `other` is set here.
    pub fn any(self, other: Cues) -> bool {
        self.0 & other.0 != 0
    }
}

static COUNTRIES: &str = include_str!("../../../../lexicon/places/countries.tsv");
static REGIONS: &str = include_str!("../../../../lexicon/places/regions.tsv");
static PLACES: &str = include_str!("../../../../lexicon/places/places.tsv");
static UNITS: &str = include_str!("../../../../lexicon/places/units.tsv");
static CUES: &str = include_str!("../../../../lexicon/places/cues.tsv");
static WORDS: &str = include_str!("../../../../lexicon/places/words.tsv");
static CONFIDENCE: &str = include_str!("../../../../lexicon/places/confidence.tsv");
static NEVER: &str = include_str!("../../../../lexicon/places/never.txt");
static GIVEN: &str = include_str!("../../../../lexicon/places/given.txt");

impl Atlas {
    /// What is compiled into the program.
    pub fn embedded() -> Atlas {
        let mut atlas = Atlas { gazetteer: Gazetteer::embedded(), ..Atlas::default() };
        let mut rows = Vec::new();
        let tables =
            [("countries.tsv", COUNTRIES), ("regions.tsv", REGIONS), ("places.tsv", PLACES), ("units.tsv", UNITS)];
        for (file, text) in tables {
            match Table::parse(file, text) {
                Ok(table) => atlas.rows(file, &table, &mut rows),
                Err(fault) => atlas.faults.push(fault),
            }
        }
        match gazetteer::pack(&rows).and_then(Layer::open_shared) {
            Ok(layer) => {
                atlas.gazetteer.add(layer);
            }
            Err(fault) => atlas.faults.push(fault),
        }
        atlas.read_cues();
        atlas.read_words();
        match Confidence::parse("confidence.tsv", CONFIDENCE) {
            Ok(confidence) => atlas.confidence = confidence,
            Err(fault) => atlas.faults.push(fault),
        }
        atlas
    }

    fn rows(&mut self, file: &str, table: &Table<'static>, rows: &mut Vec<Row>) {
        for (line, cells) in &table.rows {
            let cell = |name: &str| table.column(name).and_then(|i| cells.get(i)).copied().unwrap_or("");
            let read = match file {
                "countries.tsv" => country_row(cell),
                "units.tsv" => self.unit_row(cell),
                _ => self.place_row(cell),
            };
            match read {
                Ok(row) => rows.push(row),
                Err(what) => self.faults.push(format!("{file}:{line}: {what}")),
            }
        }
    }

    /// A row of `regions.tsv` or `places.tsv`. A region that is a unit of the gazetteer too takes over its id.
    fn place_row(&self, cell: impl Fn(&str) -> &'static str) -> Result<Row, String> {
        let number = |name: &str| match cell(name) {
            "" => Ok(0.0),
            text => text.parse::<f64>().map_err(|_| format!("expected a number as {name}, but found \"{text}\"")),
        };
        let kind = Kind::from_word(cell("kind")).ok_or_else(|| format!("unknown kind \"{}\"", cell("kind")))?;
        let mut row = Row {
            name: cell("name").to_string(),
            kind: Some(kind),
            country: cell("country").to_string(),
            lat: number("lat")?,
            lon: number("lon")?,
            reach_km: number("reach")? as f32,
            population: number("population")? as u32,
            names: names(cell("names"), NameKind::Main),
            ..Row::default()
        };
        row.names.extend(both_people(cell("people")));
        if matches!(kind, Kind::Region | Kind::Admin1) {
            if let Some((_, unit)) = self.unit_named(&row.name, &row.country) {
                row.geonames_id = unit.geonames_id;
                row.kind = Some(unit.kind);
                row.population = unit.population;
            }
        } else if let Some((_, unit)) = self.unit_named(cell("inside"), &row.country) {
            row.parent = unit.geonames_id;
        }
        if kind.is_settlement() {
            self.take_over(&mut row);
        }
        Ok(row)
    }

    /// A town that the embedded gazetteer has close by under the same name is that town, with more names.
    fn take_over(&self, row: &mut Row) {
        let hits = self.gazetteer.find(&row.name);
        let same = hits.iter().filter_map(|h| self.gazetteer.entry(h.entry)).find(|e| {
            e.kind.is_settlement()
                && e.country == CountryCode::of(&row.country)
                && super::resolve::km(e.lat, e.lon, row.lat, row.lon) < 30.0
        });
        if let Some(e) = same {
            row.geonames_id = e.geonames_id;
            row.population = row.population.max(e.population);
            row.parent = e.parent;
        }
    }

    /// A row of `units.tsv`: more names for a unit of the gazetteer.
    fn unit_row(&mut self, cell: impl Fn(&str) -> &'static str) -> Result<Row, String> {
        let (name, country) = (cell("unit"), cell("country"));
        let Some((_, unit)) = self.unit_named(name, country) else {
            return Err(format!("expected a first-order unit of {country}, but found \"{name}\""));
        };
        let row = Row {
            name: name.to_string(),
            geonames_id: unit.geonames_id,
            kind: Some(unit.kind),
            country: country.to_string(),
            parent: unit.parent,
            lat: unit.lat,
            lon: unit.lon,
            population: unit.population,
            reach_km: unit.reach_km,
            names: (names(cell("names"), NameKind::Main).into_iter())
                // "Ore.", "Ind.": a name cut short, read only with its stop
                .map(|(n, kind)| if n.ends_with('.') { (n, NameKind::Short) } else { (n, kind) })
                .chain(both_people(cell("people")))
                .collect(),
        };
        let id = unit.geonames_id;
        for code in cell("codes").split('|').filter(|c| !c.is_empty()) {
            self.codes.insert(code, id);
        }
        Ok(row)
    }

    /// The first-order unit of a country with this name.
    fn unit_named(&self, name: &str, country: &str) -> Option<(EntryRef, gazetteer::Entry<'_>)> {
        if name.is_empty() || country.is_empty() {
            return None;
        }
        let hits = self.gazetteer.find(name);
        let mut found = hits.iter().filter_map(|h| Some((h.entry, self.gazetteer.entry(h.entry)?)));
        found.find(|(_, e)| e.kind == Kind::Admin1 && e.country == CountryCode::of(country))
    }

    fn read_cues(&mut self) {
        let Ok(table) = Table::parse("cues.tsv", CUES) else { return };
        for (line, cells) in &table.rows {
            let Some((_, cue)) = Cues::NAMES.iter().find(|(name, _)| *name == cells[0]) else {
                self.faults.push(format!("cues.tsv:{line}: unknown cue \"{}\"", cells[0]));
                continue;
            };
            for word in cells[1..].iter().flat_map(|c| c.split(' ')).filter(|w| !w.is_empty()) {
                self.cues.entry(word).or_default().0 |= cue.0;
            }
        }
    }

    fn read_words(&mut self) {
        if let Ok(table) = Table::parse("words.tsv", WORDS) {
            for (_, cells) in &table.rows {
                let n = |i: usize| cells.get(i).and_then(|c| c.parse().ok()).unwrap_or(0);
                let word = Word { lower: n(1), person: n(2), given: n(3) > 0, never: false };
                self.words.insert(cells[0].as_bytes().into(), word);
            }
        }
        for name in GIVEN.lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace) {
            self.words.entry(name.as_bytes().into()).or_default().given = true;
        }
        for name in NEVER.lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace) {
            let mut key = Vec::new();
            gazetteer::fold_word(name, &mut key);
            self.words.entry(key.into()).or_default().never = true;
        }
    }

    /// How a folded word is used otherwise.
    pub(super) fn word(&self, key: &[u8]) -> Word {
        self.words.get(key).copied().unwrap_or_default()
    }

    /// What a word tells of the name beside it. Case and a last full stop do not matter.
    pub(super) fn cues(&self, word: &str) -> Cues {
        let word = word.trim_end_matches('.');
        if word.len() > 24 {
            return Cues::default();
        }
        if let Some(cues) = self.cues.get(word) {
            return *cues;
        }
        self.cues.get(word.to_lowercase().as_str()).copied().unwrap_or_default()
    }

    /// The unit of a two-letter code.
    pub(super) fn unit_of_code(&self, code: &str) -> Option<EntryRef> {
        self.gazetteer.unit(*self.codes.get(code)?).map(|(at, _)| at)
    }
}

fn country_row(cell: impl Fn(&str) -> &'static str) -> Result<Row, String> {
    let iso = cell("iso");
    let facts = gazetteer::country(CountryCode::of(iso)).ok_or_else(|| format!("unknown country \"{iso}\""))?;
    let mut all = names(cell("en"), NameKind::Main);
    all.extend(names(cell("fr"), NameKind::Main));
    all.extend(cell("people_en").split('|').flat_map(english_people).map(|n| (n, NameKind::Demonym)));
    all.extend(cell("people_fr").split('|').flat_map(french_people).map(|n| (n, NameKind::Demonym)));
    Ok(Row {
        name: all.first().map(|n| n.0.clone()).unwrap_or_default(),
        geonames_id: facts.geonames_id,
        kind: Some(Kind::Country),
        country: iso.to_string(),
        lat: facts.lat,
        lon: facts.lon,
        population: facts.population,
        reach_km: (facts.area / std::f64::consts::PI).sqrt() as f32,
        names: all,
        ..Row::default()
    })
}

fn names(cell: &str, kind: NameKind) -> Vec<(String, NameKind)> {
    cell.split('|').filter(|n| !n.is_empty()).map(|n| (n.to_string(), kind)).collect()
}

/// Demonyms of a cell that mixes both languages: French ones stand in lower case.
fn both_people(cell: &str) -> Vec<(String, NameKind)> {
    let forms = cell.split('|').filter(|p| !p.is_empty());
    let inflected =
        forms.flat_map(|p| if p.starts_with(char::is_lowercase) { french_people(p) } else { english_people(p) });
    inflected.map(|n| (n, NameKind::Demonym)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicon_is_sound() {
        let atlas = Atlas::embedded();
        assert!(atlas.faults.is_empty(), "{}", atlas.faults.join("\n"));
        assert!(atlas.unit_of_code("KY").is_some());
        for name in ["Mali", "maliennes", "Azawad", "Trois frontières", "W.Va.", "Kosovar"] {
            assert!(!atlas.gazetteer.find(name).is_empty(), "{name}");
        }
    }
}
