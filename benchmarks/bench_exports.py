"""How long exports take beside a bare loop over the fastest serialiser, and how much memory.

Run as ``python benchmarks/bench_exports.py [--rows 1000000]``. The loop reads each line with
orjson, builds the row and writes it with orjson, on the same disk; it surveys no columns, checks
nothing and reads nothing back. Times are wall and processor time of whole processes, start-up
included.
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
from typing import Any

import orjson

TARGETS = {"flat": 4, "turns": 6}
"""Most that an export may take beside the loop: of questions and answers, of conversations."""

TARGET_MEMORY = 500  # MB at a million rows

LOOP = """
import sys, orjson
def row(format, record):
    if format == "jsonl":
        return dict(record)
    if format == "alpaca":
        return {"instruction": record["question"], "input": "", "output": record["answer"]}
    turns = record.get("messages") or (
        {"role": "user", "content": record["question"]},
        {"role": "assistant", "content": record["answer"]},
    )
    turns = [{"role": turn["role"], "content": turn["content"]} for turn in turns]
    if format != "messages":
        turns.insert(0, {"role": "system", "content": "You are a helpful assistant."})
    return {"messages": turns}
with open(sys.argv[1], "rb") as source, open(sys.argv[2], "wb") as target:
    for line in source:
        made = row(sys.argv[3], orjson.loads(line))
        target.write(orjson.dumps(made, option=orjson.OPT_APPEND_NEWLINE))
"""
EXPORTS = (
    ("flat", "jsonl", "jsonl"),
    ("flat", "alpaca", "jsonl"),
    ("flat", "ft", "jsonl"),
    ("turns", "messages", "jsonl"),
    ("turns", "chatml", "jsonl"),
    ("flat", "jsonl", "parquet"),
    ("flat", "jsonl", "hf"),
)
WORDS = ("delivery", "goods", "shop", "returned", "within", "days", "after", "café", "14", "süß")


def write_records(folder: Path, count: int) -> None:
    """Write questions and answers of 12 and 40 words, and conversations of four turns."""
    pick = random.Random(1)

    def words(number: int) -> str:
        return " ".join(pick.choices(WORDS, k=number))

    option = orjson.OPT_APPEND_NEWLINE
    with (folder / "flat.jsonl").open("wb") as flat, (folder / "turns.jsonl").open("wb") as turns:
        for number in range(count):
            row: dict[str, Any] = {
                "question": f"{number} {words(12)}?",
                "answer": words(40),
                "rating": 8,
            }
            flat.write(orjson.dumps(row, option=option))
            texts = (row["question"], row["answer"], words(12), words(30))
            roles = ("user", "assistant") * 2
            talk = [{"role": r, "content": t} for r, t in zip(roles, texts, strict=True)]
            turns.write(orjson.dumps({"messages": talk}, option=option))


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
    """Print for each export how long it took beside the loop that makes the same rows."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=200_000)
    count = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_records(folder, count)
        print(f"exports of {count:,} rows; memory target {TARGET_MEMORY} MB at 1,000,000")
        for kind, form, storage in EXPORTS:
            source = str(folder / f"{kind}.jsonl")
            loop = [sys.executable, "-c", LOOP, source, str(folder / "loop.jsonl"), form]
            bare, bare_cpu, _ = measure(loop)
            output = folder / "out" / f"{form}-{storage}"
            command = [sys.executable, "-m", "sdk_core", "save-as", source, "-f", form]
            wall, cpu, peak = measure([*command, "--storage", storage, "-o", f"{output}/"])
            print(
                f"   {kind:5} {form:8} {storage:7} loop {bare:6.2f} s  export {wall:6.2f} s  "
                f"peak {peak:4.0f} MB  ratio {wall / bare:5.2f} (CPU {cpu / bare_cpu:5.2f}; "
                f"target {TARGETS[kind]})"
            )


if __name__ == "__main__":
    main()
