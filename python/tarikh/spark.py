"""Reading and linking on Apache Spark, for archives that one machine does not hold.

In: a data frame with a column ``text`` and, where known, ``published``, ``title``, ``source``, ``url``, ``lang``, ``file``.
Out: :func:`read` gives a row for each report, :func:`link` the incidents that all of them tell, the same that a record of one
machine would hold. Both are Parquet when written, and ``tarikh import RECORD READINGS INCIDENTS`` makes a record of them.

    >>> readings = tarikh.spark.read(spark.read.parquet("news/"))
    >>> readings.write.parquet("readings/")
    >>> tarikh.spark.link(spark.read.parquet("readings/")).write.parquet("incidents/")

tarikh must be installed where the executors run. What Spark does is in ``docs/DESIGN.md``: nothing is weighed, grouped or told
here, only rows are brought together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Iterable, Iterator

from tarikh import _tarikh
from tarikh.tables import need

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

FIELDS = ("text", "published", "title", "source", "url", "lang", "file")
"""Columns of a report, by the names that :func:`tarikh.read_many` knows."""

ROWS = 256
"""Rows that leave a step at once: a reading may have a hundred kilobytes."""

_READ = (
    "report string, published date, source string, title string, language string, relevance float, events int, "
    "reading string, fault string"
)


def read(
    df: DataFrame,
    *,
    columns: dict[str, str] | None = None,
    keep: Iterable[str] = (),
    gate: bool | float | None = None,
) -> DataFrame:
    """Reads each row as a report.

    ``columns`` says which column holds what, where their names do not say it: ``{"text": "body"}``. ``keep`` names columns
    to carry over. The result has the report's id, day, source, title and language, its relevance, the number of its events,
    and ``reading``: the JSON that ``tarikh read --format jsonl`` prints. Where a report cannot be read, ``reading`` is null and
    ``fault`` says why. With ``gate`` a quick look comes first, as in :func:`tarikh.read_many`, and what does not sound of
    political violence is such a report too.
    """
    from pyspark.sql import functions as f
    from pyspark.sql.types import StructType

    named = {field: (columns or {}).get(field, field) for field in FIELDS}
    unknown = [c for c in (columns or {}).values() if c not in df.columns]
    if unknown or named["text"] not in df.columns:
        missing = unknown[0] if unknown else named["text"]
        raise _tarikh.Fault(f'expected a column "{missing}", but found {", ".join(df.columns)}\nhint: columns={{"text": …}}')
    keep = list(keep)
    chosen = [f.col(c).alias(f"_{field}") for field, c in named.items() if c in df.columns]
    given = [field for field, c in named.items() if c in df.columns]
    kept = df.select(*[f.col(c) for c in keep], *chosen)
    schema = StructType(kept.select(*keep).schema.fields + _schema(_READ).fields) if keep else _schema(_READ)
    return kept.mapInArrow(_reading(given, keep, gate), schema)


def _schema(text: str) -> Any:
    from pyspark.sql.types import _parse_datatype_string

    return _parse_datatype_string(text)


def _reading(
    given: list[str], keep: list[str], gate: bool | float | None
) -> Callable[[Iterator[pyarrow.RecordBatch]], Iterator[pyarrow.RecordBatch]]:
    def run(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        pa = need("pyarrow", "spark")
        shape = pa.schema(
            [
                ("report", pa.string()),
                ("published", pa.date32()),
                ("source", pa.string()),
                ("title", pa.string()),
                ("language", pa.string()),
                ("relevance", pa.float32()),
                ("events", pa.int32()),
                ("reading", pa.string()),
                ("fault", pa.string()),
            ]
        )
        for batch in batches:
            for start in range(0, batch.num_rows, ROWS):
                part = batch.slice(start, ROWS)
                cells = [part.column(f"_{field}").to_pylist() for field in given]
                rows = ({field: cell for field, cell in zip(given, row)} for row in zip(*cells))
                # One thread: Spark runs a task on each core already.
                out = [_row(reading) for reading in _tarikh.read_many(rows, 1, gate=gate)]
                columns = [pa.array(c, t.type) for c, t in zip(zip(*out), shape)]
                arrays = [part.column(name) for name in keep] + columns
                yield pa.RecordBatch.from_arrays(arrays, names=[*keep, *shape.names])

    return run


def _row(reading: _tarikh.Reading | _tarikh.Unread) -> tuple[Any, ...]:
    import datetime

    if isinstance(reading, _tarikh.Unread):
        hint = f"\nhint: {reading.hint}" if reading.hint else ""
        return (None, None, None, None, None, None, None, None, reading.fault + hint)
    day = datetime.date.fromisoformat(reading.published) if reading.published else None
    r = reading
    return (r.id, day, r.source, r.title, r.lang, r.relevance, r.event_count, r.json(indent=False), None)


def link(df: DataFrame, *, work: str | None = None, partitions: int | None = None) -> DataFrame:
    """The incidents that readings tell together: the table of ``tarikh incidents --format parquet``.

    ``df`` has a column ``reading`` as :func:`read` gives it; rows where it is null are passed over. It is gone through three
    times, so write the readings to Parquet first. ``work`` is a folder that all executors reach; what is found on the way is
    written there, and a lost executor costs little. Without it the executors keep it. ``partitions`` is the number of parts
    that rows are shuffled into, the session's own where it is not given.

    The incidents are those of a record with the same readings and no judgements. ``linking``, the last column, says which
    version of linking made them. Whether something foretold came true is worked out when a record is asked, so it is ``open``
    here.
    """
    from pyspark.sql import functions as f

    spark = df.sparkSession
    count = partitions or int(spark.conf.get("spark.sql.shuffle.partitions"))
    settle = _Settle(work)

    def by(rows: DataFrame, *keys: str) -> DataFrame:
        """Rows of one key stand together, one after the other."""
        return rows.repartition(count, *keys).sortWithinPartitions(*keys)

    # Of two readings of one report the one that a record keeps.
    readings = settle(
        df.where(f.col("reading").isNotNull())
        .select("reading")
        .mapInArrow(_particulars, "report string, particulars binary, reading string")
        .groupBy("report")
        .agg(f.min_by("reading", "particulars").alias("reading")),
        "readings",
    )
    rows = "report string, event int, part_of int, telling string, file array<long>, look array<long>"
    tellings = settle(readings.select("reading").mapInArrow(_tellings, rows), "tellings")

    # Acronyms that some report explains: few, and every part needs those that all reports agree on.
    taught = readings.select("reading").mapInArrow(_aliases, "short string, long string").distinct().collect()
    aliases = spark.sparkContext.broadcast(_tarikh.agreed_aliases([(row["short"], row["long"]) for row in taught]))

    blocks = tellings.select(
        "report", "event", "telling", f.explode(_keys(f)).alias("key")
    ).select(f.col("key.key").alias("key"), "key.filed", "key.looks", "report", "event", "telling")
    pair = "a string, b string, score float"
    # A pair meets under every key it shares; it weighs the same each time.
    pairs = settle(by(blocks, "key").mapInArrow(_pairs, pair).dropDuplicates(["a", "b"]), "pairs")

    parts = components(pairs.select("a", "b"), settle)
    node = f.concat_ws(" ", "report", f.col("event").cast("string"))
    joined = tellings.select("report", "event", node.alias("node")).join(parts, "node")
    mine = joined.groupBy("report").agg(f.collect_list(f.struct("event", "part")).alias("joined"))
    told = "id string, incident string, members array<struct<report: string, event: int>>"
    alone = readings.join(mine, "report", "left").mapInArrow(_alone(aliases), told)

    nothing = f.lit(None)
    with_reading = (
        joined.groupBy("part", "report")
        .agg(f.collect_list("event").alias("events"))
        .join(readings, "report")
        .select("part", "report", "events", "reading", *[nothing.cast(t).alias(n) for n, t in _PAIR])
    )
    with_pair = pairs.join(parts.withColumnRenamed("node", "a"), "a").select(
        "part", *[nothing.cast(t).alias(n) for n, t in _MEMBER], "a", "b", "score"
    )
    together = by(with_reading.unionByName(with_pair), "part").mapInArrow(_together(aliases), told)
    incidents = settle(alone.unionByName(together), "incidents")

    # An incident is part of another where an event of it is part of an event of the other, in one report.
    members = incidents.select("id", f.explode("members").alias("m")).select("id", "m.report", "m.event")
    wholes = tellings.where(f.col("part_of").isNotNull()).select("report", "event", "part_of")
    whole = members.select(f.col("id").alias("whole"), "report", f.col("event").alias("part_of"))
    part_of = (
        members.join(wholes, ["report", "event"])
        .join(whole, ["report", "part_of"])
        .where(f.col("id") != f.col("whole"))
        .groupBy("id")
        .agg(f.sort_array(f.collect_set("whole")).alias("part_of"))
    )
    found = incidents.select("id", "incident").join(part_of, "id", "left").select("incident", "part_of")
    return found.mapInArrow(_table, _table_schema())


_PAIR = (("a", "string"), ("b", "string"), ("score", "float"))
_MEMBER = (("report", "string"), ("events", "array<int>"), ("reading", "string"))


class _Settle:
    """Keeps a table that several steps go through, in the folder of work or with the executors."""

    def __init__(self, work: str | None) -> None:
        self.work = work
        self.number = 0

    def __call__(self, df: DataFrame, name: str) -> DataFrame:
        self.number += 1
        if self.work is None:
            return df.localCheckpoint()
        path = f"{self.work.rstrip('/')}/{self.number:02d}-{name}"
        df.write.mode("overwrite").parquet(path)
        return df.sparkSession.read.parquet(path)


def _keys(f: Any) -> Any:
    """The keys of a telling, each with whether it is filed there and whether it looks there."""
    entry = lambda key: f.struct(  # noqa: E731
        key.alias("key"), f.array_contains("file", key).alias("filed"), f.array_contains("look", key).alias("looks")
    )
    return f.transform(f.array_union("file", "look"), entry)


def components(pairs: DataFrame, settle: Callable[[DataFrame, str], DataFrame] | None = None) -> DataFrame:
    """Which part each end of a pair hangs together with: ``node`` and ``part``, the least node of it.

    In turns, every node hands its least neighbour to its greater ones, and to all the others that it knows (large star and small
    star, Kiveris and others 2014): after some rounds, few even for long chains, each node knows only the least of its part.
    """
    from pyspark.sql import functions as f

    settle = settle or _Settle(None)
    edges = pairs.select(f.greatest("a", "b").alias("u"), f.least("a", "b").alias("v")).where("u <> v").distinct()
    edges = settle(edges, "edges")
    before = None
    while True:
        both = edges.unionByName(edges.select(f.col("v").alias("u"), f.col("u").alias("v")))
        least = both.groupBy("u").agg(f.min("v").alias("m")).select("u", f.least("u", "m").alias("m"))
        edges = both.join(least, "u").where("v > u").select(f.col("v").alias("u"), f.col("m").alias("v"))
        edges = edges.where("u <> v").distinct()
        least = edges.groupBy("u").agg(f.min("v").alias("m"))
        small = edges.join(least, "u").where("v <> m").select(f.col("v").alias("u"), f.col("m").alias("v"))
        edges = settle(small.unionByName(least.select("u", f.col("m").alias("v"))).distinct(), "edges")
        now = edges.agg(f.count("*"), f.sum(f.xxhash64("u", "v").cast("decimal(38)"))).first()
        if now == before:
            break
        before = now
    nodes = edges.select(f.col("u").alias("node"), f.col("v").alias("part"))
    return nodes.unionByName(edges.select(f.col("v").alias("node"), f.col("v").alias("part")).distinct())


def _batch(rows: list[tuple[Any, ...]], fields: list[tuple[str, Any]]) -> pyarrow.RecordBatch:
    pa = need("pyarrow", "spark")
    columns = zip(*rows) if rows else [[] for _ in fields]
    arrays = [pa.array(list(column), kind) for column, (_, kind) in zip(columns, fields)]
    return pa.RecordBatch.from_arrays(arrays, names=[name for name, _ in fields])


def _parts(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """Batches of at most :data:`ROWS` rows."""
    for batch in batches:
        for start in range(0, batch.num_rows, ROWS):
            yield batch.slice(start, ROWS)


def _particulars(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    pa = need("pyarrow", "spark")
    for batch in _parts(batches):
        texts = batch.column("reading").to_pylist()
        rows = [(report, order, text) for (report, order), text in zip(_tarikh.particulars_of(texts), texts)]
        yield _batch(rows, [("report", pa.string()), ("particulars", pa.binary()), ("reading", pa.string())])


def _aliases(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    pa = need("pyarrow", "spark")
    for batch in _parts(batches):
        rows = sorted(set(_tarikh.aliases_of(batch.column("reading").to_pylist())))
        yield _batch(rows, [("short", pa.string()), ("long", pa.string())])


def _tellings(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    pa = need("pyarrow", "spark")
    keys = pa.list_(pa.int64())
    kinds = [pa.string(), pa.int32(), pa.int32(), pa.string(), keys, keys]
    fields = list(zip(["report", "event", "part_of", "telling", "file", "look"], kinds))
    for batch in _parts(batches):
        yield _batch(_tarikh.tellings_of(batch.column("reading").to_pylist()), fields)


def _runs(batches: Iterator[pyarrow.RecordBatch], key: str) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """Rows that follow one another and have one key. They are sorted, so only one such run is in memory."""
    current, run = None, []
    for batch in batches:
        for row in batch.to_pylist():
            if run and row[key] != current:
                yield current, run
                run = []
            current = row[key]
            run.append(row)
    if run:
        yield current, run


def _pairs(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    pa = need("pyarrow", "spark")
    fields = [("a", pa.string()), ("b", pa.string()), ("score", pa.float32())]
    out: list[tuple[Any, ...]] = []
    for _, run in _runs(batches, "key"):
        if len(run) < 2 or not any(row["filed"] for row in run) or not any(row["looks"] for row in run):
            continue
        names = [f"{row['report']} {row['event']}" for row in run]
        for a, b, score in _tarikh.find_pairs([(row["telling"], row["filed"], row["looks"]) for row in run]):
            out.append((min(names[a], names[b]), max(names[a], names[b]), score))
        if len(out) >= 10_000:
            yield _batch(out, fields)
            out = []
    yield _batch(out, fields)


def _told(found: list[tuple[str, str, list[tuple[str, int]]]]) -> pyarrow.RecordBatch:
    pa = need("pyarrow", "spark")
    member = pa.struct([("report", pa.string()), ("event", pa.int32())])
    rows = [(i, text, [{"report": r, "event": e} for r, e in members]) for i, text, members in found]
    return _batch(rows, [("id", pa.string()), ("incident", pa.string()), ("members", pa.list_(member))])


def _alone(aliases: Any) -> Callable[[Iterator[pyarrow.RecordBatch]], Iterator[pyarrow.RecordBatch]]:
    """Events that nothing is joined to, each an incident of its own."""

    def run(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in _parts(batches):
            out = []
            for row in batch.to_pylist():
                taken = {j["event"] for j in row["joined"] or []}
                events = range(_tarikh.Reading.from_json(row["reading"]).event_count)
                members = [(row["report"], event) for event in events if event not in taken]
                if members:
                    out += _tarikh.tell_component([row["reading"]], members, [], aliases.value)
            yield _told(out)

    return run


def _together(aliases: Any) -> Callable[[Iterator[pyarrow.RecordBatch]], Iterator[pyarrow.RecordBatch]]:
    """Events that hang together."""

    def ends(node: str) -> tuple[str, int]:
        report, _, event = node.rpartition(" ")
        return report, int(event)

    def run(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for _, rows in _runs(batches, "part"):
            told = [row for row in rows if row["reading"] is not None]
            members = [(row["report"], event) for row in told for event in row["events"]]
            pairs = [(*ends(row["a"]), *ends(row["b"]), row["score"]) for row in rows if row["reading"] is None]
            yield _told(_tarikh.tell_component([row["reading"] for row in told], members, pairs, aliases.value))

    return run


def _table(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """The flat columns of incidents."""
    pa = need("pyarrow", "spark")
    for batch in _parts(batches):
        rows = [(row["incident"], row["part_of"] or []) for row in batch.to_pylist()]
        table = pa.table(_tarikh.table_of_incidents(rows))
        table = table.append_column("linking", pa.array([_tarikh.LINKING] * len(rows), pa.int32()))
        yield from table.to_batches()


def _table_schema() -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    pa = need("pyarrow", "spark")
    empty = pa.table(_tarikh.table_of_incidents([])).schema
    return from_arrow_schema(empty.append(pa.field("linking", pa.int32())))
