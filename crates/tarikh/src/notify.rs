//! Notices that wait → a webhook, in the order they were found.
//!
//! Nothing here can cost a report: notices are rows of the record until the receiver has taken them. A receiver that
//! cannot be reached is tried a few times with growing pauses, then left until the next time; a notice that it refuses
//! waits while the others go on.

use crate::doors::web::{Hook, NotTaken};
use crate::record::{Record, Result};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Pauses between the tries of one notice.
pub const PAUSES: [Duration; 3] = [Duration::from_secs(1), Duration::from_secs(4), Duration::from_secs(15)];
/// Notices taken in hand at once.
const MOST: usize = 1000;

/// What became of the notices.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sent {
    /// Taken by the receiver.
    pub taken: usize,
    /// Left for the next time.
    pub left: usize,
    /// Why, the first time.
    pub why: Option<NotTaken>,
}

/// Sends every notice that waits. Once `stop` is set, no further one is begun.
pub fn send(record: &mut Record, hook: &Hook, pauses: &[Duration], stop: &AtomicBool) -> Result<Sent> {
    let mut sum = Sent::default();
    let waiting = record.unsent(MOST)?;
    let mut cut = false;
    for notice in &waiting {
        if cut || stop.load(Ordering::Relaxed) {
            sum.left += 1;
            continue;
        }
        match try_often(hook, &notice.id, &notice.body, pauses, stop) {
            Ok(()) => {
                record.mark_sent(notice)?;
                sum.taken += 1;
            }
            Err(why) => {
                // Who cannot be reached for one notice cannot be for the next.
                cut = why.passing;
                sum.left += 1;
                sum.why.get_or_insert(why);
            }
        }
    }
    Ok(sum)
}

fn try_often(
    hook: &Hook,
    id: &str,
    body: &str,
    pauses: &[Duration],
    stop: &AtomicBool,
) -> std::result::Result<(), NotTaken> {
    let mut pauses = pauses.iter();
    loop {
        match hook.post(id, body) {
            Err(e) if e.passing && !stop.load(Ordering::Relaxed) => match pauses.next() {
                Some(pause) => std::thread::sleep(*pause),
                None => return Err(e),
            },
            end => return end,
        }
    }
}
