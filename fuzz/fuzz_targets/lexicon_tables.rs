//! cargo-fuzz entry of `targets::lexicon_tables`.
#![no_main]

#[path = "../src/targets.rs"]
#[allow(dead_code)]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::lexicon_tables(bytes));
