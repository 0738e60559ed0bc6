//! A quote → the span of the text it stands at, or nothing: what is not in the text is refused.
//!
//! Folded on both sides: runs of white space, kinds of quote mark and dash, soft hyphens, and a hyphen at a line's end.
//! A quote that stands in the text only in other letter case is found too. Nothing else is forgiven: no ellipsis, no
//! dropped word.

use types::Span;

/// A text made ready for finding quotes in it.
pub struct Quotes<'t> {
    text: &'t str,
    exact: Folded,
    caseless: Folded,
}

/// Folded text, and for each of its bytes the byte of the text it came from.
struct Folded {
    text: String,
    from: Vec<u32>,
}

impl<'t> Quotes<'t> {
    /// Folds `text` once, so that each quote costs one search.
    pub fn new(text: &'t str) -> Quotes<'t> {
        Quotes { text, exact: fold(text, false), caseless: fold(text, true) }
    }

    /// Where `quote` stands; where it stands more than once, the place nearest to `near`, else the first.
    pub fn find(&self, quote: &str, near: Option<Span>) -> Option<Span> {
        let all = self.all(quote, 64);
        match near {
            Some(near) => all.into_iter().min_by_key(|s| distance(*s, near)),
            None => all.into_iter().next(),
        }
    }

    /// Every place where `quote` stands, at most `limit`, whole words only.
    pub fn all(&self, quote: &str, limit: usize) -> Vec<Span> {
        let found = self.search(&self.exact, &fold(quote, false).text, limit);
        if found.is_empty() { self.search(&self.caseless, &fold(quote, true).text, limit) } else { found }
    }

    fn search(&self, folded: &Folded, quote: &str, limit: usize) -> Vec<Span> {
        let quote = quote.trim();
        if quote.is_empty() {
            return Vec::new();
        }
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (opens, closes) = (word(quote.chars().next()), word(quote.chars().next_back()));
        let mut spans = Vec::new();
        for (at, _) in folded.text.match_indices(quote) {
            let end = at + quote.len();
            let inside = (opens && word(folded.text[..at].chars().next_back()))
                || (closes && word(folded.text[end..].chars().next()));
            if inside {
                continue;
            }
            // The last folded byte's character ends where the next character of the text begins.
            let start = folded.from[at] as usize;
            let last = folded.from[end - 1] as usize;
            let width = self.text[last..].chars().next().map_or(0, char::len_utf8);
            spans.push(Span::new(start, last + width));
            if spans.len() == limit {
                break;
            }
        }
        spans
    }
}

fn distance(a: Span, b: Span) -> u32 {
    if a.overlaps(b) { 0 } else { a.start.abs_diff(b.start).min(a.end.abs_diff(b.end)) }
}

fn fold(text: &str, caseless: bool) -> Folded {
    let mut folded = Folded { text: String::with_capacity(text.len()), from: Vec::with_capacity(text.len()) };
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let c = match c {
            '\u{ad}' | '\u{200b}' | '\u{feff}' => continue,
            '’' | '‘' | 'ʼ' | '‛' | '´' | '`' => '\'',
            '“' | '”' | '„' | '«' | '»' | '″' => '"',
            '‐' | '‑' | '–' | '—' | '−' | '‒' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if c == '-' && chars.peek().is_some_and(|(_, d)| *d == '\n') {
            while chars.peek().is_some_and(|(_, d)| d.is_whitespace()) {
                chars.next();
            }
            continue;
        }
        if c == ' ' && (folded.text.ends_with(' ') || folded.text.is_empty()) {
            continue;
        }
        let before = folded.text.len();
        if caseless {
            folded.text.extend(c.to_lowercase())
        } else {
            folded.text.push(c)
        }
        folded.from.extend(std::iter::repeat_n(at as u32, folded.text.len() - before));
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words<'t>(text: &'t str, quote: &str) -> Option<&'t str> {
        Quotes::new(text).find(quote, None).map(|s| s.of(text))
    }

    #[test]
    fn folds_marks_and_white_space_and_nothing_else() {
        let text = "The army’s “some\n losses” — 12 men,\u{a0}said the coun-\ncil.";
        assert_eq!(words(text, "army's \"some losses\" - 12"), Some("army’s “some\n losses” — 12"));
        assert_eq!(words(text, "12 men, said the council"), Some("12 men,\u{a0}said the coun-\ncil"));
        assert_eq!(words(text, "THE ARMY"), Some("The army"));
        assert_eq!(words(text, "The army ... 12 men"), None);
        assert_eq!(words(text, "2 men"), None);
        assert_eq!(words(text, ""), None);
    }

    #[test]
    fn takes_the_nearest_of_several() {
        let text = "12 died. Later, 12 died.";
        let quotes = Quotes::new(text);
        assert_eq!(quotes.find("12 died", Some(Span::new(20, 23))), Some(Span::new(16, 23)));
        assert_eq!(quotes.find("12 died", None), Some(Span::new(0, 7)));
    }

    proptest! {
        #[test]
        fn a_found_span_lies_on_character_boundaries(text in "\\PC{0,60}", quote in "\\PC{0,8}") {
            for span in Quotes::new(&text).all(&quote, 8) {
                prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
            }
        }

        #[test]
        fn a_piece_of_the_text_is_found(words in proptest::collection::vec("[a-zéА-я]{1,6}", 1..12), at in 0usize..12) {
            let text = words.join(" ");
            let word = &words[at % words.len()];
            let span = Quotes::new(&text).find(word, None);
            prop_assert_eq!(span.map(|s| s.of(&text)), Some(word.as_str()));
        }
    }
}
