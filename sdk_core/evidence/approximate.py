"""Where a quote with slips stands in a text in normal form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from sdk_core.evidence.infix import best_ends, best_starts, distance
from sdk_core.evidence.places import Span, find_all

MOST_EDITS = 0.15
"""Share of the quote's characters that may be other; a tenth is usual with OCR and retyping."""

LONGEST_SPAN = 1.3
"""Characters of a span for each of the quote."""

LONGEST_PATTERN = 2_000
"""Characters of a quote that is aligned as a whole; a longer one is aligned by its two ends."""

LONGEST_QUOTE = 8_000
"""Characters of a quote that is aligned at all."""

_END_PIECE = 400
_FULL_SCAN = 200_000  # characters that are searched from end to end where no piece leads anywhere
_WINDOWS = 8
_LEAST_PIECE = 4
_MOST_HITS = 64  # places of a piece beyond which it leads nowhere
_LEAST_VOTES = 2  # times as many pieces may lead to the best stretch


@dataclass(frozen=True, slots=True)
class Approximate:
    """A place at which a quote stands with edits.

    Args:
        span: Its span of the normal form.
        edits: Edits between the two.
        score: Share of the quote's characters that are no edits.
    """

    span: Span
    edits: int
    score: float


def approximate(pattern: str, text: str, start: int, end: int, *, scan: bool) -> list[Approximate]:
    """Return places of a text at which a pattern stands with few edits, fewest first.

    Pieces of the pattern that stand there unchanged lead to them. Where they lead to none that is
    good enough, the whole text is searched: cut in more pieces than there are edits, a pattern has
    a piece without any (S. Wu and U. Manber, "Fast text searching allowing errors", CACM 35, 1992),
    but in a text that repeats itself the piece may stand at too many places.

    Args:
        pattern: The quote in normal form, not empty.
        text: The text in normal form.
        start: Where the search begins.
        end: Where it ends.
        scan: Whether the whole text may be searched.
    """
    length = len(pattern)
    if length > LONGEST_QUOTE or start >= end:
        return []
    if length > LONGEST_PATTERN:
        return _by_ends(pattern, text, start, end, scan=scan)
    found = [_within(pattern, text, *window) for window in _windows(pattern, text, start, end)]
    places = {each.span[0]: each for each in found if each is not None}
    is_good = any(is_near(each, pattern) for each in places.values())
    if not is_good and scan and end - start <= _FULL_SCAN:
        place = _within(pattern, text, start, end)
        if place is not None:
            places[place.span[0]] = place
    return sorted(places.values(), key=lambda each: each.edits)


def is_near(found: Approximate, pattern: str) -> bool:
    """Tell whether a place has so few edits that the pattern is meant to be it."""
    return found.edits <= MOST_EDITS * len(pattern)


def _windows(pattern: str, text: str, start: int, end: int) -> list[Span]:
    """Return the stretches of the text to which most pieces of the pattern lead, best first."""
    length = len(pattern)
    size = max(_LEAST_PIECE, length // (int(MOST_EDITS * length) + 1))
    room = int(length * (LONGEST_SPAN - 1)) + size
    votes: Counter[int] = Counter()
    for offset in range(0, length - size + 1, size):
        hits = find_all(text, pattern[offset : offset + size], start, end)
        if len(hits) > _MOST_HITS:
            continue
        for hit, _ in hits:
            votes[(hit - offset) // room] += 1
    windows: list[Span] = []
    ranked = Counter({at: votes[at] + votes[at + 1] for at in votes}).most_common(_WINDOWS)
    for bucket, count in ranked:
        if count * _LEAST_VOTES < ranked[0][1]:
            break
        first = max(start, bucket * room - room)
        last = min(end, (bucket + 2) * room + length)
        if not any(low <= first + room and last - room <= high for low, high in windows):
            windows.append((first, last))
    return windows


def _within(pattern: str, text: str, start: int, end: int) -> Approximate | None:
    """Return the best place within a stretch of the text, the first of equals."""
    length = len(pattern)
    _, ends = best_ends(pattern, text[start:end])
    if not ends:
        return None
    last = _best_edge(
        text,
        [start + at for at in ends if at - ends[0] <= length // 4],
        lambda at: text[at - 1] == pattern[-1],
    )
    edits, starts = best_starts(pattern, text, last, min(last, int(length * LONGEST_SPAN) + 1))
    if not starts:
        return None
    first = _best_edge(text, starts, lambda at: text[at] == pattern[0])
    return Approximate((first, last), edits, 1 - edits / length)


def _best_edge(text: str, places: list[int], agrees: Callable[[int], bool]) -> int:
    """Return the place between words that is next to the right character, the first of equals.

    Args:
        text: The text.
        places: Where a pattern may begin, or end, with as few edits.
        agrees: Tells whether the character of the text there is that of the pattern.
    """

    def unfit(at: int) -> tuple[bool, bool]:
        inside = 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
        return inside, not agrees(at)

    return min(places, key=unfit)


def _by_ends(pattern: str, text: str, start: int, end: int, *, scan: bool) -> list[Approximate]:
    """Return the place of a long pattern, by its first and its last piece."""
    length = len(pattern)
    first, last = pattern[:_END_PIECE], pattern[-_END_PIECE:]
    shortest, longest = int(length * (2 - LONGEST_SPAN)), int(length * LONGEST_SPAN)
    for head in approximate(first, text, start, end, scan=scan)[:_WINDOWS]:
        if not is_near(head, first):
            break
        floor = head.span[0] + max(0, shortest - _END_PIECE)
        ceiling = min(end, head.span[0] + longest)
        tails = approximate(last, text, floor, ceiling, scan=scan)
        if tails and is_near(tails[0], last):
            span = head.span[0], tails[0].span[1]
            edits = distance(pattern, text[slice(*span)])
            return [Approximate(span, edits, max(0.0, 1 - edits / length))]
    return []
