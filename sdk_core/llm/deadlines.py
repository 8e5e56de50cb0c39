"""When a call has taken too long: the time for which others were ahead of it does not count."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sdk_core.server_memory import ON_PART

_REMEMBERED = 4096
"""Answers that are looked through; more than can come in while a call waits for one older call."""


class Deadlines:
    """Ends calls that get no answer in time.

    A server that works on few calls at a time answers the others in the order in which they came,
    and does not say when it begins with one. As long as older calls are answered, a call may have
    been waiting until then, so its time begins anew with each of them. A call that hangs while
    others are answered still ends, as the older ones come to an end; and a server that answers
    nobody is given up by all calls after the plain time. Where an answer is streamed, the time
    begins anew with each part of it.

    Args:
        seconds: Time for one call.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._answers: deque[tuple[int, float]] = deque(maxlen=_REMEMBERED)

    def answered(self, number: int) -> None:
        """Note that a call has got an answer.

        Args:
            number: Its place in the order in which calls went out.
        """
        self._answers.append((number, asyncio.get_running_loop().time()))

    @asynccontextmanager
    async def watch(self, number: int) -> AsyncIterator[asyncio.Timeout]:
        """Raise `TimeoutError` in the block once the call has taken too long.

        Args:
            number: Its place in the order in which calls went out.
        """
        loop = asyncio.get_running_loop()
        heard = loop.time()

        timers: list[asyncio.TimerHandle] = []
        async with asyncio.timeout(None) as timeout:

            def hear() -> bool:
                nonlocal heard
                heard = loop.time()
                return timeout.expired()

            def look() -> None:
                due = max(heard, self._last_older(number)) + self._seconds
                if due > loop.time():
                    timers[:] = [loop.call_at(due, look)]
                else:
                    timeout.reschedule(loop.time())

            look()
            token = ON_PART.set(hear)
            try:
                yield timeout
            finally:
                ON_PART.reset(token)
                timers[0].cancel()

    def _last_older(self, number: int) -> float:
        """Return when a call that went out before was last answered."""
        older = (at for known, at in reversed(self._answers) if known < number)
        return next(older, float("-inf"))
