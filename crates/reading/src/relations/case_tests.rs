//! Runs `lexicon/relations/*.cases` and `lexicon/disagreements/*.cases` through the tagger: who is tied to whom, and which
//! statements cannot all be true.
//!
//! Nine in ten ties and eight in ten disagreements must hold: the tagger's weights change, and a case may hang on one parse.

use crate::cases::{self, Outcome};
use crate::{Knowledge, read};
use types::{About, ActorId, Holder, Reading, RelationId, Report};

/// The ties of a reading as the case files write them: for every name of both actors, and for every voice.
fn ties(reading: &Reading) -> Vec<String> {
    let names = |a: ActorId| -> Vec<String> {
        let actor = reading.actors.get(a.index());
        actor.into_iter().flat_map(|a| std::iter::once(&a.name).chain(&a.names)).map(ToString::to_string).collect()
    };
    let mut out = Vec::new();
    for (i, r) in reading.relations.iter().enumerate() {
        let tail = if r.realis == types::Realis::Ongoing { String::new() } else { format!(" {}", r.realis) };
        let mut ways = vec![(r.from, r.to)];
        if super::mutual(r.kind) {
            ways.push((r.to, r.from));
        }
        for (from, to) in ways {
            for (a, b) in names(from).iter().flat_map(|a| names(to).into_iter().map(move |b| (a.clone(), b))) {
                let tie = format!("{} {a} -> {b}{tail}", r.kind);
                for c in reading.claims.iter().filter(|c| c.about.contains(&About::Relation(RelationId(i as u32)))) {
                    let holders = match c.holder {
                        Holder::Actor(h) => names(h),
                        Holder::Report => continue,
                        Holder::Unnamed => {
                            vec![
                                c.holder_text.map_or("unnamed".to_string(), |s| s.of(&reading.report.text).to_string()),
                            ]
                        }
                    };
                    out.extend(holders.iter().map(|h| format!("{} {h}: {tie}", c.stance)));
                }
                out.push(tie);
            }
        }
    }
    out
}

/// The kinds of the disagreements of a reading.
fn kinds(reading: &Reading) -> Vec<String> {
    reading.disagreements.iter().map(|d| d.kind.to_string()).collect()
}

fn run(file: &str, text: &str, values: impl Fn(&Reading) -> Vec<String>) -> Outcome {
    let knowledge = Knowledge::embedded();
    cases::run(file, text, |case| {
        let tagged = tagger::tag(&case.text, case.lang);
        let report =
            Report { text: case.text.clone(), lang: case.lang, published: case.published, ..Report::default() };
        values(&read(report, &tagged, &knowledge))
    })
}

#[test]
fn nine_in_ten_ties_hold() {
    for (file, text) in [
        ("lexicon/relations/en.cases", include_str!("../../../../lexicon/relations/en.cases")),
        ("lexicon/relations/fr.cases", include_str!("../../../../lexicon/relations/fr.cases")),
    ] {
        let outcome = run(file, text, ties);
        println!("{outcome}");
        assert!(outcome.held() * 10 >= outcome.all * 9, "{outcome}");
    }
}

#[test]
fn eight_in_ten_disagreements_hold() {
    for (file, text) in [
        ("lexicon/disagreements/en.cases", include_str!("../../../../lexicon/disagreements/en.cases")),
        ("lexicon/disagreements/fr.cases", include_str!("../../../../lexicon/disagreements/fr.cases")),
    ] {
        let outcome = run(file, text, kinds);
        println!("{outcome}");
        assert!(outcome.held() * 10 >= outcome.all * 8, "{outcome}");
    }
}
