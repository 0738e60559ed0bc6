#!/usr/bin/env python3
"""Measures how sure a place is shown to be against how often it is right: calibration error (ECE, ten bins) and Brier score.

In: ../shared/eval/geo/{lgl,trnews}.jsonl and the reader. Out: a table on stdout. Nothing is learned: the lines of
lexicon/places/confidence.tsv are set by hand.

Usage: place_confidence.py
"""
import json, math, os, pathlib, subprocess, tempfile

root = pathlib.Path(__file__).resolve().parent.parent
geo = root.parent / "shared/eval/geo"


def km(a, b, c, d):
    a, b, c, d = map(math.radians, (a, b, c, d))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(min(1, math.sqrt(h)))


def places():
    """One row a place: how sure it is shown to be, the share of its mentions that are right, its corpus."""
    rows = []
    for corpus in ("lgl", "trnews"):
        docs = [json.loads(l) for l in open(geo / f"{corpus}.jsonl")]
        with tempfile.TemporaryDirectory() as folder:
            for i, doc in enumerate(docs):
                (pathlib.Path(folder) / f"{i:04d}.txt").write_text(doc["text"])
            out = subprocess.run([root / "target/release/trials", "predict", "reports", folder], capture_output=True, text=True, check=True).stdout
        for line in out.splitlines():
            reading = json.loads(line)
            i = int(os.path.basename(reading["report"]["file"])[:4])
            text, body, gold = docs[i]["text"], reading["text"], docs[i]["toponyms"]
            for place in reading["places"]:
                if place.get("lat") is None or not place["mentions"]:
                    continue
                right = []
                for m in place["mentions"]:
                    # the reader leaves out lines: a mention is found again by the words around it
                    lead = max(0, m["start"] - 12)
                    context = body[lead : m["end"] + 12]
                    at = text.find(context)
                    if at < 0 or text.find(context, at + 1) >= 0 or not any(c.isupper() for c in m["quote"]):
                        continue
                    start, end = at + m["start"] - lead, at + m["end"] - lead
                    meant = next((g for g in gold if g["start"] < end and g["end"] > start), None)
                    if meant is None:
                        right.append(0)
                    elif meant["lat"] is not None:
                        same = meant.get("geonames_id") and meant["geonames_id"] == place.get("geonames_id")
                        right.append(int(bool(same) or km(place["lat"], place["lon"], meant["lat"], meant["lon"]) <= 161))
                if right:
                    rows.append((place["confidence"], sum(right) / len(right), corpus))
    return rows


def report(label, pairs):
    bins = [[] for _ in range(10)]
    for p, y in pairs:
        bins[min(int(p * 10), 9)].append((p, y))
    ece = sum(abs(sum(p for p, _ in b) - sum(y for _, y in b)) for b in bins) / len(pairs)
    brier = sum((p - y) ** 2 for p, y in pairs) / len(pairs)
    print(f"{label}: ECE {ece:.3f}, Brier {brier:.3f}")
    for b in bins:
        if b:
            print(f"    shown {sum(p for p, _ in b) / len(b):.2f}  right {sum(y for _, y in b) / len(b):.2f}  places {len(b)}")


subprocess.run(["cargo", "build", "--quiet", "--release", "-p", "trials"], cwd=root, check=True)
rows = places()
for corpus in ("lgl", "trnews"):
    report(corpus, [(shown, right) for shown, right, of in rows if of == corpus])
report("both", [(shown, right) for shown, right, _ in rows])
