//! A very cheap first look: does a text sound of conflict at all, does it sound of attacks?
//!
//! A stream of all news is mostly football and stock prices. The gate reads the letters of title and text up to a thousand
//! words, looks their hashes up in one small table and adds: no tokens, no network. "Gunmen opened fire on a convoy" →
//! likely; "The central bank left rates unchanged" → unlikely. What passes is read; nothing else is decided here.

use crate::features::unaccented;
use types::Lang;

/// Words looked at.
const WORDS: usize = 1000;
/// Letters of a word that are looked at.
const STEM: usize = 6;
const BITS: u32 = 16;
/// Scale, shift and usual line, then a signed byte for each bucket.
const TABLE: usize = 12 + (1 << BITS);

/// Conflict in English, conflict in French, attacks in English; trials/tagger/gate.py writes them.
static TABLES: &[u8] = include_bytes!("../model/gate.bin");

/// How likely a text must be to pass.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Line {
    /// Sounds of armed conflict, political violence or the politics of it: the line loses few of these.
    #[default]
    Usual,
    /// The same, with a likelihood from 0 to 1: 0 lets all pass.
    At(f32),
    /// Sounds of an attack on people or things, rather than of battles or politics. English alone tells these apart;
    /// French passes as by `Usual`.
    Attacks,
}

/// Whether a text, whose title may be empty, is likely enough.
pub fn passes(title: &str, text: &str, lang: Lang, line: Line) -> bool {
    match line {
        Line::Usual => conflict(title, text, lang) >= of_conflict(lang).line(),
        Line::At(line) => conflict(title, text, lang) >= line,
        Line::Attacks if lang == Lang::En => attack(title, text) >= Table(2).line(),
        Line::Attacks => passes(title, text, lang, Line::Usual),
    }
}

/// Likelihood, 0 to 1, that a text tells of armed conflict, political violence or the politics of it, where half of all
/// texts do.
pub fn conflict(title: &str, text: &str, lang: Lang) -> f32 {
    of_conflict(lang).likelihood(&[title, text], lang, false)
}

/// Likelihood, 0 to 1, that an English wire on conflict tells of an attack on people or things.
pub fn attack(title: &str, text: &str) -> f32 {
    Table(2).likelihood(&[title, text], Lang::En, true)
}

fn of_conflict(lang: Lang) -> Table {
    Table(if lang == Lang::Fr { 1 } else { 0 })
}

/// One of the tables, by its place in the file.
#[derive(Clone, Copy)]
struct Table(usize);

impl Table {
    fn bytes(self) -> &'static [u8] {
        TABLES.get(self.0 * TABLE..(self.0 + 1) * TABLE).unwrap_or_default()
    }

    fn number(self, i: usize) -> f32 {
        self.bytes().get(4 * i..4 * i + 4).and_then(|b| b.try_into().ok()).map_or(0.0, f32::from_le_bytes)
    }

    fn line(self) -> f32 {
        self.number(2)
    }

    /// Each bucket that some word, or pair of words, falls into counts once.
    fn likelihood(self, texts: &[&str], lang: Lang, pairs: bool) -> f32 {
        let weights = self.bytes().get(12..).unwrap_or_default();
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
        for c in texts.iter().flat_map(|t| t.chars().chain([' '])) {
            if c.is_alphabetic() {
                for c in c.to_lowercase() {
                    if letters < STEM {
                        let c = if lang == Lang::Fr { unaccented(c) } else { c };
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
            if before != 0 && pairs {
                add(fnv(before, &h.to_le_bytes()));
            }
            before = h;
            (letters, h) = (0, START);
            words += 1;
            if words == WORDS {
                break;
            }
        }
        let score = sum as f32 * self.number(0) / (count.max(1) as f32).sqrt() + self.number(1);
        1.0 / (1.0 + (-score).exp())
    }
}

const START: u64 = 0xcbf2_9ce4_8422_2325;

fn fnv(mut h: u64, bytes: &[u8]) -> u64 {
    for &b in bytes {
        h = (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    h
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes_usually(text: &str, lang: Lang) -> bool {
        passes("", text, lang, Line::Usual)
    }

    #[test]
    fn conflict_passes_and_other_news_does_not() {
        for text in [
            "Gunmen attacked a patrol and killed two policemen with a bomb, the army said.",
            "GUNMEN KILLED 12 SOLDIERS NEAR GAO ON TUESDAY",
            "The junta and the rebels signed a ceasefire after a week of shelling.",
        ] {
            assert!(passes_usually(text, Lang::En), "{text}");
        }
        for text in [
            "The central bank left its interest rates unchanged as inflation slowed.",
            "The home side beat the visitors by two goals to one, and the coach praised his young goalkeeper.",
            "The bakery opened a second shop near the station and sells warm bread until midnight.",
        ] {
            assert!(!passes_usually(text, Lang::En), "{text}");
        }
    }

    #[test]
    fn french_is_judged_as_well() {
        assert!(passes_usually(
            "Des hommes armés ont attaqué un village et tué douze civils, selon l'armée.",
            Lang::Fr
        ));
        assert!(passes_usually("Les rebelles ont pris la ville après de violents combats.", Lang::Fr));
        assert!(!passes_usually("L'équipe a gagné le match par deux buts à un devant son public.", Lang::Fr));
    }

    #[test]
    fn a_title_has_its_say_and_zero_lets_all_pass() {
        let text = "The news reached the capital on Monday evening.";
        assert!(
            conflict("Guerrillas murder mayor and kidnap six peasants", text, Lang::En) > conflict("", text, Lang::En)
        );
        assert!(passes("", "", Lang::En, Line::At(0.0)));
        assert!(conflict("", "", Lang::En).is_finite() && attack("", "").is_finite());
    }

    #[test]
    fn an_attack_on_people_is_told_from_a_battle() {
        let attack = |text| attack("", text);
        let murder = attack("Guerrillas murdered the mayor and a priest and dynamited the town hall, police said.");
        let battle =
            attack("The army and the guerrillas fought near the river; both sides reported casualties in combat.");
        assert!(murder > battle, "{murder} {battle}");
        assert!(Table(2).line() > 0.0 && Table(2).bytes().len() == TABLE);
    }
}
