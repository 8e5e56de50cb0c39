"""Which word of a quote stands for which word of the text that it is of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sdk_core.evidence.infix import distance
from sdk_core.evidence.words import Word

Pair = tuple[Word | None, Word | None]
"""A word of the quote and one of the source; ``None`` where the other has no counterpart."""

_GAP = 0.7
_OTHER_WORD = 0.3  # of a replacement, besides the share of letters that are other
_BAND = 16
"""Words by which the two may be shifted against each other."""


def align_words(quote: Sequence[Word], source: Sequence[Word]) -> list[Pair]:
    """Return all words in order, each with its counterpart, at the least cost of replacements.

    Needleman and Wunsch's alignment (J. Mol. Biol. 48, 1970) within a band, in which a replacement
    is cheaper the more letters the two words share.

    Args:
        quote: The words of the quote.
        source: The words of the span that it was found to be.
    """
    head = _common(quote, source)
    rest = min(len(quote), len(source)) - head
    tail = min(rest, _common(quote[::-1], source[::-1]))
    middle = _middle(quote[head : len(quote) - tail], source[head : len(source) - tail])
    behind = zip(quote[len(quote) - tail :], source[len(source) - tail :], strict=True)
    return [*zip(quote[:head], source[:head], strict=True), *middle, *behind]


def _common(first: Sequence[Word], second: Sequence[Word]) -> int:
    count = 0
    for one, other in zip(first, second, strict=False):
        if one.text != other.text:
            break
        count += 1
    return count


def _middle(quote: Sequence[Word], source: Sequence[Word]) -> list[Pair]:
    rows, columns = len(quote), len(source)
    band = _BAND + abs(rows - columns)
    costs: list[dict[int, float]] = [{j: _GAP * j for j in range(min(columns, band) + 1)}]
    for i in range(1, rows + 1):
        row: dict[int, float] = {}
        above = costs[-1]
        for j in range(max(0, i - band), min(columns, i + band) + 1):
            best = above.get(j, 1e9) + _GAP
            if j:
                best = min(best, row.get(j - 1, 1e9) + _GAP)
                best = min(best, above.get(j - 1, 1e9) + _cost(quote[i - 1], source[j - 1]))
            row[j] = best
        costs.append(row)
    pairs: list[Pair] = []
    i, j = rows, columns
    while i or j:
        here = costs[i][j]
        if i and j and _is(here, costs[i - 1].get(j - 1), _cost(quote[i - 1], source[j - 1])):
            i, j = i - 1, j - 1
            pairs.append((quote[i], source[j]))
        elif i and _is(here, costs[i - 1].get(j), _GAP):
            i -= 1
            pairs.append((quote[i], None))
        else:
            j -= 1
            pairs.append((None, source[j]))
    return pairs[::-1]


def _is(here: float, before: float | None, step: float) -> bool:
    return before is not None and abs(before + step - here) < 1e-9


def _cost(one: Word, other: Word) -> float:
    if one.text == other.text:
        return 0.0
    if one.kind != other.kind:
        return 2 * _GAP
    return _OTHER_WORD + _unlike(one.text, other.text)


@lru_cache(maxsize=4_096)
def _unlike(one: str, other: str) -> float:
    longest = max(len(one), len(other))
    if len(set(one) & set(other)) * 3 < longest:
        return 1.0
    return distance(one[:64], other[:64]) / min(longest, 64)
