"""Short ways for the tests of this folder to build requests, backends and engines."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any, TypeVar

from sdk_builtins.backends.openai_chat import (
    ApiEndpointBackend,
    ApiEndpointOptions,
    OpenAIChatBackend,
)
from sdk_core.llm.engine import Engine
from sdk_core.llm.retry import CallPolicy
from sdk_core.model import Completion, Message, Request
from tests.server.openai_server import OpenAIServer

KEY = "sk-canary-0123456789abcdef"

T = TypeVar("T")

Outcome = Completion | BaseException


def policy(**settings: Any) -> CallPolicy:
    """Return a policy that waits hardly at all between tries."""
    return CallPolicy(**{"base_delay": 0.01, "concurrency": 8, "deadline": 3600.0, **settings})


def backend(server: OpenAIServer | str, **options: Any) -> OpenAIChatBackend:
    """Return a backend for a server, with a key that must never be seen."""
    url = server if isinstance(server, str) else server.url
    settings = {"api_base": url, "api_key": KEY, "model": "test-model", **options}
    return ApiEndpointBackend(ApiEndpointOptions(**settings))


def ask(text: str = "Say something.", **settings: Any) -> Request:
    """Return a request of one user message."""
    return Request(messages=(Message("user", text),), **settings)


class ClockedLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock a test can put forward.

    Args:
        still: Whether it moves in no other way, so that no rate depends on the machine.
    """

    def __init__(self, *, still: bool = False) -> None:
        super().__init__()
        self._ahead = 0.0
        self._stopped = super().time() if still else None

    def time(self) -> float:
        """Return the time by this loop's clock, in seconds."""
        now = super().time() if self._stopped is None else self._stopped
        return now + self._ahead

    def put_forward(self, seconds: float) -> None:
        """Let time pass at once."""
        self._ahead += seconds


def put_forward(seconds: float) -> None:
    """Put the clock of the running loop forward."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, ClockedLoop)
    loop.put_forward(seconds)


async def until(condition: Callable[[], object]) -> None:
    """Wait until a condition holds."""
    while not condition():
        await asyncio.sleep(0.002)


def with_engine(
    server: OpenAIServer | str,
    work: Callable[[Engine], Awaitable[T]],
    *,
    journal: Any = None,
    on_change: Any = None,
    still: bool = False,
    **settings: Any,
) -> T:
    """Run ``work`` with an engine on a fresh event loop, and close the engine.

    Args:
        still: Whether the clock of the loop stands still.
    """

    async def main() -> T:
        engine = Engine(
            backend(server),
            policy(**settings),
            name="api-endpoint",
            journal=journal,
            on_change=on_change,
        )
        try:
            return await work(engine)
        finally:
            await engine.aclose()

    with asyncio.Runner(loop_factory=partial(ClockedLoop, still=still)) as runner:
        return runner.run(main())


async def ask_all(engine: Engine, prompts: Iterable[str]) -> list[Completion | BaseException]:
    """Ask for all prompts at once and return answers and errors in their order."""
    calls = (engine.complete(ask(prompt)) for prompt in prompts)
    return await asyncio.gather(*calls, return_exceptions=True)


def ask_one(server: OpenAIServer | str, **settings: Any) -> Outcome:
    """Make one call and return its answer or error."""
    return with_engine(server, lambda e: ask_all(e, ["only"]), **settings)[0]
