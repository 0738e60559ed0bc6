//! Runs `lexicon/actors/*.cases` through the tagger: who is named in a sentence or two, and which phrases are one actor.
//!
//! Nine in ten must hold: the tagger's weights change, and a case may hang on one parse.
//!
//! The cases in `lexicon/actors/held` are kept aside: nothing is tuned on them. Their share is printed, not asserted.

use crate::{Knowledge, cases, read};
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

/// How many cases hold, of how many, and the faults of the others.
fn run(file: &str, text: &str) -> (usize, usize, Vec<String>) {
    let knowledge = Knowledge::embedded();
    let cases = cases::parse(file, text).expect("the case file parses");
    let (mut right, mut faults) = (0, Vec::new());
    for case in &cases {
        let tagged = tagger::tokenise(&case.text, case.lang);
        let report = Report { text: case.text.clone(), lang: case.lang, ..Report::default() };
        let values = values(&read(report, &tagged, &knowledge));
        let found = cases::faults(case, &values);
        right += usize::from(found.is_empty());
        for fault in found {
            faults.push(format!("{file}:{}: {fault}\n    {}\n    read: {}", case.line, case.text, values.join(" / ")));
        }
    }
    (right, cases.len(), faults)
}

#[test]
fn english() {
    let (right, all, faults) = run("lexicon/actors/en.cases", include_str!("../../../../lexicon/actors/en.cases"));
    println!("{right} of {all} cases hold\n{}", faults.join("\n"));
    assert!(right * 10 >= all * 9, "{right} of {all} cases hold\n{}", faults.join("\n"));
}

#[test]
fn french() {
    let (right, all, faults) = run("lexicon/actors/fr.cases", include_str!("../../../../lexicon/actors/fr.cases"));
    println!("{right} of {all} cases hold\n{}", faults.join("\n"));
    assert!(right * 10 >= all * 9, "{right} of {all} cases hold\n{}", faults.join("\n"));
}

#[test]
fn kept_aside() {
    let en = run("lexicon/actors/held/en.cases", include_str!("../../../../lexicon/actors/held/en.cases"));
    let fr = run("lexicon/actors/held/fr.cases", include_str!("../../../../lexicon/actors/held/fr.cases"));
    println!("kept aside: {} of {} English and {} of {} French cases hold", en.0, en.1, fr.0, fr.1);
    assert!(en.1 > 0 && fr.1 > 0);
}
