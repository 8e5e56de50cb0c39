"""Units of measure: what a number counts, and how it compares with numbers in other units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from sdk_builtins.judges.grounded.unit_names import (
    GLUED,
    GLUED_SCALES,
    PER,
    SCALES,
    SPEEDS,
    SYMBOLS,
    WORDS,
)

_CELSIUS, _KELVIN, _FAHRENHEIT = 1.0, 1.001, 1.002
MONEY = frozenset(
    each for each in SYMBOLS if each.isupper() and len(each) == 3
) | {"cent", "krone", "yen or yuan"}  # fmt: skip
_ALIKE = {
    frozenset({"angle", "temperature"}),
    frozenset({"yen or yuan", "JPY"}),
    frozenset({"yen or yuan", "CNY"}),
    *(frozenset({"cent", each}) for each in ("USD", "EUR")),
}
"""Dimensions of which one name may mean the other: degrees, cents."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure.

    Args:
        dimension: What it measures: ``mass``, ``EUR``.
        size: How many of the dimension's first unit it is.
        per: What it is counted by, where the name says so: ``volume`` for g/L.
        per_size: How many of the first unit of that.
    """

    dimension: str
    size: float = 1.0
    per: str = ""
    per_size: float = 1.0

    def is_like(self, other: Unit) -> bool:
        """Tell whether numbers of both can be compared."""
        if self.dimension == other.dimension:
            return True
        return frozenset({self.dimension, other.dimension}) in _ALIKE

    def convert(self, value: float) -> float:
        """Return a number of this unit in the dimension's first one."""
        if self.dimension == "temperature":
            if self.size == _FAHRENHEIT:
                return (value - 32) / 1.8
            return value - 273.15 if self.size == _KELVIN and value > 200 else value
        if self.dimension == "cent":
            return value / 100
        return value * self.size

    def is_rate_of(self, other: Unit) -> bool:
        """Tell whether numbers of both are counted by the same, if at all; prices need not say it."""
        return self.per == other.per or (self.dimension in MONEY and not (self.per and other.per))


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit that was found in a text, and where its name ends."""

    unit: Unit
    end: int


def _table(names: dict[str, dict[float, str]]) -> dict[str, Unit]:
    return {
        name.replace("_", " "): Unit(dimension, size)
        for dimension, sizes in names.items()
        for size, listed in sizes.items()
        for name in listed.split()
    }


def _scales(names: dict[float, str]) -> dict[str, float]:
    return {
        name.replace("_", " "): size for size, listed in names.items() for name in listed.split()
    }


def _either(names: dict[str, Unit] | dict[str, float]) -> str:
    longest_first = sorted(names, key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", r"[ \n]") for name in longest_first)


@cache
def _names() -> tuple[dict[str, Unit], dict[str, Unit], dict[str, Unit]]:
    speeds = {
        name: Unit("length", size, "time", 3600.0)
        for size, listed in SPEEDS.items()
        for name in listed.split()
    }
    return _table(SYMBOLS) | speeds, _table(WORDS), _table(GLUED)


@cache
def _pattern() -> re.Pattern[str]:
    symbols, words, glued = _names()
    return re.compile(
        rf"(?P<symbol>{_either(symbols)})(?![^\W_]|['’][^\W\d]|/[^\W\d_])"
        rf"|(?i:(?P<word>{_either(words)}))(?![^\W_]|['’][^\W\d])|(?P<glued>{_either(glued)})"
    )


@cache
def _loose_pattern() -> re.Pattern[str]:
    """Return what finds a unit before a slash, as in g/L."""
    symbols, words, glued = _names()
    return re.compile(
        rf"(?:(?P<symbol>{_either(symbols)})"
        rf"|(?i:(?P<word>{_either(words)}))|(?P<glued>{_either(glued)}))(?=[ ]?/)"
    )


@cache
def _scale_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?i:(?P<word>{_either(_scales(SCALES))}))(?![^\W_])\.?"
        rf"|(?P<glued>{_either(_scales(GLUED_SCALES))})"
    )


def unit_at(text: str, start: int) -> UnitMatch | None:
    """Return the unit whose name begins at a place of a text, ``None`` for none."""
    found = _pattern().match(text, start)
    slashed = _loose_pattern().match(text, start)
    if slashed and (found is None or found.end() <= slashed.end()):
        slash = text.index("/", slashed.end())
        gap = 2 if text[slash + 1 : slash + 2] == " " else 1
        below = _pattern().match(text, slash + gap)
        if below:
            return UnitMatch(_rate(_unit(slashed), _unit(below)), below.end())
        found = found or slashed
    if found is None:
        return None
    unit = _unit(found)
    counted = _per_pattern().match(text, found.end()) if not unit.per else None
    below = _pattern().match(text, counted.end()) if counted else None
    if below and (lower := _unit(below)).dimension == "time":
        return UnitMatch(_rate(unit, lower), below.end())
    return UnitMatch(unit, found.end())


def _rate(unit: Unit, by: Unit) -> Unit:
    return Unit(unit.dimension, unit.size, by.dimension, by.size)


@cache
def _per_pattern() -> re.Pattern[str]:
    whole = "|".join(map(re.escape, PER.split()))
    return re.compile(rf"[ \n](?:(?:{whole})[ \n]|à l['’]|all['’])|每|毎|あたり")


def _unit(found: re.Match[str]) -> Unit:
    symbols, words, glued = _names()
    if found["symbol"]:
        return symbols[found["symbol"]]
    if found["word"]:
        return words[" ".join(found["word"].lower().split())]
    return glued[found["glued"]]


def scale_at(text: str, start: int) -> tuple[float, int] | None:
    """Return how much larger a word makes the number before it, and where it ends."""
    found = _scale_pattern().match(text, start)
    if found is None:
        return None
    word = found["word"]
    if word:
        return _scales(SCALES)[" ".join(word.lower().split())], found.end()
    return _scales(GLUED_SCALES)[found["glued"]], found.end()


@cache
def _prefix_pattern() -> re.Pattern[str]:
    money = {
        name: unit for name, unit in _names()[0].items() if unit.dimension in MONEY and name != "p"
    }
    return re.compile(rf"(?:(?<![^\W\d_])(?:{_either(money)})|(?:[A-Z]{{1,2}})?[$€£¥])[ ]?[-+]?$")


@lru_cache(maxsize=4096)
def unit_before(head: str) -> tuple[Unit, int] | None:
    """Return the currency that stands right before a number, and how many characters it takes.

    Args:
        head: The few characters before it.
    """
    found = _prefix_pattern().search(head)
    if found is None:
        return None
    name = found[0].strip(" +-")
    unit = _names()[0].get(name) or _names()[0][name[-1]]
    return unit, len(found[0])


@lru_cache(maxsize=256)
def scales_in(text: str) -> frozenset[float]:
    """Return the sizes of the scale words that a text has anywhere: 1e6 for ``in millions``."""
    found = re.finditer(rf"(?<![^\W_]){_scale_pattern().pattern}", text)
    return frozenset(scale[0] for each in found if (scale := scale_at(text, each.start())))


@lru_cache(maxsize=256)
def currencies_in(text: str) -> frozenset[str]:
    """Return the currencies that a text names anywhere."""
    pattern = re.compile(rf"(?<![^\W_])(?:{_pattern().pattern})|[$€£¥₹₽₩₺₴₪₫฿]")
    names = _names()[0]
    units = (_unit(each) if each.lastgroup else names[each[0]] for each in pattern.finditer(text))
    return frozenset(unit.dimension for unit in units if unit.dimension in MONEY)
