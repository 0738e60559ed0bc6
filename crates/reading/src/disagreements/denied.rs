//! What one says and another denies: "The mayor says the camp fell; the army denies it."
//!
//! The kind follows from what is denied: a tie between two (cooperation), who did it where the deed itself is not in
//! doubt (perpetrator), or what happened (outcome).

use super::Case;
use super::perpetrators::mentioned;
use types::{
    About, ActorId, Certainty, Disagreement, DisagreementKind, EventId, Holder, RelationId, RelationType, Role, Stance,
};

const BY: &str = "disagreements/denied@1";

pub(super) fn find(case: &Case, list: &mut Vec<Disagreement>) {
    let mut seen: Vec<(usize, usize)> = Vec::new();
    for r in 0..case.relations.len() {
        let kind = match case.relations[r].kind {
            RelationType::HostileTo | RelationType::TensionWith => DisagreementKind::Side,
            _ => DisagreementKind::Cooperation,
        };
        pairs(case, &case.of_relation[r], kind, About::Relation(RelationId(r as u32)), &mut seen, list);
    }
    for e in 0..case.events.len() {
        let about = About::Event(EventId(e as u32));
        let told = &case.of_event[e];
        let claimed = told.iter().any(|&c| case.claims[c].stance == Stance::ClaimsResponsibility);
        let kind =
            if by_the_accused(case, e) || claimed { DisagreementKind::Perpetrator } else { DisagreementKind::Outcome };
        pairs(case, told, kind, about, &mut seen, list);
    }
}

/// True where who denies is whom an accusation names, or the one who did it while nobody doubts that it was done.
fn by_the_accused(case: &Case, e: usize) -> bool {
    let told = &case.of_event[e];
    let accused = |a: ActorId| {
        told.iter().any(|&c| {
            let claim = &case.claims[c];
            matches!(claim.stance, Stance::Accuses | Stance::Suspects)
                && mentioned(case, claim.evidence.span).contains(&a)
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
        let against = told.iter().copied().find(|&c| {
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
        if seen.contains(&(c, d)) {
            continue;
        }
        seen.push((c, d));
        let (said, denied) = (case.shows(c, BY), case.shows(d, BY));
        if said.span == denied.span {
            continue;
        }
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
