"""What the engine makes of backends that raise or return whatever they like."""

from __future__ import annotations

import asyncio

import pytest

from sdk_core.errors import CallError, UsageError
from sdk_core.llm.engine import Engine
from sdk_core.model import Completion, Request
from tests.llm.clients import (
    KEY,
    ask,
    policy,
)


class Foreign:
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


def _ask_foreign(foreign: Foreign) -> Completion:
    engine = Engine(foreign, policy(), name="acme")  # type: ignore[arg-type]
    return asyncio.run(engine.complete(ask()))


def test_foreign_exceptions() -> None:
    assert _ask_foreign(Foreign(OSError("busy"), retryable=True)).text == "fine"
    for raised in (OSError(f"Bearer {KEY}"), KeyError("x"), "no completion"):
        with pytest.raises(CallError, match="acme") as caught:
            _ask_foreign(Foreign(raised))
        assert KEY not in str(caught.value)
    with pytest.raises(UsageError, match="no key"):
        _ask_foreign(Foreign(UsageError("no key")))


def test_an_answer_without_text_is_no_answer_whatever_the_backend() -> None:
    with pytest.raises(CallError, match="no text"):
        _ask_foreign(Foreign(Completion(text=" "), Completion(text="")))
