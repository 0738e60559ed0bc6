//! Text → [`Tagged`]: sentences, tokens, parts of speech, lemmas, heads, names.
//!
//! Invariants: no I/O; the same text gives the same bytes whatever the thread or batch.

mod simple;

pub use simple::tokenise;
