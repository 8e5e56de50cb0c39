"""Caps on requests and tokens a minute: what leaves, in which order, and what is held meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from sdk_core.llm.engine import Engine, EngineStats
from sdk_core.llm.rate_limit import Bucket, RateLimiter
from sdk_core.llm.retry import CallPolicy
from sdk_core.model import Completion, Usage
from sdk_core.testing.program import Finished
from tests.llm.clients import ask, ask_all, put_forward, until, with_engine
from tests.server.openai_server import OpenAIServer, Received
from tests.server.replies import Reply, completion, error, rate_limited


async def _ask_warm(engine: Engine, prompts: Iterable[str]) -> list[Completion | BaseException]:
    """Ask one thing first: the client is imported at the first call, which holds up the loop."""
    await engine.complete(ask("warm-up"))
    return await ask_all(engine, prompts)


async def _timed(server: OpenAIServer, engine: Engine, prompts: Iterable[str]) -> float:
    """Return how many seconds pass before the last of some prompts arrives.

    The server never sees a request before it was sent, so however late it is, less than the cap
    allows means that the cap was not kept.
    """
    await engine.complete(ask("warm-up"))
    begun = time.monotonic()
    assert all(isinstance(done, Completion) for done in await ask_all(engine, prompts))
    return server.chat[-1].started - begun


def test_requests_keep_to_the_cap(openai_server: OpenAIServer) -> None:
    rpm, calls, burst = 1200.0, 24, 2  # one in 50 ms, two at once after an idle time
    seconds = with_engine(
        openai_server, lambda e: _timed(openai_server, e, map(str, range(calls))), rpm=rpm
    )
    assert seconds >= (calls - burst) * 60 / rpm


def test_a_call_that_is_held_up_holds_no_slot(openai_server: OpenAIServer) -> None:
    seen: list[EngineStats] = []

    async def work(engine: Engine) -> None:
        calls = asyncio.ensure_future(_ask_warm(engine, map(str, range(8))))
        for answered in range(1, 9):
            await until(lambda answered=answered: engine.stats.answered == answered)
            put_forward(60)
        await calls

    with_engine(openai_server, work, rpm=1, on_change=seen.append, concurrency=8)
    assert openai_server.max_in_flight == 1  # only the cap spreads them
    assert max(stats.in_flight for stats in seen) == 1
    assert max(stats.waiting for stats in seen) == 7


def test_priorities_count_while_the_cap_holds_calls_up(openai_server: OpenAIServer) -> None:
    async def work(engine: Engine) -> None:
        await engine.complete(ask("warm-up"))
        priorities = [(5,), (1, 2), (3,), (1, 1), (0,)]
        calls = [
            asyncio.ensure_future(engine.complete(ask(f"{p} {'word ' * 80}"), priority=p))
            for p in priorities
        ]
        while len(openai_server.chat) < 2:
            await asyncio.sleep(0.002)
            put_forward(1)
        calls.append(asyncio.ensure_future(engine.complete(ask("late but first"), priority=(-1,))))
        while not all(call.done() for call in calls):
            await asyncio.sleep(0.002)
            put_forward(5)

    with_engine(openai_server, work, rpm=0.4, tpm=60, concurrency=8, deadline=1e9)
    order = [request.prompt.split(" word")[0] for request in openai_server.chat]
    assert order == ["warm-up", "(0,)", "late but first", "(1, 1)", "(1, 2)", "(3,)", "(5,)"]


def test_further_tries_count_as_requests(openai_server: OpenAIServer) -> None:
    openai_server.script([None, error(500), rate_limited(milliseconds=10), error(503)])
    seconds = with_engine(openai_server, lambda e: _timed(openai_server, e, "abc"), rpm=600)
    assert len(openai_server.chat) == 1 + 6
    assert seconds >= (6 - 1) * 0.1


def test_tokens_keep_to_the_cap(openai_server: OpenAIServer) -> None:
    prompt, answer, calls = 1000, 500, 12

    def script(request: Received) -> Reply:
        return completion("x" * (4 * answer - 4), request.body)

    openai_server.script(script)
    tpm = 600_000.0  # 10 000 a second: a call of 1 500 in 150 ms

    async def work(engine: Engine) -> tuple[float, EngineStats]:
        prompts = (f"{n:04}" * prompt for n in range(calls))
        return await _timed(openai_server, engine, prompts), engine.stats

    seconds, stats = with_engine(openai_server, work, tpm=tpm, concurrency=4)
    assert stats.answered == 1 + calls
    assert stats.usage.completion_tokens == (1 + calls) * answer
    spent = (calls - 1) * (prompt + answer)  # by the time the last one leaves
    assert seconds >= (spent - 1000) * 60 / tpm  # the bucket holds 1 000


def test_one_call_beyond_the_cap_goes_out_alone(openai_server: OpenAIServer) -> None:
    """A prompt that is larger than a minute's tokens must not wait for ever."""
    done = with_engine(openai_server, lambda e: ask_all(e, ["word " * 2000]), tpm=100)
    assert isinstance(done[0], Completion)


def test_a_cap_does_not_widen_the_window(openai_server: OpenAIServer) -> None:
    windows: list[int] = []
    with_engine(
        openai_server,
        lambda e: _ask_warm(e, map(str, range(24))),
        rpm=900,  # far fewer than a busy machine answers, so that the cap alone holds calls up
        concurrency=None,
        on_change=lambda stats: windows.append(stats.window),
    )
    assert max(windows) <= 16


def test_stop_turns_away_what_the_cap_holds_up(openai_server: OpenAIServer) -> None:
    async def work(engine: Engine) -> list[Completion | BaseException]:
        calls = asyncio.ensure_future(ask_all(engine, "abcd"))
        await until(lambda: engine.stats.answered)
        engine.stop()
        return await calls

    done = with_engine(openai_server, work, rpm=1)
    assert sum(isinstance(d, Completion) for d in done) == 1
    assert len(openai_server.chat) == 1


def test_bucket_never_gives_more_than_its_rate() -> None:
    bucket = Bucket(60.0)
    given, now = [], 0.0
    for _ in range(100):
        now += bucket.wait(1.0, now)
        bucket.take(1.0, now)
        given.append(now)
    assert given[:3] == pytest.approx([0.0, 1.0, 2.0])
    assert given[-1] == pytest.approx(99.0)


def test_bucket_pays_its_debt_and_keeps_no_more_than_a_burst() -> None:
    bucket = Bucket(6000.0)  # 100 a second, so it holds 10
    assert bucket.wait(1000.0, 0.0) == 0.0
    bucket.take(1000.0, 0.0)
    assert bucket.wait(1.0, 0.0) == pytest.approx(9.91)
    assert bucket.wait(500.0, 0.0) == pytest.approx(10.0)
    assert bucket.wait(10.0, 1e6) == 0.0
    bucket.take(10.0, 1e6)
    assert bucket.wait(1.0, 1e6) == pytest.approx(0.01)


def test_estimates_follow_the_usage() -> None:
    pace = RateLimiter(None, 6000.0)
    assert pace.prompt_tokens(ask("x" * 400)) == 168
    assert pace.start(100.0, 0.0) == 100  # nothing is known of answers yet
    pace.settle(100.0, Usage(prompt_tokens=120, completion_tokens=80), 0.0)
    assert pace.wait(1.0, 0.0) == pytest.approx(2.0)  # 10 of 200 were there, 10 more to be full
    assert pace.start(100.0, 2.0) == 180
    pace.settle(180.0, Usage(), 2.0)  # a server that does not count changes nothing
    assert pace.start(100.0, 9.0) == 180
    assert RateLimiter(10.0, None).prompt_tokens(ask("x" * 400)) == 0


@pytest.mark.parametrize("cap", [{"rpm": 0}, {"tpm": -5.0}])
def test_caps_are_positive(cap: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="rpm and tpm"):
        CallPolicy(**cap)  # type: ignore[arg-type]


def test_the_command_line_sets_the_caps(
    sdk: Callable[..., Finished], work: Path, openai_server: OpenAIServer
) -> None:
    for number in range(6):
        (work / f"in/n{number}.txt").parent.mkdir(exist_ok=True)
        (work / f"in/n{number}.txt").write_text(f"Note {number}. Water boils at 100 degrees.")
    command = ["create", "in", "-n", "1", "--api-base", openai_server.url]
    done = sdk(*command, "--rpm", "120", "--tpm", "1e6")
    assert done.code == 0, done.err
    assert len(openai_server.chat) == 6
    starts = [request.started for request in openai_server.chat]
    assert max(starts) - min(starts) > 1  # they take 2 s, unless the server saw the first one late
    for flag in ("--rpm", "--tpm"):
        assert sdk(*command, flag, "0").code == 2
