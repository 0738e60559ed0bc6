#!/usr/bin/env python3
"""Main text of web pages, ours and trafilatura's in turn: pages.py FOLDER [ROUNDS], run by a Python that has trafilatura.

FOLDER is laid out as `trials predict html` expects. Both run on one thread; pages are unpacked before the clock starts. Rates
are pages per second of processor time; the ratio is the median of the rounds' ratios.
"""

import glob
import gzip
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

import trafilatura

ROOT = Path(__file__).resolve().parents[2]


def theirs(pages):
    begun = time.process_time()
    for page in pages:
        trafilatura.extract(page, include_comments=False)
    return len(pages) / (time.process_time() - begun)


def ours(folder):
    run = subprocess.run([ROOT / "target/release/trials", "predict", "html", folder], check=True, capture_output=True, text=True)
    return float(re.search(r"pages, (\d+) a second", run.stderr)[1])


def main():
    folder, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
    pages = [gzip.open(p).read() for p in sorted(glob.glob(f"{folder}/pages/**/*.gz", recursive=True))]
    theirs(pages[:5])
    ratios = []
    for _ in range(rounds):
        a, b = ours(folder), theirs(pages)
        ratios.append(a / b)
        print(f"tarikh {a:.0f}, trafilatura {trafilatura.__version__} {b:.0f} pages a second: {a / b:.1f} times", flush=True)
    print(f"median {statistics.median(ratios):.1f} times")


if __name__ == "__main__":
    main()
