//! cargo-fuzz entry of `targets::report_bytes`.
#![no_main]

#[path = "../src/targets.rs"]
#[allow(dead_code)]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::report_bytes(bytes));
