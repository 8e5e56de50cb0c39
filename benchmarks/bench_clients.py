"""The clients that are compared: the engine, the openai package alone, and bare asyncio streams."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "plugins")]

from sdk_builtins.backends.openai_chat import ApiEndpointBackend, ApiEndpointOptions  # noqa: E402
from sdk_core.llm.engine import Engine  # noqa: E402
from sdk_core.llm.retry import CallPolicy  # noqa: E402
from sdk_core.model import Completion, Message, Request  # noqa: E402

TEXT = " ".join(f"Sentence number {i} of the passage says something new." for i in range(75))


@dataclass(frozen=True)
class Case:
    """One load: how many calls, how wide, and how the server behaves.

    Args:
        name: Short name.
        what: What it is, for people.
        calls: Model calls.
        slots: Calls that the server works on at a time, and that a fixed client makes at a time.
        latency: Seconds that the server works on a call.
        concurrency: The engine's window, ``None`` for the adaptive one.
        server: Further arguments of the server.
    """

    name: str
    what: str
    calls: int
    slots: int
    latency: float
    concurrency: int | None = None
    server: tuple[str, ...] = ()

    @property
    def ideal(self) -> float:
        """Seconds that the calls take when every slot is always busy."""
        return self.calls * self.latency / self.slots


@dataclass
class Result:
    """What one client took for all calls of a case."""

    wall: float
    cpu: float
    requests: int
    rows: int


@contextmanager
def serve(case: Case) -> Iterator[str]:
    """Run the tests' server in a child process and yield its base URL."""
    command = [sys.executable, "-m", "tests.server", "--latency", str(case.latency), *case.server]
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


def request(number: int) -> Request:
    """Return the engine's form of a call."""
    return Request(messages=(Message("user", prompt(number)),), params={"temperature": 0.7})


class CountingBackend(ApiEndpointBackend):
    """The backend as it is, with a note of each request: when it ended and how long it took."""

    def __init__(self, base: str) -> None:
        super().__init__(ApiEndpointOptions(api_base=base, model="test-model"))
        self.requests: list[tuple[float, float]] = []

    async def complete(self, request: Request) -> Completion:
        """Answer, and note it."""
        start = time.perf_counter()
        try:
            return await super().complete(request)
        finally:
            end = time.perf_counter()
            self.requests.append((end, end - start))


async def run_engine(base: str, case: Case) -> Result:
    """Make the calls through the engine and the backend."""
    backend = CountingBackend(base)
    engine = Engine(backend, CallPolicy(concurrency=case.concurrency), name="api-endpoint")
    await engine.complete(request(-1))
    start, cpu = time.perf_counter(), time.process_time()
    calls = (engine.complete(request(number)) for number in range(case.calls))
    done = await asyncio.gather(*calls, return_exceptions=True)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    await engine.aclose()
    rows = sum(isinstance(answer, Completion) for answer in done)
    return Result(wall, cpu, len(backend.requests) - 1, rows)


async def run_openai(base: str, case: Case) -> Result:
    """Make the calls with ``openai.AsyncOpenAI``, waiting where the server asks for it."""
    import openai

    client = openai.AsyncOpenAI(base_url=base, api_key="none", max_retries=0)
    turn = asyncio.Semaphore(case.slots)
    requests = 0

    async def call(number: int) -> Any:
        nonlocal requests
        async with turn:
            while True:
                requests += 1
                try:
                    return await client.chat.completions.create(
                        model="test-model",
                        messages=[{"role": "user", "content": prompt(number)}],
                        temperature=0.7,
                    )
                except openai.RateLimitError as error:
                    await asyncio.sleep(float(error.response.headers["retry-after"]))

    await call(-1)
    start, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(call(number) for number in range(case.calls)))
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    await client.close()
    return Result(wall, cpu, requests - 1, case.calls)


async def run_streams(base: str, case: Case) -> Result:
    """Make the calls over bare asyncio streams, one connection a slot: the least it can take."""
    parts = urlsplit(base)
    numbers = iter(range(case.calls))
    requests = 0

    async def slot() -> None:
        nonlocal requests
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        for number in numbers:
            body = json.dumps(
                {"model": "m", "messages": [{"role": "user", "content": prompt(number)}]}
            ).encode()
            head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}"
            while True:
                requests += 1
                writer.write(head.encode() + b"\r\n\r\n" + body)
                status, wait, data = await _read(reader)
                if status == 200:
                    json.loads(data)
                    break
                await asyncio.sleep(wait)
        writer.close()

    start, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(slot() for _ in range(case.slots)))
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    return Result(wall, cpu, requests, case.calls)


Client = Callable[[str, Case], Awaitable[Result]]

CLIENTS: dict[str, Client] = {
    "engine": run_engine,
    "AsyncOpenAI": run_openai,
    "floor": run_streams,
}


def measure(case: Case, client: Client) -> Result:
    """Run a client against a server of its own."""

    async def run(base: str) -> Result:
        return await client(base, case)

    with serve(case) as base:
        return asyncio.run(run(base))


async def _read(reader: asyncio.StreamReader) -> tuple[int, float, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    first, *lines = head.split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines if ": " in line)
    data = await reader.readexactly(int(headers["content-length"]))
    return int(first.split()[1]), float(headers.get("retry-after", 0)), data
