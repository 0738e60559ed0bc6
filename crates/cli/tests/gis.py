"""Opens a record with the tools colleagues use, and loads its exports as their scripts do.

    gis.py RECORD.gpkg ACLED.csv GED.csv COLUMNS.tsv

In: a record, two exports, and the table of expected columns. Out: nothing, or the first thing that does not hold.
Plain sqlite3 is always asked; pyogrio (GDAL), geopandas and DuckDB where they are installed, which the last line says.
"""
import csv
import datetime
import re
import sqlite3
import sys
import xml.etree.ElementTree as xml


def expect(holds, what):
    if not holds:
        sys.exit(f"gis.py: expected {what}")


def by_sqlite(path):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    one = lambda sql: db.execute(sql).fetchone()[0]
    expect(one("PRAGMA application_id") == 0x47504B47, "the application id of a GeoPackage")
    expect(one("PRAGMA user_version") == 10400, "version 1.4")
    expect(one("PRAGMA integrity_check") == "ok", "a whole file")
    required = {
        "gpkg_spatial_ref_sys": "srs_name srs_id organization organization_coordsys_id definition description",
        "gpkg_contents": "table_name data_type identifier description last_change min_x min_y max_x max_y srs_id",
        "gpkg_geometry_columns": "table_name column_name geometry_type_name srs_id z m",
        "gpkg_extensions": "table_name column_name extension_name definition scope",
        "layer_styles": "styleName styleQML useAsDefault f_table_name",
    }
    for table, columns in required.items():
        there = {row[1] for row in db.execute(f"PRAGMA table_info({table})")}
        expect(set(columns.split()) <= there, f"columns {columns} in {table}, but found {sorted(there)}")
    for srs in (-1, 0, 4326):
        expect(one(f"SELECT count(*) FROM gpkg_spatial_ref_sys WHERE srs_id = {srs}") == 1, f"reference system {srs}")
    expect(one("SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name = 'incidents'") == "POINT", "points")
    for (name,) in db.execute("SELECT table_name FROM gpkg_contents"):
        db.execute(f'SELECT * FROM "{name}" LIMIT 1').fetchone()
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'view'"):
        db.execute(f'SELECT * FROM "{name}" LIMIT 3').fetchall()
    style = one("SELECT styleQML FROM layer_styles WHERE f_table_name = 'incidents'")
    expect(xml.fromstring(style.split("?>")[-1].split("\n", 0)[0] if False else strip_doctype(style)).tag == "qgis", "a QGIS style")
    points = one("SELECT count(*) FROM incidents WHERE geom IS NOT NULL")
    expect(points == one("SELECT count(*) FROM rtree_incidents_geom"), "each point in the index")
    return one("SELECT count(*) FROM incidents"), points


def strip_doctype(text):
    return re.sub(r"<!DOCTYPE[^>]*>", "", text)


def by_gdal(path, rows, points):
    try:
        import pyogrio
    except ImportError:
        return None
    layers = {name: kind for name, kind in pyogrio.list_layers(path)}
    expect(layers.get("incidents") == "Point", f"a layer of points, but found {layers}")
    for table in ("reports", "judgements", "tolls", "incident_claims", "actors", "ties", "disagreements", "predictions"):
        expect(table in layers, f"table {table} among the layers, but found {sorted(layers)}")
    info = pyogrio.read_info(path, layer="incidents")
    expect(info["crs"] == "EPSG:4326", f"EPSG:4326, but found {info['crs']}")
    expect(info["features"] == rows, f"{rows} incidents, but found {info['features']}")
    types = dict(zip(info["fields"], info["dtypes"]))
    expect(types["date_start"].startswith("datetime64"), f"dates as dates, but found {types['date_start']}")
    expect(types["killed_high"].startswith("int"), f"whole numbers, but found {types['killed_high']}")
    try:
        import geopandas
    except ImportError:
        return "pyogrio"
    frame = geopandas.read_file(path, layer="incidents")
    expect(len(frame) == rows and frame.geometry.notna().sum() == points, "as many points as the file holds")
    west, south, east, north = frame.total_bounds
    expect(-180 <= west <= east <= 180 and -90 <= south <= north <= 90, "degrees")
    expect((frame.geometry.dropna().x.round(6) == frame.loc[frame.geometry.notna(), "longitude"].round(6)).all(), "x as longitude")
    near = geopandas.read_file(path, layer="incidents", bbox=(west - 0.1, south - 0.1, west + 0.1, north + 0.1))
    expect(len(near) >= 1, "the index of points to find what it holds")
    return "pyogrio, geopandas"


def by_duckdb(path, rows):
    try:
        import duckdb
    except ImportError:
        return None
    try:
        db = duckdb.connect()
        db.execute(f"ATTACH '{path}' AS record (TYPE sqlite, READ_ONLY)")
        expect(db.execute("SELECT count(*) FROM record.incidents").fetchone()[0] == rows, f"{rows} incidents in DuckDB")
        return "duckdb"
    except duckdb.Error as e:
        # Its reader of SQLite files is an extension that it fetches when first used; a machine without network has none.
        return None if "extension" in str(e).lower() else sys.exit(f"gis.py: DuckDB: {e}")


def export(path, form, columns):
    want = [(name, kind) for f, name, kind in columns if f == form]
    with open(path, encoding="utf-8", newline="") as file:
        table = list(csv.reader(file))
    expect(table[0] == [name for name, _ in want], f"the columns of {form} in order, but found {table[0]}")
    expect(len(table) > 1, f"rows in {form}")
    for row in table[1:]:
        expect(len(row) == len(want), f"{len(want)} cells, but found {row}")
        for (name, kind), cell in zip(want, row):
            expect(fits(cell, kind), f"{form}.{name} to be {kind}, but found {cell!r}")


def fits(cell, kind):
    if kind.endswith("?"):
        if cell == "":
            return True
        kind = kind[:-1]
    if kind == "text":
        return cell != ""
    if kind == "int":
        return re.fullmatch(r"-?[0-9]+", cell) is not None
    if kind == "number":
        return re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell) is not None
    if kind == "date":
        try:
            return bool(datetime.date.fromisoformat(cell))
        except ValueError:
            return False
    return cell in kind.split("|")


def main():
    record, acled, ged, table = sys.argv[1:]
    rows, points = by_sqlite(record)
    with open(table, encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    export(acled, "acled", lines[1:])
    export(ged, "ged", lines[1:])
    asked = ["sqlite3", by_gdal(record, rows, points), by_duckdb(record, rows)]
    print("asked: " + ", ".join(a for a in asked if a))


if __name__ == "__main__":
    main()
