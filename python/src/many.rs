//! Reading: one report, an iterable of reports, or whatever the command line takes as files and addresses.

use crate::ahead::Ahead;
use crate::asked;
use crate::fault::{self, Fault};
use crate::reading::{Reading, Unread};
use pyo3::exceptions::PyUserWarning;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyTuple};
use std::ffi::CString;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};
use tarikh::doors::web::{Client, Polite};
use tarikh::doors::{Body, Columns, Inputs, Item, Tally};
use tarikh::{Given, Line, Reader, contract};

/// The reader that everything in this process shares: the embedded knowledge and what the user has added to it.
pub fn reader(py: Python<'_>) -> PyResult<&'static Reader> {
    static READER: OnceLock<(Reader, Vec<String>)> = OnceLock::new();
    static WARNED: OnceLock<()> = OnceLock::new();
    let (reader, faults) = py.detach(|| {
        READER.get_or_init(|| {
            let (knowledge, faults) = tarikh::own::knowledge();
            (Reader::with(knowledge), faults)
        })
    });
    if WARNED.set(()).is_ok() {
        for fault in faults {
            let text = CString::new(fault.replace('\0', " ")).unwrap_or_default();
            PyErr::warn(py, &py.get_type::<PyUserWarning>(), &text, 2)?;
        }
    }
    Ok(reader)
}

/// What became of an item: its name, and its reading or why there is none.
type Outcome = (String, Result<contract::Reading, Why>);

/// Why an item gave no reading.
enum Why {
    Fault(tarikh::report::Fault),
    /// The gate passed it over.
    Quiet,
}

/// What is said of a report that the gate passes over.
const QUIET: &str = "nothing in it sounds like political violence";

fn read_item(reader: &Reader, item: Item, given: &Given, gate: Option<Line>) -> Outcome {
    let name = item.name.clone();
    // A report that breaks the reader is a defect; it must not take the batch with it.
    let read = AssertUnwindSafe(|| {
        let report = item.report(given).map_err(Why::Fault)?;
        if gate.is_some_and(|line| !tarikh::sounds_of_conflict(&report, line)) {
            return Err(Why::Quiet);
        }
        Ok(contract::Reading::of(&reader.read(report)))
    });
    (name, std::panic::catch_unwind(read).unwrap_or_else(|_| Err(Why::Fault(fault::defect()))))
}

/// Reads one report: a text, a web page or the bytes of a file.
///
/// What is given goes before what the report says of itself. `file` is the name it came under; its ending tells Markdown,
/// HTML, .eml and .docx. Raises `Fault` where there is nothing to read.
#[pyfunction]
#[pyo3(signature = (text, *, published = None, title = None, source = None, url = None, lang = None, file = None))]
#[allow(clippy::too_many_arguments)]
pub fn read(
    py: Python<'_>,
    text: &Bound<'_, PyAny>,
    published: Option<&Bound<'_, PyAny>>,
    title: Option<String>,
    source: Option<String>,
    url: Option<String>,
    lang: Option<&str>,
    file: Option<String>,
) -> PyResult<Reading> {
    let item = asked::item(asked::bytes(text)?, asked::given(published, title, source, url, lang, file)?);
    let reader = reader(py)?;
    let (_, reading) = py.detach(|| read_item(reader, item, &Given::default(), None));
    reading.map(Reading::new).map_err(|why| match why {
        Why::Fault(f) => fault::of_report(&f),
        Why::Quiet => Fault::new_err(QUIET),
    })
}

/// Where the items come from.
enum Items {
    Python(Py<PyIterator>),
    Files(Box<Mutex<Inputs>>),
}

/// Readings as they come, in the order of the reports. `summary` tells what became of all of them.
#[pyclass(module = "tarikh")]
pub struct Readings {
    items: Option<Items>,
    ahead: Ahead<Item, Outcome>,
    tally: Tally,
    /// What the iterable raised; told once everything before it has been given.
    raised: Option<PyErr>,
    seen: usize,
    strict: bool,
}

impl Readings {
    fn start(
        py: Python<'_>,
        items: Items,
        threads: Option<usize>,
        given: Given,
        gate: Option<Line>,
        on_fault: &str,
    ) -> PyResult<Readings> {
        let strict = match on_fault {
            "keep" => false,
            "raise" => true,
            other => {
                return Err(Fault::new_err(format!("expected on_fault to be keep or raise, but found \"{other}\"")));
            }
        };
        let reader = reader(py)?;
        let cores = || std::thread::available_parallelism().map_or(1, |n| n.get());
        let given = Arc::new(given);
        let ahead = Ahead::new(threads.unwrap_or_else(cores), move |item| read_item(reader, item, &given, gate));
        Ok(Readings { items: Some(items), ahead, tally: Tally::default(), raised: None, seen: 0, strict })
    }

    /// The next item, or nothing where there is no more.
    fn pull(&mut self, py: Python<'_>) -> Option<Item> {
        self.seen += 1;
        match self.items.as_mut()? {
            Items::Files(inputs) => py.detach(|| inputs.get_mut().unwrap_or_else(|e| e.into_inner()).next()),
            Items::Python(items) => match items.bind(py).clone().next()? {
                Ok(value) => asked::element(&value, self.seen).map_err(|e| self.raised = Some(e)).ok(),
                Err(error) => {
                    self.raised = Some(error);
                    None
                }
            },
        }
    }

    /// The next reading, or the next report that gave none.
    fn step(&mut self, py: Python<'_>) -> PyResult<Option<Outcome>> {
        while self.items.is_some() && self.ahead.has_room() {
            match self.pull(py) {
                Some(Item { body: Body::Skipped(why), .. }) => self.tally.skip(&why),
                Some(item) => self.ahead.send(item),
                None => self.items = None,
            }
        }
        match py.detach(|| self.ahead.take()) {
            Some(outcome) => Ok(Some(outcome)),
            None => self.raised.take().map_or(Ok(None), Err),
        }
    }
}

#[pymethods]
impl Readings {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        let Some((name, outcome)) = self.step(py)? else { return Ok(None) };
        match outcome {
            Ok(reading) => {
                self.tally.read += 1;
                Ok(Some(Py::new(py, Reading::new(reading))?.into_any()))
            }
            Err(Why::Quiet) => {
                self.tally.skip(QUIET);
                Ok(Some(Py::new(py, Unread { name, fault: QUIET.to_string(), hint: None })?.into_any()))
            }
            Err(Why::Fault(f)) => {
                self.tally.fail(&f);
                if self.strict {
                    let name = if name.is_empty() { String::new() } else { format!("{name}: ") };
                    return Err(Fault::new_err(format!("{name}{}", fault::told(&f))));
                }
                Ok(Some(Py::new(py, Unread { name, fault: f.message, hint: f.hint })?.into_any()))
            }
        }
    }

    /// How many reports were read so far, and why others were not: `{"read": 3, "failed": {…}, "skipped": {…}}`.
    fn summary<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let out = PyDict::new(py);
        out.set_item("read", self.tally.read)?;
        out.set_item("failed", &self.tally.failed)?;
        out.set_item("skipped", &self.tally.skipped)?;
        Ok(out)
    }
}

/// Reads many reports on all cores, without the interpreter's lock; gives readings in the order of the reports, each as soon
/// as it is there. Memory does not grow with their number.
///
/// A report is a `str`, `bytes`, or a mapping with `text` and, where known, `published`, `title`, `source`, `url`, `lang` and
/// `file`, such as a row of a data frame. What is given here holds for all and goes before what a report says of itself. A
/// report that cannot be read gives an `Unread` in its place, which is false, or with `on_fault="raise"` a `Fault`.
///
/// With `gate=True` a quick look comes first, for streams of all news: reports that do not sound of political violence give
/// an `Unread` too. A likelihood from 0 to 1 sets another line than the usual.
#[pyfunction]
#[pyo3(signature = (reports, threads = None, *, published = None, source = None, lang = None, gate = None, on_fault = "keep"))]
#[allow(clippy::too_many_arguments)]
pub fn read_many(
    py: Python<'_>,
    reports: &Bound<'_, PyAny>,
    threads: Option<usize>,
    published: Option<&Bound<'_, PyAny>>,
    source: Option<String>,
    lang: Option<&str>,
    gate: Option<&Bound<'_, PyAny>>,
    on_fault: &str,
) -> PyResult<Readings> {
    let given = asked::given(published, None, source, None, lang, None)?;
    let gate = gate.map(asked::line).transpose()?.flatten();
    Readings::start(py, Items::Python(reports.try_iter()?.unbind()), threads, given, gate, on_fault)
}

/// Reads files, folders, archives, feeds, tables and addresses: whatever `tarikh read` takes, in the same order.
///
/// `columns` says which columns of a table hold what: `"text=Body,published=scraped_on"`. `gate` is as in `read_many`.
#[pyfunction]
#[pyo3(signature = (*inputs, threads = None, columns = None, published = None, source = None, lang = None, allow_private = false, gate = None, on_fault = "keep"))]
#[allow(clippy::too_many_arguments)]
pub fn read_files(
    py: Python<'_>,
    inputs: &Bound<'_, PyTuple>,
    threads: Option<usize>,
    columns: Option<&str>,
    published: Option<&Bound<'_, PyAny>>,
    source: Option<String>,
    lang: Option<&str>,
    allow_private: bool,
    gate: Option<&Bound<'_, PyAny>>,
    on_fault: &str,
) -> PyResult<Readings> {
    let given = asked::given(published, None, source, None, lang, None)?;
    let gate = gate.map(asked::line).transpose()?.flatten();
    let paths = inputs.iter().map(|p| p.extract::<PathBuf>()).collect::<PyResult<Vec<_>>>()?;
    let columns = columns.map(Columns::parse).transpose().map_err(|e| Fault::new_err(e.to_string()))?;
    let polite = Polite { private: allow_private, ..Polite::default() };
    let inputs = Inputs::list(&paths).with_columns(columns.unwrap_or_default()).with_web(Client::new(polite));
    Readings::start(py, Items::Files(Box::new(Mutex::new(inputs))), threads, given, gate, on_fault)
}
