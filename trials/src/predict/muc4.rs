//! MUC-4: `{id, templates: [{incident_type, PerpInd, PerpOrg, Target, Victim, Weapon}]}`.
//!
//! A template is one incident that the report tells as its news. Which kinds those are, and which phrases play which part,
//! is read off the gist; a phrase goes to the incident told nearest to it. Strings are the text's own words.

use super::Doc;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tarikh::types::contract::*;

/// Likelihood from which a kind makes a template, and from which a phrase fills a slot, by part.
const KIND: f32 = 0.5;
const PARTS: [(&str, &str, f32); 5] = [
    ("perpetrator", "PerpInd", 0.35),
    ("organisation", "PerpOrg", 0.35),
    ("target", "Target", 0.35),
    ("victim", "Victim", 0.35),
    ("weapon", "Weapon", 0.35),
];

/// The templates of a reading.
pub fn translate(doc: &Doc, reading: &Reading) -> Value {
    let gist = &reading.gist;
    let mut kinds: Vec<(&str, f32)> =
        gist.kinds.iter().filter(|(k, _)| !k.is_empty()).map(|(k, p)| (k.as_str(), *p)).collect();
    kinds.sort_by(|a, b| b.1.total_cmp(&a.1));
    let relevant = gist.kinds.get("").copied().unwrap_or(0.0);
    let mut incidents: Vec<Incident> =
        kinds.iter().filter(|(_, p)| *p >= KIND).map(|(k, _)| Incident::new(k, reading)).collect();
    if incidents.is_empty() && relevant >= KIND {
        incidents.extend(kinds.first().map(|(k, _)| Incident::new(k, reading)));
    }
    for (part, slot, least) in PARTS {
        for phrase in chosen(gist, part, least) {
            let near = (0..incidents.len()).min_by_key(|&i| incidents[i].distance(&phrase.evidence));
            if let Some(i) = near {
                incidents[i].add(slot, &phrase.evidence.quote);
            }
        }
    }
    json!({ "id": doc.id, "templates": incidents.iter().map(Incident::template).collect::<Vec<_>>() })
}

/// The best phrase of each place in the text that is likely enough for a part.
fn chosen<'r>(gist: &'r Gist, part: &str, least: f32) -> Vec<&'r Nominee> {
    let mut all: Vec<&Nominee> = gist.parts.iter().filter(|n| n.part == part && n.score >= least).collect();
    all.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut out: Vec<&Nominee> = Vec::new();
    for n in all {
        let clear = |o: &&&Nominee| o.evidence.start < n.evidence.end && n.evidence.start < o.evidence.end;
        if !out.iter().any(|o| clear(&o)) {
            out.push(n);
        }
    }
    out.sort_by_key(|n| n.evidence.start);
    out
}

/// One template in the making.
struct Incident<'r> {
    kind: &'r str,
    /// Where the events of its kind are told.
    told: Vec<(u32, u32)>,
    slots: BTreeMap<&'static str, Vec<Vec<String>>>,
}

impl<'r> Incident<'r> {
    fn new(kind: &'r str, reading: &'r Reading) -> Incident<'r> {
        let likely = |e: &&Event| reading.gist.events.get(&e.id).and_then(|k| k.get(kind)).is_some_and(|p| *p > 0.2);
        let told =
            reading.events.iter().filter(likely).flat_map(|e| e.evidence.iter().map(|x| (x.start, x.end))).collect();
        Incident { kind, told, slots: BTreeMap::new() }
    }

    fn distance(&self, evidence: &Evidence) -> u32 {
        let gap =
            |(start, end): &(u32, u32)| start.saturating_sub(evidence.end).max(evidence.start.saturating_sub(*end));
        self.told.iter().map(gap).min().unwrap_or(u32::MAX)
    }

    /// Adds a string, to the entity that it is a shorter or longer name of where there is one.
    fn add(&mut self, slot: &'static str, words: &str) {
        let entities = self.slots.entry(slot).or_default();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        if entities.iter().flatten().any(|w| *w == words || names_same(w, &words)) {
            return;
        }
        entities.push(vec![words]);
    }

    fn template(&self) -> Value {
        let kind = if self.kind == "stoppage" { "forced work stoppage" } else { self.kind };
        let mut out = json!({ "incident_type": kind });
        for (_, slot, _) in PARTS {
            out[slot] = json!(self.slots.get(slot).cloned().unwrap_or_default());
        }
        out
    }
}

/// True where one name is the other's end or beginning: "oqueli" and "hector oqueli".
fn names_same(a: &str, b: &str) -> bool {
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    long.ends_with(short) || long.starts_with(short)
}
