//! A record for Python: readings go in, tables come out. Work on the file runs without the interpreter's lock.

use crate::columns::{Columns, Rows};
use crate::fault::{Fault, of_record};
use crate::reading::{Reading, Unread, loads};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use tarikh::contract;
use tarikh::types::incident::Status;
use tarikh::{Filter, Record as Inner};

/// Readings in one transaction.
const BATCH: usize = 200;

/// An open record. `tarikh.Record` says how it is used.
#[pyclass(frozen, subclass, module = "tarikh")]
pub struct Record {
    inner: Mutex<Option<Inner>>,
    path: Option<PathBuf>,
}

fn parsed<T: std::str::FromStr<Err = String>>(word: Option<&str>) -> PyResult<Option<T>> {
    word.map(str::parse).transpose().map_err(Fault::new_err)
}

fn day(text: Option<String>) -> PyResult<Option<String>> {
    match text {
        Some(text) if text.parse::<tarikh::types::Date>().is_err() => {
            Err(Fault::new_err(format!("expected a day as YYYY-MM-DD, but found \"{text}\"")))
        }
        text => Ok(text),
    }
}

impl Record {
    fn with<T: Send>(&self, py: Python<'_>, work: impl FnOnce(&mut Inner) -> PyResult<T> + Send) -> PyResult<T> {
        py.detach(|| {
            let mut inner = self.inner.lock().unwrap_or_else(|e| e.into_inner());
            match inner.as_mut() {
                Some(record) => work(record),
                None => Err(Fault::new_err("expected an open record, but found a closed one\nhint: open it again")),
            }
        })
    }
}

#[pymethods]
impl Record {
    /// Opens a record; with `create`, makes it where there is none; without a path, one in memory.
    #[new]
    #[pyo3(signature = (path = None, *, create = false))]
    fn new(py: Python<'_>, path: Option<PathBuf>, create: bool) -> PyResult<Record> {
        let open = |path: Option<&Path>| match path {
            None => Inner::in_memory(),
            Some(path) if create => Inner::open_or_create(path),
            Some(path) => Inner::open(path),
        };
        let inner = py.detach(|| open(path.as_deref())).map_err(of_record)?;
        Ok(Record { inner: Mutex::new(Some(inner)), path })
    }

    /// Where the record lies; nothing for one in memory.
    #[getter]
    fn path(&self) -> Option<PathBuf> {
        self.path.clone()
    }

    /// Adds readings and links them: how many were new, and how many were there already.
    fn add_readings(&self, py: Python<'_>, readings: &Bound<'_, PyAny>) -> PyResult<(usize, usize)> {
        let (mut new, mut known) = (0, 0);
        let mut batch: Vec<contract::Reading> = Vec::new();
        let mut put = |batch: &mut Vec<contract::Reading>| -> PyResult<()> {
            let list = std::mem::take(batch);
            let added = self.with(py, |record| record.add(list).map_err(of_record))?;
            new += added.new;
            known += added.known;
            Ok(())
        };
        for reading in readings.try_iter()? {
            let reading = reading?;
            if let Ok(reading) = reading.cast::<Reading>() {
                batch.push(reading.get().inner.clone());
            } else if !reading.is_instance_of::<Unread>() {
                let name = reading.get_type().name()?;
                return Err(PyTypeError::new_err(format!("expected readings, but found {name}")));
            }
            if batch.len() >= BATCH {
                put(&mut batch)?;
            }
        }
        put(&mut batch)?;
        Ok((new, known))
    }

    /// The incidents a filter takes, by day and id.
    #[pyo3(signature = (since, until, place, near, within, actor, kind, status, min_killed, words, as_of))]
    #[allow(clippy::too_many_arguments)]
    fn find_incidents(
        &self,
        py: Python<'_>,
        since: Option<String>,
        until: Option<String>,
        place: Option<String>,
        near: Option<(f64, f64)>,
        within: Option<f64>,
        actor: Option<String>,
        kind: Option<&str>,
        status: Option<&str>,
        min_killed: Option<u32>,
        words: Option<String>,
        as_of: Option<String>,
    ) -> PyResult<Columns> {
        let status = status
            .map(|word| {
                Status::from_word(word).ok_or_else(|| {
                    Fault::new_err(format!("expected corroborated, single_source or disputed, but found \"{word}\""))
                })
            })
            .transpose()?;
        let (since, until, as_of) = (day(since)?, day(until)?, day(as_of)?);
        let kind = parsed(kind)?;
        let filter = Filter { since, until, place, around: None, actor, kind, status, min_killed, words };
        self.with(py, |record| {
            let past = as_of.as_deref().map(|day| record.as_of(day)).transpose().map_err(of_record)?;
            let record = past.as_ref().unwrap_or(record);
            let filter = record.around(filter, near, within).map_err(of_record)?;
            Ok(Columns(Rows::Incidents(record.incidents(&filter, None).map_err(of_record)?)))
        })
    }

    /// One incident as a dictionary, by its id or the beginning of it; nothing where none or several have it.
    fn incident<'py>(&self, py: Python<'py>, id: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
        let found = self.with(py, |record| record.show(id).map_err(of_record))?;
        let text = found.map(|i| serde_json::to_string(&i)).transpose().map_err(|e| Fault::new_err(e.to_string()))?;
        text.map(|text| loads(py, &text)).transpose()
    }

    /// Actors across reports.
    fn find_actors(&self, py: Python<'_>, name: Option<&str>) -> PyResult<Columns> {
        self.with(py, |record| Ok(Columns(Rows::Actors(record.actors(name).map_err(of_record)?))))
    }

    /// Ties between actors.
    fn find_ties(&self, py: Python<'_>, name: Option<&str>) -> PyResult<Columns> {
        self.with(py, |record| Ok(Columns(Rows::Ties(record.ties(name).map_err(of_record)?))))
    }

    /// Disagreements, of one kind where given.
    fn find_disagreements(&self, py: Python<'_>, kind: Option<&str>) -> PyResult<Columns> {
        let kind = parsed(kind)?;
        self.with(py, |record| Ok(Columns(Rows::Disagreements(record.disagreements(kind).map_err(of_record)?))))
    }

    /// Publishers with their grades.
    fn find_sources(&self, py: Python<'_>) -> PyResult<Columns> {
        self.with(py, |record| Ok(Columns(Rows::Sources(record.sources().map_err(of_record)?))))
    }

    /// The reading of a report, by the report's id.
    fn reading(&self, py: Python<'_>, report: &str) -> PyResult<Option<Reading>> {
        let opened = self.with(py, |record| record.opened(report).map_err(of_record))?;
        Ok(opened.map(|o| Reading::new(o.reading)))
    }

    /// Number of reports and of incidents.
    fn size(&self, py: Python<'_>) -> PyResult<(i64, i64)> {
        self.with(py, |record| record.size().map_err(of_record))
    }

    /// Everything that does not hold, in words; an empty list where all does.
    #[pyo3(signature = (*, deep = true))]
    fn check(&self, py: Python<'_>, deep: bool) -> PyResult<Vec<String>> {
        let found = self.with(py, |record| record.check(deep).map_err(of_record))?;
        Ok(found.into_iter().map(|f| f.what).collect())
    }

    /// Puts everything into the one file and closes it.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        py.detach(|| {
            let inner = self.inner.lock().unwrap_or_else(|e| e.into_inner()).take();
            inner.map_or(Ok(()), Inner::close).map_err(of_record)
        })
    }
}
