"""A record: readings go in, and what all of them together tell comes out.

In: readings. Out: incidents, actors, ties, disagreements and sources as tables. The file is the one that the ``tarikh``
command, QGIS, R and SQLite open.
"""

from __future__ import annotations

import datetime
import os
from typing import Any, Iterable, NamedTuple, Union

from tarikh import _tarikh
from tarikh._tarikh import Reading, Unread
from tarikh.tables import Table

Day = Union[str, datetime.date]


class Added(NamedTuple):
    """What became of readings that were added."""

    new: int
    """Reports that are new."""
    known: int
    """Reports that were there already."""


def _day(day: Day | None) -> str | None:
    if day is None or isinstance(day, str):
        return day
    return day.isoformat()[:10]


class Record:
    """An open record.

        >>> with tarikh.Record.create("mali.gpkg") as record:
        ...     record.add(tarikh.read_files("reports/"))
        ...     frame = record.incidents(place="Bamako", since="2024-09-01").to_pandas()

    A record may be used from several threads; one of them works at a time, without the interpreter's lock.
    """

    def __init__(self, inner: _tarikh.Record) -> None:
        self._inner = inner

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Record:
        """Opens a record that is there."""
        return cls(_tarikh.Record(path))

    @classmethod
    def create(cls, path: str | os.PathLike[str]) -> Record:
        """Opens a record, making it where there is none."""
        return cls(_tarikh.Record(path, create=True))

    @classmethod
    def in_memory(cls) -> Record:
        """A record that ends with the program."""
        return cls(_tarikh.Record())

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        where = self._inner.path
        try:
            reports, incidents = self.size
        except _tarikh.Fault:
            return f"<Record {where or 'in memory'}, closed>"
        return f"<Record {where or 'in memory'}: {reports} reports, {incidents} incidents>"

    @property
    def size(self) -> tuple[int, int]:
        """Number of reports and of incidents."""
        return self._inner.size()

    def add(self, readings: Reading | Unread | Iterable[Reading | Unread]) -> Added:
        """Adds a reading or many, and links them with what is there.

        An iterable is taken piece by piece, so ``record.add(tarikh.read_many(reports))`` needs little memory. What could not
        be read is passed over. A report that is there already changes nothing. Each two hundred are on the disk before the
        next are taken.
        """
        if isinstance(readings, (Reading, Unread)):
            readings = [readings]
        return Added(*self._inner.add_readings(readings))

    def incidents(
        self,
        *,
        since: Day | None = None,
        until: Day | None = None,
        place: str | None = None,
        near: tuple[float, float] | None = None,
        within: float | None = None,
        actor: str | None = None,
        type: str | None = None,
        status: str | None = None,
        min_killed: int | None = None,
        words: str | None = None,
        as_of: Day | None = None,
    ) -> Table:
        """The incidents that the filters take, by day and id: all of them where none is given.

        ``since`` and ``until`` bound the days; ``place`` is part of a name, a region or a country code; ``near`` is latitude
        and longitude, ``within`` kilometres around it or around ``place``; ``actor`` is part of a name; ``type`` is a PLOVER
        type as ``"assault"``; ``status`` is corroborated, single_source or disputed; ``min_killed`` counts by the greatest
        number stated; ``words`` must stand in a report behind it; ``as_of`` asks what was known on a day.
        """
        columns = self._inner.find_incidents(
            _day(since), _day(until), place, near, within, actor, type, status, min_killed, words, _day(as_of)
        )
        return Table(columns, "incidents")

    def incident(self, id: str) -> dict[str, Any] | None:
        """One incident with every statement, by its id or the beginning of it."""
        return self._inner.incident(id)

    def actors(self, name: str | None = None) -> Table:
        """Actors across reports, of part of a name where given."""
        return Table(self._inner.find_actors(name), "actors")

    def ties(self, actor: str | None = None) -> Table:
        """Ties between actors, each as one report tells it."""
        return Table(self._inner.find_ties(actor), "ties")

    def disagreements(self, kind: str | None = None) -> Table:
        """Statements that cannot all be true; ``kind`` is toll, side, perpetrator, outcome, date, place or cooperation."""
        return Table(self._inner.find_disagreements(kind), "disagreements")

    def sources(self) -> Table:
        """Who published the reports, with grades that people gave."""
        return Table(self._inner.find_sources(), "sources")

    def reading(self, report: str) -> Reading | None:
        """The reading of a report, by the report's id."""
        return self._inner.reading(report)

    def check(self, *, deep: bool = True) -> list[str]:
        """What does not hold in the file, in words; ``deep`` compares what is derived with a rebuild."""
        return self._inner.check(deep=deep)

    def close(self) -> None:
        """Puts everything into the one file and closes it."""
        self._inner.close()
