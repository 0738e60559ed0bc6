//! One packed file: names in an fst, postings, entries of fixed width, and the pool of display names.
//!
//! In: bytes made by [`crate::pack`], static or shared. Out: [`Entry`] values read straight from the bytes.
//!
//! Layout (little-endian): `TGAZ0001`, seven `u32` section ends, then the sections: names (fst), sounds (fst), postings,
//! entries, units, pool. An fst value is `entry << 3 | kind << 1 | 1` for a single posting, or an offset `<< 1` into the
//! postings: a count and that many `entry << 3 | kind << 1 | 1`, four bytes each, the most populous first.

use fst::raw::{Fst, Output};
use std::ops::Range;
use std::sync::Arc;

pub(crate) const MAGIC: &[u8; 8] = b"TGAZ0001";
pub(crate) const ENTRY: usize = 21;
pub(crate) const SECTIONS: usize = 6;
pub(crate) const NO_COUNTRY: [u8; 2] = *b"--";

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// An independent or dependent country.
    Country,
    /// A first-order unit: state, region, governorate.
    Admin1,
    /// A second-order unit: county, cercle, district.
    Admin2,
    /// A smaller unit: commune, sub-district.
    Admin3,
    /// The capital of a country.
    Capital,
    /// Seat of a unit.
    Seat,
    /// Any other town or village.
    Town,
    /// Quarter of a town.
    Quarter,
    /// A region without authorities of its own: Sahel, Donbas, Middle East.
    Region,
    /// A continent.
    Continent,
    /// Sea, lake, river.
    Water,
    /// Mountain range, desert, forest, island.
    Land,
    /// A point with a use: airport, camp, bridge, mine.
    Site,
}

impl Kind {
    const ALL: [Kind; 13] = [
        Kind::Country,
        Kind::Admin1,
        Kind::Admin2,
        Kind::Admin3,
        Kind::Capital,
        Kind::Seat,
        Kind::Town,
        Kind::Quarter,
        Kind::Region,
        Kind::Continent,
        Kind::Water,
        Kind::Land,
        Kind::Site,
    ];

    /// The kind of a lexicon's word.
    pub fn from_word(word: &str) -> Option<Kind> {
        const WORDS: [&str; 13] = [
            "country",
            "admin1",
            "admin2",
            "admin3",
            "capital",
            "seat",
            "town",
            "quarter",
            "region",
            "continent",
            "water",
            "land",
            "site",
        ];
        WORDS.iter().position(|w| *w == word).map(|i| Kind::ALL[i])
    }

    /// True for towns, villages and quarters.
    pub fn is_settlement(self) -> bool {
        matches!(self, Kind::Capital | Kind::Seat | Kind::Town | Kind::Quarter)
    }

    /// True for units of administration below the country.
    pub fn is_unit(self) -> bool {
        matches!(self, Kind::Admin1 | Kind::Admin2 | Kind::Admin3)
    }
}

/// How a name belongs to its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum NameKind {
    /// Its usual name.
    Main,
    /// Another name.
    Alternate,
    /// A short form: "Laurel" for "Laurel County", "Fla." for Florida.
    Short,
    /// Its people or adjective: "Malian", "les Turcs".
    Demonym,
}

impl NameKind {
    const ALL: [NameKind; 4] = [NameKind::Main, NameKind::Alternate, NameKind::Short, NameKind::Demonym];
}

/// Where an entry stands: layer and index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryRef(u32);

impl EntryRef {
    pub(crate) fn new(layer: usize, index: u32) -> EntryRef {
        EntryRef((layer as u32) << 24 | (index & 0xFF_FFFF))
    }

    /// True where the entry stands in the first layer, the one compiled in.
    pub fn is_embedded(self) -> bool {
        self.layer() == 0
    }

    pub(crate) fn layer(self) -> usize {
        (self.0 >> 24) as usize
    }

    pub(crate) fn index(self) -> u32 {
        self.0 & 0xFF_FFFF
    }
}

/// An entry that a name may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which entry.
    pub entry: EntryRef,
    /// How the name belongs to it.
    pub name: NameKind,
}

/// A place of the gazetteer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry<'g> {
    /// Usual name.
    pub name: &'g str,
    /// GeoNames id, 0 where it has none.
    pub geonames_id: u32,
    /// What it is.
    pub kind: Kind,
    /// ISO 3166-1 alpha-2 code; `--` where it lies in none or several.
    pub country: CountryCode,
    /// GeoNames id of the smallest unit it lies in, 0 where unknown.
    pub parent: u32,
    /// Degrees, WGS 84.
    pub lat: f64,
    /// Degrees, WGS 84.
    pub lon: f64,
    /// People living there; 0 where unknown.
    pub population: u32,
    /// Radius in km of units and regions, 0 for points.
    pub reach_km: f32,
}

/// Two letters of ISO 3166-1, or `--`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountryCode(pub [u8; 2]);

impl CountryCode {
    /// No single country.
    pub const NONE: CountryCode = CountryCode(NO_COUNTRY);

    /// The code of two letters; none for anything else.
    pub fn of(iso: &str) -> CountryCode {
        match iso.as_bytes() {
            [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => CountryCode([*a, *b]),
            _ => CountryCode::NONE,
        }
    }

    /// True where a country is named.
    pub fn is_some(self) -> bool {
        self != CountryCode::NONE
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("--")
    }
}

impl std::fmt::Display for CountryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Bytes compiled in, or read from a file and shared.
#[derive(Clone, Debug)]
enum Bytes {
    Static(&'static [u8]),
    Shared(Arc<[u8]>),
}

impl Bytes {
    fn all(&self) -> &[u8] {
        match self {
            Bytes::Static(b) => b,
            Bytes::Shared(b) => b,
        }
    }
}

#[derive(Clone, Debug)]
struct Section {
    bytes: Bytes,
    range: Range<usize>,
}

impl AsRef<[u8]> for Section {
    fn as_ref(&self) -> &[u8] {
        self.bytes.all().get(self.range.clone()).unwrap_or(&[])
    }
}

/// One packed file of names and entries.
pub struct Layer {
    names: Fst<Section>,
    sounds: Fst<Section>,
    postings: Section,
    entries: Section,
    units: Section,
    pool: Section,
}

impl std::fmt::Debug for Layer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Layer of {} places", self.len())
    }
}

/// A node of the walk and the value gathered so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct State {
    node: usize,
    value: u64,
}

impl Layer {
    /// Opens bytes compiled into the program.
    pub fn open(bytes: &'static [u8]) -> Result<Layer, String> {
        Layer::of(Bytes::Static(bytes))
    }

    /// Opens bytes read from a file.
    pub fn open_shared(bytes: Vec<u8>) -> Result<Layer, String> {
        Layer::of(Bytes::Shared(bytes.into()))
    }

    fn of(bytes: Bytes) -> Result<Layer, String> {
        let fault = |what: &str| format!("expected a packed gazetteer, but found {what}");
        let all = bytes.all();
        if all.get(..8) != Some(MAGIC) {
            return Err(fault("other bytes"));
        }
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut start = 8 + SECTIONS * 4;
        for i in 0..SECTIONS {
            let end = read(all, 8 + i * 4, 4).ok_or_else(|| fault("a cut header"))? as usize;
            if end < start || end > all.len() {
                return Err(fault("a section beyond its end"));
            }
            ranges.push(start..end);
            start = end;
        }
        let section = |i: usize| Section { bytes: bytes.clone(), range: ranges[i].clone() };
        let fst = |i: usize| Fst::new(section(i)).map_err(|e| fault(&format!("a damaged index ({e})")));
        Ok(Layer {
            names: fst(0)?,
            sounds: fst(1)?,
            postings: section(2),
            entries: section(3),
            units: section(4),
            pool: section(5),
        })
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.as_ref().len() / ENTRY
    }

    /// True where it has no entry.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Entry `index`.
    pub fn entry(&self, index: u32) -> Option<Entry<'_>> {
        let at = index as usize * ENTRY;
        let b = self.entries.as_ref().get(at..at + ENTRY)?;
        let n = |from: usize, len: usize| read(b, from, len).unwrap_or(0);
        let name = n(9, 3) as usize;
        let pool = self.pool.as_ref();
        let len = *pool.get(name)? as usize;
        Some(Entry {
            name: std::str::from_utf8(pool.get(name + 1..name + 1 + len)?).ok()?,
            geonames_id: n(6, 3),
            kind: *Kind::ALL.get(b[19] as usize)?,
            country: CountryCode([b[14], b[15]]),
            parent: n(16, 3),
            lat: n(0, 3) as f64 / STEP - 90.0,
            lon: n(3, 3) as f64 / STEP - 180.0,
            population: ((n(12, 2) as f64 / POPULATION).exp() - 0.5) as u32,
            reach_km: if b[20] == 0 { 0.0 } else { (b[20] as f32 / REACH).exp() },
        })
    }

    pub(crate) fn unit(&self, geonames_id: u32) -> Option<u32> {
        let b = self.units.as_ref();
        let (mut low, mut high) = (0, b.len() / 6);
        while low < high {
            let mid = (low + high) / 2;
            let id = read(b, mid * 6, 3)?;
            match id.cmp(&geonames_id) {
                std::cmp::Ordering::Less => low = mid + 1,
                std::cmp::Ordering::Greater => high = mid,
                std::cmp::Ordering::Equal => return read(b, mid * 6 + 3, 3),
            }
        }
        None
    }

    pub(crate) fn root(&self) -> State {
        State { node: self.names.root().addr(), value: 0 }
    }

    pub(crate) fn walk(&self, from: State, bytes: &[u8]) -> Option<State> {
        let mut node = self.names.node(from.node);
        let mut value = from.value;
        for &b in bytes {
            let step = node.transition(node.find_input(b)?);
            value += step.out.value();
            node = self.names.node(step.addr);
        }
        Some(State { node: node.addr(), value })
    }

    pub(crate) fn is_name(&self, at: State) -> bool {
        self.names.node(at.node).is_final()
    }

    pub(crate) fn hits(&self, at: State, layer: usize, out: &mut Vec<Hit>) {
        let node = self.names.node(at.node);
        if node.is_final() {
            self.postings(at.value + node.final_output().value(), layer, out);
        }
    }

    pub(crate) fn sound(&self, key: &[u8], layer: usize, out: &mut Vec<Hit>) {
        if let Some(value) = self.sounds.get(key) {
            self.postings(Output::value(value), layer, out);
        }
    }

    fn postings(&self, value: u64, layer: usize, out: &mut Vec<Hit>) {
        if value & 1 == 1 {
            out.extend(hit(value as u32, layer));
            return;
        }
        let (b, at) = (self.postings.as_ref(), (value >> 1) as usize);
        let count = read(b, at, 2).unwrap_or(0) as usize;
        for i in 0..count {
            let Some(posting) = read(b, at + 2 + i * 4, 4) else { return };
            out.extend(hit(posting, layer));
        }
    }
}

fn hit(posting: u32, layer: usize) -> Option<Hit> {
    let name = *NameKind::ALL.get((posting >> 1 & 3) as usize)?;
    Some(Hit { entry: EntryRef::new(layer, posting >> 3), name })
}

/// Steps a degree: 16.7 million steps for 360 degrees, two metres each.
pub(crate) const STEP: f64 = 46_000.0;
/// Scale of the logarithm of a population.
pub(crate) const POPULATION: f64 = 3_000.0;
/// Scale of the logarithm of a reach.
pub(crate) const REACH: f32 = 28.0;

/// A little-endian number of `len` bytes.
fn read(bytes: &[u8], at: usize, len: usize) -> Option<u32> {
    let b = bytes.get(at..at.checked_add(len)?)?;
    Some(b.iter().rev().fold(0, |n, &x| n << 8 | u32::from(x)))
}
