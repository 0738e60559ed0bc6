#!/usr/bin/env python3
"""Learns how sure a place is: weights for lexicon/places/confidence.tsv, from two marked corpora.

In: ../shared/eval/geo/{lgl,trnews}.jsonl and the reader itself. The table is emptied first, so that the reader shows the
likelihoods of its rules; then it is learned and written anew. Out, on stdout: calibration error (ECE, ten bins) and Brier
score before, and after under five folds of reports. Only the weights leave the corpora.

Usage: place_confidence.py
"""
import json, math, os, pathlib, random, subprocess, tempfile

root = pathlib.Path(__file__).resolve().parent.parent
geo = root.parent / "shared/eval/geo"
table = root / "lexicon/places/confidence.tsv"
NAMES = ["bias", "logit", "country", "vague", "unit", "mentions"]


def head():
    kept = [l for l in table.read_text().splitlines() if l.startswith("#")]
    return "\n".join(kept + ["feature\tweight"]) + "\n"


def km(a, b, c, d):
    a, b, c, d = map(math.radians, (a, b, c, d))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(min(1, math.sqrt(h)))


def places():
    """One row a place: features, the share of its mentions that are right, its report."""
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
                    p = min(max(place["confidence"], 0.01), 0.99)
                    kind = place["precision"]
                    named = len(place["mentions"]) + len(place.get("demonyms", []))
                    x = [1, math.log(p / (1 - p)), kind == "country", kind in ("region", "area", "site"), kind in ("admin1", "admin2"), math.log(named)]
                    rows.append(([float(v) for v in x], sum(right) / len(right), (corpus, i), place["confidence"]))
    return rows


def sure(w, x):
    return 1 / (1 + math.exp(-sum(a * b for a, b in zip(w, x))))


def fit(rows, ridge=1.0):
    """Newton's method for a logistic function."""
    k = len(NAMES)
    w = [0.0] * k
    for _ in range(12):
        g = [-ridge * w[j] * (j > 0) for j in range(k)]
        h = [[(ridge if i > 0 else 1e-9) * (i == j) for j in range(k)] for i in range(k)]
        for x, y, *_ in rows:
            p = sure(w, x)
            for a in range(k):
                g[a] += (y - p) * x[a]
                for b in range(k):
                    h[a][b] += p * (1 - p) * x[a] * x[b]
        m = [h[i] + [g[i]] for i in range(k)]
        for i in range(k):
            top = max(range(i, k), key=lambda r: abs(m[r][i]))
            m[i], m[top] = m[top], m[i]
            for r in range(k):
                if r != i:
                    f = m[r][i] / m[i][i]
                    m[r] = [a - f * b for a, b in zip(m[r], m[i])]
        w = [a + m[i][k] / m[i][i] for i, a in enumerate(w)]
    return w


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


table.write_text(head())
subprocess.run(["cargo", "build", "--quiet", "--release", "-p", "trials"], cwd=root, check=True)
rows = places()
docs = sorted({r[2] for r in rows})
random.Random(4).shuffle(docs)
fold = {d: i % 5 for i, d in enumerate(docs)}
report("before", [(r[3], r[1]) for r in rows])
held = []
for f in range(5):
    w = fit([r for r in rows if fold[r[2]] != f])
    held += [(sure(w, r[0]), r[1]) for r in rows if fold[r[2]] == f]
report("after, five folds", held)
w = fit(rows)
table.write_text(head() + "".join(f"{n}\t{v:.3f}\n" for n, v in zip(NAMES, w)))
