//! Text → English or French, by the small words that fill each language.
//!
//! "Le marché aux bestiaux n'est plus qu'un champ de cendres." → French.

use types::Lang;

const ENGLISH: [&str; 40] = [
    "the", "of", "and", "to", "in", "that", "was", "for", "with", "were", "by", "at", "from", "has", "have", "had",
    "are", "is", "it", "his", "their", "who", "which", "been", "after", "said", "they", "not", "this", "but", "an",
    "as", "its", "he", "she", "also", "will", "when", "would", "people",
];
const FRENCH: [&str; 46] = [
    "le", "la", "les", "des", "du", "de", "et", "un", "une", "dans", "que", "qui", "est", "sont", "ont", "été", "par",
    "pour", "sur", "avec", "au", "aux", "ses", "leur", "leurs", "ce", "cette", "ces", "selon", "après", "d", "l", "qu",
    "n", "s", "il", "elle", "ils", "ne", "pas", "plus", "mais", "était", "son", "se", "en",
];

/// How much of a text is looked at, in words: enough to be sure, little enough to cost nothing.
const WORDS: usize = 2000;

/// The language of `text`: French where French small words outnumber English ones, else English.
pub fn detect(text: &str) -> Lang {
    let (mut english, mut french) = (0u32, 0u32);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).take(WORDS) {
        if word.len() > 8 {
            continue;
        }
        let word = word.to_lowercase();
        english += u32::from(ENGLISH.contains(&word.as_str()));
        french += u32::from(FRENCH.contains(&word.as_str()));
    }
    if french > english { Lang::Fr } else { Lang::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_tell_the_language() {
        assert_eq!(detect("The army said that twelve of its soldiers were killed in the north."), Lang::En);
        assert_eq!(detect("L'armée a annoncé que douze de ses soldats ont été tués dans le nord."), Lang::Fr);
        assert_eq!(detect("LES COMBATS ONT REPRIS DANS LA NUIT, SELON UN ÉLU"), Lang::Fr);
        assert_eq!(detect("A column left La Paz for San José de Las Matas, the police said."), Lang::En);
        assert_eq!(detect(""), Lang::En);
    }
}
