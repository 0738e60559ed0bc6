#!/usr/bin/env python3
"""Makes the data that pictures are drawn with: `python3 crates/picture/data/make.py`.

In: the npm package world-atlas (Natural Earth 1:50m, public domain) as `npm ci` in web/ installs it, and Noto Sans (OFL 1.1) as
Debian's fonts-noto-core installs it. Out: `countries.bin`, outlines on a grid of 1/60 degree, and two fonts cut down to
Latin, Greek, Cyrillic and punctuation. Needs the PyPI package fonttools.

countries.bin: lines (arcs) that countries share, then the countries as rings of lines, all as variable-length integers:
  count of arcs; each: count of points, then x and y as zigzag differences
  count of countries; each: length of its name and the name in UTF-8, count of rings; each ring: count of arcs, then
  the number of each arc, doubled, plus 1 where it is walked backwards
"""

import json
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
ATLAS = HERE / "../../../web/node_modules/world-atlas/countries-50m.json"
FONTS = pathlib.Path("/usr/share/fonts/truetype/noto")
GRID = 60
LETTERS = "U+0020-024F,U+0259,U+02BC,U+0370-03FF,U+0400-045F,U+1E00-1EFF,U+2010-2027,U+2030-203A,U+2190-2193,U+2212,U+2260-2265"


def varint(out, n):
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)


def zigzag(n):
    return n * 2 if n >= 0 else -n * 2 - 1


def countries():
    atlas = json.loads(ATLAS.read_text())
    (sx, sy), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    out = bytearray()
    varint(out, len(atlas["arcs"]))
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            p = (round((x * sx + tx) * GRID), round((y * sy + ty) * GRID))
            if not points or points[-1] != p:
                points.append(p)
        if len(points) == 1:
            points.append(points[0])
        varint(out, len(points))
        at = (0, 0)
        for p in points:
            varint(out, zigzag(p[0] - at[0]))
            varint(out, zigzag(p[1] - at[1]))
            at = p
    shapes = [g for g in atlas["objects"]["countries"]["geometries"] if g.get("arcs")]
    varint(out, len(shapes))
    for shape in shapes:
        name = shape["properties"]["name"].encode()
        varint(out, len(name))
        out += name
        parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = [ring for part in parts for ring in part]
        varint(out, len(rings))
        for ring in rings:
            varint(out, len(ring))
            for n in ring:
                varint(out, n * 2 if n >= 0 else ~n * 2 + 1)
    (HERE / "countries.bin").write_bytes(out)


def fonts():
    for weight in ["Regular", "Bold"]:
        command = ["pyftsubset", FONTS / f"NotoSans-{weight}.ttf", f"--unicodes={LETTERS}", "--layout-features=kern,liga,mark",
                   "--no-hinting", f"--output-file={HERE / f'NotoSans-{weight}.ttf'}"]
        subprocess.run(command, check=True)


countries()
fonts()
