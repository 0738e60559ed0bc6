//! A reading as a Python object, and what stands in the place of a report that gave none.

use crate::fault::Fault;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList};
use tarikh::contract;

/// What one report says. Lists hold dictionaries with the keys of `docs/reading.schema.json`; they name each other by id.
/// `text[start:end]` of an evidence are its words.
#[pyclass(frozen, module = "tarikh")]
pub struct Reading {
    pub inner: contract::Reading,
    dict: PyOnceLock<Py<PyDict>>,
}

impl Reading {
    pub fn new(mut inner: contract::Reading) -> Reading {
        // Learned likelihoods are no part of the public form, and would make a reading differ from its own JSON.
        inner.gist = contract::Gist::default();
        Reading { inner, dict: PyOnceLock::new() }
    }

    fn dict<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyDict>> {
        let make = || -> PyResult<Py<PyDict>> { Ok(loads(py, &self.line()?)?.cast_into::<PyDict>()?.unbind()) };
        Ok(self.dict.get_or_try_init(py, make)?.bind(py))
    }

    fn line(&self) -> PyResult<String> {
        serde_json::to_string(&self.inner).map_err(|e| Fault::new_err(e.to_string()))
    }

    fn list<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        let list = self.dict(py)?.get_item(name)?;
        Ok(list.unwrap_or_else(|| PyList::empty(py).into_any()))
    }
}

/// `json.loads`.
pub fn loads<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (text,))
}

#[pymethods]
impl Reading {
    /// The whole reading as JSON: what `tarikh read --format json` prints, and with `indent=False` what `--format jsonl`
    /// prints, without the line break at the end.
    #[pyo3(signature = (*, indent = true))]
    fn json(&self, indent: bool) -> PyResult<String> {
        if !indent {
            return self.line();
        }
        serde_json::to_string_pretty(&self.inner).map_err(|e| Fault::new_err(e.to_string()))
    }

    /// A reading from its JSON.
    #[staticmethod]
    fn from_json(text: &str) -> PyResult<Reading> {
        let inner = serde_json::from_str(text)
            .map_err(|e| Fault::new_err(format!("expected the JSON of a reading, but found another: {e}")))?;
        Ok(Reading::new(inner))
    }

    /// The whole reading as a dictionary of its own, which may be changed.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        loads(py, &self.line()?)
    }

    /// What stands around the text: id, title, source, language, day of publication.
    #[getter]
    fn report<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.list(py, "report")
    }
    /// The cleaned text that every offset counts in.
    #[getter]
    fn text(&self) -> &str {
        &self.inner.text
    }
    /// The report's id: a hash of source and text.
    #[getter]
    fn id(&self) -> &str {
        &self.inner.report.id
    }
    /// The headline.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.inner.report.title.as_deref()
    }
    /// Who published the report.
    #[getter]
    fn source(&self) -> Option<&str> {
        self.inner.report.source.as_deref()
    }
    /// The day of publication as `YYYY-MM-DD`, where it is known.
    #[getter]
    fn published(&self) -> Option<&str> {
        self.inner.report.published.as_deref()
    }
    /// `en` or `fr`.
    #[getter]
    fn lang(&self) -> &str {
        &self.inner.report.language
    }
    /// Number of events, without making their dictionaries.
    #[getter]
    fn event_count(&self) -> usize {
        self.inner.events.len()
    }
    /// Likelihood that the report tells of political violence or conflict politics, 0 to 1.
    #[getter]
    fn relevance(&self) -> f32 {
        self.inner.relevance
    }
    /// Who is named.
    #[getter]
    fn actors<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.list(py, "actors")
    }
    /// Places named, with coordinates and what else the name could mean.
    #[getter]
    fn places<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.list(py, "places")
    }
    /// Happenings.
    #[getter]
    fn events<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.list(py, "events")
    }
    /// Standing ties between actors.
    #[getter]
    fn relations<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.list(py, "relations")
    }
    /// Who says what of which event or relation, and how firmly.
    #[getter]
    fn claims<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.list(py, "claims")
    }
    /// Statements that cannot all be true.
    #[getter]
    fn disagreements<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.list(py, "disagreements")
    }
    /// Time expressions, in text order.
    #[getter]
    fn times<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.list(py, "times")
    }
    /// Every count of people or things harmed, in text order.
    #[getter]
    fn counts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.list(py, "counts")
    }
    /// Every attribution, of whatever content.
    #[getter]
    fn attributions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.list(py, "attributions")
    }
    /// What the reader could not do, in plain words.
    #[getter]
    fn notes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.list(py, "notes")
    }

    fn __repr__(&self) -> String {
        let r = &self.inner;
        let name = r.report.title.as_deref().unwrap_or(&r.text);
        let short: String = name.chars().take(60).collect();
        let more = if name.chars().count() > 60 { "…" } else { "" };
        format!(
            "<Reading \"{}{more}\": {} events, {} actors, {} places, {} claims, {} disagreements>",
            short.replace('\n', " "),
            r.events.len(),
            r.actors.len(),
            r.places.len(),
            r.claims.len(),
            r.disagreements.len()
        )
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Reading>().is_ok_and(|other| other.get().inner == self.inner)
    }

    fn __hash__(&self) -> u64 {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        self.inner.report.id.hash(&mut hasher);
        hasher.finish()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Reading>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("from_json")?, (slf.get().line()?,)))
    }
}

/// Stands in the place of a report that could not be read. It is false where a reading is true.
#[pyclass(frozen, module = "tarikh", get_all)]
pub struct Unread {
    /// Where the report was found, where that is known.
    pub name: String,
    /// What was expected and what was found.
    pub fault: String,
    /// The next step.
    pub hint: Option<String>,
}

#[pymethods]
impl Unread {
    fn __bool__(&self) -> bool {
        false
    }

    fn __repr__(&self) -> String {
        let name = if self.name.is_empty() { String::new() } else { format!("{}: ", self.name) };
        format!("<Unread {name}{}>", self.fault)
    }
}
