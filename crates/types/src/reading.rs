//! What one report says: a small relational database of lists that name each other by id.
//!
//! Ids are indices into the lists of the same [`Reading`].

use crate::{Date, Evidence, Report, Span};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $letter:literal),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!($letter, "{}"), self.0 + 1)
            }
        }
        impl $name {
            /// The index in its list.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// Index into [`Reading::actors`], printed `a1`, `a2` …
    ActorId "a",
    /// Index into [`Reading::places`], printed `p1` …
    PlaceId "p",
    /// Index into [`Reading::events`], printed `e1` …
    EventId "e",
    /// Index into [`Reading::relations`], printed `r1` …
    RelationId "r",
}

/// Gives an enum its words in the contract, both ways.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)]
        pub enum $name { $($(#[$vdoc])* $variant),* }
        impl $name {
            /// Every value, in the contract's order.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];
            /// The word the contract uses.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),* }
            }
            /// The value of a word of the contract.
            pub fn from_word(word: &str) -> Option<$name> {
                match word { $($word => Some($name::$variant),)* _ => None }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(word: &str) -> Result<$name, String> {
                $name::from_word(word).ok_or_else(|| {
                    let all: Vec<_> = $name::ALL.iter().map(|v| v.word()).collect();
                    format!("expected one of {}, but found \"{word}\"", all.join(", "))
                })
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.word())
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<$name, D::Error> {
                let word = std::borrow::Cow::<'de, str>::deserialize(d)?;
                word.parse().map_err(serde::de::Error::custom)
            }
        }
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": [$($word),*] })
            }
        }
    };
}

words! {
    /// What an actor is.
    ActorKind {
        State = "state", Government = "government", Military = "military", Police = "police",
        ArmedGroup = "armed_group", Militia = "militia", PrivateMilitary = "private_military", Party = "party",
        Igo = "igo", Ngo = "ngo", Company = "company", Media = "media", Community = "community", Person = "person",
        Civilians = "civilians", Unnamed = "unnamed",
    }
}
words! {
    /// How exactly a place is known.
    Precision {
        Site = "site", Town = "town", Area = "area", Admin2 = "admin2", Admin1 = "admin1", Country = "country",
        Region = "region",
    }
}
words! {
    /// PLOVER event type.
    EventType {
        Agree = "agree", Consult = "consult", Support = "support", Concede = "concede", Cooperate = "cooperate",
        Aid = "aid", Retreat = "retreat", Request = "request", Accuse = "accuse", Reject = "reject",
        Threaten = "threaten", Protest = "protest", Sanction = "sanction", Mobilize = "mobilize", Coerce = "coerce",
        Assault = "assault",
    }
}
words! {
    /// Whether what is told happened.
    Realis {
        Occurred = "occurred", Ongoing = "ongoing", Negated = "negated", Planned = "planned", Possible = "possible",
        Expected = "expected",
    }
}
words! {
    /// The part somebody or something plays in an event.
    Role {
        Actor = "actor", Recipient = "recipient", Target = "target", Victim = "victim", Beneficiary = "beneficiary",
        Mediator = "mediator", Site = "site",
    }
}
words! {
    /// How a date is known: said, worked out from a known date, or worked out from other facts.
    WhenBasis { Stated = "stated", Resolved = "resolved", Inferred = "inferred" }
}
words! {
    /// What a toll counts.
    Measure {
        Killed = "killed", Wounded = "wounded", Missing = "missing", Captured = "captured", Kidnapped = "kidnapped",
        Arrested = "arrested", Displaced = "displaced", Destroyed = "destroyed", Damaged = "damaged",
        Closed = "closed", Seized = "seized", Affected = "affected",
    }
}
words! {
    /// A standing tie between two actors.
    RelationType {
        MemberOf = "member_of", PartOf = "part_of", BranchOf = "branch_of", Leads = "leads",
        HoldsOffice = "holds_office", AlliedWith = "allied_with", CooperatesWith = "cooperates_with",
        Supports = "supports", SuppliesInformation = "supplies_information", HostileTo = "hostile_to",
        TensionWith = "tension_with", BasedIn = "based_in", SympathisesWith = "sympathises_with",
    }
}
words! {
    /// What a holder does in making a claim.
    Stance {
        Asserts = "asserts", Denies = "denies", Accuses = "accuses", Suspects = "suspects", Predicts = "predicts",
        ClaimsResponsibility = "claims_responsibility",
    }
}
words! {
    /// How firmly a claim is made.
    Certainty { Stated = "stated", Reported = "reported", Possible = "possible", Disputed = "disputed" }
}
words! {
    /// What claims disagree about.
    DisagreementKind {
        Toll = "toll", Side = "side", Perpetrator = "perpetrator", Outcome = "outcome", Date = "date",
        Place = "place", Cooperation = "cooperation",
    }
}
words! {
    /// TIMEX3 type of a time expression.
    TimexType { Date = "DATE", Time = "TIME", Duration = "DURATION", Set = "SET" }
}

/// Somebody named in the report: one identity, whatever it is called.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// The fullest or best-known name.
    pub name: String,
    /// Every name used, the first one first.
    pub names: Vec<String>,
    /// What it is.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-2 code of its country.
    pub country: Option<String>,
    /// Its key in the registry (`lexicon/actors`), where it is known there.
    pub registry: Option<String>,
    /// Where it is named or meant.
    pub mentions: Vec<Evidence>,
}

/// Another entry that a place name could have meant.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceRival {
    /// Its name in the gazetteer.
    pub name: String,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// GeoNames id.
    pub geonames_id: Option<u32>,
    /// Latitude in degrees.
    pub lat: f64,
    /// Longitude in degrees.
    pub lon: f64,
    /// Likelihood, 0 to 1.
    pub score: f32,
}

/// A place named in the report.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The name used first.
    pub name: String,
    /// Every name used.
    pub names: Vec<String>,
    /// Latitude, degrees, WGS 84.
    pub lat: Option<f64>,
    /// Longitude, degrees, WGS 84.
    pub lon: Option<f64>,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// Name of the first-order unit it lies in.
    pub admin1: Option<String>,
    /// GeoNames id.
    pub geonames_id: Option<u32>,
    /// How exactly it is known.
    pub precision: Precision,
    /// Radius in km within which an area, unit or country lies; absent for points.
    pub extent_km: Option<f32>,
    /// Likelihood that this entry is the one meant, 0 to 1.
    pub confidence: f32,
    /// What else the name could have meant, likeliest first.
    pub rivals: Vec<PlaceRival>,
    /// Where it is named.
    pub mentions: Vec<Evidence>,
    /// Where only its people or an adjective is named ("Malian", "les Turcs").
    pub demonyms: Vec<Evidence>,
}

/// A range of days, both inclusive, and how it is known.
#[derive(Clone, Debug, PartialEq)]
pub struct When {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// How it is known.
    pub basis: WhenBasis,
    /// The words it rests on.
    pub evidence: Option<Evidence>,
}

/// A time expression of the report.
#[derive(Clone, Debug, PartialEq)]
pub struct Time {
    /// TIMEX3 type.
    pub timex: TimexType,
    /// TIMEX3 value: `2024-09-17`, `P3D`, `PAST_REF`, `XXXX-WXX-2`.
    pub value: String,
    /// The days it stands for, where it can be placed on the calendar.
    pub when: Option<When>,
    /// The words.
    pub evidence: Evidence,
    /// Which way it was read, and what it would stand for read the other way; only for `--explain`, no part of a record.
    pub rival: Option<TimeRival>,
}

/// The other value of a time that a clause may set before or after its report: "Tuesday", "in May".
#[derive(Clone, Debug, PartialEq)]
pub struct TimeRival {
    /// TIMEX3 value of the other way.
    pub value: String,
    /// True where the time was read as one to come.
    pub ahead: bool,
}

/// A count of people or things harmed.
#[derive(Clone, Debug, PartialEq)]
pub struct Toll {
    /// What was done to those counted.
    pub measure: Measure,
    /// Who or what is counted: singularised lower case ("soldier", "market"); "people" where nothing is said.
    pub of: String,
    /// Least number that fits the words.
    pub low: Option<u32>,
    /// The number said.
    pub best: Option<u32>,
    /// Greatest number that fits the words.
    pub high: Option<u32>,
    /// The side whose loss it is, where the report says so.
    pub side: Option<ActorId>,
    /// True for a sum over a period or several events ("since January", "in all"), not of one event.
    pub cumulative: bool,
    /// The earlier toll of [`Reading::counts`] that this one repeats, updates or is a part of.
    pub retells: Option<u32>,
    /// The words.
    pub evidence: Evidence,
}

/// Somebody or something that plays a part in an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Participant {
    /// The part.
    pub role: Role,
    /// Who, where it is an actor of the list.
    pub actor: Option<ActorId>,
    /// Where the words stand.
    pub evidence: Evidence,
}

/// ACLED's counterpart of an event type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acled {
    /// One of ACLED's six event types.
    pub event_type: &'static str,
    /// One of its 25 sub-event types.
    pub sub_event_type: &'static str,
}

/// A happening as this report tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// PLOVER type.
    pub kind: EventType,
    /// PLOVER mode.
    pub mode: Option<&'static str>,
    /// ACLED counterpart.
    pub acled: Option<Acled>,
    /// Whether it happened.
    pub realis: Realis,
    /// When.
    pub when: Option<When>,
    /// Where, the most exact place first.
    pub places: Vec<PlaceId>,
    /// Who and what took part.
    pub participants: Vec<Participant>,
    /// Counts of those harmed.
    pub tolls: Vec<Toll>,
    /// Weapons and means, as worded ("car bomb").
    pub instruments: Vec<Evidence>,
    /// The larger event this one is part of.
    pub part_of: Option<EventId>,
    /// True where the report tells it as background to its news.
    pub background: bool,
    /// Where it is told; the first is the main telling.
    pub evidence: Vec<Evidence>,
}

impl Event {
    /// An event of which nothing but its type and realis is known yet.
    pub fn new(kind: EventType, realis: Realis) -> Event {
        Event {
            kind,
            mode: None,
            acled: None,
            realis,
            when: None,
            places: Vec::new(),
            participants: Vec::new(),
            tolls: Vec::new(),
            instruments: Vec::new(),
            part_of: None,
            background: false,
            evidence: Vec::new(),
        }
    }
}

/// A standing tie between two actors.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// Which tie.
    pub kind: RelationType,
    /// From whom.
    pub from: ActorId,
    /// To whom.
    pub to: ActorId,
    /// When it holds.
    pub when: Option<When>,
    /// Whether it holds.
    pub realis: Realis,
    /// Where it is told.
    pub evidence: Vec<Evidence>,
}

/// Whose claim something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holder {
    /// The report's own voice.
    Report,
    /// Somebody the report does not name ("reportedly", "some theories").
    Unnamed,
    /// An actor of the list.
    Actor(ActorId),
}

/// What a claim is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum About {
    /// An event.
    Event(EventId),
    /// A relation.
    Relation(RelationId),
}

/// Who says what about an event or relation, and how firmly.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Whose claim.
    pub holder: Holder,
    /// The words for the holder, where there are any.
    pub holder_text: Option<Span>,
    /// What the holder does.
    pub stance: Stance,
    /// How firmly.
    pub certainty: Certainty,
    /// About what.
    pub about: Vec<About>,
    /// The words that show it: "denied", "according to", "reportedly".
    pub cue: Option<Evidence>,
    /// What is claimed, in the report's words.
    pub evidence: Evidence,
}

/// An attribution of any statement, whether or not it is about an event: source, cue and content.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Words for the source; empty where nobody is named.
    pub source: Vec<Span>,
    /// Words of saying; empty for bare quotes.
    pub cue: Vec<Span>,
    /// What is said, possibly in pieces.
    pub content: Vec<Span>,
    /// Who it is.
    pub holder: Holder,
    /// What the holder does.
    pub stance: Stance,
    /// How firmly.
    pub certainty: Certainty,
    /// The rule.
    pub by: crate::By,
}

/// Statements that cannot all be true.
#[derive(Clone, Debug, PartialEq)]
pub struct Disagreement {
    /// About what.
    pub kind: DisagreementKind,
    /// The events and relations concerned.
    pub about: Vec<About>,
    /// The words of each side: two or more.
    pub evidence: Vec<Evidence>,
    /// What does not fit, in plain words.
    pub note: String,
}

/// A value on which two readers, or a reader and a resolver, differ: a person decides.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// Which value: "event", "date of event e3".
    pub what: String,
    /// The words concerned.
    pub evidence: Evidence,
    /// What the embedded reader or resolver says; nothing where it is silent.
    pub ours: Option<String>,
    /// What the other reader says; nothing where it is silent.
    pub theirs: Option<String>,
}

/// A phrase that likely stands for a part in the violence a report tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Nominee {
    /// `perpetrator`, `organisation`, `target`, `victim` (by name), `weapon` or `people` (who suffered, without a name).
    pub part: &'static str,
    /// Likelihood, 0 to 1.
    pub score: f32,
    /// Likelihood of each kind for the incident it belongs to.
    pub kinds: Vec<(&'static str, f32)>,
    /// The words.
    pub evidence: Evidence,
}

/// What kinds of violence a report tells as its news, and who and what plays which part, as learned likelihoods. It weighs
/// what the rules read; it states nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gist {
    /// Likelihood of each kind for the report as a whole; the empty kind is any.
    pub kinds: Vec<(&'static str, f32)>,
    /// Phrases in text order; one phrase may be nominated in several lengths.
    pub parts: Vec<Nominee>,
    /// Likelihood that two of the parts, by index, belong to one incident; only of the likeliest parts.
    pub pairs: Vec<(u32, u32, f32)>,
    /// Likelihood of each kind for each event; the empty kind is none.
    pub events: Vec<(EventId, Vec<(&'static str, f32)>)>,
}

/// What one report says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The report that was read; spans point into its text.
    pub report: Report,
    /// Who is named.
    pub actors: Vec<Actor>,
    /// Which places are named.
    pub places: Vec<Place>,
    /// Time expressions, in text order.
    pub times: Vec<Time>,
    /// Every count of people or things harmed, in text order, also those that no event took.
    pub counts: Vec<Toll>,
    /// What happened, did not happen, may or will happen.
    pub events: Vec<Event>,
    /// Standing ties.
    pub relations: Vec<Relation>,
    /// Who says what of them.
    pub claims: Vec<Claim>,
    /// Every attribution, of whatever content.
    pub attributions: Vec<Attribution>,
    /// What cannot all be true.
    pub disagreements: Vec<Disagreement>,
    /// What a person should decide, where two readers read the report.
    pub reviews: Vec<Review>,
    /// Likelihood, 0 to 1, that the report tells of political violence or conflict politics.
    pub relevance: f32,
    /// Learned likelihoods of kinds and parts.
    pub gist: Gist,
    /// What a user should know of this reading: what was left out, what stayed open.
    pub notes: Vec<String>,
}
