//! Events as they happen: `revision`, whenever the record changes, by our hand or another program's.
//!
//! `event: revision` with the new revision as data; a comment every few seconds keeps the line open.

use super::Here;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use std::convert::Infallible;
use std::time::Duration;

pub async fn live(State(desk): Here) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let changes = desk.changes();
    // The first event tells the revision as it is, so that a page that slept learns what it missed.
    let stream = stream::unfold((changes, true), |(mut changes, first)| async move {
        if !first && changes.changed().await.is_err() {
            return None;
        }
        let revision = changes.borrow_and_update().clone();
        Some((Ok(Event::default().event("revision").data(revision)), (changes, false)))
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}
