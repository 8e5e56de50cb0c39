"""``create`` as a user runs it: 384 chunks, 1.5 s a call, 64 calls at a time.

Run as ``python benchmarks/bench_pipeline.py [RUNS]``. The ideal is calls x service time / slots;
start-up is the same command on one short text against the same server. The bare client is plain
asyncio streams making the same number of calls.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_clients import Case, run_streams, serve

PROGRAM = str(Path(sys.executable).parent / "synthetic-data-kit")
CHUNKS, SLOTS, LATENCY = 384, 64, 1.5
CHUNK_SIZE = 2000
CASE = Case("create", "", CHUNKS, SLOTS, LATENCY, SLOTS)


def document(path: Path, chunks: int) -> None:
    """Write a text that is cut into that many chunks, every sentence different."""
    lines: list[str] = []
    length = 0
    while length < chunks * CHUNK_SIZE - CHUNK_SIZE // 2:
        lines.append(f"Fact {len(lines)} says that item {len(lines) * 7} weighs {len(lines)} kg. ")
        length += len(lines[-1])
    path.write_text("".join(lines), encoding="utf-8")


def create(base: str, text: Path, pairs: int) -> float:
    """Return the wall time of one ``create``."""
    command = [PROGRAM, "create", text.name, "--provider", "api-endpoint", "--api-base", base]
    command += ["--chunk-size", str(CHUNK_SIZE), "--chunk-overlap", "0", "-n", str(pairs)]
    command += ["--concurrency", str(SLOTS), "-m", "test-model", "--fresh", "-q"]
    start = time.perf_counter()
    subprocess.run(command, check=True, cwd=text.parent, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Print the medians and their ratios."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    ideal = CHUNKS * LATENCY / SLOTS
    walls, starts, bares = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        long, short = Path(folder) / "long.txt", Path(folder) / "short.txt"
        document(long, CHUNKS)
        short.write_text("Water boils at 100 degrees at sea level. " * 5, encoding="utf-8")
        with serve(CASE) as base:
            for _ in range(runs):
                starts.append(create(base, short, 1) - LATENCY)
                walls.append(create(base, long, CHUNKS))
                bares.append(asyncio.run(run_streams(base, CASE)).wall)
    wall, start, bare = (statistics.median(values) for values in (walls, starts, bares))
    print(f"create, {CHUNKS} chunks of {LATENCY} s, {SLOTS} at a time, median of {runs}")
    print(f"   ideal {ideal:.2f} s   start-up {start:.2f} s   bare asyncio client {bare:.2f} s")
    print(f"   create {wall:.2f} s   without start-up {wall - start:.2f} s", end="")
    print(f"   ratio to ideal {(wall - start) / ideal:.3f}   to bare {(wall - start) / bare:.3f}")


if __name__ == "__main__":
    main()
