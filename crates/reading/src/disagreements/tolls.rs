//! Counts of the same harm that cannot both hold: "the mayor counts 109 dead, the UN at least 70".
//!
//! Compared are counts of one event, one measure and one kind of victim. Two holders who give different numbers
//! disagree; the report's own count disagrees with a holder's where the ranges share no number. Counts of parts
//! ("50 of them students") are no disagreement.

use super::Case;
use types::{About, Disagreement, DisagreementKind, EventId, Evidence, Holder, Stance, Toll};

const BY: &str = "disagreements/toll@1";

/// What is counted, as far as comparing goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whom {
    /// People without more.
    People,
    /// Those who fight.
    Fighters,
    /// Those who do not.
    Civilians,
    /// Anything else, by its own word.
    Other,
}

fn whom(of: &str) -> Whom {
    let has = |words: &[&str]| words.iter().any(|w| of.split(|c: char| !c.is_alphanumeric()).any(|x| x == *w));
    if of.is_empty()
        || has(&[
            "people", "person", "dead", "death", "victim", "body", "life", "personne", "mort", "victime", "corps",
            "tué", "troop", "other",
        ])
    {
        Whom::People
    } else if has(&[
        "terrorist",
        "militant",
        "insurgent",
        "fighter",
        "rebel",
        "bandit",
        "jihadist",
        "attacker",
        "assailant",
        "terroriste",
        "combattant",
        "insurgé",
        "djihadiste",
        "assaillant",
    ]) {
        Whom::Fighters
    } else if has(&["civilian", "villager", "resident", "civil", "villageois", "habitant"]) {
        Whom::Civilians
    } else {
        Whom::Other
    }
}

/// The least and the greatest number a toll allows.
pub(super) fn range(toll: &Toll) -> Option<(u32, u32)> {
    match (toll.low, toll.best, toll.high) {
        (None, None, None) => None,
        (_, Some(b), _) => Some((b, b)),
        (low, None, high) => Some((low.unwrap_or(0), high.unwrap_or(u32::MAX))),
    }
}

struct Count<'a> {
    toll: &'a Toll,
    range: (u32, u32),
    whom: Whom,
    /// The claim it stands in; none for the report's own voice.
    claim: Option<usize>,
}

pub(super) fn find(case: &Case, list: &mut Vec<Disagreement>) {
    for (e, event) in case.events.iter().enumerate() {
        let counts: Vec<Count> = event
            .tolls
            .iter()
            .filter_map(|toll| {
                let inside = |c: &usize| {
                    let claim = &case.claims[*c];
                    claim.holder != Holder::Report && claim.evidence.span.contains(toll.evidence.span)
                };
                // The narrowest: "The office spoke of forty dead; a source speaks of fifty" may be one long content.
                let told = case.of_event[e].iter().copied().filter(inside);
                let claim = told.min_by_key(|&c| (case.claims[c].evidence.span.len(), c));
                Some(Count { toll, range: range(toll)?, whom: whom(&toll.of), claim })
            })
            .collect();
        let mut pairs: Vec<(bool, usize, usize)> = Vec::new();
        for (i, a) in counts.iter().enumerate().take(60) {
            for (j, b) in counts.iter().enumerate().take(60).skip(i + 1) {
                if a.toll.measure == b.toll.measure && clash(case, a, b) {
                    pairs.push((a.whom != b.whom, i, j));
                }
            }
        }
        // Counts of the same kind of people come first; each count is set once against those told before it.
        pairs.sort_unstable();
        let (mut told, mut later) = (Vec::new(), Vec::new());
        for (differ, i, j) in pairs {
            let measure = counts[i].toll.measure;
            if later.contains(&j) || differ && told.contains(&measure) {
                continue;
            }
            told.push(measure);
            later.push(j);
            list.push(disagreement(case, EventId(e as u32), &counts[i], &counts[j]));
        }
    }
    across(case, list);
}

/// "Two more died", "deux autres": added to what was counted before.
fn added(case: &Case, c: &Count) -> bool {
    let words = case.doc.words(c.toll.evidence.span).to_lowercase();
    words
        .split(|x: char| !x.is_alphanumeric())
        .any(|w| matches!(w, "more" | "another" | "additional" | "autre" | "autres"))
        && !words.contains("more than")
}

/// "A doctor put the dead at 23", "the mayor later said seven": a number without a noun of its own counts again whom somebody
/// else has counted before.
fn bare(case: &Case, c: &Count) -> bool {
    let span = c.toll.evidence.span;
    let words = case.doc.words(span).to_lowercase();
    // Words of the count itself, before any words of harm.
    const OWN: &[&str] = &[
        "people",
        "person",
        "persons",
        "dead",
        "deaths",
        "victims",
        "bodies",
        "personnes",
        "morts",
        "corps",
        "victimes",
    ];
    let noun = words.split(|x: char| !x.is_alphanumeric()).any(|w| OWN.contains(&w));
    let part = words.contains(" of ") || words.contains("parmi") || words.contains("dont") || words.contains("d'entre");
    c.claim.is_some() && matches!(c.whom, Whom::People) && !noun && !part
}

/// How far back, in sentences, the count lies that a bare number counts again.
const AGAIN: usize = 2;

/// A bare number hung on another event than the count it answers: "1,200 households fled … The Red Cross counted 400."
fn across(case: &Case, list: &mut Vec<Disagreement>) {
    let mut all: Vec<(usize, Count)> = Vec::new();
    for (e, event) in case.events.iter().enumerate().take(400) {
        for toll in &event.tolls {
            let inside = |c: &usize| {
                let claim = &case.claims[*c];
                claim.holder != Holder::Report && claim.evidence.span.contains(toll.evidence.span)
            };
            let told = case.of_event[e].iter().copied().filter(inside);
            let claim = told.min_by_key(|&c| (case.claims[c].evidence.span.len(), c));
            if let Some(range) = range(toll) {
                all.push((e, Count { toll, range, whom: whom(&toll.of), claim }));
            }
        }
    }
    all.sort_by_key(|(e, c)| (c.toll.evidence.span.start, *e));
    let sentence = |c: &Count| case.doc.tagged.sentence_of(case.doc.tagged.token_at(c.toll.evidence.span.start) as u32);
    for j in 1..all.len() {
        let (e, b) = &all[j];
        let seen = list.iter().any(|d| d.evidence.iter().any(|x| x.span.overlaps(b.toll.evidence.span)));
        if seen || !bare(case, b) {
            continue;
        }
        let first = all[..j].iter().rev().take(8).find(|(f, a)| {
            let near = sentence(b).saturating_sub(sentence(a)) <= AGAIN;
            f != e
                && near
                && a.toll.measure == b.toll.measure
                && a.range != b.range
                && !added(case, b)
                && differ(case, a, b)
        });
        if let Some((_, a)) = first {
            list.push(disagreement(case, EventId(*e as u32), a, b));
        }
    }
}

/// True where two counts stand in different mouths.
fn differ(case: &Case, a: &Count, b: &Count) -> bool {
    match (a.claim, b.claim) {
        (Some(x), Some(y)) => case.apart(x, y),
        (None, None) => false,
        _ => true,
    }
}

/// "one of them", "trois d'entre eux" in the report's own voice: a part of those counted.
fn part(case: &Case, c: &Count) -> bool {
    let words = format!("{} ", case.doc.words(c.toll.evidence.span).to_lowercase());
    c.claim.is_none()
        && [
            "of them ",
            "of whom ",
            "of the dead ",
            "of the victims ",
            "d'entre eux ",
            "d’entre eux ",
            "d'entre elles ",
            "dont ",
        ]
        .iter()
        .any(|w| words.contains(w))
}

fn clash(case: &Case, a: &Count, b: &Count) -> bool {
    let disjoint = a.range.1 < b.range.0 || b.range.1 < a.range.0;
    let apart = match (a.claim, b.claim) {
        (Some(x), Some(y)) => case.apart(x, y),
        (None, None) => false,
        _ => true,
    };
    if !apart {
        return false;
    }
    let named = a.claim.is_some() && b.claim.is_some();
    let denies = |c: &Count| c.claim.is_some_and(|c| case.claims[c].stance == Stance::Denies);
    if denies(a) || denies(b) || added(case, a) || added(case, b) || part(case, a) || part(case, b) {
        return false;
    }
    // "killing at least 18 … A doctor put the dead at 23"
    let later = b.toll.evidence.span.start > a.toll.evidence.span.start;
    if later && bare(case, b) && a.range != b.range && !(a.whom == Whom::Other && !named) {
        return true;
    }
    match (a.whom, b.whom) {
        (x, y) if x == y && x != Whom::Other => disjoint || (named && a.range != b.range),
        (Whom::Other, Whom::Other) => a.toll.of == b.toll.of && (disjoint || (named && a.range != b.range)),
        // One counts people, the other only fighters, and fewer: two accounts of one day.
        (Whom::People | Whom::Civilians, Whom::Fighters) | (Whom::Fighters, Whom::People | Whom::Civilians) => {
            named && disjoint
        }
        // A part may be smaller than the whole, never larger; "no civilian" against the dead of others.
        (Whom::People, _) => b.range.0 > a.range.1 || (named && b.range.1 == 0 && a.range.0 > 0),
        (_, Whom::People) => a.range.0 > b.range.1 || (named && a.range.1 == 0 && b.range.0 > 0),
        _ => false,
    }
}

fn disagreement(case: &Case, event: EventId, a: &Count, b: &Count) -> Disagreement {
    let who = |c: &Count| c.claim.map_or("the report".to_string(), |c| case.who(c));
    let note = format!(
        "{} {}: \"{}\" according to {}, \"{}\" according to {}.",
        "Different counts of",
        a.toll.measure,
        case.words(a.toll.evidence.span),
        who(a),
        case.words(b.toll.evidence.span),
        who(b)
    );
    Disagreement {
        kind: DisagreementKind::Toll,
        about: vec![About::Event(event)],
        evidence: vec![Evidence::new(a.toll.evidence.span, BY), Evidence::new(b.toll.evidence.span, BY)],
        note,
    }
}
