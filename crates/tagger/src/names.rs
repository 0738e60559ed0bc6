//! Scores of name tags → names with kinds.
//!
//! "Gen. Oumar Diarra visited Gao airport." → Oumar Diarra, a person; Gao airport, a facility.

use crate::kernels::softmax;
use crate::net::Answer;
use types::{Name, NameKind};

/// Reads the names of one sentence; `base` is the number of its first token, `tags` the labels `O`, `B-PER`, `I-PER`, ….
pub(crate) fn read_names(answer: &Answer, tags: &[&str], words: &[&str], base: u32, out: &mut Vec<Name>) {
    let mut open: Option<(usize, &str, f32)> = None;
    let mut close = |open: &mut Option<(usize, &str, f32)>, end: usize| {
        if let Some((start, kind, sum)) = open.take() {
            let score = sum / (end - start) as f32;
            out.push(Name {
                start: base + start as u32,
                end: base + end as u32,
                kind: kind_of(kind, &words[start..end]),
                score,
            });
        }
    };
    let mut scores = vec![0.0; tags.len()];
    for i in 0..answer.len {
        scores.copy_from_slice(answer.names(i));
        softmax(&mut scores);
        let best = crate::net::best(&scores);
        let tag = tags.get(best).copied().unwrap_or("O");
        let (begins, kind) = match tag.split_once('-') {
            Some((b, kind)) => (b == "B", kind),
            None => (false, ""),
        };
        let goes_on = !kind.is_empty() && !begins && open.is_some_and(|(_, k, _)| k == kind);
        if goes_on {
            if let Some(o) = &mut open {
                o.2 += scores[best];
            }
            continue;
        }
        close(&mut open, i);
        if !kind.is_empty() {
            open = Some((i, kind, scores[best]));
        }
    }
    close(&mut open, answer.len);
}

/// Nouns that make a place or organisation a building or site.
const SITES: &[&str] = &[
    "airport",
    "airbase",
    "airfield",
    "base",
    "barracks",
    "bridge",
    "camp",
    "cathedral",
    "checkpoint",
    "church",
    "dam",
    "hospital",
    "hotel",
    "market",
    "mosque",
    "palace",
    "port",
    "prison",
    "school",
    "stadium",
    "station",
    "temple",
    "aéroport",
    "caserne",
    "cathédrale",
    "gare",
    "hôpital",
    "hôtel",
    "marché",
    "mosquée",
    "palais",
    "pont",
    "stade",
    "école",
    "église",
];

fn kind_of(tag: &str, words: &[&str]) -> NameKind {
    let site = |w: Option<&&str>| w.is_some_and(|w| SITES.contains(&w.to_lowercase().as_str()));
    match tag {
        "PER" => NameKind::Person,
        "ORG" | "LOC" if words.len() > 1 && (site(words.last()) || site(words.first())) => NameKind::Facility,
        "ORG" => NameKind::Organisation,
        "LOC" => NameKind::Place,
        "FAC" => NameKind::Facility,
        "NORP" => NameKind::Community,
        _ => NameKind::Other,
    }
}
