"""Numbers in digits, as the writers of any country set them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from sdk_core.evidence.folding import SUPERSCRIPTS, plain_signs

_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2008\u2009\u200a\u202f\u3000"), " ")
_SIGNS = {
    **dict.fromkeys(map(ord, "‐‑−﹣－"), "-"),
    **dict.fromkeys(map(ord, "’‘´`"), "'"),
    ord("．"): ".",
    ord("，"): ",",
    ord("："): ":",
    ord("／"): "/",
    ord("％"): "%",
    ord("٪"): "%",
    ord("٫"): ".",
    ord("٬"): ",",
}
_FOREIGN = re.compile(r"(?![0-9])\d")

_FRACTIONS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"

LITERAL = re.compile(
    rf"""
    (?<![\d])
    (?:
        \d{{1,3}}(?:[ ']\d{{3}})+(?!\d)(?:[.,]\d+)?   # 1 800 and 1'800.50
      | \d+(?:[.,]\d+)*
    )
    (?:[ ]?[×x*·][ ]?10(?:\^-?\d+|[{SUPERSCRIPTS}]+) | [eE][+-]?\d+(?!\w) | \^-?\d+ | [{SUPERSCRIPTS}]+)?
    (?:[ ]?[{_FRACTIONS}] | /\d{{1,2}}(?![\d/.-]))?
  | [{_FRACTIONS}]
    """,
    re.VERBOSE,
)
"""One number in digits, with its grouping, power and fraction."""

_PARTS = re.compile(
    rf"(?P<plain>[\d.,' ]*\d)?"
    rf"(?:[ ]?[×x*·][ ]?10(?P<power>\^-?\d+|[{SUPERSCRIPTS}]+)|[eE](?P<exponent>[+-]?\d+)"
    rf"|(?P<raised>\^-?\d+|[{SUPERSCRIPTS}]+))?"
    rf"[ ]?(?:(?P<sign>[{_FRACTIONS}])|/(?P<below>\d+))?"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """What a number in digits may say.

    Args:
        readings: Its values: ``1.800`` is 1.8 for some writers and 1800 for others.
        step: Worth of its last digit, as far as it is told: 0.1 for ``2.5``.
    """

    readings: tuple[float, ...]
    step: float = 1.0


def plain_digits(text: str) -> str:
    """Return a text of the same length with ASCII digits, signs and spaces."""
    text = text.translate(_SPACES).translate(_SIGNS)
    return _FOREIGN.sub(lambda found: str(unicodedata.decimal(found[0])), text)


@lru_cache(maxsize=65_536)
def read(literal: str) -> Numeral | None:
    """Return what a number says, ``None`` for what looks like one and is none: ``1.2.3``.

    Args:
        literal: A match of `LITERAL` in a text of plain digits.
    """
    parts = _PARTS.fullmatch(literal)
    if parts is None:
        return None
    readings, step = _plain(parts["plain"]) if parts["plain"] else ((0.0,), 1.0)
    if not readings:
        return None
    exponent = parts["exponent"] or _exponent(parts["power"])
    if exponent:
        if abs(int(exponent)) > 300:
            return None
        scale = 10.0 ** int(exponent)
        return Numeral(tuple(value * scale for value in readings), step * scale)
    if parts["raised"]:
        power = int(_exponent(parts["raised"]))
        # Behind a figure a raised one may be a footnote's.
        powers = tuple(value**power for value in readings if value and _fits(value, power))
        return Numeral((*powers, *readings), step)
    if parts["sign"]:
        part = unicodedata.numeric(parts["sign"])
        return Numeral(tuple(value + part for value in readings), 0.01)
    if parts["below"] and int(parts["below"]):
        return Numeral((readings[0] / int(parts["below"]),), 0.01)
    return Numeral(readings, step)


def _exponent(power: str | None) -> str:
    return plain_signs(power).lstrip("^") if power else ""


def _fits(value: float, power: int) -> bool:
    return abs(power) <= 30 and value < 1e9


def _plain(digits: str) -> tuple[tuple[float, ...], float]:
    digits = digits.replace(" ", "").replace("'", "")
    marks = [mark for mark in digits if mark in ".,"]
    if not marks:
        return (float(digits),), 1.0
    pieces = re.split("[.,]", digits)
    grouped = all(len(piece) in (2, 3) for piece in pieces[1:-1]) and len(pieces[0]) <= 3
    whole = float("".join(pieces))
    if len(marks) == 1:
        step = 10.0 ** -len(pieces[1])
        fraction = float(f"{pieces[0]}.{pieces[1]}")
        if len(pieces[1]) == 3 and len(pieces[0]) <= 3 and not pieces[0].startswith("0"):
            return (fraction, whole), step
        return (fraction,), step
    if len(set(marks)) == 1:
        return ((whole,), 1.0) if grouped and len(pieces[-1]) == 3 else ((), 1.0)
    if len(set(marks[:-1])) == 1 and grouped and marks[-1] != marks[0] and len(pieces[-2]) == 3:
        head = "".join(pieces[:-1])
        return (float(f"{head}.{pieces[-1]}"),), 10.0 ** -len(pieces[-1])
    return (), 1.0
