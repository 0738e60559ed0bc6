//! cargo-fuzz entry: any bytes under any ending come to an end, as reports or as faults.
#![no_main]

use tarikh::Given;
use tarikh::doors::Inputs;

const NAMES: [&str; 11] =
    ["a.warc", "a.warc.gz", "a.zip", "a.docx", "a.csv", "a.xml", "a.opml", "a.eml", "a.json", "a.jsonl", "a.html"];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    for item in Inputs::bytes(name, rest.to_vec()) {
        if let Ok(report) = item.report(&Given::default()) {
            assert!(!report.text.is_empty());
        }
    }
});
