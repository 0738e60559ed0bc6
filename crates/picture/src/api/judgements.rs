//! Decisions of people: their list, a new one, an undo, and a wrong value as a case for whoever improves the reader.
//!
//! Everything is appended; an undo is one more line. See `tarikh judge` for the same on the command line.

use super::Here;
use super::incident::{Decided, decided};
use crate::answer::{Answer, Named, Problem, Sent};
use crate::units::Units;
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tarikh::{Decision, Record, WrongValue};

/// Decisions, the newest first.
#[derive(Serialize, JsonSchema)]
pub struct List {
    revision: String,
    total: usize,
    items: Vec<Decided>,
}

pub async fn list(State(desk): Here) -> Answer<List> {
    let mut items = desk.ask(|r| Ok(decided(r.judgements()?))).await?;
    items.reverse();
    Ok(Json(List { revision: desk.sight().revision.clone(), total: items.len(), items }))
}

/// What is decided.
#[derive(Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum What {
    /// Two incidents are one happening.
    Join { first: String, second: String },
    /// A report does not belong to an incident.
    Split { incident: String, report: String },
    /// A field of an incident has another value: type, mode, start, end, place, lat, lon, country or admin1.
    Correct { incident: String, field: String, value: String },
    /// A publisher has an Admiralty grade, `A` (completely reliable) to `F` (cannot be judged).
    Grade { source: String, grade: String },
    /// The first actor is the second.
    Merge { actor: String, into: String },
    /// A value read from a report is wrong. `start` and `end` are UTF-16 units of the report's text.
    Wrong {
        report: String,
        /// `actor`, `place`, `time`, `toll`, `event`, `relation`, `claim`, or a field of one, as `event.type`.
        field: String,
        /// What was read.
        read: String,
        /// What should have been read; empty where it should not have been read at all.
        #[serde(default)]
        expected: String,
        start: u32,
        end: u32,
    },
}

/// A decision, with who makes it and why.
#[derive(Deserialize, JsonSchema)]
pub struct Judging {
    #[serde(flatten)]
    what: What,
    /// Who decides.
    by: Option<String>,
    /// Why.
    note: Option<String>,
}

/// A decision that was kept.
#[derive(Serialize, JsonSchema)]
pub struct Kept {
    id: i64,
    revision: String,
    /// For a join, split or correction: the incidents that came of it.
    incidents: Vec<String>,
}

/// The longest text of a person.
const LONGEST: usize = 4000;

impl What {
    fn decision(self, record: &Record) -> Result<Decision, Problem> {
        Ok(match self {
            What::Join { first, second } => Decision::Join(first, second),
            What::Split { incident, report } => Decision::Split(incident, report),
            What::Correct { incident, field, value } => Decision::Correct(incident, field, value),
            What::Grade { source, grade } => {
                let mut letters = grade.trim().chars();
                match (letters.next(), letters.next()) {
                    (Some(letter), None) => Decision::Grade(source, letter.to_ascii_uppercase()),
                    _ => return Err(Problem::asked(format!("expected a grade from A to F, but found \"{grade}\""))),
                }
            }
            What::Merge { actor, into } => Decision::Merge(actor, into),
            What::Wrong { report, field, read, expected, start, end } => {
                let text = record.text_of(&report)?.unwrap_or_default();
                let units = Units::of(&text);
                Decision::Wrong(WrongValue {
                    report,
                    field,
                    read,
                    expected,
                    start: units.back(start),
                    end: units.back(end),
                })
            }
        })
    }

    fn texts(&self) -> Vec<&String> {
        match self {
            What::Join { first: a, second: b }
            | What::Split { incident: a, report: b }
            | What::Grade { source: a, grade: b }
            | What::Merge { actor: a, into: b } => vec![a, b],
            What::Correct { incident, field, value } => vec![incident, field, value],
            What::Wrong { report, field, read, expected, .. } => vec![report, field, read, expected],
        }
    }
}

/// Whoever decides, by name; the account's where none is given.
fn name(by: Option<String>) -> String {
    let given = by.map(|b| b.trim().to_string()).filter(|b| !b.is_empty());
    given.or_else(|| std::env::var("USER").ok()).unwrap_or_else(|| "unnamed".to_string())
}

pub async fn add(State(desk): Here, Sent(sent): Sent<Judging>) -> Answer<Kept> {
    let texts = sent.what.texts().into_iter().chain(&sent.by).chain(&sent.note);
    if let Some(long) = texts.map(|t| t.chars().count()).find(|n| *n > LONGEST) {
        return Err(Problem::asked(format!("expected texts of at most {LONGEST} signs, but found one of {long}")));
    }
    let (id, incidents) = desk
        .write(move |record| {
            let before = touched(record, &sent.what)?;
            let decision = sent.what.decision(record)?;
            let id = record.judge(decision, &name(sent.by), sent.note.as_deref().unwrap_or_default())?;
            let mut after = Vec::new();
            for (report, event) in before {
                let opened = record.opened(&report)?;
                after.extend(opened.into_iter().flat_map(|o| o.incidents).filter(|(e, _)| *e == event).map(|(_, i)| i));
            }
            after.sort_unstable();
            after.dedup();
            Ok((id, after))
        })
        .await?;
    Ok(Json(Kept { id, incidents, revision: desk.sight().revision.clone() }))
}

/// The events of the incidents a decision names, to find what becomes of them.
fn touched(record: &Record, what: &What) -> Result<Vec<(String, String)>, Problem> {
    let ids: Vec<&String> = match what {
        What::Join { first, second } => vec![first, second],
        What::Split { incident, .. } | What::Correct { incident, .. } => vec![incident],
        _ => Vec::new(),
    };
    let mut out = Vec::new();
    for id in ids {
        let incident = record.show(id)?;
        out.extend(incident.into_iter().flat_map(|i| i.reports).map(|m| (m.report, m.event)));
    }
    Ok(out)
}

/// Who takes it back, and why.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Undoing {
    by: Option<String>,
    note: Option<String>,
}

fn number(id: &str) -> Result<i64, Problem> {
    id.parse().map_err(|_| Problem::missing(format!("expected the number of a judgement, but found \"{id}\"")))
}

pub async fn undo(State(desk): Here, Named(id): Named, Sent(sent): Sent<Undoing>) -> Answer<Kept> {
    let number = number(&id)?;
    let id = desk
        .write(move |record| {
            Ok(record.judge(Decision::Undo(number), &name(sent.by), sent.note.as_deref().unwrap_or_default())?)
        })
        .await?;
    Ok(Json(Kept { id, incidents: Vec::new(), revision: desk.sight().revision.clone() }))
}

/// A wrong value as text for a file under `dossiers/`.
#[derive(Serialize, JsonSchema)]
pub struct Case {
    /// A name for the file.
    file: String,
    text: String,
}

pub async fn case(State(desk): Here, Named(id): Named) -> Answer<Case> {
    let number = number(&id)?;
    let case = desk.ask(move |record| {
        let missing = || {
            Problem::missing(format!("expected the number of a judgement of kind wrong, but found \"{number}\"\nhint: /api/judgements lists them"))
        };
        let j = record.judgements()?.into_iter().find(|j| j.id == number).ok_or_else(missing)?;
        let value = WrongValue::of(&j).ok_or_else(missing)?;
        let opened = record.opened(&value.report)?.ok_or_else(missing)?;
        Ok(Case { file: format!("wrong-{number}.txt"), text: write_case(&value, &j, &opened.reading) })
    });
    Ok(Json(case.await?))
}

/// A dossier that holds the paragraph a wrong value was read from, with what was read and what should have been.
fn write_case(value: &WrongValue, j: &tarikh::Judgement, reading: &types::contract::Reading) -> String {
    let text: Vec<char> = reading.text.chars().collect();
    let (start, end) = ((value.start as usize).min(text.len()), (value.end as usize).min(text.len()));
    let from = text[..start].iter().rposition(|c| *c == '\n').map_or(0, |at| at + 1);
    let to = text[end..].iter().position(|c| *c == '\n').map_or(text.len(), |at| end + at);
    let paragraph: String = text[from..to].iter().collect();
    let quote: String = text[start..end].iter().collect();
    let flat = |t: &str| t.replace(['\n', '\r'], " ").replace('"', "'");
    let r = &reading.report;
    let mut out = String::new();
    if let Some(title) = &r.title {
        out.push_str(&format!("{}\n", flat(title)));
    }
    if let (Some(day), source) = (&r.published, &r.source) {
        let source = source.as_deref().map(|s| format!(" ({})", flat(s))).unwrap_or_default();
        out.push_str(&format!("{day}{source}\n"));
    }
    out.push_str(&format!("\n{paragraph}\n=====\n"));
    out.push_str("# Before this goes into a public repository, retell the paragraph in your own words.\n");
    out.push_str(&format!(
        "# Judgement {} of {} by {}: {} is wrong. {}\n",
        j.id,
        j.made,
        flat(&j.by),
        value.field,
        flat(&j.note)
    ));
    out.push_str(&format!("# read: {}\n", flat(&value.read)));
    let expected = if value.expected.is_empty() { "nothing" } else { &value.expected };
    out.push_str(&format!("# expected: {}\n", flat(expected)));
    let kind = value.field.split('.').next().unwrap_or_default();
    let first = |t: &str| t.split_whitespace().next().unwrap_or("*").to_string();
    let line = match kind {
        "event" => Some(format!("wrong: event {} * \"{}\"", first(&value.read), flat(&quote))),
        "actor" => {
            let named = reading.actors.iter().find(|a| a.mentions.iter().any(|m| m.start == value.start));
            named.map(|a| format!("wrong: actor {} {}", a.kind.word(), flat(&a.name)))
        }
        "place" => {
            let named = reading.places.iter().find(|p| p.mentions.iter().any(|m| m.start == value.start));
            named.map(|p| {
                format!("wrong: place {} {}", flat(&p.name), p.country.as_deref().unwrap_or("")).trim_end().to_string()
            })
        }
        _ => None,
    };
    out.extend(line.map(|l| l + "\n"));
    out
}
