//! Who did it, and what came of it, where holders differ without a plain denial.
//!
//! "The authorities blame the northern group; the mission sees the hand of a local band." → perpetrator. "Police say a
//! team reached the village, but villagers insist that no soldier came." → outcome: two holders set against each other in
//! one sentence, one with a negation.

use super::Case;
use types::{About, ActorId, Claim, Disagreement, DisagreementKind, EventId, Holder, Role, Span, Stance};

const BY: &str = "disagreements/perpetrator@1";
const CONTRAST: &str = "disagreements/contrast@1";

/// Words that set two clauses against each other.
const AGAINST: &[&str] = &[
    "but",
    "while",
    "whereas",
    "however",
    "although",
    "though",
    "yet",
    "contrary",
    "instead",
    "mais",
    "tandis",
    "alors",
    "cependant",
    "toutefois",
    "pourtant",
    "contrairement",
    "revanche",
];

/// Words of negation.
const NOT: &[&str] = &[
    "no", "not", "n't", "never", "none", "nobody", "nothing", "without", "neither", "nor", "cannot", "aucun", "aucune",
    "pas", "jamais", "personne", "rien", "sans", "ni", "nul",
];

pub(super) fn find(case: &Case, list: &mut Vec<Disagreement>) {
    for e in 0..case.events.len() {
        perpetrator(case, e, list);
    }
    contrasts(case, list);
}

/// The actors that claim `c` names as doing event `e`; an accusation that only names somebody names whom it mentions.
fn named(case: &Case, e: usize, c: &Claim) -> Vec<ActorId> {
    let inside = |s: Span| c.evidence.span.contains(s);
    let event = &case.events[e];
    let mut ids: Vec<ActorId> = event
        .participants
        .iter()
        .filter(|p| p.role == Role::Actor && inside(p.evidence.span))
        .filter_map(|p| p.actor)
        .collect();
    if ids.is_empty() && matches!(c.stance, Stance::Accuses | Stance::Suspects) {
        ids = mentioned(case, c.evidence.span);
    }
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The actors mentioned within `span`, at most a few.
pub(super) fn mentioned(case: &Case, span: Span) -> Vec<ActorId> {
    let mentions = &case.found.actors.mentions;
    let from = mentions.partition_point(|m| m.span.start < span.start);
    mentions[from..].iter().take(20).take_while(|m| m.span.start < span.end).map(|m| m.actor).collect()
}

fn perpetrator(case: &Case, e: usize, list: &mut Vec<Disagreement>) {
    let told = &case.of_event[e];
    let blames = |c: usize| {
        let claim = &case.claims[c];
        // "Al-Shabaab claimed responsibility, though a police source suggested that a clan militia could be behind it"
        if let (Stance::ClaimsResponsibility, Holder::Actor(own)) = (claim.stance, claim.holder) {
            return vec![own];
        }
        let speaks = matches!(claim.stance, Stance::Asserts | Stance::Accuses | Stance::Suspects);
        if speaks && claim.holder != Holder::Report { named(case, e, claim) } else { Vec::new() }
    };
    let all: Vec<(usize, Vec<ActorId>)> =
        told.iter().take(40).map(|&c| (c, blames(c))).filter(|(_, who)| !who.is_empty()).collect();
    for (i, (a, first)) in all.iter().enumerate() {
        let other =
            all[i + 1..].iter().find(|(b, second)| case.apart(*a, *b) && !second.iter().any(|x| first.contains(x)));
        let Some((b, second)) = other else { continue };
        let name = |ids: &[ActorId]| {
            let names = ids.iter().filter_map(|id| case.found.actors.list.get(id.index())).map(|x| x.name.as_str());
            names.collect::<Vec<_>>().join(", ")
        };
        list.push(Disagreement {
            kind: DisagreementKind::Perpetrator,
            about: vec![About::Event(EventId(e as u32))],
            evidence: vec![case.shows(*a, BY), case.shows(*b, BY)],
            note: format!("{} names {}; {} names {}.", case.who(*a), name(first), case.who(*b), name(second)),
        });
        return;
    }
}

/// The sentence that `span` stands in, in lower case, up to the span's end.
fn sentence_words(case: &Case, span: Span) -> String {
    let tagged = case.doc.tagged;
    let first = tagged.token_at(span.start) as u32;
    let from = tagged
        .sentences
        .get(tagged.sentence_of(first))
        .map_or(span.start, |s| tagged.tokens.get(s.start as usize).map_or(span.start, |t| t.span.start));
    case.doc.text.get(from as usize..span.end as usize).unwrap_or("").to_lowercase()
}

/// True where the holders are two states or armed bodies of two sides.
fn rivals(case: &Case, a: usize, b: usize) -> bool {
    use types::ActorKind::*;
    let (Holder::Actor(x), Holder::Actor(y)) = (case.claims[a].holder, case.claims[b].holder) else { return false };
    let party = |a: ActorId| {
        case.sides(a)
            .iter()
            .filter_map(|s| case.found.actors.actor(*s))
            .any(|x| matches!(x.kind, State | Government | Military | Police | ArmedGroup | Militia | PrivateMilitary))
    };
    party(x) && party(y) && !case.kin(x, y)
}

/// Two holders set against each other by "but", exactly one of them with a negation.
fn contrasts(case: &Case, list: &mut Vec<Disagreement>) {
    let negated = |s: Span| {
        case.doc
            .words(s)
            .to_lowercase()
            .split(|c: char| !(c.is_alphanumeric() || c == '\''))
            .any(|w| NOT.contains(&w) || w.ends_with("n't"))
    };
    let mut order: Vec<usize> = (0..case.claims.len())
        .filter(|&c| {
            let claim = &case.claims[c];
            claim.holder != Holder::Report && matches!(claim.stance, Stance::Asserts | Stance::Denies | Stance::Accuses)
        })
        .collect();
    order.sort_by_key(|&c| (case.claims[c].evidence.span.start, c));
    let near = |i: usize| (i + 1..order.len().min(i + 4)).map(move |j| (i, j));
    for (i, j) in (0..order.len()).flat_map(near) {
        let (a, b) = (order[i], order[j]);
        // Past others, only two sides of a conflict answer each other.
        if j > i + 1 && !rivals(case, a, b) {
            continue;
        }
        let (x, y) = (case.claims[a].evidence.span, case.claims[b].evidence.span);
        if !case.apart(a, b) || x.overlaps(y) || x.end > y.start || y.start - x.end > 120 {
            continue;
        }
        let between = case.doc.text.get(x.end as usize..y.start as usize).unwrap_or("").to_lowercase();
        let near = case.doc.text.get(x.start as usize..y.start as usize).is_some_and(|t| !t.contains(". "));
        let words = |t: &str| t.split(|c: char| !c.is_alphanumeric()).any(|w| AGAINST.contains(&w));
        // "…; a spokesman insisted": two halves of one sentence.
        let against = words(&between) || near && between.contains(';');
        // "Kigali denies any presence. The experts say, however, that …"
        let shared = || {
            let weight = super::denied::words_of_weight(case, x);
            super::denied::words_of_weight(case, y).iter().any(|w| weight.contains(w))
        };
        let reply = !near && between.len() < 100 && (words(&sentence_words(case, y)) || shared());
        let gap = case.claims[b].cue.as_ref().is_some_and(|c| c.by == "claims/gap@1");
        let denies = |c: usize| case.claims[c].stance == Stance::Denies;
        let opposed = (negated(x) || denies(a)) != (negated(y) || denies(b));
        if !(gap || (near && against || reply) && opposed) {
            continue;
        }
        let about: Vec<About> = case.claims[a].about.iter().chain(&case.claims[b].about).copied().collect();
        let doubled = list
            .iter()
            .filter(|d| d.kind != DisagreementKind::Toll)
            .any(|d| d.evidence.iter().any(|e| e.span.overlaps(x)) && d.evidence.iter().any(|e| e.span.overlaps(y)));
        if doubled {
            continue;
        }
        let (first, second) = (case.shows(a, CONTRAST), case.shows(b, CONTRAST));
        let note = format!(
            "{} says: \"{}\"; {} says: \"{}\".",
            case.who(a),
            case.words(first.span),
            case.who(b),
            case.words(second.span)
        );
        // "Residents accuse the battalion; the army rejected the charge": who did it is in doubt, not that it was done.
        let blamed = |c: usize, d: usize| {
            matches!(case.claims[c].stance, Stance::Accuses | Stance::Suspects) && denies(d) && violent(case, &about)
        };
        let tied = super::denied::tied(case, a) || super::denied::tied(case, b);
        let kind = if tied {
            DisagreementKind::Cooperation
        } else if blamed(a, b) || blamed(b, a) {
            DisagreementKind::Perpetrator
        } else {
            DisagreementKind::Outcome
        };
        list.push(Disagreement { kind, about, evidence: vec![first, second], note });
    }
}

/// True where what is in dispute is an act of violence.
fn violent(case: &Case, about: &[About]) -> bool {
    about.iter().any(|a| match a {
        About::Event(e) => case.events.get(e.index()).is_some_and(|e| e.kind == types::EventType::Assault),
        About::Relation(_) => false,
    })
}
