//! What is new to a saved filter: incidents and disagreements it did not take before.
//!
//! In: the incidents that a change made anew. Out: notices, appended in the transaction of the change, so that none is
//! lost and none is told twice. An incident is new where none of its tellings was taken before, a disagreement where none
//! of its statements was: a report that joins a known raid is no news, a second number of dead is.

use super::{Record, Result, now};
use ::record::{Fault, Filter, Notice, Store};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use types::incident::{Conflict, Incident};

/// A notice as webhooks and feeds tell it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct News {
    /// The same for ever: a receiver that has seen it may drop it.
    pub id: String,
    /// The name of the filter that took it.
    pub filter: String,
    /// When it was found (RFC 3339).
    pub made: String,
    /// The incident as it was then.
    pub incident: Incident,
    /// The disagreement that is new; nothing where the incident is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disagreement: Option<Conflict>,
}

/// Notices what is new among the incidents in `rows`. With `quiet` it is taken as known and nothing is told.
pub(super) fn find(store: &Store, rows: &[i64], now: &str, quiet: bool) -> Result<usize> {
    let mut count = 0;
    if rows.is_empty() {
        return Ok(0);
    }
    let rows: HashSet<i64> = rows.iter().copied().collect();
    for (name, filter) in store.saved_filters()? {
        for row in store.find(&filter)? {
            if rows.contains(&row) {
                count += notice(store, &name, store.incident(row)?, now, quiet)?;
            }
        }
    }
    Ok(count)
}

/// Notices what is new of one incident.
fn notice(store: &Store, filter: &str, incident: Incident, now: &str, quiet: bool) -> Result<usize> {
    let tell = |items: &[String], disagreement: Option<&Conflict>| -> Result<usize> {
        let first = items.iter().min().map_or("", String::as_str);
        let about = disagreement.map_or("incident", |d| d.kind.word());
        let id = report::id_of(Some(filter), &format!("{about} {first}"));
        let news = News {
            id: id.clone(),
            filter: filter.to_string(),
            made: now.to_string(),
            incident: incident.clone(),
            disagreement: disagreement.cloned(),
        };
        let body = serde_json::to_string(&news)?;
        let kept =
            store.keep_notice(&Notice { row: 0, filter: filter.to_string(), made: now.to_string(), id, body })?;
        Ok(usize::from(kept))
    };
    let tellings: Vec<String> = incident.reports.iter().map(|m| format!("{} {}", m.report, m.event)).collect();
    let fresh = !store.was_noticed(filter, "incident", &tellings)?;
    store.keep_noticed(filter, "incident", &tellings)?;
    let mut count = if fresh && !quiet { tell(&tellings, None)? } else { 0 };
    for d in &incident.disagreements {
        let items: Vec<String> = d.statements.iter().map(|s| format!("{} {}-{}", s.report, s.start, s.end)).collect();
        let known = store.was_noticed(filter, d.kind.word(), &items)?;
        store.keep_noticed(filter, d.kind.word(), &items)?;
        // A new incident is told with its disagreements.
        if !known && !fresh && !quiet {
            count += tell(&items, Some(d))?;
        }
    }
    Ok(count)
}

impl Record {
    /// Keeps a filter under a name. What it takes by now is known; what it takes from now on is news.
    pub fn save_filter(&mut self, name: &str, filter: &Filter) -> Result<()> {
        let now = now();
        self.store.transaction(|store| {
            store.remove_filter(name)?;
            store.save_filter(name, filter, &now)?;
            for row in store.find(filter)? {
                notice(store, name, store.incident(row)?, &now, true)?;
            }
            Ok(())
        })
    }

    /// Every saved filter, by name.
    pub fn saved_filters(&self) -> Result<Vec<(String, Filter)>> {
        self.store.saved_filters()
    }

    /// Takes a saved filter out, with its notices; false where there is none of that name.
    pub fn remove_filter(&mut self, name: &str) -> Result<bool> {
        self.store.transaction(|store| store.remove_filter(name))
    }

    /// The newest notices of a saved filter, the newest first.
    pub fn news(&self, filter: &str, limit: usize) -> Result<Vec<News>> {
        if !self.store.saved_filters()?.iter().any(|(name, _)| name == filter) {
            let expected = "a saved filter (`tarikh filter list` shows them)".to_string();
            return Err(Fault::Odd { expected, found: format!("\"{filter}\"") });
        }
        let rows = self.store.notices(filter, limit)?;
        rows.iter().map(|n| Ok(serde_json::from_str(&n.body)?)).collect()
    }

    /// Notices that no webhook has taken, the oldest first.
    pub fn unsent(&self, limit: usize) -> Result<Vec<Notice>> {
        self.store.unsent(limit)
    }

    /// Keeps that a webhook took a notice.
    pub fn mark_sent(&mut self, notice: &Notice) -> Result<()> {
        let now = now();
        self.store.transaction(|store| store.mark_sent(notice.row, &now))
    }
}
