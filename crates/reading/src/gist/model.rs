//! Linear models over hashed features, and the file that holds them.
//!
//! A feature is the 32-bit FNV-1a hash of its name; its weights are one signed byte per class, times the model's scale.

/// A linear model: weights of hashed features for several classes.
#[derive(Clone, Debug, Default)]
pub struct Linear {
    classes: usize,
    scale: f32,
    keys: Vec<u32>,
    weights: Vec<i8>,
    /// Where each key stands, one past, by [`Linear::slot`]; 0 is empty. A search of sorted keys took a tenth of all reading.
    places: Vec<u32>,
}

/// The models of the gist.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Likelihood of the parts of a phrase.
    pub parts: Linear,
    /// Likelihood of the kinds of a document; class 0 is relevance.
    pub document: Linear,
    /// Likelihood of the kinds of an event.
    pub events: Linear,
    /// Likelihood of the kinds of the incident a phrase belongs to.
    pub kinds: Linear,
    /// Likelihood that two phrases belong to one incident.
    pub pairs: Linear,
    /// Relevance of a document, from what the others say of it.
    pub relevance: Linear,
    /// Likelihood of a nominated part, from what the others say of it and of the rest.
    pub second: Linear,
}

impl Linear {
    /// A model from full weights: `(feature, weights)`; what is too small to matter is left out.
    pub fn pack(classes: usize, mut rows: Vec<(u32, Vec<f32>)>) -> Linear {
        let top = rows.iter().flat_map(|r| &r.1).fold(0f32, |a, w| a.max(w.abs())).max(1e-6);
        let scale = top / 127.0;
        rows.sort_by_key(|r| r.0);
        let (mut keys, mut all) = (Vec::new(), Vec::new());
        for (key, weights) in rows {
            let packed: Vec<i8> = weights.iter().map(|w| (w / scale).round() as i8).collect();
            if packed.iter().any(|w| *w != 0) {
                keys.push(key);
                all.extend(packed);
            }
        }
        Linear::of(classes, scale, keys, all)
    }

    fn of(classes: usize, scale: f32, keys: Vec<u32>, weights: Vec<i8>) -> Linear {
        let mut out = Linear { classes, scale, places: vec![0; (keys.len() * 2).next_power_of_two()], keys, weights };
        for at in 0..out.keys.len() {
            let mut slot = out.slot(out.keys[at]);
            while out.places[slot] != 0 {
                slot = (slot + 1) & (out.places.len() - 1);
            }
            out.places[slot] = at as u32 + 1;
        }
        out
    }

    /// Where the search for a key begins. Keys are hashes already; their high bits are mixed in.
    fn slot(&self, key: u32) -> usize {
        (key ^ key >> 15) as usize & (self.places.len() - 1)
    }

    fn place(&self, key: u32) -> Option<usize> {
        let mut slot = self.slot(key);
        loop {
            let at = self.places[slot].checked_sub(1)? as usize;
            if self.keys[at] == key {
                return Some(at);
            }
            slot = (slot + 1) & (self.places.len() - 1);
        }
    }

    /// True where nothing was learned.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    fn sums(&self, features: &[u32]) -> Vec<f32> {
        let mut sums = vec![0i32; self.classes];
        for feature in features.iter().filter(|_| !self.is_empty()) {
            if let Some(at) = self.place(*feature) {
                for (sum, w) in sums.iter_mut().zip(&self.weights[at * self.classes..]) {
                    *sum += i32::from(*w);
                }
            }
        }
        sums.into_iter().map(|s| s as f32 * self.scale).collect()
    }

    /// Likelihoods that exclude each other: they add up to one.
    pub fn softmax(&self, features: &[u32]) -> Vec<f32> {
        let mut sums = self.sums(features);
        let top = sums.iter().fold(f32::MIN, |a, s| a.max(*s));
        let mut total = 0.0;
        for s in &mut sums {
            *s = (*s - top).exp();
            total += *s;
        }
        sums.iter_mut().for_each(|s| *s /= total);
        sums
    }

    /// Likelihoods each on its own.
    pub fn sigmoid(&self, features: &[u32]) -> Vec<f32> {
        self.sums(features).into_iter().map(|s| 1.0 / (1.0 + (-s).exp())).collect()
    }

    /// Likelihoods of classes learned each against the others, as shares of one.
    pub fn shares(&self, features: &[u32]) -> Vec<f32> {
        let mut each = self.sigmoid(features);
        let total = each.iter().sum::<f32>().max(1e-6);
        each.iter_mut().for_each(|p| *p /= total);
        each
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.classes as u32).to_le_bytes());
        out.extend(self.scale.to_le_bytes());
        out.extend((self.keys.len() as u32).to_le_bytes());
        self.keys.iter().for_each(|k| out.extend(k.to_le_bytes()));
        out.extend(self.weights.iter().map(|w| *w as u8));
    }

    fn read(bytes: &mut &[u8]) -> Option<Linear> {
        let mut word = || -> Option<[u8; 4]> {
            let (head, tail) = bytes.split_first_chunk::<4>()?;
            *bytes = tail;
            Some(*head)
        };
        let classes = u32::from_le_bytes(word()?) as usize;
        let scale = f32::from_le_bytes(word()?);
        let n = u32::from_le_bytes(word()?) as usize;
        let mut keys = Vec::with_capacity(n.min(1 << 20));
        for _ in 0..n {
            keys.push(u32::from_le_bytes(word()?));
        }
        let (head, tail) = bytes.split_at_checked(n.checked_mul(classes)?)?;
        *bytes = tail;
        Some(Linear::of(classes, scale, keys, head.iter().map(|b| *b as i8).collect()))
    }
}

const EMBEDDED: &[u8] = include_bytes!("../../data/gist.bin");

impl Model {
    /// What is compiled into the program; empty where the file is.
    pub fn embedded() -> Model {
        Model::read(EMBEDDED).unwrap_or_default()
    }

    /// A model from the bytes of its file.
    pub fn read(mut bytes: &[u8]) -> Option<Model> {
        let bytes = &mut bytes;
        Some(Model {
            parts: Linear::read(bytes)?,
            document: Linear::read(bytes)?,
            events: Linear::read(bytes)?,
            kinds: Linear::read(bytes)?,
            pairs: Linear::read(bytes)?,
            relevance: Linear::read(bytes)?,
            second: Linear::read(bytes)?,
        })
    }

    /// The bytes of its file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let all = [&self.parts, &self.document, &self.events, &self.kinds, &self.pairs, &self.relevance, &self.second];
        all.iter().for_each(|model| model.write(&mut out));
        out
    }

    /// True where nothing was learned.
    pub fn is_empty(&self) -> bool {
        self.parts.keys.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_survives_its_file() {
        let parts = Linear::pack(2, vec![(7, vec![1.0, -1.0]), (3, vec![0.5, 0.0])]);
        let model = Model { parts, ..Model::default() };
        let again = Model::read(&model.bytes()).expect("own bytes");
        assert_eq!(model.parts.softmax(&[7]), again.parts.softmax(&[7]));
        assert!(again.parts.softmax(&[7])[0] > 0.8);
    }
}
