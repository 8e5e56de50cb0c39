"""Which failures are tried again, and which end a call or the run, over a real connection."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from typing import Any

import pytest

from sdk_core.errors import BackendFailure, CallError, ErrorKind
from sdk_core.llm.engine import Engine
from sdk_core.llm.retry import BUDGET_FLOOR, CallPolicy
from sdk_core.model import Completion
from tests.llm.clients import (
    KEY,
    Outcome,
    ask,
    ask_all,
    ask_one,
    until,
    with_engine,
)
from tests.server.openai_server import OpenAIServer
from tests.server.replies import (
    HTML,
    NO_CHOICES,
    RESET,
    Reply,
    completion,
    error,
)

CUT = completion("an answer that never ends", fault="cut")


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
        (HTML, ErrorKind.NOT_CHAT, 2),
        (NO_CHOICES, ErrorKind.NOT_CHAT, 3),
        (Reply(body=[1, 2]), ErrorKind.NOT_CHAT, 3),
        (Reply(body={"choices": [{"text": "old"}]}), ErrorKind.NOT_CHAT, 3),
        (completion(None), ErrorKind.EMPTY, 2),
        (completion("  \n"), ErrorKind.EMPTY, 2),
        (completion("", finish_reason="length"), ErrorKind.EXHAUSTED, 1),
        (completion(None, message={"refusal": "I cannot"}), ErrorKind.REFUSED, 1),
        (completion("", finish_reason="content_filter"), ErrorKind.REFUSED, 1),
        (error(400, "no such parameter"), ErrorKind.BAD_REQUEST, 1),
        (error(413, "payload too large"), ErrorKind.CONTEXT_LENGTH, 1),
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

    done = with_engine(openai_server, work, concurrency=3, at_once=True)
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


def test_a_sign_in_page_before_a_chat_endpoint_stops_the_run(openai_server: OpenAIServer) -> None:
    openai_server.script(lambda r: None if r.prompt == "0" else HTML)
    done = with_engine(openai_server, lambda e: ask_all(e, map(str, range(40))), concurrency=1)
    assert isinstance(done[1], CallError)
    assert "address" not in done[1].hint
    assert isinstance(done[-1], BackendFailure)


def test_poisoned_call_does_not_look_like_an_outage(openai_server: OpenAIServer) -> None:
    openai_server.script(lambda r: RESET if r.prompt == "3" else None)
    done = with_engine(openai_server, lambda e: ask_all(e, map(str, range(8))), concurrency=1)
    assert isinstance(done[3], CallError)
    assert done[3].kind == ErrorKind.CONNECTION
    assert sum(isinstance(d, Completion) for d in done) == 7


def test_retry_budget_bounds_the_extra_calls(openai_server: OpenAIServer) -> None:
    openai_server.script(lambda r: error(500) if r.number % 2 else completion("ok"))
    calls = 200
    done = with_engine(
        openai_server, lambda e: ask_all(e, map(str, range(calls))), retry_budget=0.1
    )
    assert len(openai_server.chat) == calls + BUDGET_FLOOR
    assert any(isinstance(d, CallError) for d in done)


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
