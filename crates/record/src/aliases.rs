//! Acronyms that reports explain, and what follows from it for the actors of other reports.
//!
//! In: pairs of actor ids, the one of an acronym and the one of a full name, each with the actor of a reading that bears both.
//! Out: what an acronym stands for. It stands for a name as long as all reports that explain it agree; each change notes
//! what it stood for before, so that linking can move the mentions. Who is who is decided in linking, not here.
//!
//! Example: one report explains "FRP", a hundred others use it: their mentions move to the full name's id. A second report
//! explains it otherwise: they move back.

use crate::fault::Result;
use crate::open::Store;
use rusqlite::{OptionalExtension, params};

/// An actor of a reading as the record counts it: what decides who it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Row of its report.
    pub report: i64,
    /// Its number in the reading, from 1.
    pub n: i64,
    /// Its name there.
    pub name: String,
    /// Its kind there.
    pub kind: String,
    /// Its country there.
    pub country: Option<String>,
    /// The country most places of its report lie in.
    pub scene: Option<String>,
    /// Its key in the registry.
    pub registry: Option<String>,
}

impl Store {
    /// The id an acronym's id stands for: where the reports that explain it all give the same.
    pub fn alias(&self, short: &str) -> Result<Option<String>> {
        let mut q = self.db.prepare_cached("SELECT DISTINCT long FROM actor_aliases WHERE short = ?1 LIMIT 2")?;
        let list: Vec<String> = q.query_map([short], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(<[String; 1]>::try_from(list).ok().map(|[only]| only))
    }

    /// The same as it stood before what is due.
    pub fn settled_alias(&self, short: &str) -> Result<Option<String>> {
        let mut q = self.db.prepare_cached("SELECT before FROM actor_aliases_due WHERE short = ?1")?;
        match q.query_row([short], |r| r.get(0)).optional()? {
            Some(before) => Ok(before),
            None => self.alias(short),
        }
    }

    /// Keeps that actor `n` of a report bears an acronym and a full name.
    pub fn put_alias(&self, report: i64, n: i64, short: &str, long: &str) -> Result<()> {
        self.note_alias(short)?;
        let mut q = self.db.prepare_cached("INSERT OR IGNORE INTO actor_aliases VALUES (?1, ?2, ?3, ?4)")?;
        q.execute(params![short, long, report, n])?;
        Ok(())
    }

    /// Notes what an acronym stands for, before that may change.
    pub(crate) fn note_alias(&self, short: &str) -> Result<()> {
        let now = self.alias(short)?;
        self.db
            .prepare_cached("INSERT OR IGNORE INTO actor_aliases_due VALUES (?1, ?2)")?
            .execute(params![short, now])?;
        Ok(())
    }

    /// Takes the acronyms whose meaning may have changed, each with what it stood for.
    pub fn take_due_aliases(&self) -> Result<Vec<(String, Option<String>)>> {
        let mut q = self.db.prepare_cached("SELECT short, before FROM actor_aliases_due ORDER BY short")?;
        let list = q.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<Vec<_>>>()?;
        if !list.is_empty() {
            self.db.execute("DELETE FROM actor_aliases_due", [])?;
        }
        Ok(list)
    }

    /// Mentions that the record counts to an actor.
    pub fn mentions_of(&self, actor: &str) -> Result<Vec<Mention>> {
        let mut q = self.db.prepare_cached(
            "SELECT m.report, m.n, a.name, a.kind, a.country, a.registry,
                    (SELECT p.country FROM reading_places p WHERE p.report = m.report AND p.country IS NOT NULL
                     GROUP BY p.country ORDER BY count(*) DESC, p.country LIMIT 1)
             FROM actor_mentions m
             JOIN reading_actors a ON a.report = m.report AND a.actor = m.n WHERE m.actor = ?1 ORDER BY 1, 2",
        )?;
        let rows = q.query_map([actor], |r| {
            Ok(Mention {
                report: r.get(0)?,
                n: r.get(1)?,
                name: r.get(2)?,
                kind: r.get(3)?,
                country: r.get(4)?,
                registry: r.get(5)?,
                scene: r.get(6)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Counts a mention to another actor.
    pub fn move_mention(&self, m: &Mention, from: &str, to: &str) -> Result<()> {
        let run = |sql: &str, actor: &str| {
            self.db.prepare_cached(sql)?.execute(params![
                actor,
                m.name,
                m.kind,
                m.country.as_deref().unwrap_or(""),
                m.registry.as_deref().unwrap_or("")
            ])
        };
        self.db
            .prepare_cached("UPDATE actor_mentions SET actor = ?3 WHERE report = ?1 AND n = ?2")?
            .execute(params![m.report, m.n, to])?;
        let row = "actor = ?1 AND name = ?2 AND kind = ?3 AND country = ?4 AND registry = ?5";
        run(&format!("UPDATE actor_names SET mentions = mentions - 1 WHERE {row}"), from)?;
        run(&format!("DELETE FROM actor_names WHERE mentions <= 0 AND {row}"), from)?;
        run(
            "INSERT INTO actor_names VALUES (?1, ?2, ?3, ?4, ?5, 1)
             ON CONFLICT(actor, name, kind, country, registry) DO UPDATE SET mentions = mentions + 1",
            to,
        )?;
        Ok(())
    }

    /// The incidents an actor takes part in, and the tellings of their members.
    pub fn incidents_with_actor(&self, actor: &str) -> Result<(Vec<i64>, Vec<i64>)> {
        let mut q = self.db.prepare_cached("SELECT DISTINCT incident FROM incident_actors WHERE actor = ?1")?;
        let incidents: Vec<i64> = q.query_map([actor], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        let mut q = self.db.prepare_cached(
            "SELECT t.id FROM incident_reports m JOIN link_tellings t ON t.report = m.report AND t.event = m.event WHERE m.incident = ?1",
        )?;
        let mut tellings = Vec::new();
        for incident in &incidents {
            for id in q.query_map([incident], |r| r.get(0))? {
                tellings.push(id?);
            }
        }
        Ok((incidents, tellings))
    }
}
