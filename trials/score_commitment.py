#!/usr/bin/env python3
"""Score `trials predict commitment`: is the writer committed to a clause that stands under negation, modal, question or condition?

  score_commitment.py GOLD.jsonl PRED.jsonl [--details]

GOLD {id, target, claim, commitment_mean: -3..3, …}   PRED {id, commitment: -3..3}
accuracy   over three classes: 1 and more is yes, -1 and less is no, else open
mae        mean distance from the annotators' mean
pearson    correlation with it (0 where the prediction is constant)
Beside it stands what three constants give (the class that is commonest, and its figure as a guess), and what a table of the embedding
verb's own mean would give, which is told the answer: a bound for anything that looks at nothing but that verb.
"""
import argparse, collections, json


def load(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def cls(x):
    return "yes" if x >= 1 else "no" if x <= -1 else "open"


def pearson(a, b):
    n = len(a)
    ma, mb = sum(a) / n, sum(b) / n
    cov = sum((x - ma) * (y - mb) for x, y in zip(a, b))
    va, vb = sum((x - ma) ** 2 for x in a), sum((y - mb) ** 2 for y in b)
    return cov / (va * vb) ** 0.5 if va and vb else 0.0


def figures(name, gold, read):
    right = sum(cls(g) == cls(p) for g, p in zip(gold, read)) / len(gold)
    mae = sum(abs(g - p) for g, p in zip(gold, read)) / len(gold)
    print("%-34s accuracy %5.1f   mae %.2f   pearson %5.2f" % (name, 100 * right, mae, pearson(gold, read)))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("gold")
    ap.add_argument("pred")
    ap.add_argument("--details", action="store_true", help="list what is read wrongly")
    args = ap.parse_args()
    items, by_id = load(args.gold), {p["id"]: p for p in load(args.pred)}
    gold = [i["commitment_mean"] for i in items]
    read = [by_id.get(i["id"], {}).get("commitment", 0.0) for i in items]
    figures("read", gold, read)
    for name, value in (("always no (-2)", -2.0), ("always open (0)", 0.0), ("always yes (2)", 2.0)):
        figures(name, gold, [value] * len(gold))
    for name, key in (("mean of the verb, told the answer", lambda i: i["verb"]),
                      ("of verb and embedding, told", lambda i: (i["verb"], i["embedding"]))):
        groups = collections.defaultdict(list)
        for i in items:
            groups[key(i)].append(i["commitment_mean"])
        figures(name, gold, [sum(groups[key(i)]) / len(groups[key(i)]) for i in items])
    for key in ("embedding", "genre"):
        for name in sorted({i[key] for i in items}):
            some = [(i["commitment_mean"], r) for i, r in zip(items, read) if i[key] == name]
            figures("  %s (%d)" % (name, len(some)), [g for g, _ in some], [r for _, r in some])
    if args.details:
        for i, r in zip(items, read):
            if cls(i["commitment_mean"]) != cls(r):
                p = by_id.get(i["id"], {})
                print("\n%5.2f read %4.1f  %s under %r, read clause %r under %r\n   %s\n   = %s" % (
                    i["commitment_mean"], r, i["embedding"], i["verb"], p.get("clause"), p.get("under"), i["target"], i["claim"]))


if __name__ == "__main__":
    main()
