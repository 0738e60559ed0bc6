//! Tolls: `{id, killed_min, captured_min}` of a military press release, `{id, killed, injured}` of a shooting report.

use super::Doc;
use serde_json::{Value, json};
use tarikh::types::{Measure, contract::*};

/// Least numbers of killed and captured.
pub fn isaf(doc: &Doc, reading: &Reading) -> Value {
    json!({
        "id": doc.id,
        "killed_min": total(reading, &[Measure::Killed]),
        "captured_min": total(reading, &[Measure::Captured, Measure::Arrested]),
    })
}

/// Numbers of killed and injured.
pub fn gun(doc: &Doc, reading: &Reading) -> Value {
    json!({
        "id": doc.id,
        "killed": greatest(reading, Measure::Killed),
        "injured": greatest(reading, Measure::Wounded),
    })
}

fn number(toll: &Toll) -> u32 {
    toll.best.or(toll.low).or(toll.high).unwrap_or(0)
}

fn total(reading: &Reading, measures: &[Measure]) -> u32 {
    let here = reading.counts.iter().filter(|t| measures.contains(&t.measure) && !t.cumulative);
    here.map(number).fold(0, u32::saturating_add)
}

fn greatest(reading: &Reading, measure: Measure) -> u32 {
    let here = reading.counts.iter().filter(|t| t.measure == measure && !t.cumulative);
    here.map(number).max().unwrap_or(0)
}
