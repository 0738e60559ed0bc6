//! The contract's rules over a model's reading: a violation is repaired, and the repair is noted.
//!
//! Rule 2 above all. "Residents accuse the herders of hiding the raiders" read as a fact becomes `possible` with the
//! accusation beside it. Rule 1: what nobody stands behind is said by the report.

use types::{About, By, Certainty, Claim, EventId, Evidence, Holder, Reading, Realis, RelationId, Span, Stance};

/// Words that make of the clause they stand in an accusation or suspicion, in English and French; beginnings of words.
const ACCUSING: &[&str] = &["accus", "alleg", "suspect", "blam", "soupçon", "présum", "prétend", "imput", "suppos"];

/// Brings the reading in line with the rules. Returns what was repaired, in plain words.
pub fn enforce(reading: &mut Reading, ours: &Reading) -> Vec<String> {
    let mut repairs = Vec::new();
    let text = reading.report.text.clone();
    for i in 0..reading.events.len() {
        let event = &reading.events[i];
        let about = About::Event(EventId(i as u32));
        let span = event.evidence[0].span;
        let hedged = ours.events.iter().any(|e| {
            e.kind == event.kind && e.realis == Realis::Possible && e.evidence.iter().any(|v| v.span.overlaps(span))
        });
        let asserted = matches!(event.realis, Realis::Occurred | Realis::Ongoing);
        if asserted && (only_accused(reading, about) || (hedged && accused_here(&text, span))) {
            reading.events[i].realis = Realis::Possible;
            repairs.push(format!("{} is only alleged: read as possible", EventId(i as u32)));
        }
        stand_behind(reading, about, span);
    }
    for i in 0..reading.relations.len() {
        let relation = &reading.relations[i];
        let about = About::Relation(RelationId(i as u32));
        let span = relation.evidence[0].span;
        let asserted = matches!(relation.realis, Realis::Occurred | Realis::Ongoing);
        let named_as_accused = accused_here(&text, span);
        if asserted && (only_accused(reading, about) || named_as_accused) {
            reading.relations[i].realis = Realis::Possible;
            repairs.push(format!("{} is only alleged: read as possible", RelationId(i as u32)));
            if !only_accused(reading, about) {
                // The report's own assertion was the model's mistake: an accusation is in the words.
                for claim in &mut reading.claims {
                    if claim.about.contains(&about) && claim.stance == Stance::Asserts {
                        claim.about.retain(|a| *a != about);
                    }
                }
                let evidence = Evidence { span, by: By::Borrowed("llm/accusation@1") };
                reading.claims.push(Claim {
                    holder: Holder::Unnamed,
                    holder_text: None,
                    stance: Stance::Accuses,
                    certainty: Certainty::Possible,
                    about: vec![about],
                    cue: None,
                    evidence,
                });
            }
        }
        stand_behind(reading, about, span);
    }
    reading.claims.retain(|c| !c.about.is_empty() || c.holder != Holder::Report);
    repairs
}

/// True where somebody accuses or suspects, and nobody asserts.
fn only_accused(reading: &Reading, about: About) -> bool {
    let mut accused = false;
    for claim in reading.claims.iter().filter(|c| c.about.contains(&about)) {
        match claim.stance {
            Stance::Accuses | Stance::Suspects => accused = true,
            Stance::Asserts | Stance::ClaimsResponsibility => return false,
            Stance::Denies | Stance::Predicts => {}
        }
    }
    accused
}

/// True where a word of accusing stands in the quote itself.
fn accused_here(text: &str, span: Span) -> bool {
    let quote = span.of(text).to_lowercase();
    quote.split(|c: char| !c.is_alphabetic()).any(|word| ACCUSING.iter().any(|stem| word.starts_with(stem)))
}

/// Gives the report's own voice to what has no claim.
fn stand_behind(reading: &mut Reading, about: About, span: Span) {
    if reading.claims.iter().any(|c| c.about.contains(&about)) {
        return;
    }
    reading.claims.push(Claim {
        holder: Holder::Report,
        holder_text: None,
        stance: Stance::Asserts,
        certainty: Certainty::Stated,
        about: vec![about],
        cue: None,
        evidence: Evidence { span, by: By::Borrowed("llm/own-voice@1") },
    });
}
