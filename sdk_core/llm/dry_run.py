"""Backends that send nothing: for runs from the record alone, and for counting before a run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sdk_core.components import Backend
from sdk_core.errors import CallError, ErrorKind
from sdk_core.llm.costs import ExpectedCall
from sdk_core.model import Completion, Request


def is_unrecorded(error: Exception) -> bool:
    """Tell whether a call failed because nothing may be sent, which says nothing of the model."""
    return isinstance(error, CallError) and error.kind == ErrorKind.UNRECORDED


class ReplayBackend(Backend):
    """Refuses every call, so that only what is recorded is used.

    Args:
        backend: The backend that would answer; asked for its model's name only.
    """

    def __init__(self, backend: Backend) -> None:
        super().__init__(backend.options)
        self._backend = backend

    @property
    def model(self) -> str:
        """The model that would be asked."""
        return self._backend.model

    async def complete(self, request: Request) -> Completion:
        """Refuse the call.

        Raises:
            CallError: Always.
        """
        raise CallError(
            "its answer is not in the record of earlier runs",
            kind=ErrorKind.UNRECORDED,
            hint="run without --replay to ask for it",
        )


@dataclass(slots=True)
class ShownCall:
    """The one call of a counted run that is shown.

    Args:
        prompt: Its prompt, ``""`` for the first that asks for a list, else the first of all.
        number: Which of the calls with this prompt, from 1.
        request: The call, once it has come.
        asked: How many calls there were, by prompt.
    """

    prompt: str = ""
    number: int = 1
    request: Request | None = None
    asked: Counter[str] = field(default_factory=Counter)

    def see(self, request: Request, expected: ExpectedCall) -> None:
        """Take the call if it is the one, or the best so far."""
        self.asked[request.task] += 1
        if self.prompt:
            is_it = request.task == self.prompt and self.asked[self.prompt] == self.number
        else:
            is_it = self.request is None or (
                expected.items > 0 and not ExpectedCall.of(self.request).items
            )
        if is_it:
            self.request = request


class CountingBackend(ReplayBackend):
    """Counts what would be asked for.

    An answer that is one text gets a placeholder, so that the prompts that it goes into, and the
    calls that follow on it, are counted as well; one that is a list cannot be made up.

    Args:
        backend: The backend that would answer; asked for its model's name only.
        shown: The call that is shown.
    """

    def __init__(self, backend: Backend, shown: ShownCall) -> None:
        super().__init__(backend)
        self.demands: list[ExpectedCall] = []
        self._shown = shown

    async def complete(self, request: Request) -> Completion:
        """Count the call, and stand in for its answer where that is one text.

        Raises:
            CallError: Its answer would be a list.
        """
        self.demands.append(expected := ExpectedCall.of(request))
        self._shown.see(request, expected)
        if not expected.items:
            return Completion(text=f"[{request.task}: the answer of another call]")
        raise CallError("counted only", kind=ErrorKind.UNRECORDED)
