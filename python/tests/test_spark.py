"""Spark on two executors of their own: readings and incidents are those of the command line and of one record."""

import json
import os
import random
import shutil
import subprocess
import sys

import pytest
import tarikh

pytest.importorskip("pyspark")
if not os.environ.get("CI") and not os.environ.get("JAVA_HOME") and not shutil.which("java"):
    pytest.skip("Spark needs Java: apt-get install openjdk-17-jre-headless", allow_module_level=True)


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    session = (
        SparkSession.builder.master(os.environ.get("TARIKH_SPARK", "local-cluster[2,1,2048]"))
        .config("spark.executor.memory", "1g")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.executorEnv.TARIKH_HOME", "/nowhere")
        .getOrCreate()
    )
    yield session
    session.stop()


def told(rows):
    """Incidents by id, without what is worked out only when a record is asked."""
    out = {}
    for row in rows:
        row = dict(row)
        if row.get("outcome") in ("open", "fulfilled", "not_fulfilled"):
            row["outcome"] = "asked"
        assert row["id"] not in out
        out[row["id"]] = row
    return out


def test_readings_are_those_of_one_machine(spark, samples):
    rows = [(n, p.read_bytes().decode(), p.name, "2024-09-20" if n % 2 else None) for n, p in enumerate(samples)]
    rows.append((99, "", "empty.txt", None))
    frame = spark.createDataFrame(rows, "n int, body string, file string, published string")
    read = tarikh.spark.read(frame, columns={"text": "body"}, keep=["n"])
    found = {row["n"]: row for row in read.collect()}
    for n, text, name, day in rows[:-1]:
        want = tarikh.read(text, file=name, published=day)
        row = found[n]
        assert row["reading"] == want.json(indent=False) and row["fault"] is None
        assert (row["report"], row["events"]) == (want.id, len(want.events))
        assert str(row["published"] or "") == (want.published or "")
    assert found[99]["reading"] is None and "expected a report" in found[99]["fault"]
    gated = tarikh.spark.read(frame, columns={"text": "body"}, keep=["n"], gate=1.0).collect()
    quiet = [row for row in gated if row["reading"] is None]
    assert len(gated) == len(rows) and all("political violence" in row["fault"] or row["n"] == 99 for row in quiet)
    with pytest.raises(tarikh.Fault, match='expected a column "text", but found n, body'):
        tarikh.spark.read(frame)


def test_parts_hang_together_however_long_the_chain(spark):
    dice = random.Random(1)
    names = [f"{dice.random():.12f}" for _ in range(400)]
    chain = list(zip(names[:150], names[1:151]))
    ring = list(zip(names[200:260], names[201:261])) + [(names[260], names[200])]
    star = [(names[300], name) for name in names[301:340]]
    pairs = chain + ring + star + [(names[390], names[391]), (names[391], names[390])]
    dice.shuffle(pairs)
    found = dict(tarikh.spark.components(spark.createDataFrame(pairs, "a string, b string")).collect())
    want = {}
    for part in (names[:151], names[200:261], names[300:340], names[390:392]):
        want.update({name: min(part) for name in part})
    assert found == want


def test_incidents_are_those_of_one_record(spark, samples, command, tmp_path):
    readings = list(tarikh.read_many({"text": p.read_bytes(), "file": p.name} for p in samples))
    # The same text under another name is the same report, and one of the two is kept, whichever came first.
    again = list(tarikh.read_many({"text": p.read_bytes(), "file": f"a-{p.name}"} for p in samples[:3]))
    check(spark, readings + again, command, tmp_path)


def test_incidents_of_a_made_up_war_are_those_of_one_record(spark, command, tmp_path):
    example = os.path.join(os.path.dirname(command), "examples", "made_up")
    if not os.path.exists(example):
        if os.environ.get("CI"):
            pytest.fail(f"expected {example}, but found nothing")
        pytest.skip("cargo build -p tarikh --example made_up")
    subprocess.run([example, tmp_path / "made-up.gpkg", "400"], check=True, capture_output=True)
    with tarikh.Record.open(tmp_path / "made-up.gpkg") as record:
        reports = {m["report"] for incident in record.incidents() for m in incident["reports"]}
        readings = [record.reading(report) for report in sorted(reports)]
    assert len(readings) == 400
    check(spark, readings, command, tmp_path)


def check(spark, readings, command, tmp_path):
    record = tarikh.Record.create(tmp_path / "one.gpkg")
    record.add(readings)
    want = record.incidents().to_dicts()
    record.close()
    random.Random(2).shuffle(readings)
    rows = [(r.json(indent=False),) for r in readings] + [(None,)]
    frame = spark.createDataFrame(rows, "reading string").repartition(5)
    linked = tarikh.spark.link(frame, work=str(tmp_path / "work"))
    linked.write.parquet(str(tmp_path / "incidents"))
    table = spark.read.parquet(str(tmp_path / "incidents"))
    found = told(json.loads(row["incident"]) for row in table.select("incident").collect())
    assert found == told(want)
    pyarrow = pytest.importorskip("pyarrow")
    names = pyarrow.table(tarikh.Record.in_memory().incidents()).schema.names
    assert table.columns == [*names, "linking"]
    # The same incidents as a record, by `tarikh import`.
    frame.write.parquet(str(tmp_path / "readings"))
    done = subprocess.run(
        [command, "import", tmp_path / "many.gpkg", tmp_path / "readings", tmp_path / "incidents"], capture_output=True
    )
    if done.returncode == 2 and b"this build cannot read" in done.stderr:
        import pyarrow.parquet

        # The command was built without Parquet: the readings go in as lines, and are linked there.
        lines = tmp_path / "readings.jsonl"
        lines.write_text("".join(r.json(indent=False) + "\n" for r in readings))
        done = subprocess.run([command, "import", tmp_path / "many.gpkg", lines], capture_output=True)
    else:
        assert f"{len(want)} incidents were taken as they stand".encode() in done.stderr
    assert done.returncode == 0, done.stderr
    with tarikh.Record.open(tmp_path / "many.gpkg") as record:
        assert record.incidents().to_dicts() == want
        assert record.check() == []
