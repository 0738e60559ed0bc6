//! What Python hands over as one report → an item to read, as the command line makes one of a file.
//!
//! A report is a `str`, `bytes`, or a mapping with `text` and, where known, `published`, `title`, `source`, `url`, `lang` and
//! `file`: a row of a data frame. None, NaN and NaT are nothing; columns of other names are passed over.

use crate::fault::Fault;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyMapping, PyString};
use tarikh::doors::{Body, Item};
use tarikh::types::{Date, Lang};
use tarikh::{Given, Line};

/// The days, names and language that are given for a report.
pub fn given(
    published: Option<&Bound<'_, PyAny>>,
    title: Option<String>,
    source: Option<String>,
    url: Option<String>,
    lang: Option<&str>,
    file: Option<String>,
) -> PyResult<Given> {
    let published = published.map(day).transpose()?.flatten();
    Ok(Given { published, title, source, url, lang: lang.map(language).transpose()?, file })
}

/// A day: `datetime.date`, anything with `isoformat()`, or text that begins with `YYYY-MM-DD`.
fn day(value: &Bound<'_, PyAny>) -> PyResult<Option<Date>> {
    if is_nothing(value) {
        return Ok(None);
    }
    let text: String = match value.cast::<PyString>() {
        Ok(text) => text.to_string(),
        Err(_) => value
            .call_method0("isoformat")
            .and_then(|text| text.extract())
            .map_err(|_| PyTypeError::new_err(format!("expected a day, but found {}", kind(value))))?,
    };
    let day = text.trim().get(..10).and_then(|d| d.parse().ok());
    // An ISO time may follow the day; other words may not.
    let rest = text.trim().get(10..11).unwrap_or("");
    match day.filter(|_| matches!(rest, "" | "T" | " ")) {
        Some(day) => Ok(Some(day)),
        None => Err(Fault::new_err(format!("expected a day as YYYY-MM-DD, but found \"{text}\""))),
    }
}

fn language(text: &str) -> PyResult<Lang> {
    match text {
        "en" => Ok(Lang::En),
        "fr" => Ok(Lang::Fr),
        _ => Err(Fault::new_err(format!("expected en or fr, but found \"{text}\""))),
    }
}

/// The line that a gate draws: the usual one for True, none for False or None, or a likelihood from 0 to 1.
pub fn line(value: &Bound<'_, PyAny>) -> PyResult<Option<Line>> {
    if value.is_none() {
        return Ok(None);
    }
    if let Ok(asked) = value.cast::<PyBool>() {
        return Ok(asked.is_true().then_some(Line::Usual));
    }
    match value.extract::<f32>() {
        Ok(line) if (0.0..=1.0).contains(&line) => Ok(Some(Line::At(line))),
        _ => Err(Fault::new_err(format!("expected gate to be True, or a likelihood from 0 to 1, but found {value}"))),
    }
}

/// None, and what is not equal to itself: NaN and NaT.
fn is_nothing(value: &Bound<'_, PyAny>) -> bool {
    value.is_none() || value.ne(value).unwrap_or(false)
}

fn kind(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "something else".to_string(), |n| n.to_string())
}

/// The bytes of a `str` or `bytes`.
pub fn bytes(text: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    if let Ok(text) = text.cast::<PyString>() {
        // A lone surrogate cannot stand in UTF-8; it becomes a question mark, as it would in a file.
        let encoded = text.call_method1("encode", ("utf-8", "replace"))?;
        return Ok(encoded.cast::<PyBytes>()?.as_bytes().to_vec());
    }
    match text.cast::<PyBytes>() {
        Ok(bytes) => Ok(bytes.as_bytes().to_vec()),
        Err(_) => Err(PyTypeError::new_err(format!("expected a text as str or bytes, but found {}", kind(text)))),
    }
}

/// The item of one report.
pub fn item(bytes: Vec<u8>, given: Given) -> Item {
    let name = given.file.clone().unwrap_or_default();
    Item { name: name.clone(), body: Body::Bytes { name, bytes }, given, notes: Vec::new() }
}

/// The item of one element of an iterable. What cannot be a report becomes a fault in its place.
pub fn element(value: &Bound<'_, PyAny>, number: usize) -> PyResult<Item> {
    if value.is_instance_of::<PyString>() || value.is_instance_of::<PyBytes>() {
        return Ok(item(bytes(value)?, Given::default()));
    }
    let Ok(row) = value.cast::<PyMapping>() else {
        return Err(PyTypeError::new_err(format!(
            "expected reports as str, bytes or mappings with a key \"text\", but found {}",
            kind(value)
        )));
    };
    match mapping(row) {
        Ok(item) => Ok(item),
        Err(error) => {
            let py = value.py();
            let message = error.value(py).str().map_or_else(|_| error.to_string(), |text| text.to_string());
            let fault = tarikh::report::Fault { message, hint: None };
            Ok(Item {
                name: format!("item {number}"),
                body: Body::Fault(fault),
                given: Given::default(),
                notes: Vec::new(),
            })
        }
    }
}

fn mapping(row: &Bound<'_, PyMapping>) -> PyResult<Item> {
    let cell = |key: &str| -> PyResult<Option<Bound<'_, PyAny>>> {
        Ok(if row.contains(key)? { Some(row.get_item(key)?).filter(|v| !is_nothing(v)) } else { None })
    };
    let text =
        |key: &str| -> PyResult<Option<String>> { Ok(cell(key)?.map(|v| v.str()).transpose()?.map(|s| s.to_string())) };
    let body = match cell("text")? {
        Some(body) => bytes(&body)?,
        None => return Err(Fault::new_err("expected a text under the key \"text\", but found none")),
    };
    let lang = text("lang")?;
    let given = given(
        cell("published")?.as_ref(),
        text("title")?,
        text("source")?,
        text("url")?,
        lang.as_deref(),
        text("file")?,
    )?;
    Ok(item(body, given))
}
