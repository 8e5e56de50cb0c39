"""What the engine costs beside a bare asyncio client that makes the same calls.

Run as ``python benchmarks/bench_engine.py [A] [B] [C]``. The server runs in a child process. The
bare client speaks HTTP over asyncio streams and nothing else, so its wall time is about the least
that the calls can take; where the server refuses, it waits as told and tries again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "plugins")]

from sdk_builtins.backends.openai_chat import ApiEndpointBackend, ApiEndpointOptions  # noqa: E402
from sdk_core.llm.engine import Engine  # noqa: E402
from sdk_core.llm.policy import CallPolicy  # noqa: E402
from sdk_core.model import Message, Request  # noqa: E402

TEXT = " ".join(f"Sentence number {i} of the passage says something new." for i in range(75))


@dataclass(frozen=True)
class Case:
    """One load: how many calls, how wide, and how the server behaves."""

    name: str
    what: str
    calls: int
    slots: int
    concurrency: int | None
    server: tuple[str, ...]


CASES = (
    Case("A", "384 calls of 1.5 s, 64 slots", 384, 64, 64, ("--latency", "1.5")),
    Case("B", "600 calls of 50 ms, 64 slots", 600, 64, 64, ("--latency", "0.05")),
    Case(
        "C",
        "256 calls of 300 ms, refuses above 16",
        256,
        16,
        None,
        ("--latency", "0.3", "--limit", "16", "--retry-after", "1"),
    ),
)


@dataclass
class Result:
    """Wall and CPU seconds of one client."""

    wall: float
    cpu: float
    note: str = ""


@contextmanager
def serve(arguments: tuple[str, ...]) -> Iterator[str]:
    """Run the tests' server in a child process and yield its base URL."""
    command = [sys.executable, "-m", "tests.server", *arguments]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert child.stdout is not None
        yield child.stdout.readline().strip()
    finally:
        child.terminate()
        child.wait()


def prompt(number: int) -> str:
    """Return a prompt of about 4 000 characters."""
    return f"Create 5 question-answer pairs as JSON.\n\n{number}. {TEXT}"


async def run_engine(base: str, case: Case) -> Result:
    """Make the calls through the engine and the backend."""
    options = ApiEndpointOptions(api_base=base, model="test-model")
    policy = CallPolicy(concurrency=case.concurrency)
    engine = Engine(ApiEndpointBackend(options), policy, name="api-endpoint")
    await engine.complete(_request(-1))
    start, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(engine.complete(_request(i)) for i in range(case.calls)))
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    note = f"window {engine.stats.window}"
    await engine.aclose()
    return Result(wall, cpu, note)


def _request(number: int) -> Request:
    return Request(messages=(Message("user", prompt(number)),), params={"temperature": 0.7})


async def run_bare(base: str, case: Case) -> Result:
    """Make the calls over bare asyncio streams, one connection a slot."""
    parts = urlsplit(base)
    numbers = iter(range(case.calls))
    refused = 0

    async def slot() -> None:
        nonlocal refused
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        for number in numbers:
            body = json.dumps(
                {"model": "m", "messages": [{"role": "user", "content": prompt(number)}]}
            ).encode()
            head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}"
            while True:
                writer.write(head.encode() + b"\r\n\r\n" + body)
                status, wait, data = await _read(reader)
                if status == 200:
                    json.loads(data)
                    break
                refused += 1
                await asyncio.sleep(wait)
        writer.close()

    start, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(slot() for _ in range(case.slots)))
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    return Result(wall, cpu, f"{refused} refused" if refused else "")


async def _read(reader: asyncio.StreamReader) -> tuple[int, float, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    first, *lines = head.split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines if ": " in line)
    data = await reader.readexactly(int(headers["content-length"]))
    return int(first.split()[1]), float(headers.get("retry-after", 0)), data


def main() -> None:
    """Run the cases and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", help="names of the cases, all when none is given")
    options = parser.parse_args()
    clients: tuple[tuple[str, Callable[[str, Case], Coroutine[Any, Any, Result]]], ...] = (
        ("engine", run_engine),
        ("bare asyncio", run_bare),
    )
    for case in CASES:
        if options.cases and case.name not in options.cases:
            continue
        results = []
        print(f"{case.name}  {case.what}")
        for name, run in clients:
            with serve(case.server) as base:
                result = asyncio.run(run(base, case))
            results.append(result)
            per_call = 1000 * result.cpu / case.calls
            print(
                f"   {name:14} wall {result.wall:6.2f} s   CPU {result.cpu:5.2f} s "
                f"({per_call:.2f} ms a call)   {result.note}"
            )
        print(f"   ratio          wall {results[0].wall / results[1].wall:6.2f}")


if __name__ == "__main__":
    main()
