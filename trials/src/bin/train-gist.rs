//! `train-gist TRAIN.jsonl > crates/reading/data/gist.bin`: learns the likelihoods of the gist from MUC-4's training wires.
//!
//! In: documents {text, published, std_templates}. Out: the bytes of the three linear models (phrases, documents, events).
//! A phrase is right where its words equal a key's string of that role in that document; an event is of a template's kind
//! where it shares a string with it. Softmax by AdaGrad for the many phrases, logistic regression to its optimum for the rest, in
//! a fixed order: the same input gives the same bytes.
//!
//! `train-gist --cross TRAIN.jsonl [OTHER.jsonl] > gists.jsonl`: the gist of every document by models that have not seen it
//! (five folds; OTHER by a model of all of TRAIN), with the key beside it, for choosing the adapter's lines without the
//! development set.

use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::io::Write;
use tarikh::reading::events::{Tree, apart, tell};
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
    kinds_of_parts: Vec<(Vec<u32>, u8)>,
    pairs: Vec<(Vec<u32>, bool)>,
}

fn main() -> Result<()> {
    let path = std::env::args().nth(1).context("expected a file of documents")?;
    let reader = Reader::new();
    if path == "--cross" {
        return cross(&reader);
    }
    let learned = samples(&reader, &path)?;
    let held = std::env::args().nth(2).map(|path| samples(&reader, &path)).transpose()?.unwrap_or_default();
    let mut whole = model(&learned.iter().collect::<Vec<_>>(), &held.iter().collect::<Vec<_>>());
    let unseen = unseen(&reader, &learned, &lines(&path)?)?;
    weigh_again(&mut whole, &unseen.iter().collect::<Vec<_>>());
    std::io::stdout().write_all(&whole.bytes())?;
    Ok(())
}

/// The documents of a file, as they stand.
fn lines(path: &str) -> Result<Vec<String>> {
    let all = std::fs::read_to_string(path).with_context(|| format!("cannot open {path}"))?;
    Ok(all.lines().filter(|l| !l.trim().is_empty()).map(str::to_string).collect())
}

/// What models that have not seen a document say of it: the gist to print, and what relevance and the second look learn from.
struct Unseen {
    shown: Value,
    evidence: Vec<u32>,
    relevant: bool,
    nominees: Vec<(Vec<u32>, bool)>,
}

/// Every document by models of the other folds.
fn unseen(reader: &Reader, learned: &[Sample], lines: &[String]) -> Result<Vec<Unseen>> {
    let mut out: Vec<Option<Unseen>> = lines.iter().map(|_| None).collect();
    for fold in 0..FOLDS {
        let model = model(&others(learned, fold), &[]);
        let its: Vec<usize> = (fold..lines.len()).step_by(FOLDS).collect();
        for (i, done) in read_all(reader, &model, &its.iter().map(|&i| lines[i].as_str()).collect::<Vec<_>>())?
            .into_iter()
            .enumerate()
        {
            out[its[i]] = Some(done);
        }
    }
    Ok(out.into_iter().flatten().collect())
}

/// Documents by one model, on two threads.
fn read_all(reader: &Reader, model: &Model, lines: &[&str]) -> Result<Vec<Unseen>> {
    let half = lines.len().div_ceil(2).max(1);
    let work = |part: &[&str]| part.iter().map(|line| weighed(reader, model, line)).collect::<Result<Vec<_>>>();
    let done: Result<Vec<Vec<_>>> = std::thread::scope(|scope| {
        let threads: Vec<_> = lines.chunks(half).map(|part| scope.spawn(move || work(part))).collect();
        threads.into_iter().map(|t| t.join().expect("a reading panicked")).collect()
    });
    Ok(done?.into_iter().flatten().collect())
}

/// Fits what learns from the other models' word: relevance, and the second look at the nominees.
fn weigh_again(model: &mut Model, unseen: &[&Unseen]) {
    let one = |y: bool| vec![f32::from(u8::from(y))];
    let relevance: Examples = unseen.iter().map(|u| (u.evidence.as_slice(), one(u.relevant))).collect();
    model.relevance = fit(&relevance, &Vec::new(), 1, RELEVANCE);
    let nominees: Examples = unseen.iter().flat_map(|u| &u.nominees).map(|(f, y)| (f.as_slice(), one(*y))).collect();
    eprintln!("{} nominees, {} right", nominees.len(), nominees.iter().filter(|(_, y)| y[0] > 0.5).count());
    model.second = fit(&nominees, &Vec::new(), 1, SECOND);
}

/// The models of some samples; `held` only watches.
fn model(learned: &[&Sample], held: &[&Sample]) -> Model {
    let [parts, documents, events, kinds, pairs] = examples(learned);
    let [held_parts, held_documents, held_events, held_kinds, held_pairs] = examples(held);
    let right = parts.iter().filter(|(_, y)| y[0] == 0.0).count();
    eprintln!("{} documents, {} phrases ({right} right), {} events", learned.len(), parts.len(), events.len());
    let soft = Plan { classes: PARTS.len(), soft: true, epochs: 6, l2: 0.0, least: 3, rate: 0.01, drop: 0.2 };
    Model {
        parts: train(&parts, &held_parts, &soft),
        document: fit(&documents, &held_documents, KINDS.len(), DOCUMENTS),
        events: fit(&events, &held_events, KINDS.len(), EVENTS),
        kinds: fit(&kinds, &held_kinds, KINDS.len(), PHRASES),
        pairs: train(&pairs, &held_pairs, &Plan { classes: 1, soft: false, epochs: 8, drop: 0.2, ..soft }),
        ..Model::default()
    }
}

/// How far the weights of few examples may go (the C of a support vector machine), chosen on folds of the training wires.
const DOCUMENTS: f32 = 0.2;
const EVENTS: f32 = 0.03;
const PHRASES: f32 = 0.1;
const RELEVANCE: f32 = 0.03;
const SECOND: f32 = 0.01;

/// Into how many parts the training wires are cut.
const FOLDS: usize = 5;

/// The samples outside one part.
fn others(samples: &[Sample], fold: usize) -> Vec<&Sample> {
    samples.iter().enumerate().filter(|(i, _)| i % FOLDS != fold).map(|(_, s)| s).collect()
}

/// Prints the gist of each document by models that have not seen it.
fn cross(reader: &Reader) -> Result<()> {
    let path = std::env::args().nth(2).context("expected a file of documents")?;
    let learned = samples(reader, &path)?;
    let unseen = unseen(reader, &learned, &lines(&path)?)?;
    let mut out = std::io::stdout().lock();
    let rewrite = |u: &Unseen, model: &Model| -> Value {
        let mut shown = u.shown.clone();
        shown["kinds"][""] = model.relevance.sigmoid(&u.evidence)[0].into();
        for (part, (features, _)) in shown["parts"].as_array_mut().into_iter().flatten().zip(&u.nominees) {
            part["first"] = part["score"].take();
            part["score"] = model.second.sigmoid(features)[0].into();
        }
        shown
    };
    for fold in 0..FOLDS {
        let mut model = Model::default();
        let rest = unseen.iter().enumerate().filter(|(i, _)| i % FOLDS != fold);
        weigh_again(&mut model, &rest.map(|(_, u)| u).collect::<Vec<_>>());
        for u in unseen.iter().skip(fold).step_by(FOLDS) {
            writeln!(out, "{}", rewrite(u, &model))?;
        }
    }
    if let Some(other) = std::env::args().nth(3) {
        let mut model = model(&learned.iter().collect::<Vec<_>>(), &[]);
        let lines = lines(&other)?;
        let first = read_all(reader, &model, &lines.iter().map(String::as_str).collect::<Vec<_>>())?;
        weigh_again(&mut model, &unseen.iter().collect::<Vec<_>>());
        for u in &first {
            let mut gist = rewrite(u, &model);
            gist["other"] = true.into();
            writeln!(out, "{gist}")?;
        }
    }
    Ok(())
}

/// Reads a document and says what `model` makes of it, with what the key says.
fn weighed(reader: &Reader, model: &Model, line: &str) -> Result<Unseen> {
    let line: Value = serde_json::from_str(line)?;
    let key = Key::of(&line);
    let report = report(&line);
    let tagged = reader.tag(&report.text, types::Lang::En);
    let doc = Doc { report: &report, text: &report.text, tagged: &tagged, knowledge: reader.knowledge() };
    let found = reading::found(&doc);
    let tree = Tree::new(&doc, &found, &doc.knowledge.events);
    let (tellings, groups) = tell(&tree, &found);
    let gist = gist::gist(&tree, &found, &tellings, &groups, &|a, b| apart(&found, a, b), model);
    let seen = gist::second_look(&tree, &gist);
    let right = |p: &types::Nominee| key.roles.contains(&(part_of(p.part), norm(p.evidence.span.of(&report.text))));
    Ok(Unseen {
        shown: shown(&gist, &doc, &found, &line),
        evidence: gist::evidence(&gist),
        relevant: !key.templates.is_empty(),
        nominees: seen.into_iter().zip(gist.parts.iter().map(right)).collect(),
    })
}

/// The report of a line: its text, with the day and place of its dateline.
fn report(line: &Value) -> types::Report {
    let mut report = tarikh::report::as_it_stands(line["text"].as_str().unwrap_or_default());
    report.published = line["published"].as_str().and_then(|d| d.parse().ok());
    report.dateline_place = line["place"].as_str().map(str::to_string);
    report
}

fn part_of(name: &str) -> u8 {
    PARTS.iter().position(|p| *p == name).unwrap_or(0) as u8
}

/// What the key of a document asks for: its templates by kind with all their strings, and which strings fill which part.
struct Key {
    templates: Vec<(u8, HashSet<String>)>,
    roles: HashSet<(u8, String)>,
    /// The part of a string, the first of several.
    part: HashMap<String, u8>,
}

impl Key {
    fn of(line: &Value) -> Key {
        let mut key = Key { templates: Vec::new(), roles: HashSet::new(), part: HashMap::new() };
        for template in line["std_templates"].as_array().into_iter().flatten() {
            let mut all = HashSet::new();
            for (r, role) in ROLES.iter().enumerate().skip(1) {
                let entities = template[*role].as_array().into_iter().flatten();
                for string in entities.flat_map(|e| e.as_array().into_iter().flatten()) {
                    all.insert(key.add(r as u8, string));
                }
            }
            key.templates.push((kind_of(template["incident_type"].as_str().unwrap_or("attack")), all));
        }
        // People without a name stand in the keys of 1992 alone: they join the template that shares most.
        for template in line["templates"].as_array().into_iter().flatten() {
            let kind = kind_of(template["incident_type"].as_str().unwrap_or("attack"));
            let roles = ROLES.iter().skip(1).flat_map(|r| template[*r].as_array().into_iter().flatten());
            let words: HashSet<String> = roles
                .flat_map(|e| e.as_array().into_iter().flatten())
                .map(|s| norm(s.as_str().unwrap_or_default()))
                .collect();
            let best = (0..key.templates.len()).filter(|&t| key.templates[t].0 == kind);
            let best = best.max_by_key(|&t| (key.templates[t].1.intersection(&words).count(), std::cmp::Reverse(t)));
            for fill in template["hum_tgt_description"].as_array().into_iter().flatten() {
                for string in fill["values"].as_array().into_iter().flatten() {
                    let string = key.add(ROLES.len() as u8, string);
                    if let Some(t) = best {
                        key.templates[t].1.insert(string);
                    }
                }
            }
        }
        key
    }

    fn add(&mut self, part: u8, string: &Value) -> String {
        let string = norm(string.as_str().unwrap_or_default());
        self.roles.insert((part, string.clone()));
        self.part.entry(string.clone()).or_insert(part);
        string
    }
}

/// A gist and the key beside it.
fn shown(gist: &types::Gist, doc: &Doc, found: &reading::Found, line: &Value) -> Value {
    let (report, tagged) = (doc.report, doc.tagged);
    let actor = |span: types::Span| {
        let ends = |m: &&reading::actors::Mention| {
            m.span.start < span.end && span.start < m.span.end && m.span.end + 1 >= span.end
        };
        found.actors.mentions.iter().filter(ends).map(|m| m.actor.index()).collect::<Vec<_>>()
    };
    let events = || gist.events.iter().map(|(_, k)| k.iter().map(|x| x.1).collect::<Vec<f32>>()).collect::<Vec<_>>();
    serde_json::json!({
        "id": line["id"],
        "gate": tagger::gate::attack("", &report.text),
        "kinds": gist.kinds.iter().map(|(k, p)| (k.to_string(), *p)).collect::<HashMap<_, _>>(),
        "parts": gist.parts.iter().map(|p| serde_json::json!({
            "part": p.part, "score": p.score, "start": p.evidence.span.start, "end": p.evidence.span.end,
            "quote": p.evidence.span.of(&report.text), "actors": actor(p.evidence.span),
            "sentence": tagged.sentence_of(tagged.token_at(p.evidence.span.start) as u32),
            "kinds": p.kinds.iter().map(|(k, p)| (k.to_string(), *p)).collect::<HashMap<_, _>>(),
        })).collect::<Vec<_>>(),
        "pairs": gist.pairs,
        "events": events(),
        "std_templates": line["std_templates"],
    })
}

type Examples<'s> = Vec<(&'s [u32], Vec<f32>)>;

/// The examples of phrases, documents, events, kinds of phrases, and pairs.
fn examples<'s>(samples: &[&'s Sample]) -> [Examples<'s>; 5] {
    let parts = samples.iter().flat_map(|s| &s.parts).map(|(f, y)| (f.as_slice(), one_hot(*y, PARTS.len()))).collect();
    let kinds = |s: &Sample| s.kinds.iter().map(|k| f32::from(u8::from(*k))).collect();
    let documents = samples.iter().map(|s| (s.document.as_slice(), kinds(s))).collect();
    let events =
        samples.iter().flat_map(|s| &s.events).map(|(f, y)| (f.as_slice(), one_hot(*y, KINDS.len()))).collect();
    let of_parts = samples.iter().flat_map(|s| &s.kinds_of_parts);
    let of_parts = of_parts.map(|(f, y)| (f.as_slice(), one_hot(*y, KINDS.len()))).collect();
    let pairs =
        samples.iter().flat_map(|s| &s.pairs).map(|(f, y)| (f.as_slice(), vec![f32::from(u8::from(*y))])).collect();
    [parts, documents, events, of_parts, pairs]
}

/// Reads every document of a file, on two threads.
fn samples(reader: &Reader, path: &str) -> Result<Vec<Sample>> {
    let lines = std::fs::read_to_string(path).with_context(|| format!("cannot open {path}"))?;
    let lines: Vec<&str> = lines.lines().filter(|l| !l.trim().is_empty()).collect();
    let half = lines.len().div_ceil(2);
    std::thread::scope(|scope| {
        let work = |part: &[&str]| part.iter().map(|l| sample(reader, l)).collect::<Result<Vec<_>>>();
        let threads: Vec<_> = lines.chunks(half.max(1)).map(|part| scope.spawn(move || work(part))).collect();
        let done: Result<Vec<Vec<Sample>>> =
            threads.into_iter().map(|t| t.join().expect("a reading panicked")).collect();
        Ok(done?.into_iter().flatten().collect())
    })
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
    let report = report(&line);
    let tagged = reader.tag(&report.text, types::Lang::En);
    let doc = Doc { report: &report, text: &report.text, tagged: &tagged, knowledge: reader.knowledge() };
    let found = reading::found(&doc);
    let tree = Tree::new(&doc, &found, &doc.knowledge.events);
    let (tellings, groups) = tell(&tree, &found);
    let key = Key::of(&line);
    let templates = &key.templates;
    let mut kinds = vec![false; KINDS.len()];
    for (kind, _) in templates {
        kinds[0] = true;
        kinds[*kind as usize] = true;
    }
    let mut parts = Vec::new();
    let mut kinds_of_parts = Vec::new();
    let mut right: Vec<(u32, u8, String)> = Vec::new();
    for candidate in gist::candidates(&tree, &tellings) {
        let words = norm(candidate.span.of(&report.text));
        let y = key.part.get(&words).copied().unwrap_or(0);
        if y != 0 {
            if let Some((kind, _)) = templates.iter().find(|(_, strings)| strings.contains(&words)) {
                kinds_of_parts.push((candidate.features.clone(), *kind));
            }
            right.push((candidate.head, y, words));
        }
        parts.push((candidate.features, y));
    }
    let apart = |a: &_, b: &_| apart(&found, a, b);
    let stories = gist::Stories::new(&tree, &tellings, &groups, &apart);
    let mut pairs = Vec::new();
    right.truncate(40);
    for (n, a) in right.iter().enumerate() {
        for b in right[n + 1..].iter().filter(|b| b.2 != a.2) {
            let one = templates.iter().any(|(_, strings)| strings.contains(&a.2) && strings.contains(&b.2));
            let side = |x: &(u32, u8, String)| gist::Side { part: PARTS[x.1 as usize], head: x.0 };
            pairs.push((stories.pair(&side(a), &side(b)), one));
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
                        for (n, (_, strings)) in shared.iter_mut().zip(templates) {
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
        events.push((gist::event(&tree, &found, &tellings, group), y));
    }
    Ok(Sample { parts, document: gist::document(&tree, &found, &tellings), kinds, events, kinds_of_parts, pairs })
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

/// How a model is trained.
#[derive(Clone, Copy)]
struct Plan {
    classes: usize,
    /// Classes exclude each other.
    soft: bool,
    epochs: usize,
    /// Weight decay per thousand examples.
    l2: f32,
    /// Features seen less often are left out.
    least: u32,
    rate: f32,
    /// Share of an example's features left out at each step, so that no single word is trusted alone.
    drop: f32,
}

/// Softmax or independent logistic regression by AdaGrad; the weights are averaged over the second half of the epochs.
fn train(data: &Examples, held: &Examples, plan: &Plan) -> Linear {
    let classes = plan.classes;
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for f in data.iter().flat_map(|(f, _)| f.iter()) {
        *counts.entry(*f).or_default() += 1;
    }
    let mut keys: Vec<u32> = counts.into_iter().filter(|(_, n)| *n >= plan.least).map(|(k, _)| k).collect();
    keys.sort_unstable();
    let index: HashMap<u32, u32> = keys.iter().enumerate().map(|(i, k)| (*k, i as u32)).collect();
    let dense = |data: &Examples| -> Vec<Vec<u32>> {
        data.iter().map(|(f, _)| f.iter().filter_map(|k| index.get(k).copied()).collect()).collect()
    };
    let (rows, held_rows) = (dense(data), dense(held));
    let mut w = vec![0f32; keys.len() * classes];
    let mut mean = vec![0f32; keys.len() * classes];
    let mut g = vec![1e-1f32; keys.len() * classes];
    let mut order: Vec<usize> = (0..data.len()).collect();
    let mut seed = 0x9e37_79b9_7f4a_7c15u64;
    let decay = plan.l2 * data.len() as f32 / 1000.0;
    let first_mean = plan.epochs / 2;
    let mut kept: Vec<u32> = Vec::new();
    for epoch in 0..plan.epochs {
        for i in (1..order.len()).rev() {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            order.swap(i, (seed >> 33) as usize % (i + 1));
        }
        let mut total = 0f64;
        for &i in &order {
            kept.clear();
            kept.extend(rows[i].iter().copied().filter(|_| {
                seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                (seed >> 40) as f32 / (1u64 << 24) as f32 >= plan.drop
            }));
            let mut p = sums(&w, &kept, plan);
            p.iter_mut().for_each(|x| *x /= 1.0 - plan.drop);
            squash(&mut p, plan.soft);
            total += loss(&p, &data[i].1, plan.soft);
            for (c, p) in p.iter().enumerate() {
                let d = p - data[i].1[c];
                if d.abs() < 1e-3 {
                    continue;
                }
                for &f in &kept {
                    let at = f as usize * classes + c;
                    let step = d + decay * w[at];
                    g[at] += step * step;
                    w[at] -= plan.rate * step / g[at].sqrt();
                }
            }
        }
        if epoch >= first_mean {
            mean.iter_mut().zip(&w).for_each(|(m, w)| *m += w / (plan.epochs - first_mean) as f32);
        }
        let held_loss = |w: &[f32]| -> f64 {
            let sum: f64 =
                held.iter().zip(&held_rows).map(|(h, r)| loss(&likelihoods(w, r, plan), &h.1, plan.soft)).sum();
            sum / held.len().max(1) as f64
        };
        eprintln!("epoch {epoch}: loss {:.4}, held out {:.4}", total / data.len() as f64, held_loss(&w));
        if epoch + 1 == plan.epochs {
            eprintln!("mean of weights: held out {:.4}", held_loss(&mean));
        }
    }
    let rows = keys.iter().enumerate().map(|(i, k)| (*k, mean[i * classes..(i + 1) * classes].to_vec()));
    Linear::pack(classes, rows.filter(|(_, w)| w.iter().any(|x| x.abs() > 0.03)).collect())
}

/// Logistic regression of each class against the others, to its optimum: few examples of a rare kind are then weighed fully,
/// where steps over single examples leave it at "never". Minimises half the squared weights plus `c` times the loss, by Nesterov's
/// method with restarts.
fn fit(data: &Examples, held: &Examples, classes: usize, c: f32) -> Linear {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    data.iter().flat_map(|(f, _)| f.iter()).for_each(|f| *counts.entry(*f).or_default() += 1);
    let mut keys: Vec<u32> = counts.into_iter().filter(|(_, n)| *n >= 3).map(|(k, _)| k).collect();
    keys.sort_unstable();
    let dense = |data: &Examples| -> Vec<Vec<u32>> {
        let index = |k: &u32| keys.binary_search(k).ok().map(|i| i as u32);
        data.iter().map(|(f, _)| f.iter().filter_map(index).collect()).collect()
    };
    let (rows, held_rows) = (dense(data), dense(held));
    let sum = |w: &[f32], row: &[u32]| row.iter().map(|&f| w[f as usize]).sum::<f32>();
    // The largest curvature of the loss, by power iteration.
    let mut v = vec![1f32; keys.len()];
    let mut top = 0f32;
    for _ in 0..15 {
        let mut next = vec![0f32; keys.len()];
        for row in &rows {
            let s = sum(&v, row);
            row.iter().for_each(|&f| next[f as usize] += s);
        }
        top = next.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-6);
        v = next.into_iter().map(|x| x / top).collect();
    }
    let step = 1.0 / (1.0 + 0.25 * c * top * 1.05);
    let mut columns: Vec<Vec<f32>> = Vec::with_capacity(classes);
    for class in 0..classes {
        let mut w = vec![0f32; keys.len()];
        let mut ahead = w.clone();
        let mut t = 1f32;
        for _ in 0..400 {
            let mut slope = ahead.clone();
            for (row, (_, y)) in rows.iter().zip(data) {
                let d = c * (1.0 / (1.0 + (-sum(&ahead, row)).exp()) - y[class]);
                row.iter().for_each(|&f| slope[f as usize] += d);
            }
            let next: Vec<f32> = ahead.iter().zip(&slope).map(|(a, s)| a - step * s).collect();
            let uphill: f32 = slope.iter().zip(next.iter().zip(&w)).map(|(s, (n, w))| s * (n - w)).sum();
            let after = if uphill > 0.0 { 1.0 } else { (1.0 + (1.0 + 4.0 * t * t).sqrt()) / 2.0 };
            let carry = if uphill > 0.0 { 0.0 } else { (t - 1.0) / after };
            ahead = next.iter().zip(&w).map(|(n, w)| n + carry * (n - w)).collect();
            let moved = next.iter().zip(&w).fold(0f32, |m, (n, w)| m.max((n - w).abs()));
            (w, t) = (next, after);
            if moved < 1e-5 {
                break;
            }
        }
        let each = |row: &Vec<u32>, y: &[f32]| loss(&[1.0 / (1.0 + (-sum(&w, row)).exp())], &y[class..=class], false);
        let total: f64 = held.iter().zip(&held_rows).map(|((_, y), row)| each(row, y)).sum();
        eprintln!("class {class}: held out {:.4}", total / held.len().max(1) as f64);
        columns.push(w);
    }
    let rows = keys.iter().enumerate().map(|(i, k)| (*k, columns.iter().map(|w| w[i]).collect::<Vec<f32>>()));
    Linear::pack(classes, rows.filter(|(_, w)| w.iter().any(|x| x.abs() > 0.004)).collect())
}

fn sums(w: &[f32], row: &[u32], plan: &Plan) -> Vec<f32> {
    let mut s = vec![0f32; plan.classes];
    for &f in row {
        let at = f as usize * plan.classes;
        s.iter_mut().zip(&w[at..at + plan.classes]).for_each(|(s, w)| *s += w);
    }
    s
}

fn squash(s: &mut [f32], soft: bool) {
    if soft {
        let top = s.iter().fold(f32::MIN, |a, x| a.max(*x));
        let total: f32 = s.iter().map(|x| (x - top).exp()).sum();
        s.iter_mut().for_each(|x| *x = (*x - top).exp() / total);
    } else {
        s.iter_mut().for_each(|x| *x = 1.0 / (1.0 + (-*x).exp()));
    }
}

fn likelihoods(w: &[f32], row: &[u32], plan: &Plan) -> Vec<f32> {
    let mut s = sums(w, row, plan);
    squash(&mut s, plan.soft);
    s
}

fn loss(p: &[f32], y: &[f32], soft: bool) -> f64 {
    let each = p.iter().zip(y).map(|(p, y)| match (*y > 0.5, soft) {
        (true, _) => f64::from(p.max(1e-9).ln()),
        (false, true) => 0.0,
        (false, false) => f64::from((1.0 - p).max(1e-9).ln()),
    });
    -each.sum::<f64>()
}
