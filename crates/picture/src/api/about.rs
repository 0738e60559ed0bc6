//! The record, in numbers.

use super::Here;
use crate::answer::Answer;
use crate::sight::Queue;
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Serialize;

/// The record, in numbers.
#[derive(Serialize, JsonSchema)]
pub struct About {
    /// File name of the record.
    name: String,
    version: String,
    /// True where nothing may be changed.
    read_only: bool,
    /// Another text means other content.
    revision: String,
    reports: usize,
    incidents: usize,
    sources: usize,
    actors: usize,
    /// Incidents on which sources disagree.
    disagreements: usize,
    /// Things a person should look at.
    review: usize,
    /// First and last day of what is told to have happened.
    first_day: Option<String>,
    last_day: Option<String>,
    languages: Vec<String>,
}

pub async fn about(State(desk): Here) -> Answer<About> {
    let sight = desk.sight();
    let actors = sight.later.actors.get_or_try_init(|| desk.ask(|r| Ok(r.actors(None)?))).await?.len();
    let review = sight.later.queue.get_or_try_init(|| desk.ask(|r| Ok(Queue::of(r)?))).await?.len();
    let sources: std::collections::BTreeSet<_> = sight.reports.iter().filter_map(|r| r.source.as_deref()).collect();
    let (first_day, last_day) = sight.days();
    Ok(Json(About {
        name: desk.name(),
        version: env!("CARGO_PKG_VERSION").into(),
        read_only: desk.read_only(),
        revision: sight.revision.clone(),
        reports: sight.reports.len(),
        incidents: sight.cards.len(),
        sources: sources.len(),
        actors,
        disagreements: sight.cards.iter().filter(|c| c.disagreements > 0).count(),
        review,
        first_day,
        last_day,
        languages: sight.languages(),
    }))
}
