//! Disagreements, predictions, the review queue and sources.

use super::reports::page_of;
use super::{Here, Summary};
use crate::answer::{Answer, Asked, Problem};
use crate::sight::Queue;
use crate::units::Units;
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use tarikh::Record;
use types::DisagreementKind;
use types::contract::Review;
use types::incident::{Conflict, Doubt, Statement};

/// Which disagreements are wanted.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kinds {
    /// `toll`, `side`, `perpetrator`, `outcome`, `date`, `place` or `cooperation`.
    kind: Option<String>,
    /// At most this many, 1 to 1000; 100 where it is not given.
    limit: Option<usize>,
    /// How many to pass over.
    offset: Option<usize>,
}

/// Statements that cannot all be true, and the incident they are about.
#[derive(Serialize, JsonSchema)]
pub struct Dissent {
    incident: Summary,
    kind: DisagreementKind,
    /// What does not fit, in plain words.
    note: String,
    /// With offsets in UTF-16 units.
    #[schemars(with = "Vec<Statement>")]
    statements: Value,
}

/// A list with its revision.
#[derive(Serialize, JsonSchema)]
pub struct List<T> {
    revision: String,
    total: usize,
    items: Vec<T>,
}

/// Turns the offsets of statements into units of their reports.
pub fn turned(record: &Record, conflicts: Vec<Conflict>) -> Result<Vec<Value>, Problem> {
    let mut units: HashMap<String, Units> = HashMap::new();
    let mut out = Vec::new();
    for conflict in conflicts {
        let mut list = conflict.statements;
        for s in &mut list {
            if !units.contains_key(&s.report) {
                let text = record.text_of(&s.report)?.unwrap_or_default();
                units.insert(s.report.clone(), Units::of(&text));
            }
            if let Some(u) = units.get(&s.report) {
                (s.start, s.end) = (u.at(s.start), u.at(s.end));
            }
        }
        out.push(serde_json::to_value(list).map_err(|e| Problem::defect(&e.to_string()))?);
    }
    Ok(out)
}

pub async fn disagreements(State(desk): Here, Asked(asked): Asked<Kinds>) -> Answer<List<Dissent>> {
    let kind: Option<DisagreementKind> =
        asked.kind.filter(|k| !k.is_empty()).map(|k| k.parse()).transpose().map_err(Problem::asked)?;
    let limit = page_of(asked.limit)?;
    let sight = desk.sight();
    let all = sight.later.disagreements.get_or_try_init(|| desk.ask(|r| Ok(r.disagreements(None)?))).await?;
    let mut wanted: Vec<_> = all.iter().filter(|d| kind.is_none_or(|k| d.disagreement.kind == k)).collect();
    // The gravest first: by the greatest number killed, then by day.
    let killed = |id: &str| sight.card(id).and_then(|c| c.killed.high);
    wanted.sort_by_cached_key(|d| std::cmp::Reverse((killed(&d.incident), d.start.clone())));
    let total = wanted.len();
    let page: Vec<_> = wanted.into_iter().skip(asked.offset.unwrap_or(0)).take(limit).cloned().collect();
    let conflicts: Vec<Conflict> = page.iter().map(|d| d.disagreement.clone()).collect();
    let statements = desk.ask(move |r| turned(r, conflicts)).await?;
    let items = page.into_iter().zip(statements).filter_map(|(d, statements)| {
        Some(Dissent {
            incident: Summary::of(sight.card(&d.incident)?),
            kind: d.disagreement.kind,
            note: d.disagreement.note,
            statements,
        })
    });
    Ok(Json(List { revision: sight.revision.clone(), total, items: items.collect() }))
}

/// Something foretold or planned.
#[derive(Serialize, JsonSchema)]
pub struct Prediction {
    incident: Summary,
    /// Who foretold it, in which words; offsets in UTF-16 units.
    #[schemars(with = "Vec<Statement>")]
    statements: Value,
    /// The last day by which it should show.
    horizon: Option<String>,
    /// `fulfilled`, `open` or `not_fulfilled`.
    outcome: String,
}

/// Which predictions are wanted.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcomes {
    /// `fulfilled`, `open` or `not_fulfilled`.
    outcome: Option<String>,
    /// At most this many, 1 to 1000; 100 where it is not given.
    limit: Option<usize>,
    /// How many to pass over.
    offset: Option<usize>,
}

pub async fn predictions(State(desk): Here, Asked(asked): Asked<Outcomes>) -> Answer<List<Prediction>> {
    let outcome = asked.outcome.filter(|o| !o.is_empty());
    if let Some(o) = outcome.as_deref().filter(|o| !["fulfilled", "open", "not_fulfilled"].contains(o)) {
        return Err(Problem::asked(format!("expected fulfilled, open or not_fulfilled, but found \"{o}\"")));
    }
    let limit = page_of(asked.limit)?;
    let sight = desk.sight();
    let takes = |c: &&tarikh::Card| c.outcome.is_some() && (outcome.is_none() || c.outcome == outcome);
    let mut wanted: Vec<_> = sight.cards.iter().filter(takes).collect();
    wanted.sort_by_key(|c| (c.horizon.is_none(), c.horizon.clone(), c.id.clone()));
    let total = wanted.len();
    let page: Vec<_> = wanted.into_iter().skip(asked.offset.unwrap_or(0)).take(limit).cloned().collect();
    let ids: Vec<String> = page.iter().map(|c| c.id.clone()).collect();
    let statements = desk
        .ask(move |r| {
            let mut list = Vec::new();
            for id in ids {
                let statements = r.show(&id)?.map(|i| i.statements).unwrap_or_default();
                list.push(Conflict { kind: DisagreementKind::Outcome, statements, note: String::new() });
            }
            turned(r, list)
        })
        .await?;
    let items = page.iter().zip(statements).map(|(c, statements)| Prediction {
        incident: Summary::of(c),
        statements,
        horizon: c.horizon.clone(),
        outcome: c.outcome.clone().unwrap_or_default(),
    });
    Ok(Json(List { revision: sight.revision.clone(), total, items: items.collect() }))
}

/// Two incidents that may be one.
#[derive(Serialize, JsonSchema)]
pub struct Pair {
    doubt: Doubt,
    incidents: Vec<Summary>,
}

/// A name that nothing is known of.
#[derive(Serialize, JsonSchema)]
pub struct Nameless {
    name: String,
    /// `place`, or the kind of the actor.
    kind: String,
    /// Id of the actor in the record.
    actor: Option<String>,
    /// Reports that name it.
    reports: u32,
    /// One of them.
    report: String,
    /// Where it is named there, in UTF-16 units.
    start: Option<u32>,
    end: Option<u32>,
}

/// A value on which two readers of one report differ.
#[derive(Serialize, JsonSchema)]
pub struct Difference {
    report: String,
    /// With offsets in UTF-16 units.
    #[schemars(with = "Review")]
    review: Value,
}

/// What a person should look at.
#[derive(Serialize, JsonSchema)]
pub struct ToReview {
    revision: String,
    total: usize,
    /// Pairs that may be one happening, the likeliest first.
    doubts: Vec<Pair>,
    /// Places without coordinates.
    places: Vec<Nameless>,
    /// Armed groups that no registry knows.
    groups: Vec<Nameless>,
    /// Values on which two readers differ.
    differences: Vec<Difference>,
}

pub async fn review(State(desk): Here) -> Answer<ToReview> {
    let sight = desk.sight();
    let queue = sight.later.queue.get_or_try_init(|| desk.ask(|r| Ok(Queue::of(r)?))).await?;
    let mut reports: Vec<String> = queue.unknowns.iter().map(|u| u.report.clone()).collect();
    reports.extend(queue.differences.iter().map(|d| d.report.clone()));
    reports.sort_unstable();
    reports.dedup();
    let units: BTreeMap<String, Units> = desk
        .ask(move |r| {
            let mut out = BTreeMap::new();
            for id in reports {
                if let Some(text) = r.text_of(&id)? {
                    out.insert(id, Units::of(&text));
                }
            }
            Ok(out)
        })
        .await?;
    let nameless = |u: &tarikh::Unknown| {
        let at = |n: u32| units.get(&u.report).map_or(n, |units| units.at(n));
        Nameless {
            name: u.name.clone(),
            kind: u.kind.clone(),
            actor: u.actor.clone(),
            reports: u.reports,
            report: u.report.clone(),
            start: u.span.map(|(s, _)| at(s)),
            end: u.span.map(|(_, e)| at(e)),
        }
    };
    let pair = |d: &Doubt| Pair {
        incidents: d.incidents.iter().filter_map(|id| sight.card(id)).map(Summary::of).collect(),
        doubt: d.clone(),
    };
    let difference = |d: &tarikh::ReviewRow| {
        let mut review = serde_json::to_value(&d.review).unwrap_or_default();
        if let Some(units) = units.get(&d.report) {
            units.turn(&mut review);
        }
        Difference { report: d.report.clone(), review }
    };
    Ok(Json(ToReview {
        revision: sight.revision.clone(),
        total: queue.len(),
        doubts: queue.doubts.iter().map(pair).collect(),
        places: queue.unknowns.iter().filter(|u| u.kind == "place").map(nameless).collect(),
        groups: queue.unknowns.iter().filter(|u| u.kind != "place").map(nameless).collect(),
        differences: queue.differences.iter().map(difference).collect(),
    }))
}

/// A publisher and how it fares.
#[derive(Serialize, JsonSchema)]
pub struct Publisher {
    source: String,
    reports: i64,
    first: Option<String>,
    last: Option<String>,
    /// Admiralty grade, where a person gave one.
    grade: Option<String>,
    /// Incidents its reports tell of.
    incidents: u32,
    /// Of those, told by nobody else.
    alone: u32,
    /// Of those, with a disagreement in which it takes a side.
    contradicted: u32,
}

pub async fn sources(State(desk): Here) -> Answer<List<Publisher>> {
    let sight = desk.sight();
    let ask = || {
        desk.ask(|r| {
            let mut counts = r.source_counts()?;
            let list = r.sources()?.into_iter();
            Ok(list.map(|s| (counts.remove(&s.source).unwrap_or_default(), s)).map(|(c, s)| (s, c)).collect())
        })
    };
    let list = sight.later.sources.get_or_try_init(ask).await?;
    let items = list.iter().map(|(s, c)| Publisher {
        source: s.source.clone(),
        reports: s.reports,
        first: s.first.clone(),
        last: s.last.clone(),
        grade: s.grade.map(String::from),
        incidents: c.incidents,
        alone: c.alone,
        contradicted: c.contradicted,
    });
    Ok(Json(List { revision: sight.revision.clone(), total: list.len(), items: items.collect() }))
}
