"""How long exports take beside a bare loop over the fastest serialiser, and how much memory.

Run as ``python benchmarks/bench_exports.py [--rows 1000000]``. The loop reads and writes the same
lines with orjson and does nothing else: no survey of columns, no check, no reading back. Times are
wall and processor time of whole processes, start-up included.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import orjson

TARGET_RATIO = 1.5
TARGET_MEMORY = 500  # MB at a million rows

LOOP = """
import sys, orjson
with open(sys.argv[1], "rb") as source, open(sys.argv[2], "wb") as target:
    for line in source:
        target.write(orjson.dumps(orjson.loads(line), option=orjson.OPT_APPEND_NEWLINE))
"""
EXPORTS = {
    "jsonl": ("-f", "jsonl", "--storage", "jsonl"),
    "messages as jsonl": ("-f", "messages", "--storage", "jsonl"),
    "parquet": ("-f", "jsonl", "--storage", "parquet"),
    "hf": ("-f", "jsonl", "--storage", "hf"),
}
WORDS = ("delivery", "goods", "shop", "returned", "within", "days", "after", "café", "14", "süß")


def write_rows(path: Path, count: int) -> None:
    """Write questions and answers of 12 and 40 words."""
    pick = random.Random(1)
    with path.open("wb") as file:
        for number in range(count):
            row = {
                "question": f"{number} {' '.join(pick.choices(WORDS, k=12))}?",
                "answer": " ".join(pick.choices(WORDS, k=40)),
                "rating": 8,
            }
            file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))


def measure(arguments: list[str]) -> tuple[float, float, float]:
    """Run a process and return its wall time, its processor time and its peak memory in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    timed = [sys.executable, "-c", _WRAPPER, *arguments]
    done = subprocess.run(timed, check=True, capture_output=True, text=True)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return wall, cpu, int(done.stdout.splitlines()[-1]) / 1024


# The peak of all children of this process would hide that of the later ones.
_WRAPPER = (
    "import resource, subprocess, sys\n"
    "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
)


def main() -> None:
    """Print one line for the loop and one for each export."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=200_000)
    count = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "rows.jsonl"
        write_rows(source, count)
        print(f"exports of {count:,} rows, {source.stat().st_size / 1e6:.0f} MB")
        loop = [sys.executable, "-c", LOOP, str(source), str(folder / "loop.jsonl")]
        bare, bare_cpu, peak = measure(loop)
        print(f"   {'bare loop':18} wall {bare:6.2f} s  CPU {bare_cpu:6.2f} s  peak {peak:4.0f} MB")
        for label, flags in EXPORTS.items():
            output = folder / "out" / label.replace(" ", "-")
            command = [sys.executable, "-m", "sdk_core", "save-as", str(source), *flags]
            wall, cpu, peak = measure([*command, "-o", f"{output}/"])
            print(
                f"   {label:18} wall {wall:6.2f} s  CPU {cpu:6.2f} s  peak {peak:4.0f} MB  "
                f"ratio {wall / bare:5.2f} (CPU {cpu / bare_cpu:5.2f}; target {TARGET_RATIO})"
            )
    print(f"   memory target: {TARGET_MEMORY} MB at 1,000,000 rows")


if __name__ == "__main__":
    main()
