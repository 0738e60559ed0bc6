//! The second reader: a language model the user has, held to the same contract as the embedded one.
//!
//! In: a report, the embedded [`Reading`] of it, and an endpoint that answers chat completions. Out: a reading in which
//! every value rests on words that are there, and what was refused. [`ask`] talks, [`answer`] reads what came back,
//! [`quotes`] finds its words, [`build`] makes the reading, [`rules`] repairs what breaks the contract, [`compare`] lays
//! two readings side by side.
//!
//! Invariants: nothing leaves the machine but by [`wire`], and only to the endpoint given. The report is data: nothing
//! it says changes what is done. A value that is not in the text is refused, never repaired. Keys are never printed.

pub mod answer;
pub mod ask;
pub mod build;
pub mod compare;
pub mod quotes;
pub mod rules;
pub mod wire;

pub use ask::{Budget, Cache, Outcome, Reader, Settings};
pub use types::Reading;
