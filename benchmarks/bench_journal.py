"""What recording every answer costs at 50 calls a second.

Run as ``python benchmarks/bench_journal.py``. Answers of 4 kB arrive at that pace, once with the
record and once without; the figures are the wall time and the processor time that recording adds,
and how long a call waits for its answer to be safe.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from sdk_core.llm.journal import Journal
from sdk_core.model import Completion, Message, Request

CALLS, RATE = 500, 50
TARGET = 0.02
PROMPT = "A passage that the question is about. " * 100
ANSWER = "A sentence of the answer that was paid for. " * 90


async def run(journal: Journal | None) -> tuple[float, float, list[float]]:
    """Return wall time, processor time and the wait for each record, in seconds."""
    waits = []

    async def call(number: int) -> None:
        request = Request(messages=(Message("user", f"{number} {PROMPT}"),), model="m")
        started = time.perf_counter()
        if journal is not None:
            await journal.put(request, Completion(text=f"{number} {ANSWER}"))
        waits.append(time.perf_counter() - started)

    wall, cpu = time.perf_counter(), time.process_time()
    tasks = []
    for number in range(CALLS):
        tasks.append(asyncio.create_task(call(number)))
        await asyncio.sleep(max(0.0, wall + (number + 1) / RATE - time.perf_counter()))
    await asyncio.gather(*tasks)
    return time.perf_counter() - wall, time.process_time() - cpu, waits


def main() -> None:
    """Run with and without the record and print what it adds."""
    with tempfile.TemporaryDirectory() as folder, Journal(Path(folder, ".sdk", "a.db")) as journal:
        wall, cpu, waits = asyncio.run(run(journal))
    bare_wall, bare_cpu, _ = asyncio.run(run(None))
    share = (cpu - bare_cpu) / wall
    print(f"journal, {CALLS} answers at {RATE} a second")
    print(
        f"   wall {wall:.2f} s with, {bare_wall:.2f} s without   "
        f"ratio {wall / bare_wall:.3f} (target {1 + TARGET:.2f})"
    )
    print(f"   CPU added {100 * share:.2f} % of one core")
    print(f"   wait for the disk: median {1000 * statistics.median(waits):.1f} ms a call")


if __name__ == "__main__":
    main()
