"""Readings: the same as the command line's, whatever the threads; bad reports are named and stop nothing."""

import datetime
import json
import pickle
import subprocess

import pytest
import tarikh

TEXT = "Gunmen on motorbikes killed 12 people in Barsalogho on Monday, the mayor said. The army denied it."


def run(command, *args):
    return subprocess.run([command, *map(str, args)], capture_output=True, check=True).stdout.decode()


def test_json_is_that_of_the_command(command, root, samples):
    for path in samples:
        name = str(path)
        reading = tarikh.read(path.read_bytes(), file=name)
        assert reading.json() + "\n" == run(command, "read", name, "--format", "json")
        given = {"published": "2024-09-20", "source": "Somebody", "lang": "fr"}
        flags = [f"--{key}={value}" for key, value in given.items()]
        reading = tarikh.read(path.read_bytes(), file=name, **given)
        assert reading.json() + "\n" == run(command, "read", name, "--format", "json", *flags)


def test_files_are_those_of_the_command(command, root):
    folder = root / "samples"
    lines = run(command, "read", folder, "--format", "jsonl").splitlines()
    for threads in (1, 3):
        readings = tarikh.read_files(folder, threads=threads)
        assert [r.json(indent=False) for r in readings] == lines
        assert readings.summary() == {"read": len(lines), "failed": {}, "skipped": {}}


def test_many_come_in_order_whatever_the_threads(samples):
    reports = [{"text": p.read_bytes(), "file": p.name} for p in samples] * 3
    want = [tarikh.read(r["text"], file=r["file"]).json() for r in reports]
    for threads in (1, 2, 7, None):
        assert [r.json() for r in tarikh.read_many(iter(reports), threads)] == want


def test_a_gate_passes_over_other_news():
    other = "The home side beat the visitors by two goals to one, and the coach praised his young goalkeeper."
    readings = tarikh.read_many([TEXT, other, TEXT], gate=True, on_fault="raise")
    assert [bool(r) for r in readings] == [True, False, True]
    assert readings.summary() == {"read": 2, "failed": {}, "skipped": {"nothing in it sounds like political violence": 1}}
    for gate in (None, False, 0.0, 0):
        assert all(tarikh.read_many([TEXT, other], gate=gate)), gate
    for gate in (2, "usual"):
        with pytest.raises(tarikh.Fault, match="from 0 to 1"):
            tarikh.read_many([TEXT], gate=gate)


def test_a_reading_is_a_thin_object():
    reading = tarikh.read(TEXT, published=datetime.date(2024, 9, 19), title="A raid", source="Example News")
    assert (reading.title, reading.source, reading.published, reading.lang) == ("A raid", "Example News", "2024-09-19", "en")
    event = next(e for e in reading.events if e["type"] == "assault")
    assert event["when"]["start"] == "2024-09-16"
    assert event["tolls"][0]["best"] == 12
    for actor in reading.actors:
        for mention in actor["mentions"]:
            assert reading.text[mention["start"] : mention["end"]] == mention["quote"]
    assert any(claim["stance"] == "denies" for claim in reading.claims)
    assert repr(reading).startswith('<Reading "A raid"')
    assert pickle.loads(pickle.dumps(reading)) == reading
    assert tarikh.Reading.from_json(reading.json()) == reading
    copy = reading.to_dict()
    copy["events"].clear()
    assert reading.events and reading.to_dict() != copy


def test_offsets_count_code_points():
    reading = tarikh.read("À Ménaka, 𝐥𝐮𝐧𝐝𝐢, des hommes armés ont tué douze civils à Ansongo.", lang="fr")
    quotes = [e for event in reading.events for e in event["evidence"]]
    assert quotes
    for e in quotes:
        assert reading.text[e["start"] : e["end"]] == e["quote"]


def test_days_of_every_kind_are_one():
    days = ["2024-09-19", datetime.date(2024, 9, 19), datetime.datetime(2024, 9, 19, 8, 30), "2024-09-19T08:30:00Z"]
    assert len({tarikh.read(TEXT, published=day).json() for day in days}) == 1
    with pytest.raises(tarikh.Fault, match='expected a day as YYYY-MM-DD, but found "last week"'):
        tarikh.read(TEXT, published="last week")
    with pytest.raises(TypeError, match="expected a day, but found int"):
        tarikh.read(TEXT, published=20240919)


def test_rows_of_a_data_frame():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {
            "text": [TEXT, None, TEXT],
            "published": pandas.to_datetime(["2024-09-19", None, None]),
            "source": ["A", "B", float("nan")],
            "number": [1, 2, 3],
        }
    )
    first, second, third = tarikh.read_many(frame.to_dict("records"))
    assert first.json() == tarikh.read(TEXT, published="2024-09-19", source="A").json()
    assert not second and second.fault == 'expected a text under the key "text", but found none'
    assert third.source is None and third.published is None


def test_a_bad_report_stops_nothing(tmp_path):
    bad = b"\x00\x01\x02" * 200
    readings = tarikh.read_many([TEXT, bad, "", {"text": TEXT, "published": "soon"}, TEXT])
    list_of = list(readings)
    assert [bool(r) for r in list_of] == [True, False, False, False, True]
    assert "expected" in list_of[1].fault and list_of[2].hint
    assert 'found "soon"' in list_of[3].fault and list_of[3].name == "item 4"
    assert readings.summary()["read"] == 2 and sum(readings.summary()["failed"].values()) == 3
    with pytest.raises(tarikh.Fault, match="expected"):
        list(tarikh.read_many([TEXT, bad], on_fault="raise"))
    with pytest.raises(tarikh.Fault, match="expected a file, but found nothing of that name"):
        list(tarikh.read_files(tmp_path / "no.txt", on_fault="raise"))
    with pytest.raises(tarikh.Fault):
        tarikh.read("")
    with pytest.raises(TypeError, match="expected a text as str or bytes, but found list"):
        tarikh.read([TEXT])


def test_what_an_iterable_raises_comes_after_what_it_gave():
    def reports():
        yield TEXT
        yield TEXT
        raise OSError("the line broke")

    readings = tarikh.read_many(reports())
    assert next(readings) and next(readings)
    with pytest.raises(OSError, match="the line broke"):
        next(readings)
    with pytest.raises(TypeError, match="expected reports as str, bytes or mappings"):
        list(tarikh.read_many([7]))


def test_a_loop_may_be_left():
    def endless():
        while True:
            yield TEXT

    for count, reading in enumerate(tarikh.read_many(endless(), 2)):
        assert reading
        if count == 20:
            break


def test_stubs_name_what_the_contract_has(root):
    import tarikh.types as types

    schema = json.loads((root / "docs/reading.schema.json").read_text())
    names = {"Reading": schema, **schema["$defs"]}
    for name, shape in names.items():
        if "properties" not in shape or name == "Reading":
            continue
        stub = getattr(types, name)
        assert set(stub.__annotations__) == set(shape["properties"]), name
        assert stub.__required_keys__ == set(shape.get("required", [])), name
    assert tarikh.schema() == schema
