//! Filters under a name, and what there is to tell about them: rows in, rows out. What is new is judged elsewhere.

use crate::fault::Result;
use crate::open::Store;
use crate::query::Filter;
use rusqlite::params;

/// Something new that a saved filter takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its row; 0 before it is kept.
    pub row: i64,
    /// The filter's name.
    pub filter: String,
    /// When it was found (RFC 3339).
    pub made: String,
    /// What tells it from all other notices, the same on every machine.
    pub id: String,
    /// The notice as JSON.
    pub body: String,
}

impl Store {
    /// Keeps a filter under a name; one of that name is replaced.
    pub fn save_filter(&self, name: &str, filter: &Filter, now: &str) -> Result<()> {
        let text = serde_json::to_string(filter)?;
        self.db
            .prepare_cached("INSERT OR REPLACE INTO saved_filters(name, filter, saved) VALUES (?1,?2,?3)")?
            .execute([name, &text, now])?;
        Ok(())
    }

    /// Every saved filter, by name.
    pub fn saved_filters(&self) -> Result<Vec<(String, Filter)>> {
        let mut q = self.db.prepare_cached("SELECT name, filter FROM saved_filters ORDER BY name")?;
        let rows = q.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?;
        let mut out = Vec::new();
        for row in rows {
            let (name, text) = row?;
            out.push((name, serde_json::from_str(&text)?));
        }
        Ok(out)
    }

    /// Takes a filter out, with its notices; false where there is none of that name.
    pub fn remove_filter(&self, name: &str) -> Result<bool> {
        self.db.execute("DELETE FROM notices WHERE filter = ?1", [name])?;
        self.db.execute("DELETE FROM noticed WHERE filter = ?1", [name])?;
        Ok(self.db.execute("DELETE FROM saved_filters WHERE name = ?1", [name])? > 0)
    }

    /// True where a filter has taken any of these items before.
    pub fn was_noticed(&self, filter: &str, about: &str, items: &[String]) -> Result<bool> {
        let mut q =
            self.db.prepare_cached("SELECT count(*) FROM noticed WHERE filter = ?1 AND about = ?2 AND item = ?3")?;
        for item in items {
            if q.query_row([filter, about, item], |r| r.get::<_, i64>(0))? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Keeps that a filter has taken these items.
    pub fn keep_noticed(&self, filter: &str, about: &str, items: &[String]) -> Result<()> {
        let mut q = self.db.prepare_cached("INSERT OR IGNORE INTO noticed(filter, about, item) VALUES (?1,?2,?3)")?;
        for item in items {
            q.execute([filter, about, item])?;
        }
        Ok(())
    }

    /// Appends a notice; one that is there already stays as it is.
    pub fn keep_notice(&self, n: &Notice) -> Result<bool> {
        let kept = self
            .db
            .prepare_cached("INSERT OR IGNORE INTO notices(filter, made, notice, body) VALUES (?1,?2,?3,?4)")?
            .execute([&n.filter, &n.made, &n.id, &n.body])?;
        Ok(kept > 0)
    }

    /// The newest notices of a filter, the newest first.
    pub fn notices(&self, filter: &str, limit: usize) -> Result<Vec<Notice>> {
        self.notice_rows(
            "SELECT id, filter, made, notice, body FROM notices WHERE filter = ?1 ORDER BY id DESC LIMIT ?2",
            params![filter, limit as i64],
        )
    }

    /// Notices that no webhook has taken, the oldest first.
    pub fn unsent(&self, limit: usize) -> Result<Vec<Notice>> {
        self.notice_rows(
            "SELECT id, filter, made, notice, body FROM notices WHERE sent IS NULL ORDER BY id LIMIT ?1",
            params![limit as i64],
        )
    }

    /// Keeps that a webhook took a notice.
    pub fn mark_sent(&self, row: i64, now: &str) -> Result<()> {
        self.db.prepare_cached("UPDATE notices SET sent = ?2 WHERE id = ?1")?.execute(params![row, now])?;
        Ok(())
    }

    fn notice_rows(&self, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<Notice>> {
        let mut q = self.db.prepare_cached(sql)?;
        let rows = q.query_map(values, |r| {
            Ok(Notice { row: r.get(0)?, filter: r.get(1)?, made: r.get(2)?, id: r.get(3)?, body: r.get(4)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
