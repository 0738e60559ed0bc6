//! Readings and incidents that were made elsewhere, into a new record.
//!
//! In: readings, and the incidents that the same linking made of them on many machines ([`crate::blocks`]). Out: a record
//! that asks and grows like any other. Incidents are taken as they stand only where they are whole: every event of every
//! reading in one of them, made by this version of linking. Else they are made anew here, and the caller is told.

use super::link::{Linker, begin_import, bring_up_to_date, end_import};
use super::{READER, Record, Result, now};
use ::record::{Fault, Saved};
use std::collections::BTreeSet;
use types::contract::Reading;
use types::incident::Incident;

/// Rows in one transaction.
const BATCH: usize = 500;

/// What became of an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Reports that are new.
    pub new: usize,
    /// Reports that were there already, or came twice.
    pub known: usize,
    /// Incidents taken as they stand.
    pub taken: usize,
    /// True where incidents were made anew here instead.
    pub linked: bool,
}

impl Record {
    /// Takes readings and the incidents made of them. A record that holds reports already links what is new with what is
    /// there, and needs no incidents.
    pub fn import(
        &mut self,
        readings: impl Iterator<Item = Result<Reading>>,
        incidents: impl Iterator<Item = Result<Incident>>,
    ) -> Result<Imported> {
        let mut out = Imported::default();
        let mut incidents = incidents.peekable();
        if self.store.count("reports")? > 0 || incidents.peek().is_none() {
            batches(readings, |batch| {
                let added = self.add(batch)?;
                out.new += added.new;
                out.known += added.known;
                Ok(())
            })?;
            out.linked = true;
            return Ok(out);
        }
        self.store.transaction(|store| begin_import(store))?;
        let now = now();
        batches(readings, |batch| {
            self.store.transaction(|store| -> Result<()> {
                let mut linker = Linker::new(store, None)?;
                for mut reading in batch {
                    ::record::normalise(&mut reading);
                    match store.save(&reading, READER, &now)? {
                        Saved::Known(_) => out.known += 1,
                        Saved::New(row) => {
                            out.new += 1;
                            linker.enter(row, reading)?;
                        }
                        Saved::Replaced { new, .. } => {
                            out.known += 1;
                            linker.enter(new, reading)?;
                        }
                    }
                }
                // What acronyms stand for is settled; there are no incidents yet to be told anew.
                linker.relink(BTreeSet::new(), false)
            })
        })?;
        let mut whole = true;
        batches(incidents, |batch| {
            if !whole {
                return Ok(());
            }
            self.store.transaction(|store| -> Result<()> {
                for incident in batch {
                    let mut events = Vec::with_capacity(incident.reports.len());
                    for member in &incident.reports {
                        let event = linking::index_of(&member.event).map(|n| i64::from(n) + 1);
                        let row = store.row_of(&member.report)?;
                        let Some((row, event)) = row.zip(event) else { break };
                        // An event that no reading has, or that stands in another incident, is none to take.
                        if store.telling_of(row, event)?.is_none() || store.incident_of(row, event)?.is_some() {
                            break;
                        }
                        events.push((row, event));
                    }
                    if events.is_empty() || events.len() != incident.reports.len() {
                        whole = false;
                        return Ok(());
                    }
                    store.put_incident(&incident, &events)?;
                    out.taken += 1;
                }
                Ok(())
            })
        })?;
        self.store.transaction(|store| -> Result<()> {
            if whole && store.count("link_tellings")? == store.count("incident_reports")? {
                return end_import(store);
            }
            out.taken = 0;
            out.linked = true;
            bring_up_to_date(store)
        })?;
        Ok(out)
    }
}

/// Gives rows away in batches; the first fault ends it.
fn batches<T>(rows: impl Iterator<Item = Result<T>>, mut give: impl FnMut(Vec<T>) -> Result<()>) -> Result<()> {
    let mut batch = Vec::new();
    for row in rows {
        batch.push(row?);
        if batch.len() == BATCH {
            give(std::mem::take(&mut batch))?;
        }
    }
    if batch.is_empty() { Ok(()) } else { give(batch) }
}

/// A value of an imported file that is not what it should be.
pub(crate) fn odd(expected: &str, found: impl Into<String>) -> Fault {
    Fault::Odd { expected: expected.to_string(), found: found.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Filter;
    use crate::made_up::{Dice, World};

    fn all(record: &Record) -> Vec<Incident> {
        record.incidents(&Filter::default(), None).expect("incidents")
    }

    fn imported(readings: &[Reading], incidents: &[Incident]) -> (Record, Imported) {
        let mut record = Record::in_memory().expect("a record");
        let done = record.import(readings.iter().cloned().map(Ok), incidents.iter().cloned().map(Ok));
        (record, done.expect("an import"))
    }

    #[test]
    fn an_import_ends_where_adding_ends() {
        let mut readings = World::new(4).readings(700, 60);
        let mut added = Record::in_memory().expect("a record");
        added.add(readings.clone()).expect("readings");
        let (want, stored) = (all(&added), added.incidents_as_stored().expect("incidents"));
        Dice::new(1).shuffle(&mut readings);
        let (mut record, done) = imported(&readings, &stored);
        assert_eq!(done, Imported { new: 700, known: 0, taken: want.len(), linked: false });
        assert_eq!(all(&record), want);
        assert_eq!(record.check(true).expect("findings"), []);
        // It grows like one that was added to.
        let more = World::new(9).readings(40, 60).into_iter().map(|mut r| {
            r.report.id.push_str("-late");
            r
        });
        let more: Vec<_> = more.collect();
        added.add(more.clone()).expect("readings");
        record.add(more).expect("readings");
        assert_eq!(all(&record), all(&added));
    }

    #[test]
    fn incidents_that_are_not_whole_are_made_anew() {
        let readings = World::new(4).readings(60, 20);
        let mut added = Record::in_memory().expect("a record");
        added.add(readings.clone()).expect("readings");
        let (want, stored) = (all(&added), added.incidents_as_stored().expect("incidents"));
        let mut foreign = stored.clone();
        foreign[0].reports[0].report = "nobody".into();
        let mut twice = stored.clone();
        twice.push(stored[0].clone());
        for incidents in [&stored[1..], &foreign, &twice, &[]] {
            let (record, done) = imported(&readings, incidents);
            assert_eq!((done.taken, done.linked), (0, true));
            assert_eq!(all(&record), want);
            assert_eq!(record.check(true).expect("findings"), []);
        }
    }

    #[test]
    fn a_record_with_reports_links_what_comes() {
        let readings = World::new(4).readings(60, 20);
        let mut record = Record::in_memory().expect("a record");
        record.add(readings[..30].to_vec()).expect("readings");
        let stored = record.incidents_as_stored().expect("incidents");
        let done = record.import(readings.iter().cloned().map(Ok), stored.into_iter().map(Ok)).expect("an import");
        assert_eq!(done, Imported { new: 30, known: 30, taken: 0, linked: true });
        let (whole, _) = imported(&readings, &[]);
        assert_eq!(all(&record), all(&whole));
    }
}
