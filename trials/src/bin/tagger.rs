//! The tagger's side of training: `split` cuts texts, `features` spells words as embedding rows.
//!
//! `features`: JSON lines `{words, lang}` in, for every word its rows as little-endian u16 out, nothing between.
//!
//! `split`: JSON lines `{text, lang}` in, `{tokens: [[start, end]...], sentences: [[first, end]...]}` out (code points).

use anyhow::{Context, bail};
use serde_json::{Value, json};
use std::io::{BufRead, Write};
use types::Lang;

fn main() -> anyhow::Result<()> {
    let verb = std::env::args().nth(1).unwrap_or_default();
    let out = std::io::stdout().lock();
    let mut out = std::io::BufWriter::new(out);
    match verb.as_str() {
        "split" => {
            for line in std::io::stdin().lock().lines() {
                let item: Value = serde_json::from_str(&line?).context("expected a JSON object on each line")?;
                writeln!(out, "{}", split(item["text"].as_str().unwrap_or(""), lang_of(&item)))?;
            }
        }
        "features" => {
            for line in std::io::stdin().lock().lines() {
                let item: Value = serde_json::from_str(&line?).context("expected a JSON object on each line")?;
                let lang = lang_of(&item);
                for word in item["words"].as_array().into_iter().flatten() {
                    for row in tagger::features::rows_of(word.as_str().unwrap_or(""), lang) {
                        out.write_all(&row.to_le_bytes())?;
                    }
                }
            }
        }
        other => bail!("expected split or features, but found {other:?}"),
    }
    Ok(())
}

fn lang_of(item: &Value) -> Lang {
    if item["lang"] == "fr" { Lang::Fr } else { Lang::En }
}

fn split(text: &str, lang: Lang) -> Value {
    let tokens = tagger::split_tokens(text, lang);
    let sentences = tagger::split_sentences(text, &tokens, lang);
    let mut points = vec![0u32; text.len() + 1];
    for (n, (at, _)) in text.char_indices().enumerate() {
        points[at] = n as u32;
    }
    points[text.len()] = text.chars().count() as u32;
    let tokens: Vec<_> = tokens.iter().map(|s| [points[s.start as usize], points[s.end as usize]]).collect();
    let sentences: Vec<_> = sentences.iter().map(|s| [s.start, s.end]).collect();
    json!({"tokens": tokens, "sentences": sentences})
}
