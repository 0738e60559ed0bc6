//! What went wrong, in the words of the command line: "expected X, but found Y", then a hint.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

pyo3::create_exception!(
    tarikh,
    Fault,
    PyValueError,
    "Something could not be read or opened: what was expected, what was found, and the next step."
);

/// A fault of a report.
pub fn of_report(fault: &tarikh::report::Fault) -> PyErr {
    Fault::new_err(told(fault))
}

/// A fault of a record.
pub fn of_record(fault: tarikh::Fault) -> PyErr {
    Fault::new_err(fault.to_string())
}

/// Message and hint, as the command line prints them.
pub fn told(fault: &tarikh::report::Fault) -> String {
    match &fault.hint {
        Some(hint) => format!("{}\nhint: {hint}", fault.message),
        None => fault.message.clone(),
    }
}

/// What is said of a report that broke the reader.
pub fn defect() -> tarikh::report::Fault {
    tarikh::report::Fault {
        message: "expected a reading, but the reader broke off".to_string(),
        hint: Some("this is a defect of tarikh: please report it with the text that caused it".to_string()),
    }
}
