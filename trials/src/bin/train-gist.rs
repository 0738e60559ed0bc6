//! `train-gist TRAIN.jsonl > crates/reading/data/gist.bin`: learns the likelihoods of the gist from MUC-4's training wires.
//!
//! In: documents {text, published, std_templates}. Out: the bytes of the three linear models (phrases, documents, events).
//! A phrase is right where its words equal a key's string of that role in that document; an event is of a template's kind
//! where it shares a string with it. Softmax and logistic regression, AdaGrad, fixed order: the same input gives the
//! same bytes.

use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::io::Write;
use tarikh::reading::events::{Tree, tell};
use tarikh::reading::gist::{self, KINDS, Linear, Model, PARTS};
use tarikh::reading::{self, Doc};
use tarikh::{Reader, types};

const ROLES: [&str; 6] = ["", "PerpInd", "PerpOrg", "Target", "Victim", "Weapon"];

/// One document as the models see it.
struct Sample {
    parts: Vec<(Vec<u32>, u8)>,
    document: Vec<u32>,
    kinds: Vec<bool>,
    events: Vec<(Vec<u32>, u8)>,
}

fn main() -> Result<()> {
    let path = std::env::args().nth(1).context("expected a file of documents")?;
    let lines = std::fs::read_to_string(&path).with_context(|| format!("cannot open {path}"))?;
    let lines: Vec<&str> = lines.lines().filter(|l| !l.trim().is_empty()).collect();
    let reader = Reader::new();
    let half = lines.len().div_ceil(2);
    let samples: Vec<Sample> = std::thread::scope(|scope| {
        let work = |part: &[&str]| part.iter().map(|l| sample(&reader, l)).collect::<Result<Vec<_>>>();
        let threads: Vec<_> = lines.chunks(half.max(1)).map(|part| scope.spawn(move || work(part))).collect();
        let done: Result<Vec<Vec<Sample>>> =
            threads.into_iter().map(|t| t.join().expect("a reading panicked")).collect();
        Ok::<_, anyhow::Error>(done?.into_iter().flatten().collect())
    })?;
    let parts: Vec<(&[u32], Vec<f32>)> =
        samples.iter().flat_map(|s| &s.parts).map(|(f, y)| (f.as_slice(), one_hot(*y, PARTS.len()))).collect();
    let documents: Vec<(&[u32], Vec<f32>)> = samples
        .iter()
        .map(|s| (s.document.as_slice(), s.kinds.iter().map(|k| f32::from(u8::from(*k))).collect()))
        .collect();
    let events: Vec<(&[u32], Vec<f32>)> =
        samples.iter().flat_map(|s| &s.events).map(|(f, y)| (f.as_slice(), one_hot(*y, KINDS.len()))).collect();
    let right = parts.iter().filter(|(_, y)| y[0] == 0.0).count();
    eprintln!("{} documents, {} phrases ({right} right), {} events", samples.len(), parts.len(), events.len());
    let model = Model {
        parts: train(&parts, PARTS.len(), true, 6, 1e-6, 3),
        document: train(&documents, KINDS.len(), false, 20, 2e-4, 2),
        events: train(&events, KINDS.len(), true, 12, 1e-4, 2),
    };
    std::io::stdout().write_all(&model.bytes())?;
    Ok(())
}

fn one_hot(y: u8, n: usize) -> Vec<f32> {
    (0..n).map(|i| if i == y as usize { 1.0 } else { 0.0 }).collect()
}

/// The scorer's normal form: lower case, no punctuation, no articles.
fn norm(s: &str) -> String {
    let flat: String = s.to_lowercase().chars().filter(|c| !c.is_ascii_punctuation()).collect();
    flat.split_whitespace().filter(|w| !matches!(*w, "a" | "an" | "the")).collect::<Vec<_>>().join(" ")
}

fn sample(reader: &Reader, line: &str) -> Result<Sample> {
    let line: Value = serde_json::from_str(line)?;
    let text = line["text"].as_str().unwrap_or_default();
    let mut report = tarikh::report::as_it_stands(text);
    report.published = line["published"].as_str().and_then(|d| d.parse().ok());
    let tagged = reader.tag(&report.text, types::Lang::En);
    let doc = Doc { report: &report, text: &report.text, tagged: &tagged, knowledge: reader.knowledge() };
    let found = reading::found(&doc);
    let tree = Tree::new(&doc, &found, &doc.knowledge.events);
    let (tellings, groups) = tell(&tree, &found);
    let mut role_of: HashMap<String, u8> = HashMap::new();
    let mut templates: Vec<(u8, HashSet<String>)> = Vec::new();
    let mut kinds = vec![false; KINDS.len()];
    for template in line["std_templates"].as_array().into_iter().flatten() {
        let kind = kind_of(template["incident_type"].as_str().unwrap_or("attack"));
        kinds[0] = true;
        kinds[kind as usize] = true;
        let mut all = HashSet::new();
        for (r, role) in ROLES.iter().enumerate().skip(1) {
            for string in
                template[*role].as_array().into_iter().flatten().flat_map(|e| e.as_array().into_iter().flatten())
            {
                let string = norm(string.as_str().unwrap_or_default());
                all.insert(string.clone());
                role_of.entry(string).or_insert(r as u8);
            }
        }
        templates.push((kind, all));
    }
    let mut parts = Vec::new();
    for (i, candidate) in gist::candidates(&tree, &tellings).into_iter().enumerate() {
        let y = role_of.get(&norm(candidate.span.of(&report.text))).copied().unwrap_or(0);
        if y != 0 || i % 3 == 0 {
            parts.push((candidate.features, y));
        }
    }
    let mut events = Vec::new();
    for group in &groups {
        let mut shared = vec![0usize; templates.len()];
        for part in group
            .iter()
            .flat_map(|&t| tellings[t].parts.iter().map(|p| p.head).chain(tellings[t].means.iter().copied()))
        {
            for long in [false, true] {
                let (lo, hi) = tree.phrase(part, long);
                for start in lo..=part {
                    for end in [part + 1, hi] {
                        let words = norm(tagged.span_of(start, end).of(&report.text));
                        for (n, (_, strings)) in shared.iter_mut().zip(&templates) {
                            *n += usize::from(strings.contains(&words));
                        }
                    }
                }
            }
        }
        let best = (0..templates.len()).max_by_key(|&t| (shared[t], std::cmp::Reverse(t)));
        let rule = group.first().map_or("", |&t| tellings[t].rule);
        let y = match best {
            Some(t) if shared[t] > 0 => templates[t].0,
            Some(_) if templates.len() == 1 && rule_kind(rule) == templates[0].0 => templates[0].0,
            _ => 0,
        };
        events.push((gist::event(&tree, &tellings, group), y));
    }
    Ok(Sample { parts, document: gist::document(&tree, &tellings), kinds, events })
}

fn kind_of(name: &str) -> u8 {
    let first = name.split('/').next().unwrap_or(name).trim();
    let name = if first == "forced work stoppage" { "stoppage" } else { first };
    KINDS.iter().position(|k| *k == name).unwrap_or(1) as u8
}

fn rule_kind(rule: &str) -> u8 {
    kind_of(match rule {
        "bomb" | "explode" | "suicide" => "bombing",
        "abduct" => "kidnapping",
        "burn" => "arson",
        "rob" => "robbery",
        _ => "attack",
    })
}

/// Softmax or independent logistic regression by AdaGrad.
fn train(data: &[(&[u32], Vec<f32>)], classes: usize, soft: bool, epochs: usize, l2: f32, least: u32) -> Linear {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for f in data.iter().flat_map(|(f, _)| f.iter()) {
        *counts.entry(*f).or_default() += 1;
    }
    let mut keys: Vec<u32> = counts.into_iter().filter(|(_, n)| *n >= least).map(|(k, _)| k).collect();
    keys.sort_unstable();
    let index: HashMap<u32, u32> = keys.iter().enumerate().map(|(i, k)| (*k, i as u32)).collect();
    let dense: Vec<Vec<u32>> =
        data.iter().map(|(f, _)| f.iter().filter_map(|k| index.get(k).copied()).collect()).collect();
    let mut w = vec![0f32; keys.len() * classes];
    let mut g = vec![1e-2f32; keys.len() * classes];
    let mut order: Vec<usize> = (0..data.len()).collect();
    let mut seed = 0x9e37_79b9_7f4a_7c15u64;
    for epoch in 0..epochs {
        for i in (1..order.len()).rev() {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            order.swap(i, (seed >> 33) as usize % (i + 1));
        }
        let mut loss = 0f64;
        for &i in &order {
            let mut s = vec![0f32; classes];
            for &f in &dense[i] {
                for (c, sum) in s.iter_mut().enumerate() {
                    *sum += w[f as usize * classes + c];
                }
            }
            if soft {
                let top = s.iter().fold(f32::MIN, |a, x| a.max(*x));
                let total: f32 = s.iter().map(|x| (x - top).exp()).sum();
                s.iter_mut().for_each(|x| *x = (*x - top).exp() / total);
            } else {
                s.iter_mut().for_each(|x| *x = 1.0 / (1.0 + (-*x).exp()));
            }
            for (c, p) in s.iter().enumerate() {
                let y = data[i].1[c];
                let d = p - y;
                loss -= f64::from(if y > 0.5 {
                    p.max(1e-9).ln()
                } else if soft {
                    0.0
                } else {
                    (1.0 - p).max(1e-9).ln()
                });
                if d.abs() < 1e-4 {
                    continue;
                }
                for &f in &dense[i] {
                    let at = f as usize * classes + c;
                    let step = d + l2 * w[at] * data.len() as f32 / 1000.0;
                    g[at] += step * step;
                    w[at] -= 0.1 * step / g[at].sqrt();
                }
            }
        }
        eprintln!("epoch {epoch}: loss {:.4}", loss / data.len() as f64);
    }
    let rows = keys.iter().enumerate().map(|(i, k)| (*k, w[i * classes..(i + 1) * classes].to_vec()));
    Linear::pack(classes, rows.filter(|(_, w)| w.iter().any(|x| x.abs() > 0.02)).collect())
}
