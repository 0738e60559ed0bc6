//! Readings of many reports → incidents, the same whatever the order in which they came.
//!
//! The steps: [`tellings`] cuts each event of a reading down to what decides; [`keys`] says where its candidates are, so
//! that never all pairs are looked at; [`weigh`] sums up what speaks for two tellings being one happening; [`cluster`]
//! groups them; [`tell`] says what a group's reports tell together.
//!
//! Invariants: no I/O and no failure. No answer depends on the order of its input. What two tellings weigh depends on
//! those two alone, and how a group of connected tellings is clustered on that group alone: so a record may link only the
//! neighbourhood of a new report and end as if it had linked everything anew. Nothing is averaged, nothing is dropped:
//! every statement of every member stands in the incident.

mod actors;
mod cluster;
pub mod fold;
mod incident;
mod keys;
mod score;
mod telling;
mod voices;
mod words;

/// Changes with every change of what linking answers: a record made by another version is linked anew before it is added to.
pub const VERSION: u32 = 5;

pub use actors::{About, aliases, identity, identity_of, scene};
pub use cluster::{Decisions, cluster, is_vague, reasons};
pub use incident::{Heard, Setting, Source, incident_id, tell};
pub use keys::{Keys, keys};
pub use score::{JOIN, REVIEW, Weighed, km, weigh};
pub use telling::{Count, Key, Side, Spot, Telling, day_number, index_of, is_armed, iso_day, tellings};
pub use voices::{Voice, independent};
