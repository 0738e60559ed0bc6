//! A record as it stood on an earlier day, without a copy of it.
//!
//! In: the file of a record and a day. Out: a [`Store`] in memory that looks at the file through views which show only the
//! reports known by that day; what is derived from them alone is taken over, and [`Past::seeds`] names the tellings whose
//! incidents must be made anew because a later report had a part in them. Nothing of the file is touched, and it is seen
//! in one state for as long as the store lives, whatever others write meanwhile. No linking is done here.
//!
//! Example: of a record of two years asked for as of its first week, a hundred incidents are taken over and a handful made
//! anew, whatever the number of reports.

use crate::fault::{Fault, Result};
use crate::incidents::OF_INCIDENTS;
use crate::links::KNOWN_BY;
use crate::open::{Store, address};
use rusqlite::params;
use std::collections::BTreeSet;

/// A record as it stood on a day, nearly finished.
pub struct Past {
    /// The store; the incidents of `seeds` are yet to be made.
    pub store: Store,
    /// Tellings whose incidents must be made anew.
    pub seeds: BTreeSet<i64>,
}

impl Store {
    /// The record as of `day`; `join` is the weight from which two tellings hang together. Nothing for a record in memory,
    /// and for one where people decided something after that day: what followed from it cannot be taken over.
    pub fn past(&self, day: &str, join: f32) -> Result<Option<Past>> {
        let path = self.path().to_path_buf();
        let then = self.standing(Some(day))?;
        if !path.is_file() || self.judgements()?.iter().any(|j| j.made.get(..10).is_none_or(|made| made > day)) {
            return Ok(None);
        }
        let store = Store::in_memory()?;
        let told = |e: rusqlite::Error| Fault::from(e).at(&path);
        store.look_through(&address(&path, self.is_immutable()), day).map_err(told)?;
        for j in then {
            store.judge(&j)?;
        }
        let seeds = store.take_over(join).map_err(told)?;
        Ok(Some(Past { store, seeds }))
    }

    /// Puts views of the file's tables in the place of this store's own.
    fn look_through(&self, address: &str, day: &str) -> rusqlite::Result<()> {
        let db = &self.db;
        db.pragma_update(None, "temp_store", "MEMORY")?;
        db.execute("ATTACH ?1 AS now", [address])?;
        let names = |kind: &str| -> rusqlite::Result<Vec<(String, String)>> {
            let sql = "SELECT name, sql FROM now.sqlite_master WHERE type = ?1 AND sql IS NOT NULL ORDER BY name";
            let mut q = db.prepare(sql)?;
            let rows = q.query_map([kind], |r| Ok((r.get(0)?, r.get(1)?)))?;
            rows.collect()
        };
        let views = names("view")?;
        for (name, _) in &views {
            db.execute_batch(&format!("DROP VIEW IF EXISTS main.{name}"))?;
        }
        // From here to its end this store sees one state of the file.
        db.execute_batch("BEGIN")?;
        db.execute_batch(
            "CREATE TEMP TABLE kept(report INTEGER PRIMARY KEY); CREATE TEMP TABLE told(telling INTEGER PRIMARY KEY)",
        )?;
        db.execute(&format!("INSERT INTO kept SELECT id FROM now.reports WHERE {KNOWN_BY}"), params![day])?;
        db.execute_batch("INSERT INTO told SELECT id FROM now.link_tellings WHERE report IN kept")?;
        for (name, _) in names("table")? {
            // The sign keeps SQLite from walking through all that is kept where one row is asked for.
            let whole = match name.as_str() {
                "reports" => "+id IN kept",
                "link_tellings" => "+id IN told",
                "link_pairs" => "+a IN told AND +b IN told",
                n if n.starts_with("reading_") => "+report IN kept",
                "rules" => "true",
                _ => continue,
            };
            db.execute_batch(&format!(
                "DROP TABLE main.{name}; CREATE TEMP VIEW {name} AS SELECT * FROM now.{name} WHERE {whole}"
            ))?;
        }
        // Unqualified, its name leads to the file's index of words from now on.
        db.execute_batch("DROP TABLE main.report_words")?;
        for (_, sql) in views {
            db.execute_batch(&sql.replacen("CREATE VIEW", "CREATE TEMP VIEW", 1))?;
        }
        Ok(())
    }

    /// Takes over what only reports of that time made, and returns the tellings with which later ones hung together.
    fn take_over(&self, join: f32) -> rusqlite::Result<BTreeSet<i64>> {
        let db = &self.db;
        let columns = |table: &str| -> rusqlite::Result<String> {
            let mut q = db.prepare("SELECT group_concat('\"' || name || '\"') FROM pragma_table_info(?1, 'now')")?;
            q.query_row([table], |r| r.get(0))
        };
        let copy = |table: &str, which: &str| -> rusqlite::Result<()> {
            let list = columns(table)?;
            db.execute_batch(&format!("INSERT INTO main.{table}({list}) SELECT {list} FROM now.{table} WHERE {which}"))
        };
        copy(
            "incidents",
            "fid NOT IN (SELECT incident FROM now.incident_reports WHERE report NOT IN kept) ORDER BY fid",
        )?;
        for table in OF_INCIDENTS {
            copy(table, "incident IN (SELECT fid FROM main.incidents)")?;
        }
        copy("actor_mentions", "report IN kept")?;
        copy("actor_aliases", "report IN kept")?;
        // Acronyms that a later report explained stand for what was known then.
        db.execute_batch(
            "INSERT INTO main.actor_aliases_due SELECT short, CASE WHEN count(DISTINCT long) = 1 THEN min(long) END
             FROM now.actor_aliases WHERE short IN (SELECT short FROM now.actor_aliases WHERE report NOT IN kept) GROUP BY short",
        )?;
        db.execute_batch(
            "INSERT INTO main.actor_names(actor, name, kind, country, registry, mentions)
             SELECT m.actor, a.name, a.kind, coalesce(a.country, ''), coalesce(a.registry, ''), count(*)
             FROM main.actor_mentions m JOIN reading_actors a ON a.report = m.report AND a.actor = m.n GROUP BY 1, 2, 3, 4, 5;
             INSERT OR REPLACE INTO main.record_meta SELECT * FROM now.record_meta",
        )?;
        let mut q = db.prepare(
            "SELECT a FROM now.link_pairs WHERE score >= ?1 AND a IN told AND b NOT IN told
             UNION SELECT b FROM now.link_pairs WHERE score >= ?1 AND b IN told AND a NOT IN told
             UNION SELECT t.id FROM now.incident_reports m JOIN now.link_tellings t ON t.report = m.report AND t.event = m.event
                   WHERE m.report IN kept AND m.incident NOT IN (SELECT fid FROM main.incidents)",
        )?;
        let rows = q.query_map([f64::from(join)], |r| r.get(0))?;
        rows.collect()
    }
}
