#!/usr/bin/env python3
"""What Apache Spark costs a document: spark_overhead.py STREAM [DOCUMENTS [LINKED]], run by a Python with the release wheel and PySpark.

Two executors of one core each, as processes of their own (local-cluster[2,1,2048]). The documents are read once by
`tarikh.read_many` on one thread and once by `tarikh.spark.read`, both with and without the gate; the difference in processor
seconds of all processes, by document, is what Spark, its Python workers and Arrow cost. Then LINKED of the readings, 100 where no number is given, are linked.
"""

import itertools
import json
import os
import sys
import tempfile
import time

os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")

import tarikh  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402


def spent(pid):
    """Processor seconds of a process, its children and those that ended."""
    total = 0.0
    try:
        cells = open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()
        total = sum(map(int, cells[11:15])) / os.sysconf("SC_CLK_TCK")
        tasks = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return total
    for task in tasks:
        # Threads of a JVM come and go while one looks.
        try:
            children = open(f"/proc/{pid}/task/{task}/children").read().split()
        except OSError:
            continue
        total += sum(spent(child) for child in children)
    return total


def timed(name, count, work):
    wall, cpu = time.monotonic(), spent(os.getpid())
    result = work()
    cpu, wall = spent(os.getpid()) - cpu, time.monotonic() - wall
    print(f"{name}: {cpu:.2f} processor seconds, {cpu / count * 1000:.3f} ms a document, {wall:.1f} s", flush=True)
    return cpu, result


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    with open(sys.argv[1], encoding="utf8") as lines:
        rows = [json.loads(line) for line in itertools.islice(lines, count)]
    rows = [{k: row[k] for k in ("text", "title", "published")} for row in rows]
    builder = SparkSession.builder.master("local-cluster[2,1,2048]").config("spark.executor.memory", "1g")
    builder = builder.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false").config("spark.sql.shuffle.partitions", "4")
    spark = builder.config("spark.log.level", "ERROR").getOrCreate()
    with tempfile.TemporaryDirectory() as folder:
        spark.createDataFrame(rows).repartition(4).write.parquet(f"{folder}/stream")
        frame = spark.read.parquet(f"{folder}/stream")
        # Executors and their Python workers start, and load the model, before the clock.
        tarikh.spark.read(frame.limit(50)).collect()
        tarikh.spark.read(frame).limit(1).collect()
        sum(bool(r) for r in tarikh.read_many(rows[:20], 1))
        # The virtual machines compile what they run often: the first pass is for them.
        tarikh.spark.read(frame, gate=True).write.parquet(f"{folder}/first")
        for gate in (None, True):
            told = "gate and reading" if gate else "reading"
            # Of this process alone: the virtual machines go on tidying up.
            begun = time.process_time()
            read = sum(map(bool, tarikh.read_many(rows, 1, gate=gate)))
            alone = time.process_time() - begun
            print(f"{told}, one thread: {alone:.2f} processor seconds, {alone / count * 1000:.3f} ms a document")
            path = f"{folder}/readings-{bool(gate)}"
            cluster, _ = timed(f"{told}, Spark", count, lambda: tarikh.spark.read(frame, gate=gate).write.parquet(path))
            print(f"Spark's share: {(cluster - alone) / count * 1000:.3f} ms a document; {read} read")
        readings = spark.read.parquet(f"{folder}/readings-True").where("reading is not null")
        number = min(int(sys.argv[3]) if len(sys.argv) > 3 else 100, readings.count())
        readings = readings.limit(number)
        incidents = lambda: tarikh.spark.link(readings, work=f"{folder}/work").count()  # noqa: E731
        _, found = timed(f"linking {number} readings", number, incidents)
        print(f"{found} incidents")
    spark.stop()


if __name__ == "__main__":
    main()
