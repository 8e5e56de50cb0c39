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
    """Counts what would be asked for."""

    def __init__(self, backend: Backend) -> None:
        super().__init__(backend)
        self.demands: list[ExpectedCall] = []

    async def complete(self, request: Request) -> Completion:
        """Count the call and refuse it.

        Raises:
            CallError: Always.
        """
        self.demands.append(ExpectedCall.of(request))
        raise CallError("counted only", kind=ErrorKind.UNRECORDED)
