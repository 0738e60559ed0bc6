//! Who says so: claims and denials side by side, disagreements called out, and who stands where.

use super::{heading, phrase};
use crate::paper::{Ink, Paper};
use phrase::{capitalised, quote, why};
use tarikh::Reading;
use tarikh::types::{About, Certainty, Claim, Evidence, Holder, Realis, RelationType, Stance};

/// The claims on one event or relation. `told` is where it is told, which need not be quoted again.
pub fn who_says_so(reading: &Reading, about: About, told: Option<&Evidence>, explain: bool, page: &mut Paper) {
    let claims: Vec<_> = reading.claims.iter().filter(|c| c.about.contains(&about)).collect();
    let (denials, others): (Vec<_>, Vec<_>) = claims.into_iter().partition(|c| c.stance == Stance::Denies);
    let lines = |claims: &[&Claim]| {
        let mut lines: Vec<String> = claims.iter().map(|c| line(reading, c, told, explain)).collect();
        let mut seen = Vec::new();
        lines.retain(|l| {
            !seen.contains(l) && {
                seen.push(l.clone());
                true
            }
        });
        lines
    };
    let (others, denials) = (lines(&others), lines(&denials));
    match (others.is_empty(), denials.is_empty()) {
        (false, false) => page.columns(("Claimed", &others), ("Denied", &denials)),
        (true, false) => labelled("Denied by", &denials, Ink::Alert, page),
        (false, true) => labelled("Says so", &others, Ink::Plain, page),
        (true, true) => {}
    }
}

fn labelled(label: &str, lines: &[String], ink: Ink, page: &mut Paper) {
    for (i, text) in lines.iter().enumerate() {
        page.labelled(if i == 0 { label } else { "" }, text, ink);
    }
}

/// "a security source, at second hand: “77 people died”".
fn line(reading: &Reading, claim: &Claim, told: Option<&Evidence>, explain: bool) -> String {
    let mut text = phrase::holder(reading, claim.holder, claim.holder_text);
    text.push_str(match claim.stance {
        Stance::Asserts | Stance::Denies => "",
        Stance::Accuses => ", as an accusation",
        Stance::Suspects => ", as a suspicion",
        Stance::Predicts => ", as a prediction",
        Stance::ClaimsResponsibility => ", claiming responsibility",
    });
    text.push_str(match claim.certainty {
        Certainty::Stated => "",
        Certainty::Reported => ", at second hand",
        Certainty::Possible if claim.stance == Stance::Asserts => ", as a possibility",
        Certainty::Possible => "",
        Certainty::Disputed => ", disputed",
    });
    let repeats = told.is_some_and(|t| t.span.contains(claim.evidence.span) || claim.evidence.span.contains(t.span));
    if !repeats {
        text = format!("{text}: {}", quote(reading, claim.evidence.span));
    } else if let Some(cue) = claim.cue.as_ref().filter(|c| claim.holder != Holder::Report || !c.span.is_empty()) {
        text = format!("{text}: {}", quote(reading, cue.span));
    }
    if explain {
        text = format!("{text} {}", why(reading, &claim.evidence));
    }
    text
}

/// What cannot all be true.
pub fn disagreements(reading: &Reading, page: &mut Paper) {
    if reading.disagreements.is_empty() {
        return;
    }
    heading("What does not fit together", page);
    for disagreement in &reading.disagreements {
        let about: Vec<_> = (disagreement.about.iter())
            .filter_map(|a| match a {
                About::Event(id) => Some((id.index() + 1).to_string()),
                About::Relation(_) => None,
            })
            .collect();
        let of = if about.is_empty() { String::new() } else { format!(" (event {})", about.join(", ")) };
        let note = phrase::one_line(&disagreement.note);
        page.text(0, &format!("! {}{of}: {note}", capitalised(disagreement.kind.word())), Ink::Alert);
        for evidence in &disagreement.evidence {
            page.text(3, &quote(reading, evidence.span), Ink::Quote);
        }
    }
}

/// Standing ties between actors.
pub fn relations(reading: &Reading, explain: bool, page: &mut Paper) {
    if reading.relations.is_empty() {
        return;
    }
    heading("Who stands where", page);
    for (i, relation) in reading.relations.iter().enumerate() {
        let name = |id: tarikh::types::ActorId| {
            reading.actors.get(id.index()).map_or_else(|| id.to_string(), |a| phrase::one_line(&a.name))
        };
        let mut text = format!("{} {} {}", name(relation.from), tie(relation.kind, relation.realis), name(relation.to));
        if let Some(when) = &relation.when {
            text = format!("{text}, {}", phrase::days(when));
        }
        if let Some(evidence) = relation.evidence.first() {
            text = format!("{text}: {}", quote(reading, evidence.span));
            if explain {
                text = format!("{text} {}", why(reading, evidence));
            }
        }
        page.text(3, &text, Ink::Plain);
        let about = About::Relation(tarikh::types::RelationId(i as u32));
        let plain =
            |c: &&Claim| c.about.contains(&about) && (c.holder != Holder::Report || c.stance != Stance::Asserts);
        if reading.claims.iter().any(|c| plain(&c)) {
            who_says_so(reading, about, relation.evidence.first(), explain, page);
        }
    }
}

fn tie(kind: RelationType, realis: Realis) -> String {
    let (yes, no) = match kind {
        RelationType::MemberOf => ("is a member of", "is no member of"),
        RelationType::PartOf => ("is part of", "is no part of"),
        RelationType::BranchOf => ("is a branch of", "is no branch of"),
        RelationType::Leads => ("leads", "does not lead"),
        RelationType::HoldsOffice => ("holds office in", "holds no office in"),
        RelationType::AlliedWith => ("is allied with", "is not allied with"),
        RelationType::CooperatesWith => ("cooperates with", "does not cooperate with"),
        RelationType::Supports => ("supports", "does not support"),
        RelationType::SuppliesInformation => ("supplies information to", "supplies no information to"),
        RelationType::HostileTo => ("is hostile to", "is not hostile to"),
        RelationType::TensionWith => ("is at odds with", "is not at odds with"),
        RelationType::BasedIn => ("is based in", "is not based in"),
        RelationType::SympathisesWith => ("sympathises with", "does not sympathise with"),
    };
    match realis {
        Realis::Negated => no.to_string(),
        Realis::Occurred | Realis::Ongoing => yes.to_string(),
        Realis::Possible => format!("possibly {yes}"),
        Realis::Planned | Realis::Expected => format!("in future {yes}"),
    }
}
