//! `tarikh read`: inputs in, readings out, in the inputs' order, on all cores.

use crate::args::{Colour, Format, Read};
use crate::dossier::Dossier;
use crate::{Outcome, message};
use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;
use std::panic::AssertUnwindSafe;
use tarikh::doors::web::{Client, Polite};
use tarikh::doors::{Body, Inputs, Tally};
use tarikh::report::Fault;
use tarikh::{Given, Reader, contract};

/// Why an item gave no reading.
enum Unread {
    Skipped(String),
    Fault(Fault),
}

impl From<Fault> for Unread {
    fn from(fault: Fault) -> Unread {
        Unread::Fault(fault)
    }
}

/// Why the gate passes over a report.
pub const QUIET: &str = "nothing in it sounds like political violence";

/// Reads everything the arguments name.
pub fn run(args: Read) -> Result<Outcome> {
    let polite = Polite { private: args.allow_private, ..Polite::default() };
    let inputs =
        Inputs::list(&args.inputs).with_columns(args.columns.unwrap_or_default()).with_web(Client::new(polite));
    let bar = progress(inputs.files());
    let reader = Reader::with(crate::knowledge::load());
    let second = args.second.open()?;
    let given = Given { published: args.published, source: args.source, lang: args.lang, ..Given::default() };
    let dossier = Dossier { colour: in_colour(args.color), explain: args.explain };
    let mut out = BufWriter::new(std::io::stdout().lock());
    let cores = || std::thread::available_parallelism().map_or(1, |n| n.get());
    // A question spends its time waiting: more of them than cores may be under way.
    let usual = || if second.is_some() { args.second.llm_threads.max(1) } else { cores() };
    let threads = args.threads.unwrap_or_else(usual);
    let mut tally = Tally::default();
    let mut broken = None;
    tarikh::in_order(
        inputs,
        threads,
        |item| {
            let name = item.name.clone();
            if let Body::Skipped(why) = item.body {
                return (name, Err(Unread::Skipped(why)));
            }
            // A report that breaks the reader is a defect; it must not take the batch with it.
            let text = std::panic::catch_unwind(AssertUnwindSafe(|| {
                let report = item.report(&given)?;
                if args.gate.is_some_and(|line| !tarikh::sounds_of_conflict(&report, line)) {
                    return Err(Unread::Skipped(QUIET.to_string()));
                }
                let reading = reader.read(report);
                let reading = match &second {
                    Some(second) => second.read(reading),
                    None => reading,
                };
                Ok(print(&reading, args.format, &dossier))
            }));
            (name, text.unwrap_or_else(|_| Err(Unread::Fault(defect()))))
        },
        |(name, text)| {
            bar.inc(1);
            if let Some(second) = &second {
                bar.set_message(second.spent());
            }
            match text {
                Err(Unread::Skipped(why)) => tally.skip(&why),
                Err(Unread::Fault(fault)) => {
                    tally.fail(&fault);
                    bar.suspend(|| message::print_fault(&name, &fault));
                }
                Ok(text) => {
                    let gap = if tally.read > 0 && args.format == Format::Text { "\n\n" } else { "" };
                    tally.read += 1;
                    if let Err(e) = bar.suspend(|| write!(out, "{gap}{text}")) {
                        broken = Some(e);
                        return ControlFlow::Break(());
                    }
                }
            }
            ControlFlow::Continue(())
        },
    );
    bar.finish_and_clear();
    if let Some(second) = &second {
        second.summary();
    }
    if let Some(error) = broken {
        return Err(error.into());
    }
    out.flush()?;
    for line in tally.summary() {
        eprintln!("{line}");
    }
    if tally.failures() > 0 {
        return Ok(Outcome::Partly);
    }
    if tally.read == 0 {
        if tally.skipped.contains_key(QUIET) {
            eprintln!("nothing was read: no report sounds like political violence; without `--gate` all are read");
            return Ok(Outcome::Nothing);
        }
        eprintln!("nothing to read: no text, page, feed, table or archive was found; `tarikh read --help` lists them");
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Done)
}

fn print(reading: &tarikh::Reading, format: Format, dossier: &Dossier) -> String {
    let json = |text: serde_json::Result<String>| text.expect("a reading has only string keys") + "\n";
    match format {
        Format::Text => dossier.set(reading),
        Format::Json => json(serde_json::to_string_pretty(&contract::Reading::of(reading))),
        Format::Jsonl => json(serde_json::to_string(&contract::Reading::of(reading))),
    }
}

/// A bar for many files on a terminal; else nothing is drawn.
fn progress(count: usize) -> ProgressBar {
    if count < 2 || !std::io::stderr().is_terminal() || std::io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} reports, {eta} left {msg}");
    let bar = ProgressBar::new(count as u64);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn in_colour(when: Colour) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    match when {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            std::io::stdout().is_terminal() && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
        }
    }
}

fn defect() -> Fault {
    Fault {
        message: "expected a reading, but the reader broke off".to_string(),
        hint: Some("this is a defect of tarikh: please report it with the text that caused it".to_string()),
    }
}
