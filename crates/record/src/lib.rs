//! One `.gpkg` file that holds reports, their readings, what people judged, and the incidents that follow from them.
//!
//! In: readings and incidents as [`types`] has them. Out: the same, and queries over them. This is the only room that
//! speaks SQL. A colleague opens the file in QGIS, R, Python, DuckDB or the `sqlite3` shell without tarikh.
//!
//! Invariants: no reading of text and no linking is done here; what [`Store`] is given, it keeps. Reports, readings and
//! judgements are never changed, only added, or replaced by a newer reading of the same report in one transaction.
//! Everything under "Derived" in `schema/v1.sql` can be thrown away and made again. No command leaves half a change
//! behind, whenever it is killed.

mod aliases;
mod check;
mod fault;
mod geometry;
mod incidents;
mod judgements;
mod links;
mod load;
mod notices;
mod open;
mod past;
mod query;
mod save;
mod view;
mod watched;

pub use aliases::Mention;
pub use check::{Finding, check};
pub use fault::Fault;
pub use judgements::Judgement;
pub use links::{PairRow, TellingRow};
pub use load::normalise;
pub use notices::Notice;
pub use open::{SCHEMA, Store};
pub use past::Past;
pub use query::{ActorRow, DisagreementRow, Filter, SourceRow, Tie};
pub use rusqlite;
pub use save::{Saved, particulars};
pub use view::{Card, CardActor, Heading, Range, ReviewRow, SourceCounts, Standing, TieRow, TieSay, Unknown};
pub use watched::{FeedState, Settled, Waiting};
