"""The queue in front of the backend: who may send the next call, and when."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable
from dataclasses import dataclass

from sdk_core.llm.circuit_breaker import CircuitBreaker
from sdk_core.llm.rate_limit import RateLimiter
from sdk_core.llm.window import AdaptiveWindow

QueuePlace = tuple[tuple[int, ...], int]
"""Priority, then number of the call: lower goes first, and a retry keeps its place."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The right to have one call in flight.

    Args:
        started: Loop time in seconds at which it was granted.
        number: Calls that were granted one before it.
        probe: Whether it was granted to see if the server is back.
        tokens: Tokens of the rate cap that are set aside for it.
    """

    started: float
    number: int
    probe: bool
    tokens: float = 0.0


class Scheduler:
    """Grants slots in the order of the queue, as window, gate, circuit and rate caps allow.

    There is one queue for a whole run and no batches: a slot that comes free is given away at
    once. A call that waits for its next try holds no slot.

    Args:
        window: How many calls may be in flight.
        circuit: Whether the server can be reached.
        rate_limiter: How fast calls may follow each other.
    """

    def __init__(
        self, window: AdaptiveWindow, circuit: CircuitBreaker, rate_limiter: RateLimiter
    ) -> None:
        self._window = window
        self._circuit = circuit
        self._pace = rate_limiter
        self._heap: list[tuple[QueuePlace, float, asyncio.Future[Slot]]] = []
        self._waiting: set[asyncio.Future[Slot]] = set()
        self._pump_due = False
        self._probing = False
        self._timer: asyncio.TimerHandle | None = None
        self.granted = 0
        self.in_flight = 0
        self.opens_at = 0.0
        self.closed_at = float("-inf")

    @property
    def waiting(self) -> int:
        """Calls without a slot, those that wait for their next try included."""
        return len(self._waiting)

    @property
    def saturated(self) -> bool:
        """Whether callers wait that neither gate nor rate cap holds up, but the window alone."""
        if not self._heap:
            return False
        now = asyncio.get_running_loop().time()
        return now >= self.opens_at and not self._pace.wait(self._heap[0][1], now)

    async def acquire(
        self, queue_place: QueuePlace, *, delay: float = 0.0, tokens: float = 0.0
    ) -> Slot:
        """Wait for a slot.

        Args:
            queue_place: Place in the queue.
            delay: Seconds to stay out of the queue first.
            tokens: Size of the prompt, for the rate cap.

        Raises:
            SdkError: `shut` was called while waiting.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Slot] = loop.create_future()
        self._waiting.add(future)
        timer = None
        if delay > 0:
            timer = loop.call_later(delay, self._enqueue, queue_place, tokens, future)
        else:
            self._enqueue(queue_place, tokens, future)
        try:
            return await future
        except asyncio.CancelledError:
            # The slot may have been granted in the same turn in which the caller was cancelled.
            if future.done() and not future.cancelled() and future.exception() is None:
                self.release(future.result())
            raise
        finally:
            self._waiting.discard(future)
            if timer is not None:
                timer.cancel()

    def release(self, slot: Slot) -> None:
        """Give a slot back."""
        self.in_flight -= 1
        if slot.probe:
            self._probing = False
        self._schedule_pump()

    def close_gate(self, seconds: float) -> None:
        """Grant nothing for that long; a gate that is closed for longer stays so."""
        now = asyncio.get_running_loop().time()
        if now >= self.opens_at:
            self.closed_at = now
        self.opens_at = max(self.opens_at, now + seconds)
        self._schedule_pump()

    def shut(self, error: Callable[[], Exception]) -> None:
        """Turn every waiting caller away with an error of its own."""
        self._heap.clear()
        for future in self._waiting:
            if not future.done():
                future.set_exception(error())

    def _enqueue(
        self, queue_place: QueuePlace, tokens: float, future: asyncio.Future[Slot]
    ) -> None:
        if not future.done():
            heapq.heappush(self._heap, (queue_place, tokens, future))
            self._schedule_pump()

    def _schedule_pump(self) -> None:
        # Granting in the next turn lets callers that start together queue up first, so that
        # their priorities count from the first call on.
        if not self._pump_due:
            self._pump_due = True
            asyncio.get_running_loop().call_soon(self._pump)

    def _pump(self) -> None:
        self._pump_due = False
        now = asyncio.get_running_loop().time()
        while self._heap and not (self._circuit.open and self._probing):
            _, tokens, future = self._heap[0]
            if future.done():
                heapq.heappop(self._heap)
                continue
            probe = self._circuit.open
            wait = max(self.opens_at - now, self._pace.wait(tokens, now))
            if not probe:
                wait = max(wait, self._window.wait(self.in_flight, now))
            if wait > 0:
                if wait < float("inf"):
                    self._pump_at(now + wait)
                return
            heapq.heappop(self._heap)
            self.in_flight += 1
            self._window.sent(self.in_flight, now)
            self._probing = self._probing or probe
            self._waiting.discard(future)
            set_aside = self._pace.start(tokens, now)
            self.granted += 1
            future.set_result(Slot(now, self.granted, probe, set_aside))

    def _pump_at(self, when: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_at(when, self._pump)
