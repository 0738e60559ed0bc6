//! The desk the answers come from: connections to the record, and everything in short as of its last change.
//!
//! Lists are answered from a [`Sight`], made once for each revision of the record; whole things are read from the file.
//! A thread looks several times a second whether anybody wrote to the record (asking SQLite for `data_version` costs
//! microseconds), makes a new sight and tells the pages. Requests never wait for that: they are answered from the sight
//! before. Writing is done by one at a time, on a connection of its own, and ends with a new sight, so that who writes
//! sees what was written.

use crate::answer::Problem;
use crate::sight::Sight;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, Weak};
use std::time::{Duration, Instant};
use tarikh::{Reader, Record};
use tokio::sync::{Semaphore, watch};

/// How often the file is looked at.
const LOOK: Duration = Duration::from_millis(300);
/// Records of other days kept at hand: making one links everything anew.
const PAST: usize = 3;

/// Where a page's answers come from.
pub struct Desk {
    path: PathBuf,
    read_only: bool,
    free: Mutex<Vec<Record>>,
    seats: Semaphore,
    now: RwLock<Arc<Sight>>,
    refreshing: Mutex<()>,
    writing: tokio::sync::Mutex<()>,
    reader: OnceLock<Reader>,
    changed: watch::Sender<String>,
    past: tokio::sync::Mutex<Vec<(String, Arc<Past>)>>,
}

/// The record as it stood on a day.
pub struct Past {
    /// The record, in memory.
    pub record: Mutex<Record>,
    /// All of it in short.
    pub sight: Arc<Sight>,
}

fn lock<T>(m: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    m.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    /// Opens a record and makes the first sight of it.
    pub fn open(path: &Path, read_only: bool) -> Result<Arc<Desk>, tarikh::Fault> {
        if !read_only && !path.exists() {
            return Err(tarikh::Fault::Missing { path: path.to_path_buf() });
        }
        if !read_only {
            // Brings an older record up to date, and says early where it cannot be written.
            Record::open(path)?.close()?;
        }
        let record = Record::open_read_only(path)?;
        let sight = Arc::new(record.at_once(Sight::of)?);
        let seats = std::thread::available_parallelism().map_or(4, |n| n.get() * 2).clamp(4, 16);
        let desk = Arc::new(Desk {
            path: path.to_path_buf(),
            read_only,
            free: Mutex::new(vec![record]),
            seats: Semaphore::new(seats),
            changed: watch::Sender::new(sight.revision.clone()),
            now: RwLock::new(sight),
            refreshing: Mutex::new(()),
            writing: tokio::sync::Mutex::new(()),
            reader: OnceLock::new(),
            past: tokio::sync::Mutex::new(Vec::new()),
        });
        let watched = Arc::downgrade(&desk);
        std::thread::Builder::new().name("watch".into()).spawn(move || watch_file(&watched)).ok();
        Ok(desk)
    }

    /// The record's file name.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// True where nothing may be written.
    pub fn read_only(&self) -> bool {
        self.read_only
    }

    /// Everything in short.
    pub fn sight(&self) -> Arc<Sight> {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Revisions as they come.
    pub fn changes(&self) -> watch::Receiver<String> {
        self.changed.subscribe()
    }

    /// The reader, made when it is first needed.
    pub fn reader(&self) -> &Reader {
        self.reader.get_or_init(|| Reader::with(tarikh::own::knowledge().0))
    }

    /// Answers a question from one state of the record.
    pub async fn ask<T: Send + 'static>(
        self: &Arc<Desk>,
        work: impl FnOnce(&Record) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let Ok(_seat) = self.seats.acquire().await else { return Err(Problem::defect("the desk was closed")) };
        let desk = self.clone();
        on_a_thread(move || {
            let record = desk.lend()?;
            let mut answer = None;
            let outcome = record.at_once(|r| {
                answer = Some(work(r));
                Ok(())
            });
            outcome?;
            let answer = answer.unwrap_or_else(|| Err(Problem::defect("a question was not put")));
            // A connection that failed is closed, not lent to the next.
            if answer.as_ref().err().is_none_or(|p| p.status < 500) && !record.is_stale() {
                lock(&desk.free).push(record);
            }
            answer
        })
        .await
    }

    /// An open record that sees the file as it is.
    fn lend(&self) -> Result<Record, tarikh::Fault> {
        loop {
            let free = lock(&self.free).pop();
            match free {
                Some(record) if record.is_stale() => {}
                Some(record) => return Ok(record),
                None => return Record::open_read_only(&self.path),
            }
        }
    }

    /// Reads and writes with the only writing connection; afterwards the sight is that of the new state.
    pub async fn write<T: Send + 'static>(
        self: &Arc<Desk>,
        work: impl FnOnce(&mut Record) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        if self.read_only {
            return Err(Problem::barred(
                "expected a record that may be changed, but it was opened with --read-only\nhint: start `tarikh serve` without it",
            ));
        }
        let _turn = self.writing.lock().await;
        let desk = self.clone();
        on_a_thread(move || {
            let mut record = Record::open(&desk.path)?;
            let answer = work(&mut record);
            drop(record);
            desk.refresh()?;
            answer
        })
        .await
    }

    /// Makes a new sight where the record has changed.
    fn refresh(&self) -> Result<(), tarikh::Fault> {
        let _one = lock(&self.refreshing);
        let record = self.lend()?;
        let sight = record.at_once(|r| {
            let same = Sight::revision_of(r)? == self.sight().revision;
            if same { Ok(None) } else { Sight::of(r).map(Some) }
        });
        if sight.is_ok() && !record.is_stale() {
            lock(&self.free).push(record);
        }
        if let Some(sight) = sight? {
            let revision = sight.revision.clone();
            // A past holds the file in the state it was made from; one of an older state would hold up the writer's log.
            if let Ok(mut list) = self.past.try_lock() {
                list.retain(|(key, _)| key.split(' ').next() == Some(&revision));
            }
            *self.now.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(sight);
            self.changed.send_replace(revision);
        }
        Ok(())
    }

    /// The record as it stood on a day.
    pub async fn past(self: &Arc<Desk>, day: &str) -> Result<Arc<Past>, Problem> {
        if day.parse::<types::Date>().is_err() {
            return Err(Problem::asked(format!("expected a day as YYYY-MM-DD, but found \"{day}\"")));
        }
        let key = format!("{} {day}", self.sight().revision);
        // One at a time: a second question for the same day waits for the answer to the first.
        let mut list = self.past.lock().await;
        if let Some((_, past)) = list.iter().find(|(k, _)| *k == key) {
            return Ok(past.clone());
        }
        let day = day.to_string();
        let revision = key.clone();
        let past = self
            .ask(move |record| {
                let record = record.as_of(&day)?;
                let mut sight = Sight::of(&record)?;
                sight.revision = revision;
                Ok(Arc::new(Past { record: Mutex::new(record), sight: Arc::new(sight) }))
            })
            .await?;
        if list.len() >= PAST {
            list.remove(0);
        }
        list.push((key, past.clone()));
        Ok(past)
    }
}

/// Runs work that waits for a disk or thinks long.
pub async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    match tokio::task::spawn_blocking(work).await {
        Ok(answer) => answer,
        Err(e) => Err(Problem::defect(&e.to_string())),
    }
}

/// Looks at the file until the desk is gone.
fn watch_file(desk: &Weak<Desk>) {
    let mut eye: Option<(Record, i64)> = None;
    while let Some(desk) = desk.upgrade() {
        let begun = Instant::now();
        match &mut eye {
            None => {
                let record = Record::open_read_only(&desk.path);
                eye = record.ok().and_then(|r| r.data_version().ok().map(|v| (r, v)));
                let _ = desk.refresh();
            }
            Some((record, _)) if record.is_stale() => eye = None,
            Some((record, seen)) => match record.data_version() {
                Ok(version) if version != *seen => {
                    if desk.refresh().is_ok() {
                        *seen = version;
                    }
                }
                Ok(_) => {}
                Err(_) => eye = None,
            },
        }
        drop(desk);
        // Where somebody writes without end, most of the time stays for answers.
        std::thread::sleep(LOOK.max(begun.elapsed() * 4));
    }
}
