//! Reports: their list, one of them with its reading, and a pasted one read on the spot.
//!
//! A report's text leaves as a JSON string and nothing else; what is markup in it stays text.

use super::Here;
use crate::answer::{Answer, Asked, Named, Problem, Sent};
use crate::desk::{Desk, on_a_thread};
use crate::sight::fold;
use crate::units::Units;
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use tarikh::{Given, Opened};
use types::contract::{Evidence, Reading};

const PAGE: usize = 1000;

/// Which reports are wanted.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asking {
    /// Words the report holds.
    q: Option<String>,
    /// Its publisher.
    source: Option<String>,
    /// `en` or `fr`.
    language: Option<String>,
    /// Published on or after this day, `YYYY-MM-DD`.
    since: Option<String>,
    /// Published on or before this day, `YYYY-MM-DD`.
    until: Option<String>,
    /// At most this many on a page, 1 to 1000; 100 where it is not given.
    limit: Option<usize>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// A report in short.
#[derive(Serialize, JsonSchema)]
pub struct Heading {
    id: String,
    file: Option<String>,
    title: Option<String>,
    source: Option<String>,
    language: String,
    published: Option<String>,
    added: String,
    reader: String,
    /// Incidents it tells of.
    incidents: u32,
    first_words: String,
}

/// A page of reports.
#[derive(Serialize, JsonSchema)]
pub struct Page {
    revision: String,
    total: usize,
    next: Option<String>,
    items: Vec<Heading>,
}

/// Checks a limit.
pub fn page_of(limit: Option<usize>) -> Result<usize, Problem> {
    let limit = limit.unwrap_or(100);
    if (1..=PAGE).contains(&limit) {
        return Ok(limit);
    }
    Err(Problem::asked(format!("expected a limit from 1 to {PAGE}, but found {limit}")))
}

pub async fn list(State(desk): Here, Asked(asked): Asked<Asking>) -> Answer<Page> {
    let limit = page_of(asked.limit)?;
    for day in [&asked.since, &asked.until].into_iter().flatten() {
        if day.parse::<types::Date>().is_err() {
            return Err(Problem::asked(format!("expected a day as YYYY-MM-DD, but found \"{day}\"")));
        }
    }
    let words: Option<HashSet<i64>> = match asked.q.filter(|q| !q.trim().is_empty()) {
        Some(q) => Some(desk.ask(move |r| Ok(r.reports_with(&q)?)).await?.into_iter().collect()),
        None => None,
    };
    let sight = desk.sight();
    let source = asked.source.map(|s| fold(&s));
    let takes = |r: &&tarikh::Heading| {
        words.as_ref().is_none_or(|w| w.contains(&r.row))
            && source.as_ref().is_none_or(|s| r.source.as_deref().is_some_and(|x| fold(x) == *s))
            && asked.language.as_ref().is_none_or(|l| r.language == *l)
            && asked.since.as_ref().is_none_or(|d| r.published.as_ref().is_some_and(|p| p >= d))
            && asked.until.as_ref().is_none_or(|d| r.published.as_ref().is_some_and(|p| p <= d))
    };
    let all: Vec<&tarikh::Heading> = sight.reports.iter().filter(takes).collect();
    let from = match &asked.cursor {
        None => 0,
        Some(last) => all.iter().position(|r| r.id == *last).map(|at| at + 1).ok_or_else(|| {
            Problem::asked(
                "expected the cursor of a page of this list, but found another\nhint: begin again without cursor",
            )
        })?,
    };
    let page = &all[from..all.len().min(from + limit)];
    let next = page.last().filter(|_| from + limit < all.len()).map(|r| r.id.clone());
    let items = page.iter().map(|r| Heading {
        id: r.id.clone(),
        file: r.file.clone(),
        title: r.title.clone(),
        source: r.source.clone(),
        language: r.language.clone(),
        published: r.published.clone(),
        added: r.added.clone(),
        reader: r.reader.clone(),
        incidents: r.incidents,
        first_words: r.first_words.clone(),
    });
    Ok(Json(Page { revision: sight.revision.clone(), total: all.len(), next, items: items.collect() }))
}

/// What words of a text are. Offsets are UTF-16 units.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Mark {
    start: u32,
    end: u32,
    /// `actor`, `place`, `time`, `toll`, `event`, `relation` or `claim`.
    kind: &'static str,
    /// Id in the reading; of a toll `e1.2`, the second toll of event e1, or `n3`, the third count of the text; of a time
    /// `t1`, the first of the text.
    id: String,
    /// The rule or model that read it.
    by: String,
}

/// An incident that a report tells of.
#[derive(Serialize, JsonSchema)]
pub struct Joined {
    /// Event id in the reading.
    event: String,
    /// Incident id.
    incident: String,
    title: Option<String>,
}

/// A report with its reading.
#[derive(Serialize, JsonSchema)]
pub struct Whole {
    id: String,
    title: Option<String>,
    source: Option<String>,
    url: Option<String>,
    published: Option<String>,
    /// `given`, `inferred` or `unknown`.
    published_basis: String,
    language: String,
    file: Option<String>,
    /// When it was added to the record; null where it was not.
    added: Option<String>,
    /// Which version of which reader read it.
    reader: String,
    text: String,
    marks: Vec<Mark>,
    /// The reading as `tarikh read --format json` prints it, with offsets in UTF-16 units.
    #[schemars(with = "Reading")]
    reading: Value,
    incidents: Vec<Joined>,
    /// Who the actors are in the record: id in the reading, id in the record.
    actors: BTreeMap<String, String>,
}

fn marks(r: &Reading, units: &Units) -> Vec<Mark> {
    let mut out = Vec::new();
    let mut put = |kind: &'static str, id: String, e: &Evidence| {
        let (start, end) = units.span(e);
        if start < end {
            out.push(Mark { start, end, kind, id, by: e.by.clone() });
        }
    };
    for a in &r.actors {
        a.mentions.iter().for_each(|e| put("actor", a.id.clone(), e));
    }
    for p in &r.places {
        p.mentions.iter().chain(&p.demonyms).for_each(|e| put("place", p.id.clone(), e));
    }
    for (n, t) in r.times.iter().enumerate() {
        put("time", format!("t{}", n + 1), &t.evidence);
    }
    let mut of_events = HashSet::new();
    for e in &r.events {
        e.evidence.iter().for_each(|w| put("event", e.id.clone(), w));
        for (n, t) in e.tolls.iter().enumerate() {
            of_events.insert((t.evidence.start, t.evidence.end));
            put("toll", format!("{}.{}", e.id, n + 1), &t.evidence);
        }
    }
    for (n, t) in r.counts.iter().enumerate() {
        if !of_events.contains(&(t.evidence.start, t.evidence.end)) {
            put("toll", format!("n{}", n + 1), &t.evidence);
        }
    }
    for x in &r.relations {
        x.evidence.iter().for_each(|e| put("relation", x.id.clone(), e));
    }
    for c in &r.claims {
        put("claim", c.id.clone(), c.cue.as_ref().unwrap_or(&c.evidence));
    }
    out.sort_unstable_by(|a, b| (a.start, b.end, a.kind, &a.id).cmp(&(b.start, a.end, b.kind, &b.id)));
    out.dedup();
    out
}

fn whole(desk: &Desk, opened: Opened, added: bool) -> Result<Whole, Problem> {
    let sight = desk.sight();
    let Opened { reading, added: when, reader, incidents, actors } = opened;
    let units = Units::of(&reading.text);
    let marks = marks(&reading, &units);
    let mut value = serde_json::to_value(&reading).map_err(|e| Problem::defect(&e.to_string()))?;
    units.turn(&mut value);
    let r = reading.report;
    let joined = |(event, incident): (String, String)| {
        let title = sight.card(&incident).map(super::incidents::title);
        Joined { event, incident, title }
    };
    Ok(Whole {
        id: r.id,
        title: r.title,
        source: r.source,
        url: r.url,
        published: r.published,
        published_basis: r.published_basis,
        language: r.language,
        file: r.file,
        added: added.then_some(when),
        reader,
        text: reading.text,
        marks,
        reading: value,
        incidents: incidents.into_iter().map(joined).collect(),
        actors,
    })
}

pub async fn one(State(desk): Here, Named(id): Named) -> Answer<Whole> {
    let here = desk.clone();
    let opened = desk.ask(move |record| {
        let missing = || {
            Problem::missing(format!("expected the id of a report, but found \"{id}\"\nhint: /api/reports lists them"))
        };
        whole(&here, record.opened(&id)?.ok_or_else(missing)?, true)
    });
    Ok(Json(opened.await?))
}

/// A pasted report.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pasted {
    /// Plain text, Markdown or a page of HTML.
    text: String,
    title: Option<String>,
    /// The day it was published, `YYYY-MM-DD`.
    published: Option<String>,
    /// Who published it.
    source: Option<String>,
    url: Option<String>,
    /// `en` or `fr`; found out where it is not given.
    language: Option<String>,
    /// Its name as a file: `.md` and `.html` say what the text is.
    file: Option<String>,
}

impl Pasted {
    fn read(self, desk: &Desk) -> Result<Reading, Problem> {
        let published =
            self.published.as_deref().filter(|d| !d.is_empty()).map(|d| {
                d.parse().map_err(|_| Problem::asked(format!("expected a day as YYYY-MM-DD, but found \"{d}\"")))
            });
        let lang = match self.language.as_deref() {
            None | Some("") => None,
            Some("en") => Some(types::Lang::En),
            Some("fr") => Some(types::Lang::Fr),
            Some(x) => return Err(Problem::asked(format!("expected en or fr, but found \"{x}\""))),
        };
        let filled = |text: Option<String>| text.filter(|t| !t.trim().is_empty());
        let given = Given {
            file: filled(self.file),
            title: filled(self.title),
            url: filled(self.url),
            published: published.transpose()?,
            source: filled(self.source),
            lang,
        };
        let read = || {
            let report = tarikh::report::from_bytes(self.text.as_bytes(), &given)?;
            Ok(Reading::of(&desk.reader().read(report)))
        };
        match std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)) {
            Ok(Ok(reading)) => Ok(reading),
            Ok(Err(fault)) => Err(told(fault)),
            Err(_) => Err(Problem::defect("the reader broke off")),
        }
    }
}

fn told(fault: tarikh::report::Fault) -> Problem {
    let mut problem = Problem::new(http::StatusCode::UNPROCESSABLE_ENTITY, fault.message);
    problem.hint = fault.hint;
    problem
}

pub async fn read(State(desk): Here, Sent(pasted): Sent<Pasted>) -> Answer<Whole> {
    let work = move || {
        let reading = pasted.read(&desk)?;
        let opened = Opened {
            reading,
            added: String::new(),
            reader: tarikh::READER.into(),
            incidents: Vec::new(),
            actors: BTreeMap::new(),
        };
        whole(&desk, opened, false)
    };
    Ok(Json(on_a_thread(work).await?))
}

/// What became of a report that was sent.
#[derive(Serialize, JsonSchema)]
pub struct Added {
    id: String,
    /// False where it was there already.
    new: bool,
    incidents: Vec<String>,
    revision: String,
}

pub async fn add(State(desk): Here, Sent(pasted): Sent<Pasted>) -> Answer<Added> {
    if desk.read_only() {
        return Err(Problem::barred(
            "expected a record that may be changed, but it was opened with --read-only\nhint: /api/read reads a report and keeps nothing",
        ));
    }
    let here: Arc<Desk> = desk.clone();
    let reading = on_a_thread(move || pasted.read(&here)).await?;
    let (id, new, incidents) = desk
        .write(move |record| {
            let id = reading.report.id.clone();
            let added = record.add(vec![reading])?;
            let opened = record.opened(&id)?;
            let mut incidents: Vec<String> = opened.into_iter().flat_map(|o| o.incidents).map(|(_, id)| id).collect();
            incidents.sort_unstable();
            incidents.dedup();
            Ok((id, added.new > 0, incidents))
        })
        .await?;
    Ok(Json(Added { id, new, incidents, revision: desk.sight().revision.clone() }))
}
