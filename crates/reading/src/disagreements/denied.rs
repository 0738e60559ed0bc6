//! What one says and another denies: "The mayor says the camp fell; the army denies it."
//!
//! The kind follows from what is denied: a tie between two (cooperation), who did it where the deed itself is not in
//! doubt (perpetrator), or what happened (outcome).

use super::Case;
use super::perpetrators::mentioned;
use types::{
    About, ActorId, Certainty, Disagreement, DisagreementKind, EventId, EventType, Holder, RelationId, RelationType,
    Role, Span, Stance,
};

const BY: &str = "disagreements/denied@1";

pub(super) fn find(case: &Case, list: &mut Vec<Disagreement>) {
    let mut seen: Vec<(usize, usize)> = Vec::new();
    let hostile = |r: usize| matches!(case.relations[r].kind, RelationType::HostileTo | RelationType::TensionWith);
    let tie = |r: usize| About::Relation(RelationId(r as u32));
    for r in (0..case.relations.len()).filter(|&r| !hostile(r)) {
        pairs(case, &case.of_relation[r], DisagreementKind::Cooperation, tie(r), &mut seen, list);
    }
    for e in 0..case.events.len() {
        let about = About::Event(EventId(e as u32));
        let told = &case.of_event[e];
        let claimed = told.iter().any(|&c| case.claims[c].stance == Stance::ClaimsResponsibility);
        let kind =
            if by_the_accused(case, e) || claimed { DisagreementKind::Perpetrator } else { DisagreementKind::Outcome };
        pairs(case, told, kind, about, &mut seen, list);
    }
    // "The rebels say they overran the post; the army denies that it fell": the fight is in doubt, not who fights whom.
    for r in (0..case.relations.len()).filter(|&r| hostile(r)) {
        pairs(case, &case.of_relation[r], DisagreementKind::Side, tie(r), &mut seen, list);
    }
    answers(case, list);
}

/// A denial in words of its own, against what the sentences before it say: "Troops were seen with the rebels, two drivers
/// said. The movement denies having sent men." The accusation that names the denier is looked for first, then a
/// statement that shares a word of weight or an act of violence with what is denied.
fn answers(case: &Case, list: &mut Vec<Disagreement>) {
    for d in 0..case.claims.len() {
        let denial = &case.claims[d];
        if denial.stance != Stance::Denies || denial.holder == Holder::Report {
            continue;
        }
        let here = denial.evidence.span;
        let sentence = |s: Span| case.doc.tagged.sentence_of(case.doc.tagged.token_at(s.start) as u32);
        let told = list
            .iter()
            .filter(|x| x.kind != DisagreementKind::Toll)
            .any(|x| x.evidence.iter().any(|e| e.span.overlaps(here)));
        if told {
            continue;
        }
        let earlier = |back: usize| {
            let at = sentence(here);
            (0..case.claims.len()).rev().filter(move |&c| {
                let claim = &case.claims[c];
                let says = matches!(
                    claim.stance,
                    Stance::Asserts | Stance::Accuses | Stance::Suspects | Stance::ClaimsResponsibility
                );
                let s = sentence(claim.evidence.span);
                c != d && says && claim.evidence.span.end <= here.start && s <= at && at - s <= back
            })
        };
        let last = |a: &usize| case.claims[*a].evidence.span.start;
        let accused = match denial.holder {
            Holder::Actor(a) => earlier(4)
                .filter(|&c| {
                    let claim = &case.claims[c];
                    matches!(claim.stance, Stance::Accuses | Stance::Suspects)
                        && case.apart(c, d)
                        && names(case, claim.evidence.span, a)
                })
                .max_by_key(last),
            _ => earlier(0)
                .filter(|&c| matches!(case.claims[c].stance, Stance::Accuses | Stance::Suspects) && case.apart(c, d))
                .max_by_key(last),
        };
        // "The spokesman disputed this": what was said right before.
        let bare = bare(case, here);
        let told_before = || {
            earlier(1).filter(|&c| bare && case.claims[c].holder != Holder::Report && case.apart(c, d)).max_by_key(last)
        };
        let weighty = words_of_weight(case, here);
        let shares = |c: &usize| {
            let span = case.claims[*c].evidence.span;
            violent(case, *c) && violent(case, d) || words_of_weight(case, span).iter().any(|w| weighty.contains(w))
        };
        let spoken = || earlier(1).filter(|&c| case.claims[c].holder != Holder::Report && case.apart(c, d));
        let by_report = || earlier(1).filter(|&c| case.claims[c].holder == Holder::Report);
        let answer = told_before()
            .or(accused)
            .or_else(|| spoken().filter(shares).max_by_key(last))
            .or_else(|| by_report().filter(shares).max_by_key(last));
        let exists = answer.is_none() && spoken().next().is_none() || of_any(case, here);
        if let Some(deed) = deed_before(case, d).filter(|_| exists) {
            list.push(deed);
            continue;
        }
        // What is denied was said by somebody: failing all else, it is what somebody else said right before.
        let related = |c: &usize| {
            let (x, y) = (mentioned(case, case.claims[*c].evidence.span), mentioned(case, here));
            let holder =
                |h: Holder, list: &[ActorId]| matches!(h, Holder::Actor(a) if list.iter().any(|m| case.kin(*m, a)));
            // Of the same paragraph: the one answers the other.
            let between = case.claims[*c].evidence.span.end.min(here.start) as usize..here.start as usize;
            case.doc.words(here).split_whitespace().count() <= 4
                || case.sentence(case.claims[*c].evidence.span) == case.sentence(here)
                || violent(case, *c) && !case.doc.text.get(between).unwrap_or("").contains('\n')
                || x.iter().any(|m| y.contains(m))
                || holder(denial.holder, &x)
                || holder(case.claims[*c].holder, &y)
        };
        let Some(c) = answer.or_else(|| spoken().filter(related).max_by_key(last)) else { continue };
        let (said, denied) = (case.shows(c, BY), case.shows(d, BY));
        if said.span.overlaps(denied.span) {
            continue;
        }
        let blames = matches!(case.claims[c].stance, Stance::Accuses | Stance::Suspects);
        let note = format!(
            "{} {}: \"{}\"; {} denies: \"{}\".",
            case.who(c),
            if blames { "accuses" } else { "says" },
            case.words(said.span),
            case.who(d),
            case.words(denied.span)
        );
        let kind = if tied(case, d) {
            DisagreementKind::Cooperation
        } else if blames || violent(case, d) && violent(case, c) {
            DisagreementKind::Perpetrator
        } else if together(case, c) {
            DisagreementKind::Cooperation
        } else {
            DisagreementKind::Outcome
        };
        let about = case.claims[c].about.iter().chain(&case.claims[d].about).copied().collect();
        list.push(Disagreement { kind, about, evidence: vec![said, denied], note });
    }
}

/// "that there had been **any** attack", "**aucune** attaque".
fn of_any(case: &Case, span: Span) -> bool {
    let words = case.doc.words(span).to_lowercase();
    words.split(|c: char| !c.is_alphanumeric()).any(|w| matches!(w, "any" | "aucun" | "aucune" | "such" | "moindre"))
}

/// True where what is denied begins with a word that stands for what was said: "this", "cela".
fn bare(case: &Case, span: Span) -> bool {
    let first = case.doc.words(span).split_whitespace().next().unwrap_or("").to_lowercase();
    matches!(first.trim_end_matches([':', ',', '.', ';']), "this" | "that" | "it" | "cela" | "ceci" | "ça")
}

/// "Two protesters were hit by bullets. The police deny having fired", "A bomb struck the convoy. … The presidency first denied
/// that there had been **any attack**": the deed that the report told last, against the denial of it.
fn deed_before(case: &Case, d: usize) -> Option<Disagreement> {
    let denial = &case.claims[d];
    if !violent(case, d) {
        return None;
    }
    let here = denial.evidence.span;
    let at = case.sentence(here);
    let any = of_any(case, here);
    let back = if any { 4 } else { 1 };
    let mut best: Option<(u32, usize, Span)> = None;
    for (e, event) in case.events.iter().enumerate() {
        if event.kind != EventType::Assault || event.realis == types::Realis::Negated {
            continue;
        }
        let tolls = event.tolls.iter().map(|t| t.evidence.span);
        for span in event.evidence.iter().map(|x| x.span).chain(tolls) {
            let s = case.sentence(span);
            let before = span.end <= here.start && s <= at && at - s <= back;
            if before && best.is_none_or(|b| span.start > b.0) {
                best = Some((span.start, e, span));
            }
        }
    }
    let (_, e, mut span) = best?;
    // Of a deed as such: where it was told first.
    let told = case.events[e].evidence.iter().map(|x| x.span).find(|s| any && s.end <= here.start);
    span = told.unwrap_or(span);
    let shown = case.shows(d, BY);
    if span.overlaps(shown.span) {
        return None;
    }
    let did = |a: ActorId| {
        case.events[e].participants.iter().any(|p| p.role == Role::Actor && p.actor.is_some_and(|x| case.kin(x, a)))
    };
    let own = !any && !matches!(denial.holder, Holder::Actor(a) if did(a));
    let kind = if own { DisagreementKind::Perpetrator } else { DisagreementKind::Outcome };
    let note =
        format!("The report says: \"{}\"; {} denies: \"{}\".", case.words(span), case.who(d), case.words(shown.span));
    Some(Disagreement {
        kind,
        about: vec![About::Event(EventId(e as u32))],
        evidence: vec![types::Evidence::new(span, BY), shown],
        note,
    })
}

/// True where `span` names an actor or one for whom he speaks.
fn names(case: &Case, span: Span, a: ActorId) -> bool {
    let sides = case.sides(a);
    mentioned(case, span).iter().any(|m| sides.contains(m))
}

/// True where a claim is about an act of violence.
fn violent(case: &Case, c: usize) -> bool {
    let words = words_of_weight(case, case.claims[c].evidence.span);
    if case.claims[c].stance == Stance::Denies && words.iter().any(|w| VIOLENCE.contains(&w.as_str())) {
        return true;
    }
    case.claims[c].about.iter().any(|a| match a {
        About::Event(e) => case.events.get(e.index()).is_some_and(|e| e.kind == EventType::Assault),
        About::Relation(_) => false,
    })
}

/// Verbs and nouns of violence, as those use them who deny it: "denies having fired".
const VIOLENCE: &[&str] = &[
    "fire",
    "shoot",
    "kill",
    "bomb",
    "shell",
    "strike",
    "attack",
    "target",
    "burn",
    "massacre",
    "torture",
    "execute",
    "loot",
    "rape",
    "tirer",
    "tuer",
    "viser",
    "bombarder",
    "frapper",
    "attaquer",
    "incendier",
    "massacrer",
    "torturer",
    "exécuter",
    "piller",
    "cibler",
    "attack",
    "attaque",
    "frappe",
    "massacre",
];

/// True where a denial is of a tie: "Residents deny helping the Coalition".
pub(super) fn tied(case: &Case, c: usize) -> bool {
    use RelationType::*;
    let claim = &case.claims[c];
    claim.stance == Stance::Denies
        && claim.about.iter().any(|a| match a {
            About::Relation(r) => case.relations.get(r.index()).is_some_and(|r| {
                matches!(r.kind, AlliedWith | CooperatesWith | Supports | SuppliesInformation | SympathisesWith)
            }),
            About::Event(_) => false,
        })
}

/// True where a claim is about two working together.
fn together(case: &Case, c: usize) -> bool {
    use RelationType::*;
    case.claims[c].about.iter().any(|a| match a {
        About::Relation(r) => case.relations.get(r.index()).is_some_and(|r| {
            matches!(r.kind, AlliedWith | CooperatesWith | Supports | MemberOf | SuppliesInformation | SympathisesWith)
        }),
        About::Event(e) => case
            .events
            .get(e.index())
            .is_some_and(|e| matches!(e.kind, EventType::Cooperate | EventType::Aid | EventType::Support)),
    })
}

/// The nouns, names and full verbs of a span, by lemma.
pub(super) fn words_of_weight(case: &Case, span: Span) -> Vec<String> {
    use types::Upos::{Adj, Noun, Propn, Verb};
    const LIGHT: &[&str] = &[
        "say", "have", "be", "make", "take", "dire", "avoir", "être", "faire", "people", "day", "jour", "other",
        "last", "new", "same", "many", "more", "autre", "dernier", "même", "nouveau", "local", "first", "premier",
    ];
    let tagged = case.doc.tagged;
    let from = tagged.token_at(span.start);
    let tokens = tagged.tokens.iter().skip(from).take(80).take_while(|t| t.span.start < span.end);
    let full = tokens.filter(|t| matches!(t.upos, Noun | Propn | Verb | Adj));
    full.map(|t| t.lemma.to_lowercase()).filter(|l| !LIGHT.contains(&l.as_str())).collect()
}

/// True where who denies is whom an accusation names, or the one who did it while nobody doubts that it was done.
fn by_the_accused(case: &Case, e: usize) -> bool {
    let told = &case.of_event[e];
    let accused = |a: ActorId| {
        told.iter().any(|&c| {
            let claim = &case.claims[c];
            matches!(claim.stance, Stance::Accuses | Stance::Suspects) && names(case, claim.evidence.span, a)
        })
    };
    let did = |a: ActorId| case.events[e].participants.iter().any(|p| p.role == Role::Actor && p.actor == Some(a));
    let undisputed = told.iter().any(|&c| {
        let claim = &case.claims[c];
        claim.holder == Holder::Report && claim.stance == Stance::Asserts && claim.certainty == Certainty::Stated
    });
    told.iter().any(|&c| {
        let Holder::Actor(a) = case.claims[c].holder else { return false };
        case.claims[c].stance == Stance::Denies && (accused(a) || (undisputed && did(a)))
    })
}

fn pairs(
    case: &Case,
    told: &[usize],
    kind: DisagreementKind,
    about: About,
    seen: &mut Vec<(usize, usize)>,
    list: &mut Vec<Disagreement>,
) {
    for &d in told.iter().filter(|&&c| case.claims[c].stance == Stance::Denies).take(20) {
        // An accusation that names whoever denies comes before other statements.
        let names = |c: &usize| match case.claims[d].holder {
            Holder::Actor(a) => {
                let claim = &case.claims[*c];
                matches!(claim.stance, Stance::Accuses | Stance::Suspects) && names(case, claim.evidence.span, a)
            }
            _ => false,
        };
        let blames = |c: &usize| matches!(case.claims[*c].stance, Stance::Accuses | Stance::Suspects);
        let rest = || told.iter().copied().filter(|c| !names(c));
        let order =
            told.iter().copied().filter(names).chain(rest().filter(blames)).chain(rest().filter(|c| !blames(c)));
        let against = order.into_iter().find(|&c| {
            let claim = &case.claims[c];
            let says = matches!(
                claim.stance,
                Stance::Asserts | Stance::Accuses | Stance::Suspects | Stance::ClaimsResponsibility
            );
            // "It first claimed the attack, then disowned its message": both cannot be true, though one body says both.
            let turned = claim.stance == Stance::ClaimsResponsibility && claim.cue != case.claims[d].cue;
            says && (case.apart(c, d) || turned) && claim.holder != Holder::Report
        });
        let report = || {
            told.iter().copied().find(|&c| {
                let claim = &case.claims[c];
                claim.holder == Holder::Report
                    && claim.stance == Stance::Asserts
                    && case.claims[d].holder != Holder::Report
            })
        };
        let Some(c) = against.or_else(report) else { continue };
        // "Prosecutors suspect the faction, which has denied planting the device": that it went off nobody denies.
        let blamed = matches!(case.claims[c].stance, Stance::Accuses | Stance::Suspects);
        let violence = matches!(about, About::Event(e) if case.events[e.index()].kind == EventType::Assault);
        let kind =
            if blamed && violence && kind == DisagreementKind::Outcome { DisagreementKind::Perpetrator } else { kind };
        // "Contrary to what outlets reported": against the words beside it, not against those of another sentence.
        let against = |c: usize| case.sentence(case.claims[c].evidence.span);
        if seen.contains(&(c, d)) || case.claims[d].holder == Holder::Report && against(c) != against(d) {
            continue;
        }
        seen.push((c, d));
        let (said, denied) = (case.shows(c, BY), case.shows(d, BY));
        let by_report = case.claims[c].holder == Holder::Report;
        // "Kigali denies any presence": that it denies is what the report says, and no other version.
        let speech = matches!(about, About::Event(e) if case.events.get(e.index()).is_some_and(|e| {
            matches!(e.kind, EventType::Accuse | EventType::Reject)
        }));
        if said.span == denied.span || by_report && (speech || said.span.overlaps(denied.span)) {
            continue;
        }
        // Who is accused of an act of violence and denies it leaves open who did it.
        let blames = matches!(case.claims[c].stance, Stance::Accuses | Stance::Suspects);
        let kind = if blames && kind == DisagreementKind::Outcome && violent(case, c) {
            DisagreementKind::Perpetrator
        } else {
            kind
        };
        let verb = match case.claims[c].stance {
            Stance::Accuses => "accuses",
            Stance::Suspects => "suspects",
            Stance::ClaimsResponsibility => "claims responsibility",
            _ => "says",
        };
        let note = format!(
            "{} {verb}: \"{}\"; {} denies: \"{}\".",
            case.who(c),
            case.words(said.span),
            case.who(d),
            case.words(denied.span)
        );
        list.push(Disagreement { kind, about: vec![about], evidence: vec![said, denied], note });
    }
}
