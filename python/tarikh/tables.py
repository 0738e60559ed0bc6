"""A table of a record, for whichever library its reader works with.

In: rows that the compiled half holds. Out: pyarrow, pandas, geopandas, or plain dictionaries. None of these libraries is
needed to import tarikh; each is asked for where it is used.
"""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING, Any, Iterator

if TYPE_CHECKING:
    import geopandas
    import pandas
    import pyarrow

    from tarikh._tarikh import Columns


def need(name: str, extra: str) -> Any:
    """Imports a library that tarikh does not bring, or says how to get it."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        if error.name and error.name.split(".")[0] != name.split(".")[0]:
            raise
        raise ImportError(
            f"expected {name}, but found it not installed\nhint: pip install 'tarikh[{extra}]' (or pip install {name})",
            name=name,
        ) from None


class Table:
    """Rows of a record, in the order the command line prints them.

    Iterating gives dictionaries with everything a row holds: of incidents every statement with its words. The columns of
    ``to_arrow``, ``to_pandas`` and ``to_geopandas`` are flat, and listed in docs/EXPORTS.md. pyarrow, polars and DuckDB also
    take a table as it is: ``pyarrow.table(record.incidents())``.
    """

    def __init__(self, columns: Columns, name: str) -> None:
        self._columns = columns
        self._name = name

    def __len__(self) -> int:
        return len(self._columns)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (json.loads(line) for line in self._columns.lines())

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._columns.__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        return f"<Table of {len(self)} {self._name}: {', '.join(self.columns)}>"

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self._columns.names()

    def to_dicts(self) -> list[dict[str, Any]]:
        """Every row with everything it holds, as the lines of ``--format jsonl``."""
        return list(self)

    def to_arrow(self) -> pyarrow.Table:
        """A ``pyarrow.Table``."""
        return need("pyarrow", "arrow").table(self)

    def to_pandas(self) -> pandas.DataFrame:
        """A ``pandas.DataFrame``; a column that holds lists holds Python lists, one of days holds timestamps."""
        need("pandas", "pandas")
        frame = self.to_arrow().to_pandas(date_as_object=False)
        for name in self.to_arrow().schema.names:
            # pyarrow gives arrays of numpy for lists; lists are what people expect to print and to count.
            if len(frame) and str(self.to_arrow().schema.field(name).type).startswith("list"):
                frame[name] = [list(cell) for cell in frame[name]]
        return frame

    def to_geopandas(self) -> geopandas.GeoDataFrame:
        """A ``geopandas.GeoDataFrame`` with points in WGS 84; a row without coordinates has an empty geometry."""
        geopandas = need("geopandas", "geo")
        frame = self.to_pandas()
        if "geometry" not in frame:
            raise TypeError(f"expected a table with places, but found {self._name}\nhint: record.incidents() has them")
        points = geopandas.GeoSeries.from_wkb(frame["geometry"], crs="EPSG:4326")
        return geopandas.GeoDataFrame(frame.drop(columns="geometry"), geometry=points)
