//! Judgements: what people decided, and what follows from it when incidents are made.

use super::link::{Linker, rebuild};
use super::{Record, Result};
use ::record::{Fault, Judgement, Store};
use linking::{Decisions, Key};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use types::incident::Incident;

/// What a person decides.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// Two incidents are one happening.
    Join(String, String),
    /// A report does not belong to an incident.
    Split(String, String),
    /// A field of an incident has another value.
    Correct(String, String, String),
    /// A publisher has an Admiralty grade.
    Grade(String, char),
    /// The first actor is the second.
    Merge(String, String),
    /// A value that was read from a report is wrong. Changes no incident: it is for whoever improves the reader.
    Wrong(WrongValue),
    /// An earlier judgement does not stand.
    Undo(i64),
}

/// A value that a reader got wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrongValue {
    /// The report, by its id.
    #[serde(skip)]
    pub report: String,
    /// What sort of value: `actor`, `place`, `time`, `toll`, `event`, `relation`, `claim`, or a field of one (`event.type`).
    pub field: String,
    /// What was read.
    pub read: String,
    /// What should have been read; empty where it should not have been read at all.
    pub expected: String,
    /// The words it rests on: code points of the report's text.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

impl WrongValue {
    /// The value a judgement of kind `wrong` speaks of.
    pub fn of(j: &Judgement) -> Option<WrongValue> {
        let value: WrongValue = serde_json::from_str(&j.object).ok().filter(|_| j.kind == "wrong")?;
        Some(WrongValue { report: j.subject.clone(), ..value })
    }
}

/// Fields that may be corrected.
const FIELDS: [&str; 9] = ["type", "mode", "start", "end", "place", "lat", "lon", "country", "admin1"];

/// Judgements in the form linking needs.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) decisions: Decisions,
    corrections: BTreeMap<Key, Vec<(String, String, String)>>,
    grades: BTreeMap<String, char>,
    merged: BTreeMap<String, String>,
}

/// `report e3; report e1` as keys.
fn keys(text: &str) -> Vec<Key> {
    let one = |part: &str| {
        let (report, event) = part.trim().rsplit_once(' ')?;
        Some(Key { report: report.to_string(), event: linking::index_of(event)? })
    };
    text.split(';').filter_map(one).collect()
}

fn text_of(i: &Incident) -> String {
    i.reports.iter().map(|m| format!("{} {}", m.report, m.event)).collect::<Vec<_>>().join("; ")
}

impl Judged {
    pub(super) fn of(list: Vec<Judgement>) -> Judged {
        let mut out = Judged::default();
        for j in list {
            match j.kind.as_str() {
                "join" => {
                    let all: Vec<Key> = keys(&j.subject).into_iter().chain(keys(&j.object)).collect();
                    let Some((first, rest)) = all.split_first() else { continue };
                    out.decisions.join.extend(rest.iter().map(|k| (first.clone(), k.clone())));
                }
                "split" => {
                    for a in keys(&j.subject) {
                        out.decisions.split.extend(keys(&j.object).into_iter().map(|b| (a.clone(), b)));
                    }
                }
                "correct" => {
                    let Some((field, value)) = j.object.split_once('=') else { continue };
                    let Some(key) = keys(&j.subject).into_iter().next() else { continue };
                    out.corrections.entry(key).or_default().push((field.to_string(), value.to_string(), j.by));
                }
                "grade" => {
                    let Some(grade) = j.object.chars().next() else { continue };
                    out.grades.insert(j.subject, grade);
                }
                "merge" => {
                    out.merged.insert(j.subject, j.object);
                }
                _ => {}
            }
        }
        let split = std::mem::take(&mut out.decisions.split);
        out.decisions.split = split.into_iter().filter(|(a, b)| a != b).collect();
        out
    }

    /// The id of an actor after mergers by people.
    pub(super) fn actor(&self, id: Option<String>) -> Option<String> {
        let mut id = id?;
        for _ in 0..16 {
            match self.merged.get(&id) {
                Some(to) => id = to.clone(),
                None => break,
            }
        }
        Some(id)
    }

    pub(super) fn grade(&self, source: &str) -> Option<char> {
        self.grades.get(source).copied()
    }

    /// Tellings joined by people, both ways, by their numbers in the record.
    pub(super) fn pairs(&self, store: &Store) -> Result<BTreeMap<i64, Vec<i64>>> {
        let mut out: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        let number = |k: &Key| -> Result<Option<i64>> {
            let Some(row) = store.row_of(&k.report)? else { return Ok(None) };
            store.telling_of(row, i64::from(k.event) + 1)
        };
        for (a, b) in &self.decisions.join {
            if let (Some(a), Some(b)) = (number(a)?, number(b)?) {
                out.entry(a).or_default().push(b);
                out.entry(b).or_default().push(a);
            }
        }
        Ok(out)
    }

    /// Puts corrected values into an incident, and says so there.
    pub(super) fn correct(&self, i: &mut Incident) {
        if self.corrections.is_empty() {
            return;
        }
        let members: Vec<Key> = keys(&text_of(i));
        for (field, value, by) in members.iter().filter_map(|k| self.corrections.get(k)).flatten() {
            if set(i, field, value) {
                i.corrections.push(format!("{field} = {value} ({by})"));
            }
        }
    }
}

/// Sets a field of an incident from text; false where the text does not fit the field.
fn set(i: &mut Incident, field: &str, value: &str) -> bool {
    let place = i.place.get_or_insert_with(|| types::incident::Where {
        name: String::new(),
        lat: None,
        lon: None,
        country: None,
        admin1: None,
        precision: types::Precision::Town,
        by_scene: false,
    });
    match field {
        "type" => value.parse().map(|k| i.kind = k).is_ok(),
        "mode" => {
            i.mode = Some(value.to_string()).filter(|v| !v.is_empty());
            true
        }
        "start" | "end" => {
            let Some(day) = linking::day_number(value).map(linking::iso_day) else { return false };
            let when = i.when.get_or_insert_with(|| types::incident::Span {
                start: day.clone(),
                end: day.clone(),
                precision: "day".into(),
            });
            if field == "start" {
                when.start = day;
            } else {
                when.end = day;
            }
            if when.start > when.end {
                when.end = when.start.clone();
            }
            true
        }
        "place" => {
            place.name = value.to_string();
            true
        }
        "lat" => value.parse().map(|x| place.lat = Some(x)).is_ok(),
        "lon" => value.parse().map(|x| place.lon = Some(x)).is_ok(),
        "country" => {
            place.country = Some(value.to_string());
            true
        }
        "admin1" => {
            place.admin1 = Some(value.to_string());
            true
        }
        _ => false,
    }
}

impl Record {
    /// Every judgement in the order made.
    pub fn judgements(&self) -> Result<Vec<Judgement>> {
        self.store.judgements()
    }

    /// Keeps a decision of a person and makes anew what follows from it. Returns the number of the judgement.
    pub fn judge(&mut self, decision: Decision, by: &str, note: &str) -> Result<i64> {
        let made = super::now();
        self.store.transaction(|store| {
            super::link::bring_up_to_date(store)?;
            let (kind, subject, object, reports) = prepare(store, &decision)?;
            let j = Judgement {
                id: 0,
                made,
                by: by.to_string(),
                kind: kind.into(),
                subject,
                object,
                note: note.to_string(),
            };
            let id = store.judge(&j)?;
            match reports {
                None => rebuild(store)?,
                Some(reports) => {
                    let mut seeds = BTreeSet::new();
                    for (row, event) in reports {
                        seeds.extend(store.telling_of(row, event)?);
                    }
                    if !seeds.is_empty() {
                        Linker::new(store, None)?.relink(seeds, true)?;
                    }
                }
            }
            Ok(id)
        })
    }
}

type Prepared = (&'static str, String, String, Option<Vec<(i64, i64)>>);

/// Kind, subject and object of a judgement, and the events to link anew; none for all.
fn prepare(store: &Store, decision: &Decision) -> Result<Prepared> {
    let odd = |expected: &str, found: String| Fault::Odd { expected: expected.into(), found };
    let find = |id: &str| -> Result<(Incident, Vec<(i64, i64)>)> {
        let row = store.incident_row(id)?.ok_or_else(|| odd("the id of one incident", format!("\"{id}\"")))?;
        Ok((store.incident(row)?, store.members(row)?))
    };
    Ok(match decision {
        Decision::Join(a, b) => {
            let ((a, mut x), (b, y)) = (find(a)?, find(b)?);
            if a.id == b.id {
                return Err(odd("two incidents", "one".into()));
            }
            x.extend(y);
            ("join", text_of(&a), text_of(&b), Some(x))
        }
        Decision::Split(id, report) => {
            let (i, members) = find(id)?;
            let is_out = |m: &&types::incident::Member| {
                m.report.starts_with(report.as_str()) || m.file.as_deref() == Some(report)
            };
            let text = |list: Vec<&types::incident::Member>| {
                list.iter().map(|m| format!("{} {}", m.report, m.event)).collect::<Vec<_>>().join("; ")
            };
            let out: Vec<_> = i.reports.iter().filter(is_out).collect();
            let rest: Vec<_> = i.reports.iter().filter(|m| !is_out(m)).collect();
            if out.is_empty() || rest.is_empty() {
                let all = i.reports.iter().map(|m| m.report.as_str()).collect::<Vec<_>>().join(", ");
                return Err(odd(&format!("one of the reports of {} ({all})", i.id), format!("\"{report}\"")));
            }
            ("split", text(out), text(rest), Some(members))
        }
        Decision::Correct(id, field, value) => {
            let (mut i, members) = find(id)?;
            if !set(&mut i, field, value) {
                return Err(odd(
                    &format!("a field of {} and a value that fits it", FIELDS.join(", ")),
                    format!("{field}={value}"),
                ));
            }
            ("correct", text_of(&i), format!("{field}={value}"), Some(members))
        }
        Decision::Grade(source, grade) => {
            if !('A'..='F').contains(grade) {
                return Err(odd("a grade from A to F", format!("\"{grade}\"")));
            }
            let rows = store.events_of_source(source)?;
            if rows.is_empty() {
                return Err(odd("the name of a publisher as `tarikh sources` prints it", format!("\"{source}\"")));
            }
            ("grade", source.clone(), grade.to_string(), Some(rows))
        }
        Decision::Merge(a, b) => {
            let known = |id: &str| -> Result<bool> { Ok(store.actors(None)?.iter().any(|x| x.id == id)) };
            for id in [a, b] {
                if !known(id)? {
                    return Err(odd("the id of an actor as `tarikh actors` prints it", format!("\"{id}\"")));
                }
            }
            ("merge", a.clone(), b.clone(), None)
        }
        Decision::Wrong(value) => {
            let row = store.row_of(&value.report)?;
            let row = row.ok_or_else(|| odd("the id of a report", format!("\"{}\"", value.report)))?;
            let length = store.text(row)?.chars().count();
            if value.start > value.end || value.end as usize > length {
                let found = format!("{} to {}", value.start, value.end);
                return Err(odd(&format!("a span within the {length} code points of the text"), found));
            }
            ("wrong", value.report.clone(), serde_json::to_string(value)?, Some(Vec::new()))
        }
        Decision::Undo(id) => {
            if !store.standing(None)?.iter().any(|j| j.id == *id) {
                return Err(odd("the number of a judgement that stands", id.to_string()));
            }
            // What changed no incident leaves none to make anew.
            let idle = store.standing(None)?.iter().any(|j| j.id == *id && j.kind == "wrong");
            ("undo", id.to_string(), String::new(), idle.then(Vec::new))
        }
    })
}
