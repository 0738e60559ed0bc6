"""F1 of names, exact spans and labels PER ORG LOC: score_names.py GOLD.jsonl OURS.jsonl"""
import json
import sys

gold, ours = ([json.loads(l) for l in open(f, encoding="utf8")] for f in sys.argv[1:3])
keep = lambda d: {(s["start"], s["end"], s["label"]) for s in d["spans"] if s["label"] in ("PER", "ORG", "LOC")}
tp = sum(len(keep(g) & keep(o)) for g, o in zip(gold, ours))
g, o = sum(len(keep(d)) for d in gold), sum(len(keep(d)) for d in ours)
print(f"P {100*tp/max(1,o):.1f} R {100*tp/max(1,g):.1f} F {200*tp/max(1,g+o):.1f}")
