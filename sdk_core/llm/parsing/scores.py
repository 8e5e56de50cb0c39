"""Read one rating on the scale 1..10, or refuse it."""

from __future__ import annotations

import math
import re

from sdk_core.llm.parsing.nodes import Bare, Node, Obj

LOWEST = 1.0
HIGHEST = 10.0

_WORDS = {
    name: float(i)
    for i, name in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], start=1
    )
}
_NUMBER = r"(?<![\d.,])[-+]?\d{1,6}(?:[.,]\d{1,6})?(?![\d])"
_SCORE = re.compile(
    r"(?:(?:the\s+)?(?:overall\s+|final\s+|total\s+)?(?:rating|score|grade|quality)\s*"
    r"(?:is|of|:|=|-)?\s*)?"
    rf"(?P<value>{_NUMBER}|{'|'.join(_WORDS)})"
    r"(?P<scale>\s*(?:/|out\s+of|of|von|sur)\s*(?:10|ten)(?:[.,]0+)?(?![\d%.,]\d|\d|%))?"
    r"\s*(?P<tail>.*)",
    re.IGNORECASE | re.DOTALL,
)
# After the number only text that explains it, never another number, unit or fraction.
_TAIL = re.compile(r"(?:[.!]?\s*$|\*+\s*$|points?\b(?!\s*\d)|[(\[]|[-–—:;,.]\s*[^\W\d_])", re.I)
_RANGE = re.compile(r"(?:to|or|bis|and)\b", re.IGNORECASE)
_NESTED = (
    "rating", "score", "value", "overall", "overallrating", "overallscore", "total", "final",
    "grade", "number",
)  # fmt: skip
_SCALE_KEYS = frozenset(("max", "outof", "scale", "maximum", "maxscore"))


def score_text(text: str) -> float | None:
    """Return the rating that a text states, or None.

    text: such as "8", "8.5", "8,5", "8/10", "eight", "Rating: 6", "8 (clear)". Fractions of
    another scale, ranges, percentages, words of praise and numbers outside 1..10 give None.
    """
    text = text.strip().strip("*_`\"'").strip()
    if not text or len(text) > 2000:
        return None
    match = _SCORE.fullmatch(text)
    if not match:
        return None
    tail = match.group("tail")
    if tail and (not _TAIL.match(tail) or _RANGE.match(tail)):
        return None
    word = match.group("value").casefold()
    return in_range(_WORDS[word] if word in _WORDS else float(word.replace(",", ".")))


def in_range(value: float) -> float | None:
    """Return a finite value on the scale unchanged, anything else as None."""
    return value if math.isfinite(value) and LOWEST <= value <= HIGHEST else None


def score_of(value: Node) -> float | None:
    """Return the rating that a JSON value states, or None.

    value: a number, a text as in score_text, a list of one, or an object with a score member.
    """
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    if isinstance(value, Obj):
        members = {re.sub(r"[\W_]+", "", k).casefold(): v for k, v in value.pairs}
        scale = next((members[k] for k in _SCALE_KEYS if k in members), None)
        if scale is not None and not (isinstance(scale, Bare) and scale.text in ("10", "10.0")):
            return None
        value = next((members[k] for k in _NESTED if k in members), None)
    if isinstance(value, Bare | str):
        return score_text(value if isinstance(value, str) else value.text)
    return None
