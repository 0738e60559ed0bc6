//! The record with linking at work: readings go in, incidents come out, and stay what a rebuild from nothing would give.
//!
//! [`Record`] is the only place where the file ([`record::Store`]) and [`linking`] meet. Adding a report links its
//! neighbourhood only; every change is one transaction.

#[cfg(feature = "llm")]
mod answers;
mod import;
mod judging;
mod link;
mod notices;
mod past;
mod view;
#[cfg(feature = "doors")]
mod watched;

#[cfg(feature = "llm")]
pub use self::answers::Answers;
pub use self::import::Imported;
pub(crate) use self::import::odd;
pub use self::judging::{Decision, WrongValue};
use self::link::Linker;
pub(crate) use self::link::told;
pub use self::notices::News;
pub use self::view::Opened;
pub use ::record::{
    ActorRow, Card, CardActor, DisagreementRow, Fault, Filter, Finding, Heading, Judgement, Notice, Range, ReviewRow,
    SourceCounts, SourceRow, Standing, Tie, TieRow, TieSay, Unknown,
};
#[cfg(feature = "doors")]
pub use ::record::{FeedState, Settled, Waiting};
use ::record::{Saved, Store};
use std::collections::BTreeSet;
use std::path::Path;
use types::contract::Reading;
use types::incident::{Doubt, Incident};

/// Names the version of the reader in the record: `tarikh reread` reads anew what another version has read.
pub const READER: &str = concat!("tarikh ", env!("CARGO_PKG_VERSION"));

/// Result of work on a record.
pub type Result<T> = std::result::Result<T, Fault>;

/// An open record.
pub struct Record {
    store: Store,
}

/// What became of readings that were added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Reports that are new.
    pub new: usize,
    /// Reports that were there already.
    pub known: usize,
}

impl Record {
    /// Opens a record for writing, making it where there is none.
    pub fn open_or_create(path: &Path) -> Result<Record> {
        Ok(Record { store: Store::open_or_create(path)? })
    }

    /// Opens a record that is there.
    pub fn open(path: &Path) -> Result<Record> {
        Ok(Record { store: Store::open(path)? })
    }

    /// A record in memory.
    pub fn in_memory() -> Result<Record> {
        Ok(Record { store: Store::in_memory()? })
    }

    /// Puts everything into the one file and closes it.
    pub fn close(self) -> Result<()> {
        self.store.close()
    }

    /// Adds readings in one transaction and links them. When it returns, they are on the disk.
    pub fn add(&mut self, readings: Vec<Reading>) -> Result<Added> {
        self.add_read(readings.into_iter().map(|r| (r, READER.to_string())).collect())
    }

    /// The same, each with who read it: [`READER`], or the name of a language model.
    pub fn add_read(&mut self, readings: Vec<(Reading, String)>) -> Result<Added> {
        let now = now();
        self.store.transaction(|store| enter(store, readings, &now))
    }

    /// True where a report is in the record.
    pub fn has(&self, report: &str) -> Result<bool> {
        Ok(self.store.row_of(report)?.is_some())
    }

    /// Rows of reports that another version of the reader has read, or all.
    pub fn to_reread(&self, all: bool) -> Result<Vec<i64>> {
        if all { self.store.report_rows() } else { self.store.read_by_others(READER) }
    }

    /// A report of the record as it was published, to be read anew.
    pub fn report(&self, row: i64) -> Result<types::Report> {
        let (r, text) = (self.store.report(row)?, self.store.text(row)?);
        // A day that the reader inferred is inferred anew.
        let given = r.published.as_deref().filter(|_| r.published_basis == "given").and_then(|d| d.parse().ok());
        Ok(types::Report {
            id: r.id,
            file: r.file,
            title: r.title,
            source: r.source,
            url: r.url,
            lang: if r.language == "fr" { types::Lang::Fr } else { types::Lang::En },
            published: given,
            published_basis: if given.is_some() {
                types::PublishedBasis::Given
            } else {
                types::PublishedBasis::Unknown
            },
            dateline_place: r.dateline_place,
            text,
            notes: r.notes,
        })
    }

    /// The reading of a report of the record.
    pub fn reading(&self, row: i64) -> Result<Reading> {
        self.store.load(row)
    }

    /// Puts new readings in the place of old ones, in one transaction: until it returns, the old ones stand.
    pub fn replace(&mut self, readings: Vec<(i64, Reading)>) -> Result<()> {
        self.replace_read(readings.into_iter().map(|(row, r)| (row, r, READER.to_string())).collect())
    }

    /// The same, each with who read it.
    pub fn replace_read(&mut self, readings: Vec<(i64, Reading, String)>) -> Result<()> {
        self.store.transaction(|store| {
            link::bring_up_to_date(store)?;
            let mut linker = Linker::new(store, None)?;
            let mut seeds = BTreeSet::new();
            for (row, mut reading, reader) in readings {
                ::record::normalise(&mut reading);
                seeds.extend(store.neighbours(row)?);
                store.replace_reading(row, &reading, &reader)?;
                seeds.extend(linker.enter(row, reading)?);
            }
            linker.relink(seeds, true)?;
            // Another reading of known reports is no news.
            notices::find(store, &linker.told, &now(), true)?;
            Ok(())
        })
    }

    /// Throws away everything derived and makes it again.
    pub fn rebuild(&mut self) -> Result<()> {
        self.store.transaction(|store| link::rebuild(store))
    }

    /// The incidents a filter takes, by day and id; with `as_of`, what was known on that day.
    pub fn incidents(&self, filter: &Filter, as_of: Option<&str>) -> Result<Vec<Incident>> {
        match as_of {
            None => self.each(filter).collect(),
            Some(day) => {
                let past = self.as_of(day)?;
                past.each(filter).collect()
            }
        }
    }

    /// The same, one at a time: the way to print many.
    pub fn each(&self, filter: &Filter) -> impl Iterator<Item = Result<Incident>> + '_ {
        let (rows, fault) = match self.store.find(filter) {
            Ok(rows) => (rows, None),
            Err(e) => (Vec::new(), Some(Err(e))),
        };
        fault.into_iter().chain(rows.into_iter().map(|row| self.finished(row)))
    }

    /// Every incident as linking made it, before what a record works out when it is asked: whether something foretold came
    /// true.
    pub fn incidents_as_stored(&self) -> Result<Vec<Incident>> {
        self.store.find(&Filter::default())?.into_iter().map(|row| self.store.incident(row)).collect()
    }

    /// An incident by its id or the beginning of it.
    pub fn show(&self, id: &str) -> Result<Option<Incident>> {
        self.store.incident_row(id)?.map(|row| self.finished(row)).transpose()
    }

    /// A filter with the ground it means: `near` is latitude and longitude, `within` km around it or, where only the filter's
    /// place is named, around the first incident there.
    pub fn around(&self, mut filter: Filter, near: Option<(f64, f64)>, within: Option<f64>) -> Result<Filter> {
        match (near, within, filter.place.take()) {
            (Some((lat, lon)), km, place) => {
                filter.around = Some((lat, lon, km.unwrap_or(25.0)));
                filter.place = place;
            }
            (None, Some(km), Some(place)) => {
                let named = Filter { place: Some(place.clone()), ..Filter::default() };
                let at = self.each(&named).find_map(|i| i.ok()?.place.and_then(|w| w.lat.zip(w.lon)));
                let Some((lat, lon)) = at else {
                    let expected = "a place of the record".to_string();
                    return Err(Fault::Odd { expected, found: format!("none called \"{place}\"") });
                };
                filter.around = Some((lat, lon, km));
            }
            (None, Some(_), None) => {
                let expected = "a point or a place to count kilometres from".to_string();
                return Err(Fault::Odd { expected, found: "neither".to_string() });
            }
            (None, None, place) => filter.place = place,
        }
        Ok(filter)
    }

    fn finished(&self, row: i64) -> Result<Incident> {
        let mut incident = self.store.incident(row)?;
        past::settle_forecast(&self.store, &mut incident)?;
        Ok(incident)
    }

    /// Actors, of one name where given.
    pub fn actors(&self, name: Option<&str>) -> Result<Vec<ActorRow>> {
        self.store.actors(name)
    }

    /// Ties, of one actor where given.
    pub fn ties(&self, name: Option<&str>) -> Result<Vec<Tie>> {
        self.store.ties(name)
    }

    /// Disagreements, of one kind where given.
    pub fn disagreements(&self, kind: Option<types::DisagreementKind>) -> Result<Vec<DisagreementRow>> {
        self.store.disagreements(kind)
    }

    /// Publishers with their grades.
    pub fn sources(&self) -> Result<Vec<SourceRow>> {
        self.store.sources()
    }

    /// Pairs that may be one happening and were left apart, the likeliest first.
    pub fn doubts(&self, limit: usize) -> Result<Vec<Doubt>> {
        link::doubts(&self.store, limit)
    }

    /// Number of reports and of incidents.
    pub fn size(&self) -> Result<(i64, i64)> {
        Ok((self.store.count("reports")?, self.store.count("incidents")?))
    }

    /// Everything that does not hold; `deep` compares the derived tables with a rebuild.
    pub fn check(&self, deep: bool) -> Result<Vec<Finding>> {
        let mut out = ::record::check(&self.store)?;
        // What an older version of linking made differs from a rebuild by right; the next change brings it up to date.
        if deep && out.is_empty() && link::is_up_to_date(&self.store)? {
            out.extend(past::compare_with_rebuild(&self.store)?);
        }
        Ok(out)
    }
}

/// Saves readings and links them, inside a transaction.
fn enter(store: &mut Store, readings: Vec<(Reading, String)>, now: &str) -> Result<Added> {
    link::bring_up_to_date(store)?;
    let mut linker = Linker::new(store, None)?;
    let mut added = Added::default();
    let mut seeds = BTreeSet::new();
    for (mut reading, reader) in readings {
        ::record::normalise(&mut reading);
        if let Some(row) = store.row_of(&reading.report.id)? {
            seeds.extend(store.neighbours(row)?);
        }
        match store.save(&reading, &reader, now)? {
            Saved::Known(_) => added.known += 1,
            Saved::New(row) => {
                added.new += 1;
                seeds.extend(linker.enter(row, reading)?);
            }
            Saved::Replaced { old, new } => {
                added.known += 1;
                linker.leave(old, &mut seeds);
                seeds.extend(linker.enter(new, reading)?);
            }
        }
    }
    linker.relink(seeds, false)?;
    notices::find(store, &linker.told, now, false)?;
    Ok(added)
}

fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
