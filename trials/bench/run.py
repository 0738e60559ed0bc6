#!/usr/bin/env python3
"""Speed and memory on streams of news: tarikh with and without its gate, and spaCy pipelines, in one run.

    cargo build --release -p tarikh-cli -p trials
    trials/bench/run.py --sizes 1000,10000 --rounds 3 --spacy .venv/peers/bin/python:en_core_web_sm
    trials/bench/run.py --stream FILE.jsonl --spacy …           # a stream of your own: {"text"} a line

Streams come from `news_stream`. Processor seconds are those of a process and its children (wait4), less those of the same
command on a stream of one document, so that loading counts for neither side. Memory is the greatest sum over the process and
its children, looked at ten times a second. Each figure is the best of the rounds, and the tools take turns in each round: the
machine may be busy with other work. One JSON object per measurement goes to stdout, a table at the end to stderr.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PEER = Path(__file__).resolve().parent / "spacy_stream.py"


def of_family(pid):
    """Bytes that a process and its children hold."""
    total = 0
    try:
        with open(f"/proc/{pid}/statm") as f:
            total += int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as f:
                total += sum(of_family(child) for child in f.read().split())
    except OSError:
        pass
    return total


def measure(command, stream):
    """Processor seconds, seconds and greatest memory of one command, which is given the stream's name."""
    env = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    command = [*command, stream]
    with tempfile.TemporaryFile() as faults:
        begun = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=faults, env=env)
        most, over = [0], threading.Event()

        def watch():
            while not over.wait(0.1):
                most[0] = max(most[0], of_family(process.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        over.set()
        watcher.join()
        faults.seek(0)
        told = faults.read().decode(errors="replace").strip()
    if process.returncode not in (0, 1):
        sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}\n{told[-2000:]}")
    return {"cpu": used.ru_utime + used.ru_stime, "wall": wall, "memory": max(most[0], used.ru_maxrss * 1024), "told": told}


def words_of(stream):
    documents = words = 0
    with open(stream, encoding="utf8") as f:
        for line in f:
            documents += 1
            words += len(json.loads(line)["text"].split())
    return documents, words


def make(folder, count, conflict, seed=1):
    path = folder / f"{count}-{conflict}-{seed}.jsonl"
    with open(path, "wb") as out:
        args = [str(count), "--conflict", str(conflict), "--seed", str(seed)]
        subprocess.run([ROOT / "target/release/news_stream", *args], stdout=out, check=True)
    return path


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--sizes", default="1000", help="documents of a stream, with commas")
    ask.add_argument("--conflict", default="10,100", help="percent of conflict reports, with commas")
    ask.add_argument("--stream", action="append", default=[], help="a stream of your own instead")
    ask.add_argument("--spacy", action="append", default=[], metavar="PYTHON:MODEL", help="a pipeline and whose Python has it")
    ask.add_argument("--spacy-most", type=int, default=1000, help="documents that spaCy is asked to take, at most")
    ask.add_argument("--tools", default="gate-alone,gate-and-reading,reading", help="which ways of tarikh")
    ask.add_argument("--threads", default="1", help="threads or processes, with commas")
    ask.add_argument("--rounds", type=int, default=1)
    ask.add_argument("--gate", default="", help="another line of the gate than the usual")
    args = ask.parse_args()
    program = ROOT / "target/release/tarikh"
    gate = f"--gate={args.gate}" if args.gate else "--gate"
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        streams = [Path(s) for s in args.stream]
        if not streams:
            streams = [make(folder, int(n), int(c)) for n in args.sizes.split(",") for c in args.conflict.split(",")]
        loading = {}
        for stream in streams:
            documents, words = words_of(stream)
            first = folder / "first.jsonl"
            with open(stream, encoding="utf8") as f:
                first.write_text(f.readline(), encoding="utf8")
            tools = []
            for n in map(int, args.threads.split(",")):
                with_threads = ["--format", "jsonl", "--threads", str(n)]
                ways = {"gate-alone": ["--gate=1"], "gate-and-reading": [gate], "reading": []}
                for name in args.tools.split(","):
                    tools.append((f"tarikh {name}", n, [program, "read", *ways[name], *with_threads]))
                for peer in args.spacy:
                    python, model = peer.split(":", 1)
                    name = Path(model).name
                    tools.append((f"spaCy {name}", n, [python, PEER, model, str(n), str(args.spacy_most)]))
            best = {}
            for _ in range(args.rounds):
                for name, n, command in tools:
                    if (name, n) not in loading:
                        loading[name, n] = measure(command, first)["cpu"]
                    run = measure(command, stream)
                    key = name, n
                    if key not in best or run["cpu"] < best[key]["cpu"]:
                        wall = min(run["wall"], best[key]["wall"]) if key in best else run["wall"]
                        best[key] = {**run, "wall": wall}
            for (name, n), run in best.items():
                took_documents, took_words = documents, words
                if name.startswith("spaCy"):
                    took = json.loads(run["told"].splitlines()[-1])
                    took_documents, took_words = took["documents"], took["words"]
                cpu = max(run["cpu"] - loading[name, n], 1e-3)
                row = {
                    "stream": stream.stem, "tool": name, "threads": n, "documents": took_documents, "words": took_words,
                    "cpu_s": round(cpu, 2), "load_s": round(loading[name, n], 2), "wall_s": round(run["wall"], 2),
                    "documents_per_cpu_s": round(took_documents / cpu, 1), "words_per_cpu_s": round(took_words / cpu),
                    "memory_mb": round(run["memory"] / 1e6), "cpu_hours_per_million": round(cpu / took_documents * 1e6 / 3600, 2),
                }
                if name.startswith("tarikh") and run["told"]:
                    row["told"] = run["told"].splitlines()[0][:200]
                rows.append(row)
                print(json.dumps(row), flush=True)
    head = ("stream", "tool", "threads", "documents", "documents_per_cpu_s", "words_per_cpu_s", "cpu_hours_per_million", "memory_mb")
    print(" | ".join(head), file=sys.stderr)
    for row in rows:
        print(" | ".join(str(row[h]) for h in head), file=sys.stderr)


if __name__ == "__main__":
    main()
