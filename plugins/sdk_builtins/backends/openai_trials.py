"""Finding out whether a server refuses a format without saying so: careful guesses, few of them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

from sdk_builtins.backends.openai_errors import ServerRefusal
from sdk_builtins.backends.openai_refusals import Meaning
from sdk_builtins.backends.server_profile import Structure
from sdk_core.errors import CallError, ErrorKind
from sdk_core.model import Completion, Request

_MOST_TRIALS = 3  # in vain, after which it is not the format

_BROKEN = frozenset({500, 501})
"""Statuses of servers that break at a format; others say that they are down."""

_FAILURES_BEFORE = 1  # server errors that may have passed by themselves

_CONFIRMATIONS = {ErrorKind.SERVER: 2}
"""Trials that must agree before a format is given up: a server may have come back just then."""

Ask = Callable[[Structure], Awaitable[Completion]]


class FormatTrials:
    """What is known of formats by trial, for each model of a server.

    A format that has worked once is never given up for what one call is refused; ``working`` holds
    the models that have answered a call that asked for one.
    """

    def __init__(self) -> None:
        self.working: set[str] = set()
        self._in_vain: Counter[str] = Counter()
        self._broken: Counter[str] = Counter()
        self._agreed: Counter[str] = Counter()
        self._lock = asyncio.Lock()

    def wanted(self, error: CallError, request: Request, model: str) -> bool:
        """Whether a call that failed is worth putting again without its format."""
        if request.schema is None:
            return False
        if not isinstance(error, ServerRefusal) or error.reading.meaning is not Meaning.UNKNOWN:
            return False
        if model in self.working or self._in_vain[model] >= _MOST_TRIALS:
            return False
        if error.kind == ErrorKind.SERVER and error.status in _BROKEN:
            self._broken[model] += 1
            return self._broken[model] > _FAILURES_BEFORE
        return error.kind == ErrorKind.BAD_REQUEST

    async def run(
        self, error: CallError, model: str, known: Callable[[], Structure], ask: Ask
    ) -> tuple[Completion, Structure]:
        """Ask with less and less structure, and return the answer and what it took.

        Args:
            error: How the call failed; raised again when nothing helps.
            model: The model that was asked.
            known: Says how much structure is asked for at present.
            ask: Puts the call with another structure.
        """
        before = known()
        async with self._lock:  # many calls fail at once, and one trial is enough
            if self._in_vain[model] >= _MOST_TRIALS:
                raise error
            for structure in Structure:
                if structure < known() or structure == known() == before:
                    continue
                try:
                    return await ask(structure), structure
                except CallError:
                    continue
            self._in_vain[model] += 1
            raise error

    def believed(self, model: str, error: CallError) -> bool:
        """Note that less structure helped, and tell whether the format is given up for it."""
        self._agreed[model] += 1
        enough = self._agreed[model] >= _CONFIRMATIONS.get(error.kind, 1)
        return enough and model not in self.working
