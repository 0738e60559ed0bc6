//! `tarikh judge`: decisions of people, kept with name and time.

use crate::Outcome;
use anyhow::Result;
use clap::{Args, Subcommand};
use std::io::Write;
use std::path::PathBuf;
use tarikh::{Decision, Record};

/// `tarikh judge`.
#[derive(Args, Debug)]
pub struct Judge {
    /// The record.
    record: PathBuf,
    /// The decision.
    #[command(subcommand)]
    what: What,
    /// Who decides; the name of your account where it is not given.
    #[arg(long, global = true, value_name = "NAME")]
    by: Option<String>,
    /// Why.
    #[arg(long, global = true, value_name = "TEXT", default_value = "")]
    note: String,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Lists pairs that may be one happening and were left apart.
    Doubts {
        /// At most this many.
        #[arg(long, default_value_t = 50)]
        limit: usize,
        /// Prints one JSON object per line.
        #[arg(long)]
        jsonl: bool,
    },
    /// Lists every decision, undone ones included.
    List,
    /// Two incidents are one happening.
    Join { first: String, second: String },
    /// A report, by its id or file, does not belong to an incident.
    Split { incident: String, report: String },
    /// A field of an incident has another value: type, mode, start, end, place, lat, lon, country, admin1.
    Correct { incident: String, field: String, value: String },
    /// A publisher's Admiralty grade, A (completely reliable) to F (cannot be judged).
    Grade { source: String, grade: char },
    /// The first actor is the second.
    Merge { actor: String, into: String },
    /// A decision does not stand any more.
    Undo { number: i64 },
}

/// Runs `tarikh judge`.
pub fn run(args: Judge) -> Result<Outcome> {
    let mut record = Record::open(&args.record)?;
    let mut out = std::io::stdout().lock();
    let decision = match args.what {
        What::Doubts { limit, jsonl } => {
            let doubts = record.doubts(limit)?;
            for d in &doubts {
                if jsonl {
                    writeln!(out, "{}", serde_json::to_string(d)?)?;
                } else {
                    let [a, b] = &d.incidents;
                    writeln!(out, "{a} {b}  {:.1}: {}", d.score, d.why.join(", "))?;
                }
            }
            return Ok(if doubts.is_empty() { Outcome::Nothing } else { Outcome::Done });
        }
        What::List => {
            let list = record.judgements()?;
            for j in &list {
                writeln!(out, "{}  {} {}: {} {} → {} {}", j.id, j.made, j.by, j.kind, j.subject, j.object, j.note)?;
            }
            return Ok(if list.is_empty() { Outcome::Nothing } else { Outcome::Done });
        }
        What::Join { first, second } => Decision::Join(first, second),
        What::Split { incident, report } => Decision::Split(incident, report),
        What::Correct { incident, field, value } => Decision::Correct(incident, field, value),
        What::Grade { source, grade } => Decision::Grade(source, grade.to_ascii_uppercase()),
        What::Merge { actor, into } => Decision::Merge(actor, into),
        What::Undo { number } => Decision::Undo(number),
    };
    let by = args.by.or_else(|| std::env::var("USER").ok()).unwrap_or_else(|| "unnamed".to_string());
    let number = record.judge(decision, &by, &args.note)?;
    record.close()?;
    eprintln!("kept as judgement {number}; `tarikh judge {} undo {number}` takes it back", args.record.display());
    Ok(Outcome::Done)
}
