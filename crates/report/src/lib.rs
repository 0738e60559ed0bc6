//! Bytes of a file, page, feed or archive → [`Report`]: encoding, main text, title, source, date, language.
//!
//! Invariants: no network; a bad file gives an error that names the place and the next step, never a panic.

use types::Report;

/// A report whose text is `text` as it stands: nothing is cut off or recognised, so that offsets hold.
pub fn as_it_stands(text: &str) -> Report {
    Report { text: text.to_string(), ..Report::default() }
}
