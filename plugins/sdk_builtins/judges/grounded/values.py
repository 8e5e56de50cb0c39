"""What of a text can be held against another text: numbers with units, dates, times, codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from sdk_builtins.judges.grounded.chinese_numerals import chinese_numbers
from sdk_builtins.judges.grounded.dates import Clock, Date, clock_of, clocks, dates
from sdk_builtins.judges.grounded.number_words import number_words
from sdk_builtins.judges.grounded.numerals import LITERAL, plain_digits, read
from sdk_builtins.judges.grounded.units import Unit, scale_at, unit_at, unit_before

Kind = Literal["number", "date", "clock", "code"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a text.

    Args:
        kind: What it is.
        text: Its words, with the unit.
        start: Where they begin.
        end: Where they end.
        readings: Of a number, what it may be, in its own unit and without a scale word.
        scale: How much larger a word behind makes it: 1e6 for ``2.9 million``.
        step: Worth of its last digit.
        unit: What it counts, where that is a known unit.
        noun: The word behind it, where that is none, in small letters.
        is_word: Whether it is written in words.
        is_shared: Whether its unit stands at the next number only: ``5`` of ``5 to 10 kg``.
        date: The date.
        clock: The time of day.
        code: The code, in small letters.
    """

    kind: Kind
    text: str
    start: int
    end: int
    readings: tuple[float, ...] = ()
    scale: float = 1.0
    step: float = 1.0
    unit: Unit | None = None
    noun: str = ""
    is_word: bool = False
    is_shared: bool = False
    date: Date | None = None
    clock: Clock | None = None
    code: str = ""

    @property
    def amounts(self) -> tuple[float, ...]:
        """What a number may be in the first unit of its dimension."""
        scaled = (abs(reading) * self.scale for reading in self.readings)
        return tuple(self.unit.convert(value) if self.unit else value for value in scaled)

    @property
    def is_bare(self) -> bool:
        """Whether it is a number alone, of which nothing tells what it counts."""
        return self.kind == "number" and self.unit is None and not self.noun

    @property
    def is_one(self) -> bool:
        """Whether it is the word for one, which is an article in many languages."""
        return self.is_word and self.readings == (1.0,)

    @property
    def is_year(self) -> bool:
        """Whether it may be a year: four digits and nothing else."""
        return (
            self.kind == "number" and self.unit is None and self.scale == 1.0
            and self.text[:4].isdigit() and any(1000 <= each <= 2100 for each in self.readings)
        )  # fmt: skip


_CODE = re.compile(
    r"(?<![\w.-])(?=[\w./-]*\d)(?:[A-Za-z]+[A-Za-z\d]*(?:[-_][A-Za-z\d]+)*|\d+[A-Za-z]+[A-Za-z\d]*"
    r"(?:[-_][A-Za-z\d]+)*|\d+(?:[-_][A-Za-z\d]+)+|\d+(?:\.\d+){2,})(?![\w]|[.-]\w)",
    re.ASCII,
)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|er|re|ère|e|ème|eme|º|ª|°)", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,4})-(\d{1,4})")
_HYPHENED = re.compile(r"\d+(?:-[a-z]{3,})+")
_DECADE = re.compile(r"\d{4}s")
_PAIRED = re.compile(r"\d+[a-zA-Zµμ]+")
_HIDDEN = re.compile(r"https?://\S+|\S+@\S+\.\w+|\]\([^)\s]*\)")
_BETWEEN = re.compile(
    r"\s*(?:-|–|—|−|/|~|～|x|×|,|、|;|to|bis|à|a|al|au|et|and|or|ou|oder|und|y|e|o|en|of|tot|till|til|do|до|и|или"
    r"|ile|ve|i|och|og|eller|lub|nebo|até|ate|hasta|fino a|至|到|和|或|から|から|と|و|إلى|से|và|đến|ถึง"
    r"|에서|, (?:and|or|et|und))\s*"
    r"(?:(?:about|around|rund|etwa|env\.|environ|circa|ca\.?|jusqu'à|bis zu|up to|零下)\s*)?",
    re.IGNORECASE,
)
_GAP = re.compile(r"(?:[ \n]|[ \n]?[-‐‑][ \n]?)?")
_WORD = re.compile(r"[ \n]?[-]?(?P<word>[^\W\d_]{2,}(?:['’][^\W\d_]+)?)")
_YEAR = 365.25 * 86_400.0
_AND_A_HALF = re.compile(
    r"(?:[ \n](?:and[ \n]a[ \n]half|et[ \n]demie?|y[ \n]medi[ao]|e[ \n]mezz[ao]|e[ \n]mei[ao]"
    r"|en[ \n]een[ \n]halve?|och[ \n]en[ \n]halv|с[ \n]половиной|з[ \n]половиною|i[ \n]pół|a[ \n]půl"
    r"|buçuk))(?![^\W_])",
    re.IGNORECASE,
)
_OF = re.compile(r"(?:de|di|d['’]) ?")
_SHORT_SCALE = re.compile(r"(?:m|bn|k)\b")
_SECOND = re.compile(r"[ \n]?[^\W\d_]{3,}[ \n]")
_NOT_NOUNS = frozenset(
    ["in", "of", "at", "to", "for", "on", "by", "and", "or", "with", "from", "per", "is", "are", "was", "were", "as", "the", "an", "than", "if", "when", "after", "before", "which", "that", "und", "oder", "in", "im", "am", "von", "vom", "bis", "mit", "für", "je", "pro", "ist", "sind", "als", "nach", "vor", "aus", "bei", "zu", "wenn", "et", "ou", "de", "du", "des", "dans", "en", "par", "pour", "avec", "après", "avant", "sur", "au", "aux", "est", "sont", "y", "del", "la", "el", "los", "las", "con", "por", "para", "desde", "hasta", "e", "o", "da", "do", "dos", "das", "em", "no", "na", "com", "até", "di", "dei", "della", "nel", "per", "il", "le", "gli", "dal", "al", "van", "op", "bij", "uit", "met", "een", "het", "voor", "и", "в", "на", "с", "от", "до", "по", "для", "и", "или", "i", "w", "na", "z", "do", "od", "dla", "lub", "och", "att", "på", "av", "om", "eller", "ile", "ve"]
)  # fmt: skip


@lru_cache(maxsize=512)
def values_of(text: str, languages: frozenset[str] = frozenset()) -> tuple[Value, ...]:
    """Return the values of a text, in order.

    Args:
        text: What is read.
        languages: ISO 639-1 codes of what it may be written in, for numbers in words.
    """
    plain = plain_digits(text)
    plain = _HIDDEN.sub(lambda found: " " * len(found[0]), plain)
    taken = bytearray(len(plain))
    found: list[Value] = []
    for value in (*_dated(plain), *_codes(plain), *_numbers(plain, languages)):
        if not any(taken[value.start : value.end]):
            taken[value.start : value.end] = b"\1" * (value.end - value.start)
            found.append(replace(value, text=text[value.start : value.end].rstrip(".")))
    found.sort(key=lambda value: value.start)
    return tuple(_with_shared_units(found, plain))


def _dated(plain: str) -> Iterator[Value]:
    for date in dates(plain):
        yield Value(kind="date", text="", start=date.start, end=date.end, date=date)
    for clock in clocks(plain):
        yield Value(kind="clock", text="", start=clock.start, end=clock.end, clock=clock)


def _codes(plain: str) -> Iterator[Value]:
    for found in _CODE.finditer(plain):
        code = found[0]
        if _ORDINAL.fullmatch(code) or _DECADE.fullmatch(code) or _HYPHENED.fullmatch(code):
            continue
        if _PAIRED.fullmatch(code) and _unit_behind(plain, found.start(), code) == found.end():
            continue
        bounds = _RANGE.fullmatch(code)
        if bounds and _is_range(bounds, plain[found.end() : found.end() + 1]):
            continue
        yield Value(kind="code", text="", start=found.start(), end=found.end(), code=code.lower())


def _unit_behind(plain: str, start: int, code: str) -> int | None:
    digits = re.match(r"\d+", code)
    match = unit_at(plain, start + digits.end()) if digits else None
    scale = scale_at(plain, start + digits.end()) if digits else None
    return match.end if match else scale[1] if scale else None


def _is_range(bounds: re.Match[str], mark: str) -> bool:
    low, high = bounds[1], bounds[2]
    if low[0] == "0" or high[0] == "0" or int(low) >= int(high):
        return False
    return len(high) <= 3 and len(low) <= len(high) if len(low) < 4 else len(high) == 4


def _numbers(plain: str, languages: frozenset[str]) -> Iterator[Value]:
    for found in LITERAL.finditer(plain):
        start, end = found.span()
        numeral = read(found[0])
        if numeral is None or (start and plain[start - 1] in "_#"):
            continue
        if _ORDINAL.match(plain, start) and not unit_at(plain, end):
            behind = _ORDINAL.match(plain, start)
            if behind and not plain[behind.end() : behind.end() + 1].isalpha():
                continue
        yield _counted(plain, start, end, numeral.readings, numeral.step)
    for word in number_words(plain, languages):
        yield _counted(plain, word.start, word.end, (word.value,), 1.0, is_word=True)
    for word in chinese_numbers(plain):
        yield _counted(plain, word.start, word.end, (word.value,), 1.0, is_word=True)


def _counted(
    plain: str, start: int, end: int, readings: tuple[float, ...], step: float, is_word: bool = False
) -> Value:  # fmt: skip
    """Return a number with what stands around it: its currency, scale word, unit or noun."""
    before = unit_before(plain[max(0, start - 6) : start])
    unit, head = before or (None, 0)
    scale, after = 1.0, end
    if more := _AND_A_HALF.match(plain, end):
        readings, end = tuple(each + 0.5 for each in readings), more.end()
    start -= head
    gap = _GAP.match(plain, end)
    behind = gap.end() if gap else end
    if scaled := scale_at(plain, behind):
        scale, after = scaled
        gap = _GAP.match(plain, after)
        behind = gap.end() if gap else after
        of = _OF.match(plain, behind)
        behind = of.end() if of else behind
    elif unit is not None and (short := _SHORT_SCALE.match(plain, end)):
        scale, after = {"m": 1e6, "bn": 1e9, "k": 1e3}[short[0]], short.end()
    match = unit_at(plain, behind) if unit is None else None
    if match is None and unit is None and (second := _SECOND.match(plain, end)):
        match = unit_at(plain, second.end())
        if match and (second[0].strip().lower() in _NOT_NOUNS or match.end - second.end() < 3):
            match = None
    if match is not None:
        after = match.end
        if not (
            match.unit.size == _YEAR
            and match.unit.dimension == "time"
            and 1000 <= readings[0] <= 2100
        ):
            unit = match.unit
    noun = ""
    if unit is None and match is None:
        word = _WORD.match(plain, after)
        if word and word["word"].lower() not in _NOT_NOUNS:
            noun = word["word"].lower()
            if _is_glued(noun):
                noun = noun[:2]
            elif not (step == 1.0 and plain[start:end].isdigit() and 1000 <= readings[0] <= 2100):
                after = word.end()
    return Value(
        kind="number", text="", start=start, end=after, readings=readings, scale=scale, step=step,
        unit=unit, noun=noun, is_word=is_word,
    )  # fmt: skip


def _is_glued(word: str) -> bool:
    return "\u3040" <= word[0] <= "\u9fff" or "\u0e00" <= word[0] <= "\u0e7f"


def _with_shared_units(found: list[Value], plain: str) -> list[Value]:
    """Give numbers of ranges and lists the unit of the last one: ``5 to 10 kg``."""
    made = list(found)
    for at in range(len(made) - 2, -1, -1):
        value, behind = made[at], made[at + 1]
        if value.kind != "number" or value.unit is not None:
            continue
        number_end = value.end - (len(value.noun) + 1 if value.noun else 0)
        link = _BETWEEN.fullmatch(plain[number_end if value.noun else value.end : behind.start])
        if link is None and value.noun:
            link = _BETWEEN.fullmatch(f"{plain[number_end : behind.start]}")
        if link is None or (value.is_year and link[0].strip() in (",", "、", ";")):
            continue
        if (
            behind.kind == "clock"
            and (minutes := clock_of(plain[value.start : number_end].strip())) is not None
        ):
            clock = Clock(
                value.start, number_end, minutes, behind.clock.is_half if behind.clock else True
            )
            made[at] = replace(value, kind="clock", clock=clock, readings=(), noun="")
        elif behind.kind == "number" and (behind.unit or behind.noun) and not value.is_year:
            scale = behind.scale if value.scale == 1.0 else value.scale
            made[at] = replace(
                value, unit=behind.unit, noun=behind.noun, scale=scale, is_shared=True
            )
    return made
