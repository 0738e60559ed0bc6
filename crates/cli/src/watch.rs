//! `tarikh watch`: rounds over feeds, by the clock, until Ctrl-C; what happens is told line by line on stderr.

use crate::second::Second;
use crate::{Outcome, message};
use anyhow::{Context, Result, bail};
use clap::Args;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tarikh::doors::web::{Client, Polite};
use tarikh::watch::{News, Round, Rules};
use tarikh::{Line, READER, Reader, Record, Settled, contract, watch};

/// A feed that fails is asked at least this often.
const LONGEST: Duration = Duration::from_secs(24 * 3600);
/// How often a wait looks whether the work was stopped.
const GLANCE: Duration = Duration::from_millis(200);

/// `tarikh watch`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  tarikh watch mali.gpkg feeds.opml\n  tarikh watch mali.gpkg https://example.org/rss --every 1h\n  tarikh watch mali.gpkg feeds.opml --once        one round: for cron\n  tarikh watch mali.gpkg feeds.opml --notify https://hooks.example.org/tarikh\n  tarikh watch mali.gpkg https://wiki.intern/feed --allow-private\n\nWhat was seen is kept in the record. Ctrl-C ends after what is under way; run the same command again to go on.\nPages are fetched by the rules of their sites (robots.txt), each host at most once in two seconds."
)]
pub struct Watch {
    /// The record, a .gpkg file; made where there is none.
    pub record: PathBuf,
    /// Lists of feeds (OPML), or addresses of feeds.
    #[arg(required = true, value_name = "FEEDS.opml|URL")]
    pub feeds: Vec<String>,
    /// Time from one round to the next, as 15m, 1h or 1d. A feed that fails is asked less and less often.
    #[arg(long, value_name = "TIME", default_value = "15m", value_parser = every)]
    pub every: Duration,
    /// Ends after one round.
    #[arg(long)]
    pub once: bool,
    /// A report is added where its relevance, 0 to 1, is at least this. A quick look comes first, and what does not sound of
    /// political violence is not read; 0 reads and adds everything.
    #[arg(long, value_name = "P", default_value_t = 0.5, value_parser = share)]
    pub gate: f32,
    /// Lets the hosts of the feeds named here be addresses of this machine and of private networks; pages elsewhere may not.
    #[arg(long)]
    pub allow_private: bool,
    /// How many addresses are asked at once; a host is asked one thing at a time.
    #[arg(long, value_name = "N", default_value_t = 8)]
    pub threads: usize,
    /// Deadline of one answer, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    pub timeout: u64,
    /// Who is told of what is new.
    #[command(flatten)]
    pub notify: crate::notify::Notify,
    /// The second reader.
    #[command(flatten)]
    pub second: Second,
}

fn every(text: &str) -> Result<Duration, String> {
    let time: Option<jiff::SignedDuration> = text.parse().ok();
    let time = time.and_then(|t| Duration::try_from(t).ok()).filter(|t| *t >= Duration::from_secs(60));
    time.ok_or_else(|| format!("expected a time of at least a minute, as 15m, 1h or 24h, but found \"{text}\""))
}

fn share(text: &str) -> Result<f32, String> {
    let share = text.parse().ok().filter(|p| (0.0..=1.0).contains(p));
    share.ok_or_else(|| format!("expected a number from 0 to 1, but found \"{text}\""))
}

/// Watches until it is stopped, or for one round.
pub fn run(args: Watch) -> Result<Outcome> {
    let feeds = addresses(&args.feeds)?;
    let mut second = args.second.open()?;
    let hook = args.notify.open()?;
    let mut record = Record::open_or_create(&args.record)?;
    if let Some(second) = &mut second {
        second.keep_in(&args.record)?;
    }
    let stop = Arc::new(AtomicBool::new(false));
    let signal = stop.clone();
    ctrlc::set_handler(move || {
        if signal.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        eprintln!("stopping after what is under way; Ctrl-C again stops at once");
    })
    .context("cannot listen for Ctrl-C")?;
    let hosts = feeds.iter().filter_map(|url| url.split("://").nth(1)?.split(['/', '?', '#']).next());
    let polite = Polite {
        private: args.allow_private,
        private_hosts: hosts.map(str::to_string).collect(),
        timeout: Duration::from_secs(args.timeout.max(1)),
        ..Polite::default()
    };
    let client = Client::new(polite).with_stop(stop.clone());
    let reader = Reader::with(crate::knowledge::load());
    let read = |report| {
        let reading = reader.read(report);
        let (reading, by) = match &second {
            Some(second) => second.read_for_record(reading),
            None => (reading, READER.to_string()),
        };
        (contract::Reading::of(&reading), by)
    };
    let look = if args.gate > 0.0 { Line::Usual } else { Line::At(0.0) };
    let rules = Rules { look, gate: args.gate, threads: args.threads.max(1) };
    log(&format!("watching {} feeds for {}", feeds.len(), args.record.display()));
    let mut due: HashMap<String, Instant> = HashMap::new();
    let mut outcome = Outcome::Nothing;
    loop {
        let now = Instant::now();
        let turn: Vec<String> = feeds.iter().filter(|f| due.get(*f).is_none_or(|d| *d <= now)).cloned().collect();
        let round = watch::round(&mut record, &turn, &client, rules, &read, &stop, &mut tell)?;
        log(&told(&round));
        let all_told = hook.as_ref().is_none_or(|hook| crate::notify::tell(&mut record, hook, &stop));
        outcome = match (outcome, round.broken + round.failed + usize::from(!all_told), round.added) {
            (Outcome::Partly, ..) => Outcome::Partly,
            (_, 1.., _) => Outcome::Partly,
            (Outcome::Done, ..) | (_, _, 1..) => Outcome::Done,
            _ => Outcome::Nothing,
        };
        for feed in turn {
            let failures = record.feed_state(&feed)?.failures.min(10);
            let wait = (args.every * (1u32 << failures)).min(LONGEST.max(args.every));
            due.insert(feed, now + wait);
        }
        let next = feeds.iter().filter_map(|f| due.get(f)).min().copied();
        while !args.once && !stop.load(Ordering::Relaxed) && next.is_some_and(|n| n > Instant::now()) {
            std::thread::sleep(GLANCE);
        }
        if args.once || stop.load(Ordering::Relaxed) {
            break;
        }
    }
    if let Some(second) = &second {
        second.summary();
    }
    let (reports, incidents) = record.size()?;
    record.close()?;
    log(&format!("{reports} reports tell of {incidents} incidents in {}", args.record.display()));
    Ok(outcome)
}

/// The feeds that the arguments name, each once.
fn addresses(named: &[String]) -> Result<Vec<String>> {
    let mut feeds: Vec<String> = Vec::new();
    for name in named {
        let found = if name.starts_with("http://") || name.starts_with("https://") {
            vec![name.clone()]
        } else {
            let bytes = std::fs::read(Path::new(name))
                .with_context(|| format!("expected a list of feeds or an address, but cannot read {name}"))?;
            tarikh::doors::opml_addresses(&bytes)?
        };
        for url in found {
            if !url.starts_with("http://") && !url.starts_with("https://") {
                bail!("expected an address that begins with http:// or https://, but found \"{url}\" in {name}");
            }
            if !feeds.contains(&url) {
                feeds.push(url);
            }
        }
    }
    Ok(feeds)
}

/// A line with the time: a watch runs for days.
fn log(line: &str) {
    eprintln!("{} {line}", jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ"));
}

fn tell(news: News) {
    match news {
        News::Feed(url, None) => log(&format!("{url}: unchanged")),
        News::Feed(url, Some((all, new))) => log(&format!("{url}: {all} entries, {new} new")),
        News::Broken(url, fault) => message::print_fault(&url, &fault),
        News::Entry(name, weight, outcome) => {
            let weight = weight.map_or(String::new(), |w| format!(" (relevance {w:.2})"));
            match outcome {
                Settled::Added { .. } => log(&format!("added {name}{weight}")),
                Settled::Known { .. } => log(&format!("known {name}")),
                Settled::Passed(why) => log(&format!("passed over {name}: {why}")),
                Settled::Failed(why) => log(&format!("failed {name}: {why}")),
                Settled::Later(why) => log(&format!("later {name}: {why}")),
            }
        }
    }
}

fn told(r: &Round) -> String {
    format!(
        "{} feeds asked, {} broken; {} reports added, {} known, {} passed over, {} failed, {} waiting",
        r.feeds, r.broken, r.added, r.known, r.passed, r.failed, r.waiting
    )
}
