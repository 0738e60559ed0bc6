//! A very cheap first look: does a text tell of political violence at all?
//!
//! A stream of all news is mostly football and stock prices. The gate reads the letters of the first few hundred words,
//! looks their hashes up in one small table and adds: no tokens, no network. "Gunmen opened fire on a convoy" → likely;
//! "The central bank left rates unchanged" → unlikely. It learnt from English and knows no French.

use std::sync::OnceLock;
use types::Lang;

/// Words looked at.
const WORDS: usize = 400;
/// Letters of a word that are looked at.
const STEM: usize = 6;
const BITS: u32 = 16;

/// From 65,536 buckets: one scale, one shift, the line to draw, then a signed byte for each bucket.
static TABLE: &[u8] = include_bytes!("../model/gate.bin");

/// The likelihood above which a text is worth reading, chosen on the training texts.
pub fn line_to_draw() -> f32 {
    number(2)
}

/// Likelihood, 0 to 1, that `text` tells of political violence; none where the gate does not know the language, and the
/// text should be read.
pub fn likelihood(text: &str, lang: Lang) -> Option<f32> {
    if lang != Lang::En {
        return None;
    }
    static SCALE: OnceLock<(f32, f32)> = OnceLock::new();
    let &(scale, shift) = SCALE.get_or_init(|| (number(0), number(1)));
    let weights = TABLE.get(12..).unwrap_or_default();
    let mut seen = vec![0u64; 1 << (BITS - 6)];
    let (mut sum, mut count) = (0i32, 0u32);
    let mut add = |h: u64| {
        let at = ((h ^ h >> 29) & ((1 << BITS) - 1)) as usize;
        let bit = 1u64 << (at & 63);
        if seen[at >> 6] & bit == 0 {
            seen[at >> 6] |= bit;
            sum += i32::from(weights.get(at).copied().unwrap_or(0) as i8);
            count += 1;
        }
    };
    let (mut before, mut words) = (0u64, 0);
    let mut letters = 0;
    let mut h = START;
    for c in text.chars().chain([' ']) {
        if c.is_alphabetic() {
            for c in c.to_lowercase() {
                if letters < STEM {
                    h = fnv(h, c.encode_utf8(&mut [0; 4]).as_bytes());
                }
                letters += 1;
            }
            continue;
        }
        if letters == 0 {
            continue;
        }
        add(h);
        if before != 0 {
            add(fnv(before, &h.to_le_bytes()));
        }
        before = h;
        (letters, h) = (0, START);
        words += 1;
        if words == WORDS {
            break;
        }
    }
    let score = sum as f32 * scale / (count.max(1) as f32).sqrt() + shift;
    Some(1.0 / (1.0 + (-score).exp()))
}

const START: u64 = 0xcbf2_9ce4_8422_2325;

fn fnv(mut h: u64, bytes: &[u8]) -> u64 {
    for &b in bytes {
        h = (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    h
}

fn number(i: usize) -> f32 {
    TABLE.get(4 * i..4 * i + 4).and_then(|b| b.try_into().ok()).map_or(0.0, f32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn violence_is_likelier_than_rates() {
        let violence =
            likelihood("Gunmen attacked a patrol and killed two policemen with a bomb, the army said.", Lang::En);
        let rates = likelihood("The central bank left its interest rates unchanged as inflation slowed.", Lang::En);
        assert!(violence > Some(line_to_draw()) && rates < violence);
        assert_eq!(likelihood("Deux soldats ont été tués.", Lang::Fr), None);
        assert!(likelihood("", Lang::En).is_some_and(f32::is_finite));
    }
}
