"""Reads reports on armed conflict, in English and French, and keeps who says what.

    >>> import tarikh
    >>> reading = tarikh.read("Gunmen killed 12 people in Barsalogho on Monday, police said.", published="2024-09-19")
    >>> reading.events[0]["type"]
    'assault'

``read`` reads one report, ``read_many`` and ``read_files`` many of them on all cores. ``Record`` keeps readings in one file
that QGIS, R and SQLite open, and answers what all of them together tell, as tables for pyarrow, pandas and geopandas.
``tarikh.spark`` does the same on Apache Spark. Every value leads back to the words of a report.
"""

from tarikh import spark
from tarikh._tarikh import Fault, Reading, Readings, Unread, __version__, read, read_files, read_many
from tarikh.record import Added, Record
from tarikh.tables import Table

__all__ = [
    "Added",
    "Fault",
    "Reading",
    "Readings",
    "Record",
    "Table",
    "Unread",
    "__version__",
    "read",
    "read_files",
    "read_many",
    "schema",
    "spark",
]


def schema() -> dict:
    """The JSON Schema of a reading: what ``tarikh schema`` prints."""
    import json

    from tarikh._tarikh import SCHEMA

    return json.loads(SCHEMA)
