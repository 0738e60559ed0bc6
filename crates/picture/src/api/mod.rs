//! The routes, each with what it takes and gives; `/api/openapi.json` is made from them, so that none is undocumented.
//!
//! Names are those of the record's contract. Offsets are UTF-16 units of the report's text, as a browser counts. A list
//! carries the record's `revision`; an answer's `ETag` changes with it and with the question.

mod about;
mod actors;
mod download;
pub mod feed;
mod incident;
mod incidents;
mod judgements;
mod lists;
mod live;
mod matrix;
mod openapi;
mod reports;
pub mod ties;

pub use incidents::{Asking, Chosen, Summary};

use crate::answer::Problem;
use crate::desk::Desk;
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use http::header::{self, HeaderValue};
use http::{Method, StatusCode};
use openapi::Book;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// What handlers work with.
pub type Here = State<Arc<Desk>>;

/// Every route under `/api`, and the feed.
pub fn routes(desk: Arc<Desk>) -> Router {
    let mut b = Book::new();
    b.get::<(), about::About>("/api/about", "about", "The record, in numbers", get(about::about));
    b.get::<Asking, incidents::Page>(
        "/api/incidents",
        "incidents",
        "Incidents that a filter takes",
        get(incidents::list),
    );
    b.get::<Asking, incidents::Columns>(
        "/api/incidents.columns",
        "columns",
        "The same, one array for each field",
        get(incidents::columns),
    );
    b.get::<incident::AsOf, incident::Whole>(
        "/api/incidents/{id}",
        "incident",
        "One incident: who says what of it, in which words",
        get(incident::one),
    );
    b.get::<reports::Asking, reports::Page>("/api/reports", "reports", "Reports, the newest first", get(reports::list));
    b.post::<reports::Pasted, reports::Added>(
        "/api/reports",
        "add_report",
        "Reads a report and adds it to the record",
        post(reports::add),
    );
    b.get::<(), reports::Whole>("/api/reports/{id}", "report", "One report with its reading", get(reports::one));
    b.post::<reports::Pasted, reports::Whole>(
        "/api/read",
        "read",
        "Reads a report and keeps nothing",
        post(reports::read),
    );
    b.get::<actors::Asking, actors::Page>("/api/actors", "actors", "Actors, the most named first", get(actors::list));
    b.get::<(), actors::Whole>("/api/actors/{id}", "actor", "One actor: names, ties, incidents", get(actors::one));
    b.get::<ties::Asking, ties::List>(
        "/api/ties",
        "ties",
        "Ties between actors: asserted, claimed and denied apart",
        get(ties::list),
    );
    b.get::<ties::Alliance, ties::Alliances>(
        "/api/cohesion",
        "cohesion",
        "Ties among members against ties outward and tensions",
        get(ties::cohesion),
    );
    b.get::<lists::Kinds, lists::List<lists::Dissent>>(
        "/api/disagreements",
        "disagreements",
        "Statements that cannot all be true, of the deadliest incidents first",
        get(lists::disagreements),
    );
    b.get::<lists::Outcomes, lists::List<lists::Prediction>>(
        "/api/predictions",
        "predictions",
        "Who foretold what, by when, and what came of it",
        get(lists::predictions),
    );
    b.get::<(), lists::ToReview>("/api/review", "review", "What a person should look at", get(lists::review));
    b.get::<(), lists::List<lists::Publisher>>(
        "/api/sources",
        "sources",
        "Publishers: how often alone, how often contradicted",
        get(lists::sources),
    );
    b.get::<(), judgements::List>(
        "/api/judgements",
        "judgements",
        "Decisions, the newest first",
        get(judgements::list),
    );
    b.post::<judgements::Judging, judgements::Kept>(
        "/api/judgements",
        "judge",
        "Keeps a decision",
        post(judgements::add),
    );
    b.post::<judgements::Undoing, judgements::Kept>(
        "/api/judgements/{id}/undo",
        "undo",
        "Takes a decision back",
        post(judgements::undo),
    );
    b.get::<(), judgements::Case>(
        "/api/judgements/{id}/case",
        "case",
        "A wrong value as a case for whoever improves the reader",
        get(judgements::case),
    );
    b.get_file::<Asking>(
        "/api/download/{id}",
        "download",
        "Incidents as incidents.csv, incidents.geojson, incidents.jsonl, incidents.gpkg, acled.csv, ged.csv, plover.tsv or hxl.csv",
        "application/octet-stream",
        get(download::download),
    );
    b.get_file::<feed::Asking>(
        feed::PATH,
        "feed",
        "What is new to a saved filter, as an Atom feed",
        feed::MEDIA,
        get(feed::feed),
    );
    b.get_file::<()>(
        "/api/live",
        "live",
        "Events: `revision` with the new revision, whenever the record changes",
        "text/event-stream",
        get(live::live),
    );
    let (router, document) = b.close();
    router
        .route("/api/openapi.json", get(move || openapi(document.clone())))
        .route("/api/{*rest}", any(nothing))
        .method_not_allowed_fallback(not_so)
        .layer(middleware::from_fn_with_state(desk.clone(), tagged))
        .with_state(desk)
}

async fn openapi(document: bytes::Bytes) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], document).into_response()
}

async fn nothing() -> Problem {
    Problem::missing("expected a route of /api/openapi.json, but found another")
}

async fn not_so() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "expected a method that /api/openapi.json names for this route, but found another",
    )
}

/// Gives answers an `ETag` of revision and question, and answers 304 where the asker has that one already.
async fn tagged(State(desk): Here, request: Request, next: Next) -> Response {
    if request.method() != Method::GET || request.uri().path() == "/api/live" {
        return next.run(request).await;
    }
    let mut hash = DefaultHasher::new();
    (&desk.sight().revision, request.uri().path(), request.uri().query()).hash(&mut hash);
    let tag = format!("W/\"{:016x}\"", hash.finish());
    let known = request.headers().get_all(header::IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok());
    let bare = |t: &str| t.trim().trim_start_matches("W/").to_string();
    let fresh = known.flat_map(|v| v.split(',')).any(|t| t.trim() == "*" || bare(t) == bare(&tag));
    let mut response = if fresh { StatusCode::NOT_MODIFIED.into_response() } else { next.run(request).await };
    if (response.status().is_success() || fresh)
        && let Ok(tag) = HeaderValue::from_str(&tag)
    {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
