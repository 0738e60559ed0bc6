//! The tagger's side of training: `split` cuts texts, `features` spells words as embedding rows.
//!
//! `features`: JSON lines `{words, lang}` in, for every word its rows as little-endian u16 out, nothing between.
//!
//! `split`: JSON lines `{text, lang}` in, `{tokens: [[start, end]...], sentences: [[first, end]...]}` out (code points).

#[path = "../clock.rs"]
mod clock;

use anyhow::{Context, bail};
use clock::cpu_seconds;
use serde_json::{Value, json};
use std::io::{BufRead, Write};
use tagger::gate;
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
        "bench" => {
            let file = std::env::args().nth(2).context("expected a text file, but found none")?;
            let text = std::fs::read_to_string(&file).with_context(|| format!("cannot open {file}"))?;
            writeln!(out, "{}", bench(&text))?;
        }
        "gate" => {
            for line in std::io::stdin().lock().lines() {
                let item: Value = serde_json::from_str(&line?).context("expected a JSON object on each line")?;
                let text = item["text"].as_str().unwrap_or("");
                let (conflict, attack) = (gate::conflict("", text, lang_of(&item)), gate::attack("", text));
                writeln!(out, "{}", json!({"id": item["id"], "conflict": conflict, "attack": attack}))?;
            }
        }
        other => bail!("expected split, features, gate or bench, but found {other:?}"),
    }
    Ok(())
}

/// Tags `text` again and again for some seconds of processor time, on one thread.
fn bench(text: &str) -> Value {
    let before = cpu_seconds();
    let tagger = tagger::Tagger::embedded();
    let load = cpu_seconds() - before;
    let lang = if text.contains(" the ") || text.contains(" THE ") { Lang::En } else { Lang::Fr };
    tagger.tag(text.get(..text.len().min(20_000)).unwrap_or(text), lang);
    let (start, mut words) = (cpu_seconds(), 0);
    while cpu_seconds() - start < 3.0 {
        words += tagger.tag(text, lang).tokens.len();
    }
    let cut = cpu_seconds();
    let rate = words as f64 / (cut - start);
    let mut cut_words = 0;
    while cpu_seconds() - cut < 0.5 {
        cut_words += tagger::tokenise(text, lang).tokens.len();
    }
    let tokens = cut_words as f64 / (cpu_seconds() - cut);
    let gate = cpu_seconds();
    let mut looks = 0;
    while cpu_seconds() - gate < 0.5 {
        for part in text.as_bytes().chunks(3000).filter_map(|b| std::str::from_utf8(b).ok()) {
            looks += part.len();
            std::hint::black_box(gate::conflict("", part, lang));
        }
    }
    let bytes_a_word = text.len() as f64 / tagger::split_tokens(text, lang).len().max(1) as f64;
    let gate = looks as f64 / bytes_a_word / (cpu_seconds() - gate);
    json!({"gate_words_per_cpu_second": gate.round(), "words_per_cpu_second": rate.round(), "tokeniser_alone": tokens.round(), "load_cpu_ms": (load * 1000.0).round()})
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
