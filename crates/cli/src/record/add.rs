//! `tarikh add` and `tarikh reread`: reading on all cores, one writer, batches in transactions.

use super::{Add, Reread};
use crate::read::QUIET;
use crate::{Outcome, message};
use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::AtomicBool;
use tarikh::doors::web::{Client, Polite};
use tarikh::doors::{Body, Inputs, Item, Tally};
use tarikh::report::Fault;
use tarikh::{READER, Reader, Reading, Record, contract};

/// Adds everything the arguments name.
pub fn add(args: Add) -> Result<Outcome> {
    let given = args.given()?;
    let mut second = args.second.open()?;
    let hook = args.notify.open()?;
    let mut record = Record::open_or_create(&args.record)?;
    if let Some(second) = &mut second {
        second.keep_in(&args.record)?;
    }
    let usual = second.is_some().then_some(args.second.llm_threads.max(1));
    let polite = Polite { private: args.allow_private, ..Polite::default() };
    let columns = args.columns.clone().unwrap_or_default();
    let inputs = Inputs::list(&args.inputs).with_columns(columns).with_web(Client::new(polite));
    let bar = progress(inputs.files());
    let reader = Reader::with(crate::knowledge::load());
    let mut batch: Vec<Read> = Vec::new();
    let (mut new, mut known) = (0, 0);
    let mut tally = Tally::default();
    let mut broken = None;
    let mut keep = |batch: &mut Vec<Read>, new: &mut usize, known: &mut usize| -> Result<(), tarikh::Fault> {
        let added = record.add_read(std::mem::take(batch))?;
        *new += added.new;
        *known += added.known;
        Ok(())
    };
    tarikh::in_order(
        inputs,
        threads(args.threads.or(usual)),
        |item| {
            let name = item.name.clone();
            if let Body::Skipped(why) = item.body {
                return (name, Ok(Err(why)));
            }
            let reading = std::panic::catch_unwind(AssertUnwindSafe(|| match as_reading(&item) {
                Some(reading) => Ok(Ok((reading, READER.to_string()))),
                None => {
                    let report = item.report(&given)?;
                    if args.gate.is_some_and(|line| !tarikh::sounds_of_conflict(&report, line)) {
                        return Ok(Err(QUIET.to_string()));
                    }
                    let reading = reader.read(report);
                    Ok(Ok(match &second {
                        Some(second) => as_kept(second.read_for_record(reading)),
                        None => as_kept((reading, READER.to_string())),
                    }))
                }
            }));
            (name, reading.unwrap_or_else(|_| Err(defect())))
        },
        |(name, reading): (String, Result<Result<Read, String>, Fault>)| {
            bar.inc(1);
            if let Some(second) = &second {
                bar.set_message(second.spent());
            }
            match reading {
                Err(fault) => {
                    tally.fail(&fault);
                    bar.suspend(|| message::print_fault(&name, &fault));
                }
                Ok(Err(why)) => tally.skip(&why),
                Ok(Ok(reading)) => {
                    tally.read += 1;
                    batch.push(reading);
                }
            }
            if batch.len() >= args.batch.max(1)
                && let Err(e) = keep(&mut batch, &mut new, &mut known)
            {
                broken = Some(e);
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        },
    );
    if broken.is_none() && !batch.is_empty() {
        broken = keep(&mut batch, &mut new, &mut known).err();
    }
    bar.finish_and_clear();
    if let Some(second) = &second {
        second.summary();
    }
    if let Some(error) = broken {
        eprintln!("{new} reports were added before this");
        return Err(error.into());
    }
    let (reports, incidents) = record.size()?;
    let never = AtomicBool::new(false);
    let all_told = hook.is_none_or(|hook| crate::notify::tell(&mut record, &hook, &never));
    record.close()?;
    eprintln!(
        "{new} added, {known} known; {reports} reports tell of {incidents} incidents in {}",
        args.record.display()
    );
    for line in tally.summary() {
        eprintln!("{line}");
    }
    Ok(match (tally.failures(), new + known) {
        (0, 0) => Outcome::Nothing,
        (0, _) if all_told => Outcome::Done,
        _ => Outcome::Partly,
    })
}

/// Reads reports of a record anew.
pub fn reread(args: Reread) -> Result<Outcome> {
    let mut second = args.second.open()?;
    let mut record = Record::open(&args.record)?;
    if let Some(second) = &mut second {
        second.keep_in(&args.record)?;
    }
    let usual = second.is_some().then_some(args.second.llm_threads.max(1));
    let rows = record.to_reread(args.all)?;
    let bar = progress(rows.len());
    let reader = Reader::with(crate::knowledge::load());
    let count = rows.len();
    for chunk in rows.chunks(200) {
        let mut reports = Vec::new();
        for row in chunk {
            reports.push((*row, record.report(*row)?));
        }
        let mut fresh = Vec::new();
        tarikh::in_order(
            reports.into_iter(),
            threads(args.threads.or(usual)),
            |(row, report)| {
                let reading = reader.read(report);
                let (reading, by) = match &second {
                    Some(second) => as_kept(second.reread_for_record(reading)),
                    None => as_kept((reading, READER.to_string())),
                };
                (row, reading, by)
            },
            |item| {
                bar.inc(1);
                fresh.push(item);
                ControlFlow::Continue(())
            },
        );
        record.replace_read(fresh)?;
    }
    bar.finish_and_clear();
    if let Some(second) = &second {
        second.summary();
    }
    record.close()?;
    eprintln!("{count} reports were read anew");
    Ok(if count == 0 { Outcome::Nothing } else { Outcome::Done })
}

/// A reading in the form a record keeps, and who read it.
type Read = (contract::Reading, String);

fn as_kept((reading, by): (Reading, String)) -> Read {
    (contract::Reading::of(&reading), by)
}

/// A line that is a reading already, as `tarikh read --format jsonl` prints it.
fn as_reading(item: &Item) -> Option<contract::Reading> {
    let Body::Json(line) = &item.body else { return None };
    if !line.contains("\"events\"") || !line.contains("\"actors\"") {
        return None;
    }
    serde_json::from_str(line).ok()
}

fn threads(given: Option<usize>) -> usize {
    given.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, |n| n.get()))
}

fn progress(count: usize) -> ProgressBar {
    if count < 2 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} reports, {eta} left {msg}");
    ProgressBar::new(count as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn defect() -> Fault {
    Fault {
        message: "expected a reading, but the reader broke off".to_string(),
        hint: Some("this is a defect of tarikh: please report it with the text that caused it".to_string()),
    }
}
