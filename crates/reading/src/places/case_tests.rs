//! Runs `lexicon/places/*.cases` through the tagger: which words name places, where they lie, how exactly.

use crate::{Doc, Knowledge, cases};
use types::{Place, Report};

/// The values of a place as the case files write them, one a mention.
fn values(text: &str, place: &Place) -> Vec<String> {
    let country = place.country.as_deref().unwrap_or("--");
    let named = place.mentions.iter().map(|m| format!("{} {country} {}", m.span.of(text), place.precision));
    let people = place.demonyms.iter().map(|m| format!("demonym {} {country}", m.span.of(text)));
    named.chain(people).collect()
}

/// Faults of a case file, and the number of its cases.
fn run(file: &str, text: &str) -> (Vec<String>, usize) {
    let knowledge = Knowledge { places: super::Atlas::embedded(), ..Knowledge::default() };
    let cases = cases::parse(file, text).expect("the case file parses");
    let mut faults = Vec::new();
    for case in &cases {
        let tagged = tagger::tag(&case.text, case.lang);
        let report = Report { text: case.text.clone(), lang: case.lang, ..Report::default() };
        let doc = Doc { report: &report, text: &report.text, tagged: &tagged, knowledge: &knowledge };
        let values: Vec<String> = super::resolve_places(&doc).iter().flat_map(|p| values(&case.text, p)).collect();
        let all = cases::faults(case, &values);
        if !all.is_empty() {
            let (what, read) = (all.join("; "), values.join(" / "));
            faults.push(format!("{file}:{}: {what}\n    {}\n    read: {read}", case.line, case.text));
        }
    }
    (faults, cases.len())
}

#[test]
fn french() {
    let (faults, all) = run("lexicon/places/fr.cases", include_str!("../../../../lexicon/places/fr.cases"));
    assert!(faults.is_empty(), "{} of {all} cases\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn english() {
    let (faults, all) = run("lexicon/places/en.cases", include_str!("../../../../lexicon/places/en.cases"));
    assert!(faults.is_empty(), "{} of {all} cases\n{}", faults.len(), faults.join("\n"));
}

/// Nothing is tuned on this file, so it asserts only a floor; `docs/SCORES.md` has the figure.
#[test]
fn french_kept_aside() {
    let text = include_str!("../../../../lexicon/places/fr.held.cases");
    let (faults, all) = run("lexicon/places/fr.held.cases", text);
    println!("{} of {all} held", all - faults.len());
    assert!(faults.len() * 4 <= all, "{} of {all} cases\n{}", faults.len(), faults.join("\n"));
}
