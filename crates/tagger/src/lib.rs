//! Text → [`Tagged`]: sentences, tokens, parts of speech, lemmas, heads, names.
//!
//! Invariants: no I/O; the same text gives the same bytes whatever the thread or batch.

mod abbreviations;
mod sentences;
mod simple;
mod split;

pub use sentences::split_sentences;
pub use simple::tokenise;
pub use split::split_tokens;
