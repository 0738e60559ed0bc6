//! Names of places → entries with coordinates: one packed file, opened without parsing.
//!
//! In: the bytes of one or more layers (the embedded one, the lexicon's, a user's GeoNames dump). Out: [`Entry`] values,
//! found by walking folded names byte by byte with a [`Cursor`]. "Ti-n-Zaouâtene", "Tin Zaouatène" and "TINZAOUATENE"
//! are one folded name.
//!
//! Invariants: no I/O; damaged bytes give an error or an empty answer, never a panic; nothing is chosen here: which of
//! the entries a report means is decided by whoever asks.

mod country;
mod dump;
mod fold;
mod layer;
mod pack;

pub use country::{Continent, Country, countries, country};
pub use dump::{Summary, layer_of_dump};
pub use fold::{fold_name, fold_word, sound_of};
pub use layer::{CountryCode, Entry, EntryRef, Hit, Kind, Layer, NameKind};
pub use pack::{Row, pack, rows_of_table};

/// The layers a reader searches: the embedded one first.
#[derive(Debug, Default)]
pub struct Gazetteer {
    layers: Vec<Layer>,
}

/// Most layers one gazetteer may hold.
pub const MAX_LAYERS: usize = 12;

static EMBEDDED: &[u8] = include_bytes!("../data/places.gaz");

impl Gazetteer {
    /// Populated places and administrative units of the world, compiled into the program.
    pub fn embedded() -> Gazetteer {
        let layers = Layer::open(EMBEDDED).into_iter().collect();
        Gazetteer { layers }
    }

    /// Adds a layer; false where there is no room for more.
    pub fn add(&mut self, layer: Layer) -> bool {
        let room = self.layers.len() < MAX_LAYERS;
        if room {
            self.layers.push(layer);
        }
        room
    }

    /// Number of entries in all layers.
    pub fn len(&self) -> usize {
        self.layers.iter().map(Layer::len).sum()
    }

    /// True where no layer has an entry.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entry behind a reference.
    pub fn entry(&self, at: EntryRef) -> Option<Entry<'_>> {
        self.layers.get(at.layer())?.entry(at.index())
    }

    /// The administrative unit with this GeoNames id.
    pub fn unit(&self, geonames_id: u32) -> Option<(EntryRef, Entry<'_>)> {
        self.layers.iter().enumerate().find_map(|(i, layer)| {
            let index = layer.unit(geonames_id)?;
            Some((EntryRef::new(i, index), layer.entry(index)?))
        })
    }

    /// Starts a walk at the empty name.
    pub fn cursor(&self) -> Cursor<'_> {
        let mut states = [None; MAX_LAYERS];
        for (state, layer) in states.iter_mut().zip(&self.layers) {
            *state = Some(layer.root());
        }
        Cursor { gazetteer: self, states }
    }

    /// Every entry of a name as written, in any spelling that folds alike.
    pub fn find(&self, name: &str) -> Vec<Hit> {
        let mut key = Vec::new();
        fold_name(name, &mut key);
        let mut cursor = self.cursor();
        let mut hits = Vec::new();
        if cursor.feed(&key) {
            cursor.hits(&mut hits);
        }
        hits
    }

    /// Every entry whose name sounds alike ("Tinzawatin" for "Tinzaouatine"): a second, weaker key, kept only for
    /// countries whose names are spelt in several ways.
    pub fn find_sound(&self, name: &str) -> Vec<Hit> {
        let key = sound_of(name);
        let mut hits = Vec::new();
        for (i, layer) in self.layers.iter().enumerate() {
            layer.sound(&key, i, &mut hits);
        }
        hits
    }
}

/// A place in the walk through all names.
#[derive(Clone, Copy)]
pub struct Cursor<'g> {
    gazetteer: &'g Gazetteer,
    states: [Option<layer::State>; MAX_LAYERS],
}

impl Cursor<'_> {
    /// Goes on by these folded bytes; false where no name begins so.
    pub fn feed(&mut self, bytes: &[u8]) -> bool {
        let mut alive = false;
        for (state, layer) in self.states.iter_mut().zip(&self.gazetteer.layers) {
            if let Some(s) = *state {
                *state = layer.walk(s, bytes);
                alive |= state.is_some();
            }
        }
        alive
    }

    /// True where a name ends here.
    pub fn is_name(&self) -> bool {
        self.states.iter().zip(&self.gazetteer.layers).any(|(s, l)| s.is_some_and(|s| l.is_name(s)))
    }

    /// Adds the entries of the name that ends here, the most populous of each layer first.
    pub fn hits(&self, out: &mut Vec<Hit>) {
        for (i, (state, layer)) in self.states.iter().zip(&self.gazetteer.layers).enumerate() {
            if let Some(s) = *state {
                layer.hits(s, i, out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_known_names_are_found() {
        let gazetteer = Gazetteer::embedded();
        for (name, country) in [("Mopti", "ML"), ("N'Djamena", "TD"), ("NDJAMENA", "TD"), ("Saint Louis", "US")] {
            let hits = gazetteer.find(name);
            let found = hits.iter().filter_map(|h| gazetteer.entry(h.entry));
            assert!(found.map(|e| e.country.to_string()).any(|c| c == country), "{name}");
        }
        assert!(gazetteer.find("zqxj").is_empty());
        assert!(gazetteer.len() > 250_000);
    }

    #[test]
    fn units_are_found_by_id() {
        let gazetteer = Gazetteer::embedded();
        let (_, unit) = gazetteer.unit(2453347).expect("Mopti region");
        assert_eq!((unit.kind, unit.name), (Kind::Admin1, "Mopti"));
    }
}
