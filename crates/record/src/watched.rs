//! Feeds that are watched and their entries: what was seen, what waits, what became of it.
//!
//! In: the state of a feed, new entries, outcomes. Out: the same, so that a stopped watch goes on where it was and
//! nothing is fetched or added twice. Nothing is fetched or judged here.

use crate::fault::Result;
use crate::open::Store;
use rusqlite::{OptionalExtension, params};

/// What is known of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedState {
    /// Who publishes, by the feed's own title.
    pub title: Option<String>,
    /// `ETag` of the version that was taken last.
    pub tag: Option<String>,
    /// Its `Last-Modified`.
    pub changed: Option<String>,
    /// How often in a row it could not be read.
    pub failures: u32,
    /// Why, the last time.
    pub fault: Option<String>,
}

/// An entry that is still to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Its row; 0 before it is kept.
    pub id: i64,
    /// The address of its feed.
    pub feed: String,
    /// What tells it from all other entries.
    pub entry: String,
    /// The page it is about.
    pub link: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// `YYYY-MM-DD`.
    pub published: Option<String>,
    /// What the feed itself says of it.
    pub words: Option<String>,
    /// How often it was tried.
    pub tries: u32,
}

/// What became of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Its report is new in the record.
    Added {
        /// Id of the report.
        report: String,
    },
    /// Its report was in the record already.
    Known {
        /// Id of the report.
        report: String,
    },
    /// It is no report of the kind that is kept; why.
    Passed(String),
    /// It cannot be read; why.
    Failed(String),
    /// It cannot be read now; why. It goes on waiting.
    Later(String),
}

impl Store {
    /// What is known of a feed; nothing where it was never asked.
    pub fn feed_state(&self, url: &str) -> Result<Option<FeedState>> {
        let mut q =
            self.db.prepare_cached("SELECT title, tag, changed, failures, fault FROM watched_feeds WHERE url = ?1")?;
        let state = q.query_row([url], |r| {
            Ok(FeedState {
                title: r.get(0)?,
                tag: r.get(1)?,
                changed: r.get(2)?,
                failures: r.get(3)?,
                fault: r.get(4)?,
            })
        });
        Ok(state.optional()?)
    }

    /// Keeps what is known of a feed.
    pub fn keep_feed(&self, url: &str, asked: &str, state: &FeedState) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT OR REPLACE INTO watched_feeds(url, title, tag, changed, asked, failures, fault) VALUES (?1,?2,?3,?4,?5,?6,?7)",
            )?
            .execute(params![url, state.title, state.tag, state.changed, asked, state.failures, state.fault])?;
        Ok(())
    }

    /// Keeps an entry that waits; false where it was seen before.
    pub fn keep_entry(&self, seen: &str, e: &Waiting) -> Result<bool> {
        let n = self
            .db
            .prepare_cached(
                "INSERT INTO watched_entries(feed, entry, link, title, published, words, seen, state) VALUES (?1,?2,?3,?4,?5,?6,?7,'waiting')
                 ON CONFLICT(entry) DO NOTHING",
            )?
            .execute(params![e.feed, e.entry, e.link, e.title, e.published, e.words, seen])?;
        Ok(n > 0)
    }

    /// Entries of a feed that wait, oldest first.
    pub fn waiting(&self, feed: &str) -> Result<Vec<Waiting>> {
        let mut q = self.db.prepare_cached(
            "SELECT id, feed, entry, link, title, published, words, tries FROM watched_entries WHERE state = 'waiting' AND feed = ?1 ORDER BY id",
        )?;
        let rows = q.query_map([feed], |r| {
            Ok(Waiting {
                id: r.get(0)?,
                feed: r.get(1)?,
                entry: r.get(2)?,
                link: r.get(3)?,
                title: r.get(4)?,
                published: r.get(5)?,
                words: r.get(6)?,
                tries: r.get(7)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// True where another entry with the same link has been read.
    pub fn link_was_read(&self, entry: &Waiting) -> Result<bool> {
        let Some(link) = &entry.link else { return Ok(false) };
        let mut q = self.db.prepare_cached(
            "SELECT count(*) > 0 FROM watched_entries WHERE link = ?1 AND id <> ?2 AND state IN ('added', 'known', 'passed')",
        )?;
        Ok(q.query_row(params![link, entry.id], |r| r.get(0))?)
    }

    /// Keeps what became of an entry. The feed's words are let go: the report holds those that count.
    pub fn settle(&self, id: i64, outcome: &Settled) -> Result<()> {
        let (state, why, report) = match outcome {
            Settled::Added { report } => ("added", None, Some(report)),
            Settled::Known { report } => ("known", None, Some(report)),
            Settled::Passed(why) => ("passed", Some(why), None),
            Settled::Failed(why) => ("failed", Some(why), None),
            Settled::Later(why) => ("waiting", Some(why), None),
        };
        self.db
            .prepare_cached(
                "UPDATE watched_entries SET state = ?2, why = ?3, report = ?4, tries = tries + 1,
                   words = CASE WHEN ?2 = 'waiting' THEN words END WHERE id = ?1",
            )?
            .execute(params![id, state, why, report])?;
        Ok(())
    }
}
