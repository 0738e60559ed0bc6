//! Scores the reader on `trials/annotated/*.cases`: sentences in our own words with the events that must be read.
//!
//! In: case files whose expectations have the form that `trials/annotated/README.md` gives. Out: per file the share of
//! expected events found, and, of those, how often realis, actor, target and holder are right; how many sentences carry
//! an event that must not be there; with `losses`, a line for each miss. Nothing is read here that the product would not
//! read: every sentence goes through [`Reader::read`] as a report of its own.

use anyhow::{Context, Result, anyhow};
use std::path::PathBuf;
use tarikh::contract;
use tarikh::reading::cases::{self, Case};
use tarikh::types::PublishedBasis;
use tarikh::{Reader, Report};

/// Right answers out of those asked.
#[derive(Clone, Copy, Default)]
struct Share {
    right: usize,
    asked: usize,
}

impl Share {
    fn add(&mut self, right: bool) {
        self.asked += 1;
        self.right += usize::from(right);
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.asked {
            0 => write!(f, "{:>12}", "-"),
            n => write!(f, "{:>5.1} {:>6}", 100.0 * self.right as f64 / n as f64, format!("/{n}")),
        }
    }
}

/// What one file or all files gave.
#[derive(Clone, Copy, Default)]
struct Score {
    found: Share,
    realis: Share,
    actor: Share,
    target: Share,
    holder: Share,
    clean: Share,
    events: usize,
}

/// One expected event.
struct Expected<'c> {
    kind: &'c str,
    realis: &'c str,
    trigger: &'c str,
    actor: Option<&'c str>,
    target: Option<&'c str>,
    holder: Option<(&'c str, &'c str)>,
}

impl<'c> Expected<'c> {
    fn parse(line: &'c str) -> Option<Expected<'c>> {
        let mut parts = line.split('|').map(str::trim);
        let mut head = parts.next()?.splitn(3, ' ');
        let (kind, realis, trigger) = (head.next()?, head.next()?, head.next()?);
        let mut expected = Expected { kind, realis, trigger, actor: None, target: None, holder: None };
        for part in parts {
            match part.split_once(':')? {
                ("a", words) => expected.actor = Some(words),
                ("t", words) => expected.target = Some(words),
                ("h", words) => expected.holder = words.rsplit_once(' '),
                _ => return None,
            }
        }
        Some(expected)
    }
}

/// Reads every sentence of `files` and prints the table.
pub fn score(files: &[PathBuf], losses: bool) -> Result<()> {
    let reader = Reader::new();
    let mut total = Score::default();
    println!(
        "{:<24}{:>12}{:>13}{:>13}{:>13}{:>13}{:>13}",
        "file", "found", "realis", "actor", "target", "holder", "clean"
    );
    for file in files {
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let mut sum = Score::default();
        for case in cases::parse(&name, &text).map_err(|e| anyhow!(e))? {
            one(&reader, &name, &case, losses, &mut sum)?;
        }
        print(&name, &sum);
        for (all, here) in [
            (&mut total.found, sum.found),
            (&mut total.realis, sum.realis),
            (&mut total.actor, sum.actor),
            (&mut total.target, sum.target),
            (&mut total.holder, sum.holder),
            (&mut total.clean, sum.clean),
        ] {
            all.right += here.right;
            all.asked += here.asked;
        }
        total.events += sum.events;
    }
    print("all", &total);
    println!("events read: {} for {} expected", total.events, total.found.asked);
    Ok(())
}

fn print(name: &str, s: &Score) {
    println!("{name:<24}{} {} {} {} {} {}", s.found, s.realis, s.actor, s.target, s.holder, s.clean);
}

fn one(reader: &Reader, file: &str, case: &Case, losses: bool, sum: &mut Score) -> Result<()> {
    let report = Report {
        text: case.text.clone(),
        lang: case.lang,
        published: case.published,
        published_basis: if case.published.is_some() { PublishedBasis::Given } else { PublishedBasis::Unknown },
        ..Report::default()
    };
    let reading = contract::Reading::of(&reader.read(report));
    sum.events += reading.events.len();
    let loss = |what: String| {
        if losses {
            println!("{file}:{}: {what} < {}", case.line, case.text);
        }
    };
    for line in &case.want {
        let want = Expected::parse(line).ok_or_else(|| anyhow!("{file}:{}: cannot read \"{line}\"", case.line))?;
        let Some(at) = case.text.find(want.trigger) else {
            return Err(anyhow!("{file}:{}: \"{}\" is not in the sentence", case.line, want.trigger));
        };
        let start = case.text[..at].chars().count() as u32;
        let end = start + want.trigger.chars().count() as u32;
        let fits = |e: &&contract::Event| {
            (want.kind == "*" || e.kind.word() == want.kind)
                && e.evidence.iter().any(|v| v.start < end && start < v.end)
        };
        // The one with most slots right answers; ties go to the first.
        let best = reading
            .events
            .iter()
            .filter(fits)
            .rev()
            .max_by_key(|e| slots(&reading, e, &want).iter().filter(|s| **s == Some(true)).count());
        sum.found.add(best.is_some());
        let Some(event) = best else {
            let near: Vec<_> = reading
                .events
                .iter()
                .map(|e| format!("{}@{}", e.kind, e.evidence.first().map_or("", |v| v.quote.as_str())))
                .collect();
            loss(format!("not found: {line} (read: {})", near.join("; ")));
            continue;
        };
        let found = slots(&reading, event, &want);
        for (share, (right, what)) in [&mut sum.realis, &mut sum.actor, &mut sum.target, &mut sum.holder]
            .into_iter()
            .zip(found.into_iter().zip(["realis", "actor", "target", "holder"]))
        {
            if let Some(right) = right {
                share.add(right);
                if !right {
                    let parts: Vec<_> = event.participants.iter().map(|p| format!("{}:{}", p.role, p.text)).collect();
                    loss(format!("{what} wrong: {line} (read: {} {} {})", event.kind, event.realis, parts.join(", ")));
                }
            }
        }
    }
    if !case.never.is_empty() {
        let bad = reading.events.iter().find(|e| {
            let asserted = matches!(e.realis.word(), "occurred" | "ongoing");
            asserted && case.never.iter().any(|n| n.is_empty() || e.kind.word() == n)
        });
        sum.clean.add(bad.is_none());
        if let Some(e) = bad {
            loss(format!("must not be read: {} {}", e.kind, e.evidence.first().map_or("", |v| v.quote.as_str())));
        }
    }
    Ok(())
}

/// Realis, actor, target, holder: right, wrong, or not asked.
fn slots(reading: &contract::Reading, event: &contract::Event, want: &Expected) -> [Option<bool>; 4] {
    let has = |roles: &[&str], words: &str| {
        let words = words.to_lowercase();
        event.participants.iter().filter(|p| roles.contains(&p.role.word())).any(|p| {
            let text = p.text.to_lowercase();
            text.contains(&words) || (text.len() > 3 && words.contains(&text))
        })
    };
    let holder = want.holder.map(|(who, stance)| {
        let who = who.to_lowercase();
        reading.claims.iter().filter(|c| c.about.contains(&event.id)).any(|c| {
            let text = c.holder_text.as_deref().unwrap_or(&c.holder).to_lowercase();
            let named =
                if who == "unnamed" { c.holder == "unnamed" || c.holder == "report" } else { text.contains(&who) };
            named && (stance == "*" || c.stance.word() == stance)
        })
    });
    [
        (want.realis != "*").then(|| event.realis.word() == want.realis),
        want.actor.map(|a| has(&["actor"], a)),
        want.target.map(|t| has(&["target", "victim", "recipient", "beneficiary", "site"], t)),
        holder,
    ]
}
