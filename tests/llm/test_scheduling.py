"""Order, width and ends of a run, over a real connection."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sdk_core.errors import CallError, ErrorKind, Interrupted, StorageError
from sdk_core.llm.engine import Engine, EngineStats
from sdk_core.model import Completion, Request
from tests.llm.clients import ask, ask_all, put_forward, until, with_engine
from tests.server.openai_server import OpenAIServer, Received
from tests.server.replies import HANG, Reply, completion, error, rate_limited


def test_window_bounds_calls_and_connections(openai_server: OpenAIServer) -> None:
    openai_server.latency = 0.05
    done = with_engine(openai_server, lambda e: ask_all(e, map(str, range(60))), concurrency=6)
    assert all(isinstance(c, Completion) for c in done)
    assert openai_server.max_in_flight == 6
    assert openai_server.connections <= 6
    assert len(openai_server.chat) == 60


def test_wide_window_is_not_held_by_the_pool(openai_server: OpenAIServer) -> None:
    openai_server.script(HANG)

    async def work(engine: Engine) -> None:
        calls = asyncio.ensure_future(ask_all(engine, map(str, range(150))))
        await until(lambda: len(openai_server.chat) == 150)
        calls.cancel()

    with_engine(openai_server, work, concurrency=150, at_once=True)
    assert openai_server.max_in_flight == 150


def test_no_barrier_behind_a_slow_call(openai_server: OpenAIServer) -> None:
    """The first call is answered when the last one has arrived."""
    everything_is_asked = replace(completion("ok"), after=lambda: len(openai_server.chat) == 40)
    openai_server.script(lambda r: everything_is_asked if r.prompt == "0" else None)
    done = with_engine(openai_server, lambda e: ask_all(e, map(str, range(40))), concurrency=2)
    assert all(isinstance(d, Completion) for d in done)


def test_lower_priority_numbers_go_first(openai_server: OpenAIServer) -> None:
    openai_server.latency = 0.01

    async def work(engine: Engine) -> None:
        priorities = [(5,), (1, 2), (3,), (1, 1), (0,)]
        calls = [engine.complete(ask(str(p)), priority=p) for p in priorities]
        await asyncio.gather(*calls)

    with_engine(openai_server, work, concurrency=1)
    order = [r.prompt for r in openai_server.chat]
    assert order == ["(0,)", "(1, 1)", "(1, 2)", "(3,)", "(5,)"]


def test_a_call_between_tries_holds_no_slot(openai_server: OpenAIServer) -> None:
    def script(request: Received) -> Reply | None:
        first = request.prompt == "a" and request.number == 0
        return error(503, headers={"Retry-After": "60"}) if first else None

    async def work(engine: Engine) -> None:
        calls = asyncio.ensure_future(ask_all(engine, "abcdef"))
        await until(lambda: engine.stats.answered == 5)
        put_forward(60)
        await calls

    openai_server.script(script)
    with_engine(openai_server, work, concurrency=1)
    assert [r.prompt for r in openai_server.chat] == ["a", "b", "c", "d", "e", "f", "a"]


def test_stop_lets_calls_in_flight_finish(openai_server: OpenAIServer) -> None:
    released = threading.Event()
    openai_server.script(replace(completion("ok"), after=released.is_set))

    async def work(engine: Engine) -> list[Completion | BaseException]:
        calls = asyncio.ensure_future(ask_all(engine, map(str, range(10))))
        await until(lambda: len(openai_server.chat) == 3)
        engine.stop()
        released.set()
        return await calls

    done = with_engine(openai_server, work, concurrency=3)
    assert sum(isinstance(d, Completion) for d in done) == 3
    stopped = [d for d in done if isinstance(d, Interrupted)]
    assert len(stopped) == 7
    assert len({id(e) for e in stopped}) == 7
    assert len(openai_server.chat) == 3


def test_cancelled_callers_free_their_slots(openai_server: OpenAIServer) -> None:
    openai_server.script(lambda r: HANG if "hang" in r.prompt else None)

    async def work(engine: Engine) -> tuple[EngineStats, list[Completion | BaseException]]:
        stuck = [asyncio.ensure_future(engine.complete(ask(f"hang {n}"))) for n in range(4)]
        await until(lambda: len(openai_server.chat) == 2)
        for task in stuck:
            task.cancel()
        await asyncio.gather(*stuck, return_exceptions=True)
        idle = engine.stats
        return idle, await ask_all(engine, "xyz")

    idle, done = with_engine(openai_server, work, concurrency=2)
    assert (idle.in_flight, idle.waiting) == (0, 0)
    assert all(isinstance(d, Completion) for d in done)


def test_caller_cancelled_in_the_turn_of_its_grant(openai_server: OpenAIServer) -> None:
    async def work(engine: Engine) -> Completion:
        task = asyncio.ensure_future(engine.complete(ask("x")))
        await asyncio.sleep(0)  # queued
        asyncio.get_running_loop().call_soon(task.cancel)  # runs right after the grant
        with pytest.raises(asyncio.CancelledError):
            await task
        assert engine.stats.in_flight == 0
        return await engine.complete(ask("y"))

    assert with_engine(openai_server, work, concurrency=1).text


def test_stats_add_up(openai_server: OpenAIServer) -> None:
    seen: list[EngineStats] = []

    def script(request: Received) -> Reply | None:
        if request.prompt == "bad":
            return error(400, "no")
        return error(500) if request.number == 1 else None

    openai_server.script(script)

    async def work(engine: Engine) -> EngineStats:
        await ask_all(engine, ["a", "b", "c", "bad"])
        return engine.stats

    stats = with_engine(openai_server, work, on_change=seen.append, concurrency=2)
    assert (stats.planned, stats.answered, stats.failed, stats.retried) == (4, 3, 1, 1)
    assert (stats.in_flight, stats.waiting, stats.window) == (0, 0, 2)
    assert stats.usage.completion_tokens > 0
    assert seen[-2].answered == 3 or seen[-1].answered == 3
    assert max(s.in_flight for s in seen) == 2


class MemoryJournal:
    """A journal in a dictionary; it refuses to write when told so."""

    def __init__(self) -> None:
        self.answers: dict[Request, Completion] = {}
        self.full = False

    def get(self, request: Request) -> Completion | None:
        return self.answers.get(request)

    async def put(self, request: Request, completion: Completion) -> None:
        await asyncio.sleep(0)
        if self.full:
            raise StorageError("the disk is full", hint="free some space")
        self.answers[request] = completion


class _Keyed(Request):
    """A request that can be a dictionary key."""

    __slots__ = ()

    def __hash__(self) -> int:
        return hash(self.messages)


def _keyed(text: str) -> Request:
    return _Keyed(messages=ask(text).messages)


def test_journal_answers_are_not_paid_twice(openai_server: OpenAIServer) -> None:
    journal = MemoryJournal()

    async def work(engine: Engine) -> EngineStats:
        await engine.complete(_keyed("a"))
        await engine.complete(_keyed("a"))
        return engine.stats

    stats = with_engine(openai_server, work, journal=journal)
    assert (stats.answered, stats.from_journal) == (1, 1)
    assert len(openai_server.chat) == 1


def test_full_disk_stops_the_run(openai_server: OpenAIServer) -> None:
    journal = MemoryJournal()
    journal.full = True

    async def work(engine: Engine) -> list[BaseException | Completion]:
        calls = [engine.complete(_keyed(str(n))) for n in range(10)]
        return await asyncio.gather(*calls, return_exceptions=True)

    done = with_engine(openai_server, work, journal=journal, concurrency=2)
    assert all(isinstance(d, StorageError) and d.hint for d in done)
    assert len(openai_server.chat) < 10


def test_answer_of_a_cancelled_caller_is_recorded(openai_server: OpenAIServer) -> None:
    journal = MemoryJournal()
    put = journal.put

    async def slow_put(request: Request, completion: Completion) -> None:
        await asyncio.sleep(0.05)
        await put(request, completion)

    journal.put = slow_put  # type: ignore[method-assign]

    async def work(engine: Engine) -> None:
        task = asyncio.ensure_future(engine.complete(_keyed("a")))
        await until(lambda: engine.stats.answered)
        task.cancel()
        await until(lambda: journal.answers)

    with_engine(openai_server, work, journal=journal)
    assert len(journal.answers) == 1


def test_answers_that_are_not_recorded_yet_count_as_in_flight(openai_server: OpenAIServer) -> None:
    """A crash then costs no more calls than the window is wide."""
    journal = MemoryJournal()
    put = journal.put
    unrecorded: list[int] = []

    async def slow_put(request: Request, completion: Completion) -> None:
        await asyncio.sleep(0.02)
        unrecorded.append(len(openai_server.chat) - len(journal.answers))
        await put(request, completion)

    journal.put = slow_put  # type: ignore[method-assign]

    async def work(engine: Engine) -> None:
        await asyncio.gather(*(engine.complete(_keyed(str(n))) for n in range(12)))

    with_engine(openai_server, work, journal=journal, concurrency=3)
    assert len(journal.answers) == 12
    assert max(unrecorded) <= 3


def ask_under_load(
    server: OpenAIServer,
    script: Callable[[Received], Reply | None],
    windows: list[int],
    *,
    calls: int = 150,
    second_a_window: bool = False,
    **settings: Any,
) -> list[Completion | BaseException]:
    """Make calls, none of which is answered before all that went out have arrived.

    Args:
        server: Who answers.
        script: What it answers.
        windows: Gets each size of the window.
        calls: How many.
        second_a_window: Whether the clock moves by answers alone, a second for as many as the
            window is wide: a server that is never the bottleneck, on a machine of any speed.
        settings: The call policy.
    """
    answered = 0

    def changed(stats: EngineStats) -> None:
        nonlocal answered
        windows.append(stats.window)
        if second_a_window:
            put_forward((stats.answered - answered) / stats.window)
            answered = stats.answered

    async def work(engine: Engine) -> list[Completion | BaseException]:
        def is_full() -> bool:
            stats = engine.stats
            return server.in_flight >= stats.in_flight

        def scripted(request: Received) -> Reply:
            return replace(script(request) or completion("ok"), after=is_full)

        server.script(scripted)
        return await ask_all(engine, map(str, range(calls)))

    return with_engine(
        server, work, concurrency=None, on_change=changed, still=second_a_window, **settings
    )


def test_adaptive_window_grows_with_the_load(openai_server: OpenAIServer) -> None:
    done = ask_under_load(openai_server, lambda request: None, [], second_a_window=True)
    assert all(isinstance(d, Completion) for d in done)
    assert openai_server.chat[7].in_flight <= 8
    assert openai_server.max_in_flight > 16


def test_adaptive_window_respects_a_limit(openai_server: OpenAIServer) -> None:
    def script(request: Received) -> Reply | None:
        return rate_limited(milliseconds=50) if request.in_flight > 12 else None

    done = ask_under_load(openai_server, script, [])
    assert all(isinstance(d, Completion) for d in done)
    refused = sum(r.status == 429 for r in openai_server.chat)
    assert 0 < refused < 75


def test_sporadic_errors_do_not_shrink_the_window(openai_server: OpenAIServer) -> None:
    windows: list[int] = []

    def script(request: Received) -> Reply | None:
        return error(500) if request.number % 20 == 3 else None

    ask_under_load(openai_server, script, windows, calls=60, second_a_window=True, base_delay=0.0)
    assert max(windows) > 16
    growing = windows[: windows.index(max(windows)) + 1]  # then it settles
    assert growing == sorted(growing)


def test_call_error_names_the_backend(openai_server: OpenAIServer) -> None:
    openai_server.script([completion("ok"), error(400, "bad parameter")])
    first, second = with_engine(openai_server, lambda e: ask_all(e, "ab"), concurrency=1)
    assert isinstance(first, Completion)
    assert isinstance(second, CallError)
    assert second.kind == ErrorKind.BAD_REQUEST
    assert "api-endpoint" in second.message
    assert "bad parameter" in second.message
