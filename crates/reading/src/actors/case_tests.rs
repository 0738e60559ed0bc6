//! Runs `lexicon/actors/*.cases` through the tagger: who is named in a sentence or two, and which phrases are one actor.
//!
//! Nine in ten must hold: the tagger's weights change, and a case may hang on one parse.
//!
//! The cases in `lexicon/actors/held` are kept aside: nothing is tuned on them. Their share is printed, not asserted.

use crate::cases::{self, Outcome};
use crate::{Knowledge, read};
use types::{Reading, Report};

/// The values of a reading as the case files write them.
fn values(reading: &Reading) -> Vec<String> {
    let text = &reading.report.text;
    let mut out = Vec::new();
    for actor in &reading.actors {
        for name in std::iter::once(&actor.name).chain(&actor.names) {
            out.push(format!("{} {name}", actor.kind));
        }
        let mut called: Vec<&str> = Vec::new();
        for mention in &actor.mentions {
            let words = mention.span.of(text);
            if !called.contains(&words) {
                called.push(words);
            }
        }
        for a in &called {
            for b in called.iter().filter(|b| *b != a) {
                out.push(format!("same {a} = {b}"));
            }
        }
    }
    out.dedup();
    out
}

fn run(file: &str, text: &str) -> Outcome {
    let knowledge = Knowledge::embedded();
    cases::run(file, text, |case| {
        let tagged = tagger::tokenise(&case.text, case.lang);
        let report =
            Report { text: case.text.clone(), lang: case.lang, published: case.published, ..Report::default() };
        values(&read(report, &tagged, &knowledge))
    })
}

#[test]
fn nine_in_ten_cases_hold() {
    for (file, text) in [
        ("lexicon/actors/en.cases", include_str!("../../../../lexicon/actors/en.cases")),
        ("lexicon/actors/fr.cases", include_str!("../../../../lexicon/actors/fr.cases")),
    ] {
        let outcome = run(file, text);
        println!("{outcome}");
        assert!(outcome.held() * 10 >= outcome.all * 9, "{outcome}");
    }
}

#[test]
fn kept_aside() {
    for (file, text) in [
        ("lexicon/actors/held/en.cases", include_str!("../../../../lexicon/actors/held/en.cases")),
        ("lexicon/actors/held/fr.cases", include_str!("../../../../lexicon/actors/held/fr.cases")),
    ] {
        let outcome = run(file, text);
        println!("kept aside: {outcome}");
        assert!(outcome.all > 0);
    }
}
