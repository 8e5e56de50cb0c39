"""Tells observers of model calls what goes out and what comes of it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from sdk_core.errors import CallError
from sdk_core.llm.ledger import Account
from sdk_core.model import Completion, Request
from sdk_core.specs import CallInfo, CallOutcome


class Observers(Protocol):
    """Whoever is told, none of whom can fail a run."""

    def call_started(self, call: CallInfo) -> None:
        """Hear of a call that goes out."""

    def call_finished(self, call: CallInfo, outcome: CallOutcome) -> None:
        """Hear of a call that has ended."""


@dataclass(slots=True)
class Observed:
    """One call while it is watched; whoever makes it puts what came into ``completion``."""

    completion: Completion | None = None


@dataclass(slots=True)
class CallObservation:
    """Watches the calls of a run.

    Args:
        observers: Who is told.
        backend: Name of the backend.
        texts: Whether they see what is asked and answered.
    """

    observers: Observers
    backend: str
    texts: bool = False
    _run: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    _count: int = 0

    @contextmanager
    def watch(self, request: Request, account: Account, attempt: int) -> Iterator[Observed]:
        """Tell of one try of a call, and of how it ends.

        Args:
            request: What is asked.
            account: Whose call it is.
            attempt: 1 for the first try.
        """
        self._count += 1
        call = CallInfo(
            id=f"{self._run}-{self._count}",
            component=account.component,
            prompt=request.task,
            backend=self.backend,
            model=request.model,
            input=account.item,
            attempt=attempt,
            params=tuple(sorted(request.params.items())),
            messages=tuple((m.role, m.content) for m in request.messages) if self.texts else (),
        )
        observed, began = Observed(), time.monotonic()
        self.observers.call_started(call)
        error: CallError | None = None
        stopped = True
        try:
            yield observed
            stopped = False
        except CallError as raised:
            error, stopped = raised, False
            raise
        finally:
            seconds = time.monotonic() - began
            outcome = self._outcome(observed.completion, error, stopped, seconds)
            self.observers.call_finished(call, outcome)

    def _outcome(
        self, completion: Completion | None, error: CallError | None, stopped: bool, seconds: float
    ) -> CallOutcome:
        if completion is None:
            kind = error.kind if error else ""
            return CallOutcome(
                status="stopped" if stopped else "failed", error=kind, seconds=seconds
            )
        usage, failure = completion.usage, completion.failure
        return CallOutcome(
            status="answered" if failure is None else "failed",
            error=failure.kind if failure else "",
            model=completion.model,
            finish_reason=completion.finish_reason,
            seconds=seconds,
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            cached_tokens=usage.cached_tokens,
            reasoning_tokens=usage.reasoning_tokens,
            cost=usage.cost,
            text=completion.text if self.texts else "",
        )
