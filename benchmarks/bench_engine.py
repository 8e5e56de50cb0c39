"""What the engine costs beside other clients that make the same calls, and how it finds its width.

Run as ``python benchmarks/bench_engine.py [A] [B] [C] [D] [E] [--chunks N]``. The server runs in a
child process. ``AsyncOpenAI`` is the openai package alone with the same number of calls in flight;
``floor`` speaks HTTP over asyncio streams and nothing else, so its wall time is about the least
that the calls can take. Every figure stands beside its target.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Callable

from bench_clients import CLIENTS, Case, CountingBackend, Result, measure, request, serve
from bench_memory import peak

from sdk_core.llm.engine import Engine
from sdk_core.llm.retry import CallPolicy

A = Case("A", "384 calls of 1.5 s, 64 slots", 384, 64, 1.5, 64)
B = Case("B", "600 calls of 50 ms, 64 slots", 600, 64, 0.05, 64)
C = Case(
    "C",
    "256 calls of 300 ms, refuses above 16 with Retry-After 1 s, width not known",
    256,
    16,
    0.3,
    server=("--limit", "16", "--retry-after", "1"),
)
D = Case(
    "D",
    "calls of 500 ms to a server that queues beyond 48 and never refuses, width not known",
    2400,
    48,
    0.5,
    server=("--slots", "48"),
)
WARM_UP = 6.0
"""Seconds of D that are not measured."""


def figure(name: str, value: float, target: float, unit: str = "", *, least: bool = False) -> None:
    """Print a figure beside its target.

    Args:
        name: What was measured.
        value: What it came to.
        target: The most it should be.
        unit: Its unit.
        least: Whether the target is the least it should be instead.
    """
    met = value >= target if least else value <= target
    sign = ">=" if least else "<="
    verdict = "" if met else "   MISSED"
    print(f"   {name:34} {value:8.2f}{unit}   target {sign} {target:g}{unit}{verdict}")


def compare(case: Case, runs: int) -> dict[str, Result]:
    """Run all clients in turn, print each one's median run and return it."""
    print(f"{case.name}  {case.what}")
    print(f"   ideal {case.ideal:.2f} s; median of {runs}")
    results: dict[str, list[Result]] = {name: [] for name in CLIENTS}
    for _ in range(runs):
        for name, client in CLIENTS.items():
            results[name].append(measure(case, client))
    medians = {}
    for name, found in results.items():
        wall = statistics.median(result.wall for result in found)
        cpu = statistics.median(result.cpu for result in found)
        last = found[-1]
        medians[name] = Result(wall, cpu, last.requests, last.rows)
        print(
            f"   {name:12} wall {wall:6.2f} s   CPU {1000 * cpu / case.calls:5.2f} ms a call   "
            f"{last.requests} requests, {last.rows} of {case.calls} rows"
        )
    return medians


def case_a(runs: int) -> None:
    """Long calls: what is lost between them."""
    engine = compare(A, runs)["engine"]
    figure("wall / ideal", engine.wall / A.ideal, 1.06)


def case_b(runs: int) -> None:
    """Short calls: what each one costs."""
    results = compare(B, runs)
    engine, bare = results["engine"], results["AsyncOpenAI"]
    figure("wall / AsyncOpenAI", engine.wall / bare.wall, 1.0)
    figure("CPU / AsyncOpenAI", engine.cpu / bare.cpu, 1.5)


def case_c(runs: int) -> None:
    """A server that refuses: how the width is found, and at what cost."""
    engine = compare(C, runs)["engine"]
    figure("wall / ideal", engine.wall / C.ideal, 1.25)
    figure("requests / row", engine.requests / max(1, engine.rows), 1.1)
    figure("rows", engine.rows, C.calls, least=True)


def case_d() -> None:
    """A server that only gets slower: whether it is used up without a long queue."""
    print(f"{D.name}  {D.what}")
    with serve(D) as base:
        rate, latency, window = asyncio.run(_keep_busy(base))
    capacity = D.slots / D.latency
    print(f"   {rate:.1f} calls a second of {capacity:.0f}, window {window}")
    figure("share of the capacity", 100 * rate / capacity, 95, " %", least=True)
    figure("latency / service time", latency / D.latency, 2)
    figure("mean queue (Little's law)", rate * max(0.0, latency - D.latency), D.slots)


async def _keep_busy(base: str) -> tuple[float, float, int]:
    """Return calls a second and mean latency after the warm-up, and the last window."""
    backend = CountingBackend(base)
    engine = Engine(backend, CallPolicy(), name="api-endpoint")
    await engine.complete(request(-1))
    start = time.perf_counter() + WARM_UP
    calls = [asyncio.ensure_future(engine.complete(request(n))) for n in range(D.calls)]
    await asyncio.wait(calls, timeout=0.9 * D.ideal)
    end, window = time.perf_counter(), engine.stats.window
    engine.stop()
    await asyncio.gather(*calls, return_exceptions=True)
    await engine.aclose()
    taken = [latency for at, latency in backend.requests if start <= at <= end]
    return len(taken) / (end - start), statistics.mean(taken), window


def case_e(chunks: int) -> None:
    """Memory of a long run beside that of a short one."""
    few, many = peak(max(50, chunks // 20)), peak(chunks)
    print(f"E  create of {few.chunks} and of {many.chunks} chunks, in files of 50 chunks")
    for found in (few, many):
        print(
            f"   {found.chunks:6} chunks   {found.megabytes:6.1f} MB at most   "
            f"wall {found.wall:6.1f} s   CPU {1000 * found.cpu / found.chunks:5.2f} ms a chunk"
        )
    figure("memory of many / of few", many.megabytes / few.megabytes, 1.1)


def main() -> None:
    """Run the cases that are named, else all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", help="names of the cases, all when none is given")
    parser.add_argument("--runs", type=int, default=3, help="runs of A, B and C")
    parser.add_argument("--chunks", type=int, default=20_000, help="chunks of the long run of E")
    options = parser.parse_args()
    cases: dict[str, Callable[[], None]] = {
        "A": lambda: case_a(options.runs),
        "B": lambda: case_b(options.runs),
        "C": lambda: case_c(options.runs),
        "D": case_d,
        "E": lambda: case_e(options.chunks),
    }
    for name, run in cases.items():
        if not options.cases or name in options.cases:
            run()


if __name__ == "__main__":
    main()
