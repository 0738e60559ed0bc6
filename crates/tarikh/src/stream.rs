//! Many items in, many results out, in the items' order, on all cores, with bounded memory.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex};

/// How many items per thread may be in memory at once: under way, or done and waiting for an earlier one.
const WINDOW: usize = 4;

struct State<I, R> {
    items: I,
    exhausted: bool,
    taken: usize,
    given: usize,
    done: BTreeMap<usize, R>,
}

/// Applies `work` to every item on `threads` threads and gives the results to `sink` in the items' order, on the calling
/// thread. Never more than a few items per thread are in memory. `sink` may break off. `work` must not panic.
pub fn in_order<T, R: Send>(
    items: impl Iterator<Item = T> + Send,
    threads: usize,
    work: impl Fn(T) -> R + Sync,
    mut sink: impl FnMut(R) -> ControlFlow<()>,
) {
    let threads = threads.max(1);
    let state = Mutex::new(State { items, exhausted: false, taken: 0, given: 0, done: BTreeMap::new() });
    let changed = Condvar::new();
    let lock = || state.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let wait = |guard| changed.wait(guard).unwrap_or_else(|poisoned| poisoned.into_inner());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut now = lock();
                loop {
                    while !now.exhausted && now.taken - now.given >= threads * WINDOW {
                        now = wait(now);
                    }
                    if now.exhausted {
                        return;
                    }
                    let Some(item) = now.items.next() else {
                        now.exhausted = true;
                        changed.notify_all();
                        return;
                    };
                    let i = now.taken;
                    now.taken += 1;
                    drop(now);
                    let result = work(item);
                    now = lock();
                    now.done.insert(i, result);
                    changed.notify_all();
                }
            });
        }
        let mut now = lock();
        loop {
            let next = now.given;
            if let Some(result) = now.done.remove(&next) {
                drop(now);
                let flow = sink(result);
                now = lock();
                now.given += 1;
                now.exhausted |= flow.is_break();
                changed.notify_all();
                if flow.is_break() {
                    return;
                }
            } else if now.exhausted && now.given == now.taken {
                return;
            } else {
                now = wait(now);
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whatever_the_threads() {
        for threads in [1, 2, 7] {
            let mut seen = Vec::new();
            in_order(
                0..1000u64,
                threads,
                |i| if i % 97 == 0 { (0..i * 50).sum::<u64>() } else { i },
                |r| {
                    seen.push(r);
                    ControlFlow::Continue(())
                },
            );
            let want: Vec<u64> = (0..1000).map(|i| if i % 97 == 0 { (0..i * 50).sum() } else { i }).collect();
            assert_eq!(seen, want);
        }
    }

    #[test]
    fn a_sink_may_break_off() {
        let mut seen = 0;
        in_order(
            0..,
            3,
            |i: u32| i,
            |r| {
                seen = r;
                if r == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(seen, 10);
    }

    #[test]
    fn no_more_than_the_window_is_under_way() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let (open, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let items = (0..500).inspect(|_| {
            let now = open.fetch_add(1, Ordering::SeqCst) + 1;
            most.fetch_max(now, Ordering::SeqCst);
        });
        in_order(
            items,
            2,
            |i| i,
            |_| {
                open.fetch_sub(1, Ordering::SeqCst);
                ControlFlow::Continue(())
            },
        );
        assert!(most.load(Ordering::SeqCst) <= 2 * WINDOW + 1, "{most:?}");
    }
}
