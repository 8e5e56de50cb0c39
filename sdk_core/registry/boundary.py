"""Where the program calls code of a plugin: what passes, what is caught, and where prints go.

Every such call stands inside of `foreign_code`, or of a guard that is made of it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TextIO, cast

_INSIDE: ContextVar[bool] = ContextVar("inside of a plugin", default=False)


class Terminated(BaseException):
    """The process was asked to end; no error, so that nothing takes it for one and goes on."""


class WrongReturn(Exception):
    """A plugin returned what its hook or method may not return.

    Args:
        problem: What was returned by which method, the beginning of a sentence.
        remedy: What its author must do.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.remedy = remedy


def is_stop(error: BaseException) -> bool:
    """Tell whether this is how a command or a task is stopped, rather than a plugin's failure.

    `SystemExit` is no such thing: whether the program ends is not for a plugin to say.
    """
    if isinstance(error, KeyboardInterrupt | GeneratorExit | Terminated):
        return True
    running = sys.modules.get("asyncio")  # which takes time to import, and most commands never do
    return running is not None and isinstance(error, running.CancelledError)


@contextmanager
def foreign_code() -> Iterator[None]:
    """Send what is printed to stderr, since stdout is what scripts read."""
    before = _INSIDE.get()
    _INSIDE.set(True)
    try:
        yield
    finally:
        _INSIDE.set(before)


@contextmanager
def divided_output() -> Iterator[None]:
    """Have `foreign_code` do so: ``sys.stdout`` leads to ``sys.stderr`` inside of it."""
    own = sys.stdout
    sys.stdout = cast(TextIO, _DividedOutput(own))
    try:
        yield
    finally:
        sys.stdout = own


class _DividedOutput:
    """A stream that is one of two, which each call decides anew: tasks run between one another."""

    def __init__(self, own: TextIO) -> None:
        self._own = own

    def __getattr__(self, name: str) -> object:
        return getattr(sys.stderr if _INSIDE.get() else self._own, name)
