//! A record as a page in the browser, and as pictures.
//!
//! In: a record, and where to listen or what to draw. Out: pictures as SVG and PNG, and a server on this machine that answers
//! what happened, where, who disagrees, and in which words. This is the only room that speaks HTTP; it reads no report and
//! judges nothing, and shows nothing that is not in the record.
//!
//! The way of a request: [`guard`](crate::serve) lets it in, a route of `api` understands it, the desk answers it from
//! memory or the file. `GET /api/incidents?place=bamako` gives the incidents of a Bamako market with their ranges of killed.

mod answer;
mod api;
mod desk;
mod draw;
mod guard;
mod serve;
mod sight;
mod ui;
mod units;

pub use api::Asking;
pub use desk::Desk;
pub use draw::{Fault as DrawFault, Kind, draw, png};
pub use guard::{Guard, new_token};
pub use serve::{Fault, Options, app, run};
