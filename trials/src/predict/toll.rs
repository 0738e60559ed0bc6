//! Tolls: `{id, killed_min, captured_min}` of a military press release, `{id, killed, injured}` of a shooting report.

use super::Doc;
use serde_json::{Value, json};
use tarikh::types::{Measure, contract::*};

/// Least numbers of killed and captured.
pub fn isaf(doc: &Doc, reading: &Reading) -> Value {
    json!({
        "id": doc.id,
        "killed_min": total(reading, &[Measure::Killed], 3, enemy),
        "captured_min": total(reading, &[Measure::Captured, Measure::Arrested], 3, |_| true),
    })
}

/// Numbers of killed and injured.
pub fn gun(doc: &Doc, reading: &Reading) -> Value {
    let killed = total(reading, &[Measure::Killed], 1, |_| true);
    let shot = total(reading, &[Measure::Wounded], 1, |t| t.evidence.by.contains("/shot@"));
    let hurt = total(reading, &[Measure::Wounded], 1, |t| !t.evidence.by.contains("/shot@"));
    // "four people were shot, one of them fatally": the corpus counts three injured
    let survived = if shot > 1 && shot > killed { shot - killed } else { shot };
    json!({ "id": doc.id, "killed": killed, "injured": hurt.saturating_add(survived) })
}

/// What the tolls of a measure add up to: each told once, an update in place of what it updates; `several` for a count
/// without a number.
fn total(reading: &Reading, measures: &[Measure], several: u32, keep: impl Fn(&Toll) -> bool) -> u32 {
    let exact = |t: &Toll| t.best.or(t.low).or(t.high);
    let mut sum = 0u32;
    for (i, toll) in reading.counts.iter().enumerate() {
        // "the attack which killed 12" beside the news is an older one
        let relative = |t: &Toll| t.evidence.by.contains("/relative@");
        let older = relative(toll)
            && reading.counts.iter().any(|t| t.measure == toll.measure && t.retells.is_none() && !relative(t));
        if !measures.contains(&toll.measure) || toll.retells.is_some() || toll.cumulative || older || !keep(toll) {
            continue;
        }
        let again = reading.counts.iter().filter(|t| t.retells == Some(i as u32));
        let number = std::iter::once(toll).chain(again).filter_map(exact).max();
        // the corpus reads "numerous" and "a number of" as four, other plurals as three
        let four = ["numerous", "a large number", "many"].iter().any(|w| toll.text.to_lowercase().contains(w));
        sum = sum.saturating_add(number.unwrap_or(if four && several == 3 { 4 } else { several }));
    }
    sum
}

/// The corpus leaves out the dead of the coalition and of Afghan forces.
fn enemy(toll: &Toll) -> bool {
    let own = ["service member", "soldier", "police", "officer", "policeman", "troop", "guard"];
    !own.iter().any(|w| toll.of.contains(w))
}
