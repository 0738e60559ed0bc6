//! A reading, set out for a person: what happened, who says so, in which words, and what does not fit.
//!
//! In: a [`Reading`]. Out: text of 80 columns. Nothing is added to the reading and nothing is judged; sections come in the
//! order in which a reader needs them, notes last.

mod claims;
mod events;
mod explain;
mod phrase;

use crate::paper::{Ink, Paper};
use phrase::{date, one_line};
use tarikh::Reading;
use tarikh::types::{Event, PublishedBasis, Realis};

/// How dossiers are set.
#[derive(Clone, Copy, Debug)]
pub struct Dossier {
    /// With colours.
    pub colour: bool,
    /// With the rule behind every value, and what else it could have meant.
    pub explain: bool,
}

/// The sections of events, in the order in which they are set.
const SECTIONS: [(&str, fn(&Event) -> bool); 5] = [
    ("What happened", |e| is_fact(e) && !e.background),
    ("What may have happened", |e| e.realis == Realis::Possible),
    ("What did not happen", |e| e.realis == Realis::Negated),
    ("What is planned or foretold", |e| matches!(e.realis, Realis::Planned | Realis::Expected)),
    ("Background", |e| is_fact(e) && e.background),
];

fn is_fact(event: &Event) -> bool {
    matches!(event.realis, Realis::Occurred | Realis::Ongoing)
}

impl Dossier {
    /// The dossier of one reading.
    pub fn set(&self, reading: &Reading) -> String {
        let mut page = Paper::new(self.colour);
        head(reading, &mut page);
        let (facts, others) = SECTIONS.split_at(1);
        self.events(reading, facts, &mut page);
        claims::disagreements(reading, &mut page);
        self.events(reading, others, &mut page);
        claims::relations(reading, self.explain, &mut page);
        if reading.events.is_empty() && reading.relations.is_empty() {
            page.gap();
            page.text(0, "No event was read in this report.", Ink::Plain);
        }
        reviews(reading, &mut page);
        named(reading, &mut page);
        if self.explain {
            explain::places_and_times(reading, &mut page);
            explain::tolls(reading, &mut page);
            explain::actors(reading, &mut page);
        }
        notes(reading, &mut page);
        page.finish()
    }

    fn events(&self, reading: &Reading, sections: &[(&str, fn(&Event) -> bool)], page: &mut Paper) {
        for (name, belongs) in sections {
            let here: Vec<_> = reading.events.iter().enumerate().filter(|(_, e)| belongs(e)).collect();
            if here.is_empty() {
                continue;
            }
            heading(name, page);
            for (i, (index, event)) in here.into_iter().enumerate() {
                if i > 0 {
                    page.gap();
                }
                events::set(reading, index, event, self.explain, page);
            }
        }
    }
}

/// A section's heading.
fn heading(name: &str, page: &mut Paper) {
    page.gap();
    page.line(&name.to_uppercase(), Ink::Bold);
    page.gap();
}

fn head(reading: &Reading, page: &mut Paper) {
    let report = &reading.report;
    let untitled = || report.file.clone().unwrap_or_else(|| "A report without a title".to_string());
    page.text(0, &one_line(&report.title.clone().unwrap_or_else(untitled)), Ink::Bold);
    let mut facts: Vec<String> = Vec::new();
    facts.extend(report.source.clone());
    facts.extend(report.dateline_place.clone());
    match (report.published, report.published_basis) {
        (Some(day), PublishedBasis::Inferred) => facts.push(format!("{} (worked out from the text)", date(day))),
        (Some(day), _) => facts.push(date(day)),
        (None, _) => facts.push("day of publication unknown".to_string()),
    }
    if report.lang == tarikh::types::Lang::Fr {
        facts.push("in French".to_string());
    }
    page.text(0, &facts.join(" · "), Ink::Dim);
    if let (Some(file), Some(_)) = (&report.file, &report.title) {
        page.text(0, file, Ink::Dim);
    }
    page.rule();
}

/// Everybody who is named, with what they are.
fn named(reading: &Reading, page: &mut Paper) {
    if reading.actors.is_empty() {
        return;
    }
    heading("Who is named", page);
    let list: Vec<_> = (reading.actors.iter())
        .map(|a| {
            let other = a.names.iter().find(|n| **n != a.name && !a.name.contains(n.as_str()));
            let kind = a.kind.word().replace('_', " ");
            match other {
                Some(other) => format!("{} ({kind}; also “{}”)", one_line(&a.name), one_line(other)),
                None => format!("{} ({kind})", one_line(&a.name)),
            }
        })
        .collect();
    page.text(3, &list.join(" · "), Ink::Plain);
}

/// Where two readers differ: a person decides.
fn reviews(reading: &Reading, page: &mut Paper) {
    if reading.reviews.is_empty() {
        return;
    }
    heading("For review: two readers differ", page);
    let said = |words: &Option<String>| words.as_deref().map_or("nothing".to_string(), one_line);
    for review in &reading.reviews {
        let sides = format!(
            "{}: the embedded reader reads {}, the model {}",
            review.what,
            said(&review.ours),
            said(&review.theirs)
        );
        page.text(3, &sides, Ink::Plain);
        let quote = one_line(review.evidence.span.of(&reading.report.text));
        page.text(6, &format!("“{quote}”"), Ink::Dim);
    }
}

fn notes(reading: &Reading, page: &mut Paper) {
    if reading.notes.is_empty() && reading.report.notes.is_empty() {
        return;
    }
    heading("Notes", page);
    for note in reading.notes.iter().chain(&reading.report.notes) {
        page.text(3, &one_line(note), Ink::Dim);
    }
}
