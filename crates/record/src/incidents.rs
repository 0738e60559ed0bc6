//! Incidents into their tables, and out of them again.

use crate::fault::Result;
use crate::geometry;
use crate::open::Store;
use rusqlite::params;
use std::collections::BTreeMap;
use types::contract::Acled;
use types::incident::*;
use types::{Measure, Role};

/// What hangs on an incident, by its row. With the incidents it is derived: a past record holds its own.
pub(crate) const OF_INCIDENTS: [&str; 5] =
    ["incident_reports", "incident_actors", "incident_tolls", "incident_disagreements", "incident_statements"];

impl Store {
    /// Keeps an incident; `events` are the row of the report and the number of the event of each member, in the order of
    /// [`Incident::reports`].
    pub fn put_incident(&self, i: &Incident, events: &[(i64, i64)]) -> Result<i64> {
        let w = i.place.as_ref();
        let at = w.and_then(|w| w.lat.zip(w.lon));
        let toll = |m: Measure| i.tolls.iter().find(|t| t.measure == m && !t.own_side);
        let (killed, wounded) = (toll(Measure::Killed), toll(Measure::Wounded));
        let names = |acts: bool| {
            let list = i.actors.iter().filter(|p| (p.role == Role::Actor) == acts && p.role != Role::Site);
            // Who is only accused is never shown as one who did it, in a map's pop-up least of all.
            let name = |p: &Part| if p.accused { format!("{} (accused)", p.name) } else { p.name.clone() };
            list.map(name).collect::<Vec<_>>().join("; ")
        };
        let mut kinds: Vec<_> = i.disagreements.iter().map(|d| d.kind.word()).collect();
        kinds.dedup();
        self.db
            .prepare_cached(
                "INSERT INTO incidents(geom, id, type, mode, acled_event_type, acled_sub_event_type, realis, date_start, date_end, date_precision,
                 place, latitude, longitude, country, admin1, place_precision, actors, targets, killed_low, killed_best, killed_high,
                 wounded_low, wounded_best, wounded_high, reports, independent_sources, sources, status, disagreements, instruments, horizon, outcome, corrections, place_by_scene)
                 VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24,?25,?26,?27,?28,?29,?30,?31,?32,?33,?34)",
            )?
            .execute(params![
                at.map(|(lat, lon)| geometry::point(lat, lon)), i.id, i.kind.word(), i.mode,
                i.acled.as_ref().map(|a| &a.event_type), i.acled.as_ref().map(|a| &a.sub_event_type), i.realis.word(),
                i.when.as_ref().map(|w| &w.start), i.when.as_ref().map(|w| &w.end), i.when.as_ref().map(|w| &w.precision),
                w.map(|w| &w.name), w.and_then(|w| w.lat), w.and_then(|w| w.lon), w.and_then(|w| w.country.as_ref()), w.and_then(|w| w.admin1.as_ref()),
                w.map(|w| w.precision.word()), names(true), names(false),
                killed.and_then(|t| t.low), killed.and_then(|t| t.best), killed.and_then(|t| t.high),
                wounded.and_then(|t| t.low), wounded.and_then(|t| t.best), wounded.and_then(|t| t.high),
                distinct_reports(i), i.sources.len() as i64, json(&i.sources)?, i.status.word(), kinds.join(" "),
                some_json(&i.instruments)?, i.horizon, i.outcome, some_json(&i.corrections)?,
                w.map(|w| w.by_scene)
            ])?;
        let fid = self.db.last_insert_rowid();
        let mut rows: BTreeMap<&str, i64> = BTreeMap::new();
        for ((n, m), (report, event)) in i.reports.iter().enumerate().zip(events) {
            rows.insert(&m.report, *report);
            self.db.prepare_cached("INSERT INTO incident_reports VALUES (?1,?2,?3,?4,?5)")?.execute(params![
                fid,
                n as i64 + 1,
                report,
                event,
                some_json(&m.why)?
            ])?;
        }
        for (n, p) in i.actors.iter().enumerate() {
            self.db.prepare_cached("INSERT INTO incident_actors VALUES (?1,?2,?3,?4,?5,?6,?7,?8)")?.execute(
                params![
                    fid,
                    n as i64 + 1,
                    p.role.word(),
                    p.name,
                    p.actor,
                    p.kind.map(|k| k.word()),
                    p.accused,
                    json(&p.said_by)?
                ],
            )?;
        }
        let put = |about: &str, item: usize, list: &[Statement]| -> Result<()> {
            for (n, s) in list.iter().enumerate() {
                let report = match rows.get(s.report.as_str()) {
                    Some(row) => *row,
                    None => continue,
                };
                self.db
                    .prepare_cached(
                        "INSERT INTO incident_statements VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14)",
                    )?
                    .execute(params![
                        fid,
                        about,
                        item as i64,
                        n as i64 + 1,
                        report,
                        s.holder,
                        s.holder_text,
                        s.stance.word(),
                        s.certainty.word(),
                        s.value,
                        s.low,
                        s.high,
                        s.start,
                        s.end
                    ])?;
            }
            Ok(())
        };
        put("event", 0, &i.statements)?;
        for (n, t) in i.tolls.iter().enumerate() {
            self.db.prepare_cached("INSERT INTO incident_tolls VALUES (?1,?2,?3,?4,?5,?6,?7,?8)")?.execute(params![
                fid,
                n as i64 + 1,
                t.measure.word(),
                t.of,
                t.own_side,
                t.low,
                t.best,
                t.high
            ])?;
            put("toll", n + 1, &t.statements)?;
        }
        for (n, d) in i.disagreements.iter().enumerate() {
            self.db.prepare_cached("INSERT INTO incident_disagreements VALUES (?1,?2,?3,?4)")?.execute(params![
                fid,
                n as i64 + 1,
                d.kind.word(),
                d.note
            ])?;
            put("disagreement", n + 1, &d.statements)?;
        }
        Ok(fid)
    }

    /// Throws an incident away; its members' readings stay.
    pub fn remove_incident(&self, fid: i64) -> Result<()> {
        for table in OF_INCIDENTS {
            self.db.prepare_cached(&format!("DELETE FROM {table} WHERE incident = ?1"))?.execute([fid])?;
        }
        self.db.prepare_cached("DELETE FROM incidents WHERE fid = ?1")?.execute([fid])?;
        Ok(())
    }

    /// The incident that an event of a report stands in.
    pub fn incident_of(&self, report: i64, event: i64) -> Result<Option<i64>> {
        use rusqlite::OptionalExtension;
        let mut q = self.db.prepare_cached("SELECT incident FROM incident_reports WHERE report = ?1 AND event = ?2")?;
        Ok(q.query_row([report, event], |r| r.get(0)).optional()?)
    }

    /// The id of an incident.
    pub fn incident_id(&self, fid: i64) -> Result<String> {
        Ok(self.db.prepare_cached("SELECT id FROM incidents WHERE fid = ?1")?.query_row([fid], |r| r.get(0))?)
    }

    /// Members of an incident: row of the report, number of the event.
    pub fn members(&self, fid: i64) -> Result<Vec<(i64, i64)>> {
        self.list("SELECT report, event FROM incident_reports WHERE incident = ?1 ORDER BY n", fid, |r| {
            Ok((r.get(0)?, r.get(1)?))
        })
    }

    fn list<T>(&self, sql: &str, fid: i64, read: impl FnMut(&rusqlite::Row) -> rusqlite::Result<T>) -> Result<Vec<T>> {
        let mut q = self.db.prepare_cached(sql)?;
        let rows = q.query_map([fid], read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// An incident as it was kept.
    pub fn incident(&self, fid: i64) -> Result<Incident> {
        let sql = "SELECT id, type, mode, acled_event_type, acled_sub_event_type, realis, date_start, date_end, date_precision, place, latitude, longitude,
                   country, admin1, place_precision, sources, status, instruments, horizon, outcome, corrections, place_by_scene FROM incidents WHERE fid = ?1";
        let (mut i, sources, instruments, corrections) = self.db.prepare_cached(sql)?.query_row([fid], |r| {
            let acled: (Option<String>, Option<String>) = (r.get(3)?, r.get(4)?);
            let when: (Option<String>, Option<String>, Option<String>) = (r.get(6)?, r.get(7)?, r.get(8)?);
            let place: Option<String> = r.get(9)?;
            let status: String = r.get(16)?;
            let i = Incident {
                id: r.get(0)?,
                kind: parsed(r.get(1)?)?,
                mode: r.get(2)?,
                acled: acled.0.zip(acled.1).map(|(event_type, sub_event_type)| Acled { event_type, sub_event_type }),
                realis: parsed(r.get(5)?)?,
                when: match when {
                    (Some(start), Some(end), Some(precision)) => Some(Span { start, end, precision }),
                    _ => None,
                },
                place: match place {
                    Some(name) => Some(Where {
                        name,
                        lat: r.get(10)?,
                        lon: r.get(11)?,
                        country: r.get(12)?,
                        admin1: r.get(13)?,
                        precision: parsed(r.get(14)?)?,
                        by_scene: r.get(21)?,
                    }),
                    None => None,
                },
                actors: Vec::new(),
                tolls: Vec::new(),
                statements: Vec::new(),
                reports: Vec::new(),
                disagreements: Vec::new(),
                status: Status::from_word(&status).unwrap_or(Status::SingleSource),
                sources: Vec::new(),
                part_of: Vec::new(),
                instruments: Vec::new(),
                horizon: r.get(18)?,
                outcome: r.get(19)?,
                corrections: Vec::new(),
            };
            Ok((i, r.get::<_, String>(15)?, r.get::<_, Option<String>>(17)?, r.get::<_, Option<String>>(20)?))
        })?;
        i.sources = serde_json::from_str(&sources)?;
        i.instruments = from_json(instruments)?;
        i.corrections = from_json(corrections)?;
        let sql = "SELECT r.report, r.file, m.event, m.why FROM incident_reports m JOIN reports r ON r.id = m.report WHERE m.incident = ?1 ORDER BY m.n";
        for (report, file, event, why) in
            self.list(sql, fid, |r| Ok((r.get(0)?, r.get(1)?, r.get::<_, i64>(2)?, r.get::<_, Option<String>>(3)?)))?
        {
            i.reports.push(Member { report, file, event: format!("e{event}"), why: from_json(why)? });
        }
        let sql =
            "SELECT role, name, actor, kind, accused, said_by FROM incident_actors WHERE incident = ?1 ORDER BY n";
        for (mut part, said_by) in self.list(sql, fid, |r| {
            let kind = r.get::<_, Option<String>>(3)?.map(parsed).transpose()?;
            let part = Part {
                role: parsed(r.get(0)?)?,
                name: r.get(1)?,
                actor: r.get(2)?,
                kind,
                said_by: Vec::new(),
                accused: r.get(4)?,
            };
            Ok((part, r.get::<_, String>(5)?))
        })? {
            part.said_by = serde_json::from_str(&said_by)?;
            i.actors.push(part);
        }
        let mut statements = self.statements(fid)?;
        i.statements = statements.remove(&("event".to_string(), 0)).unwrap_or_default();
        let sql =
            "SELECT measure, counted, own_side, low, best, high, n FROM incident_tolls WHERE incident = ?1 ORDER BY n";
        for (mut t, n) in self.list(sql, fid, |r| {
            let t = TollRange {
                measure: parsed(r.get(0)?)?,
                of: r.get(1)?,
                own_side: r.get(2)?,
                low: r.get(3)?,
                best: r.get(4)?,
                high: r.get(5)?,
                statements: Vec::new(),
            };
            Ok((t, r.get::<_, i64>(6)?))
        })? {
            t.statements = statements.remove(&("toll".to_string(), n)).unwrap_or_default();
            i.tolls.push(t);
        }
        let sql = "SELECT kind, note, n FROM incident_disagreements WHERE incident = ?1 ORDER BY n";
        for (mut d, n) in self.list(sql, fid, |r| {
            Ok((Conflict { kind: parsed(r.get(0)?)?, statements: Vec::new(), note: r.get(1)? }, r.get::<_, i64>(2)?))
        })? {
            d.statements = statements.remove(&("disagreement".to_string(), n)).unwrap_or_default();
            i.disagreements.push(d);
        }
        let sql = "SELECT DISTINCT w.id FROM incident_reports m JOIN reading_events e ON e.report = m.report AND e.event = m.event
                   JOIN incident_reports o ON o.report = e.report AND o.event = e.part_of JOIN incidents w ON w.fid = o.incident
                   WHERE m.incident = ?1 AND o.incident <> ?1 ORDER BY w.id";
        i.part_of = self.list(sql, fid, |r| r.get(0))?;
        Ok(i)
    }

    fn statements(&self, fid: i64) -> Result<BTreeMap<(String, i64), Vec<Statement>>> {
        let sql = "SELECT s.about, s.item, r.report, r.source, r.published, s.holder, s.holder_text, s.stance, s.certainty, s.value, s.low, s.high,
                   substr(r.text, s.start + 1, s.\"end\" - s.start), s.start, s.\"end\"
                   FROM incident_statements s JOIN reports r ON r.id = s.report WHERE s.incident = ?1 ORDER BY s.about, s.item, s.n";
        let mut out: BTreeMap<(String, i64), Vec<Statement>> = BTreeMap::new();
        for (key, s) in self.list(sql, fid, |r| {
            let s = Statement {
                report: r.get(2)?,
                source: r.get(3)?,
                published: r.get(4)?,
                holder: r.get(5)?,
                holder_text: r.get(6)?,
                stance: parsed(r.get(7)?)?,
                certainty: parsed(r.get(8)?)?,
                value: r.get(9)?,
                low: r.get(10)?,
                high: r.get(11)?,
                quote: r.get(12)?,
                start: r.get(13)?,
                end: r.get(14)?,
            };
            Ok(((r.get(0)?, r.get(1)?), s))
        })? {
            out.entry(key).or_default().push(s);
        }
        Ok(out)
    }
}

fn distinct_reports(i: &Incident) -> i64 {
    i.reports.iter().map(|m| &m.report).collect::<std::collections::BTreeSet<_>>().len() as i64
}

fn json(list: &[String]) -> Result<String> {
    Ok(serde_json::to_string(list)?)
}

fn some_json(list: &[String]) -> Result<Option<String>> {
    if list.is_empty() { Ok(None) } else { json(list).map(Some) }
}

fn from_json(text: Option<String>) -> Result<Vec<String>> {
    text.map_or(Ok(Vec::new()), |t| Ok(serde_json::from_str(&t)?))
}

/// A stored word as its value.
pub(crate) fn parsed<T: std::str::FromStr<Err = String>>(text: String) -> rusqlite::Result<T> {
    text.parse()
        .map_err(|e: String| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, e.into()))
}
