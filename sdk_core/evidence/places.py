"""The places at which a text stands in another, and which of them is meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from sdk_core.evidence.folding import SUPERSCRIPTS
from sdk_core.evidence.text_scanner import CJK, RUN_TOGETHER

MOST_PLACES = 1_000
"""Places of one quote that are looked at; a quote with more of them is no evidence of any."""

Span = tuple[int, int]

_NUMBER_GOES_ON = re.compile(rf"[.,'’]?\d|[{SUPERSCRIPTS}¼-¾⅐-⅞]|[\u00a0\u2009\u202f]\d\d\d(?!\d)")
_UNIT_BEFORE_END = re.compile(r"\d\s?[^\W\d_]{1,3}$")
_YEAR_BEFORE_END = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d$")
_NUMBER_BEFORE = re.compile(r"\d[.,'’\u00a0\u2009\u202f]?$|[^\S\n][-–+]$|[(=<>|/:,][-–+]$|−$")
_NEAR = 250  # characters on either side that count as nearby
_WORD = re.compile(r"[^\W_]+")


def find_all(text: str, wanted: str, start: int, end: int) -> list[Span]:
    """Return the places of a text in another that do not overlap, at most `MOST_PLACES`.

    Args:
        text: What is searched.
        wanted: What is looked for; nothing is found of an empty one.
        start: Where the search begins.
        end: Where it ends.
    """
    found: list[Span] = []
    if not wanted:
        return found
    at = text.find(wanted, start, end)
    while at >= 0 and len(found) < MOST_PLACES:
        found.append((at, at + len(wanted)))
        at = text.find(wanted, at + len(wanted), end)
    return found


def cuts_number(text: str, span: Span) -> bool:
    """Tell whether a span begins or ends within a number, as ``5 bar`` of ``12.5 bar`` does.

    A sign belongs to its number, and so do a power and the unit of which only a part is taken.
    """
    start, end = span
    begins = 0 < start < end and text[start].isdecimal()
    if begins and _NUMBER_BEFORE.search(text, max(0, start - 2), start):
        return True
    if start < end < len(text):
        tail = text[max(start, end - 6) : end]
        if tail[-1].isdecimal():
            is_note = text[end] in SUPERSCRIPTS and _YEAR_BEFORE_END.search(tail)
            return bool(_NUMBER_GOES_ON.match(text, end)) and not is_note
        if tail[-1].isalpha() and text[end].isalpha() and not _is_unspaced(text[end]):
            return _UNIT_BEFORE_END.search(tail) is not None
    return False


def cuts_word(text: str, span: Span) -> bool:
    """Tell whether a span begins or ends within a word of a script that has spaces."""
    start, end = span
    return _joined(text, start) or _joined(text, end)


def snapped(text: str, span: Span, floor: int, ceiling: int) -> Span:
    """Return a span whose ends lie at words, each moved to where it is nearer.

    Args:
        text: The text.
        span: The span.
        floor: Least start.
        ceiling: Greatest end.
    """
    start = _nearest_edge(text, span[0], floor, ceiling)
    end = _nearest_edge(text, span[1], floor, ceiling)
    while start < end and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return (start, end) if start < end else span


def choose(
    text: str, spans: Sequence[Span], scope: Span, after: int | None, answer: str
) -> Span | None:
    """Return the place that is meant: after the last one, and where the answer's words stand.

    Args:
        text: The text.
        spans: The places, rising; whole words are preferred to parts of words.
        scope: What the model was shown.
        after: Where the place of the quote before ends, ``None`` for the first.
        answer: The answer, ``""`` for none.
    """
    if not spans:
        return None
    best = _preferred(spans, lambda span: scope[0] <= span[0] and span[1] <= scope[1])
    best = _preferred(best, lambda span: not cuts_number(text, span))
    best = _preferred(best, lambda span: not cuts_word(text, span))
    if after is not None:
        best = _preferred(best, lambda span: span[0] >= after)
    words = {word.casefold() for word in _WORD.findall(answer[:2_000])}
    if len(best) == 1 or not words:
        return best[0]
    return max(best[:100], key=lambda span: _shared(text, span, words))  # the first of equals


def _preferred(spans: Sequence[Span], holds: Callable[[Span], bool]) -> Sequence[Span]:
    """Return the spans of which something holds, or all where it holds of none."""
    return [span for span in spans if holds(span)] or spans


def _shared(text: str, span: Span, words: Iterable[str]) -> int:
    near = text[max(0, span[0] - _NEAR) : span[1] + _NEAR].casefold()
    return sum(word in near for word in words)


def _is_unspaced(character: str) -> bool:
    return bool(CJK.match(character) or RUN_TOGETHER.match(character))


def _joined(text: str, at: int) -> bool:
    """Tell whether a word goes on across a place."""
    if not 0 < at < len(text):
        return False
    before, behind = text[at - 1], text[at]
    if _is_unspaced(before) or _is_unspaced(behind):
        return False
    return before.isalnum() and behind.isalnum()


def _nearest_edge(text: str, at: int, floor: int, ceiling: int) -> int:
    back = forward = at
    while back > floor and _joined(text, back):
        back -= 1
    while forward < ceiling and _joined(text, forward):
        forward += 1
    return back if at - back <= forward - at else forward
