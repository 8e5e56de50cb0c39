"""Limits that the user sets on a run: money, tokens, time."""

from __future__ import annotations

from dataclasses import dataclass

from sdk_core.errors import ExitCode, SdkError
from sdk_core.llm.quote import Price
from sdk_core.model import Usage


class BudgetReached(SdkError):
    """A limit of the user's is reached; the run stops and can go on later."""

    exit_code = ExitCode.BACKEND


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What a run may use; ``None`` for no limit.

    Args:
        cost: US dollars.
        tokens: Tokens of prompts and answers.
        seconds: Wall time.
        price: Price of the model; needed for ``cost``.
    """

    cost: float | None = None
    tokens: int | None = None
    seconds: float | None = None
    price: Price | None = None

    def check(self, usage: Usage, elapsed: float) -> BudgetReached | None:
        """Return why the run must stop, ``None`` when it need not.

        Args:
            usage: Tokens that were paid for in this run.
            elapsed: Seconds since it started.
        """
        spent = usage.prompt_tokens + usage.completion_tokens
        if self.tokens is not None and spent >= self.tokens:
            return _reached(f"--max-tokens {self.tokens} is reached ({spent} used)")
        if self.cost is not None and self.price is not None:
            cost = self.price.cost(usage.prompt_tokens, usage.completion_tokens)
            if cost >= self.cost:
                return _reached(f"--max-cost {self.cost:g} is reached ({cost:.4f} USD spent)")
        if self.seconds is not None and elapsed >= self.seconds:
            return _reached(f"--deadline is reached after {elapsed:.0f} s")
        return None


def _reached(message: str) -> BudgetReached:
    return BudgetReached(
        message, hint="what was received is kept: the same command with a higher limit goes on"
    )
