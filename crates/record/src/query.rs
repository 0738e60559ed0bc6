//! Questions: which incidents, actors, ties, disagreements and sources.

use crate::fault::Result;
use crate::open::Store;
use rusqlite::types::Value;
use serde::{Deserialize, Serialize};
use types::incident::{Incident, Status};
use types::{DisagreementKind, EventType};

/// Which incidents are wanted; an empty filter takes all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// Not over before this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Begun by this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Part of the name of the place, its first-order unit or its country code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Latitude, longitude and km around them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub around: Option<(f64, f64, f64)>,
    /// Part of the name of somebody who took part, or the id of an actor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// Event type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<EventType>,
    /// Status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The greatest number of killed that is stated is at least this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_killed: Option<u32>,
    /// Words that a report behind it must hold (SQLite FTS5 syntax).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// An actor across reports.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct ActorRow {
    pub id: String,
    pub name: String,
    pub names: Vec<String>,
    pub kind: String,
    pub country: Option<String>,
    pub registry: Option<String>,
    /// Reports that name it.
    pub reports: i64,
    /// Incidents it took part in.
    pub incidents: i64,
}

/// A standing tie as one report tells it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Tie {
    #[serde(rename = "type")]
    pub kind: String,
    pub from: String,
    pub from_actor: Option<String>,
    pub to: String,
    pub to_actor: Option<String>,
    pub realis: String,
    pub start: Option<String>,
    pub end: Option<String>,
    pub report: String,
    pub source: Option<String>,
    pub published: Option<String>,
    pub quote: Option<String>,
}

/// A disagreement with the incident it is about.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct DisagreementRow {
    pub incident: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub start: Option<String>,
    pub place: Option<String>,
    pub disagreement: types::incident::Conflict,
}

/// A publisher.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct SourceRow {
    pub source: String,
    pub reports: i64,
    pub first: Option<String>,
    pub last: Option<String>,
    /// Admiralty grade, where a person gave one.
    pub grade: Option<char>,
}

/// `%` and `_` taken as they stand.
fn like(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{text}%")
}

impl Store {
    /// The rows of the incidents that a filter takes, by day and id.
    pub fn find(&self, f: &Filter) -> Result<Vec<i64>> {
        let mut sql = String::from("SELECT i.fid FROM incidents i WHERE 1");
        let mut values: Vec<Value> = Vec::new();
        let mut add = |sql: &mut String, part: &str, value: Value| {
            values.push(value);
            sql.push_str(&part.replace("??", &format!("?{}", values.len())));
        };
        if let Some(x) = &f.since {
            add(&mut sql, " AND i.date_end >= ??", x.clone().into());
        }
        if let Some(x) = &f.until {
            add(&mut sql, " AND i.date_start <= ??", x.clone().into());
        }
        if let Some(x) = &f.place {
            let part = " AND (i.place LIKE ?? ESCAPE '\\' OR i.admin1 LIKE ?? ESCAPE '\\' OR i.country = upper(trim(??, '%')))";
            add(&mut sql, part, like(x).into());
        }
        if let Some((lat, lon, km)) = f.around {
            let up = km / 110.5;
            let side = (km / (111.0 * lat.to_radians().cos().abs().max(0.01))).min(360.0);
            for (part, v) in [
                (" AND i.fid IN (SELECT id FROM rtree_incidents_geom WHERE maxy >= ??", lat - up),
                (" AND miny <= ??", lat + up),
                (" AND maxx >= ??", lon - side),
                (" AND minx <= ??)", lon + side),
            ] {
                add(&mut sql, part, v.into());
            }
        }
        if let Some(x) = &f.actor {
            let part = " AND i.fid IN (SELECT incident FROM incident_actors WHERE actor IN (SELECT actor FROM actor_names WHERE name LIKE ?? ESCAPE '\\')
                        UNION SELECT incident FROM incident_actors WHERE actor = trim(??, '%')
                        UNION SELECT fid FROM incidents WHERE actors LIKE ?? ESCAPE '\\' OR targets LIKE ?? ESCAPE '\\')";
            add(&mut sql, part, like(x).into());
        }
        if let Some(x) = f.kind {
            add(&mut sql, " AND i.type = ??", x.word().to_string().into());
        }
        if let Some(x) = f.status {
            add(&mut sql, " AND i.status = ??", x.word().to_string().into());
        }
        if let Some(x) = f.min_killed {
            add(&mut sql, " AND i.killed_high > 0 AND i.killed_high >= ??", i64::from(x).into());
        }
        if let Some(x) = &f.words {
            let part = " AND i.fid IN (SELECT m.incident FROM report_words w JOIN incident_reports m ON m.report = w.rowid WHERE report_words MATCH ??)";
            add(&mut sql, part, x.clone().into());
        }
        sql.push_str(" ORDER BY coalesce(i.date_start, '9999'), i.id");
        let mut q = self.db.prepare_cached(&sql)?;
        let rows = q.query_map(rusqlite::params_from_iter(values), |r| r.get(0))?;
        let mut list: Vec<i64> = rows.collect::<rusqlite::Result<_>>()?;
        if let Some((lat, lon, km)) = f.around {
            let mut q = self.db.prepare_cached("SELECT latitude, longitude FROM incidents WHERE fid = ?1")?;
            let mut near = Vec::new();
            for fid in list {
                let at: (f64, f64) = q.query_row([fid], |r| Ok((r.get(0)?, r.get(1)?)))?;
                if distance(at, (lat, lon)) <= km {
                    near.push(fid);
                }
            }
            list = near;
        }
        Ok(list)
    }

    /// Number of rows of a table.
    pub fn count(&self, table: &str) -> Result<i64> {
        let known = ["reports", "incidents", "incident_reports", "link_tellings", "judgements", "link_pairs"];
        let table = known.into_iter().find(|t| *t == table).unwrap_or("reports");
        Ok(self.db.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0))?)
    }

    /// Rows of reports, in the order of adding.
    pub fn report_rows(&self) -> Result<Vec<i64>> {
        let mut q = self.db.prepare_cached("SELECT id FROM reports ORDER BY id")?;
        let rows = q.query_map([], |r| r.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Rows of reports that another version than `reader` read. What a language model read is nobody's older version.
    pub fn read_by_others(&self, reader: &str) -> Result<Vec<i64>> {
        let mut q = self
            .db
            .prepare_cached("SELECT id FROM reports WHERE reader <> ?1 AND instr(reader, 'llm/') = 0 ORDER BY id")?;
        let rows = q.query_map([reader], |r| r.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The row of an incident by its id, or by the beginning of it where only one fits.
    pub fn incident_row(&self, id: &str) -> Result<Option<i64>> {
        let mut q = self.db.prepare_cached(
            "SELECT fid FROM incidents WHERE id = ?1 OR id LIKE ?2 ESCAPE '\\' ORDER BY id = ?1 DESC LIMIT 2",
        )?;
        let prefix = like(id);
        let rows = q.query_map([id, &prefix[1..]], |r| r.get(0))?;
        let list: Vec<i64> = rows.collect::<rusqlite::Result<_>>()?;
        let exact: bool = self.db.query_row("SELECT count(*) > 0 FROM incidents WHERE id = ?1", [id], |r| r.get(0))?;
        Ok(if list.len() == 1 || exact { list.first().copied() } else { None })
    }

    /// Actors of the record whose name holds `name`, the most named first.
    pub fn actors(&self, name: Option<&str>) -> Result<Vec<ActorRow>> {
        let mut q = self.db.prepare_cached(
            "SELECT actor, name, kind, country, registry, mentions,
               (SELECT count(DISTINCT incident) FROM incident_actors i WHERE i.actor = a.actor)
             FROM actors a WHERE ?1 IS NULL OR actor IN (SELECT actor FROM actor_names WHERE name LIKE ?1 ESCAPE '\\') ORDER BY mentions DESC, actor",
        )?;
        let rows = q.query_map([name.map(like)], |r| {
            Ok(ActorRow {
                id: r.get(0)?,
                name: r.get(1)?,
                names: Vec::new(),
                kind: r.get(2)?,
                country: r.get(3)?,
                registry: r.get(4)?,
                reports: r.get(5)?,
                incidents: r.get(6)?,
            })
        })?;
        let mut list: Vec<ActorRow> = rows.collect::<rusqlite::Result<_>>()?;
        let mut q = self.db.prepare_cached(
            "SELECT DISTINCT n.name FROM actor_mentions m JOIN reading_actor_names n ON n.report = m.report AND n.actor = m.n
             WHERE m.actor = ?1 ORDER BY 1 LIMIT 20",
        )?;
        for a in &mut list {
            a.names = q.query_map([&a.id], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        }
        Ok(list)
    }

    /// Standing ties, of one actor where `name` is given.
    pub fn ties(&self, name: Option<&str>) -> Result<Vec<Tie>> {
        let mut q = self.db.prepare_cached(
            "SELECT type, from_name, from_actor, to_name, to_actor, realis, date_start, date_end, report, source, published, quote FROM ties
             WHERE ?1 IS NULL OR from_name LIKE ?1 ESCAPE '\\' OR to_name LIKE ?1 ESCAPE '\\'
             ORDER BY type, from_name, to_name, coalesce(published, '9999'), report, relation",
        )?;
        let rows = q.query_map([name.map(like)], |r| {
            Ok(Tie {
                kind: r.get(0)?,
                from: r.get(1)?,
                from_actor: r.get(2)?,
                to: r.get(3)?,
                to_actor: r.get(4)?,
                realis: r.get(5)?,
                start: r.get(6)?,
                end: r.get(7)?,
                report: r.get(8)?,
                source: r.get(9)?,
                published: r.get(10)?,
                quote: r.get(11)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Disagreements, of one kind where given.
    pub fn disagreements(&self, kind: Option<DisagreementKind>) -> Result<Vec<DisagreementRow>> {
        let mut q = self.db.prepare_cached(
            "SELECT DISTINCT i.fid FROM incidents i JOIN incident_disagreements d ON d.incident = i.fid WHERE ?1 IS NULL OR d.kind = ?1
             ORDER BY coalesce(i.date_start, '9999'), i.id",
        )?;
        let rows: Vec<i64> = q.query_map([kind.map(|k| k.word())], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        let mut out = Vec::new();
        for fid in rows {
            let i: Incident = self.incident(fid)?;
            for d in i.disagreements.into_iter().filter(|d| kind.is_none_or(|k| k == d.kind)) {
                out.push(DisagreementRow {
                    incident: i.id.clone(),
                    kind: i.kind.word().to_string(),
                    start: i.when.as_ref().map(|w| w.start.clone()),
                    place: i.place.as_ref().map(|w| w.name.clone()),
                    disagreement: d,
                });
            }
        }
        Ok(out)
    }

    /// Publishers with the grades people gave them.
    pub fn sources(&self) -> Result<Vec<SourceRow>> {
        let grades: Vec<(String, String)> =
            self.standing(None)?.into_iter().filter(|j| j.kind == "grade").map(|j| (j.subject, j.object)).collect();
        let mut q =
            self.db.prepare_cached("SELECT source, reports, first, last FROM sources ORDER BY reports DESC, source")?;
        let rows = q.query_map([], |r| {
            let source: String = r.get(0)?;
            let grade = grades.iter().rev().find(|(s, _)| *s == source).and_then(|(_, g)| g.chars().next());
            Ok(SourceRow { source, reports: r.get(1)?, first: r.get(2)?, last: r.get(3)?, grade })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Pairs left open for a person: rows of the two incidents, numbers of the two tellings, weight; the heaviest first.
    pub fn doubts(&self, limit: usize) -> Result<Vec<(i64, i64, i64, i64, f32)>> {
        let mut q = self.db.prepare_cached(
            "SELECT incident_a, incident_b, a, b, score FROM doubts ORDER BY score DESC, a, b LIMIT ?1",
        )?;
        let rows = q.query_map([limit as i64], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get::<_, f64>(4)? as f32))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Every event of the reports of a publisher: row of the report, number of the event.
    pub fn events_of_source(&self, source: &str) -> Result<Vec<(i64, i64)>> {
        let mut q = self.db.prepare_cached(
            "SELECT e.report, e.event FROM reading_events e JOIN reports r ON r.id = e.report WHERE r.source = ?1 ORDER BY 1, 2",
        )?;
        let rows = q.query_map([source], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The latest day of publication in the record.
    pub fn latest(&self) -> Result<Option<String>> {
        Ok(self.db.query_row("SELECT max(published) FROM reports", [], |r| r.get(0))?)
    }
}

/// Great-circle distance in km.
fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (la, lb) = (a.0.to_radians(), b.0.to_radians());
    let dy = ((lb - la) / 2.0).sin();
    let dx = ((b.1 - a.1).to_radians() / 2.0).sin();
    12742.0 * (dy * dy + la.cos() * lb.cos() * dx * dx).sqrt().min(1.0).asin()
}
