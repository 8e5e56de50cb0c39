"""Rate caps: how many requests and tokens may go out in a minute at most."""

from __future__ import annotations

from sdk_core.model import Request, Usage
from sdk_core.tokens import estimate

BURST = 0.1
"""Seconds' worth that a bucket holds: enough for timers that fire late, too little for a burst.

Services count over shorter periods than a minute, so a minute's worth at once would be refused.
"""


class Bucket:
    """A token bucket (RFC 3290, appendix A) that may go into debt.

    What is larger than the bucket is let through when it is full and leaves a debt, which is paid
    back before the next one; so no single call is too large for any rate.

    Args:
        per_minute: What flows in, up to `BURST` seconds' worth but at least one.
    """

    def __init__(self, per_minute: float) -> None:
        self._rate = per_minute / 60.0
        self._capacity = max(1.0, BURST * self._rate)
        self._level = self._capacity
        self._filled_at: float | None = None

    def wait(self, amount: float, now: float) -> float:
        """Return the seconds until ``amount`` may be taken, 0 when it may now."""
        self._fill(now)
        missing = min(amount, self._capacity) - self._level
        return missing / self._rate if missing > 1e-6 else 0.0

    def take(self, amount: float, now: float) -> None:
        """Take ``amount``, or give it back when it is negative."""
        self._fill(now)
        self._level = min(self._capacity, self._level - amount)

    def _fill(self, now: float) -> None:
        if self._filled_at is not None:
            inflow = (now - self._filled_at) * self._rate
            self._level = min(self._capacity, self._level + inflow)
        self._filled_at = now


class RateLimiter:
    """Spreads calls so that a run stays within a minute's requests and tokens.

    Args:
        rpm: Requests a minute, further tries included; ``None`` for any number.
        tpm: Tokens a minute, of prompts and answers; ``None`` for any number.
    """

    def __init__(self, rpm: float | None, tpm: float | None) -> None:
        self._requests = None if rpm is None else Bucket(rpm)
        self._tokens = None if tpm is None else Bucket(tpm)
        self._answers = 0
        self._answer_tokens = 0.0

    def prompt_tokens(self, request: Request) -> float:
        """Return how many tokens a prompt has at most; 0 where no cap asks for it.

        The server's own count corrects it after the call.
        """
        if self._tokens is None:
            return 0.0
        return float(sum(estimate(message.content) for message in request.messages))

    def wait(self, prompt_tokens: float, now: float) -> float:
        """Return the seconds until a call may go out, 0 when it may now.

        Args:
            prompt_tokens: Its size.
            now: Monotonic time in seconds.
        """
        wait = 0.0 if self._requests is None else self._requests.wait(1.0, now)
        if self._tokens is None:
            return wait
        return max(wait, self._tokens.wait(self._expected(prompt_tokens), now))

    def start(self, prompt_tokens: float, now: float) -> float:
        """Note that a call goes out and return the tokens that are set aside for it."""
        if self._requests is not None:
            self._requests.take(1.0, now)
        if self._tokens is None:
            return 0.0
        expected = self._expected(prompt_tokens)
        self._tokens.take(expected, now)
        return expected

    def settle(self, set_aside: float, usage: Usage, now: float) -> None:
        """Correct what was set aside for a call by what it took.

        A call that failed is not settled: the server may well have worked on it.
        """
        used = usage.prompt_tokens + usage.completion_tokens
        if self._tokens is None or not used:
            return
        self._answers += 1
        self._answer_tokens += usage.completion_tokens
        self._tokens.take(used - set_aside, now)

    def _expected(self, prompt_tokens: float) -> float:
        """Return a call's tokens, with an answer as long as those so far were on average."""
        return prompt_tokens + self._answer_tokens / max(1, self._answers)
