//! Work ahead of whoever takes the results: items in, results out in the items' order, a bounded number under way.
//!
//! Nothing here knows of Python: the threads never ask for the interpreter, so a loop that is left early, or an interpreter
//! that ends, leaves nothing that waits for it. The caller feeds [`Ahead::send`] while [`Ahead::has_room`], then takes.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

/// How many items per thread may be under way, or done and not yet taken.
const WINDOW: usize = 16;

/// Threads with work to do.
pub struct Ahead<T, R> {
    jobs: Sender<(usize, T)>,
    done: Mutex<Receiver<(usize, R)>>,
    early: BTreeMap<usize, R>,
    threads: usize,
    sent: usize,
    taken: usize,
    stop: Arc<AtomicBool>,
}

impl<T: Send + 'static, R: Send + 'static> Ahead<T, R> {
    /// Starts `threads` threads that apply `work`, which must not panic.
    pub fn new(threads: usize, work: impl Fn(T) -> R + Send + Sync + 'static) -> Ahead<T, R> {
        let (jobs, taken) = channel::<(usize, T)>();
        let (give, done) = channel();
        let (taken, work) = (Arc::new(Mutex::new(taken)), Arc::new(work));
        let stop = Arc::new(AtomicBool::new(false));
        for _ in 0..threads.max(1) {
            let (taken, give, work, stop) = (taken.clone(), give.clone(), work.clone(), stop.clone());
            std::thread::spawn(move || {
                loop {
                    let next = taken.lock().unwrap_or_else(|e| e.into_inner()).recv();
                    let Ok((n, item)) = next else { return };
                    if stop.load(Ordering::Relaxed) || give.send((n, work(item))).is_err() {
                        return;
                    }
                }
            });
        }
        let done = Mutex::new(done);
        Ahead { jobs, done, early: BTreeMap::new(), threads: threads.max(1), sent: 0, taken: 0, stop }
    }

    /// True while another item may be sent.
    pub fn has_room(&self) -> bool {
        self.sent - self.taken < self.threads * WINDOW
    }

    /// Sends an item to work on.
    pub fn send(&mut self, item: T) {
        // The threads outlive this sender, so somebody is there to take it.
        let _ = self.jobs.send((self.sent, item));
        self.sent += 1;
    }

    /// The next result in the items' order, waiting for it; nothing where no item is under way.
    pub fn take(&mut self) -> Option<R> {
        if self.taken == self.sent {
            return None;
        }
        loop {
            if let Some(result) = self.early.remove(&self.taken) {
                self.taken += 1;
                return Some(result);
            }
            let done = self.done.get_mut().unwrap_or_else(|e| e.into_inner());
            let (n, result) = done.recv().ok()?;
            self.early.insert(n, result);
        }
    }
}

impl<T, R> Drop for Ahead<T, R> {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}
