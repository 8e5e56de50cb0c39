"""The circuit breaker: what to do when the server cannot be reached at all."""

from __future__ import annotations

from enum import Enum

THRESHOLD = 5
"""Calls in a row that got no answer before the circuit opens."""


class Reachability(Enum):
    """What a call that got no answer means."""

    ALONE = "alone"  # others are answered: the call's own affair
    OUTAGE = "outage"  # nobody is answered: wait, and do not count it against the call
    DEAD = "dead"  # still nobody, after every probe


class CircuitBreaker:
    """Tells an outage from a single bad connection (circuit breaker, Nygard, "Release It!").

    While it is open, one call at a time goes out as a probe, so that an outage costs a few
    connection attempts rather than all tries of every call. Any HTTP response closes it.

    Args:
        probes: Probes that may fail before the server counts as dead.
        tries: Tries that one call has; a request that always breaks its connection must not look
            like an outage, so more failures than that are needed.
    """

    def __init__(self, *, probes: int, tries: int) -> None:
        self._probes = max(1, probes)
        self._threshold = max(THRESHOLD, tries + 1)
        self._unanswered = 0
        self.open = False
        self.failed_probes = 0

    def answered(self) -> None:
        """Note that the server gave an HTTP response, whatever it said."""
        self._unanswered = 0
        self.failed_probes = 0
        self.open = False

    def unanswered(self, *, probe: bool) -> Reachability:
        """Note that a call got no response and say what it means.

        Args:
            probe: Whether the call went out while the circuit was open.
        """
        self._unanswered += 1
        if self.open:
            self.failed_probes += probe
            return Reachability.DEAD if self.failed_probes >= self._probes else Reachability.OUTAGE
        if self._unanswered < self._threshold:
            return Reachability.ALONE
        self.open = True
        return Reachability.OUTAGE
