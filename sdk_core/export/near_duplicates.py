"""Near-duplicates: texts that share most of their five-letter pieces.

Candidates come from MinHash (Broder 1997) with banding (Leskovec, Rajaraman, Ullman: Mining of
Massive Datasets, chapter 3) and are confirmed by their exact Jaccard similarity, so that none is
taken by chance.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import rensa

HASHES = 112
RECALL = 0.95
"""Share of the pairs exactly at the threshold that must become candidates; of others, more."""

SHINGLE = 5
"""Characters in a piece."""

THRESHOLD = 0.7
"""Jaccard similarity from which two questions count as the same."""

_SPACES = re.compile(r"\s+")


def normal(text: str) -> str:
    """Return a text without the differences of case and white space."""
    return _SPACES.sub(" ", text).strip().casefold()


class NearIndex:
    """Finds among texts seen before one that is nearly the same.

    Args:
        text_of: Gives the text of a key again, so that none is kept in memory.
        threshold: Jaccard similarity from 0 to 1.
    """

    def __init__(self, text_of: Callable[[int], str], threshold: float = THRESHOLD) -> None:
        self._text_of = text_of
        self._threshold = threshold
        # The bands alone decide who is a candidate; the library wants a threshold all the same.
        self._index = rensa.RMinHashLSH(
            threshold=threshold, num_perm=HASHES, num_bands=_bands(threshold)
        )

    def twin(self, text: str, *, add: int | None = None) -> int | None:
        """Return the key of a text seen before that is nearly the same, ``None`` for none.

        Args:
            text: The text.
            add: Key under which it is remembered if it is new; ``None`` for not at all.
        """
        pieces = _pieces(text)
        sketch = rensa.RMinHash(num_perm=HASHES, seed=1)
        sketch.update(pieces)
        for key in self._index.query(sketch):
            if _jaccard(pieces, _pieces(self._text_of(key))) >= self._threshold:
                return int(key)
        if add is not None:
            self._index.insert(add, sketch)
        return None


def _bands(threshold: float) -> int:
    """Return the fewest bands that find a pair at the threshold; fewer mean less to confirm."""
    enough = (
        bands
        for bands in range(1, HASHES + 1)
        if HASHES % bands == 0 and 1 - (1 - threshold ** (HASHES // bands)) ** bands >= RECALL
    )
    return next(enough, HASHES)


def _pieces(text: str) -> set[str]:
    plain = normal(text)
    return {plain[i : i + SHINGLE] for i in range(max(len(plain) - SHINGLE + 1, 1))}


def _jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)
