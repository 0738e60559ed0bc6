"""The compiled half of tarikh. Everything here but the pieces of linking is re-exported by ``tarikh``."""

import datetime
import os
from typing import Any, Iterable, Iterator, Literal, Mapping, TypedDict, Union

from tarikh import types

__version__: str
SCHEMA: str
LINKING: int

Day = Union[str, datetime.date]

class Fault(ValueError):
    """Something could not be read or opened: what was expected, what was found, and the next step."""

class Reading:
    """What one report says. Lists hold dictionaries that name each other by id."""

    id: str
    text: str
    title: str | None
    source: str | None
    published: str | None
    lang: Literal["en", "fr"]
    relevance: float
    event_count: int
    report: types.Report
    actors: list[types.Actor]
    places: list[types.Place]
    events: list[types.Event]
    relations: list[types.Relation]
    claims: list[types.Claim]
    disagreements: list[types.Disagreement]
    times: list[types.Time]
    counts: list[types.Toll]
    attributions: list[types.Attribution]
    notes: list[str]

    def json(self, *, indent: bool = True) -> str:
        """The whole reading as JSON: what ``tarikh read --format json`` prints, or with ``indent=False`` a line of jsonl."""
    def to_dict(self) -> dict[str, Any]:
        """The whole reading as a dictionary of its own, which may be changed."""
    @staticmethod
    def from_json(text: str) -> Reading:
        """A reading from its JSON."""

class Unread:
    """Stands in the place of a report that could not be read. It is false where a reading is true."""

    name: str
    fault: str
    hint: str | None

    def __bool__(self) -> Literal[False]: ...

class _Summary(TypedDict):
    read: int
    failed: dict[str, int]
    skipped: dict[str, int]

class Readings(Iterator[Union[Reading, Unread]]):
    """Readings as they come, in the order of the reports."""

    def __next__(self) -> Reading | Unread: ...
    def summary(self) -> _Summary:
        """How many reports were read so far, and why others were not."""

def read(
    text: str | bytes,
    *,
    published: Day | None = None,
    title: str | None = None,
    source: str | None = None,
    url: str | None = None,
    lang: Literal["en", "fr"] | None = None,
    file: str | None = None,
) -> Reading:
    """Reads one report: a text, a web page or the bytes of a file."""

def read_many(
    reports: Iterable[str | bytes | Mapping[str, Any]],
    threads: int | None = None,
    *,
    published: Day | None = None,
    source: str | None = None,
    lang: Literal["en", "fr"] | None = None,
    gate: bool | float | None = None,
    on_fault: Literal["keep", "raise"] = "keep",
) -> Readings:
    """Reads many reports on all cores, in their order, without the interpreter's lock."""

def read_files(
    *inputs: str | os.PathLike[str],
    threads: int | None = None,
    columns: str | None = None,
    published: Day | None = None,
    source: str | None = None,
    lang: Literal["en", "fr"] | None = None,
    allow_private: bool = False,
    gate: bool | float | None = None,
    on_fault: Literal["keep", "raise"] = "keep",
) -> Readings:
    """Reads files, folders, archives, feeds, tables and addresses: whatever ``tarikh read`` takes, in the same order."""

class Columns:
    def __len__(self) -> int: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def lines(self) -> list[str]: ...
    def names(self) -> list[str]: ...

class Record:
    path: os.PathLike[str] | None

    def __init__(self, path: str | os.PathLike[str] | None = None, *, create: bool = False) -> None: ...
    def add_readings(self, readings: Iterable[Reading | Unread]) -> tuple[int, int]: ...
    def find_incidents(
        self,
        since: str | None,
        until: str | None,
        place: str | None,
        near: tuple[float, float] | None,
        within: float | None,
        actor: str | None,
        kind: str | None,
        status: str | None,
        min_killed: int | None,
        words: str | None,
        as_of: str | None,
    ) -> Columns: ...
    def incident(self, id: str) -> dict[str, Any] | None: ...
    def find_actors(self, name: str | None) -> Columns: ...
    def find_ties(self, name: str | None) -> Columns: ...
    def find_disagreements(self, kind: str | None) -> Columns: ...
    def find_sources(self) -> Columns: ...
    def reading(self, report: str) -> Reading | None: ...
    def size(self) -> tuple[int, int]: ...
    def check(self, *, deep: bool = True) -> list[str]: ...
    def close(self) -> None: ...

def particulars_of(readings: list[str]) -> list[tuple[str, bytes]]: ...
def tellings_of(readings: list[str]) -> list[tuple[str, int, int | None, str, list[int], list[int]]]: ...
def aliases_of(readings: list[str]) -> list[tuple[str, str]]: ...
def agreed_aliases(aliases: list[tuple[str, str]]) -> dict[str, str]: ...
def find_pairs(block: list[tuple[str, bool, bool]]) -> list[tuple[int, int, float]]: ...
def tell_component(
    readings: list[str],
    members: list[tuple[str, int]],
    pairs: list[tuple[str, int, str, int, float]],
    aliases: dict[str, str],
) -> list[tuple[str, str, list[tuple[str, int]]]]: ...
def table_of_incidents(incidents: list[tuple[str, list[str]]]) -> Columns: ...
