"""How many examples each chunk of a document is asked for.

Shares depend on results only through whole rounds, never on the order in which answers arrive, so
that the same document with the same answers always asks the same questions; that is what lets an
interrupted run go on where it stopped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sdk_core.create import information
from sdk_core.model import Example

Coverage = Literal["sequential", "even", "all"]
"""Where in a document examples are wanted: from its beginning on, spread by what it says, or in
each chunk."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """One chunk to ask, and for how many.

    Args:
        chunk: Index of the chunk.
        wanted: Examples to ask for; ``None`` for as many as come.
        sample: 0 at first, 1 when the chunk is asked again.
    """

    chunk: int
    wanted: int | None
    sample: int = 0


class TargetAllocator:
    """Deals a target out over chunks: first to each its share, then what fell short.

    Chunks are taken in document order, and no more of them than are needed. What a round falls
    short of goes to the chunks that follow; when all have been asked, once more to those behind
    the first that fell short. A document of one chunk is asked once.

    Args:
        chunks: How many chunks there are.
        target: Examples wanted in all; ``None`` for as many as come.
    """

    def __init__(self, chunks: int, target: int | None) -> None:
        self._chunks = chunks
        self._target = target
        self._asked = 0
        self._again = False

    def next(self, results: Sequence[tuple[Allocation, int]], made: int) -> list[Allocation]:
        """Return the asks of the next round; empty when there is none.

        Args:
            results: Every ask so far, in document order, with how many examples it brought.
            made: Different examples so far.
        """
        if self._target is None:
            asks = [Allocation(index, None) for index in range(self._asked, self._chunks)]
            self._asked = self._chunks
            return asks
        missing = self._target - made
        if missing <= 0:
            return []
        left = self._chunks - self._asked
        if left > 0:
            asks = [
                Allocation(self._asked + place, share)
                for place, share in enumerate(_deal(missing, left))
            ]
            self._asked += len(asks)
            return asks
        if self._again or self._chunks == 1 or made == 0:
            return []
        self._again = True
        short = next((a.chunk for a, got in results if got < (a.wanted or 0)), self._chunks - 1)
        order = [(short + 1 + place) % self._chunks for place in range(self._chunks)]
        shares = _deal(missing, self._chunks)
        asks = [Allocation(chunk, share, 1) for chunk, share in zip(order, shares, strict=False)]
        return sorted(asks, key=lambda ask: ask.chunk)


class SpreadAllocator:
    """Deals a target out over the whole of a document, by how much each chunk says.

    The wanted examples lie at equal distances along what the document says, and each chunk is
    asked for those that fall into it: systematic sampling with probability proportional to size
    (Madow 1949). What falls short is dealt out once more among the chunks that did not.

    Args:
        weights: What each chunk says, `information.new_words_of_each`.
        target: Examples wanted in all.
        each: Whether every chunk that says anything is asked for one at least.
    """

    def __init__(self, weights: Sequence[int], target: int, *, each: bool) -> None:
        self._weights = weights
        self._target = target
        self._each = each
        self._round = 0

    def next(self, results: Sequence[tuple[Allocation, int]], made: int) -> list[Allocation]:
        """Return the asks of the next round; empty when there is none.

        Args:
            results: Every ask so far, in document order, with how many examples it brought.
            made: Different examples so far.
        """
        missing = self._target - made
        if missing <= 0 or self._round > 1 or (self._round and not made):
            return []
        weights = list(self._weights)
        asked = {ask.chunk for ask, _ in results}
        for ask, got in results:
            if got < (ask.wanted or 0):
                weights[ask.chunk] = 0
        shares = _spread(missing, weights, each=self._each and not self._round)
        self._round += 1
        return [
            Allocation(chunk, share, int(chunk in asked))
            for chunk, share in enumerate(shares)
            if share
        ]


def _spread(total: int, weights: Sequence[int], *, each: bool) -> list[int]:
    """Return how many of a total fall to each chunk, at equal distances along their weights."""
    said = [chunk for chunk, weight in enumerate(weights) if weight]
    shares = [0] * len(weights)
    if each and total >= len(said):
        for chunk in said:
            shares[chunk] = 1
        total -= len(said)
    whole, chunk, reached = sum(weights), 0, 0
    for number in range(total if whole else 0):
        place = (2 * number + 1) * whole  # of 2 × total parts, so that nothing is rounded
        while (reached + weights[chunk]) * 2 * total <= place:
            reached += weights[chunk]
            chunk += 1
        shares[chunk] += 1
    return shares


Allocator = TargetAllocator | SpreadAllocator


def allocator(
    unit: str, units: Sequence[Any], target: int | None, coverage: Coverage = "sequential"
) -> Allocator:
    """Return what deals the examples of one input out.

    Args:
        unit: What a generator gets.
        units: Those of the input.
        target: Examples wanted; of conversations, how many are taken, one example of each.
        coverage: Where in a document they are wanted.
    """
    if unit == "chunk" and target is not None and coverage != "sequential":
        weights = information.new_words_of_each(chunk.text for chunk in units)
        return SpreadAllocator(weights, target, each=coverage == "all")
    return _in_order_of_units(unit, len(units), target)


def _in_order_of_units(unit: str, units: int, target: int | None) -> TargetAllocator:
    if unit == "conversation":
        return TargetAllocator(min(units, target or units), None)
    return TargetAllocator(1 if unit in ("document", "documents") else units, target)


def _deal(total: int, places: int) -> list[int]:
    """Return shares that differ by at most one, larger ones first, none of them 0."""
    places = min(total, places)
    share, rest = divmod(total, places)
    return [share + 1] * rest + [share] * (places - rest)


_ENDINGS = " .!?…。？！؟"

Results = Mapping[Allocation, list[Example]]


def counts(results: Results) -> list[tuple[Allocation, int]]:
    """Return how many examples each ask brought, in the order of asking."""
    return [(ask, len(results[ask])) for ask in _in_order(results)]


def assemble(results: Results, deduplicate: bool, limit: int | None) -> list[Example]:
    """Return the examples that go into the file, in document order.

    Args:
        results: What each ask brought.
        deduplicate: Leave out examples that were made before: those whose kind says that they are
            the same, without regard to case, spacing and the punctuation at the end.
        limit: How many to return at most; those of the first round go first.
    """
    found = [(ask, example) for ask in _in_order(results) for example in results[ask]]
    if deduplicate:
        found = _once(found)
    found = found[:limit]
    return [example for _, example in sorted(found, key=lambda pair: pair[0].chunk)]


def _in_order(results: Results) -> list[Allocation]:
    return sorted(results, key=lambda ask: (ask.sample, ask.chunk))


def _once(found: list[tuple[Allocation, Example]]) -> list[tuple[Allocation, Example]]:
    seen: set[tuple[str, ...]] = set()
    kept = []
    for ask, example in found:
        key = _identity(example)
        if key and key in seen:
            continue
        seen.add(key)
        kept.append((ask, example))
    return kept


def _identity(example: Example) -> tuple[str, ...]:
    """Return what makes an example the same as another; empty when its kind does not say."""
    names = example.declared.identity
    values = [example.fields.get(name, "") for name in names]
    if not names or not values[0] or not isinstance(values[0], str):
        return ()
    words = [" ".join(str(value).casefold().split()) for value in values]
    return tuple(word.rstrip(_ENDINGS) or word for word in words)
