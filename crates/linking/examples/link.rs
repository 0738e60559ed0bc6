//! `link READINGS.jsonl`: links readings in memory, all pairs, and prints incidents. A record does the same with less work.

use linking::{Decisions, Heard, Setting, Source, Telling};
use types::contract::Reading;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("expected a file of readings, one JSON object per line")?;
    let verbose = std::env::args().nth(2).is_some_and(|a| a == "--pairs");
    let text = std::fs::read_to_string(path)?;
    let readings = text.lines().map(serde_json::from_str).collect::<Result<Vec<Reading>, _>>()?;
    let heard: Vec<Heard> = readings.into_iter().map(Heard::new).collect();
    let mut tellings: Vec<Telling> = Vec::new();
    let mut from = Vec::new();
    for (i, h) in heard.iter().enumerate() {
        for (n, t) in h.tellings.iter().enumerate() {
            from.push((i, n));
            tellings.push(t.clone());
        }
    }
    let mut pairs = Vec::new();
    for a in 0..tellings.len() {
        for b in 0..a {
            let w = linking::weigh(&tellings[a], &tellings[b]);
            if verbose && w.score > 0.0 {
                eprintln!("{:?} {:?} {:.1} {}", tellings[b].key, tellings[a].key, w.score, w.why.join(", "));
            }
            if w.score >= linking::REVIEW {
                pairs.push((b, a, w.score));
            }
        }
    }
    let decisions = Decisions::default();
    let actor = |r: &Reading, n: usize| linking::identity(r, n);
    let source = |_: &str| Source::default();
    for group in linking::cluster(&tellings, &pairs, &decisions) {
        let why = linking::reasons(&tellings, &group, &decisions);
        let members: Vec<(&Heard, usize)> = group.iter().map(|i| (&heard[from[*i].0], from[*i].1)).collect();
        let setting = Setting { actor: &actor, source: &source };
        if let Some(incident) = linking::tell(&members, &why, &setting) {
            println!("{}", serde_json::to_string(&incident)?);
        }
    }
    Ok(())
}
