//! One incident: the whole of it by the record's contract, and who says what of each field, side by side.

use super::matrix::{Said, matrix};
use super::{Here, Summary};
use crate::answer::{Answer, Asked, Named, Problem};
use crate::desk::on_a_thread;
use crate::sight::{Queue, Sight};
use crate::units::Units;
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use tarikh::{Judgement, Opened, Record};
use types::incident::{Doubt, Incident};

/// As of when.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AsOf {
    /// What was known on this day, `YYYY-MM-DD`.
    as_of: Option<String>,
}

/// A report that tells of an incident.
#[derive(Serialize, JsonSchema)]
pub struct Teller {
    report: String,
    title: Option<String>,
    source: Option<String>,
    published: Option<String>,
    language: String,
    file: Option<String>,
    /// The report this one copies, where it is a copy: both count as one source.
    copy_of: Option<String>,
    /// Its events that were joined here.
    events: Vec<String>,
    /// Why they were joined to the others.
    why: Vec<String>,
}

/// A decision of a person.
#[derive(Serialize, JsonSchema)]
pub struct Decided {
    pub id: i64,
    /// RFC 3339.
    pub made: String,
    pub by: String,
    /// `join`, `split`, `correct`, `grade`, `merge`, `wrong` or `undo`.
    pub kind: String,
    pub subject: String,
    pub object: String,
    pub note: String,
    /// False where it was taken back.
    pub stands: bool,
}

/// Decisions, each with whether it stands.
pub fn decided(list: Vec<Judgement>) -> Vec<Decided> {
    let undone: Vec<i64> = list.iter().filter(|j| j.kind == "undo").filter_map(|j| j.subject.parse().ok()).collect();
    let one = |j: Judgement| Decided {
        stands: j.kind != "undo" && !undone.contains(&j.id),
        id: j.id,
        made: j.made,
        by: j.by,
        kind: j.kind,
        subject: j.subject,
        object: j.object,
        note: j.note,
    };
    list.into_iter().map(one).collect()
}

/// An incident with everything that stands behind it.
#[derive(Serialize, JsonSchema)]
pub struct Whole {
    revision: String,
    summary: Summary,
    /// The incident as `tarikh show --json` prints it, with offsets in UTF-16 units.
    #[schemars(with = "Incident")]
    incident: Value,
    /// What each report says of each field.
    statements: Vec<Said>,
    /// The reports, the oldest first.
    tellers: Vec<Teller>,
    /// Incidents that may be the same happening and were left apart.
    doubts: Vec<Doubt>,
    /// Incidents that are part of this one.
    parts: Vec<Summary>,
    /// Incidents this one is part of.
    part_of: Vec<Summary>,
    /// Decisions that touched it.
    judgements: Vec<Decided>,
}

pub async fn one(State(desk): Here, Named(id): Named, Asked(asked): Asked<AsOf>) -> Answer<Whole> {
    let whole = match asked.as_of {
        Some(day) => {
            let past = desk.past(&day).await?;
            let work = move || {
                let record = past.record.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                Ok((whole(&record, &past.sight, &id)?, Vec::new()))
            };
            on_a_thread(work).await?
        }
        None => {
            let sight = desk.sight();
            let queue = sight.later.queue.get_or_try_init(|| desk.ask(|r| Ok(Queue::of(r)?))).await?;
            let full = sight.by_id.keys().find(|k| **k == id).cloned();
            let touches = |d: &&Doubt| full.as_ref().is_some_and(|id| d.incidents.contains(id));
            let doubts: Vec<Doubt> = queue.doubts.iter().filter(touches).cloned().collect();
            let seen = sight.clone();
            (desk.ask(move |record| whole(record, &seen, &id)).await?, doubts)
        }
    };
    let (mut whole, doubts) = whole;
    whole.doubts = doubts;
    Ok(Json(whole))
}

fn whole(record: &Record, sight: &Sight, id: &str) -> Result<Whole, Problem> {
    let missing = || {
        Problem::missing(format!(
            "expected the id of one incident, but found \"{id}\"\nhint: /api/incidents lists them"
        ))
    };
    if !id.starts_with('i') || id.len() < 4 {
        return Err(missing());
    }
    let incident = record.show(id)?.ok_or_else(missing)?;
    let mut ids: Vec<String> = incident.reports.iter().map(|m| m.report.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut reports: Vec<Opened> = Vec::new();
    for id in &ids {
        reports.extend(record.opened(id)?);
    }
    let by_day =
        |o: &Opened| (o.reading.report.published.clone().unwrap_or("9999".into()), o.reading.report.id.clone());
    reports.sort_by_key(by_day);
    let order: Vec<String> = reports.iter().map(|o| o.reading.report.id.clone()).collect();
    let copies = record.copies(&order)?;
    let tellers = reports.iter().map(|o| teller(o, &incident, &copies)).collect();
    let touched = |j: &Judgement| {
        let names = |text: &str| ids.iter().any(|id| text.contains(id.as_str()));
        (j.kind != "grade" && (names(&j.subject) || names(&j.object)))
            || (j.kind == "grade" && incident.statements.iter().any(|s| s.source.as_ref() == Some(&j.subject)))
    };
    let all = record.judgements()?;
    let numbers: Vec<i64> = all.iter().filter(|j| touched(j)).map(|j| j.id).collect();
    let judgements = decided(all).into_iter().filter(|j| numbers.contains(&j.id)).collect();
    let short = |ids: &[String]| ids.iter().filter_map(|id| sight.card(id)).map(Summary::of).collect::<Vec<_>>();
    let parts = parts(&reports, &incident);
    let summary = match sight.card(&incident.id) {
        Some(card) => Summary::of(card),
        // The record has changed since the sight was made; the page asks again in a moment.
        None => return Err(missing()),
    };
    let units: BTreeMap<&str, Units> =
        reports.iter().map(|o| (o.reading.report.id.as_str(), Units::of(&o.reading.text))).collect();
    let statements = matrix(&incident, &reports, &copies);
    let (parts, part_of) = (short(&parts), short(&incident.part_of));
    let mut value = serde_json::to_value(&incident).map_err(|e| Problem::defect(&e.to_string()))?;
    turn(&mut value, &units);
    Ok(Whole {
        revision: sight.revision.clone(),
        summary,
        incident: value,
        statements,
        tellers,
        doubts: Vec::new(),
        parts,
        part_of,
        judgements,
    })
}

fn teller(o: &Opened, incident: &Incident, copies: &BTreeMap<String, String>) -> Teller {
    let r = &o.reading.report;
    let here = incident.reports.iter().filter(|m| m.report == r.id);
    let mut why: Vec<String> = here.clone().flat_map(|m| m.why.clone()).collect();
    why.dedup();
    Teller {
        report: r.id.clone(),
        title: r.title.clone(),
        source: r.source.clone(),
        published: r.published.clone(),
        language: r.language.clone(),
        file: r.file.clone(),
        copy_of: copies.get(&r.id).cloned(),
        events: here.map(|m| m.event.clone()).collect(),
        why,
    }
}

/// Ids of the incidents that some report tells as part of this one.
fn parts(reports: &[Opened], incident: &Incident) -> Vec<String> {
    let mut out = Vec::new();
    for o in reports {
        let r = &o.reading;
        let here = |id: &str| incident.reports.iter().any(|m| m.report == r.report.id && m.event == id);
        for e in r.events.iter().filter(|e| e.part_of.as_deref().is_some_and(here)) {
            out.extend(
                o.incidents.iter().filter(|(event, id)| *event == e.id && *id != incident.id).map(|(_, id)| id.clone()),
            );
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Turns the offsets of every statement into units of its own report.
fn turn(value: &mut Value, units: &BTreeMap<&str, Units>) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|v| turn(v, units)),
        Value::Object(fields) => {
            let report = fields.get("report").and_then(|r| r.as_str()).and_then(|r| units.get(r));
            if let (Some(units), true) = (report, fields.contains_key("quote")) {
                for name in ["start", "end"] {
                    if let Some(n) = fields.get_mut(name)
                        && let Some(at) = n.as_u64()
                    {
                        *n = units.at(at as u32).into();
                    }
                }
            }
            fields.values_mut().for_each(|v| turn(v, units));
        }
        _ => {}
    }
}
