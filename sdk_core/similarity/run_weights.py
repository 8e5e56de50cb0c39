"""Which runs of words of a collection of entries count, and how much each weighs."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sdk_core.similarity.ngrams import runs

if TYPE_CHECKING:
    import numpy as np

QUOTED = 3
"""Files from which on a run is a quote or an identity that no benchmark owns."""

COMMON = 10
"""Entries that may share a run, or the root of their number where that is more. What still more
share is a template or an example that stands before each question."""


@dataclass(frozen=True, slots=True)
class WeightedRuns:
    """The runs that count, sorted by hash.

    Args:
        hashes: The hash of each run, 64 bits with a sign, once for each entry that has it.
        owners: The entry that has it.
        asked: Whether the question of the entry has it.
        weights: Its weight.
    """

    hashes: np.ndarray
    owners: np.ndarray
    asked: np.ndarray
    weights: np.ndarray


@dataclass(slots=True)
class RunCollection:
    """The runs of entries in the order in which they stand, until all are known."""

    _hashes: array[int] = field(default_factory=lambda: array("q"))
    _owners: array[int] = field(default_factory=lambda: array("i"))
    _asked: array[int] = field(default_factory=lambda: array("b"))
    _parts: array[int] = field(default_factory=lambda: array("i"))
    _lengths: array[int] = field(default_factory=lambda: array("i"))

    def add(
        self, entry: int, question: Iterable[Sequence[str]], rest: Iterable[Sequence[str]]
    ) -> None:
        """Take in an entry.

        Args:
            entry: Its number.
            question: Its folded texts that ask.
            rest: Its other folded texts.
        """
        seen: set[int] = set()
        for asks, texts in ((1, question), (0, rest)):
            for text in texts:
                found = runs(text)
                own = [each for each in dict.fromkeys(found) if each not in seen]
                seen.update(own)
                self._hashes.extend(own)
                for column, value in (
                    (self._owners, entry),
                    (self._asked, asks),
                    (self._parts, self._parts[-1] + 1 if self._parts else 0),
                    (self._lengths, len(text) - len(found) + 1),
                ):
                    column.extend([value] * len(own))

    def weighted(self, files: array[int], entries: int) -> WeightedRuns:
        """Return the runs that count, each with ``ln(1 + N / f)``.

        Args:
            files: The file of each entry, in ascending order.
            entries: How many entries there are, without copies: N.
        """
        import numpy as np

        order = np.argsort(_column(self._hashes), kind="stable")
        hashes = _column(self._hashes)[order]
        owners, asked = _column(self._owners)[order], _column(self._asked)[order].astype(bool)
        new = np.ones(len(hashes), dtype=bool)
        new[1:] = hashes[1:] != hashes[:-1]
        starts = np.flatnonzero(new)
        counts = np.diff(starts, append=len(hashes))
        shared = np.repeat(counts, counts)
        file = _column(files)[owners]
        new[1:] |= file[1:] != file[:-1]
        sources = np.add.reduceat(new, starts, dtype=np.int64) if len(starts) else counts

        common = shared > max(COMMON, math.isqrt(entries))
        quoted = ~common & (np.repeat(sources, counts) >= QUOTED)
        own = ~common & ~quoted
        kept = ~common
        for best in (own, own & ~self._beside(common | quoted, order)):
            kept = _preferred(best, kept, owners, asked)
        weights = np.log1p(entries / shared[kept]).astype(np.float32)
        return WeightedRuns(hashes[kept], owners[kept], asked[kept], weights)

    def _beside(self, foreign: np.ndarray, order: np.ndarray) -> np.ndarray:
        """Tell which runs share words with a run that is no entry's own.

        Args:
            foreign: Which runs those are, in the given order.
            order: Where each run stands.
        """
        import numpy as np

        size = len(order)
        if not size:
            return foreign
        places = np.arange(size)
        marked = np.zeros(size, dtype=bool)
        marked[order] = foreign
        parts, lengths = _column(self._parts), _column(self._lengths)
        before = np.maximum.accumulate(np.where(marked, places, -1))
        after = np.minimum.accumulate(np.where(marked, places, size)[::-1])[::-1]
        beside = np.zeros(size, dtype=bool)
        for nearest, is_any in ((before, before >= 0), (after, after < size)):
            place = np.where(is_any, nearest, 0)
            close = np.abs(places - place) < lengths
            beside |= is_any & (parts[place] == parts) & close
        return np.asarray(beside[order])


def _preferred(
    best: np.ndarray, kept: np.ndarray, owners: np.ndarray, asked: np.ndarray
) -> np.ndarray:
    """Return the better runs of each entry, and what it had where none of them is left.

    Of an entry whose question has runs these have to be left: an entry that stands in several
    files, or that hardly differs from others, is one nevertheless.
    """
    import numpy as np

    size = int(owners.max(initial=-1)) + 1
    asks = np.bincount(owners, asked & kept, size) > 0
    counted = best & (asked | ~asks[owners])
    gone = np.bincount(owners, counted, size) == 0
    return np.asarray(best | (kept & gone[owners]))


def _column(values: array[int]) -> np.ndarray:
    import numpy as np

    kind = {"q": np.int64, "i": np.int32, "b": np.int8}[values.typecode]
    return np.frombuffer(values, dtype=kind) if values else np.zeros(0, dtype=kind)
