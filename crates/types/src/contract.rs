//! The public JSON of a reading: what `tarikh read --format json` prints.
//!
//! In: a [`crate::Reading`] with byte spans. Out: [`Reading`], the same lists with code point offsets and quotes, ready
//! for serde. [`Reading::of`] is the only way in, so that `text[start:end] == quote` holds by construction.

use crate::{self as t, About, Date, Holder, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The words a value rests on. Offsets are code points of `text`, end exclusive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The words: `text[start:end]`.
    pub quote: String,
    /// The rule or model that read it, with its version.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
}

/// What stands around the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Report {
    /// Stable: a hash of source and text.
    pub id: String,
    /// The input's name as it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// `en` or `fr`.
    pub language: String,
    /// `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// `given`, `inferred` or `unknown`.
    pub published_basis: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dateline_place: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// People, groups, forces, states, organisations, communities named in the report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Actor {
    pub id: String,
    pub name: String,
    pub names: Vec<String>,
    pub kind: t::ActorKind,
    /// ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Key in tarikh's registry of actors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry: Option<String>,
    pub mentions: Vec<Evidence>,
}

/// Another entry that a place name could have meant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct PlaceRival {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub geonames_id: Option<u32>,
    pub lat: f64,
    pub lon: f64,
    /// Likelihood, 0 to 1.
    pub score: f32,
}

/// A place named in the report. Degrees are WGS 84.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Place {
    pub id: String,
    pub name: String,
    pub names: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin1: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub geonames_id: Option<u32>,
    pub precision: t::Precision,
    /// Radius in km of an area, unit or country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extent_km: Option<f32>,
    /// Likelihood that this entry is meant, 0 to 1.
    pub confidence: f32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rivals: Vec<PlaceRival>,
    pub mentions: Vec<Evidence>,
    /// Where only its people or an adjective is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub demonyms: Vec<Evidence>,
}

/// A range of days, both inclusive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct When {
    /// `YYYY-MM-DD`.
    pub start: String,
    /// `YYYY-MM-DD`.
    pub end: String,
    pub basis: t::WhenBasis,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
}

/// A time expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Time {
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub timex: t::TimexType,
    /// TIMEX3 value.
    pub value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    pub evidence: Evidence,
}

/// A count of people or things harmed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Toll {
    pub measure: t::Measure,
    /// Who or what is counted, singular lower case.
    pub of: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<u32>,
    /// The side whose loss it is: an actor id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<String>,
    /// A sum over a period or several events.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cumulative: bool,
    /// The earlier toll of `counts`, by its place there, that this one repeats, updates or is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retells: Option<u32>,
    /// The words of the count.
    pub text: String,
    pub evidence: Evidence,
}

/// Somebody or something that plays a part in an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Participant {
    pub role: t::Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    pub text: String,
    pub evidence: Evidence,
}

/// ACLED's counterpart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Acled {
    pub event_type: String,
    pub sub_event_type: String,
}

/// A happening as this report tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Event {
    pub id: String,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: t::EventType,
    /// PLOVER mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acled: Option<Acled>,
    pub realis: t::Realis,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Place ids, the most exact first.
    #[serde(rename = "where")]
    pub places: Vec<String>,
    pub participants: Vec<Participant>,
    pub tolls: Vec<Toll>,
    pub instruments: Vec<String>,
    /// Id of the larger event this one is part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of: Option<String>,
    /// Told as background to the news.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub background: bool,
    /// Claim ids.
    pub claims: Vec<String>,
    pub evidence: Vec<Evidence>,
}

/// A standing tie between two actors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Relation {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: t::RelationType,
    pub from: String,
    pub to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    pub realis: t::Realis,
    pub claims: Vec<String>,
    pub evidence: Vec<Evidence>,
}

/// Who says what about an event or relation, and how firmly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Claim {
    pub id: String,
    /// An actor id, `report` or `unnamed`.
    pub holder: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder_text: Option<String>,
    pub stance: t::Stance,
    pub certainty: t::Certainty,
    /// Event and relation ids.
    pub about: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cue: Option<Evidence>,
    pub evidence: Evidence,
}

/// An attribution of any statement: source, cue, content, each possibly in pieces.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Attribution {
    pub source: Vec<Evidence>,
    pub cue: Vec<Evidence>,
    pub content: Vec<Evidence>,
    /// An actor id, `report` or `unnamed`.
    pub holder: String,
    pub stance: t::Stance,
    pub certainty: t::Certainty,
}

/// Statements that cannot all be true.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Disagreement {
    pub kind: t::DisagreementKind,
    pub about: Vec<String>,
    pub evidence: Vec<Evidence>,
    pub note: String,
}

/// A value on which two readers differ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Review {
    pub what: String,
    pub evidence: Evidence,
    /// What the embedded reader says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ours: Option<String>,
    /// What the other reader says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theirs: Option<String>,
}

/// A phrase that likely stands for a part in the violence a report tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Nominee {
    /// `perpetrator`, `organisation`, `target`, `victim` (by name), `weapon` or `people` (who suffered, without a name).
    pub part: String,
    /// Likelihood, 0 to 1.
    pub score: f32,
    /// Likelihood of each kind for the incident it belongs to.
    pub kinds: std::collections::BTreeMap<String, f32>,
    pub evidence: Evidence,
}

/// Learned likelihoods: they weigh what the rules read and state nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Gist {
    /// Likelihood of each kind of violence for the report; the empty kind is any.
    pub kinds: std::collections::BTreeMap<String, f32>,
    pub parts: Vec<Nominee>,
    /// Likelihood that two of the parts, by index, belong to one incident.
    pub pairs: Vec<(u32, u32, f32)>,
    /// Likelihood of each kind for each event, by event id; the empty kind is none.
    pub events: std::collections::BTreeMap<String, std::collections::BTreeMap<String, f32>>,
}

/// What one report says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Reading {
    pub report: Report,
    /// The cleaned body every offset refers to.
    pub text: String,
    pub actors: Vec<Actor>,
    pub places: Vec<Place>,
    pub events: Vec<Event>,
    pub relations: Vec<Relation>,
    pub claims: Vec<Claim>,
    pub disagreements: Vec<Disagreement>,
    /// Time expressions, in text order.
    #[serde(default)]
    pub times: Vec<Time>,
    /// Every count of people or things harmed, in text order.
    #[serde(default)]
    pub counts: Vec<Toll>,
    /// Every attribution, of whatever content.
    #[serde(default)]
    pub attributions: Vec<Attribution>,
    /// What a person should decide, where two readers read the report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<Review>,
    /// Likelihood that the report tells of political violence or conflict politics, 0 to 1.
    #[serde(default)]
    pub relevance: f32,
    /// Learned likelihoods of kinds and parts; not printed by `tarikh read`.
    #[serde(skip)]
    #[schemars(skip)]
    pub gist: Gist,
    #[serde(default)]
    pub notes: Vec<String>,
}

/// Turns byte offsets of one text into code points.
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before each 256-byte block; empty for an ASCII text, where bytes are code points.
    blocks: Vec<u32>,
}

const BLOCK: usize = 256;

impl<'t> CodePoints<'t> {
    /// Prepares the table for `text`.
    pub fn new(text: &'t str) -> CodePoints<'t> {
        let mut blocks = Vec::new();
        if !text.is_ascii() {
            let mut seen = 0;
            for block in text.as_bytes().chunks(BLOCK) {
                blocks.push(seen);
                seen += count(block);
            }
        }
        CodePoints { text, blocks }
    }

    /// Code points before byte `at`.
    pub fn at(&self, at: u32) -> u32 {
        let at = (at as usize).min(self.text.len());
        if self.blocks.is_empty() {
            return at as u32;
        }
        let block = (at / BLOCK).min(self.blocks.len() - 1);
        self.blocks[block] + count(&self.text.as_bytes()[block * BLOCK..at])
    }

    fn evidence(&self, span: Span, by: &str) -> Evidence {
        Evidence { start: self.at(span.start), end: self.at(span.end), quote: span.of(self.text).into(), by: by.into() }
    }
}

fn count(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|b| (**b & 0xC0) != 0x80).count() as u32
}

fn day(date: Date) -> String {
    date.to_string()
}

impl Reading {
    /// The public form of a reading.
    pub fn of(r: &t::Reading) -> Reading {
        let points = CodePoints::new(&r.report.text);
        let ev = |e: &t::Evidence| points.evidence(e.span, &e.by);
        let evs = |es: &[t::Evidence]| es.iter().map(ev).collect::<Vec<_>>();
        let spans = |es: &[Span]| es.iter().map(|s| points.evidence(*s, "")).collect::<Vec<_>>();
        let when = |w: &t::When| When {
            start: day(w.start),
            end: day(w.end),
            basis: w.basis,
            evidence: w.evidence.as_ref().map(ev),
        };
        let toll = |x: &t::Toll| Toll {
            measure: x.measure,
            of: x.of.clone(),
            low: x.low,
            best: x.best,
            high: x.high,
            side: x.side.map(|a| a.to_string()),
            cumulative: x.cumulative,
            retells: x.retells,
            text: x.evidence.span.of(&r.report.text).into(),
            evidence: ev(&x.evidence),
        };
        let holder = |h: Holder| match h {
            Holder::Report => "report".to_string(),
            Holder::Unnamed => "unnamed".to_string(),
            Holder::Actor(a) => a.to_string(),
        };
        let about = |xs: &[About]| {
            let id = |x: &About| match x {
                About::Event(e) => e.to_string(),
                About::Relation(x) => x.to_string(),
            };
            xs.iter().map(id).collect::<Vec<_>>()
        };
        let claims_about = |x: About| {
            let here = r.claims.iter().enumerate().filter(|(_, c)| c.about.contains(&x));
            here.map(|(i, _)| format!("c{}", i + 1)).collect::<Vec<_>>()
        };
        Reading {
            report: Report {
                id: r.report.id.clone(),
                file: r.report.file.clone(),
                title: r.report.title.clone(),
                source: r.report.source.clone(),
                url: r.report.url.clone(),
                language: r.report.lang.code().into(),
                published: r.report.published.map(day),
                published_basis: match r.report.published_basis {
                    t::PublishedBasis::Given => "given",
                    t::PublishedBasis::Inferred => "inferred",
                    t::PublishedBasis::Unknown => "unknown",
                }
                .into(),
                dateline_place: r.report.dateline_place.clone(),
                notes: r.report.notes.clone(),
            },
            text: r.report.text.clone(),
            actors: (r.actors.iter().enumerate())
                .map(|(i, a)| Actor {
                    id: t::ActorId(i as u32).to_string(),
                    name: a.name.clone(),
                    names: a.names.clone(),
                    kind: a.kind,
                    country: a.country.clone(),
                    registry: a.registry.clone(),
                    mentions: evs(&a.mentions),
                })
                .collect(),
            places: (r.places.iter().enumerate())
                .map(|(i, p)| Place {
                    id: t::PlaceId(i as u32).to_string(),
                    name: p.name.clone(),
                    names: p.names.clone(),
                    lat: p.lat,
                    lon: p.lon,
                    country: p.country.clone(),
                    admin1: p.admin1.clone(),
                    geonames_id: p.geonames_id,
                    precision: p.precision,
                    extent_km: p.extent_km,
                    confidence: p.confidence,
                    rivals: (p.rivals.iter())
                        .map(|x| PlaceRival {
                            name: x.name.clone(),
                            country: x.country.clone(),
                            geonames_id: x.geonames_id,
                            lat: x.lat,
                            lon: x.lon,
                            score: x.score,
                        })
                        .collect(),
                    mentions: evs(&p.mentions),
                    demonyms: evs(&p.demonyms),
                })
                .collect(),
            events: (r.events.iter().enumerate())
                .map(|(i, e)| Event {
                    id: t::EventId(i as u32).to_string(),
                    kind: e.kind,
                    mode: e.mode.map(Into::into),
                    acled: e
                        .acled
                        .map(|a| Acled { event_type: a.event_type.into(), sub_event_type: a.sub_event_type.into() }),
                    realis: e.realis,
                    when: e.when.as_ref().map(when),
                    places: e.places.iter().map(|p| p.to_string()).collect(),
                    participants: (e.participants.iter())
                        .map(|p| Participant {
                            role: p.role,
                            actor: p.actor.map(|a| a.to_string()),
                            text: p.evidence.span.of(&r.report.text).into(),
                            evidence: ev(&p.evidence),
                        })
                        .collect(),
                    tolls: e.tolls.iter().map(toll).collect(),
                    instruments: e.instruments.iter().map(|x| x.span.of(&r.report.text).into()).collect(),
                    part_of: e.part_of.map(|x| x.to_string()),
                    background: e.background,
                    claims: claims_about(About::Event(t::EventId(i as u32))),
                    evidence: evs(&e.evidence),
                })
                .collect(),
            relations: (r.relations.iter().enumerate())
                .map(|(i, x)| Relation {
                    id: t::RelationId(i as u32).to_string(),
                    kind: x.kind,
                    from: x.from.to_string(),
                    to: x.to.to_string(),
                    when: x.when.as_ref().map(when),
                    realis: x.realis,
                    claims: claims_about(About::Relation(t::RelationId(i as u32))),
                    evidence: evs(&x.evidence),
                })
                .collect(),
            claims: (r.claims.iter().enumerate())
                .map(|(i, c)| Claim {
                    id: format!("c{}", i + 1),
                    holder: holder(c.holder),
                    holder_text: c.holder_text.map(|s| s.of(&r.report.text).into()),
                    stance: c.stance,
                    certainty: c.certainty,
                    about: about(&c.about),
                    cue: c.cue.as_ref().map(ev),
                    evidence: ev(&c.evidence),
                })
                .collect(),
            disagreements: (r.disagreements.iter())
                .map(|d| Disagreement {
                    kind: d.kind,
                    about: about(&d.about),
                    evidence: evs(&d.evidence),
                    note: d.note.clone(),
                })
                .collect(),
            times: (r.times.iter())
                .map(|x| Time {
                    timex: x.timex,
                    value: x.value.clone(),
                    when: x.when.as_ref().map(when),
                    evidence: ev(&x.evidence),
                })
                .collect(),
            counts: r.counts.iter().map(toll).collect(),
            attributions: (r.attributions.iter())
                .map(|a| Attribution {
                    source: spans(&a.source),
                    cue: spans(&a.cue),
                    content: spans(&a.content),
                    holder: holder(a.holder),
                    stance: a.stance,
                    certainty: a.certainty,
                })
                .collect(),
            reviews: (r.reviews.iter())
                .map(|x| Review {
                    what: x.what.clone(),
                    evidence: ev(&x.evidence),
                    ours: x.ours.clone(),
                    theirs: x.theirs.clone(),
                })
                .collect(),
            relevance: r.relevance,
            gist: Gist {
                kinds: r.gist.kinds.iter().map(|(k, p)| (k.to_string(), *p)).collect(),
                parts: (r.gist.parts.iter())
                    .map(|n| Nominee {
                        part: n.part.into(),
                        score: n.score,
                        kinds: n.kinds.iter().map(|(k, p)| (k.to_string(), *p)).collect(),
                        evidence: ev(&n.evidence),
                    })
                    .collect(),
                pairs: r.gist.pairs.clone(),
                events: (r.gist.events.iter())
                    .map(|(e, kinds)| (e.to_string(), kinds.iter().map(|(k, p)| (k.to_string(), *p)).collect()))
                    .collect(),
            },
            notes: r.notes.clone(),
        }
    }
}

/// The JSON Schema (draft 2020-12) of [`Reading`].
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Reading).to_value()
}
