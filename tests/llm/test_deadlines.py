"""Time in the server's queue is not the call's; a server that is gone is noticed all the same."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from sdk_core.errors import CallError, ErrorKind
from sdk_core.llm.deadlines import Deadlines
from sdk_core.llm.engine import Engine
from sdk_core.model import Completion, Request
from sdk_core.server_memory import ON_PART
from tests.llm.clients import ClockedLoop, ask, policy, put_forward

SECONDS = 100.0


async def pass_time(seconds: float) -> None:
    """Put the clock forward and let everything that is due happen."""
    put_forward(seconds)
    for _ in range(8):
        await asyncio.sleep(0)


def on_a_still_clock(main) -> None:
    with asyncio.Runner(loop_factory=partial(ClockedLoop, still=True)) as runner:
        runner.run(main())


class Watched:
    """Calls, by the order in which they went out, that wait for an answer."""

    def __init__(self, *numbers: int) -> None:
        self.deadlines = Deadlines(SECONDS)
        self.tasks = {number: asyncio.ensure_future(self._wait(number)) for number in numbers}

    async def _wait(self, number: int) -> None:
        async with self.deadlines.watch(number):
            await asyncio.Event().wait()

    def given_up(self) -> set[int]:
        return {number for number, task in self.tasks.items() if task.done()}

    def answer(self, number: int) -> None:
        self.deadlines.answered(number)
        self.tasks.pop(number).cancel()

    async def end(self) -> None:
        for task in self.tasks.values():
            task.cancel()
        await asyncio.gather(*self.tasks.values(), return_exceptions=True)


def test_a_call_may_wait_as_long_as_older_ones_are_answered() -> None:
    async def main() -> None:
        calls = Watched(1, 2, 3)
        await pass_time(0)
        await pass_time(99)
        calls.answer(1)
        await pass_time(99)
        assert calls.given_up() == set()
        calls.answer(2)
        await pass_time(99)
        assert calls.given_up() == set()
        await pass_time(2)
        assert calls.given_up() == {3}
        await calls.end()

    on_a_still_clock(main)


def test_the_time_begins_anew_with_each_part_of_a_stream() -> None:
    async def main() -> None:
        deadlines = Deadlines(SECONDS)

        async def stream() -> None:
            async with deadlines.watch(1):
                for _ in range(3):
                    await pass_time(99)
                    ON_PART.get()()
                await pass_time(101)
                await asyncio.Event().wait()

        with pytest.raises(TimeoutError):
            await stream()

    on_a_still_clock(main)


def test_a_call_that_is_overtaken_is_given_up() -> None:
    async def main() -> None:
        calls = Watched(1, 2, 3)
        await pass_time(0)
        await pass_time(99)
        calls.answer(3)
        await pass_time(2)
        assert calls.given_up() == {1, 2}
        await calls.end()

    on_a_still_clock(main)


def test_a_server_that_answers_nobody_is_given_up_by_all_at_once() -> None:
    async def main() -> None:
        calls = Watched(1, 2, 3)
        await pass_time(0)
        await pass_time(99)
        assert calls.given_up() == set()
        await pass_time(2)
        assert calls.given_up() == {1, 2, 3}
        await calls.end()

    on_a_still_clock(main)


class SlowServer:
    """Works on two calls at a time, on each for nearly the whole deadline."""

    model = "m"

    def __init__(self) -> None:
        self.slots = asyncio.Semaphore(2)
        self.asked = 0
        self.at_work: list[asyncio.Event] = []

    async def complete(self, request: Request) -> Completion:
        self.asked += 1
        async with self.slots:
            done = asyncio.Event()
            self.at_work.append(done)
            await done.wait()
        return Completion(text="fine")

    async def aclose(self) -> None:
        """Nothing to close."""


@pytest.mark.parametrize("concurrency", [None, 12, 64])
def test_no_call_is_given_up_by_a_slow_server_with_two_slots(concurrency: int | None) -> None:
    async def main() -> None:
        server = SlowServer()
        rules = policy(concurrency=concurrency, deadline=SECONDS, retries=0)
        engine = Engine(server, rules, name="slow")  # type: ignore[arg-type]
        calls = [asyncio.ensure_future(engine.complete(ask(str(n)))) for n in range(12)]
        while not all(call.done() for call in calls):
            for _ in range(20):
                await pass_time(0.3)  # so that whatever is paced goes out
            await pass_time(SECONDS - 10)
            ready, server.at_work = server.at_work, []
            for done in ready:
                done.set()
            await pass_time(0)
        assert [call.result().text for call in calls] == ["fine"] * 12
        assert server.asked == 12

    on_a_still_clock(main)


def test_a_time_out_is_told_and_halves_the_window() -> None:
    async def main() -> None:
        server = SlowServer()
        rules = policy(concurrency=64, deadline=SECONDS, retries=0)
        engine = Engine(server, rules, name="slow")  # type: ignore[arg-type]
        before = engine.stats.window
        call = asyncio.ensure_future(engine.complete(ask()))
        await pass_time(1)
        await pass_time(SECONDS)
        with pytest.raises(CallError) as caught:
            await call
        assert caught.value.kind == ErrorKind.TIMEOUT
        assert engine.stats.window == before // 2

    on_a_still_clock(main)
