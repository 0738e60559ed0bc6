//! What linking keeps: tellings, the keys they are filed under, candidate pairs with their weights; and who is who.
//!
//! Tellings come and go as text that only linking understands.

use crate::fault::Result;
use crate::incidents::OF_INCIDENTS;
use crate::open::Store;
use rusqlite::params;
use std::collections::BTreeSet;
use types::contract::Reading;

/// What holds of a report that was published by the day `?1` or, where that is unknown, added by then.
pub(crate) const KNOWN_BY: &str = "coalesce(published, substr(added, 1, 10)) <= ?1";

/// A stored telling.
#[derive(Clone, Debug, PartialEq)]
pub struct TellingRow {
    /// Its number.
    pub id: i64,
    /// Row of its report.
    pub report: i64,
    /// Number of its event in the reading, from 1.
    pub event: i64,
    /// What linking wrote.
    pub telling: String,
}

/// A stored pair of tellings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairRow {
    /// The lesser number.
    pub a: i64,
    /// The greater number.
    pub b: i64,
    /// Weight.
    pub score: f32,
}

impl Store {
    /// Keeps a telling and files it under its keys.
    pub fn put_telling(&self, report: i64, event: i64, telling: &str, keys: &[u64]) -> Result<i64> {
        self.db
            .prepare_cached("INSERT INTO link_tellings(report, event, telling) VALUES (?1, ?2, ?3)")?
            .execute(params![report, event, telling])?;
        let id = self.db.last_insert_rowid();
        let mut file = self.db.prepare_cached("INSERT OR IGNORE INTO link_keys VALUES (?1, ?2)")?;
        for key in keys {
            file.execute(params![*key as i64, id])?;
        }
        Ok(id)
    }

    /// Tellings filed under any of `keys`, ascending.
    pub fn filed(&self, keys: &[u64]) -> Result<Vec<i64>> {
        let mut q = self.db.prepare_cached("SELECT telling FROM link_keys WHERE key = ?1")?;
        let mut out = BTreeSet::new();
        for key in keys {
            for id in q.query_map([*key as i64], |r| r.get(0))? {
                out.insert(id?);
            }
        }
        Ok(out.into_iter().collect())
    }

    /// A telling by its number.
    pub fn telling(&self, id: i64) -> Result<TellingRow> {
        let mut q = self.db.prepare_cached("SELECT id, report, event, telling FROM link_tellings WHERE id = ?1")?;
        Ok(q.query_row([id], telling_row)?)
    }

    /// True where there is a telling of this number.
    pub fn has_telling(&self, id: i64) -> Result<bool> {
        Ok(self.db.prepare_cached("SELECT 1 FROM link_tellings WHERE id = ?1")?.exists([id])?)
    }

    /// The number of the telling of an event.
    pub fn telling_of(&self, report: i64, event: i64) -> Result<Option<i64>> {
        use rusqlite::OptionalExtension;
        let mut q = self.db.prepare_cached("SELECT id FROM link_tellings WHERE report = ?1 AND event = ?2")?;
        Ok(q.query_row([report, event], |r| r.get(0)).optional()?)
    }

    /// Rows of the reports published by a day or, where that is unknown, added by then.
    pub fn reports_by(&self, day: &str) -> Result<Vec<i64>> {
        let mut q = self.db.prepare_cached(&format!("SELECT id FROM reports WHERE {KNOWN_BY} ORDER BY id"))?;
        let rows = q.query_map([day], |r| r.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Keeps the weight of a pair.
    pub fn put_pair(&self, a: i64, b: i64, score: f32) -> Result<()> {
        self.db.prepare_cached("INSERT OR REPLACE INTO link_pairs VALUES (?1, ?2, ?3)")?.execute(params![
            a.min(b),
            a.max(b),
            f64::from(score)
        ])?;
        Ok(())
    }

    /// Pairs of a telling with at least this weight.
    pub fn pairs_of(&self, telling: i64, least: f32) -> Result<Vec<PairRow>> {
        let mut q = self.db.prepare_cached(
            "SELECT a, b, score FROM link_pairs WHERE a = ?1 AND score >= ?2
             UNION ALL SELECT a, b, score FROM link_pairs WHERE b = ?1 AND score >= ?2",
        )?;
        let rows = q.query_map(params![telling, f64::from(least)], |r| {
            Ok(PairRow { a: r.get(0)?, b: r.get(1)?, score: r.get::<_, f64>(2)? as f32 })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Tellings of other reports that were grouped with those of a report: its neighbourhood, to be linked anew when it goes.
    pub fn neighbours(&self, report: i64) -> Result<Vec<i64>> {
        let mut q = self.db.prepare_cached(
            "SELECT DISTINCT t.id FROM incident_reports mine JOIN incident_reports other ON other.incident = mine.incident
             JOIN link_tellings t ON t.report = other.report AND t.event = other.event
             WHERE mine.report = ?1 AND other.report <> ?1 ORDER BY t.id",
        )?;
        let rows = q.query_map([report], |r| r.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Throws away what linking kept of a report, and the incidents it stands in.
    pub(crate) fn forget_links(&self, report: i64) -> Result<()> {
        let mut q = self.db.prepare_cached("SELECT DISTINCT incident FROM incident_reports WHERE report = ?1")?;
        let incidents: Vec<i64> = q.query_map([report], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        for incident in incidents {
            self.remove_incident(incident)?;
        }
        let run = |sql: &str| self.db.prepare_cached(sql)?.execute([report]);
        run("DELETE FROM link_pairs WHERE a IN (SELECT id FROM link_tellings WHERE report = ?1)")?;
        run("DELETE FROM link_pairs WHERE b IN (SELECT id FROM link_tellings WHERE report = ?1)")?;
        let mut q = self.db.prepare_cached("SELECT id FROM link_tellings WHERE report = ?1")?;
        let ids: Vec<i64> = q.query_map([report], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        if !ids.is_empty() {
            // Keys have no index by telling: files are read by key only, and reports are rarely taken out.
            let list = ids.iter().map(|i| i.to_string()).collect::<Vec<_>>().join(",");
            self.db.execute(&format!("DELETE FROM link_keys WHERE telling IN ({list})"), [])?;
        }
        run("DELETE FROM link_tellings WHERE report = ?1")?;
        self.forget_actors(report)
    }

    /// Throws away everything derived, so that it can be made again.
    pub fn forget_derived(&self) -> Result<()> {
        let of_actors = ["actor_names", "actor_mentions", "actor_aliases", "actor_aliases_due"];
        let of_links = ["link_tellings", "link_keys", "link_pairs"];
        for table in ["incidents"].iter().chain(&OF_INCIDENTS).chain(&of_actors).chain(&of_links) {
            self.db.execute(&format!("DELETE FROM {table}"), [])?;
        }
        Ok(())
    }

    /// Keeps which actors of a reading are whom in the record: `ids` has one entry for each actor of the reading.
    pub fn put_actors(&self, report: i64, r: &Reading, ids: &[Option<String>]) -> Result<()> {
        for (n, (a, id)) in r.actors.iter().zip(ids).enumerate() {
            let Some(id) = id else { continue };
            self.db.prepare_cached("INSERT INTO actor_mentions VALUES (?1, ?2, ?3)")?.execute(params![
                report,
                n as i64 + 1,
                id
            ])?;
            self.db
                .prepare_cached(
                    "INSERT INTO actor_names VALUES (?1, ?2, ?3, ?4, ?5, 1) ON CONFLICT(actor, name, kind, country, registry) DO UPDATE SET mentions = mentions + 1",
                )?
                .execute(params![id, a.name, a.kind.word(), a.country.as_deref().unwrap_or(""), a.registry.as_deref().unwrap_or("")])?;
        }
        Ok(())
    }

    fn forget_actors(&self, report: i64) -> Result<()> {
        let mut q = self.db.prepare_cached("SELECT DISTINCT short FROM actor_aliases WHERE report = ?1")?;
        let shorts: Vec<String> = q.query_map([report], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        shorts.iter().try_for_each(|short| self.note_alias(short))?;
        self.db.prepare_cached("DELETE FROM actor_aliases WHERE report = ?1")?.execute([report])?;
        self.db
            .prepare_cached(
                "UPDATE actor_names SET mentions = mentions - (
                   SELECT count(*) FROM actor_mentions m JOIN reading_actors a ON a.report = m.report AND a.actor = m.n
                   WHERE m.report = ?1 AND m.actor = actor_names.actor AND a.name = actor_names.name AND a.kind = actor_names.kind
                     AND coalesce(a.country, '') = actor_names.country AND coalesce(a.registry, '') = actor_names.registry)
                 WHERE actor IN (SELECT actor FROM actor_mentions WHERE report = ?1)",
            )?
            .execute([report])?;
        self.db.prepare_cached("DELETE FROM actor_names WHERE mentions <= 0 AND actor IN (SELECT actor FROM actor_mentions WHERE report = ?1)")?.execute([report])?;
        self.db.prepare_cached("DELETE FROM actor_mentions WHERE report = ?1")?.execute([report])?;
        Ok(())
    }
}

fn telling_row(r: &rusqlite::Row) -> rusqlite::Result<TellingRow> {
    Ok(TellingRow { id: r.get(0)?, report: r.get(1)?, event: r.get(2)?, telling: r.get(3)? })
}
