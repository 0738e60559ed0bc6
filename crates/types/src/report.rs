//! One document as published.

use crate::{Date, Span};

/// The languages tarikh reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Lang {
    /// The ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Fr => "fr",
        }
    }
}

/// How the publication date is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PublishedBasis {
    /// Given by the caller, the page's metadata or the line with source and date.
    Given,
    /// Worked out from what the report says.
    Inferred,
    /// Not known.
    #[default]
    Unknown,
}

/// One document as published: its text, and what stands around the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Stable id: a hash of source and text.
    pub id: String,
    /// The input's name as it was given.
    pub file: Option<String>,
    /// The headline, which is not part of `text`.
    pub title: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The language of `text`.
    pub lang: Lang,
    /// The day it was published.
    pub published: Option<Date>,
    /// How that day is known.
    pub published_basis: PublishedBasis,
    /// The place a dateline names: "Bamako" in "Bamako, 19 September 2024 (Meridian News Agency)".
    pub dateline_place: Option<String>,
    /// The cleaned body: every span of a reading points into it.
    pub text: String,
    /// What a reader should know of how the text was made: a repaired encoding, lines that were left out.
    pub notes: Vec<String>,
}

/// A paragraph: where it stands in the text.
pub type Paragraph = Span;
