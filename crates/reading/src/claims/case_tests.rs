//! Runs `lexicon/claims/*.cases` through the tagger: what each sentence attributes, to whom, how firmly.

use crate::{Knowledge, cases, read};
use types::{Attribution, Report};

/// The values of an attribution as the case files write them.
fn values(text: &str, a: &Attribution) -> Vec<String> {
    let mut out = vec![format!("{} {}", a.stance, a.certainty)];
    out.extend(a.source.first().map(|s| format!("source {}", s.of(text))));
    out.extend(a.content.iter().map(|s| format!("content {}", s.of(text))));
    out
}

fn run(file: &str, text: &str) {
    let knowledge = Knowledge::embedded();
    let cases = cases::parse(file, text).expect("the case file parses");
    let mut faults = Vec::new();
    for case in &cases {
        let tagged = tagger::tag(&case.text, case.lang);
        let report = Report { text: case.text.clone(), lang: case.lang, ..Report::default() };
        let reading = read(report, &tagged, &knowledge);
        let values: Vec<String> = reading.attributions.iter().flat_map(|a| values(&case.text, a)).collect();
        if let Some(fault) = cases::faults(case, &values).first() {
            faults.push(format!("{file}:{}: {fault}\n    {}\n    read: {}", case.line, case.text, values.join(" / ")));
        }
    }
    // Trees differ with the tagger's weights: a few sentences may be misread, the rules as a whole may not.
    let share = 100 * (cases.len() - faults.len()) / cases.len().max(1);
    assert!(share >= 80, "{share} % of {} cases read\n{}", cases.len(), faults.join("\n"));
}

/// The values of a reading as `projection.cases` writes them.
fn stands(reading: &types::Reading) -> Vec<String> {
    let name = |holder: types::Holder| match holder {
        types::Holder::Actor(a) => reading.actors[a.index()].name.clone(),
        types::Holder::Report => "report".to_string(),
        types::Holder::Unnamed => "unnamed".to_string(),
    };
    let mut out: Vec<String> =
        reading.events.iter().map(|e| format!("{} {}", e.realis.word(), e.kind.word())).collect();
    for claim in &reading.claims {
        for about in &claim.about {
            if let types::About::Event(e) = about {
                let kind = reading.events[e.index()].kind.word();
                out.push(format!("{} {} {} {kind}", name(claim.holder), claim.stance, claim.certainty));
            }
        }
    }
    out
}

#[test]
fn projection() {
    let file = "lexicon/claims/projection.cases";
    let knowledge = Knowledge::embedded();
    let outcome = cases::run(file, include_str!("../../../../lexicon/claims/projection.cases"), |case| {
        let tagged = tagger::tag(&case.text, case.lang);
        let report = Report { text: case.text.clone(), lang: case.lang, ..Report::default() };
        stands(&read(report, &tagged, &knowledge))
    });
    // Trees differ with the tagger's weights, as above.
    assert!(outcome.held() * 100 >= outcome.all * 90, "{outcome}");
    println!("{outcome}");
}

#[test]
fn english() {
    run("lexicon/claims/en.cases", include_str!("../../../../lexicon/claims/en.cases"));
}

#[test]
fn french() {
    run("lexicon/claims/fr.cases", include_str!("../../../../lexicon/claims/fr.cases"));
}
