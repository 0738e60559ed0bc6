//! What people decided, appended and never changed; and what language models answered.

use crate::fault::Result;
use crate::open::Store;
use rusqlite::params;
use serde::Serialize;

/// A decision of a person.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Judgement {
    /// Its number; 0 before it is kept.
    pub id: i64,
    /// When it was made (RFC 3339).
    pub made: String,
    /// Who made it.
    pub by: String,
    /// `join`, `split`, `correct`, `grade`, `merge`, `wrong` or `undo`.
    pub kind: String,
    /// About what: tellings (`report e3`), a source, an actor, a report, or the number of the judgement that is undone.
    pub subject: String,
    /// The other telling or actor, the grade, `field=value`, or as JSON which value is wrong.
    pub object: String,
    /// Why.
    pub note: String,
}

impl Store {
    /// Appends a judgement and gives its number.
    pub fn judge(&self, j: &Judgement) -> Result<i64> {
        self.db.execute(
            "INSERT INTO judgements(made, by, kind, subject, object, note) VALUES (?1,?2,?3,?4,?5,?6)",
            params![j.made, j.by, j.kind, j.subject, j.object, j.note],
        )?;
        Ok(self.db.last_insert_rowid())
    }

    /// Every judgement in the order made, undone ones included.
    pub fn judgements(&self) -> Result<Vec<Judgement>> {
        let mut q =
            self.db.prepare_cached("SELECT id, made, by, kind, subject, object, note FROM judgements ORDER BY id")?;
        let rows = q.query_map([], |r| {
            Ok(Judgement {
                id: r.get(0)?,
                made: r.get(1)?,
                by: r.get(2)?,
                kind: r.get(3)?,
                subject: r.get(4)?,
                object: r.get(5)?,
                note: r.get(6)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The judgements that stand: not undone, and made by `day` where one is given.
    pub fn standing(&self, day: Option<&str>) -> Result<Vec<Judgement>> {
        let all: Vec<Judgement> = self
            .judgements()?
            .into_iter()
            .filter(|j| day.is_none_or(|d| j.made.get(..10).is_some_and(|m| m <= d)))
            .collect();
        let undone: Vec<i64> = all.iter().filter(|j| j.kind == "undo").filter_map(|j| j.subject.parse().ok()).collect();
        Ok(all.into_iter().filter(|j| j.kind != "undo" && !undone.contains(&j.id)).collect())
    }
}

impl Store {
    /// The answer of a language model that was kept under a key.
    pub fn llm_answer(&self, key: &str) -> Result<Option<String>> {
        use rusqlite::OptionalExtension;
        let mut q = self.db.prepare_cached("SELECT answer FROM llm_answers WHERE key = ?1")?;
        Ok(q.query_row([key], |r| r.get(0)).optional()?)
    }

    /// Keeps an answer of a language model; `whom` names the model and its server, `asked` is the time.
    pub fn keep_llm_answer(&self, key: &str, asked: &str, whom: &str, answer: &str) -> Result<()> {
        self.db
            .prepare_cached("INSERT OR REPLACE INTO llm_answers VALUES (?1, ?2, ?3, ?4)")?
            .execute([key, asked, whom, answer])?;
        Ok(())
    }
}
