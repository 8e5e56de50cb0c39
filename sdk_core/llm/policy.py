"""The call policy: which failures are tried again, how often, and after what wait.

It is the only retry layer of the whole program: the HTTP client's own retries are off, so that a
request is never multiplied by two layers that know nothing of each other.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from sdk_core.errors import ErrorKind

LONGEST_DELAY = 60.0
"""Seconds: upper end of the backoff."""

BUDGET_FLOOR = 60
"""Retries that any run may spend, so that a small run is not refused its few."""

FATAL = frozenset({ErrorKind.QUOTA, ErrorKind.AUTH, ErrorKind.NOT_FOUND, ErrorKind.TLS})
"""Every further call would fail in the same way, so the run stops."""

TRANSIENT = frozenset({ErrorKind.CONNECTION, ErrorKind.TIMEOUT, ErrorKind.SERVER})
"""May go away by itself: tried again after a wait."""

_RETRY_CAPS = {ErrorKind.TIMEOUT: 1, ErrorKind.NOT_CHAT: 2, ErrorKind.EMPTY: 2}

LOSSES_IN_A_ROW = {ErrorKind.CONNECTION: 5, ErrorKind.TIMEOUT: 5, ErrorKind.SERVER: 20}
"""Calls lost for good, with no completion between them, after which the run stops."""

OPENING = {ErrorKind.BAD_REQUEST: 3, ErrorKind.NOT_CHAT: 5}
"""So many first outcomes of one such kind stop the run: a wrong set-up, not bad luck."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPolicy:
    """How many calls run at once, and how failures are met.

    Args:
        concurrency: Calls in flight; ``None`` finds the number by itself.
        retries: Further tries after the first one.
        base_delay: Seconds; upper end of the first random wait, which doubles with each try.
        deadline: Seconds that one try may take from the first byte sent to the last one read.
            It is enforced outside the HTTP library, whose time-outs begin anew with each byte.
            A call that ran into it is tried once more, since it was probably worked on.
        max_wait: Longest wait in seconds that a rate limit may ask for; beyond it the run stops.
        retry_budget: Retries of the whole run as a share of its calls; beyond it (and beyond
            `BUDGET_FLOOR`) failures are final, so that a struggling server is not buried.
        rpm: Requests a minute at most, further tries included; ``None`` for no cap.
        tpm: Tokens a minute at most, of prompts and answers; ``None`` for no cap.

    Raises:
        ValueError: A value is out of range.
    """

    concurrency: int | None = None
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

    def tries_again(self, kind: str, tries: int) -> bool:
        """Whether a call that failed with ``kind`` after ``tries`` tries gets another one."""
        if kind not in TRANSIENT and kind not in _RETRY_CAPS:
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
