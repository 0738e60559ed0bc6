//! Incidents in the forms that other people's tools read. docs/EXPORTS.md says what each cannot carry.
//!
//! In: an incident. Out: text. Nothing is added that the incident does not hold; what a form demands and no report gives
//! stays empty.

mod acled;
mod atom;
#[cfg(feature = "parquet")]
pub mod columnar;
mod ged;
mod plain;
mod plover;
#[cfg(feature = "arrow")]
pub mod tables;

pub use acled::{ACLED, acled};
pub use atom::atom;
pub use ged::{GED, ged};
pub use plain::{CSV, csv, geojson, headline, hxl, range, table};
pub use plover::{PLOVER, plover};
use types::incident::Incident;

/// A form: what comes before all rows, one row (none where an incident does not belong in this form), what stands
/// between two rows, and what comes last.
pub struct Wrap {
    /// Before the first row.
    pub head: String,
    /// A row.
    pub row: fn(&Incident) -> Option<String>,
    /// Between rows.
    pub between: &'static str,
    /// After the last row.
    pub tail: &'static str,
}

impl Default for Wrap {
    fn default() -> Wrap {
        Wrap { head: String::new(), row: |_| None, between: "", tail: "" }
    }
}

/// A row of CSV (RFC 4180) with `separator`.
fn row(fields: &[String], separator: char) -> String {
    let quoted = |f: &String| {
        let flat = f.replace(['\r', '\n', '\t'], " ");
        if separator == ',' && flat.contains([',', '"']) { format!("\"{}\"", flat.replace('"', "\"\"")) } else { flat }
    };
    let mut text = fields.iter().map(quoted).collect::<Vec<_>>().join(&separator.to_string());
    text.push('\n');
    text
}

fn head(columns: &[&str], separator: char) -> String {
    row(&columns.iter().map(|c| c.to_string()).collect::<Vec<_>>(), separator)
}

fn text<T: ToString>(value: Option<T>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}
