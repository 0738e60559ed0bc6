"""A record from Python: the same incidents as the command line's, and tables that each library takes."""

import json
import subprocess

import pytest
import tarikh


@pytest.fixture(scope="module")
def filled(root, tmp_path_factory):
    path = tmp_path_factory.mktemp("record") / "samples.gpkg"
    record = tarikh.Record.create(path)
    assert record.add(tarikh.read_files(root / "samples")).new == 8
    return record


def lines(command, *args):
    done = subprocess.run([command, *map(str, args)], capture_output=True)
    assert done.returncode in (0, 1), done.stderr
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_tables_are_those_of_the_command(command, root, tmp_path):
    path = tmp_path / "r.gpkg"
    subprocess.run([command, "add", path, root / "samples"], check=True, capture_output=True)
    with tarikh.Record.create(tmp_path / "p.gpkg") as record:
        record.add(tarikh.read_files(root / "samples"))
        assert record.incidents().to_dicts() == lines(command, "incidents", path, "--format", "jsonl")
        assert record.actors().to_dicts() == lines(command, "actors", path, "--jsonl")
        assert record.ties().to_dicts() == lines(command, "ties", path, "--jsonl")
        assert record.disagreements().to_dicts() == lines(command, "disagreements", path, "--jsonl")
        assert record.sources().to_dicts() == lines(command, "sources", path, "--jsonl")
        some = record.incidents(place="Bamako", since="2024-09-17", within=30).to_dicts()
        flags = ["--place", "Bamako", "--since", "2024-09-17", "--within", "30"]
        assert some and some == lines(command, "incidents", path, *flags, "--format", "jsonl")
        past = record.incidents(as_of="2024-09-17").to_dicts()
        assert past == lines(command, "incidents", path, "--as-of", "2024-09-17", "--format", "jsonl")


def test_adding_again_changes_nothing(filled, root):
    before = filled.incidents().to_dicts()
    assert filled.add(tarikh.read_files(root / "samples")) == tarikh.Added(new=0, known=8)
    path = root / "samples/bamako-army.txt"
    assert filled.add(tarikh.read(path.read_bytes(), file=str(path))) == tarikh.Added(new=0, known=1)
    assert filled.incidents().to_dicts() == before
    assert filled.check() == []
    one = before[0]
    assert filled.incident(one["id"]) == one
    report = one["reports"][0]["report"]
    assert filled.reading(report).id == report and filled.reading("nobody") is None


def test_a_table_is_arrow(filled):
    pyarrow = pytest.importorskip("pyarrow")
    table = filled.incidents()
    arrow = pyarrow.table(table)
    assert arrow == table.to_arrow() and arrow.num_rows == len(table) and arrow.schema.names == table.columns
    assert [json.loads(x) for x in arrow["incident"].to_pylist()] == table.to_dicts()
    assert str(arrow.schema.field("date_start").type) == "date32[day]"
    nothing = filled.incidents(min_killed=100_000).to_arrow()
    assert nothing.num_rows == 0 and nothing.schema == arrow.schema
    for table in (filled.actors(), filled.ties(), filled.disagreements(), filled.sources()):
        assert table.to_arrow().num_rows == len(table)


def test_a_table_is_a_frame_and_a_map(filled):
    pandas = pytest.importorskip("pandas")
    geopandas = pytest.importorskip("geopandas")
    frame = filled.incidents().to_pandas()
    assert isinstance(frame, pandas.DataFrame) and len(frame) == len(filled.incidents())
    assert isinstance(frame["sources"].iloc[0], list)
    assert frame["date_start"].dt.year.max() == 2024
    places = filled.incidents().to_geopandas()
    assert isinstance(places, geopandas.GeoDataFrame) and places.crs.to_epsg() == 4326
    placed = places[~places.geometry.isna()]
    assert len(placed) and (placed.geometry.x - placed["longitude"]).abs().max() < 1e-9
    assert len(filled.incidents(min_killed=100_000).to_geopandas()) == 0
    with pytest.raises(TypeError, match="expected a table with places, but found sources"):
        filled.sources().to_geopandas()


def test_who_is_only_accused_is_no_actor(filled):
    pytest.importorskip("pyarrow")
    for row, whole in zip(filled.incidents().to_arrow().to_pylist(), filled.incidents()):
        accused = {p["name"] for p in whole["actors"] if p.get("accused")}
        assert set(row["accused"]) == accused
        for part in whole["actors"]:
            if part.get("accused") and not any(p["name"] == part["name"] and not p.get("accused") for p in whole["actors"]):
                assert part["name"] not in row["actors"] + row["targets"]


def test_faults_say_what_to_do(filled, tmp_path):
    with pytest.raises(tarikh.Fault, match="expected a record at .*, but found no file\nhint: "):
        tarikh.Record.open(tmp_path / "none.gpkg")
    with pytest.raises(tarikh.Fault, match="expected one of .*assault.*, but found \"quarrel\""):
        filled.incidents(type="quarrel")
    with pytest.raises(tarikh.Fault, match="expected a day as YYYY-MM-DD"):
        filled.incidents(since="yesterday")
    with pytest.raises(tarikh.Fault, match="expected a point or a place"):
        filled.incidents(within=20)
    with pytest.raises(TypeError, match="expected readings, but found str"):
        filled.add(["a text that nobody read"])
    record = tarikh.Record.in_memory()
    record.close()
    assert "closed" in repr(record)
    with pytest.raises(tarikh.Fault, match="expected an open record, but found a closed one"):
        record.incidents()


def test_a_missing_library_is_named(filled, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match="expected pyarrow, but found it not installed\nhint: pip install"):
        filled.incidents().to_arrow()
