//! What places, times, tolls and actors cost beside the tagger: one ratio, measured in one run on one thread.
//!
//! In: a .jsonl corpus with "text". Out: seconds of the tagger, of the four stages together, and their ratio.
//!
//! ```text
//! cargo run --release -p trials --bin stage_bench ../shared/eval/geo/trnews.jsonl
//! ```

use anyhow::{Context, Result};
use std::time::{Duration, Instant};
use tarikh::Reader;
use tarikh::reading::{self, Doc, Found};

fn main() -> Result<()> {
    let path = std::env::args().nth(1).context("expected a .jsonl file, but found no argument")?;
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    let mut reports = Vec::new();
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        let line: serde_json::Value = serde_json::from_str(line)?;
        reports.push(tarikh::report::as_it_stands(line["text"].as_str().unwrap_or_default()));
    }
    let reader = Reader::new();
    let mut best = [Duration::MAX; 5];
    for _ in 0..3 {
        let mut spent = [Duration::ZERO; 5];
        for report in &reports {
            let clock = Instant::now();
            let tagged = reader.tag(&report.text, report.lang);
            spent[0] += clock.elapsed();
            let doc = Doc { report, text: &report.text, tagged: &tagged, knowledge: reader.knowledge() };
            let mut found = Found::default();
            let clock = Instant::now();
            found.places = reading::places::resolve_places(&doc);
            spent[1] += clock.elapsed();
            let clock = Instant::now();
            found.dated = reading::times::date_times(&doc);
            spent[2] += clock.elapsed();
            let clock = Instant::now();
            found.counts = reading::tolls::count_tolls(&doc, &found.dated);
            spent[3] += clock.elapsed();
            let clock = Instant::now();
            found.actors = reading::actors::find_actors(&doc, &found);
            spent[4] += clock.elapsed();
        }
        for (least, now) in best.iter_mut().zip(spent) {
            *least = now.min(*least);
        }
    }
    let tagger = best[0].as_secs_f64().max(1e-9);
    for (name, time) in ["tagger", "places", "times", "tolls", "actors"].into_iter().zip(best) {
        println!("{name:<8} {:>8.3} s  {:>5.2} of the tagger", time.as_secs_f64(), time.as_secs_f64() / tagger);
    }
    let all: f64 = best[1..].iter().map(Duration::as_secs_f64).sum();
    println!("all four {all:>8.3} s  {:>5.2} of the tagger", all / tagger);
    Ok(())
}
