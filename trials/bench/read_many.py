#!/usr/bin/env python3
"""How much faster `tarikh.read_many` is on two threads than on one: read_many.py STREAM [DOCUMENTS] [ROUNDS]

Run by a Python that has the release wheel. One and two threads take turns; the ratio is that of the shortest times, because
other work on the machine can only make a time longer. Processor seconds of both are told too: what two threads cost more than
one is lost to waiting and sharing, and no other program can hide it.
"""

import itertools
import json
import sys
import time

import tarikh


def run(rows, threads):
    wall, cpu = time.monotonic(), time.process_time()
    events = sum(reading.event_count for reading in tarikh.read_many(rows, threads))
    return time.monotonic() - wall, time.process_time() - cpu, events


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 10
    with open(sys.argv[1], encoding="utf8") as lines:
        rows = [json.loads(line) for line in itertools.islice(lines, count)]
    rows = [{"text": row["text"], "published": row.get("published"), "title": row.get("title")} for row in rows]
    run(rows[:20], 2)
    best = {1: (1e9, 1e9), 2: (1e9, 1e9)}
    told = set()
    for _ in range(rounds):
        for threads in best:
            wall, cpu, events = run(rows, threads)
            told.add(events)
            best[threads] = min(best[threads][0], wall), min(best[threads][1], cpu)
    assert len(told) == 1, "threads change what is read"
    for threads, (wall, cpu) in best.items():
        print(f"{threads} threads: {wall:.2f} s, {cpu:.2f} processor seconds")
    print(f"{best[1][0] / best[2][0]:.2f} times as fast, for {best[2][1] / best[1][1]:.2f} times the processor seconds")


if __name__ == "__main__":
    main()
