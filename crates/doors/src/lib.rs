//! Files, folders, archives, feeds, tables, mail and addresses → one [`Item`] after the other, each with one report.
//!
//! In: what a user names ([`Inputs::list`]). Out: items in a fixed order; [`Item::report`] makes the report, on any
//! thread. `crawl.warc.gz` → `crawl.warc.gz: record 12 https://example.org/raid` with the page's bytes and address.
//!
//! Invariants: nothing is written to the disk, whatever an archive calls its members; memory does not grow with the number
//! of reports or with what a compressed file unfolds into; what cannot be read becomes a [`Body::Fault`] or, where it was
//! never meant to be a report, a [`Body::Skipped`] in its place, and the rest goes on; no network without feature `web`
//! and a caller who asks.

mod columns;
mod docx;
mod feed;
mod item;
mod kind;
mod lines;
mod mail;
mod opml;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "pdf")]
mod pdf;
mod source;
mod table;
mod unpack;
mod warc;
#[cfg(feature = "web")]
pub mod web;
mod zipped;

pub use columns::Columns;
pub use feed::{Entry, Feed, parse as parse_feed};
pub use item::{Body, Item, Tally};
pub use kind::{ENDINGS, Kind};
pub use opml::addresses as opml_addresses;
pub use source::Inputs;
