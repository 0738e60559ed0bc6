//! cargo-fuzz entry of `targets::reading_text`.
#![no_main]

#[path = "../src/targets.rs"]
#[allow(dead_code)]
mod targets;

use std::sync::LazyLock;

static READER: LazyLock<tarikh::Reader> = LazyLock::new(tarikh::Reader::new);

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::reading_text(&READER, bytes));
