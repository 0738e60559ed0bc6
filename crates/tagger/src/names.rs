//! Scores of name tags → names with kinds.
//!
//! "Gen. Oumar Diarra visited Gao airport." → Oumar Diarra, a person; Gao airport, a facility. The network has read too
//! little to know that Chad is no person in "Chad sent troops": names that everybody knows (`data/known.tsv`) keep their
//! kind, and are found where the network took them for other proper nouns.

use crate::bounds::{self, Sentence};
use crate::kernels::softmax;
use crate::net::Answer;
use std::collections::HashMap;
use std::sync::OnceLock;
use types::{Name, NameKind, Upos};

static KNOWN: &str = include_str!("../data/known.tsv");

/// What is known of a name or first name in small letters.
fn known(name: &str) -> Option<Known> {
    static TABLE: OnceLock<HashMap<&'static str, Known>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table = HashMap::new();
        for line in KNOWN.lines().filter(|l| !l.starts_with('#')) {
            let Some((kind, names)) = line.split_once('\t') else { continue };
            let kind = match kind {
                "place" => Known::Is(NameKind::Place),
                "organisation" => Known::Is(NameKind::Organisation),
                "community" => Known::Is(NameKind::Community),
                _ => Known::First,
            };
            for name in names.split(';') {
                table.insert(name, kind);
            }
        }
        table
    });
    if name.len() > 48 { None } else { table.get(name).copied() }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Is(NameKind),
    First,
}

/// The kind of the words as a whole, if everybody knows it.
pub(crate) fn known_whole(words: &[&str]) -> Option<NameKind> {
    // "us" is a pronoun, "US" a state; "who" asks, "WHO" heals.
    let small = words.len() == 1 && words[0].chars().all(|c| !c.is_uppercase());
    match known(&words.join(" ").to_lowercase()) {
        Some(Known::Is(kind)) if !small => Some(kind),
        _ => None,
    }
}

/// Reads the names of one sentence; `base` is the number of its first token, `tags` the labels `O`, `B-PER`, `I-PER`, ….
pub(crate) fn read_names(
    answer: &Answer,
    tags: &[&str],
    words: &[&str],
    upos: &[Upos],
    heads: &[usize],
    base: u32,
    out: &mut Vec<Name>,
) {
    let before = out.len();
    let labels: Vec<Label> = tags.iter().map(|t| label(t)).collect();
    let (path, likely) = best_path(answer, &labels);
    let mut i = 0;
    while i < path.len() {
        let Label::Begins(kind) = labels[path[i]] else {
            i += 1;
            continue;
        };
        let end = (i + 1..path.len()).find(|&j| labels[path[j]] != Label::GoesOn(kind)).unwrap_or(path.len());
        let of_kind = |j: usize| -> f32 {
            let row = &likely[j * tags.len()..][..tags.len()];
            row.iter().zip(&labels).filter(|(_, l)| l.kind() == Some(kind)).map(|(p, _)| p).sum()
        };
        out.push(Name {
            start: base + i as u32,
            end: base + end as u32,
            kind: kind_of(kind, &words[i..end]),
            score: (i..end).map(of_kind).sum::<f32>() / (end - i) as f32,
        });
        i = end;
    }
    drop_common(words, upos, base, before, out);
    bounds::mend(&Sentence { words, upos, heads, base }, before, out);
    for name in &mut out[before..] {
        let words = &words[(name.start - base) as usize..(name.end - base) as usize];
        if let Some(kind) = known_whole(words) {
            name.kind = kind;
        } else if words.len() == 1 && PEOPLES.iter().any(|e| words[0].to_lowercase().ends_with(e)) {
            name.kind = NameKind::Community;
        } else if words.len() <= 3
            && matches!(name.kind, NameKind::Place | NameKind::Organisation | NameKind::Other)
            && known(&words[0].to_lowercase()) == Some(Known::First)
        {
            name.kind = NameKind::Person;
        }
    }
    add_missed(words, upos, base, before, out);
}

/// A label of the network: outside of names, or the first or a later word of a name of some kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label<'t> {
    Outside,
    Begins(&'t str),
    GoesOn(&'t str),
}

impl<'t> Label<'t> {
    fn kind(self) -> Option<&'t str> {
        match self {
            Label::Outside => None,
            Label::Begins(kind) | Label::GoesOn(kind) => Some(kind),
        }
    }
}

fn label(tag: &str) -> Label<'_> {
    match tag.split_once('-') {
        Some(("B", kind)) => Label::Begins(kind),
        Some((_, kind)) => Label::GoesOn(kind),
        None => Label::Outside,
    }
}

/// The likeliest labels of a sentence in which every name has a first word, and the likelihoods of all labels, a row a
/// word.
fn best_path(answer: &Answer, labels: &[Label]) -> (Vec<usize>, Vec<f32>) {
    let (n, k) = (answer.len, labels.len());
    let mut likely = Vec::with_capacity(n * k);
    for i in 0..n {
        likely.extend_from_slice(answer.names(i));
        softmax(&mut likely[i * k..]);
    }
    let may_follow = |a: usize, b: usize| match labels[b] {
        Label::GoesOn(kind) => labels[a].kind() == Some(kind),
        _ => true,
    };
    let mut from = vec![0usize; n * k];
    let mut now: Vec<f32> = vec![0.0; k];
    let mut next = now.clone();
    for i in 0..n {
        // The best label before serves every label that may follow anything.
        let top = crate::net::best(&now);
        for b in 0..k {
            let a = if may_follow(top, b) && i > 0 {
                Some(top)
            } else {
                (0..k)
                    .filter(|&a| i > 0 && may_follow(a, b) || i == 0 && !matches!(labels[b], Label::GoesOn(_)))
                    .max_by(|&x, &y| now[x].total_cmp(&now[y]).then(y.cmp(&x)))
            };
            from[i * k + b] = a.unwrap_or(0);
            next[b] = a.map_or(f32::MIN / 4.0, |a| now[a]) + likely[i * k + b].max(1e-9).ln();
        }
        std::mem::swap(&mut now, &mut next);
    }
    let mut path = vec![0; n];
    if n > 0 {
        let mut at = crate::net::best(&now);
        for i in (0..n).rev() {
            path[i] = at;
            at = from[i * k + at];
        }
    }
    (path, likely)
}

/// Names less likely than this are dropped: the line that served English web text and French reports best.
const LEAST: f32 = 0.65;

/// Drops unlikely names and names without a proper noun or a capital: "empanadas".
fn drop_common(words: &[&str], upos: &[Upos], base: u32, before: usize, out: &mut Vec<Name>) {
    let mut found = out.split_off(before);
    found.retain(|n| {
        let range = (n.start - base) as usize..(n.end - base) as usize;
        let proper = upos[range.clone()].iter().any(|u| matches!(u, Upos::Propn | Upos::X));
        let first = words[range.clone()].first().copied().unwrap_or("");
        let address = first.contains('@') || first.contains("://") || first.starts_with("www.");
        let person = known(&first.to_lowercase()) == Some(Known::First) && first.starts_with(char::is_uppercase);
        !address
            && (n.score >= LEAST || person)
            && (proper || words[range].iter().any(|w| w.chars().any(char::is_uppercase)))
    });
    out.append(&mut found);
}

/// How words for peoples and followers end: "Palestinians", "Iraqis", "Houthis", "Yazidis", "Shiites".
const PEOPLES: &[&str] = &["ians", "icans", "qis", "nis", "this", "dis", "shis", "ites", "aelis"];

/// Adds names everybody knows that stand among proper nouns outside the names found so far.
fn add_missed(words: &[&str], upos: &[Upos], base: u32, before: usize, out: &mut Vec<Name>) {
    let capitals = words.len() > 3 && words.iter().all(|w| !w.chars().any(char::is_lowercase));
    let mut i = 0;
    let mut at = before;
    let found = out.len();
    while i < words.len() {
        while at < found && out[at].end - base <= i as u32 {
            at += 1;
        }
        let free = if at < found { (out[at].start - base) as usize } else { words.len() };
        let proper = |k: usize| upos[k] == Upos::Propn;
        if free <= i || !words[i].starts_with(char::is_uppercase) {
            i += 1;
            continue;
        }
        let whole =
            |n: usize| Some((n, known_whole(&words[i..i + n]).filter(|_| proper(i) || n > 1 && proper(i + n - 1))?));
        let hit = (1..=4.min(free - i)).rev().find_map(whole);
        let first = || {
            let person = proper(i) && !capitals && known(&words[i].to_lowercase()) == Some(Known::First);
            let n = 1 + (i + 1..free.min(i + 3)).take_while(|&k| proper(k)).count();
            person.then_some((n, NameKind::Person))
        };
        let hit = hit.or_else(first);
        // In a text of capitals a lone "US" or "WHO" may be the small word.
        match hit.filter(|(n, _)| !(capitals && *n == 1 && words[i].len() <= 3)) {
            Some((n, kind)) => {
                out.push(Name { start: base + i as u32, end: base + (i + n) as u32, kind, score: 0.5 });
                i += n;
            }
            None => i += 1,
        }
    }
    out[before..].sort_by_key(|n| n.start);
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
