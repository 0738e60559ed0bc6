//! Incidents that a filter takes: a page of them in short, or all of them as columns.
//!
//! `/api/incidents?since=2024-09-01&place=bamako&status=disputed` gives what `tarikh incidents` with the same flags does.

use super::Here;
use crate::answer::{Answer, Asked, Problem};
use crate::desk::{Desk, on_a_thread};
use crate::sight::{Sight, fold};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use tarikh::{Card, Range};
use types::incident::Status;
use types::{Certainty, EventType};

/// The most incidents on one page.
const PAGE: usize = 1000;

/// Which incidents are wanted. Lists are separated by commas.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Asking {
    /// Not over before this day, `YYYY-MM-DD`.
    pub since: Option<String>,
    /// Begun by this day, `YYYY-MM-DD`.
    pub until: Option<String>,
    /// Part of the name of the place or its first-order unit, or a country code.
    pub place: Option<String>,
    /// A point, as `LAT,LON`; or, without it, the incidents of `place` are the point that `within` is about.
    pub near: Option<String>,
    /// Kilometres around `near` or `place`.
    pub within: Option<f64>,
    /// A box in degrees: `WEST,SOUTH,EAST,NORTH`.
    pub bbox: Option<String>,
    /// Part of the name of somebody who took part, or the id of an actor.
    pub actor: Option<String>,
    /// Types of event.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// `corroborated`, `single_source`, `disputed`.
    pub status: Option<String>,
    /// At least this many killed, by the greatest number stated.
    pub min_killed: Option<u32>,
    /// A publisher of one of the reports.
    pub source: Option<String>,
    /// `stated`, `reported`, `possible`, `disputed`.
    pub certainty: Option<String>,
    /// `1`: only where sources disagree.
    pub disagree: Option<String>,
    /// Words that a report behind it holds.
    pub q: Option<String>,
    /// What was known on this day, `YYYY-MM-DD`.
    pub as_of: Option<String>,
    /// `newest` (where it is not given), `oldest`, `killed` or `disputed`.
    pub sort: Option<String>,
    /// At most this many on a page, 1 to 1000; 100 where it is not given.
    pub limit: Option<usize>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
}

/// Least, greatest and best number stated.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Numbers {
    pub low: Option<u32>,
    pub high: Option<u32>,
    pub best: Option<u32>,
}

impl From<Range> for Numbers {
    fn from(r: Range) -> Numbers {
        Numbers { low: r.low, high: r.high, best: r.best }
    }
}

/// Somebody who took part.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Taker {
    /// Id in the record; null for words that name nobody.
    pub id: Option<String>,
    pub name: String,
    pub role: types::Role,
    pub kind: Option<types::ActorKind>,
    /// Named as suspect or accused only.
    pub accused: bool,
}

/// An incident in short.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Summary {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: EventType,
    pub sub_type: Option<String>,
    pub mode: Option<String>,
    pub realis: types::Realis,
    /// One plain line; it names no culprit.
    pub title: String,
    pub start: Option<String>,
    pub end: Option<String>,
    pub place: Option<String>,
    pub admin1: Option<String>,
    pub country: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub precision: Option<types::Precision>,
    pub status: Status,
    pub certainty: Certainty,
    pub killed: Numbers,
    pub injured: Numbers,
    /// Number of independent sources.
    pub sources: usize,
    pub reports: u32,
    pub disagreements: u32,
    pub actors: Vec<Taker>,
    /// For what was foretold or planned: `fulfilled`, `open` or `not_fulfilled`.
    pub outcome: Option<String>,
    /// For what was foretold or planned: the last day by which it should show.
    pub horizon: Option<String>,
}

impl Summary {
    /// An incident in short.
    pub fn of(c: &Card) -> Summary {
        Summary {
            id: c.id.clone(),
            kind: c.kind,
            sub_type: c.sub_type.clone(),
            mode: c.mode.clone(),
            realis: c.realis,
            title: title(c),
            start: c.start.clone(),
            end: c.end.clone(),
            place: c.place.clone(),
            admin1: c.admin1.clone(),
            country: c.country.clone(),
            lat: c.lat,
            lon: c.lon,
            precision: c.precision,
            status: c.status,
            certainty: c.certainty,
            killed: c.killed.into(),
            injured: c.injured.into(),
            sources: c.sources.len(),
            reports: c.reports,
            disagreements: c.disagreements,
            actors: (c.actors.iter())
                .map(|a| Taker {
                    id: a.id.clone(),
                    name: a.name.clone(),
                    role: a.role,
                    kind: a.kind,
                    accused: a.accused,
                })
                .collect(),
            outcome: c.outcome.clone(),
            horizon: c.horizon.clone(),
        }
    }
}

/// "Assault, Bamako, 2024-09-17": what, where and when; never who.
pub fn title(c: &Card) -> String {
    let kind = c.kind.word();
    let mut text: String = kind.chars().take(1).flat_map(char::to_uppercase).chain(kind.chars().skip(1)).collect();
    for part in [c.place.as_deref().or(c.country.as_deref()), c.start.as_deref()].into_iter().flatten() {
        text.push_str(", ");
        text.push_str(part);
    }
    text
}

/// A page of incidents.
#[derive(Serialize, JsonSchema)]
pub struct Page {
    /// Another text means other content.
    revision: String,
    /// How many the filter takes.
    total: usize,
    /// The `cursor` of the next page, where there is one.
    next: Option<String>,
    items: Vec<Summary>,
}

/// What a filter takes: indices into the sight's incidents, in the order asked for.
pub struct Chosen {
    pub sight: Arc<Sight>,
    pub rows: Vec<usize>,
}

impl Asking {
    /// What this filter takes.
    pub async fn choose(&self, desk: &Arc<Desk>) -> Result<Chosen, Problem> {
        let test = Test::of(self)?;
        let (sight, words) = match (&self.as_of, self.q.as_deref().map(str::trim).filter(|q| !q.is_empty())) {
            (Some(day), q) => {
                let past = desk.past(day).await?;
                let (q, sight) = (q.map(str::to_string), past.sight.clone());
                let words = on_a_thread(move || {
                    let record = past.record.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                    Ok(q.map(|q| record.incidents_with(&q)).transpose()?)
                });
                (sight, words.await?)
            }
            (None, Some(q)) => {
                let q = q.to_string();
                (desk.sight(), Some(desk.ask(move |r| Ok(r.incidents_with(&q)?)).await?))
            }
            (None, None) => (desk.sight(), None),
        };
        let words: Option<HashSet<i64>> = words.map(|w| w.into_iter().collect());
        let around = test.point(&sight)?;
        let takes = |i: &usize| {
            let card = &sight.cards[*i];
            test.takes(&sight, *i, around) && words.as_ref().is_none_or(|w| w.contains(&card.fid))
        };
        let mut rows: Vec<usize> = (0..sight.cards.len()).filter(takes).collect();
        test.order(&sight, &mut rows);
        Ok(Chosen { rows, sight })
    }

    /// What this filter takes of a sight, by day; words of reports and earlier days are asked of the record elsewhere.
    pub fn rows(&self, sight: &Sight) -> Result<Vec<usize>, Problem> {
        let test = Test::of(self)?;
        let around = test.point(sight)?;
        Ok((0..sight.cards.len()).filter(|i| test.takes(sight, *i, around)).collect())
    }

    /// True where it takes everything.
    fn is_everything(&self) -> bool {
        let none =
            [&self.since, &self.until, &self.place, &self.near, &self.bbox, &self.actor, &self.kind, &self.status];
        let more = [&self.source, &self.certainty, &self.disagree, &self.q, &self.as_of, &self.sort];
        none.iter().chain(&more).all(|o| o.is_none()) && self.within.is_none() && self.min_killed.is_none()
    }
}

/// A filter made ready.
struct Test {
    since: Option<String>,
    until: Option<String>,
    place: Option<String>,
    near: Option<(f64, f64)>,
    within: Option<f64>,
    bbox: Option<[f64; 4]>,
    actor: Option<(String, String)>,
    kinds: Vec<EventType>,
    statuses: Vec<Status>,
    certainties: Vec<Certainty>,
    min_killed: u32,
    source: Option<String>,
    disagree: bool,
    sort: Sort,
}

#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Newest,
    Oldest,
    Killed,
    Disputed,
}

fn words<T>(list: &Option<String>, read: impl Fn(&str) -> Result<T, String>) -> Result<Vec<T>, Problem> {
    let parts = list.iter().flat_map(|l| l.split(',')).map(str::trim).filter(|p| !p.is_empty());
    parts.map(|p| read(p).map_err(Problem::asked)).collect()
}

fn numbers<const N: usize>(text: &str, what: &str) -> Result<[f64; N], Problem> {
    let list: Vec<f64> =
        text.split(',').filter_map(|x| x.trim().parse().ok()).filter(|x: &f64| x.is_finite()).collect();
    list.try_into().map_err(|_| Problem::asked(format!("expected {what}, but found \"{text}\"")))
}

impl Test {
    fn of(a: &Asking) -> Result<Test, Problem> {
        for day in [&a.since, &a.until].into_iter().flatten() {
            if day.parse::<types::Date>().is_err() {
                return Err(Problem::asked(format!("expected a day as YYYY-MM-DD, but found \"{day}\"")));
            }
        }
        let status = |w: &str| {
            let told = || format!("expected corroborated, single_source or disputed, but found \"{w}\"");
            Status::from_word(w).ok_or_else(told)
        };
        let text = |t: &Option<String>| t.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(fold);
        let near = a.near.as_deref().map(|t| numbers::<2>(t, "a point as LAT,LON")).transpose()?;
        if a.within.is_some_and(|km| km.is_nan() || km < 0.0) {
            return Err(Problem::asked("expected kilometres from 0 on in within, but found less"));
        }
        if a.within.is_some() && near.is_none() && a.place.is_none() {
            return Err(Problem::asked("expected near or place beside within, but found neither"));
        }
        let sort = match a.sort.as_deref() {
            None | Some("" | "newest") => Sort::Newest,
            Some("oldest") => Sort::Oldest,
            Some("killed") => Sort::Killed,
            Some("disputed") => Sort::Disputed,
            Some(x) => {
                return Err(Problem::asked(format!("expected newest, oldest, killed or disputed, but found \"{x}\"")));
            }
        };
        Ok(Test {
            since: a.since.clone(),
            until: a.until.clone(),
            place: text(&a.place),
            near: near.map(|[lat, lon]| (lat, lon)),
            within: a.within,
            bbox: a.bbox.as_deref().map(|t| numbers(t, "a box as WEST,SOUTH,EAST,NORTH")).transpose()?,
            actor: a.actor.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(|t| (t.to_string(), fold(t))),
            kinds: words(&a.kind, |w| w.parse())?,
            statuses: words(&a.status, status)?,
            certainties: words(&a.certainty, |w| w.parse())?,
            min_killed: a.min_killed.unwrap_or(0),
            source: text(&a.source),
            disagree: matches!(a.disagree.as_deref(), Some("1" | "true")),
            sort,
        })
    }

    /// The point and the km around it that are asked for.
    fn point(&self, sight: &Sight) -> Result<Option<(f64, f64, f64)>, Problem> {
        let (Some(km), place) = (self.within.or(self.near.map(|_| 25.0)), &self.place) else { return Ok(None) };
        if let Some((lat, lon)) = self.near {
            return Ok(Some((lat, lon, km)));
        }
        let Some(place) = place else { return Ok(None) };
        let named = sight.folded.iter().zip(&sight.cards).filter(|(f, _)| f.place.contains(place.as_str()));
        let Some((lat, lon)) = named.filter_map(|(_, c)| c.lat.zip(c.lon)).next() else {
            return Err(Problem::missing(format!("expected a place of the record, but found none called \"{place}\"")));
        };
        Ok(Some((lat, lon, km)))
    }

    fn takes(&self, sight: &Sight, i: usize, around: Option<(f64, f64, f64)>) -> bool {
        let (c, folded) = (&sight.cards[i], &sight.folded[i]);
        let day = |limit: &Option<String>, day: &Option<String>, fits: fn(&str, &str) -> bool| {
            limit.as_ref().is_none_or(|l| day.as_ref().is_some_and(|d| fits(d, l)))
        };
        let by_name = self.place.as_ref().filter(|_| around.is_none() || self.near.is_some());
        day(&self.since, &c.end, |d, l| d >= l)
            && day(&self.until, &c.start, |d, l| d <= l)
            && (self.kinds.is_empty() || self.kinds.contains(&c.kind))
            && (self.statuses.is_empty() || self.statuses.contains(&c.status))
            && (self.certainties.is_empty() || self.certainties.contains(&c.certainty))
            && (self.min_killed == 0 || c.killed.high.is_some_and(|k| k >= self.min_killed))
            && (!self.disagree || c.disagreements > 0)
            && by_name.is_none_or(|p| {
                folded.place.contains(p.as_str()) || c.country.as_deref().is_some_and(|x| x.eq_ignore_ascii_case(p))
            })
            && self.bbox.is_none_or(|[west, south, east, north]| {
                c.lat.zip(c.lon).is_some_and(|(lat, lon)| {
                    let across = if west <= east { (west..=east).contains(&lon) } else { lon >= west || lon <= east };
                    across && (south..=north).contains(&lat)
                })
            })
            && around.is_none_or(|(lat, lon, km)| c.lat.zip(c.lon).is_some_and(|at| distance(at, (lat, lon)) <= km))
            && self.actor.as_ref().is_none_or(|(id, name)| {
                folded.actors.contains(name.as_str()) || c.actors.iter().any(|a| a.id.as_ref() == Some(id))
            })
            && self.source.as_ref().is_none_or(|s| c.sources.iter().any(|x| fold(x) == *s))
    }

    fn order(&self, sight: &Sight, rows: &mut [usize]) {
        let c = |i: &usize| &sight.cards[*i];
        let killed = |i: &usize| std::cmp::Reverse(c(i).killed.high);
        let newest = |i: &usize| std::cmp::Reverse(c(i).start.clone());
        match self.sort {
            Sort::Oldest => {}
            Sort::Newest => rows.sort_by_cached_key(newest),
            Sort::Killed => rows.sort_by_cached_key(|i| (killed(i), newest(i))),
            Sort::Disputed => {
                rows.sort_by_cached_key(|i| (std::cmp::Reverse(c(i).disagreements), killed(i), newest(i)));
            }
        }
    }
}

/// Great-circle distance in km.
fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (la, lb) = (a.0.to_radians(), b.0.to_radians());
    let dy = ((lb - la) / 2.0).sin();
    let dx = ((b.1 - a.1).to_radians() / 2.0).sin();
    12742.0 * (dy * dy + la.cos() * lb.cos() * dx * dx).sqrt().min(1.0).asin()
}

pub async fn list(State(desk): Here, Asked(asking): Asked<Asking>) -> Answer<Page> {
    let limit = asking.limit.unwrap_or(100);
    if !(1..=PAGE).contains(&limit) {
        return Err(Problem::asked(format!("expected a limit from 1 to {PAGE}, but found {limit}")));
    }
    let Chosen { sight, rows } = asking.choose(&desk).await?;
    let from = match &asking.cursor {
        None => 0,
        Some(last) => match rows.iter().position(|i| sight.cards[*i].id == *last) {
            Some(at) => at + 1,
            None => {
                return Err(Problem::asked(
                    "expected the cursor of a page of this list, but found another\nhint: the record may have changed; begin again without cursor",
                ));
            }
        },
    };
    let page = &rows[from..rows.len().min(from + limit)];
    let next = page.last().filter(|_| from + limit < rows.len()).map(|i| sight.cards[*i].id.clone());
    Ok(Json(Page {
        revision: sight.revision.clone(),
        total: rows.len(),
        next,
        items: page.iter().map(|i| Summary::of(&sight.cards[*i])).collect(),
    }))
}

/// Incidents, one array for each field. Numbers in an array of strings' place are indices into `tables`.
#[derive(Default, Serialize, JsonSchema)]
pub struct Columns {
    revision: String,
    /// Number of incidents.
    n: usize,
    /// The days that occur; `start` and `end` are indices into it.
    days: Vec<String>,
    columns: Fields,
    tables: Tables,
}

#[derive(Default, Serialize, JsonSchema)]
struct Fields {
    id: Vec<String>,
    start: Vec<Option<u32>>,
    end: Vec<Option<u32>>,
    lat: Vec<Option<f64>>,
    lon: Vec<Option<f64>>,
    #[serde(rename = "type")]
    kind: Vec<u32>,
    realis: Vec<u32>,
    status: Vec<u32>,
    certainty: Vec<u32>,
    place: Vec<u32>,
    admin1: Vec<u32>,
    precision: Vec<u32>,
    country: Vec<u32>,
    killed_low: Vec<Option<u32>>,
    killed_best: Vec<Option<u32>>,
    killed_high: Vec<Option<u32>>,
    injured_low: Vec<Option<u32>>,
    injured_high: Vec<Option<u32>>,
    sources: Vec<u32>,
    reports: Vec<u32>,
    disagreements: Vec<u32>,
    /// Of each incident, indices into `tables.actor`.
    actors: Vec<Vec<u32>>,
    /// Beside each of `actors`, an index into `tables.role`.
    roles: Vec<Vec<u32>>,
    /// Of each incident, indices into `tables.source`.
    by_source: Vec<Vec<u32>>,
}

#[derive(Default, Serialize, JsonSchema)]
struct Tables {
    #[serde(rename = "type")]
    kind: Vec<String>,
    realis: Vec<String>,
    status: Vec<String>,
    certainty: Vec<String>,
    /// The first is empty: no place.
    place: Vec<String>,
    /// First-order units; the first is empty.
    admin1: Vec<String>,
    precision: Vec<String>,
    country: Vec<String>,
    actor: Vec<ColumnActor>,
    /// `accused` stands for an actor who is named as suspect only.
    role: Vec<String>,
    source: Vec<String>,
}

#[derive(Clone, Serialize, JsonSchema)]
struct ColumnActor {
    /// Empty for words that name nobody.
    id: String,
    name: String,
}

/// Texts by number.
struct Table {
    list: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Table {
    fn beginning_with(first: &[&str]) -> Table {
        let mut table = Table { list: Vec::new(), numbers: HashMap::new() };
        first.iter().for_each(|t| {
            table.number(t);
        });
        table
    }

    fn number(&mut self, text: &str) -> u32 {
        if let Some(n) = self.numbers.get(text) {
            return *n;
        }
        let n = self.list.len() as u32;
        self.list.push(text.to_string());
        self.numbers.insert(text.to_string(), n);
        n
    }
}

impl Columns {
    fn of(sight: &Sight, rows: &[usize]) -> Columns {
        let mut f = Fields::default();
        let new = || Table::beginning_with(&[]);
        let (mut days, mut kind, mut realis, mut status, mut certainty) = (new(), new(), new(), new(), new());
        let (mut role, mut source) = (new(), new());
        let empty = || Table::beginning_with(&[""]);
        let (mut place, mut admin1, mut precision, mut country) = (empty(), empty(), empty(), empty());
        let mut actors: Vec<ColumnActor> = Vec::new();
        let mut actor_numbers: HashMap<(Option<&str>, &str), u32> = HashMap::new();
        for c in rows.iter().map(|i| &sight.cards[*i]) {
            f.id.push(c.id.clone());
            f.start.push(c.start.as_ref().map(|d| days.number(d)));
            f.end.push(c.end.as_ref().map(|d| days.number(d)));
            let round = |x: f64| (x * 1e5).round() / 1e5;
            f.lat.push(c.lat.map(round));
            f.lon.push(c.lon.map(round));
            f.kind.push(kind.number(c.kind.word()));
            f.realis.push(realis.number(c.realis.word()));
            f.status.push(status.number(c.status.word()));
            f.certainty.push(certainty.number(c.certainty.word()));
            f.place.push(place.number(c.place.as_deref().unwrap_or("")));
            f.admin1.push(admin1.number(c.admin1.as_deref().unwrap_or("")));
            f.precision.push(precision.number(c.precision.map_or("", |p| p.word())));
            f.country.push(country.number(c.country.as_deref().unwrap_or("")));
            f.killed_low.push(c.killed.low);
            f.killed_best.push(c.killed.best);
            f.killed_high.push(c.killed.high);
            f.injured_low.push(c.injured.low);
            f.injured_high.push(c.injured.high);
            f.sources.push(c.sources.len() as u32);
            f.reports.push(c.reports);
            f.disagreements.push(c.disagreements);
            f.by_source.push(c.sources.iter().map(|s| source.number(s)).collect());
            let mut list = Vec::new();
            for a in &c.actors {
                let key = (a.id.as_deref(), a.name.as_str());
                list.push(*actor_numbers.entry(key).or_insert_with(|| {
                    actors.push(ColumnActor { id: a.id.clone().unwrap_or_default(), name: a.name.clone() });
                    actors.len() as u32 - 1
                }));
            }
            f.actors.push(list);
            let word = |a: &tarikh::CardActor| if a.accused { "accused" } else { a.role.word() };
            f.roles.push(c.actors.iter().map(|a| role.number(word(a))).collect());
        }
        Columns {
            revision: sight.revision.clone(),
            n: rows.len(),
            days: days.list,
            columns: f,
            tables: Tables {
                kind: kind.list,
                realis: realis.list,
                status: status.list,
                certainty: certainty.list,
                place: place.list,
                admin1: admin1.list,
                precision: precision.list,
                country: country.list,
                actor: actors,
                role: role.list,
                source: source.list,
            },
        }
    }
}

/// Ready-made JSON of [`Columns`].
pub struct Ready(bytes::Bytes);

impl IntoResponse for Ready {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, "application/json")], self.0).into_response()
    }
}

pub async fn columns(State(desk): Here, Asked(asking): Asked<Asking>) -> Result<Ready, Problem> {
    let write = |sight: Arc<Sight>, rows: Vec<usize>| {
        on_a_thread(move || {
            let text = serde_json::to_vec(&Columns::of(&sight, &rows));
            text.map(bytes::Bytes::from).map_err(|e| Problem::defect(&e.to_string()))
        })
    };
    if asking.is_everything() {
        let sight = desk.sight();
        let all = || write(sight.clone(), (0..sight.cards.len()).collect());
        return Ok(Ready(sight.later.columns.get_or_try_init(all).await?.clone()));
    }
    let Chosen { sight, mut rows } = asking.choose(&desk).await?;
    rows.sort_unstable();
    Ok(Ready(write(sight, rows).await?))
}
