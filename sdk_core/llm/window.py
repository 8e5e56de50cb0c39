"""How many calls may be in flight: a fixed number, or one that is found while running."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

START = 12
CAP = 512

_GAIN = 1.1  # rate a larger window must bring, as a factor, to count as progress
_TRIAL_GAIN = 1.03  # the same for a larger window while calls are as fast as ever
_SLOW_TRIAL_GAIN = 1.1  # and once they are slower, where noise must not pass for gain
_TRIAL_LOSS = 0.95  # rate that a smaller window must keep
_OVERSHOOT = 3.0  # window, as a factor of best rate times lowest latency, while growing
_SETTLED = 1.3  # the same for the size at which growth ends; trials go on from there
_SLOWED = 1.3  # latency, as a factor of the lowest, at which a smaller window is tried as well
_DECREASE = 0.7  # window that is left after a refusal, as a factor
_SETTLED_ROUNDS = 5  # rounds between two trials of another size
_PROBE_COST = 20.0  # refusals may cost a twentieth of the time: one probe per 20 waits
_PROBE_PAUSE = 10.0  # seconds between two probes above the ceiling at the least
_SATURATED = 0.8  # share of answers with callers waiting, below which a round proves nothing


class Window(Protocol):
    """Decides how many calls may be in flight."""

    @property
    def limit(self) -> int:
        """Calls that may be in flight now."""

    def answered(self, *, now: float, latency: float, tokens: int, saturated: bool) -> None:
        """Note a completion; failed calls are never reported here, however fast they were.

        Args:
            now: Monotonic time in seconds.
            latency: Seconds the call took.
            tokens: Tokens it produced, 0 when the server does not count.
            saturated: Whether callers were waiting for the slot.
        """

    def refused(self, *, now: float, accepted: int, wait: float, first: bool) -> None:
        """Note a refusal for too many requests (429).

        Args:
            now: Monotonic time in seconds.
            accepted: Calls that the server has seemingly accepted and not yet answered.
            wait: Seconds that everybody waits for it.
            first: Whether it is the first one since the last wait ended.
        """


class FixedWindow:
    """A number that the user chose; refusals are met by waiting alone."""

    def __init__(self, limit: int) -> None:
        self._limit = limit

    @property
    def limit(self) -> int:
        """Calls that may be in flight now."""
        return self._limit

    def answered(self, *, now: float, latency: float, tokens: int, saturated: bool) -> None:
        """Change nothing."""

    def refused(self, *, now: float, accepted: int, wait: float, first: bool) -> None:
        """Change nothing."""


@dataclass(slots=True)
class _Round:
    """About one round trip of the whole window: as many completions as it has slots."""

    size: int
    start: float
    count: int = 0
    saturated: int = 0
    tokens: int = 0
    latency: float = 0.0

    def rate(self, now: float) -> float:
        """Tokens per second, or calls per second where the server counts no tokens."""
        return (self.tokens or self.count) / max(now - self.start, 1e-9)


class AdaptiveWindow:
    """Finds the smallest window that gives the full rate, from the rate alone.

    A server that queues never refuses, so more calls in flight than it can work on only make each
    one slower. Three known methods are put together:

    * Growth: one more slot per answer, which doubles the window each round trip, until the
      delivery rate stops rising (the full-pipe test of BBR's start-up, draft-ietf-ccwg-bbr);
      then back to the last size that still brought something. A multiple of best rate times
      lowest latency (Little's law) bounds it, so that a slow server's queue stays short.
    * Settled: from time to time a larger size is tried, and in turn with it a smaller one where
      calls have become slow; it is kept if the rate says so (hill climbing).
    * Refusals: the window shrinks (multiplicative decrease, RFC 9438) to what the server was seen
      to accept or less, and grows back to that (slow-start threshold, RFC 5681); going beyond it
      is tried so rarely that the waits cost little.
    """

    def __init__(self, *, start: int = START, cap: int = CAP) -> None:
        self._limit = min(start, cap)
        self._cap = cap
        self._ceiling = cap
        self._floor = 1  # what the ceiling may fall to by the refusals of one wait
        self._probe_at = 0.0
        self._round: _Round | None = None
        self._growing = True
        self._recovering = False  # on the way back to the ceiling, which needs no proof
        self._stalls = 0
        self._best_rate = 0.0
        self._best_size = self._limit
        self._settled_rounds = 0
        self._best_throughput = 0.0  # calls per second
        self._lowest_latency = float("inf")
        self._trial: tuple[int, float] | None = None  # size before the trial, rate to be kept
        self._trial_rounds = 0
        self._try_smaller = False
        self._gains = 0  # larger sizes in a row that were kept

    @property
    def limit(self) -> int:
        """Calls that may be in flight now."""
        return self._limit

    def answered(self, *, now: float, latency: float, tokens: int, saturated: bool) -> None:
        """Count a completion and grow, settle or try another size."""
        if self._round is None:
            self._round = _Round(self._limit, now - latency)
        current = self._round
        current.count += 1
        current.saturated += saturated
        current.tokens += tokens
        current.latency += latency
        if self._ceiling < self._cap and now >= self._probe_at:
            self._ceiling = min(self._cap, self._ceiling + max(1, self._ceiling // 8))
            self._probe_at = now + _PROBE_PAUSE
        if saturated:
            self._grow()
        if current.count >= current.size:
            if current.saturated >= _SATURATED * current.count:
                throughput = current.count / max(now - current.start, 1e-9)
                self._best_throughput = max(self._best_throughput, throughput)
                self._lowest_latency = min(self._lowest_latency, current.latency / current.count)
                self._judge(current, current.rate(now))
            self._round = _Round(self._limit, now)

    def refused(self, *, now: float, accepted: int, wait: float, first: bool) -> None:
        """Shrink, once per wait, and remember what the server accepted."""
        if first:
            self._floor = max(1, self._limit // 2)
            self._limit = max(1, int(_DECREASE * self._limit))
            self._ceiling = self._cap
        self._ceiling = min(self._ceiling, max(self._floor, accepted))
        self._limit = min(self._limit, self._ceiling)
        self._probe_at = now + max(_PROBE_PAUSE, _PROBE_COST * wait)
        self._recovering, self._growing = True, False
        self._trial, self._round = None, None

    def _grow(self) -> None:
        if self._recovering:
            self._limit = min(self._limit + 1, self._ceiling)
            if self._limit == self._ceiling:
                self._recovering, self._settled_rounds, self._round = False, 0, None
        elif self._growing and self._stalls == 0 and self._limit < self._roof():
            self._limit = min(self._limit + 1, self._ceiling)

    def _roof(self) -> float:
        if not self._best_throughput:
            return self._cap
        return max(2 * START, _OVERSHOOT * self._best_throughput * self._lowest_latency)

    def _judge(self, done: _Round, rate: float) -> None:
        latency = done.latency / done.count
        if self._recovering:
            return
        if self._growing:
            self._judge_growth(done.size, rate)
        elif self._trial is not None:
            self._judge_trial(self._trial, rate, latency)
        else:
            self._settled_rounds += 1
            if self._settled_rounds >= _SETTLED_ROUNDS:
                slowed = latency > _SLOWED * self._lowest_latency
                self._try_smaller = slowed and not self._try_smaller
                if self._try_smaller:
                    self._try_size(self._limit * 4 // 5, _TRIAL_LOSS * rate)
                else:
                    self._try_larger(rate, slowed)

    def _judge_growth(self, size: int, rate: float) -> None:
        if rate > _GAIN * self._best_rate:
            self._best_rate, self._best_size = rate, size
            self._stalls = 0
            return
        # One round without gain may be chance: look once more before giving up the growth.
        self._stalls += 1
        if self._stalls > 1:
            self._growing = False
            enough = round(_SETTLED * self._best_throughput * self._lowest_latency) + 1
            self._limit = min(self._best_size, self._ceiling, enough)
            self._settled_rounds = 0

    def _try_larger(self, rate: float, slowed: bool) -> None:
        gain = _SLOW_TRIAL_GAIN if slowed else _TRIAL_GAIN
        self._try_size(self._limit * 5 // 4 + 1, gain * rate)

    def _try_size(self, size: int, rate: float) -> None:
        self._settled_rounds = 0
        size = max(1, min(size, self._ceiling))
        if size != self._limit:
            self._trial, self._trial_rounds = (self._limit, rate), 0
            self._limit = size

    def _judge_trial(self, trial: tuple[int, float], rate: float, latency: float) -> None:
        self._trial_rounds += 1
        if self._trial_rounds < 2:
            return  # the first round still holds calls of the old size
        size, needed = trial
        larger, keep = self._limit > size, rate >= needed
        if not keep:
            self._limit = size
        self._gains = self._gains + 1 if larger and keep else 0
        self._trial = None
        if self._gains == 1:
            self._try_larger(rate, latency > _SLOWED * self._lowest_latency)
        elif self._gains > 1:
            # Rising again, and not by chance: let the growth find where it ends.
            self._growing, self._stalls, self._gains = True, 0, 0
            self._best_rate, self._best_size = rate, self._limit
