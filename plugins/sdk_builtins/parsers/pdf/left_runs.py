"""Latin words and numbers of text that reads from the right, from how they look to how they read.

Unicode Standard Annex 9 (the bidirectional algorithm) lays such text out; this goes the other way.
"""

from __future__ import annotations

import re

_LETTER = re.compile(r"[^\W\d_]")
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\S)")
_JOINED = r"\d+(?:[.,:/\u066b\u066c]\d+)*"
_ARABIC_NUMBER = re.compile(rf"{_JOINED}[%\u066a]?")  # rules W2, W4: other signs set numbers apart
_NUMBER = re.compile(rf"[$\u20ac\u00a3\u20aa]?{_JOINED}(?:[-+\u2212]{_JOINED})*[%\u00b0]?")
_SPACE = re.compile(r"\s+")
_SIGNED = re.compile(r"[-+\u2212]\d")
_DANGLING = re.compile(rf"(.*{_LETTER.pattern}.*?)(\s+)({_JOINED})([-\u2212])")
_STOPPED = re.compile(rf"([.!?:,;])(\s*{_LETTER.pattern}.*\s.*\w)")
_STOPPED_WORDS = 3
# Units of measure, after which a number seldom stands.
_UNIT = re.compile(
    "(?:[kMGTcdmnp\u00b5\u03bch]?(?:Wh|Hz|Pa|eV|mol|cal|bar|\u03a9|\u2126)|[kMGT]i?B|[kMG]b|[kMG]W"
    "|[kMm][AVJN]|[kmn\u00b5\u03bc]?g|[kcmn\u00b5\u03bcd]?m|[mcd]?l|mL|[mn\u00b5\u03bc]?s|hrs?|rpm|dBm?"
    "|mph|fps|ppm|lb|oz|ft|px|\u00b0[CF])[\u00b2\u00b3]?"
    "(?:/(?:m|s|h|min|kg|g|l|L|cm|mm|km)[\u00b2\u00b3]?)?"
)
_LETTER_UNIT = re.compile("[CFKAWVJNLgsmhl]")  # a name as well, unless the number is broken
_BROKEN = re.compile(r"\d[\d.,]*(?:[.,]\d+|[-\u2212\u2013]\d[\d.,]*)")
_AMOUNT = re.compile(r"(\S+)(\s+)(\d[\d.,]*(?:[-+\u2212\u2013/]\d[\d.,]*)?)")


def as_read(seen: str, *, is_arabic: bool = False) -> str:
    """Return Latin words and numbers inside text from the right in the order of reading.

    Words read as they stand, and so do numbers after them. Numbers alone do not: each reads from
    the left, but the first one stands on the right. A unit stands on the left of its number.

    Args:
        seen: What stands between Hebrew or Arabic, from left to right.
        is_arabic: Whether the number follows Arabic letters, which take hold of the signs in it.
    """
    if amount := _AMOUNT.fullmatch(seen):
        unit, space, number = amount.groups()
        if _UNIT.fullmatch(unit) or (_LETTER_UNIT.fullmatch(unit) and _BROKEN.fullmatch(number)):
            return f"{as_read(number, is_arabic=is_arabic)}{space}{unit}"
    if _LETTER.search(seen) or _GROUPED.fullmatch(seen):
        return seen
    return "".join(reversed(_parts(seen, _ARABIC_NUMBER if is_arabic else _NUMBER)))


def cell_as_read(seen: str) -> str:
    """Return a line without Hebrew or Arabic, on a page that reads from the right, as it reads.

    What stands as it does in text from the left is left alone.
    """
    if dangling := _DANGLING.fullmatch(seen):
        words, space, number, sign = dangling.groups()
        return f"{sign}{number}{space}{words}"
    if (stopped := _STOPPED.fullmatch(seen)) and len(seen.split()) >= _STOPPED_WORDS:
        return f"{stopped[2].lstrip()}{stopped[1]}"
    if _SIGNED.match(seen) or not any(map(str.isdecimal, seen)):
        return seen
    return as_read(seen)


def _parts(seen: str, number: re.Pattern[str]) -> list[str]:
    parts, place = [], 0
    while place < len(seen):
        match = number.match(seen, place) or _SPACE.match(seen, place)
        parts.append(match[0] if match else seen[place])
        place += len(parts[-1])
    return parts
