"""Peak memory of ``create``, the installed program, over few and over many chunks."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench_clients import Case, serve

PROGRAM = str(Path(sys.executable).parent / "synthetic-data-kit")
CHUNKS_A_FILE = 50
CHUNK_SIZE = 1000


@dataclass
class Peak:
    """What one ``create`` took."""

    chunks: int
    megabytes: float
    wall: float
    cpu: float


def peak(chunks: int) -> Peak:
    """Run ``create`` over text files of that many chunks in all, one pair for each."""
    case = Case("E", "", chunks, 64, 0.0)
    with tempfile.TemporaryDirectory() as folder, serve(case) as base:
        for number in range(chunks // CHUNKS_A_FILE):
            document(Path(folder) / "in" / f"d{number:05}.txt", number)
        command = [PROGRAM, "create", "in", "--provider", "api-endpoint", "--api-base", base]
        command += ["--chunk-size", str(CHUNK_SIZE), "--chunk-overlap", "0", "-q"]
        command += ["-n", str(CHUNKS_A_FILE), "-m", "test-model"]
        start = time.perf_counter()
        child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        if child.returncode:
            raise SystemExit(f"create ended with {child.returncode}")
    return Peak(chunks, usage.ru_maxrss / 1024, wall, usage.ru_utime + usage.ru_stime)


def document(path: Path, number: int) -> None:
    """Write a text of `CHUNKS_A_FILE` chunks, every sentence different."""
    lines: list[str] = []
    length = 0
    while length < CHUNKS_A_FILE * CHUNK_SIZE - CHUNK_SIZE // 2:
        lines.append(f"Fact {len(lines)} of document {number} weighs {len(lines) * 7} kg. ")
        length += len(lines[-1])
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(lines), encoding="utf-8")
