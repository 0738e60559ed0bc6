//! The feeds of a record: what was seen of them, and entries that become reports.
//!
//! An entry and the report it became are written in one transaction: whenever a watch is killed, the entry still waits or
//! its report is there.

use super::{Record, Result, enter, now};
use ::record::{FeedState, Settled, Waiting};
use types::contract::Reading;

impl Record {
    /// What is known of a feed.
    pub fn feed_state(&self, url: &str) -> Result<FeedState> {
        Ok(self.store.feed_state(url)?.unwrap_or_default())
    }

    /// Keeps a feed's state together with its entries, in one transaction: a version counts as taken only with all it held.
    /// Gives the number of entries that are new.
    pub fn take_feed(&mut self, url: &str, state: &FeedState, entries: &[Waiting]) -> Result<usize> {
        let now = now();
        self.store.transaction(|store| {
            let mut new = 0;
            for entry in entries {
                new += usize::from(store.keep_entry(&now, entry)?);
            }
            store.keep_feed(url, &now, state)?;
            Ok(new)
        })
    }

    /// Entries of a feed that wait, oldest first.
    pub fn waiting(&self, feed: &str) -> Result<Vec<Waiting>> {
        self.store.waiting(feed)
    }

    /// True where another entry with the same link has been read.
    pub fn link_was_read(&self, entry: &Waiting) -> Result<bool> {
        self.store.link_was_read(entry)
    }

    /// Adds the reading of an entry, with who read it, and keeps that the entry is done.
    pub fn add_entry(&mut self, entry: i64, reading: Reading, reader: String) -> Result<Settled> {
        let now = now();
        self.store.transaction(|store| {
            let report = reading.report.id.clone();
            let added = enter(store, vec![(reading, reader)], &now)?;
            let outcome = if added.new > 0 { Settled::Added { report } } else { Settled::Known { report } };
            store.settle(entry, &outcome)?;
            Ok(outcome)
        })
    }

    /// Keeps what became of an entry that gave no report.
    pub fn settle(&mut self, entry: i64, outcome: &Settled) -> Result<()> {
        self.store.transaction(|store| store.settle(entry, outcome))
    }
}
