"""Approximate search: where in a text a pattern stands with the fewest edits.

Edits are single characters put in, left out or replaced (Levenshtein). The columns of the table are
bit vectors in whole numbers of Python, which have any length, so that neither the pattern nor the
alphabet is limited: G. Myers, "A fast bit-vector algorithm for approximate string matching based on
dynamic programming", J. ACM 46 (1999), in the form of H. Hyyrö, "A bit-vector algorithm for
computing Levenshtein and Damerau edit distances", Nordic J. Computing 10 (2003).
"""

from __future__ import annotations

from collections.abc import Iterator


def end_distances(pattern: str, text: str, *, anchored: bool = False) -> Iterator[int]:
    """Yield, for each character of a text, the edits of the pattern against what ends there.

    Args:
        pattern: What is looked for, not empty.
        text: What is searched.
        anchored: Whether what ends there begins where the text begins, rather than anywhere.
    """
    length = len(pattern)
    places: dict[str, int] = {}
    for at, character in enumerate(pattern):
        places[character] = places.get(character, 0) | 1 << at
    full, last, first = (1 << length) - 1, 1 << (length - 1), 1 if anchored else 0
    up, down, distance = full, 0, length  # vertical differences of +1 and -1
    get = places.get
    for character in text:
        equal = get(character, 0)
        zero = (((equal & up) + up) ^ up) | equal | down
        right = down | (full & ~(zero | up))  # horizontal differences of +1
        left = up & zero
        if right & last:
            distance += 1
        elif left & last:
            distance -= 1
        right = right << 1 | first
        left <<= 1
        up = (left | ~(zero | right)) & full
        down = right & zero & full
        yield distance


def best_ends(pattern: str, text: str) -> tuple[int, list[int]]:
    """Return the fewest edits of a pattern in a text, and where it ends with that many.

    Args:
        pattern: What is looked for, not empty.
        text: What is searched.

    Returns:
        The edits, and the ends, rising, as offsets behind the last character; of an empty text or
        one in which nothing is like the pattern, the pattern's length and no end.
    """
    fewest, ends = len(pattern), []
    for at, distance in enumerate(end_distances(pattern, text), 1):
        if distance < fewest:
            fewest, ends = distance, [at]
        elif distance == fewest and ends:
            ends.append(at)
    return fewest, ends


def best_starts(pattern: str, text: str, end: int, longest: int) -> tuple[int, list[int]]:
    """Return the fewest edits of a pattern that ends at a place, and where it may begin then.

    Args:
        pattern: What is looked for, not empty.
        text: What is searched.
        end: Offset behind the last character of the place.
        longest: Most characters of the text that it may take up.
    """
    before = text[max(0, end - longest) : end][::-1]
    fewest, starts = len(pattern), []
    for size, distance in enumerate(end_distances(pattern[::-1], before, anchored=True), 1):
        if distance < fewest:
            fewest, starts = distance, [end - size]
        elif distance == fewest and starts:
            starts.append(end - size)
    return fewest, starts


def distance(first: str, second: str) -> int:
    """Return the edits that make one text of another."""
    if not first or not second:
        return len(first) + len(second)
    found = 0
    for found in end_distances(first, second, anchored=True):  # noqa: B007
        pass
    return found
