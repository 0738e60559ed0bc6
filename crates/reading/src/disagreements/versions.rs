//! Two versions of one thing, by two holders who speak one after the other, that differ in one respect.
//!
//! "Officials called it an **accident**; the family says he was **tortured**"; "the convoy was attacked on **Monday**, the army
//! said. The rebels said the ambush took place on **Sunday**"; "soldiers killed the priest, the bishop said; the government says
//! **bandits** killed him"; "Moscow blamed Kyiv. **Kyiv said** Russian troops had mined it". Words that cannot both be true stand
//! in `lexicon/disagreements/contrary.tsv`.

use super::Case;
use crate::lexicon::Table;
use std::sync::LazyLock;
use types::{
    About, ActorId, Disagreement, DisagreementKind, EventType, Holder, PlaceId, Precision, Role, Span, Stance,
};

const BY: &str = "disagreements/version@1";

const TABLE: &str = include_str!("../../../../lexicon/disagreements/contrary.tsv");

/// A row: the kind, and two lists of words, each between spaces.
type Row = (DisagreementKind, Vec<String>, Vec<String>);

static CONTRARY: LazyLock<Vec<Row>> = LazyLock::new(|| rows().unwrap_or_default());

fn rows() -> Result<Vec<Row>, String> {
    const FILE: &str = "lexicon/disagreements/contrary.tsv";
    let mut rows = Vec::new();
    for (line, row) in &Table::parse(FILE, TABLE)?.rows {
        let kind = row.first().and_then(|k| DisagreementKind::from_word(k));
        let list = |i: usize| -> Vec<String> {
            row.get(i).into_iter().flat_map(|w| w.split(',')).map(|w| format!(" {} ", w.trim())).collect()
        };
        let Some(kind) = kind.filter(|_| row.len() == 4) else {
            return Err(format!("{FILE}:{line}: expected a kind, a language and two lists of words"));
        };
        rows.push((kind, list(2), list(3)));
    }
    Ok(rows)
}

pub(super) fn find(case: &Case, list: &mut Vec<Disagreement>) {
    let speaks = |c: &usize| {
        matches!(case.claims[*c].stance, Stance::Asserts | Stance::Denies | Stance::Accuses | Stance::Suspects)
            && case.claims[*c].holder != Holder::Report
    };
    let mut order: Vec<usize> = (0..case.claims.len()).filter(speaks).collect();
    order.sort_by_key(|&c| (case.claims[c].evidence.span.start, c));
    for &b in &order {
        let Some((kind, span)) = against_report(case, b, &order) else { continue };
        let shown = case.shows(b, BY);
        if span.overlaps(shown.span) || Case::doubled(list, span, shown.span) {
            continue;
        }
        list.push(Disagreement {
            kind,
            about: case.claims[b].about.clone(),
            evidence: vec![types::Evidence::new(span, BY), shown.clone()],
            note: format!(
                "The report says: \"{}\"; {} says: \"{}\".",
                case.words(span),
                case.who(b),
                case.words(shown.span)
            ),
        });
    }
    for (i, &a) in order.iter().enumerate() {
        for &b in order[i + 1..].iter().take(3) {
            let (x, y) = (case.claims[a].evidence.span, case.claims[b].evidence.span);
            if x.end > y.start || !case.apart(a, b) || case.sentence(y) - case.sentence(x).min(case.sentence(y)) > 1 {
                continue;
            }
            let kind = contrary(case, a, b)
                .or_else(|| answered(case, a, b))
                .or_else(|| doers(case, a, b))
                .or_else(|| when(case, a, b))
                .or_else(|| place(case, a, b));
            let Some(kind) = kind else { continue };
            case.pair(a, b, BY, "says", kind, list);
        }
    }
}

/// "The general defected to the government. His former movement says he was dismissed": the report's own sentence, and the next
/// one's holder.
fn against_report(case: &Case, b: usize, spoken: &[usize]) -> Option<(DisagreementKind, Span)> {
    let here = case.sentence(case.claims[b].evidence.span);
    let before = here.checked_sub(1)?;
    if spoken.iter().any(|&c| case.sentence(case.claims[c].evidence.span) == before) {
        return None;
    }
    let sentence = case.doc.tagged.sentences.get(before)?;
    let span = case.doc.tagged.span_of(sentence.start, sentence.end);
    let gap = case.doc.text.get(span.end as usize..case.claims[b].evidence.span.start as usize)?;
    // "Accident ?" asks.
    if span.len() > 400 || gap.contains(['\n', '?']) || case.doc.words(span).contains('?') {
        return None;
    }
    opposed(&plain(case, span), &words(case, b)).map(|kind| (kind, span))
}

/// Lower case, words apart by one space.
fn words(case: &Case, c: usize) -> String {
    plain(case, case.shows(c, BY).span)
}

fn plain(case: &Case, span: Span) -> String {
    let text = case.doc.words(span).to_lowercase().replace('’', "'");
    let clean: String =
        text.chars().map(|c| if c.is_alphanumeric() || c == '\'' || c == '-' { c } else { ' ' }).collect();
    format!(" {} ", clean.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A word of one list in one statement, of the other in the other, and not both in either.
fn contrary(case: &Case, a: usize, b: usize) -> Option<DisagreementKind> {
    opposed(&words(case, a), &words(case, b))
}

fn opposed(x: &str, y: &str) -> Option<DisagreementKind> {
    let has = |text: &str, list: &[String]| list.iter().any(|w| text.contains(w.as_str()));
    CONTRARY.iter().find_map(|(kind, one, other)| {
        let (ax, bx) = (has(x, one), has(x, other));
        let (ay, by) = (has(y, one), has(y, other));
        (ax && !bx && by && !ay || bx && !ax && ay && !by).then_some(*kind)
    })
}

/// True where claim `c` is about an act of violence.
fn violent(case: &Case, c: usize) -> bool {
    assaults(case, c).next().is_some()
}

fn assaults<'a>(case: &'a Case, c: usize) -> impl Iterator<Item = &'a types::Event> {
    case.claims[c].about.iter().filter_map(move |a| match a {
        About::Event(e) => case.events.get(e.index()).filter(|e| e.kind == EventType::Assault),
        About::Relation(_) => None,
    })
}

/// "Moscow blamed Kyiv for the blast. Kyiv said Russian troops had mined it": the accused speaks next, and owns up to nothing.
fn answered(case: &Case, a: usize, b: usize) -> Option<DisagreementKind> {
    let (Holder::Actor(accuser), Holder::Actor(speaker)) = (case.claims[a].holder, case.claims[b].holder) else {
        return None;
    };
    let blames = matches!(case.claims[a].stance, Stance::Accuses | Stance::Suspects) && violent(case, a);
    let named = super::perpetrators::mentioned(case, case.claims[a].evidence.span);
    let his = named.iter().any(|m| case.kin(*m, speaker)) && !case.kin(accuser, speaker);
    let text = words(case, b);
    let admits = ADMITS.iter().any(|w| text.contains(w));
    (blames && his && !admits).then_some(DisagreementKind::Perpetrator)
}

/// "The bishop said soldiers killed the priest; the government says bandits killed him."
fn doers(case: &Case, a: usize, b: usize) -> Option<DisagreementKind> {
    let named = |c: usize| -> Vec<ActorId> {
        let span = case.claims[c].evidence.span;
        assaults(case, c)
            .flat_map(|e| &e.participants)
            .filter(|p| p.role == Role::Actor && span.contains(p.evidence.span))
            .filter_map(|p| p.actor)
            .collect()
    };
    let (x, y) = (named(a), named(b));
    if x.is_empty() || y.is_empty() || x.iter().any(|p| y.iter().any(|q| case.kin(*p, *q))) {
        return None;
    }
    // The second speaks of whom the first spoke of: by a pronoun, or by the same word.
    let span = case.claims[b].evidence.span;
    let pronoun = assaults(case, b).flat_map(|e| &e.participants).any(|p| {
        let word = case.doc.words(p.evidence.span).to_lowercase();
        p.role != Role::Actor
            && span.contains(p.evidence.span)
            && matches!(word.as_str(), "him" | "her" | "them" | "it" | "le" | "la" | "les" | "l'" | "l’")
    });
    let weight = super::denied::words_of_weight(case, case.claims[a].evidence.span);
    let shared = super::denied::words_of_weight(case, span).iter().filter(|w| weight.contains(w)).count();
    (pronoun || shared >= 2).then_some(DisagreementKind::Perpetrator)
}

/// True where the second statement is plainly about what the first told: "it happened", "took place", "the ambush".
fn same_matter(case: &Case, a: usize, b: usize) -> bool {
    let text = words(case, b);
    let happened = HAPPENED.iter().any(|w| text.contains(w));
    happened && (violent(case, a) || HAPPENED.iter().any(|w| words(case, a).contains(w)))
}

/// "… on Monday … the ambush took place on Sunday."
fn when(case: &Case, a: usize, b: usize) -> Option<DisagreementKind> {
    let days = |c: usize| {
        let span = case.claims[c].evidence.span;
        let mut list =
            case.found.dated.list.iter().filter(|t| t.evidence.span.overlaps(span)).filter_map(|t| t.when.as_ref());
        let first = list.next()?;
        list.next().is_none().then_some((first.start, first.end))
    };
    let ((s, e), (t, f)) = (days(a)?, days(b)?);
    let apart = e < t || f < s;
    (apart && same_matter(case, a, b)).then_some(DisagreementKind::Date)
}

/// "… in Masisi … it happened in Rutshuru."
fn place(case: &Case, a: usize, b: usize) -> Option<DisagreementKind> {
    let named = |span: Span| -> Vec<PlaceId> {
        let here = case.found.places.iter().enumerate().filter(|(_, p)| {
            !matches!(p.precision, Precision::Country | Precision::Region)
                && p.mentions.iter().any(|m| span.overlaps(m.span))
        });
        here.map(|(i, _)| PlaceId(i as u32)).collect()
    };
    let (x, y) = (named(case.claims[a].evidence.span), named(case.claims[b].evidence.span));
    let apart = x.len() == 1 && y.len() == 1 && x != y;
    (apart && same_matter(case, a, b)).then_some(DisagreementKind::Place)
}

const ADMITS: &[&str] = &[
    " admitted ",
    " acknowledged ",
    " confirmed ",
    " regretted ",
    " apologised ",
    " apologized ",
    " reconnu ",
    " reconnaît ",
    " regrette ",
    " confirmé ",
    " confirme ",
    " condemned ",
    " condamne ",
    " condamné ",
];

const HAPPENED: &[&str] = &[
    " happened ",
    " took place ",
    " took place on ",
    " occurred ",
    " was carried out ",
    " s'est produit ",
    " s'est produite ",
    " a eu lieu ",
    " avait eu lieu ",
    " s'est passé ",
    " s'est déroulé ",
    " s'est déroulée ",
];

#[cfg(test)]
mod tests {
    #[test]
    fn table_parses() {
        let rows = super::rows().unwrap();
        assert!(rows.len() > 10 && rows.iter().all(|r| !r.1.is_empty() && !r.2.is_empty()));
    }
}
