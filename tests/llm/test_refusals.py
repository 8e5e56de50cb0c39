"""Refusals for too many requests: one gate for all, opened when the server says so."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from typing import Any

import pytest

from sdk_core.errors import BackendFailure
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
from tests.server.openai_server import OpenAIServer, Received
from tests.server.replies import (
    Reply,
    completion,
    error,
    rate_limited,
)


@pytest.mark.parametrize(
    ("refusal", "seconds"),
    [
        ({"seconds": 1}, 1.0),
        ({"milliseconds": 400}, 0.4),
        ({"until": 2.0}, 1.0),  # dates have whole seconds
    ],
)
def test_rate_limit_closes_one_gate_for_all(
    openai_server: OpenAIServer, refusal: dict[str, Any], seconds: float
) -> None:
    closed = threading.Event()

    def script(request: Received) -> Reply | None:
        if request.number == 4:
            return rate_limited(**refusal)
        # It may be under way at the refusal, and no other one may then come before that is read.
        return replace(completion("ok"), after=closed.is_set) if request.number == 5 else None

    openai_server.script(script)

    async def work(engine: Engine) -> list[Outcome]:
        calls = asyncio.ensure_future(ask_all(engine, map(str, range(30))))
        await until(lambda: engine.stats.paused)
        closed.set()
        return await calls

    done = with_engine(openai_server, work, concurrency=2, retries=0)
    assert all(isinstance(d, Completion) for d in done)
    assert len(openai_server.chat) == 31
    refused = next(r for r in openai_server.chat if r.status == 429)
    later = [r.started - refused.started for r in openai_server.chat if r.number > 5]
    assert min(later) >= seconds


def test_a_shorter_refusal_does_not_open_the_gate_early(openai_server: OpenAIServer) -> None:
    closed = threading.Event()

    def script(request: Received) -> Reply | None:
        if request.number == 0:
            return rate_limited(seconds=60)
        return (
            replace(rate_limited(seconds=1), after=closed.is_set) if request.number == 1 else None
        )

    openai_server.script(script)

    async def work(engine: Engine) -> list[Outcome]:
        calls = asyncio.ensure_future(ask_all(engine, "ab"))
        await until(lambda: engine.stats.paused and len(openai_server.chat) == 2)
        closed.set()
        await until(lambda: not engine.stats.in_flight)
        put_forward(30)
        assert engine.stats.paused > 0
        put_forward(30)
        return await calls

    done = with_engine(openai_server, work, concurrency=2)
    assert all(isinstance(d, Completion) for d in done)


def test_retry_after_date_ignores_wrong_clocks(openai_server: OpenAIServer) -> None:
    headers = {
        "Date": "Tue, 01 Jan 2030 10:00:00 GMT",
        "Retry-After": "Tue, 01 Jan 2030 10:00:01 GMT",
    }
    openai_server.script([error(429, headers=headers)])
    assert isinstance(ask_one(openai_server), Completion)
    first, second = openai_server.chat
    assert second.started - first.started >= 1


def test_rate_limit_without_a_hint_is_waited_out(openai_server: OpenAIServer) -> None:
    openai_server.script([error(429)] * 6)
    assert isinstance(ask_one(openai_server, retries=1), Completion)


def test_absurd_retry_after_stops_the_run(openai_server: OpenAIServer) -> None:
    openai_server.script(rate_limited(seconds=100_000))
    failed = ask_one(openai_server)
    assert isinstance(failed, BackendFailure)
    assert "rate limited" in failed.message
    assert len(openai_server.chat) == 1


def test_endless_rate_limit_stops_the_run(openai_server: OpenAIServer) -> None:
    openai_server.script(rate_limited(milliseconds=100))
    assert isinstance(ask_one(openai_server, max_wait=0.5), BackendFailure)
    assert len(openai_server.chat) < 10
