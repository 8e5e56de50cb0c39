"""Every row of the call policy, over a real connection."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sdk_core.errors import BackendFailure, CallError, ErrorKind, UsageError
from sdk_core.llm.engine import Engine
from sdk_core.llm.retry import BUDGET_FLOOR, CallPolicy
from sdk_core.model import Completion, Request
from tests.llm.clients import (
    KEY,
    ask,
    ask_all,
    backend,
    policy,
    put_forward,
    until,
    with_engine,
)
from tests.server.openai_server import OpenAIServer, Received
from tests.server.replies import (
    HANG,
    HTML,
    NO_CHOICES,
    RESET,
    Reply,
    completion,
    error,
    rate_limited,
)

CUT = completion("an answer that never ends", fault="cut")

Outcome = Completion | BaseException

DEADLINE = 1000.0
"""Seconds by the clock of the loop, which tests put forward."""


def ask_one(server: OpenAIServer | str, **settings: Any) -> Outcome:
    """Make one call and return its answer or error."""
    return with_engine(server, lambda e: ask_all(e, ["only"]), **settings)[0]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    "fault",
    [
        RESET,
        CUT,
        error(500),
        error(502),
        Reply(status=503, body="<html>busy</html>", content_type="text/html"),
        error(504),
        error(408),
        error(409),
        error(425),
    ],
)
def test_transient_failures_are_tried_again(openai_server: OpenAIServer, fault: Reply) -> None:
    openai_server.script([fault, fault])
    assert isinstance(ask_one(openai_server), Completion)
    assert len(openai_server.chat) == 3


@pytest.mark.parametrize(
    ("fault", "kind", "calls"),
    [
        (error(500), ErrorKind.SERVER, 4),
        (HTML, ErrorKind.NOT_CHAT, 3),
        (NO_CHOICES, ErrorKind.NOT_CHAT, 3),
        (Reply(body=[1, 2]), ErrorKind.NOT_CHAT, 3),
        (Reply(body={"choices": [{"text": "old"}]}), ErrorKind.NOT_CHAT, 3),
        (completion(None), ErrorKind.EMPTY, 3),
        (completion("  \n"), ErrorKind.EMPTY, 3),
        (completion(None, message={"refusal": "I cannot"}), ErrorKind.REFUSED, 1),
        (completion("", finish_reason="content_filter"), ErrorKind.REFUSED, 1),
        (error(400, "no such parameter"), ErrorKind.BAD_REQUEST, 1),
        (error(413, "payload too large"), ErrorKind.BAD_REQUEST, 1),
        (error(422, "not a list"), ErrorKind.BAD_REQUEST, 1),
        (error(400, "long", code="context_length_exceeded"), ErrorKind.CONTEXT_LENGTH, 1),
        (
            error(400, "This model's maximum context length is 4096 tokens."),
            ErrorKind.CONTEXT_LENGTH,
            1,
        ),
    ],
)
def test_a_call_that_fails_for_good(
    openai_server: OpenAIServer, fault: Reply, kind: str, calls: int
) -> None:
    openai_server.script(fault)
    failed = ask_one(openai_server)
    assert isinstance(failed, CallError)
    assert failed.kind == kind
    assert len(openai_server.chat) == calls


@pytest.mark.parametrize(
    "fault",
    [
        error(401, f"Incorrect API key provided: {KEY}"),
        error(403, "forbidden"),
        error(400, "API key not valid. Please pass a valid API key."),
        error(404, "The model `x` does not exist", code="model_not_found"),
        Reply(status=404, body="<h1>Not Found</h1>", content_type="text/html"),
        Reply(status=307, headers={"Location": "http://example.invalid/"}),
        error(429, "You exceeded your current quota", code="insufficient_quota"),
        error(402, "Payment required"),
    ],
)
def test_fatal_failures_stop_the_run(openai_server: OpenAIServer, fault: Reply) -> None:
    openai_server.script(fault)

    async def work(engine: Engine) -> list[Outcome]:
        first = await ask_all(engine, map(str, range(30)))
        return [*first, *await ask_all(engine, ["later"])]

    done = with_engine(openai_server, work, concurrency=4)
    assert all(isinstance(d, BackendFailure) for d in done)
    assert all(d.hint for d in done if isinstance(d, BackendFailure))
    assert len(openai_server.chat) <= 4
    assert KEY not in str(done)


def test_calls_in_flight_finish_when_the_run_stops(openai_server: OpenAIServer) -> None:
    stopped = threading.Event()
    paid = replace(completion("paid"), after=stopped.is_set)
    openai_server.script(lambda request: error(401) if request.prompt == "1" else paid)

    async def work(engine: Engine) -> list[Outcome]:
        calls = [asyncio.ensure_future(engine.complete(ask(str(n)))) for n in range(9)]
        await until(calls[1].done)
        stopped.set()
        return await asyncio.gather(*calls, return_exceptions=True)

    done = with_engine(openai_server, work, concurrency=3)
    assert [isinstance(d, Completion) for d in done[:3]] == [True, False, True]
    assert all(isinstance(d, BackendFailure) for d in done[3:])


def test_first_calls_all_refused_stop_the_run(openai_server: OpenAIServer) -> None:
    openai_server.script(error(400, "unknown parameter top_k"))
    done = with_engine(openai_server, lambda e: ask_all(e, map(str, range(20))), concurrency=1)
    assert len(openai_server.chat) == 3
    assert isinstance(done[0], CallError)
    assert isinstance(done[2], BackendFailure)
    assert "top_k" in str(done[2])


def test_later_refusals_fail_their_item_only(openai_server: OpenAIServer) -> None:
    openai_server.script(lambda r: None if r.prompt == "0" else error(400, "no"))
    done = with_engine(openai_server, lambda e: ask_all(e, map(str, range(9))), concurrency=1)
    assert all(isinstance(d, CallError) for d in done[1:])
    assert len(openai_server.chat) == 9


def test_a_web_site_is_no_chat_endpoint(openai_server: OpenAIServer) -> None:
    openai_server.script(HTML)
    done = with_engine(openai_server, lambda e: ask_all(e, map(str, range(40))), concurrency=4)
    stopped = [d for d in done if isinstance(d, BackendFailure)]
    assert len(stopped) > 30
    assert "does not look like a chat endpoint" in str(stopped[0])
    assert len(openai_server.chat) <= 5 + 4


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


def test_poisoned_call_does_not_look_like_an_outage(openai_server: OpenAIServer) -> None:
    openai_server.script(lambda r: RESET if r.prompt == "3" else None)
    done = with_engine(openai_server, lambda e: ask_all(e, map(str, range(8))), concurrency=1)
    assert isinstance(done[3], CallError)
    assert done[3].kind == ErrorKind.CONNECTION
    assert sum(isinstance(d, Completion) for d in done) == 7


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


def test_retry_budget_bounds_the_extra_calls(openai_server: OpenAIServer) -> None:
    openai_server.script(lambda r: error(500) if r.number % 2 else completion("ok"))
    calls = 200
    done = with_engine(
        openai_server, lambda e: ask_all(e, map(str, range(calls))), retry_budget=0.1
    )
    assert len(openai_server.chat) == calls + BUDGET_FLOOR
    assert any(isinstance(d, CallError) for d in done)


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


class _Foreign:
    """A backend that raises what a test wants."""

    model = "m"

    def __init__(self, *raised: Exception | object, retryable: bool = False) -> None:
        self.raised = list(raised)
        self.retryable = retryable
        self.calls = 0

    async def complete(self, request: Request) -> Completion:
        self.calls += 1
        outcome = self.raised.pop(0) if self.raised else Completion(text="fine")
        if isinstance(outcome, Exception):
            raise outcome
        return outcome  # type: ignore[return-value]

    def is_retryable(self, error: Exception) -> bool:
        if isinstance(error, KeyError):
            raise RuntimeError("not my day")
        return self.retryable

    async def aclose(self) -> None:
        """Nothing to close."""


def _ask_foreign(foreign: _Foreign) -> Completion:
    engine = Engine(foreign, policy(), name="acme")  # type: ignore[arg-type]
    return asyncio.run(engine.complete(ask()))


def test_foreign_exceptions() -> None:
    assert _ask_foreign(_Foreign(OSError("busy"), retryable=True)).text == "fine"
    for raised in (OSError(f"Bearer {KEY}"), KeyError("x"), "no completion"):
        with pytest.raises(CallError, match="acme") as caught:
            _ask_foreign(_Foreign(raised))
        assert KEY not in str(caught.value)
    with pytest.raises(UsageError, match="no key"):
        _ask_foreign(_Foreign(UsageError("no key")))


def test_policy_refuses_nonsense() -> None:
    bad: dict[str, Any]
    for bad in ({"concurrency": 0}, {"retries": -1}, {"deadline": 0}):
        with pytest.raises(ValueError, match=next(iter(bad))):
            CallPolicy(**bad)


def test_key_is_in_no_error_text(openai_server: OpenAIServer) -> None:
    for fault in (error(400, KEY), error(500, f"Bearer {KEY}"), error(401, KEY), RESET, HTML):
        openai_server.script(fault)
        failed = ask_one(openai_server, retries=0)
        assert isinstance(failed, CallError | BackendFailure)
        assert KEY not in f"{failed!r} {failed.message} {failed.hint}"
        assert failed.__cause__ is None
    assert KEY not in repr(backend(openai_server).options)
