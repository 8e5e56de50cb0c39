"""Backends that send nothing: for runs from the record alone, and for counting before a run."""

from __future__ import annotations

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


class CountingBackend(ReplayBackend):
    """Counts what would be asked for.

    An answer that is one text gets a placeholder, so that the prompts that it goes into, and the
    calls that follow on it, are counted as well; one that is a list cannot be made up.
    """

    def __init__(self, backend: Backend) -> None:
        super().__init__(backend)
        self.demands: list[ExpectedCall] = []
        self.first: Request | None = None

    async def complete(self, request: Request) -> Completion:
        """Count the call, and stand in for its answer where that is one text.

        Raises:
            CallError: Its answer would be a list.
        """
        self.demands.append(expected := ExpectedCall.of(request))
        if not expected.items:
            self.first = self.first or request
            return Completion(text=f"[{request.task}: the answer of another call]")
        if self.first is None or not ExpectedCall.of(self.first).items:
            self.first = request
        raise CallError("counted only", kind=ErrorKind.UNRECORDED)
