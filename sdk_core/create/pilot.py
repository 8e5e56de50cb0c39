"""A run on a few chunks first: which ones, what came of them, and what that says of all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sdk_core.create.allocation import Allocation
from sdk_core.create.intervals import CONFIDENCE, Interval, share_of, total_of
from sdk_core.llm.costs import Price
from sdk_core.llm.ledger import Spending
from sdk_core.model import Example
from sdk_core.reports import StageReport

FOLDER = "pilot"
"""Folder beside the record of answers in which the examples of a pilot lie."""

METHOD = (
    "every k-th of the chunks that a run asks first, by document and position; rows: Wilson "
    "interval on the effective sample size; tokens: Student's t with successive differences"
)

Place = tuple[str, int | None]
"""A document's id and the chunk of it, ``None`` for the whole."""


@dataclass(slots=True)
class UnitOutcome:
    """What came of one sampled chunk.

    Args:
        place: The input's place in the plan, and the chunk.
        wanted: Examples that it was asked for, ``None`` for as many as come.
        made: Different examples that came.
        kept: How many of them the judges kept.
        spending: Calls and tokens that it took.
        seconds: From its first call to its last answer.
    """

    place: tuple[int, int]
    wanted: int | None
    made: int
    kept: int
    spending: Spending
    seconds: float


@dataclass(slots=True)
class Pilot:
    """The sample of a run and what came of it.

    Args:
        asked: Chunks to ask, by the place of the input in the plan.
        units: Chunks that the first round of a whole run asks.
        wanted: Examples that it asks them for; 0 when as many are wanted as come.
        documents: Documents in which they lie.
        outcomes: What came of the sampled ones.
        preparations: What the preparation of each sampled document took.
    """

    asked: Mapping[int, frozenset[int]]
    units: int
    wanted: int
    documents: int
    outcomes: dict[Place, UnitOutcome] = field(default_factory=dict)
    preparations: list[Spending] = field(default_factory=list)

    def count_kept(self, examples: Iterable[Example]) -> None:
        """Count what the judges kept, by chunk."""
        for example in examples:
            found = example.provenance
            outcome = self.outcomes.get((found.document_id, found.chunk))
            if outcome is not None:
                outcome.kept += 1

    def rows(self, *, judged: bool) -> Interval:
        """Return how many examples a whole run would make, or keep."""
        parts = [float(o.kept if judged else o.made) for o in self._in_order()]
        if not self.wanted:
            return total_of(parts, self.units)
        wanted = [float(o.wanted or 0) for o in self._in_order()]
        capped = list(map(min, parts, wanted))
        low, share, high = share_of(capped, wanted, self.units)
        return low * self.wanted, share * self.wanted, high * self.wanted

    def tokens(self) -> tuple[Interval, Interval]:
        """Return the tokens of prompts and of answers in a whole run, judges left out."""
        return self._total(lambda s: s.usage.prompt_tokens), self._total(
            lambda s: s.usage.completion_tokens
        )

    def calls(self) -> float:
        """Return the calls of a whole run, judges left out."""
        return self._total(lambda s: s.calls)[1]

    def call_seconds(self) -> float:
        """Return how long all chunks of a run would take one after the other."""
        seconds = [outcome.seconds for outcome in self._in_order()]
        return total_of(seconds, self.units)[1]

    def _total(self, figure: Callable[[Spending], int]) -> Interval:
        chunks = total_of([figure(o.spending) for o in self._in_order()], self.units)
        prepared = total_of([figure(s) for s in self.preparations], self.documents)
        return add(chunks, prepared)

    def _in_order(self) -> Sequence[UnitOutcome]:
        return sorted(self.outcomes.values(), key=lambda outcome: outcome.place)


def draw(asks: Mapping[int, Sequence[Allocation]], size: int) -> Pilot:
    """Return a pilot on every k-th ask: each document and each part of it has its share.

    Args:
        asks: The first round of each input, by its place in the plan.
        size: How many to take at most.
    """
    line = [(order, ask) for order, row in asks.items() for ask in row]
    size = min(size, len(line))
    taken = [line[(2 * place + 1) * len(line) // (2 * size)] for place in range(size)]
    chosen: dict[int, set[int]] = {}
    for order, ask in taken:
        chosen.setdefault(order, set()).add(ask.chunk)
    counted = [ask.wanted for _, ask in line]
    return Pilot(
        asked={order: frozenset(chunks) for order, chunks in chosen.items()},
        units=len(line),
        wanted=sum(n or 0 for n in counted) if None not in counted else 0,
        documents=sum(1 for row in asks.values() if row),
    )


def add(one: Interval, other: Interval) -> Interval:
    """Return the sum of two figures; its ends are the sums of theirs, which is on the safe side."""
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def predict(
    pilot: Pilot,
    asking: StageReport,
    judging: StageReport | None = None,
    *,
    price: Price | None,
    concurrency: int,
) -> dict[str, Any]:
    """Return what a whole run would make and take, as plain values.

    Args:
        pilot: The pilot, with its outcomes.
        asking: The report of the stage that asked for examples.
        judging: That of the judges, ``None`` when they were not asked.
        price: Price of the model.
        concurrency: Calls in flight that a run is taken to reach at best.
    """
    stages = [asking] if judging is None else [asking, judging]
    made = pilot.rows(judged=False)
    prompts, answers = pilot.tokens()
    calls, seconds = pilot.calls(), pilot.call_seconds()
    if judging is not None:
        came = sum(outcome.made for outcome in pilot.outcomes.values()) or 1
        prompts = add(prompts, _scaled(made, judging.usage.prompt_tokens / came))
        answers = add(answers, _scaled(made, judging.usage.completion_tokens / came))
        seconds *= 1 + judging.calls / came * made[1] / max(calls, 1)
        calls += judging.calls / came * made[1]
    hours = None
    if new := sum(stage.calls - stage.reused for stage in stages):
        slow = calls * sum(stage.seconds for stage in stages) / new / 3600
        hours = [round(min(slow, seconds / concurrency / 3600), 4), round(slow, 4)]
    return {
        "method": METHOD,
        "confidence": CONFIDENCE,
        "sampled": len(pilot.outcomes),
        "chunks": pilot.units,
        "documents": pilot.documents,
        "wanted": pilot.wanted or None,
        "made": _rounded(made),
        "kept": _rounded(pilot.rows(judged=True)) if judging is not None else None,
        "calls": round(calls),
        "prompt_tokens": _rounded(prompts),
        "completion_tokens": _rounded(answers),
        "cost": price and [price.cost(p, a) for p, a in zip(prompts, answers, strict=True)],
        "hours": hours,
        "concurrency": concurrency,
    }


def _scaled(figure: Interval, by: float) -> Interval:
    return figure[0] * by, figure[1] * by, figure[2] * by


def _rounded(figure: Interval) -> list[int]:
    return [round(value) for value in figure]
