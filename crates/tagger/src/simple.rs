//! A tokeniser without a model: text in, sentences and tokens out, tagged by form alone.
//!
//! "The army said 12 died." → one sentence, six tokens. Nothing is parsed: every token hangs on its sentence's first.

use crate::{split_sentences, split_tokens};
use types::{Deprel, Lang, Tagged, Token, Upos};

/// Cuts `text` into sentences and tokens.
pub fn tokenise(text: &str, lang: Lang) -> Tagged {
    let spans = split_tokens(text, lang);
    let sentences = split_sentences(text, &spans, lang);
    let mut tokens = Vec::with_capacity(spans.len());
    for s in &sentences {
        for i in s.start..s.end {
            let span = spans[i as usize];
            let word = span.of(text);
            let upos = match word.chars().next() {
                Some(c) if c.is_numeric() => Upos::Num,
                Some(c) if c.is_uppercase() => Upos::Propn,
                Some(c) if c.is_alphabetic() || c == '\'' || c == '’' => Upos::Noun,
                _ => Upos::Punct,
            };
            let deprel = if i == s.start { Deprel::Root } else { Deprel::Dep };
            tokens.push(Token {
                span,
                upos,
                lemma: word.to_lowercase().into(),
                head: s.start,
                deprel,
                ..Token::default()
            });
        }
    }
    Tagged { lang, sentences, tokens, names: Vec::new(), parsed: false }
}
