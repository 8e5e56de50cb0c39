"""What a run would cost, before it is started."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sdk_core.errors import ExitCode, SdkError
from sdk_core.model import Request, Usage
from sdk_core.tokens import LEAST_SHARE
from sdk_core.tokens import estimate as most_tokens

TOKENS_PER_IMAGE = 1000

USUAL_LIMIT = 4096
"""Tokens of an answer at most, where none are named to the server."""

TOKENS_PER_ITEM = (30, 120)
"""Least and most tokens of one generated item, where nothing is recorded to learn from."""

TOKENS_PER_TEXT = (60, 500)
"""The same for an answer that is one text."""

SPEED = (20.0, 80.0)
"""Tokens a second that one call gets from common servers, at worst and at best."""


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens."""

    input: float
    output: float

    def cost(self, prompt_tokens: float, completion_tokens: float) -> float:
        """Return the price of some tokens in US dollars."""
        return (prompt_tokens * self.input + completion_tokens * self.output) / 1e6


@dataclass(frozen=True, slots=True)
class ExpectedCall:
    """One call that would be made.

    Args:
        task: Name of its prompt.
        prompt_tokens: Tokens of the prompt at most, estimated.
        items: Items that it asks for, 0 for an answer in one text.
        limit: Most tokens that the answer may have.
    """

    task: str
    prompt_tokens: int
    items: int
    limit: int

    @classmethod
    def of(cls, request: Request) -> ExpectedCall:
        """Return what a request would take."""
        text = sum(most_tokens(message.content) for message in request.messages)
        images = sum(len(message.images) for message in request.messages)
        counts = [v for v in request.variables.values() if type(v) is int]
        lists = [len(v) for v in request.variables.values() if isinstance(v, list)]
        return cls(
            task=request.task,
            prompt_tokens=text + images * TOKENS_PER_IMAGE,
            items=max([*counts, *lists], default=0),
            limit=int(request.params.get("max_tokens") or USUAL_LIMIT),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CostEstimate:
    """The outcome of counting; pairs are the least and the most expected.

    Args:
        recorded: Calls that earlier runs have paid for.
        calls: Calls that are new. What a first answer falls short of may add a few.
        prompt_tokens: Tokens of their prompts; the most is an upper bound by script.
        completion_tokens: Tokens of their answers.
        hours: Wall time, from the speed of common servers.
        cost: US dollars; ``None`` when the config has no price for the model.
        learnt: Whether the length of answers is known from recorded ones.
    """

    recorded: int
    calls: tuple[int, int]
    prompt_tokens: tuple[int, int]
    completion_tokens: tuple[int, int]
    hours: tuple[float, float]
    cost: tuple[float, float] | None
    learnt: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the estimate as JSON-serialisable values."""
        return asdict(self)


def spanned(least: Mapping[str, Any], most: Mapping[str, Any]) -> dict[str, Any]:
    """Return what covers an estimate and one of more, both as plain values."""
    pairs = {
        name: (low[0], most[name][1])
        for name, low in least.items()
        if isinstance(low, tuple) and isinstance(most[name], tuple)
    }
    return {**least, **pairs, "recorded": min(least["recorded"], most["recorded"])}


def estimate(
    demands: Sequence[ExpectedCall],
    *,
    recorded: int,
    history: Mapping[str, tuple[float, float]],
    concurrency: int,
    price: Price | None,
) -> CostEstimate:
    """Return the quote for some calls.

    Args:
        demands: The new calls.
        recorded: Calls whose answers are recorded.
        history: Mean and standard deviation of the tokens of recorded answers, by task.
        concurrency: Calls in flight that are assumed.
        price: Price of the model.
    """
    least = most = 0.0
    for demand in demands:
        low, high = _answer_tokens(demand, history)
        least += min(low, demand.limit)
        most += min(high, demand.limit)
    prompts = sum(demand.prompt_tokens for demand in demands)
    fewest = round(LEAST_SHARE * prompts)
    return CostEstimate(
        recorded=recorded,
        calls=(len(demands), len(demands)),
        prompt_tokens=(fewest, prompts),
        completion_tokens=(round(least), round(most)),
        hours=(least / SPEED[1] / concurrency / 3600, most / SPEED[0] / concurrency / 3600),
        cost=(price.cost(fewest, least), price.cost(prompts, most)) if price else None,
        learnt=all(demand.task in history for demand in demands) and bool(demands),
    )


def _answer_tokens(
    demand: ExpectedCall, history: Mapping[str, tuple[float, float]]
) -> tuple[float, float]:
    if demand.task in history:
        mean, deviation = history[demand.task]
        return max(0.0, mean - deviation), mean + deviation
    if demand.items:
        return demand.items * TOKENS_PER_ITEM[0], demand.items * TOKENS_PER_ITEM[1]
    return TOKENS_PER_TEXT


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

    def check(self, usage: Usage, elapsed: float, in_flight: int = 0) -> BudgetReached | None:
        """Return why the run must stop, ``None`` when it need not.

        Args:
            usage: Tokens that were paid for in this run.
            elapsed: Seconds since it started.
            in_flight: Calls whose tokens are still to come.
        """
        more = f"; calls in flight, still to be added: {in_flight}" if in_flight else ""
        spent = usage.prompt_tokens + usage.completion_tokens
        if self.tokens is not None and spent >= self.tokens:
            return _reached(f"--max-tokens {self.tokens} is reached ({spent} used{more})")
        if self.cost is not None and self.price is not None:
            cost = self.price.cost(usage.prompt_tokens, usage.completion_tokens)
            if cost >= self.cost:
                return _reached(f"--max-cost {self.cost:g} is reached ({cost:.4f} USD spent{more})")
        if self.seconds is not None and elapsed >= self.seconds:
            used = f"{spent} tokens used{more}"
            return _reached(f"--deadline is reached after {elapsed:.0f} s ({used})")
        return None


def _reached(message: str) -> BudgetReached:
    return BudgetReached(
        message, hint="what was received is kept: the same command with a higher limit goes on"
    )
