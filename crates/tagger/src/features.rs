//! A word → the rows of the embedding table that spell it: hashed forms, affixes, inner letter groups, shape, language.
//!
//! "Haidara" → the rows of haidara, hai…, …ara, aida, idar, the shape Xxxx and English. Training reads these same rows,
//! so the network never meets a word spelt otherwise than it learnt it.

use types::Lang;

/// Rows a word may have; unused places are 0, the row of nothing.
pub const PER_WORD: usize = 20;

const FORMS: (u32, u32) = (1, 24576);
const AFFIXES: (u32, u32) = (FORMS.0 + FORMS.1, 12288);
const GROUPS: (u32, u32) = (AFFIXES.0 + AFFIXES.1, 12288);
const SHAPES: (u32, u32) = (GROUPS.0 + GROUPS.1, 512);

/// Rows of the embedding table.
pub const ROWS: usize = (SHAPES.0 + SHAPES.1) as usize;

/// The longest beginning of a word that is looked at, in characters.
const LONGEST: usize = 32;

/// The rows of `word`.
pub fn rows_of(word: &str, lang: Lang) -> [u16; PER_WORD] {
    let mut rows = [0u16; PER_WORD];
    let mut low = ['\0'; LONGEST];
    let mut plain = ['\0'; LONGEST];
    let mut len = 0;
    for c in word.chars().flat_map(char::to_lowercase).map(normal) {
        if len == LONGEST {
            break;
        }
        low[len] = c;
        plain[len] = unaccented(c);
        len += 1;
    }
    let (low, plain) = (&low[..len], &plain[..len]);
    let tongue = if lang == Lang::Fr { 2 } else { 1 };
    rows[0] = row(FORMS, 1 + tongue, low);
    rows[1] = row(FORMS, 9, plain);
    rows[2] = row(AFFIXES, 11, &plain[..len.min(3)]);
    rows[3] = row(AFFIXES, 12, &plain[..len.min(5)]);
    for k in 1..=5 {
        rows[3 + k] = row(AFFIXES, 20 + 10 * tongue + k as u64, &low[len.saturating_sub(k)..]);
    }
    rows[9] = row(SHAPES, 3, &shape(word));
    rows[10] = row(SHAPES, 4 + tongue, &[]);
    rows[11] = row(SHAPES, 7, &[first_case(word)]);
    let inner = len.saturating_sub(3).min(PER_WORD - 12);
    for k in 0..inner {
        rows[12 + k] = row(GROUPS, 13, &plain[k..k + 4]);
    }
    rows
}

fn row(region: (u32, u32), salt: u64, chars: &[char]) -> u16 {
    let mut h = 0xcbf2_9ce4_8422_2325u64 ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for &c in chars {
        h = (h ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01b3);
    }
    h ^= h >> 32;
    h = h.wrapping_mul(0xd6e8_feb8_6659_fd93);
    h ^= h >> 32;
    let place = ((h & 0xffff_ffff) * u64::from(region.1)) >> 32;
    (region.0 + place as u32) as u16
}

fn normal(c: char) -> char {
    match c {
        '’' | 'ʼ' | '‘' | '`' | '´' => '\'',
        '“' | '”' | '«' | '»' | '„' => '"',
        '–' | '—' | '‐' | '‑' | '−' => '-',
        '…' => '.',
        '0'..='9' => '0',
        c => c,
    }
}

pub(crate) fn unaccented(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' => 'a',
        'è' | 'é' | 'ê' | 'ë' | 'ē' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'ī' => 'i',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ō' => 'o',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        'ÿ' => 'y',
        c => c,
    }
}

/// Letters as X and x, digits as d, all else itself; runs of one kind cut at three.
fn shape(word: &str) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(12);
    let mut run = 0;
    for c in word.chars().take(LONGEST) {
        let kind = match c {
            c if c.is_uppercase() => 'X',
            c if c.is_alphabetic() => 'x',
            c if c.is_numeric() => 'd',
            c => normal(c),
        };
        run = if out.last() == Some(&kind) { run + 1 } else { 1 };
        if run <= 3 {
            out.push(kind);
        }
        if out.len() == 12 {
            break;
        }
    }
    out
}

/// Whether the word is written small, with a capital, or in capitals.
fn first_case(word: &str) -> char {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    match (letters.next(), letters.next()) {
        (None, _) => '0',
        (Some(a), _) if !a.is_uppercase() => 'x',
        (Some(_), Some(b)) if b.is_uppercase() => 'A',
        (Some(_), Some(_)) => 'X',
        (Some(_), None) => 'I',
    }
}
