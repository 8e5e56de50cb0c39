"""How many calls may be in flight: the number is found while running, up to a bound."""

from __future__ import annotations

from dataclasses import dataclass

START = 6
CAP = 512

_SPACING = 0.025  # seconds between calls beyond what was tried, before any answer has come
_SHORTEST_SPACING, _LONGEST_SPACING = 0.005, 0.25  # about what a refusal takes to come back
_PACE = 0.5  # share of a round trip in which the window may double
_FIRST_ROOF = 3  # window, as a factor of the first one, before a round is complete
_LATE = 1.5  # latency, as a factor of the first one, from which on a call may have been queued
_GROWTH = 3  # further calls for each answer, within what the roof and the pacing allow
_GAIN = 1.1  # rate a larger window must bring, as a factor, to count as progress
_TRIAL_GAIN = 1.03  # the same for a larger window while calls are as fast as ever
_SLOW_TRIAL_GAIN = 1.1  # and once they are slower, where noise must not pass for gain
_TRIAL_LOSS = 0.95  # rate that a smaller window must keep
_OVERSHOOT = 3.0  # window, as a factor of best rate times lowest latency, while growing
_SETTLED = 1.6  # the same for the size at which growth ends; trials go on from there
_SLOWED = 1.3  # latency, as a factor of the lowest, at which a smaller window is tried as well
_SMALLEST = 2  # tried without a refusal: one call that hangs must not hold up all others
_SETTLED_ROUNDS = 5  # rounds between two trials of another size
_PROBE_COST = 20.0  # refusals may cost a twentieth of the time: one probe per 20 waits
_PROBE_PAUSE = 10.0  # seconds between two probes above the ceiling at the least
_SATURATED = 0.8  # share of answers with callers waiting, below which a round proves nothing


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
    one slower. Four known methods are put together:

    * Growth: some more calls per answer, until the delivery rate stops rising (the full-pipe test
      of BBR's start-up, draft-ietf-ccwg-bbr); then back to the last size that still brought
      something. A multiple of best rate times lowest latency (Little's law) bounds it, so that a
      slow server's queue stays short.
    * Pacing: calls beyond what was in flight before go out one by one (as in BBR), so that a
      refusal comes back before many more are sent.
    * Settled: from time to time a larger size is tried, and in turn with it a smaller one where
      calls have become slow; it is kept if the rate says so (hill climbing).
    * Refusals and time-outs: the window shrinks to what the server was seen to accept, or by half
      (multiplicative decrease, RFC 5681); going beyond what it refused is tried so rarely that
      the waits cost little.

    Args:
        cap: Most calls in flight.
        least: Calls that may be in flight whatever is seen.
    """

    def __init__(self, *, cap: int = CAP, least: int = 1) -> None:
        self._cap = cap
        self._least = min(least, cap)
        self._limit = max(self._least, min(START, cap))
        self._ceiling = cap
        self._accepted = 0  # calls that the server took when it began to refuse
        self._floor = 1  # what the ceiling may fall to by the refusals of one wait
        self._tried = self._least  # calls in flight that need no pacing any more
        self._widened_at = float("-inf")
        self._spacing = _SPACING
        self._probe_at = 0.0
        self._round: _Round | None = None
        self._growing = True
        self._stalls = 0
        self._best_rate = 0.0
        self._best_size = self._limit
        self._settled_rounds = 0
        self._best_throughput = 0.0  # calls per second
        self._lowest_latency = float("inf")
        self._first_latency = 0.0
        self._trial: tuple[int, float] | None = None  # size before the trial, rate to be kept
        self._trial_rounds = 0
        self._try_smaller = False
        self._gains = 0  # larger sizes in a row that were kept

    @property
    def limit(self) -> int:
        """Calls that may be in flight now."""
        return self._limit

    def wait(self, in_flight: int, now: float) -> float:
        """Return the seconds until one more call may go out; infinite until one has come back.

        Args:
            in_flight: Calls in flight.
            now: Monotonic time in seconds.
        """
        if in_flight >= self._limit:
            return float("inf")
        if in_flight < self._tried:
            return 0.0
        return max(0.0, self._widened_at + self._spacing - now)

    def sent(self, in_flight: int, now: float) -> None:
        """Note that a call has gone out; it is counted in ``in_flight``."""
        if in_flight > self._tried:
            self._widened_at = now

    def answered(
        self, *, now: float, latency: float, tokens: int, in_flight: int, saturated: bool
    ) -> None:
        """Count a completion and grow, settle or try another size.

        Failed calls are never reported here, however fast they were.

        Args:
            now: Monotonic time in seconds.
            latency: Seconds the call took.
            tokens: Tokens it produced, 0 when the server does not count.
            in_flight: Calls in flight, this one included.
            saturated: Whether callers were waiting for the slot.
        """
        if self._round is None:
            self._round = _Round(self._limit, now - latency)
        current = self._round
        current.count += 1
        current.saturated += saturated
        current.tokens += tokens
        current.latency += latency
        self._tried = max(self._tried, in_flight)
        spacing = _PACE * latency / self._limit
        self._spacing = min(max(spacing, _SHORTEST_SPACING), _LONGEST_SPACING)
        if self._ceiling < self._cap and now >= self._probe_at:
            self._ceiling = min(self._cap, self._ceiling + max(1, self._ceiling // 8))
            self._probe_at = now + _PROBE_PAUSE
        self._first_latency = self._first_latency or latency
        if saturated and self._growing and self._stalls == 0:
            self._resize(min(self._limit + _GROWTH, max(self._limit, self._roof(latency))))
        if current.count >= current.size:
            if current.saturated >= _SATURATED * current.count:
                throughput = current.count / max(now - current.start, 1e-9)
                self._best_throughput = max(self._best_throughput, throughput)
                self._lowest_latency = min(self._lowest_latency, current.latency / current.count)
                self._judge(current, current.rate(now))
            self._round = _Round(self._limit, now)

    def refused(self, *, now: float, in_flight: int, wait: float, first: bool) -> None:
        """Note a refusal for too many requests (429), and shrink to what the server takes.

        Args:
            now: Monotonic time in seconds.
            in_flight: Calls in flight, without this one.
            wait: Seconds that everybody waits for it.
            first: Whether it is the first one since the last wait ended. Those that follow were
                in flight with it, and so were not accepted either.
        """
        if first:
            self._accepted = in_flight
            self._floor = max(1, self._limit // 2)
        else:
            self._accepted -= 1
        self._ceiling = max(self._floor, min(self._accepted, self._cap))
        self._probe_at = now + max(_PROBE_PAUSE, _PROBE_COST * wait)
        self._settle_at(self._ceiling)
        self._tried = self._limit

    def timed_out(self) -> None:
        """Shrink by half: what comes too late was one too many. Once for all that go together."""
        self._settle_at(self._limit // 2)

    def _resize(self, size: int) -> None:
        self._limit = max(self._least, min(size, self._ceiling))

    def _settle_at(self, size: int) -> None:
        self._growing, self._trial, self._round, self._settled_rounds = False, None, None, 0
        self._resize(size)

    def _roof(self, latency: float) -> int:
        if self._best_throughput:
            return int(max(START, _OVERSHOOT * self._best_throughput * self._lowest_latency))
        # Before a round is complete: an answer much later than the first one may have waited.
        return _FIRST_ROOF * START if latency <= _LATE * self._first_latency else 0

    def _judge(self, done: _Round, rate: float) -> None:
        latency = done.latency / done.count
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
                    self._try_size(max(_SMALLEST, self._limit * 4 // 5), _TRIAL_LOSS * rate)
                else:
                    self._try_larger(rate, slowed)

    def _judge_growth(self, size: int, rate: float) -> None:
        if rate > _GAIN * self._best_rate:
            self._best_rate, self._best_size = rate, self._limit
            self._stalls = 0
            return
        # One round without gain may be chance: look once more before giving up the growth.
        self._stalls += 1
        if self._stalls > 1:
            enough = round(_SETTLED * self._best_throughput * self._lowest_latency) + 1
            self._settle_at(max(_SMALLEST, min(self._best_size, enough)))

    def _try_larger(self, rate: float, slowed: bool) -> None:
        gain = _SLOW_TRIAL_GAIN if slowed else _TRIAL_GAIN
        self._try_size(self._limit * 5 // 4 + 1, gain * rate)

    def _try_size(self, size: int, rate: float) -> None:
        self._settled_rounds = 0
        before = self._limit
        self._resize(size)
        if self._limit != before:
            self._trial, self._trial_rounds = (before, rate), 0

    def _judge_trial(self, trial: tuple[int, float], rate: float, latency: float) -> None:
        self._trial_rounds += 1
        if self._trial_rounds < 2:
            return  # the first round still holds calls of the old size
        size, needed = trial
        larger, keep = self._limit > size, rate >= needed
        if not keep:
            self._resize(size)
        self._gains = self._gains + 1 if larger and keep else 0
        self._trial = None
        if self._gains == 1:
            self._try_larger(rate, latency > _SLOWED * self._lowest_latency)
        elif self._gains > 1:
            # Rising again, and not by chance: let the growth find where it ends.
            self._growing, self._stalls, self._gains = True, 0, 0
            self._best_rate, self._best_size = rate, self._limit
