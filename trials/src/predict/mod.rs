//! A file of documents in, one prediction per line out, through the reader that `tarikh read` uses.
//!
//! Each task has a module with one function that translates a public [`contract::Reading`](tarikh::types::contract) into
//! its corpus's form, and only translates. The text of a document is taken as it stands, so that offsets hold.

mod attribution;
mod commitment;
mod gate;
mod html;
mod muc4;
mod names;
mod places;
mod plover;
mod relevance;
mod reports;
mod rich;
mod syntax;
mod times;
mod toll;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use serde_json::Value;
use std::io::{BufRead, BufReader, BufWriter, ErrorKind, Write};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use tarikh::types::{Date, Lang, PublishedBasis, contract};
use tarikh::{Reader, Report};

/// The tasks, named after their corpora.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Task {
    /// MUC-4 templates.
    Muc4,
    /// Toponyms with coordinates, found in the text.
    Places,
    /// Coordinates for given toponyms: documents carry `spans: [{start, end}]`.
    PlacesGiven,
    /// TIMEX3 expressions.
    Times,
    /// Source, cue and content of attributions.
    Attribution,
    /// Whether the writer holds a clause for true: CommitmentBank.
    Commitment,
    /// Least numbers of killed and captured in military press releases.
    TollIsaf,
    /// Killed and injured in shooting reports.
    TollGun,
    /// PLOVER type of a sentence.
    Plover,
    /// Likelihood that a report tells of political violence.
    Relevance,
    /// What the gate says of a text: likelihood of conflict, and of an attack.
    Gate,
    /// Readings of a folder of .txt reports, through the full path of `tarikh read`.
    Reports,
    /// CoNLL-U with gold sentences and tokens in, all columns out.
    Syntax,
    /// CoNLL-U from the `# text` lines alone.
    SyntaxRaw,
    /// Spans of names: PER, ORG, LOC.
    Names,
    /// Main text of a folder of web pages.
    Html,
}

/// A document of a corpus.
pub struct Doc {
    /// Its id, printed again.
    pub id: Value,
    /// Its text, as it stands.
    pub text: String,
    /// The line as a whole.
    pub line: Value,
}

impl Doc {
    fn parse(line: &str) -> Result<Doc> {
        let line: Value = serde_json::from_str(line)?;
        let text = line["text"].as_str().or(line["target"].as_str());
        let Some(text) = text else { bail!("expected a document with \"text\", but found none") };
        Ok(Doc { id: line["id"].clone(), text: text.to_string(), line })
    }

    /// The day of publication: the first ten characters of `published`, `dct` or `date`.
    pub fn published(&self) -> Option<Date> {
        let day = |key: &str| self.line[key].as_str()?.get(..10)?.parse().ok();
        ["published", "dct", "date"].into_iter().find_map(day)
    }

    /// The spans that `places-given` carries, in code points.
    pub fn spans(&self) -> Vec<(u32, u32)> {
        let list = self.line["spans"].as_array().map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(|s| Some((s["start"].as_u64()? as u32, s["end"].as_u64()? as u32))).collect()
    }

    /// The report: text as it stands, with the day, language and place of its dateline that the corpus gives.
    pub fn report(&self) -> Report {
        let mut report = tarikh::report::as_it_stands(&self.text);
        report.id = self.id.as_str().unwrap_or_default().to_string();
        match self.line["lang"].as_str() {
            Some("fr") => report.lang = Lang::Fr,
            Some("en") => report.lang = Lang::En,
            _ => {}
        }
        report.dateline_place = self.line["place"].as_str().map(str::to_string);
        report.published = self.published();
        if report.published.is_some() {
            report.published_basis = PublishedBasis::Given;
        }
        report
    }
}

/// Reads `docs` and prints predictions of `task` to stdout.
pub fn run(task: Task, docs: &Path, limit: Option<usize>) -> Result<()> {
    let limit = limit.unwrap_or(usize::MAX);
    match print(task, docs, limit, &mut BufWriter::new(std::io::stdout().lock())) {
        Err(e) if e.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == ErrorKind::BrokenPipe) => Ok(()),
        done => done,
    }
}

fn print(task: Task, docs: &Path, limit: usize, out: &mut impl Write) -> Result<()> {
    match task {
        Task::Html => return html::predict(docs, limit, out),
        Task::Reports => return reports::predict(docs, limit, out),
        Task::Syntax => return syntax::predict(docs, limit, out),
        Task::SyntaxRaw => return syntax::predict_raw(docs, limit, out),
        _ => {}
    }
    let file = std::fs::File::open(docs).with_context(|| format!("cannot open {}", docs.display()))?;
    let mut list = Vec::new();
    for (i, line) in BufReader::new(file).lines().enumerate().take(limit) {
        let line = line?;
        if !line.trim().is_empty() {
            list.push(Doc::parse(&line).with_context(|| format!("{}:{}", docs.display(), i + 1))?);
        }
    }
    let reader = Reader::new();
    for prediction in in_parallel(&list, |doc| predict(task, doc, &reader)) {
        writeln!(out, "{prediction}")?;
    }
    Ok(())
}

fn predict(task: Task, doc: &Doc, reader: &Reader) -> Value {
    if task == Task::Names {
        return names::translate(doc, reader);
    }
    if task == Task::Gate {
        return gate::likelihoods(doc);
    }
    if task == Task::Commitment {
        return commitment::translate(doc, reader);
    }
    if task == Task::PlacesGiven {
        return places::given(doc, reader);
    }
    let reading = contract::Reading::of(&reader.read(doc.report()));
    match task {
        Task::Muc4 => muc4::translate(doc, &reading),
        Task::Places => places::translate(doc, &reading),
        Task::Times => times::translate(doc, &reading),
        Task::Attribution => attribution::translate(doc, &reading),
        Task::TollIsaf => toll::isaf(doc, &reading),
        Task::TollGun => toll::gun(doc, &reading),
        Task::Plover => plover::translate(doc, &reading),
        _ => relevance::translate(doc, &reading),
    }
}

/// Applies `f` to every item on all cores; results in the items' order.
pub fn in_parallel<T: Sync, R: Send>(items: &[T], f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get());
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len()));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(i) else { break };
                    let result = f(item);
                    done.lock().expect("a reading panicked").push((i, result));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("a reading panicked");
    done.sort_by_key(|(i, _)| *i);
    done.into_iter().map(|(_, r)| r).collect()
}
