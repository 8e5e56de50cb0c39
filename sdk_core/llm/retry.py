"""The call policy: which failures are tried again, how often, and after what wait.

It is the only retry layer of the whole program: the HTTP client's own retries are off, so that a
request is never multiplied by two layers that know nothing of each other.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from sdk_core.errors import BackendFailure, CallError, ErrorKind
from sdk_core.llm.circuit_breaker import CircuitBreaker, Reachability
from sdk_core.llm.ledger import Account
from sdk_core.llm.scheduler import QueuePlace, Scheduler, Slot
from sdk_core.llm.window import AdaptiveWindow
from sdk_core.model import Request

LONGEST_DELAY = 60.0
"""Seconds: upper end of the backoff."""

BUDGET_FLOOR = 60
"""Retries that any run may spend, so that a small run is not refused its few."""

FATAL = frozenset({ErrorKind.QUOTA, ErrorKind.AUTH, ErrorKind.NOT_FOUND, ErrorKind.TLS})
"""Every further call would fail in the same way, so the run stops."""

TRANSIENT = frozenset({ErrorKind.CONNECTION, ErrorKind.TIMEOUT, ErrorKind.SERVER})
"""May go away by itself: tried again after a wait."""

_RETRY_CAPS = {ErrorKind.TIMEOUT: 1, ErrorKind.NOT_CHAT: 2, ErrorKind.EMPTY: 1}

_PAID_RETRIES = 1
"""Further tries of a call that has got an answer, of no use, which was paid for."""

LOSSES_IN_A_ROW = {
    ErrorKind.CONNECTION: 5,
    ErrorKind.TIMEOUT: 5,
    ErrorKind.SERVER: 20,
    ErrorKind.NOT_CHAT: 20,
}
"""Calls lost for good, with no completion between them, after which the run stops."""

OPENING = {ErrorKind.BAD_REQUEST: 3, ErrorKind.NOT_CHAT: 5}
"""So many first outcomes of one such kind stop the run: a wrong set-up, not bad luck."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPolicy:
    """How many calls run at once, and how failures are met.

    Args:
        concurrency: Calls in flight at most; the number itself is found while running. ``None``
            for the usual bound.
        at_once: Whether so many go out at once, whatever is seen: what takes them queues them
            (a batch API).
        retries: Further tries after the first one.
        base_delay: Seconds; upper end of the first random wait, which doubles with each try.
        deadline: Seconds that one try may take from the first byte sent to the last one read,
            without the time for which older calls were ahead of it (`Deadlines`). It is enforced
            outside the HTTP library, whose time-outs begin anew with each byte. A call that ran
            into it is tried once more, since it was probably worked on.
        max_wait: Longest wait in seconds that a rate limit may ask for; beyond it the run stops.
        retry_budget: Retries of the whole run as a share of its calls; beyond it (and beyond
            `BUDGET_FLOOR`) failures are final, so that a struggling server is not buried.
        rpm: Requests a minute at most, further tries included; ``None`` for no cap.
        tpm: Tokens a minute at most, of prompts and answers; ``None`` for no cap.

    Raises:
        ValueError: A value is out of range.
    """

    concurrency: int | None = None
    at_once: bool = False
    retries: int = 3
    base_delay: float = 1.0
    deadline: float = 300.0
    max_wait: float = 900.0
    retry_budget: float = 0.2
    rpm: float | None = None
    tpm: float | None = None

    def __post_init__(self) -> None:
        if self.concurrency is not None and self.concurrency < 1:
            raise ValueError("concurrency must be at least 1")
        if self.retries < 0 or self.base_delay < 0 or self.max_wait < 0 or self.retry_budget < 0:
            raise ValueError("retries, base_delay, max_wait and retry_budget cannot be negative")
        if self.deadline <= 0:
            raise ValueError("deadline must be more than 0 seconds")
        if any(cap is not None and cap <= 0 for cap in (self.rpm, self.tpm)):
            raise ValueError("rpm and tpm must be more than 0")

    def tries_again(self, kind: str, tries: int, *, answers: int = 0) -> bool:
        """Whether a call that failed with ``kind`` gets another try.

        Args:
            kind: An `ErrorKind`.
            tries: Tries so far.
            answers: Those of them that brought an answer, which was paid for and of no use.
        """
        if kind not in TRANSIENT and kind not in _RETRY_CAPS:
            return False
        if answers > _PAID_RETRIES and kind != ErrorKind.CONNECTION:
            return False
        return tries <= min(self.retries, _RETRY_CAPS.get(kind, self.retries))

    def within_budget(self, retried: int, calls: int) -> bool:
        """Whether one more retry is allowed after ``retried`` retries among ``calls`` calls."""
        return retried < max(BUDGET_FLOOR, self.retry_budget * calls)

    def backoff(self, tries: int) -> float:
        """Return a wait in seconds after the given number of failed tries, with full jitter.

        A random point of the whole interval spreads clients that failed together better than a
        fixed wait with some noise (Brooker, "Exponential Backoff And Jitter", AWS, 2015).
        """
        return random.uniform(0.0, self._ceiling(tries))

    def pause(self, tries: int) -> float:
        """Return a wait for all callers together: never short, as nobody is spread by it."""
        ceiling = self._ceiling(tries)
        return random.uniform(ceiling / 2, ceiling)

    def _ceiling(self, tries: int) -> float:
        return min(LONGEST_DELAY, self.base_delay * 2.0 ** min(max(tries - 1, 0), 16))


RESUME = "what was received is kept: run the same command again to go on"
"""The hint of last resort for a run that stops."""


@dataclass(slots=True)
class Call:
    """One call on its way.

    Args:
        request: What is asked.
        queue_place: Its place in the queue.
        account: Whose it is.
        tries: The tries it has used.
        answers: Those of them that brought an answer.
        sent: How often it went out; after a wait for a rate limit that is no further try.
    """

    request: Request
    queue_place: QueuePlace
    account: Account
    tries: int = 0
    answers: int = 0
    sent: int = 0


class FailureHandler:
    """Applies the call policy to failures, with what the whole run has seen so far.

    Args:
        policy: The rules.
        name: The backend's name, for messages.
        window: Told of refusals.
        scheduler: Its gate is closed while everybody has to wait.
        circuit: Told whether the server responds.
    """

    def __init__(
        self,
        policy: CallPolicy,
        name: str,
        window: AdaptiveWindow,
        scheduler: Scheduler,
        circuit: CircuitBreaker,
    ) -> None:
        self._policy = policy
        self._name = name
        self._window = window
        self._slots = scheduler
        self._circuit = circuit
        self._heard = False  # whether the server ever gave an HTTP response
        self._opening: tuple[str, int] | None = ("", 0)  # kind and number of the first outcomes
        self._losses = 0
        self._limited_since: float | None = None
        self._limit_waits = 0
        self._last_cut = 0  # number of the last call that was in flight when the window was halved
        self._newest_answered = 0
        self.retried = 0

    def completed(self, number: int) -> None:
        """Note a completion: whatever went wrong before was not for good.

        Args:
            number: The call's place in the order in which calls went out.
        """
        self._newest_answered = max(self._newest_answered, number)
        self._hear()
        self._opening = None
        self._losses = 0
        self._limited_since, self._limit_waits = None, 0

    def next_delay(
        self, call: Call, slot: Slot, error: CallError, *, now: float, calls: int
    ) -> float:
        """Return the seconds after which a failed call should queue up again.

        Args:
            call: The call; its tries are counted here.
            slot: The slot that it had.
            error: Its failure.
            now: Loop time in seconds.
            calls: Calls of the run so far.

        Raises:
            CallError: The call failed for good.
            BackendFailure: The run must stop.
        """
        if error.kind in FATAL:
            raise self._failure(error.message, error.hint)
        if error.kind == ErrorKind.RATE_LIMIT:
            self._hear()
            self._wait_for_limit(slot, error, now)
            return 0.0
        # A call that was overtaken hangs by itself; the server is not too busy.
        late = slot.number > max(self._last_cut, self._newest_answered)
        if error.kind == ErrorKind.TIMEOUT and late:
            self._last_cut = self._slots.granted
            self._window.timed_out()
        if error.kind in (ErrorKind.CONNECTION, ErrorKind.TIMEOUT) and error.status is None:
            if self._is_outage(slot, error):
                return 0.0
        else:
            self._hear()
            self._check_opening(error)
        return self._wait_for_retry(call, error, calls)

    def _hear(self) -> None:
        self._heard = True
        self._circuit.answered()

    def _is_outage(self, slot: Slot, error: CallError) -> bool:
        if error.kind == ErrorKind.TIMEOUT and not slot.probe:
            return False  # the server may well be at work: the call's own affair
        known = self._circuit.open
        verdict = self._circuit.unanswered(probe=slot.probe)
        if verdict is Reachability.DEAD:
            raise self._failure(f"the server does not answer: {error.message}", error.hint)
        if verdict is Reachability.OUTAGE and (slot.probe or not known):
            self._slots.close_gate(self._policy.pause(self._circuit.failed_probes + 1))
        return verdict is Reachability.OUTAGE

    def _check_opening(self, error: CallError) -> None:
        if self._opening is None:
            return
        kind, count = self._opening
        if error.kind not in OPENING or kind not in ("", error.kind):
            self._opening = None
            return
        self._opening = (error.kind, count + 1)
        if count + 1 >= OPENING[error.kind]:
            what = f"the first {count + 1} calls were all refused"
            if error.kind == ErrorKind.NOT_CHAT:
                what = "this does not look like a chat endpoint"
            raise self._failure(f"{what}: {error.message}", error.hint)

    def _wait_for_limit(self, slot: Slot, error: CallError, now: float) -> None:
        first = slot.started >= self._slots.closed_at
        if first:
            self._limit_waits += 1
        if self._limited_since is None:
            self._limited_since = now
        wait = error.retry_after or self._policy.pause(self._limit_waits)
        longest = self._policy.max_wait
        if now + wait - self._limited_since > longest:
            raise self._failure(
                f"rate limited for more than {longest:g} s (now for {wait:.0f} s): {error.message}",
                f"wait, then go on; {RESUME}",
            )
        self._window.refused(now=now, in_flight=self._slots.in_flight, wait=wait, first=first)
        self._slots.close_gate(wait)

    def _wait_for_retry(self, call: Call, error: CallError, calls: int) -> float:
        call.tries += 1
        wait = max(self._policy.backoff(call.tries), error.retry_after or 0.0)
        if (
            not self._policy.tries_again(error.kind, call.tries, answers=call.answers)
            or wait > self._policy.max_wait
            or not self._policy.within_budget(self.retried, calls)
        ):
            raise self._lost(call, error)
        self.retried += 1
        return wait

    def _lost(self, call: Call, error: CallError) -> CallError | BackendFailure:
        """Return the end of a call, or that of the run when too many end."""
        if error.kind in LOSSES_IN_A_ROW:
            self._losses += 1
            if error.kind == ErrorKind.CONNECTION and not self._heard:
                return self._failure(error.message, error.hint)
            if self._losses >= LOSSES_IN_A_ROW[error.kind]:
                return self._failure(
                    f"{self._losses} calls in a row failed: {error.message}", error.hint
                )
        else:
            self._losses = 0
        tried = f" ({call.tries} tries)" if call.tries > 1 else ""
        return error.but(message=f"backend {self._name!r}: {error.message}{tried}")

    def _failure(self, message: str, hint: str) -> BackendFailure:
        return BackendFailure(f"backend {self._name!r}: {message}", hint=hint or RESUME)
