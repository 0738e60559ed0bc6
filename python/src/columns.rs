//! A table of a record for Python: rows as JSON lines, or as an Arrow stream that pyarrow, polars and DuckDB take as it is.

use crate::fault::Fault;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use serde::Serialize;
use tarikh::export::tables;
use tarikh::types::incident::Incident;
use tarikh::{ActorRow, DisagreementRow, SourceRow, Tie};

/// The rows.
pub enum Rows {
    Incidents(Vec<Incident>),
    Actors(Vec<ActorRow>),
    Ties(Vec<Tie>),
    Disagreements(Vec<DisagreementRow>),
    Sources(Vec<SourceRow>),
}

/// Rows of a record, in the order the command line prints them.
#[pyclass(frozen, module = "tarikh")]
pub struct Columns(pub Rows);

fn lines<T: Serialize>(rows: &[T]) -> PyResult<Vec<String>> {
    let line = |row: &T| serde_json::to_string(row).map_err(|e| Fault::new_err(e.to_string()));
    rows.iter().map(line).collect()
}

impl Columns {
    fn batch(&self) -> PyResult<RecordBatch> {
        let batch = match &self.0 {
            Rows::Incidents(rows) => tables::incidents(rows),
            Rows::Actors(rows) => tables::actors(rows),
            Rows::Ties(rows) => tables::ties(rows),
            Rows::Disagreements(rows) => tables::disagreements(rows),
            Rows::Sources(rows) => tables::sources(rows),
        };
        batch.map_err(|e| Fault::new_err(e.to_string()))
    }
}

#[pymethods]
impl Columns {
    fn __len__(&self) -> usize {
        match &self.0 {
            Rows::Incidents(rows) => rows.len(),
            Rows::Actors(rows) => rows.len(),
            Rows::Ties(rows) => rows.len(),
            Rows::Disagreements(rows) => rows.len(),
            Rows::Sources(rows) => rows.len(),
        }
    }

    /// Each row as JSON: the lines that the command line prints with `--format jsonl` or `--jsonl`.
    fn lines(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        py.detach(|| match &self.0 {
            Rows::Incidents(rows) => lines(rows),
            Rows::Actors(rows) => lines(rows),
            Rows::Ties(rows) => lines(rows),
            Rows::Disagreements(rows) => lines(rows),
            Rows::Sources(rows) => lines(rows),
        })
    }

    /// The columns' names.
    fn names(&self) -> PyResult<Vec<String>> {
        Ok(self.batch()?.schema().fields().iter().map(|f| f.name().clone()).collect())
    }

    /// The Arrow PyCapsule interface.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // A consumer may ask for other types; the interface lets us answer with our own.
        drop(requested_schema);
        let batch = py.detach(|| self.batch())?;
        let schema = batch.schema();
        let stream = FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new([Ok(batch)], schema)));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }
}
