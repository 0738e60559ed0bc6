#!/usr/bin/env python3
"""What each line of the gate lets pass, on marked texts: gate_lines.py EVAL_FOLDER

Conflict: wires of MUC-4 dev that have a template, reports of attacks in India (satp_relevant: every one of them is violent).
Safe to call other news: BBC articles that are not of its politics section, posts of 20 newsgroups that are not political. The
gate learnt from MUC-4 train; nothing here but that corpus's other half is known to it.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)


def likelihoods(texts):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf8", delete=False) as f:
        for n, text in enumerate(texts):
            f.write(json.dumps({"id": n, "text": text}) + "\n")
    out = subprocess.run([ROOT / "target/release/trials", "predict", "gate", f.name], check=True, capture_output=True, text=True)
    os.unlink(f.name)
    return [json.loads(line)["conflict"] for line in out.stdout.splitlines()]


def read(path):
    return [json.loads(line) for line in open(path, encoding="utf8")]


def main():
    folder = Path(sys.argv[1])
    other = folder / "conflibert"
    sets = [
        ("MUC-4 dev, relevant", [d["text"] for d in read(folder / "muc4/dev.jsonl") if d["relevant"]]),
        ("attacks in India", [d["text"] for d in read(other / "satp_relevant.jsonl")]),
        ("BBC, no politics", [d["text"] for d in read(other / "BBC_News.jsonl") if not d["labels"]]),
        ("BBC, politics", [d["text"] for d in read(other / "BBC_News.jsonl") if d["labels"]]),
        ("newsgroups, no politics", [d["text"] for d in read(other / "20news.jsonl") if not d["labels"]]),
    ]
    print(f"{'passes, percent':<28}" + "".join(f"{line:>7}" for line in LINES))
    found = {}
    for name, texts in sets:
        found[name] = likelihoods(texts)
        shares = [100 * sum(p >= line for p in found[name]) / len(texts) for line in LINES]
        print(f"{name + ', ' + str(len(texts)):<28}"[:30].ljust(30) + " ".join(f"{s:6.1f}" for s in shares))
    loud = found["MUC-4 dev, relevant"]
    calm = found["BBC, no politics"] + found["newsgroups, no politics"]
    highest = sorted(loud)[int(0.03 * len(loud))]
    passed = 100 * sum(p >= highest for p in calm) / len(calm)
    print(f"highest line with recall of at least 97 percent on MUC-4 dev: {highest:.3f}; other texts that pass it: {passed:.1f} percent")


if __name__ == "__main__":
    main()
