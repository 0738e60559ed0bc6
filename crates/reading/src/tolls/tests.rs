use super::*;
use crate::{Knowledge, cases, times};
use types::Report;

#[test]
fn the_tables_parse() {
    let words = TollWords::default();
    assert_eq!(words.of(types::Lang::En).faults, Vec::<String>::new());
    assert_eq!(words.of(types::Lang::Fr).faults, Vec::<String>::new());
}

/// The cases a file holds, and what is wrong with those that fail.
fn run(file: &str, text: &str) -> (usize, Vec<String>) {
    let knowledge = Knowledge::default();
    let cases = cases::parse(file, text).expect("the case file parses");
    let mut lost = Vec::new();
    for case in &cases {
        let report =
            Report { text: case.text.clone(), lang: case.lang, published: case.published, ..Report::default() };
        let tagged = tagger::tag(&report.text, case.lang);
        let doc = Doc { report: &report, text: &report.text, tagged: &tagged, knowledge: &knowledge };
        let read = |t: Toll| {
            let mut line = format!("{} {}", t.measure, t.of);
            for (name, value) in [("low", t.low), ("best", t.best), ("high", t.high)] {
                if let Some(value) = value {
                    line.push_str(&format!(" {name}={value}"));
                }
            }
            line
        };
        let read: Vec<String> = count_tolls(&doc, &times::date_times(&doc)).into_iter().map(read).collect();
        let faults = cases::faults(case, &read);
        if !faults.is_empty() {
            lost.push(format!("{file}:{} {} ({}); read {}", case.line, case.text, faults.join("; "), read.join(", ")));
        }
    }
    (cases.len(), lost)
}

#[test]
fn the_cases_hold() {
    for (file, text) in [
        ("lexicon/tolls/en.cases", include_str!("../../../../lexicon/tolls/en.cases")),
        ("lexicon/tolls/fr.cases", include_str!("../../../../lexicon/tolls/fr.cases")),
    ] {
        let (all, lost) = run(file, text);
        assert!(lost.is_empty(), "{} of {all} lost\n{}", lost.len(), lost.join("\n"));
    }
}

/// Files kept aside are scored, not tuned on: most must hold.
#[test]
fn most_of_what_was_kept_aside_holds() {
    for (file, text) in [
        ("lexicon/tolls/en-held.cases", include_str!("../../../../lexicon/tolls/en-held.cases")),
        ("lexicon/tolls/fr-held.cases", include_str!("../../../../lexicon/tolls/fr-held.cases")),
    ] {
        let (all, lost) = run(file, text);
        println!("{file}: {} of {all}", all - lost.len());
        assert!(lost.len() * 10 <= all * 2, "{} of {all} lost\n{}", lost.len(), lost.join("\n"));
    }
}
