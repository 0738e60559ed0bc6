//! Counts of one harm that stand in statements of their own, apart from the event that they count.
//!
//! "The ombudsman has counted 80 dead. The governor **speaks of "more than one hundred"**"; "the militia killed eleven rebels … the
//! movement speaks of an attack **repelled without loss**"; "at least nine civilians killed, while a spokesman speaks only of
//! **three "bandits"** shot": the number has no noun of its own, or a noun between quotation marks. [`super::tolls`] compares what
//! is counted within one event.

use super::Case;
use crate::atoms::Atoms;
use crate::numbers::NumberWords;
use types::{About, Disagreement, DisagreementKind, EventId, Evidence, Holder, Measure, Span, Stance};

const BY: &str = "disagreements/count@1";

/// A number somebody states, and where.
struct Stated {
    claim: Option<usize>,
    span: Span,
    range: (u32, u32),
    measure: Option<Measure>,
    event: Option<usize>,
}

pub(super) fn find(case: &Case, list: &mut Vec<Disagreement>) {
    let told = tolls(case);
    let words = NumberWords::of(case.doc.tagged.lang);
    apart(case, &told, list);
    noted(case, &told, list);
    for c in 0..case.claims.len() {
        let claim = &case.claims[c];
        if claim.holder == Holder::Report || claim.stance != Stance::Asserts {
            continue;
        }
        let shown = case.shows(c, BY);
        // The count of a claim that already stands in a toll is compared there.
        if told.iter().any(|t| t.span.overlaps(shown.span)) {
            continue;
        }
        let Some(stated) = lossless(case, c, shown.span).or_else(|| number(case, c, shown.span, &words)) else {
            continue;
        };
        let at = case.sentence(shown.span);
        let before = told.iter().filter(|t| {
            let s = case.sentence(t.span);
            let harm =
                matches!(t.measure, Some(Measure::Killed | Measure::Wounded | Measure::Displaced | Measure::Destroyed));
            t.span.end <= shown.span.start
                && at - s.min(at) <= 2
                && harm
                && t.claim.is_none_or(|x| case.apart(x, c))
                && (stated.range.1 > 0 || matches!(t.measure, Some(Measure::Killed)))
        });
        // The last count of the dead before it, or the last count at all.
        let (mut dead, mut any) = (None, None);
        for t in before {
            any = Some(t);
            if t.measure == Some(Measure::Killed) {
                dead = Some(t);
            }
        }
        let Some(other) = dead.or(any) else { continue };
        if other.range == stated.range || Case::doubled(list, other.span, shown.span) {
            continue;
        }
        let who = other.claim.map_or("the report".to_string(), |x| case.who(x));
        list.push(Disagreement {
            kind: DisagreementKind::Toll,
            about: other.event.map(|e| About::Event(EventId(e as u32))).into_iter().collect(),
            evidence: vec![Evidence::new(other.span, BY), shown.clone()],
            note: format!(
                "Different counts: \"{}\" according to {who}, \"{}\" according to {}.",
                case.words(other.span),
                case.words(shown.span),
                case.who(c)
            ),
        });
    }
}

/// "Fighters killed eleven rebels, the administrator says … A member of civil society speaks of four dead, all civilians": two
/// counts of the dead by two holders, in neighbouring sentences, the second without a place or a time of its own.
fn apart(case: &Case, told: &[Stated], list: &mut Vec<Disagreement>) {
    let dead: Vec<&Stated> = told.iter().filter(|t| t.measure == Some(Measure::Killed)).collect();
    for pair in dead.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let (Some(x), Some(y)) = (a.claim, b.claim) else { continue };
        let near = case.sentence(b.span) - case.sentence(a.span).min(case.sentence(b.span)) <= 2;
        let disjoint = a.range.1 < b.range.0 || b.range.1 < a.range.0;
        let named = |c: usize| !matches!(case.claims[c].holder, Holder::Report);
        let clash = a.event != b.event && near && disjoint && case.apart(x, y) && named(x) && named(y);
        let span = case.claims[y].evidence.span;
        if clash && !own_scene(case, span) && !Case::doubled(list, a.span, b.span) {
            list.push(pair_of(case, a, b));
        }
    }
}

/// A statement by its author against the note that its monitors add in brackets.
fn noted(case: &Case, told: &[Stated], list: &mut Vec<Disagreement>) {
    use crate::relations::statement::{author, noted};
    if author(case.doc, case.found).is_none() {
        return;
    }
    let dead = || told.iter().filter(|t| t.measure == Some(Measure::Killed));
    let (Some(a), Some(b)) = (dead().find(|t| !noted(case.doc, t.span)), dead().find(|t| noted(case.doc, t.span)))
    else {
        return;
    };
    let disjoint = a.range.1 < b.range.0 || b.range.1 < a.range.0;
    if disjoint && !Case::doubled(list, a.span, b.span) {
        list.push(pair_of(case, a, b));
    }
}

fn pair_of(case: &Case, a: &Stated, b: &Stated) -> Disagreement {
    let who = |t: &Stated| t.claim.map_or("the report".to_string(), |c| case.who(c));
    let events = [a.event, b.event].into_iter().flatten();
    Disagreement {
        kind: DisagreementKind::Toll,
        about: events.map(|e| About::Event(EventId(e as u32))).collect(),
        evidence: vec![Evidence::new(a.span, BY), Evidence::new(b.span, BY)],
        note: format!(
            "Different counts of the dead: \"{}\" according to {}, \"{}\" according to {}.",
            case.words(a.span),
            who(a),
            case.words(b.span),
            who(b)
        ),
    }
}

/// True where a span names a place or a time.
fn own_scene(case: &Case, span: Span) -> bool {
    case.found.dated.list.iter().any(|t| t.when.is_some() && t.evidence.span.overlaps(span))
        || case.found.places.iter().any(|p| p.mentions.iter().any(|m| m.span.overlaps(span)))
}

/// Every toll with a number, in text order.
fn tolls(case: &Case) -> Vec<Stated> {
    let mut all: Vec<Stated> = Vec::new();
    for (e, event) in case.events.iter().enumerate() {
        for toll in &event.tolls {
            let Some(range) = super::tolls::range(toll) else { continue };
            let inside = |c: &usize| {
                let claim = &case.claims[*c];
                claim.holder != Holder::Report && claim.evidence.span.contains(toll.evidence.span)
            };
            let claim =
                case.of_event[e].iter().copied().filter(inside).min_by_key(|&c| case.claims[c].evidence.span.len());
            let (span, measure) = (toll.evidence.span, Some(toll.measure));
            all.push(Stated { claim, span, range, measure, event: Some(e) });
        }
    }
    all.sort_by_key(|t| t.span.start);
    all
}

/// "repelled without loss", "sans perte".
fn lossless(case: &Case, c: usize, span: Span) -> Option<Stated> {
    let text = case.doc.words(span).to_lowercase();
    NONE.iter().any(|w| text.contains(w)).then_some(Stated {
        claim: Some(c),
        span,
        range: (0, 0),
        measure: Some(Measure::Killed),
        event: None,
    })
}

/// The only number of a short statement whose verb counts: "speaks of more than one hundred", "says it's over 60".
fn number(case: &Case, c: usize, span: Span, words: &NumberWords) -> Option<Stated> {
    let text = case.doc.words(span);
    if text.chars().count() > 90 {
        return None;
    }
    let cue = case.claims[c].cue.as_ref().map(|x| case.doc.words(x.span).to_lowercase()).unwrap_or_default();
    let counts = COUNTING.iter().any(|w| cue.contains(w)) || STANDS.iter().any(|w| text.to_lowercase().contains(w));
    if !counts {
        return None;
    }
    // A date, a share or a place of its own is another matter.
    let dated = case.found.dated.list.iter().any(|t| t.evidence.span.overlaps(span));
    let placed = case.found.places.iter().any(|p| p.mentions.iter().any(|m| m.span.overlaps(span)));
    if dated || placed || text.contains('%') || text.contains("per cent") {
        return None;
    }
    let atoms = Atoms::of(text);
    let mut i = 0;
    let mut found = None;
    while i < atoms.list.len() {
        if let Some(n) = words.at(&atoms, i) {
            if let Some(value) = n.count().filter(|_| !n.article) {
                if found.is_some() {
                    return None;
                }
                found = Some((value, i));
            }
            i = n.end.max(i + 1);
        } else {
            i += 1;
        }
    }
    let (value, at) = found?;
    let before: Vec<&str> = (at.saturating_sub(3)..at).map(|k| atoms.word(k)).collect();
    let more =
        before.iter().any(|w| matches!(*w, "over" | "more" | "plus" | "least" | "moins" | "above" | "fewer" | "no"));
    let range = if more { (value, u32::MAX) } else { (value, value) };
    Some(Stated { claim: Some(c), span, range, measure: None, event: None })
}

/// Verbs of counting and of speaking of a number.
const COUNTING: &[&str] = &[
    "speak",
    "spoke",
    "count",
    "put",
    "gave",
    "give",
    "report",
    "estimate",
    "parle",
    "compt",
    "avance",
    "donne",
    "évoque",
    "recens",
    "dénombr",
    "fait état",
    "estim",
    "enregistr",
    "admit",
    "acknowledg",
    "reconn",
];

/// "says it's over 60"
const STANDS: &[&str] = &["it's", "it is", "it was", "they are", "they were", "c'est", "ils sont", "c’est", "it’s"];

const NONE: &[&str] = &[
    "without loss",
    "without losses",
    "no losses",
    "without casualties",
    "no casualties",
    "lost none",
    "lost no one",
    "sans perte",
    "aucune perte",
    "sans pertes",
    "sans faire de victime",
    "lost nobody",
];
