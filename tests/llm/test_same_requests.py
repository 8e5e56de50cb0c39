"""Requests that are the same and under way at once are sent once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from sdk_core.components import Backend, BackendOptions
from sdk_core.errors import CallError
from sdk_core.llm.engine import Engine
from sdk_core.llm.journal import Journal
from sdk_core.model import Completion, Request, Usage
from tests.llm.clients import ask, policy, until


class OneAtATime(Backend[BackendOptions]):
    """Answers when it is let, and keeps what it was asked."""

    model = "m"

    def __init__(self) -> None:
        super().__init__(BackendOptions())
        self.asked: list[str] = []
        self.released = asyncio.Event()

    async def complete(self, request: Request) -> Completion:
        text = request.messages[0].content
        self.asked.append(text)
        await self.released.wait()
        if text == "bad":
            raise CallError("not this one", kind="invalid")
        return Completion(text=f"to {text}", usage=Usage(prompt_tokens=5, completion_tokens=5))


def run(work, journal: Journal | None = None) -> None:
    async def main() -> None:
        backend = OneAtATime()
        engine = Engine(backend, policy(), name="b", journal=journal)
        try:
            await work(engine, backend)
        finally:
            await engine.aclose()

    asyncio.run(main())


@pytest.mark.parametrize("recorded", [False, True])
def test_all_get_the_one_answer_and_it_is_paid_once(tmp_path: Path, recorded: bool) -> None:
    async def work(engine: Engine, backend: OneAtATime) -> None:
        calls = [asyncio.ensure_future(engine.complete(ask(t))) for t in ("a", "b", "a", "a")]
        await until(lambda: len(backend.asked) == 2)
        backend.released.set()
        answers = [completion.text for completion in await asyncio.gather(*calls)]
        assert answers == ["to a", "to b", "to a", "to a"]
        assert sorted(backend.asked) == ["a", "b"]
        assert engine.stats.usage == Usage(prompt_tokens=10, completion_tokens=10)
        assert (engine.stats.received, engine.stats.from_journal) == (2, 2)

    if recorded:
        with Journal(tmp_path / "out/.sdk/journal.db") as journal:
            run(work, journal)
    else:
        run(work)


def test_all_get_the_one_failure() -> None:
    async def work(engine: Engine, backend: OneAtATime) -> None:
        calls = [engine.complete(ask("bad")) for _ in range(3)]
        backend.released.set()
        outcomes = await asyncio.gather(*calls, return_exceptions=True)
        assert ["not this one" in str(error) for error in outcomes] == [True] * 3
        assert len({id(error) for error in outcomes}) == 3
        assert backend.asked == ["bad"]
        assert engine.stats.failed == 3

    run(work)


def test_who_waits_asks_when_the_first_is_cancelled() -> None:
    async def work(engine: Engine, backend: OneAtATime) -> None:
        first, second = (asyncio.ensure_future(engine.complete(ask("a"))) for _ in range(2))
        await until(lambda: backend.asked)
        first.cancel()
        await until(lambda: len(backend.asked) == 2)
        backend.released.set()
        assert (await second).text == "to a"
        assert first.cancelled()

    run(work)


def test_a_stop_reaches_those_who_wait() -> None:
    async def work(engine: Engine, backend: OneAtATime) -> None:
        calls = [asyncio.ensure_future(engine.complete(ask("a"))) for _ in range(2)]
        await until(lambda: backend.asked)
        engine.stop()
        backend.released.set()
        assert [completion.text for completion in await asyncio.gather(*calls)] == ["to a"] * 2

    run(work)
