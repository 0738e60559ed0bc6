//! What is fuzzed: each target takes any bytes and must return. Used by cargo-fuzz and by the bounded driver of the tests.

use tarikh::contract::Reading;
use tarikh::types::Lang;
use tarikh::{Given, Reader};

/// Any bytes → report. The first byte chooses the file's ending.
pub fn report_bytes(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let ending = ["txt", "md", "html", "json"][usize::from(first % 4)];
    if ending == "json" {
        let _ = tarikh::report::from_json(&String::from_utf8_lossy(rest), &Given::default());
        return;
    }
    let given = Given { file: Some(format!("x.{ending}")), ..Given::default() };
    if let Ok(report) = tarikh::report::from_bytes(rest, &given) {
        assert!(!report.text.trim().is_empty() && report.text.trim() == report.text);
    }
}

/// Any text → reading, in both languages; every quote stands where it is said to stand.
pub fn reading_text(reader: &Reader, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for lang in [Lang::En, Lang::Fr] {
        let mut report = tarikh::report::as_it_stands(&text);
        report.lang = lang;
        let reading = Reading::of(&reader.read(report));
        let points: Vec<char> = reading.text.chars().collect();
        for e in reading.events.iter().flat_map(|e| &e.evidence) {
            assert!(points[e.start as usize..e.end as usize].iter().copied().eq(e.quote.chars()));
        }
    }
}

/// Any text → table and cases: a value or a fault with file and line.
pub fn lexicon_tables(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Err(fault) = tarikh::reading::lexicon::Table::parse("x.tsv", &text) {
        assert!(fault.starts_with("x.tsv:"));
    }
    if let Err(fault) = tarikh::reading::cases::parse("x.cases", &text) {
        assert!(fault.starts_with("x.cases:"));
    }
}
