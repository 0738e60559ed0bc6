//! Text → [`Tagged`]: sentences, tokens, parts of speech, lemmas, heads, names.
//!
//! One small network for English and French, read in this order: [`split_tokens`], [`split_sentences`], hashed embedding
//! rows ([`features`]), the network, a tree from its scores, names, lemmas.
//!
//! Invariants: no I/O; the same text gives the same bytes whatever the thread or batch; any text is tagged, none panics.

mod abbreviations;
mod arcs;
mod asides;
mod bounds;
mod bytes;
pub mod features;
pub mod gate;
mod kernels;
mod lemmas;
mod model;
mod names;
mod net;
mod sentences;
mod simple;
mod split;
mod tag;

pub use model::BadModel;
pub use sentences::split_sentences;
pub use simple::tokenise;
pub use split::split_tokens;
pub use tag::{Tagger, Word};
use types::{Lang, Tagged};

/// Tags `text` with the model compiled into the program.
pub fn tag(text: &str, lang: Lang) -> Tagged {
    Tagger::embedded().tag(text, lang)
}
