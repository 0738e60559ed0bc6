//! Words made comparable: lower case, no accents, no punctuation; and stable hashes of them.
//!
//! "Jama'at Nusrat al-Islam" and "JAMAAT NUSRAT AL ISLAM" differ only in dress. Hashes are FNV-1a, so that a record made
//! on one machine is rebuilt alike on another.

/// A character without its accent, in lower case; several characters for ligatures.
fn plain(c: char) -> &'static str {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' | 'ċ' => "c",
        'ď' | 'đ' | 'ḍ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' | 'ė' => "e",
        'ğ' | 'ģ' | 'ġ' => "g",
        'ħ' | 'ḥ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' | 'į' => "i",
        'ł' | 'ľ' | 'ļ' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'ř' | 'ŕ' => "r",
        'š' | 'ś' | 'ş' | 'ș' | 'ṣ' => "s",
        'ť' | 'ţ' | 'ț' | 'ṭ' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ž' | 'ź' | 'ż' | 'ẓ' => "z",
        'œ' => "oe",
        'æ' => "ae",
        'ß' => "ss",
        _ => "",
    }
}

/// The words of `text`, folded. An apostrophe inside a word vanishes ("jama'at" → "jamaat") except after a French
/// article or pronoun of one letter, which is dropped ("l'école" → "ecole").
pub fn words(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut word = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        let is_quote = matches!(c, '\'' | '’' | 'ʼ' | '‘' | '`');
        if c.is_alphanumeric() {
            match plain(c) {
                "" => word.push(c),
                s => word.push_str(s),
            }
        } else if is_quote && matches!(word.as_str(), "l" | "d" | "n" | "s" | "j" | "m" | "t" | "c" | "qu") {
            word.clear();
        } else if !is_quote && !is_mark(c) && !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        out.push(word);
    }
    out
}

/// Combining marks belong to the letter before them.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// `text` folded, its words joined by one space; a leading article is dropped.
pub fn name(text: &str) -> String {
    let mut ws = words(text);
    while ws.len() > 1 && matches!(ws[0].as_str(), "the" | "le" | "la" | "les" | "l" | "a" | "an" | "un" | "une") {
        ws.remove(0);
    }
    ws.join(" ")
}

/// FNV-1a, 64 bits.
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// A well-mixed 32-bit hash.
pub fn hash32(text: &str) -> u32 {
    let h = hash(text);
    let h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    (h ^ (h >> 33)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_articles_do_not_matter() {
        assert_eq!(name("L'École de gendarmerie"), "ecole de gendarmerie");
        assert_eq!(name("Jama'at Nusrat al-Islam"), "jamaat nusrat al islam");
        assert_eq!(name("THE ARMY"), "army");
        assert_eq!(words("a\u{301}b"), ["ab"]);
        assert!(words("…").is_empty());
    }
}
