"""Servers that are not there, go away, hang, or fail for everybody."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

import pytest

from sdk_core.errors import BackendFailure, CallError, ErrorKind
from sdk_core.llm.engine import Engine
from sdk_core.model import Completion
from tests.llm.clients import (
    Outcome,
    ask_all,
    ask_one,
    put_forward,
    until,
    with_engine,
)
from tests.server.openai_server import OpenAIServer
from tests.server.replies import (
    HANG,
    Reply,
    completion,
    error,
)

DEADLINE = 1000.0
"""Seconds by the clock of the loop, which tests put forward."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_unreachable_server_costs_one_calls_tries() -> None:
    port = _free_port()
    url = f"http://127.0.0.1:{port}/v1"
    failed = ask_one(url)
    assert isinstance(failed, BackendFailure)
    assert str(port) in failed.message
    assert "--api-base" in failed.hint


def test_unreachable_server_stops_many_calls_early() -> None:
    url = f"http://127.0.0.1:{_free_port()}/v1"
    done = with_engine(url, lambda e: ask_all(e, map(str, range(500))), concurrency=8)
    assert all(isinstance(d, BackendFailure) for d in done)


def test_server_that_dies_and_stays_down(start_server: Callable[..., OpenAIServer]) -> None:
    server = start_server(latency=0.02)

    async def work(engine: Engine) -> list[Outcome]:
        calls = asyncio.ensure_future(ask_all(engine, map(str, range(300))))
        await until(lambda: len(server.chat) >= 40)
        await asyncio.to_thread(server.close, None, None, None)
        return await calls

    done = with_engine(server, work, concurrency=8)
    assert sum(isinstance(d, Completion) for d in done) > 20
    stopped = [d for d in done if isinstance(d, BackendFailure)]
    assert len(stopped) > 200
    assert not [d for d in done if isinstance(d, CallError)]


def test_server_that_comes_back_loses_nothing(start_server: Callable[..., OpenAIServer]) -> None:
    server = start_server(latency=0.02)

    async def work(engine: Engine) -> list[Outcome]:
        calls = asyncio.ensure_future(ask_all(engine, map(str, range(200))))
        await until(lambda: len(server.chat) >= 40)
        await asyncio.to_thread(server.close, None, None, None)
        await until(lambda: engine.stats.paused)
        await asyncio.to_thread(start_server, latency=0.02, port=server.port)
        return await calls

    done = with_engine(server, work, concurrency=8, base_delay=0.5)
    assert all(isinstance(d, Completion) for d in done)


@pytest.mark.parametrize("fault", [HANG, completion("x" * 500, fault="drip")])
def test_deadline_ends_hang_and_drip(openai_server: OpenAIServer, fault: Reply) -> None:
    openai_server.script(lambda r: fault if r.prompt == "bad" else None)

    async def work(engine: Engine) -> list[Outcome]:
        calls = asyncio.ensure_future(ask_all(engine, ["bad", "good"]))
        for tries in (1, 2):
            await until(lambda tries=tries: _asked(openai_server, "bad") == tries)
            put_forward(DEADLINE)
        return await calls

    done = with_engine(openai_server, work, concurrency=1, deadline=DEADLINE)
    assert isinstance(done[0], CallError)
    assert done[0].kind == ErrorKind.TIMEOUT
    assert isinstance(done[1], Completion)
    assert _asked(openai_server, "bad") == 2


def _asked(server: OpenAIServer, prompt: str) -> int:
    return sum(r.prompt == prompt for r in server.chat)


def test_server_that_hangs_for_all_stops_the_run(openai_server: OpenAIServer) -> None:
    openai_server.script(HANG)
    done = with_engine(
        openai_server, lambda e: ask_all(e, map(str, range(50))), concurrency=8, deadline=0.2
    )
    assert isinstance(done[-1], BackendFailure)
    assert len(openai_server.chat) < 50


def test_server_that_fails_for_all_stops_the_run(openai_server: OpenAIServer) -> None:
    openai_server.script(error(500))
    done = with_engine(openai_server, lambda e: ask_all(e, map(str, range(400))), concurrency=8)
    assert isinstance(done[-1], BackendFailure)
    assert len(openai_server.chat) < 200
