//! Incidents as a file, by the same filters as the page: `/api/download/incidents.csv?since=2024-09-01`.
//!
//! The forms are those of `tarikh incidents --format`; docs/EXPORTS.md says what each cannot carry.

use super::{Asking, Chosen, Here};
use crate::answer::{Asked, Named, Problem};
use crate::desk::on_a_thread;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;
use tarikh::export::{self, Wrap};
use tarikh::{Filter, Record};
use types::incident::Incident;

struct Form {
    wrap: Option<Wrap>,
    media: &'static str,
    file: &'static str,
}

fn form(name: &str) -> Option<Form> {
    let csv = "text/csv; charset=utf-8";
    let (wrap, media, file) = match name {
        "incidents.csv" => (Some(export::csv()), csv, "incidents.csv"),
        "incidents.geojson" => (Some(export::geojson()), "application/geo+json", "incidents.geojson"),
        "incidents.jsonl" => (Some(Wrap { row: line, ..Wrap::default() }), "application/x-ndjson", "incidents.jsonl"),
        "incidents.gpkg" => (None, "application/geopackage+sqlite3", "incidents.gpkg"),
        "acled" | "acled.csv" => (Some(export::acled()), csv, "acled.csv"),
        "ged" | "ged.csv" => (Some(export::ged()), csv, "ged.csv"),
        "plover" | "plover.tsv" => (Some(export::plover()), "text/tab-separated-values; charset=utf-8", "plover.tsv"),
        "hxl" | "hxl.csv" => (Some(export::hxl()), csv, "hxl.csv"),
        _ => return None,
    };
    Some(Form { wrap, media, file })
}

fn line(i: &Incident) -> Option<String> {
    serde_json::to_string(i).ok().map(|text| text + "\n")
}

pub async fn download(
    State(desk): Here,
    Named(name): Named,
    Asked(asking): Asked<Asking>,
) -> Result<Response, Problem> {
    let Some(Form { wrap, media, file }) = form(&name) else {
        return Err(Problem::missing(format!(
            "expected incidents.csv, incidents.geojson, incidents.jsonl, incidents.gpkg, acled.csv, ged.csv, plover.tsv or hxl.csv, but found \"{name}\""
        )));
    };
    let Chosen { sight, mut rows } = asking.choose(&desk).await?;
    rows.sort_unstable();
    let ids: Vec<String> = rows.iter().map(|i| sight.cards[*i].id.clone()).collect();
    let body = match &asking.as_of {
        Some(day) => {
            let past = desk.past(day).await?;
            on_a_thread(move || {
                let record = past.record.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                write(&record, wrap, &ids)
            })
            .await?
        }
        None => desk.ask(move |record| write(record, wrap, &ids)).await?,
    };
    let named = format!("attachment; filename=\"{file}\"");
    Ok(([(header::CONTENT_TYPE, media.to_string()), (header::CONTENT_DISPOSITION, named)], body).into_response())
}

fn write(record: &Record, wrap: Option<Wrap>, ids: &[String]) -> Result<Vec<u8>, Problem> {
    let mut incidents = Vec::new();
    // All in one go is faster than one by one, where most are wanted.
    let wanted: std::collections::HashSet<&String> = ids.iter().collect();
    if ids.len() > 200 {
        for incident in record.each(&Filter::default()) {
            incidents.extend(Some(incident?).filter(|i| wanted.contains(&i.id)));
        }
    } else {
        for id in ids {
            incidents.extend(record.show(id)?);
        }
    }
    let Some(wrap) = wrap else { return Ok(record.excerpt(&incidents)?) };
    let mut out = wrap.head.into_bytes();
    let mut first = true;
    for text in incidents.iter().filter_map(wrap.row) {
        if !std::mem::take(&mut first) {
            out.extend_from_slice(wrap.between.as_bytes());
        }
        out.extend_from_slice(text.as_bytes());
    }
    out.extend_from_slice(wrap.tail.as_bytes());
    Ok(out)
}
