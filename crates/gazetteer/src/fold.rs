//! Spellings → keys: one for all the ways a name is written, one for all the ways it sounds.
//!
//! In: a name or a word. Out: lower-case ASCII without spaces, hyphens, apostrophes or marks: "N’Djaména" → `ndjamena`,
//! "St. Louis" → `saintlouis`. Spaces are dropped because transliterations put them anywhere (Tin Zaouatine, Tinzaouatine).

use unicode_normalization::UnicodeNormalization;

/// Appends the key of one word: a token without spaces. Marks and punctuation give nothing.
pub fn fold_word(word: &str, out: &mut Vec<u8>) {
    let from = out.len();
    for c in word.chars() {
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                out.push(c.to_ascii_lowercase() as u8);
            }
            continue;
        }
        let plain = match c {
            'ß' | 'ẞ' => "ss",
            'æ' | 'Æ' => "ae",
            'œ' | 'Œ' => "oe",
            'ø' | 'Ø' => "o",
            'ł' | 'Ł' => "l",
            'đ' | 'Đ' | 'ð' | 'Ð' => "d",
            'ħ' | 'Ħ' => "h",
            'ı' | 'İ' => "i",
            'þ' | 'Þ' => "th",
            'ŋ' | 'Ŋ' => "ng",
            'ɓ' | 'Ɓ' => "b",
            'ɗ' | 'Ɗ' => "d",
            'ɲ' | 'Ɲ' => "ny",
            'ƙ' | 'Ƙ' => "k",
            'ƴ' | 'Ƴ' => "y",
            'ɔ' | 'Ɔ' => "o",
            'ɛ' | 'Ɛ' | 'ə' | 'Ə' | 'ǝ' => "e",
            _ => "",
        };
        if !plain.is_empty() {
            out.extend_from_slice(plain.as_bytes());
            continue;
        }
        for d in c.nfd() {
            if d.is_ascii_alphanumeric() {
                out.push(d.to_ascii_lowercase() as u8);
            } else if d.is_alphabetic() && !d.is_ascii() {
                let mut buffer = [0; 4];
                out.extend_from_slice(d.to_lowercase().next().unwrap_or(d).encode_utf8(&mut buffer).as_bytes());
            }
        }
    }
    let full: &[u8] = match &out[from..] {
        b"st" => b"saint",
        b"ste" => b"sainte",
        b"mt" => b"mount",
        b"ft" => b"fort",
        _ => return,
    };
    out.truncate(from);
    out.extend_from_slice(full);
}

/// Appends the key of a whole name.
pub fn fold_name(name: &str, out: &mut Vec<u8>) {
    for word in name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | '–' | '/')) {
        fold_word(word, out);
    }
}

/// The key of how a name sounds: `Tinzaouatene`, `Tin Zawatin` → `tinzauatin`.
///
/// Arabic, Berber, Fulani, Hausa and Slavic names reach print by way of French, English or a local standard; these
/// rules level what those ways do differently: doubled letters, `ou`/`w`/`u`, `ei`/`y`/`i`, `dj`/`j`, `kh`/`k`, `c`/`k`,
/// a last mute `e`, a silent `h`.
pub fn sound_of(name: &str) -> Vec<u8> {
    let mut key = Vec::new();
    fold_name(name, &mut key);
    let mut out: Vec<u8> = Vec::with_capacity(key.len());
    let mut i = 0;
    while i < key.len() {
        let rest = &key[i..];
        let (letters, taken): (&[u8], usize) = match rest {
            [b'o', b'u' | b'o', ..] => (b"u", 2),
            [b'e', b'e' | b'i' | b'y', ..] => (b"i", 2),
            [b'd', b'j', ..] => (b"j", 2),
            [b'd', b'z', ..] => (b"z", 2),
            [b'k' | b'g' | b'd' | b't', b'h', ..] => (&rest[..1], 2),
            [b'r', b'h', ..] => (b"g", 2),
            [b'p', b'h', ..] => (b"f", 2),
            [b's', b'c', b'h', ..] => (b"sh", 3),
            [b's' | b'c', b'h', ..] => (b"sh", 2),
            [b'q', b'u', ..] => (b"k", 2),
            [b'q', ..] => (b"k", 1),
            [b'c', b'k', ..] => (b"k", 2),
            [b'c', b'e' | b'i' | b'y', ..] => (b"s", 1),
            [b'c', ..] => (b"k", 1),
            [b'w' | b'o', ..] => (b"u", 1),
            [b'y' | b'e', ..] => (b"i", 1),
            [b'h', ..] => (b"", 1),
            [b'\'', ..] => (b"", 1),
            _ => (&rest[..1], 1),
        };
        for &letter in letters {
            if out.last() != Some(&letter) {
                out.push(letter);
            }
        }
        i += taken;
    }
    // the last vowel of Tinzaouatène is not spoken; of a short name too much would go
    if key.last() == Some(&b'e') && out.last() == Some(&b'i') && out.len() > 4 {
        out.pop();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> String {
        let mut out = Vec::new();
        fold_name(name, &mut out);
        String::from_utf8(out).unwrap_or_default()
    }

    #[test]
    fn spellings_of_one_name_fold_alike() {
        for (a, b) in [
            ("N’Djaména", "NDJAMENA"),
            ("St. Louis", "Saint-Louis"),
            ("Tin Zaouatine", "Ti-n-Zaouatine"),
            ("Łódź", "Lodz"),
            ("Ouahigouya", "OUAHIGOUYA"),
            ("Côte d'Ivoire", "cote d’ivoire"),
        ] {
            assert_eq!(key(a), key(b));
        }
        assert_ne!(key("Niger"), key("Nigeria"));
    }

    #[test]
    fn transliterations_sound_alike() {
        for (a, b) in [
            ("Tinzaouatène", "Tin Zawatin"),
            ("Tinzaouaten", "Ti-n-Zaouatine"),
            ("Djibo", "Jibo"),
            ("Khan Yunis", "Khan Younis"),
            ("Aguelhok", "Aguelhoc"),
        ] {
            assert_eq!(sound_of(a), sound_of(b), "{a} {b}");
        }
        assert_ne!(sound_of("Gao"), sound_of("Goma"));
    }
}
