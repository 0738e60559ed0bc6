//! What is new to a saved filter, as an Atom feed for any feed reader: `/feed.atom?filter=bamako`.
//!
//! The same feed as `tarikh feed` prints. Feed readers cannot send headers of their own, so where the server has a token it
//! may stand in this address, and only in this one.

use super::Here;
use crate::answer::{Asked, Problem};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;
use schemars::JsonSchema;
use serde::Deserialize;
use tarikh::export;

/// Its address, as the guard knows it.
pub const PATH: &str = "/feed.atom";

/// Media type of the feed.
pub const MEDIA: &str = "application/atom+xml";

/// Notices told where no number is asked for.
const USUAL: usize = 50;

/// Whose news, and how much of it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asking {
    /// Name of a saved filter (`tarikh filter save`).
    filter: String,
    /// At most this many notices, the newest first, 1 to 1000; 50 where it is not given.
    limit: Option<usize>,
    /// The server's token, where it has one.
    #[serde(rename = "token")]
    _token: Option<String>,
}

pub async fn feed(State(desk): Here, Asked(asking): Asked<Asking>) -> Result<Response, Problem> {
    let Asking { filter, limit, .. } = asking;
    let limit = limit.unwrap_or(USUAL);
    if !(1..=1000).contains(&limit) {
        return Err(Problem::asked(format!("expected a limit from 1 to 1000, but found {limit}")));
    }
    let body = desk
        .ask(move |record| {
            if !record.saved_filters()?.iter().any(|(name, _)| *name == filter) {
                return Err(Problem::missing(format!(
                    "expected a saved filter, but found \"{}\"\nhint: `tarikh filter list` shows those of the record",
                    filter.escape_debug()
                )));
            }
            Ok(export::atom(&filter, &record.news(&filter, limit)?))
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, format!("{MEDIA}; charset=utf-8"))], body).into_response())
}
