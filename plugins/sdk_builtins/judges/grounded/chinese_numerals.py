"""Numbers in Chinese characters, as Chinese and Japanese write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sdk_builtins.judges.grounded.number_words import WordNumber

_DIGITS = {sign: float(value) for value, signs in enumerate(
    ("零〇", "一壹", "二两兩贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for sign in signs}  # fmt: skip
_PLACES = {"十": 10.0, "拾": 10.0, "百": 100.0, "佰": 100.0, "千": 1000.0, "仟": 1000.0}
_MYRIADS = {"万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8}
_ALL = "".join((*_DIGITS, *_PLACES, *_MYRIADS))

_NUMBER = re.compile(f"[{_ALL}]+(?:[点點][{''.join(_DIGITS)}]+)?")
_PART = re.compile(f"([{_ALL}]+)分之([{_ALL}]+)")


def chinese_numbers(text: str) -> Iterator[WordNumber]:
    """Yield the numbers in Chinese characters; ``三分之一`` is a third, ``百分之五`` 0.05.

    Args:
        text: Of any language.
    """
    taken = -1
    parts = {found.start(): found for found in _PART.finditer(text)}
    for found in _NUMBER.finditer(text):
        if found.start() < taken:
            continue
        part = parts.get(found.start())
        if part is not None and (below := chinese_value(part[1])):
            taken = part.end()
            if (above := chinese_value(part[2])) is not None:
                yield WordNumber(part.start(), part.end(), above / below)
            continue
        if (value := chinese_value(found[0])) is not None:
            yield WordNumber(found.start(), found.end(), value)


def chinese_value(signs: str) -> float | None:
    """Return what Chinese numerals say: 1200 for ``一千二百``, ``None`` where it is no number."""
    whole, _, decimals = signs.replace("點", "点").partition("点")
    if not any(sign in _PLACES or sign in _MYRIADS for sign in whole):
        if any(sign not in _DIGITS for sign in whole):
            return None
        value = float("".join(str(int(_DIGITS[sign])) for sign in whole))
    else:
        value = _placed(whole)
    if decimals:
        value += float("0." + "".join(str(int(_DIGITS[sign])) for sign in decimals))
    return value


def _placed(signs: str) -> float:
    total = section = digit = 0.0
    last = 1.0
    for sign in signs:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
            last = 1.0 if sign in "零〇" else last
        elif sign in _PLACES:
            section += (digit or 1.0) * _PLACES[sign]
            digit, last = 0.0, _PLACES[sign]
        else:
            total += (section + digit or 1.0) * _MYRIADS[sign]
            section = digit = 0.0
            last = _MYRIADS[sign]
    # 两千五 is 2500: a digit behind a place is one of the next place.
    return total + section + digit * (last / 10 if digit and last > 10 else 1.0)
