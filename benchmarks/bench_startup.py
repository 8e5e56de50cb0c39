"""What `--help` costs beside importing click; run as ``python benchmarks/bench_startup.py``."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

PROGRAM = str(Path(sys.executable).parent / "synthetic-data-kit")
RUNS = 9


def seconds(command: list[str]) -> float:
    """Return the wall time of one run of a command."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Time both commands in turn and print medians and their ratio."""
    baseline = [sys.executable, "-c", "import click"]
    print(f"start-up, median of {RUNS} runs in turn")
    seconds(baseline)
    for arguments in (["--help"], ["create", "--help"]):
        pairs = [(seconds([PROGRAM, *arguments]), seconds(baseline)) for _ in range(RUNS)]
        ours, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = statistics.median(a / b for a, b in pairs)
        name = " ".join(["synthetic-data-kit", *arguments])
        print(f"   {name:34} {ours * 1000:6.0f} ms   import click {bare * 1000:5.0f} ms", end="")
        print(f"   ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
