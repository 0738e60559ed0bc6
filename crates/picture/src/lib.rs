//! A record as a page in the browser.
//!
//! In: a record and where to listen. Out: a server on this machine that answers what happened, where, who disagrees, and in
//! which words. This is the only room that speaks HTTP; it reads no report and judges nothing, and shows nothing that is not
//! in the record.
//!
//! The way of a request: [`guard`](crate::serve) lets it in, a route of `api` understands it, the desk answers it from
//! memory or the file. `GET /api/incidents?place=bamako` gives the incidents of a Bamako market with their ranges of killed.

#![allow(missing_docs)]

mod answer;
mod api;
mod desk;
mod guard;
mod serve;
mod sight;
mod ui;
mod units;

pub use guard::{Guard, new_token};
pub use serve::{Fault, Options, app, run};
