//! Which time expression dates an event.
//!
//! In: where an event is told. Out: the days it happened on, from the nearest expression that governs it: one of its own
//! clause first, then of its sentence, then the day its paragraph has reached, then that of the report's news. "Police said
//! on Thursday that the attack of 17 September killed 12": the attack is of the 17th, the saying of Thursday.

use super::{Dated, Fact};
use crate::{Doc, Found};
use types::{Deprel, Span, Time, Upos, When, WhenBasis};

/// The days of an event told at `span`.
pub fn for_span(doc: &Doc, found: &Found, span: Span) -> Option<When> {
    when(doc, &found.dated, span)
}

/// [`for_span`] for callers that hold no [`Found`] yet.
pub fn when(doc: &Doc, dated: &Dated, span: Span) -> Option<When> {
    let token = doc.tagged.token_at(span.start) as u32;
    let sentence = doc.tagged.sentence_of(token) as u32;
    let from = dated.facts.partition_point(|f| f.sentence < sentence);
    let to = dated.facts.partition_point(|f| f.sentence <= sentence);
    // a sentence without end has too many: those around the event are enough
    let here = dated.list.partition_point(|t| t.evidence.span.start < span.start);
    let (near, far) = (from.max(here.saturating_sub(32)), to.min(here + 32));
    let own = (near..far).filter(|i| dates_events(&dated.facts[*i], &dated.list[*i]));
    let best = own.min_by_key(|i| cost(doc, &dated.facts[*i], &dated.list[*i], span, token));
    if let Some(i) = best {
        let (fact, time) = (&dated.facts[i], &dated.list[i]);
        if let Some((start, falls)) = fact.anniversary {
            // what is commemorated stands between "anniversary" and its date; all else happens on the anniversary
            let inside = span.start >= start && span.start <= time.evidence.span.end;
            if !inside {
                return Some(When {
                    start: falls,
                    end: falls,
                    basis: WhenBasis::Inferred,
                    evidence: Some(time.evidence.clone()),
                });
            }
        }
        if cost(doc, fact, time, span, token) < SAYING {
            return with_range(doc, dated, i);
        }
    }
    // the day the paragraph has reached
    let before = (0..from).rev().take(8).find(|i| {
        let fact = &dated.facts[*i];
        dates_events(fact, &dated.list[*i])
            && fact.anniversary.is_none()
            && same_paragraph(doc, dated.list[*i].evidence.span, span)
    });
    let reached = match before {
        Some(i) => dated.list[i].when.clone().map(|w| When { basis: WhenBasis::Inferred, ..w }),
        None => dated.main.clone(),
    };
    // "In January they announced that they were leaving": what was said in January happened no later.
    let said = best.and_then(|i| dated.list[i].when.clone());
    match (said, reached) {
        (Some(said), Some(reached)) if said.end < reached.start => Some(When { basis: WhenBasis::Inferred, ..said }),
        (_, reached) => reached,
    }
}

/// Costs at and above this belong to the words of saying, not to what is said.
const SAYING: u32 = 10_000;

fn dates_events(fact: &Fact, time: &Time) -> bool {
    time.when.is_some() && (fact.stretch.is_some() || fact.window)
}

/// How far an expression is from an event's words: less is nearer.
fn cost(doc: &Doc, fact: &Fact, time: &Time, span: Span, token: u32) -> u32 {
    let at = time.evidence.span;
    let tokens = &doc.tagged.tokens;
    let here = doc.tagged.token_at(at.start) as u32;
    let linear = here.abs_diff(token);
    let mut cost = linear * 4;
    if fact.window {
        cost += 20;
    }
    if says(doc, here, token) && !span.overlaps(at) {
        return SAYING + linear;
    }
    if doc.tagged.parsed {
        cost += tree_distance(tokens.len(), |i| tokens[i as usize].head, |i| is_clause(doc, i), here, token) * 8;
    } else {
        let (a, b) = (here.min(token), here.max(token));
        let marks = (a..b.min(a + 60))
            .filter(|i| matches!(doc.word(*i), "," | ";" | "—" | "–" | ":" | "that" | "which" | "who" | "qui" | "que"));
        cost += marks.count() as u32 * 12;
    }
    cost
}

fn is_clause(doc: &Doc, token: u32) -> bool {
    let t = doc.token(token);
    t.upos == Upos::Verb && !matches!(t.deprel, Deprel::Amod | Deprel::Compound)
}

/// Steps from one token up to the common ancestor and down to the other; a clause crossed counts three.
fn tree_distance(len: usize, head: impl Fn(u32) -> u32, clause: impl Fn(u32) -> bool, a: u32, b: u32) -> u32 {
    if a as usize >= len || b as usize >= len {
        return 30;
    }
    let path = |mut at: u32| {
        let mut path = vec![at];
        while path.len() < 24 && (head(at) as usize) < len && head(at) != at {
            at = head(at);
            path.push(at);
        }
        path
    };
    let (up, down) = (path(a), path(b));
    for (i, x) in up.iter().enumerate() {
        if let Some(j) = down.iter().position(|y| y == x) {
            let crossed = up[1..i.max(1)].iter().chain(&down[1..j.max(1)]).filter(|t| clause(**t)).count();
            return (i + j + 3 * crossed) as u32;
        }
    }
    30
}

/// True where the expression at token `here` dates a verb of saying and the event is not that verb: "officials said Tuesday"; or
/// the main verb, and the event only tells which one is meant: "today released the engineers who were kidnapped in May".
fn says(doc: &Doc, here: u32, event: u32) -> bool {
    let tokens = &doc.tagged.tokens;
    let sentence = doc.tagged.sentences.get(doc.tagged.sentence_of(here)).copied().unwrap_or_default();
    let saying = |i: u32| {
        i >= sentence.start && i < sentence.end && i != event && {
            let t = &tokens[i as usize];
            SAYING_VERBS.contains(&&*t.lemma) || SAYING_VERBS.contains(&doc.word(i))
        }
    };
    if doc.tagged.parsed {
        let mut at = here;
        for _ in 0..4 {
            let Some(t) = tokens.get(at as usize) else { return false };
            if t.head == at {
                return false;
            }
            at = t.head;
            if tokens.get(at as usize).is_some_and(|t| t.upos == Upos::Verb) {
                return saying(at) || tells_which(doc, at, event);
            }
        }
        return false;
    }
    (1..=3).filter_map(|n| here.checked_sub(n)).any(saying)
}

/// True where the event is the verb of a relative clause, without a comma before it, of something in the clause of `verb`.
fn tells_which(doc: &Doc, verb: u32, event: u32) -> bool {
    let tokens = &doc.tagged.tokens;
    let Some(t) = tokens.get(event as usize) else { return false };
    let noun = t.head;
    let relative = t.deprel == Deprel::AclRelcl && noun < event && noun > verb;
    relative
        && tokens.get(noun as usize).is_some_and(|n| n.head == verb)
        && !(noun..event).any(|i| matches!(doc.word(i), "," | "—" | "–" | "--" | "("))
}

/// Verbs of saying and judging: their day is not that of what they are about ("today condemned the killing").
#[rustfmt::skip]
const SAYING_VERBS: &[&str] = &[
    "say", "said", "tell", "told", "announce", "announced", "declare", "declared", "state", "stated", "report",
    "reported", "confirm", "confirmed", "add", "added", "warn", "warned", "claim", "claimed", "deny", "denied",
    "denounce", "denounced", "condemn", "condemned", "deplore", "deplored", "criticise", "criticize", "criticised",
    "criticized", "blame", "blamed", "accuse", "accused", "reveal", "revealed", "disclose", "disclosed", "note",
    "noted", "acknowledge", "acknowledged", "admit", "admitted", "recall", "recalled", "commemorate", "mourn",
    "mourned", "investigate", "investigated", "discuss", "discussed", "protest", "protested", "repudiate",
    "repudiated", "reject", "rejected", "describe", "described", "attribute", "attributed",
    "dire", "dit", "déclaré", "déclarer", "annoncé", "annoncer", "affirmé", "affirmer", "indiqué", "indiquer",
    "rapporté", "rapporter", "confirmé", "confirmer", "assuré", "assurer", "précisé", "préciser", "démenti",
    "démentir", "dénoncé", "dénoncer", "condamné", "condamner", "déploré", "déplorer", "critiqué", "critiquer",
    "accusé", "accuser", "révélé", "révéler", "reconnu", "reconnaître", "admis", "admettre", "rappelé", "rappeler",
    "commémoré", "commémorer", "enquêté", "enquêter", "évoqué", "évoquer", "imputé", "imputer", "attribué",
    "attribuer", "rejeté", "rejeter",
];

/// "From 27 to 31 March", "between 2020 and 2022": two expressions that bound one stretch.
fn with_range(doc: &Doc, dated: &Dated, i: usize) -> Option<When> {
    let time = &dated.list[i];
    let when = time.when.clone()?;
    let joined = |a: &Time, b: &Time| {
        let between = doc.text.get(a.evidence.span.end as usize..b.evidence.span.start as usize).unwrap_or("").trim();
        matches!(
            between,
            "to" | "-"
                | "–"
                | "until"
                | "till"
                | "through"
                | "au"
                | "à"
                | "jusqu'au"
                | "jusqu’au"
                | "jusqu'en"
                | "jusqu’en"
        )
    };
    for (a, b) in [(i.checked_sub(1), Some(i)), (Some(i), Some(i + 1))] {
        if let (Some(a), Some(b)) = (a.and_then(|a| dated.list.get(a)), b.and_then(|b| dated.list.get(b))) {
            if let (true, Some(wa), Some(wb)) = (joined(a, b), &a.when, &b.when) {
                if wa.start <= wb.end {
                    return Some(When { start: wa.start, end: wb.end, ..when });
                }
            }
        }
    }
    Some(when)
}

fn same_paragraph(doc: &Doc, a: Span, b: Span) -> bool {
    let between = doc.text.get(a.end.min(b.end) as usize..b.start.max(a.start) as usize).unwrap_or("");
    between.len() < 1200 && !between.contains('\n')
}
