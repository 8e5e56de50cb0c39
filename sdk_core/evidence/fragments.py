"""Quotes with parts left out: their fragments, and where these stand one after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sdk_core.evidence.places import Span

WIDEST_GAP = 300
"""Characters of the text that may stand between two fragments."""

_ELLIPSIS = re.compile(
    r"\s*(?:\[\s*(?:…|\.{3}|\. \. \.)\s*\]|\(\s*(?:…|\.{3})\s*\)|…+|⋯+|\.{3,}|\. \. \.)\s*"
)
_LEAST = 3  # letters and digits of a fragment
_LEAST_CJK = 2
_STEPS = 2_000


def fragments(quote: str) -> list[str]:
    """Return the parts of a quote between its ellipses, in order; without ellipses, the quote.

    Parts with hardly a letter would stand anywhere and are left out.
    """
    parts = _ELLIPSIS.split(quote)
    return [part for part in parts if _is_telling(part)] if len(parts) > 1 else parts


def _is_telling(part: str) -> bool:
    letters = [character for character in part if character.isalnum()]
    wide = sum(character > "\u2e7f" for character in letters)
    return len(letters) >= (_LEAST_CJK if wide else _LEAST)


def chains(places: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """Return the ways to take one place of each fragment, in order and near one another.

    Args:
        places: The places of each fragment, rising.

    Returns:
        At most one chain for each place of the first fragment: of the nearest following places.
    """
    found: list[list[Span]] = []
    if not places or not all(places):
        return found
    steps = 0
    for first in places[0]:
        chain = [first]
        for following in places[1:]:
            end = chain[-1][1]
            index = _first_from(following, end)
            steps += 1
            if index == len(following) or following[index][0] - end > WIDEST_GAP:
                break
            chain.append(following[index])
        if len(chain) == len(places):
            found.append(chain)
        if steps > _STEPS:
            break
    return found


def _first_from(spans: Sequence[Span], start: int) -> int:
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        if spans[middle][0] < start:
            low = middle + 1
        else:
            high = middle
    return low
