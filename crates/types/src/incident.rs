//! What all reports together say: the public JSON of `tarikh incidents --format jsonl`.
//!
//! An [`Incident`] is one happening; each of its values leads back to [`Statement`]s, and each statement to words of one
//! report. Lists are sorted by content, never by the order in which reports were added.

use crate as t;
use crate::contract::Acled;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What one holder says in one report. Offsets are code points of the report's text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Statement {
    /// Report id.
    pub report: String,
    /// Who published the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Name of the holder, or `report` or `unnamed`.
    pub holder: String,
    /// The words for the holder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder_text: Option<String>,
    pub stance: t::Stance,
    pub certainty: t::Certainty,
    /// The number said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<u32>,
    pub quote: String,
    pub start: u32,
    pub end: u32,
}

/// A range of days, both inclusive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// `YYYY-MM-DD`.
    pub start: String,
    /// `YYYY-MM-DD`.
    pub end: String,
    /// `day`, `week`, `month`, `year` or `longer`.
    pub precision: String,
}

/// Where an incident took place. Degrees are WGS 84.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Where {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin1: Option<String>,
    pub precision: t::Precision,
    /// True where no report tells an exact place of it, and the scene of the news stands in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_scene: bool,
}

/// Somebody who took part, and which reports say so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Part {
    pub role: t::Role,
    pub name: String,
    /// Id of the actor in the record; absent for words that name nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// What the actor is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<t::ActorKind>,
    /// Report ids.
    pub said_by: Vec<String>,
    /// True where some report names this actor as suspect or accused only, and none asserts it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub accused: bool,
}

/// What is said of one measure and side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct TollRange {
    pub measure: t::Measure,
    /// Who or what is counted.
    pub of: String,
    /// True where these are losses of the side that acted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own_side: bool,
    /// Least number stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<u32>,
    /// Chosen by a written rule (docs/DESIGN.md), never an average.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best: Option<u32>,
    /// Greatest number stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<u32>,
    /// Everything stated, oldest first.
    pub statements: Vec<Statement>,
}

/// A reading's event that was joined here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Member {
    /// Report id.
    pub report: String,
    /// The input's name as it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Event id in that report's reading.
    pub event: String,
    /// Why it was joined to the others; empty for a single one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<String>,
}

/// Statements that cannot all be true.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Conflict {
    pub kind: t::DisagreementKind,
    pub statements: Vec<Statement>,
    /// What does not fit, in plain words.
    pub note: String,
}

/// How far an incident is confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Two or more independent sources tell it.
    Corroborated,
    /// One source tells it, or several that copied one.
    SingleSource,
    /// Whether it happened, who did it or how it ended is disputed.
    Disputed,
}

impl Status {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Status::Corroborated => "corroborated",
            Status::SingleSource => "single_source",
            Status::Disputed => "disputed",
        }
    }

    /// The status of a word of the contract.
    pub fn from_word(word: &str) -> Option<Status> {
        [Status::Corroborated, Status::SingleSource, Status::Disputed].into_iter().find(|s| s.word() == word)
    }
}

/// One happening, as all reports together tell it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Incident {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: t::EventType,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acled: Option<Acled>,
    pub realis: t::Realis,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Span>,
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    pub place: Option<Where>,
    pub actors: Vec<Part>,
    pub tolls: Vec<TollRange>,
    /// Every telling of it, oldest first: who says that it happened, in which words.
    pub statements: Vec<Statement>,
    pub reports: Vec<Member>,
    pub disagreements: Vec<Conflict>,
    pub status: Status,
    /// Independent sources that tell it.
    pub sources: Vec<String>,
    /// Incidents this one is part of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub part_of: Vec<String>,
    /// Means, as worded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instruments: Vec<String>,
    /// A prediction or plan: the last day by which it should show, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub horizon: Option<String>,
    /// For what was foretold or planned: `fulfilled`, `open` or `not_fulfilled`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// What people corrected: `field = value (by whom)`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<String>,
}

/// A pair of tellings that may be one happening, left apart for a person to judge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Doubt {
    /// Incident ids.
    pub incidents: [String; 2],
    /// The tellings: report id and event id.
    pub tellings: [(String, String); 2],
    /// Weight of the reasons for a join; see docs/DESIGN.md.
    pub score: f32,
    /// Reasons for and against.
    pub why: Vec<String>,
}
