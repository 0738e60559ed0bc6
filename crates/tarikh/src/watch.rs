//! Feeds → reports in a record, one round after the other: what is new is fetched, read, and kept where it is relevant.
//!
//! In: addresses of feeds, a polite client, a reader. Out: reports in the record, and one [`News`] for each thing that
//! happened. `https://delta.example/rss` has two new entries: the raid is added, the football is passed over.
//!
//! A feed that is broken, busy or gone stops no other. Everything seen is kept in the record, in the same transaction as
//! what it led to, so that a watch that was stopped or killed goes on where it was. Clocks and signals are the caller's.

use crate::doors::web::{Answer, Client, Refusal, Version};
use crate::doors::{Item, parse_feed};
use crate::record::{FeedState, Record, Result, Settled, Waiting};
use crate::report::{self, Fault, Given};
use crate::{Line, Report, contract, in_order, sounds_of_conflict};
use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

/// An entry with this many words is the report, not its first lines.
const WHOLE: usize = 200;
/// How often an entry that cannot be read now is tried, once a round.
const MOST_TRIES: u32 = 8;

/// What is kept, and how much is done at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// The quick look ([`crate::sounds_of_conflict`]): what does not pass it is not read at all.
    pub look: Line,
    /// A report whose reading is less relevant than this is passed over.
    pub gate: f32,
    /// How many addresses are asked, and reports read, at once; a host is asked one thing at a time.
    pub threads: usize,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// A feed was asked: how many entries it has, how many of them are new; nothing where it has not changed.
    Feed(String, Option<(usize, usize)>),
    /// A feed, or an entry of it, cannot be read.
    Broken(String, Fault),
    /// What became of an entry: its name, its report's relevance where it was read.
    Entry(String, Option<f32>, Settled),
}

/// What a round came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Feeds that were asked.
    pub feeds: usize,
    /// Feeds that could not be read.
    pub broken: usize,
    /// Reports that are new in the record.
    pub added: usize,
    /// Reports that were there already.
    pub known: usize,
    /// Entries passed over.
    pub passed: usize,
    /// Entries that cannot be read.
    pub failed: usize,
    /// Entries left for the next round.
    pub waiting: usize,
}

/// How relevant a reading is to the record: the one place where a watch asks.
pub fn relevance(reading: &contract::Reading) -> f32 {
    reading.relevance
}

/// Asks every feed once and reads what is new. `read` reads a report and says who read it; once `stop` is set, what is under
/// way is finished and nothing more is begun.
pub fn round(
    record: &mut Record,
    feeds: &[String],
    client: &Client,
    rules: Rules,
    read: &(dyn Fn(Report) -> (contract::Reading, String) + Sync),
    stop: &AtomicBool,
    say: &mut dyn FnMut(News),
) -> Result<Round> {
    let mut sum = Round::default();
    ask_feeds(record, feeds, client, rules, stop, say, &mut sum)?;
    let entries = turns(record, feeds)?;
    let mut broken = None;
    in_order(
        entries.into_iter().take_while(|_| !stop.load(Ordering::Relaxed)),
        rules.threads,
        |(entry, source, twice)| {
            let outcome = if twice { Err(End::Twice) } else { taken(&entry, source.as_deref(), client) };
            let outcome = outcome.and_then(|report| {
                if !sounds_of_conflict(&report, rules.look) {
                    return Err(End::Quiet);
                }
                let (reading, reader) = read(report);
                let weight = relevance(&reading);
                Ok((reading, reader, weight))
            });
            (entry, outcome)
        },
        |(entry, outcome)| match settle(record, &entry, outcome, rules, stop, say, &mut sum) {
            Ok(()) => ControlFlow::Continue(()),
            Err(e) => {
                broken = Some(e);
                ControlFlow::Break(())
            }
        },
    );
    match broken {
        Some(e) => Err(e),
        None => Ok(sum),
    }
}

/// What a feed's server gave: the feed's new state and its entries, or why there are none.
type Asked = (String, FeedState, std::result::Result<Option<Vec<std::result::Result<Waiting, Fault>>>, Fault>);

fn ask_feeds(
    record: &mut Record,
    feeds: &[String],
    client: &Client,
    rules: Rules,
    stop: &AtomicBool,
    say: &mut dyn FnMut(News),
    sum: &mut Round,
) -> Result<()> {
    let mut states = Vec::new();
    for url in feeds {
        states.push((url.clone(), record.feed_state(url)?));
    }
    let mut fault = None;
    in_order(
        states.into_iter().take_while(|_| !stop.load(Ordering::Relaxed)),
        rules.threads,
        |(url, state)| ask_feed(url, state, client),
        |(url, mut state, asked)| {
            // Stopped while it waited for its turn: nobody was asked.
            if asked.is_err() && stop.load(Ordering::Relaxed) {
                return ControlFlow::Continue(());
            }
            sum.feeds += 1;
            let mut entries = Vec::new();
            let mut count = None;
            match asked {
                Ok(found) => {
                    (state.failures, state.fault) = (0, None);
                    count = found.as_ref().map(Vec::len);
                    for entry in found.unwrap_or_default() {
                        match entry {
                            Ok(entry) => entries.push(entry),
                            Err(fault) => {
                                sum.failed += 1;
                                say(News::Broken(url.clone(), fault));
                            }
                        }
                    }
                }
                Err(fault) => {
                    sum.broken += 1;
                    (state.failures, state.fault) = (state.failures + 1, Some(fault.message.clone()));
                    say(News::Broken(url.clone(), fault));
                }
            }
            match record.take_feed(&url, &state, &entries) {
                Ok(new) if state.fault.is_none() => say(News::Feed(url, count.map(|all| (all, new)))),
                Ok(_) => {}
                Err(e) => {
                    fault = Some(e);
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        },
    );
    fault.map_or(Ok(()), Err)
}

fn ask_feed(url: String, mut state: FeedState, client: &Client) -> Asked {
    let known = Version { tag: state.tag.clone(), changed: state.changed.clone() };
    let found = match client.get(&url, &known) {
        Err(fault) => Err(fault),
        Ok(Answer::Unchanged) => Ok(None),
        Ok(Answer::Page { bytes, version, .. }) => parse_feed(&bytes).map(|feed| {
            (state.tag, state.changed) = (version.tag, version.changed);
            state.title = feed.title.or(state.title.take());
            Some(feed.entries.into_iter().map(|e| e.map(|e| waiting(&url, e))).collect())
        }),
    };
    (url, state, found)
}

fn waiting(feed: &str, e: crate::doors::Entry) -> Waiting {
    // Addresses, tags and URNs are their own in the whole world; "17" is so in its feed only.
    let entry = if e.id.contains(':') {
        e.id
    } else if e.id.is_empty() {
        format!("{feed}#{}", report::id_of(e.title.as_deref(), e.text.as_deref().unwrap_or_default()))
    } else {
        format!("{feed}#{}", e.id)
    };
    Waiting {
        id: 0,
        feed: feed.to_string(),
        entry,
        link: e.link,
        title: e.title,
        published: e.published.map(|d| d.to_string()),
        words: e.text,
        tries: 0,
    }
}

/// Everything that waits, one entry of each feed after the other, so that no host is asked twice in a row where it can be
/// avoided; with the feed's title, and whether its page was or is being read for another entry.
fn turns(record: &Record, feeds: &[String]) -> Result<Vec<(Waiting, Option<String>, bool)>> {
    let mut lists = Vec::new();
    for feed in feeds {
        lists.push((record.waiting(feed)?.into_iter(), record.feed_state(feed)?.title));
    }
    let mut links = HashSet::new();
    let mut out = Vec::new();
    loop {
        let before = out.len();
        for (list, title) in &mut lists {
            let Some(entry) = list.next() else { continue };
            let seen = entry.link.clone().is_some_and(|l| !links.insert(l)) || record.link_was_read(&entry)?;
            let twice = seen && !is_whole(&entry);
            out.push((entry, title.clone(), twice));
        }
        if out.len() == before {
            return Ok(out);
        }
    }
}

/// True where the feed holds the report itself, so that its page need not be fetched.
fn is_whole(entry: &Waiting) -> bool {
    let words = entry.words.as_deref().map(report::plain).unwrap_or_default();
    let open = ["…", "...", "[…]", "[...]"].iter().any(|end| words.trim_end().ends_with(end));
    !open && words.split_whitespace().count() >= WHOLE
}

/// Why an entry gives no report.
enum End {
    /// Its page is read for another entry.
    Twice,
    /// A quick look says that it tells of other things.
    Quiet,
    /// The page cannot be fetched or read.
    Refused(Refusal),
}

/// The report of an entry: the page it links to, or the feed's own words where these are all or all there is.
fn taken(entry: &Waiting, source: Option<&str>, client: &Client) -> std::result::Result<Report, End> {
    let own = |note: Option<String>| {
        let item = Item::words(&entry.entry, entry.words.clone().unwrap_or_default());
        let given = Given { file: None, source: source.map(str::to_string), ..given(entry) };
        let mut report = item.report(&given).map_err(|fault| End::Refused(fault.into()))?;
        report.notes.extend(note);
        Ok(report)
    };
    let has_words = entry.words.as_deref().is_some_and(|w| !report::plain(w).is_empty());
    let Some(link) = entry.link.as_deref().filter(|_| !is_whole(entry)) else { return own(None) };
    let refusal = match client.ask(link, &Version::default()) {
        Ok(Answer::Page { url, kind, bytes, .. }) => {
            let item = crate::doors::web::page(link, url, &kind, bytes);
            match item.report(&Given { url: None, ..given(entry) }) {
                Ok(mut report) => {
                    // A host is a poor name for who publishes where the feed has a better one.
                    let named = report.source.as_deref().is_some_and(|s| !link.contains(s));
                    if let Some(source) = source.filter(|_| !named) {
                        report.source = Some(source.to_string());
                    }
                    return Ok(report);
                }
                Err(fault) => fault.into(),
            }
        }
        Ok(Answer::Unchanged) => Fault { message: "expected a page, but found HTTP 304".into(), hint: None }.into(),
        Err(refusal) => refusal,
    };
    if !refusal.passing && has_words {
        return own(Some(format!("only the feed's own words were read: {}", refusal.fault.message)));
    }
    Err(End::Refused(refusal))
}

fn given(entry: &Waiting) -> Given {
    let published = entry.published.as_deref().and_then(|d| d.parse().ok());
    Given { title: entry.title.clone(), url: entry.link.clone(), published, ..Given::default() }
}

/// Keeps what became of an entry and tells it.
fn settle(
    record: &mut Record,
    entry: &Waiting,
    outcome: std::result::Result<(contract::Reading, String, f32), End>,
    rules: Rules,
    stop: &AtomicBool,
    say: &mut dyn FnMut(News),
    sum: &mut Round,
) -> Result<()> {
    let name = entry.link.clone().unwrap_or_else(|| entry.entry.clone());
    let (weight, outcome) = match outcome {
        Ok((reading, reader, weight)) if weight >= rules.gate => {
            (Some(weight), record.add_entry(entry.id, reading, reader)?)
        }
        Ok((_, _, weight)) => {
            let outcome = Settled::Passed(format!("relevance {weight:.2} is below {:.2}", rules.gate));
            record.settle(entry.id, &outcome)?;
            (Some(weight), outcome)
        }
        // Stopped while it waited for its turn: nobody was asked, and no try is counted.
        Err(End::Refused(r)) if r.passing && stop.load(Ordering::Relaxed) => {
            sum.waiting += 1;
            return Ok(());
        }
        Err(end) => {
            let outcome = match end {
                End::Twice => Settled::Passed("its page is read for another entry".to_string()),
                End::Quiet => Settled::Passed("nothing in it sounds like political violence".to_string()),
                End::Refused(r) if r.passing && entry.tries + 1 < MOST_TRIES => Settled::Later(r.fault.message),
                End::Refused(r) => Settled::Failed(r.fault.message),
            };
            record.settle(entry.id, &outcome)?;
            (None, outcome)
        }
    };
    match &outcome {
        Settled::Added { .. } => sum.added += 1,
        Settled::Known { .. } => sum.known += 1,
        Settled::Passed(_) => sum.passed += 1,
        Settled::Failed(_) => sum.failed += 1,
        Settled::Later(_) => sum.waiting += 1,
    }
    say(News::Entry(name, weight, outcome));
    Ok(())
}
