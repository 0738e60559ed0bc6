//! Who is named: one actor per identity.

use crate::{Doc, Found};
use types::{Actor, ActorId, Span};

/// One place where an actor is named or meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mention {
    /// Who.
    pub actor: ActorId,
    /// The words.
    pub span: Span,
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
    /// The token that carries the syntax: "rebels" in "the northern rebels of the coalition".
    pub head: u32,
}

/// The actors of a report.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    /// One per identity.
    pub list: Vec<Actor>,
    /// Where they are named, in text order; also pronouns and short forms that were resolved.
    pub mentions: Vec<Mention>,
}

impl Actors {
    /// The mention whose syntactic head is token `head`.
    pub fn at_head(&self, head: u32) -> Option<&Mention> {
        self.mentions.iter().find(|m| m.head == head)
    }
}

/// Finds who is named, and joins the names of one identity.
pub fn find_actors(_doc: &Doc, _found: &Found) -> Actors {
    Actors::default()
}
