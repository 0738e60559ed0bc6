//! What the stages are given: the document, and what earlier stages found in it.

use crate::{Knowledge, actors::Actors, times::Dated};
use types::{Place, Report, Span, Tagged, Token, Toll};

/// A report with its tags and what the reader knows. Passed first to every stage.
#[derive(Clone, Copy)]
pub struct Doc<'a> {
    /// The report.
    pub report: &'a Report,
    /// Its text.
    pub text: &'a str,
    /// The tags of that text.
    pub tagged: &'a Tagged,
    /// What the reader knows.
    pub knowledge: &'a Knowledge,
}

impl<'a> Doc<'a> {
    /// The words at `span`.
    pub fn words(&self, span: Span) -> &'a str {
        span.of(self.text)
    }

    /// Token `i`.
    pub fn token(&self, i: u32) -> &'a Token {
        &self.tagged.tokens[i as usize]
    }

    /// The words of token `i`.
    pub fn word(&self, i: u32) -> &'a str {
        self.words(self.token(i).span)
    }
}

/// What the first stages found: the material of events, relations and claims.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Places named.
    pub places: Vec<Place>,
    /// Time expressions and the publication day they imply.
    pub dated: Dated,
    /// Counts of people and things harmed.
    pub counts: Vec<Toll>,
    /// Who is named, and by which tokens.
    pub actors: Actors,
}
