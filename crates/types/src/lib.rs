//! The nouns of tarikh, and nothing that acts on them.
//!
//! In: nothing. Out: the types that every room shares: a [`Report`] as published, the [`Tagged`] text of it, the
//! [`Reading`] of what it says, [`contract`], the public JSON of a reading with its schema, and [`incident`], that of what all
//! reports together say.
//!
//! Invariants: no I/O, no rule of reading, no knowledge of places or words. Spans are half-open byte ranges on character
//! boundaries of [`Report::text`]; only [`contract`] turns them into code points.

pub mod contract;
pub mod incident;
mod reading;
mod report;
mod span;
mod tagged;

pub use reading::*;
pub use report::*;
pub use span::*;
pub use tagged::*;

/// A calendar date of the proleptic Gregorian calendar, without time zone.
pub use jiff::civil::Date;

/// A span of `n` days, to be added to a [`Date`].
pub fn days(n: i32) -> jiff::Span {
    jiff::Span::new().try_days(n).unwrap_or_default()
}
