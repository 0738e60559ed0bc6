"""The shapes of what a reading holds, for type checkers: the dictionaries of ``docs/reading.schema.json``.

Nothing here is needed at run time. A test holds these shapes to the schema.
"""

from __future__ import annotations

from typing import Literal, TypedDict

ActorKind = Literal[
    "state",
    "government",
    "military",
    "police",
    "armed_group",
    "militia",
    "private_military",
    "party",
    "igo",
    "ngo",
    "company",
    "media",
    "community",
    "person",
    "civilians",
    "unnamed",
]
Certainty = Literal["stated", "reported", "possible", "disputed"]
DisagreementKind = Literal["toll", "side", "perpetrator", "outcome", "date", "place", "cooperation"]
EventType = Literal[
    "agree",
    "consult",
    "support",
    "concede",
    "cooperate",
    "aid",
    "retreat",
    "request",
    "accuse",
    "reject",
    "threaten",
    "protest",
    "sanction",
    "mobilize",
    "coerce",
    "assault",
]
Measure = Literal[
    "killed",
    "wounded",
    "missing",
    "captured",
    "kidnapped",
    "arrested",
    "displaced",
    "destroyed",
    "damaged",
    "closed",
    "seized",
    "affected",
]
Precision = Literal["site", "town", "area", "admin2", "admin1", "country", "region"]
Realis = Literal["occurred", "ongoing", "negated", "planned", "possible", "expected"]
RelationType = Literal[
    "member_of",
    "part_of",
    "branch_of",
    "leads",
    "holds_office",
    "allied_with",
    "cooperates_with",
    "supports",
    "supplies_information",
    "hostile_to",
    "tension_with",
    "based_in",
    "sympathises_with",
]
Role = Literal["actor", "recipient", "target", "victim", "beneficiary", "mediator", "site"]
Stance = Literal["asserts", "denies", "accuses", "suspects", "predicts", "claims_responsibility"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
WhenBasis = Literal["stated", "resolved", "inferred"]


class Acled(TypedDict):
    """ACLED's counterpart of an event type."""

    event_type: str
    sub_event_type: str


class _ActorAlways(TypedDict):
    id: str
    kind: ActorKind
    mentions: list[Evidence]
    name: str
    names: list[str]


class Actor(_ActorAlways, total=False):
    """Somebody named in the report."""

    country: str
    registry: str


class Attribution(TypedDict):
    """Who says which words, whatever they are about."""

    certainty: Certainty
    content: list[Evidence]
    cue: list[Evidence]
    holder: str
    source: list[Evidence]
    stance: Stance


class _ClaimAlways(TypedDict):
    about: list[str]
    certainty: Certainty
    evidence: Evidence
    holder: str
    id: str
    stance: Stance


class Claim(_ClaimAlways, total=False):
    """Who says what of an event or relation, and how firmly."""

    cue: Evidence
    holder_text: str


class Disagreement(TypedDict):
    """Statements that cannot all be true."""

    about: list[str]
    evidence: list[Evidence]
    kind: DisagreementKind
    note: str


class _EventAlways(TypedDict):
    claims: list[str]
    evidence: list[Evidence]
    id: str
    instruments: list[str]
    participants: list[Participant]
    realis: Realis
    tolls: list[Toll]
    type: EventType
    where: list[str]


class Event(_EventAlways, total=False):
    """A happening as this report tells it."""

    acled: Acled
    background: bool
    mode: str
    part_of: str
    when: When


class _EvidenceAlways(TypedDict):
    end: int
    quote: str
    start: int


class Evidence(_EvidenceAlways, total=False):
    """The words a value rests on: ``text[start:end] == quote``."""

    by: str


class _ParticipantAlways(TypedDict):
    evidence: Evidence
    role: Role
    text: str


class Participant(_ParticipantAlways, total=False):
    """Somebody or something that plays a part in an event."""

    actor: str


class _PlaceAlways(TypedDict):
    confidence: float
    id: str
    mentions: list[Evidence]
    name: str
    names: list[str]
    precision: Precision


class Place(_PlaceAlways, total=False):
    """A place named in the report; degrees are WGS 84."""

    admin1: str
    country: str
    demonyms: list[Evidence]
    extent_km: float
    geonames_id: int
    lat: float
    lon: float
    rivals: list[PlaceRival]


class _PlaceRivalAlways(TypedDict):
    lat: float
    lon: float
    name: str
    score: float


class PlaceRival(_PlaceRivalAlways, total=False):
    """Another entry that a place name could have meant."""

    country: str
    geonames_id: int


_RelationAlways = TypedDict(
    "_RelationAlways",
    {
        "claims": "list[str]",
        "evidence": "list[Evidence]",
        "from": "str",
        "id": "str",
        "realis": "Realis",
        "to": "str",
        "type": "RelationType",
    },
)


class Relation(_RelationAlways, total=False):
    """A standing tie between two actors."""

    when: When


class _ReportAlways(TypedDict):
    id: str
    language: str
    published_basis: str


class Report(_ReportAlways, total=False):
    """What stands around the text."""

    dateline_place: str
    file: str
    notes: list[str]
    published: str
    source: str
    title: str
    url: str


class _ReviewAlways(TypedDict):
    evidence: Evidence
    what: str


class Review(_ReviewAlways, total=False):
    """A value on which two readers differ."""

    ours: str
    theirs: str


class _TimeAlways(TypedDict):
    evidence: Evidence
    type: TimexType
    value: str


class Time(_TimeAlways, total=False):
    """A time expression."""

    when: When


class _TollAlways(TypedDict):
    evidence: Evidence
    measure: Measure
    of: str
    text: str


class Toll(_TollAlways, total=False):
    """A count of people or things harmed."""

    best: int
    cumulative: bool
    high: int
    low: int
    retells: int
    side: str


class _WhenAlways(TypedDict):
    basis: WhenBasis
    end: str
    start: str


class When(_WhenAlways, total=False):
    """A range of days, both inclusive."""

    evidence: Evidence
