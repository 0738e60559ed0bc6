//! A tokeniser without a model: text in, sentences and tokens out, tagged by form alone.
//!
//! "The army said 12 died." → one sentence, six tokens. Nothing is parsed: every token hangs on its sentence's first.

use types::{Deprel, Lang, Sentence, Span, Tagged, Token, Upos};

/// Cuts `text` into sentences and tokens.
pub fn tokenise(text: &str, lang: Lang) -> Tagged {
    let mut tokens: Vec<Token> = Vec::new();
    let mut sentences = Vec::new();
    let mut first = 0u32;
    let mut chars = text.char_indices().peekable();
    let mut newlines = 0;
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            newlines += usize::from(c == '\n');
            if newlines == 2 && tokens.len() as u32 > first {
                sentences.push(Sentence { start: first, end: tokens.len() as u32 });
                first = tokens.len() as u32;
            }
            continue;
        }
        newlines = 0;
        let mut end = start + c.len_utf8();
        if c.is_alphanumeric() {
            while let Some(&(at, d)) = chars.peek() {
                let joins =
                    matches!(d, '.' | ',') && c.is_numeric() && text[at + 1..].starts_with(|x: char| x.is_numeric());
                if !(d.is_alphanumeric() || joins) {
                    break;
                }
                end = at + d.len_utf8();
                chars.next();
            }
        }
        let word = &text[start..end];
        let upos = match c {
            c if c.is_numeric() => Upos::Num,
            c if c.is_uppercase() => Upos::Propn,
            c if c.is_alphabetic() => Upos::Noun,
            _ => Upos::Punct,
        };
        tokens.push(Token {
            span: Span::new(start, end),
            upos,
            lemma: word.to_lowercase().into(),
            head: first,
            deprel: if tokens.len() as u32 == first { Deprel::Root } else { Deprel::Dep },
            ..Token::default()
        });
        let stop = matches!(c, '.' | '!' | '?') && text[end..].starts_with(char::is_whitespace);
        if stop {
            sentences.push(Sentence { start: first, end: tokens.len() as u32 });
            first = tokens.len() as u32;
        }
    }
    if tokens.len() as u32 > first {
        sentences.push(Sentence { start: first, end: tokens.len() as u32 });
    }
    Tagged { lang, sentences, tokens, names: Vec::new(), parsed: false }
}
