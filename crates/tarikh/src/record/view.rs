//! Looking at a record without writing: opened read-only, everything in short, and one report with all that hangs on it.
//!
//! In: an open record. Out: rows of [`record`], and reports with the incidents they joined. Nothing is drawn or served here.

use super::link::Linker;
use super::{Record, Result};
use ::record::{Card, Heading, ReviewRow, Saved, SourceCounts, Store, TieRow, Unknown};
use linking::Voice;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use types::contract::Reading;
use types::incident::Incident;

/// A report with what the record made of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// Its reading.
    pub reading: Reading,
    /// When it was added.
    pub added: String,
    /// Which version of which reader read it.
    pub reader: String,
    /// The incidents it tells of: event id in the reading, incident id.
    pub incidents: Vec<(String, String)>,
    /// Who its actors are in the record: actor id in the reading, actor id in the record.
    pub actors: BTreeMap<String, String>,
}

impl Record {
    /// Opens a record for reading only; nothing of the file is touched.
    pub fn open_read_only(path: &Path) -> Result<Record> {
        Ok(Record { store: Store::open_read_only(path)? })
    }

    /// True where the file was read as one that nobody changes, and somebody did: open it anew.
    pub fn is_stale(&self) -> bool {
        self.store.is_stale()
    }

    /// How often the record was changed: another number means other content.
    pub fn revision(&self) -> Result<i64> {
        self.store.revision()
    }

    /// Changes whenever another connection has written; costs next to nothing to ask.
    pub fn data_version(&self) -> Result<i64> {
        self.store.data_version()
    }

    /// Answers all questions of `work` from one state of the record, whatever others write meanwhile.
    pub fn at_once<T>(&self, work: impl FnOnce(&Record) -> Result<T>) -> Result<T> {
        self.store.at_once(|_| work(self))
    }

    /// Every incident in short, by day and id, with forecasts settled.
    pub fn cards(&self) -> Result<Vec<Card>> {
        let mut cards = self.store.cards()?;
        for card in cards.iter_mut().filter(|c| c.outcome.is_some()) {
            card.outcome = self.finished(card.fid)?.outcome;
        }
        Ok(cards)
    }

    /// Ids of the incidents whose reports hold all of these words; the last may be the beginning of one.
    pub fn incidents_with(&self, words: &str) -> Result<Vec<i64>> {
        self.store.incidents_with(&phrase(words))
    }

    /// Rows of the reports that hold all of these words.
    pub fn reports_with(&self, words: &str) -> Result<Vec<i64>> {
        self.store.reports_with(&phrase(words))
    }

    /// Every report in short, the newest first.
    pub fn headings(&self) -> Result<Vec<Heading>> {
        self.store.headings()
    }

    /// A report with its reading and what the record made of it.
    pub fn opened(&self, report: &str) -> Result<Option<Opened>> {
        let Some(row) = self.store.row_of(report)? else { return Ok(None) };
        let (added, reader) = self.store.history(row)?;
        let incidents = self.store.incidents_of(row)?.into_iter().map(|(n, id)| (format!("e{n}"), id)).collect();
        let actors = self.store.actors_of(row)?.into_iter().map(|(n, id)| (format!("a{n}"), id)).collect();
        Ok(Some(Opened { reading: self.store.load(row)?, added, reader, incidents, actors }))
    }

    /// The text of a report.
    pub fn text_of(&self, report: &str) -> Result<Option<String>> {
        self.store.row_of(report)?.map(|row| self.store.text(row)).transpose()
    }

    /// For each report that copies much of its text from another of the list, the first of the list it shares it with.
    pub fn copies(&self, reports: &[String]) -> Result<BTreeMap<String, String>> {
        let mut voices = Vec::new();
        for report in reports {
            let Some(row) = self.store.row_of(report)? else { continue };
            voices.push(Voice::of(report, None, &self.store.text(row)?));
        }
        let groups = linking::independent(&voices.iter().collect::<Vec<_>>());
        let pairs = groups.into_iter().enumerate().filter(|(i, first)| i != first);
        Ok(pairs.map(|(i, first)| (voices[i].report.clone(), voices[first].report.clone())).collect())
    }

    /// A record of its own, as the bytes of a file: these incidents, and the reports that tell of them.
    pub fn excerpt(&self, incidents: &[Incident]) -> Result<Vec<u8>> {
        let mut out = Store::in_memory()?;
        out.transaction(|store| -> Result<()> {
            let mut linker = Linker::new(store, None)?;
            let mut rows: HashMap<String, i64> = HashMap::new();
            let reports: BTreeSet<&String> = incidents.iter().flat_map(|i| &i.reports).map(|m| &m.report).collect();
            for id in reports {
                let Some(row) = self.store.row_of(id)? else { continue };
                let (added, reader) = self.store.history(row)?;
                let reading = self.store.load(row)?;
                if let Saved::New(row) = store.save(&reading, &reader, &added)? {
                    rows.insert(id.clone(), row);
                    linker.enter(row, reading)?;
                }
            }
            for incident in incidents {
                let event = |id: &str| linking::index_of(id).map_or(0, |n| i64::from(n) + 1);
                let row = |m: &types::incident::Member| Some((*rows.get(&m.report)?, event(&m.event)));
                let events: Vec<(i64, i64)> = incident.reports.iter().filter_map(row).collect();
                if events.len() == incident.reports.len() {
                    store.put_incident(incident, &events)?;
                }
            }
            Ok(())
        })?;
        out.to_bytes()
    }

    /// Every tie of every report, with who says so.
    pub fn tie_rows(&self) -> Result<Vec<TieRow>> {
        self.store.tie_rows()
    }

    /// Places without coordinates and groups that no registry knows, the most named first.
    pub fn unknowns(&self, limit: usize) -> Result<Vec<Unknown>> {
        let mut list = self.store.unknown_places(limit)?;
        list.extend(self.store.unknown_groups(limit)?);
        Ok(list)
    }

    /// Values on which two readers of one report differ.
    pub fn review_rows(&self) -> Result<Vec<ReviewRow>> {
        self.store.review_rows()
    }

    /// How each publisher fares.
    pub fn source_counts(&self) -> Result<HashMap<String, SourceCounts>> {
        self.store.source_counts()
    }
}

/// Any words as a question that full-text search understands: each is taken as it stands, the last as a beginning.
fn phrase(words: &str) -> String {
    // A NUL would end the question in the middle of a word.
    let words = words.replace('\0', " ");
    let quoted = words.split_whitespace().map(|w| format!("\"{}\"", w.replace('"', "\"\"")));
    let list: Vec<String> = quoted.collect();
    if list.is_empty() { "\"\"".into() } else { list.join(" ") + " *" }
}
