//! Runs `lexicon/events/*.cases` through the tagger: which events a sentence tells, and who takes part.
//!
//! Nine in ten must hold: the tagger's weights change, and a case may hang on one parse.

use crate::{Knowledge, cases, read};
use types::{Reading, Report, Role};

/// The values of a reading as the case files write them.
fn values(reading: &Reading) -> Vec<String> {
    let mut out = Vec::new();
    for event in &reading.events {
        out.push(format!("{} {}", event.kind, event.realis));
        for p in &event.participants {
            let part = if p.role == Role::Actor { "actor" } else { "to" };
            out.push(format!("{part} {}", p.evidence.span.of(&reading.report.text)));
        }
    }
    out
}

#[test]
fn nine_in_ten_cases_hold() {
    let knowledge = Knowledge::embedded();
    for (file, text) in [
        ("lexicon/events/en.cases", include_str!("../../../../lexicon/events/en.cases")),
        ("lexicon/events/fr.cases", include_str!("../../../../lexicon/events/fr.cases")),
    ] {
        let outcome = cases::run(file, text, |case| {
            let tagged = tagger::tag(&case.text, case.lang);
            let report = Report { text: case.text.clone(), lang: case.lang, ..Report::default() };
            values(&read(report, &tagged, &knowledge))
        });
        println!("{outcome}");
        assert!(outcome.held() * 10 >= outcome.all * 9, "{outcome}");
    }
}
