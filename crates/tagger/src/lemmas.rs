//! A word and its part of speech → its dictionary form, by the longest known ending.
//!
//! "attackers", a noun → attacker: the ending `-ers` drops one letter. Words that follow no ending stand in the same table
//! whole ("went", "yeux").

use crate::model::{BadModel, Model};
use types::{Lang, Upos};

/// Endings with what to do to them.
pub struct Lemmas {
    /// Hashes of language, part of speech and ending, sorted.
    keys: Vec<u32>,
    /// For each key, which script.
    scripts: Vec<u32>,
    /// Letters to drop and letters to add.
    list: Vec<(usize, String)>,
}

/// The longest ending in the table, in characters; whole words are marked and may be longer.
const ENDING: usize = 7;

impl Lemmas {
    /// Reads the table.
    pub fn read(model: &Model) -> Result<Lemmas, BadModel> {
        let list = model
            .lines("lemma_scripts")?
            .iter()
            .map(|l| {
                let (drop, add) = l.split_once(' ').unwrap_or((l, ""));
                (drop.parse().unwrap_or(0), add.to_string())
            })
            .collect();
        Ok(Lemmas { keys: model.numbers("lemma_keys")?, scripts: model.numbers("lemma_values")?, list })
    }

    /// The dictionary form of `word`.
    pub fn of(&self, word: &str, upos: Upos, lang: Lang) -> Box<str> {
        let keep = upos == Upos::Propn;
        let form: String = if keep { word.into() } else { word.to_lowercase() };
        let form = if form.contains(['’', 'ʼ']) { form.replace(['’', 'ʼ'], "'") } else { form };
        let low = if keep { form.to_lowercase() } else { form.clone() };
        let Some((drop, add)) = self.script(&low, upos, lang) else { return form.into() };
        if keep && form.chars().nth(1).is_some_and(char::is_uppercase) {
            return form.into();
        }
        let cut = form.char_indices().rev().nth(drop.wrapping_sub(1)).map_or(form.len(), |(at, _)| at);
        let cut = if *drop == 0 { form.len() } else { cut };
        let lemma = format!("{}{add}", &form[..cut]);
        if lemma.is_empty() { form.into() } else { lemma.into() }
    }

    fn script(&self, low: &str, upos: Upos, lang: Lang) -> Option<&(usize, String)> {
        let seed = hash(hash(0xcbf2_9ce4_8422_2325, lang.code().as_bytes()), &[upos as u8]);
        let find = |key: u64| {
            let key = (key ^ key >> 32) as u32;
            let at = self.keys.binary_search(&key).ok()?;
            self.list.get(*self.scripts.get(at)? as usize)
        };
        if low.len() <= 40
            && let Some(found) = find(hash(hash(seed, b"^"), low.as_bytes()))
        {
            return Some(found);
        }
        let mut starts = [low.len(); ENDING];
        let mut count = 0;
        for (at, _) in low.char_indices().rev().take(ENDING) {
            starts[count] = at;
            count += 1;
        }
        starts[..count].iter().rev().find_map(|&at| find(hash(seed, &low.as_bytes()[at..]))).or_else(|| find(seed))
    }
}

fn hash(mut h: u64, bytes: &[u8]) -> u64 {
    for &b in bytes {
        h = (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    h
}
