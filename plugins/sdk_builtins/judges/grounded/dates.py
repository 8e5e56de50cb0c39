"""Dates and times of day, in the usual forms of many languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_MONTHS: tuple[str, ...] = (
    "january jan januar januari janvier enero ene gennaio janeiro stycznia styczeń января январь"
    " січня leden ledna ocak janvāris يناير ינואר जनवरी มกราคม januari",
    "february feb februar februari février févr febrero febbraio fevereiro fev lutego luty февраля"
    " февраль лютого únor února şubat فبراير פברואר फरवरी กุมภาพันธ์",
    "march mar märz maerz maart mars marzo março marca marzec марта март березня březen března mart"
    " مارس מרץ मार्च มีนาคม maret",
    "april apr avril abril abr aprile kwietnia kwiecień апреля апрель квітня duben dubna nisan"
    " أبريل אפריל अप्रैल เมษายน",
    "may mai mei mayo maggio maio maja maj мая май травня květen května mayıs مايو מאי मई พฤษภาคม",
    "june jun juni juin junio giugno junho czerwca czerwiec июня июнь червня červen června haziran"
    " يونيو יוני जून มิถุนายน",
    "july jul juli juillet julio luglio julho lipca lipiec июля июль липня červenec července temmuz"
    " يوليو יולי जुलाई กรกฎาคม",
    "august aug augustus août agosto ago sierpnia sierpień августа август серпня srpen srpna"
    " ağustos أغسطس אוגוסט अगस्त สิงหาคม augusti agustus",
    "september sep sept septembre septiembre settembre setembro września wrzesień сентября сентябрь"
    " вересня září eylül سبتمبر ספטמבר सितंबर กันยายน",
    "october oct oktober okt octobre octubre ottobre outubro października październik октября"
    " октябрь жовтня říjen října ekim أكتوبر אוקטובר अक्टूबर ตุลาคม",
    "november nov novembre noviembre novembro listopada listopad ноября ноябрь листопада listopadu"
    " kasım نوفمبر נובמבר नवंबर พฤศจิกายน",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro grudnia grudzień"
    " декабря декабрь грудня prosinec prosince aralık ديسمبر דצמבר दिसंबर ธันวาคม desember",
)  # fmt: skip
"""Names of the months, from January on."""


_ALSO_WORDS = frozenset(
    [
        "may",
        "march",
        "mar",
        "set",
        "ago",
        "dic",
        "out",
        "dec",
        "sep",
        "mai",
        "marca",
        "mart",
        "nisan",
    ]
)
"""Names that, in small letters and without a year, are mostly other words."""


@dataclass(frozen=True, slots=True)
class Date:
    """A date, as far as it is told; numbers that may be day or month give two readings."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    swapped: bool = False

    @property
    def parts(self) -> frozenset[int]:
        """The numbers that it is made of."""
        return frozenset(part for part in (self.year, self.month, self.day) if part is not None)

    def agrees(self, other: Date) -> bool:
        """Tell whether both may be one day, month or year: what both tell is the same."""
        told = [
            (mine, theirs)
            for mine, theirs in (
                (self.year, other.year),
                (self.month, other.month),
                (self.day, other.day),
            )
            if mine is not None and theirs is not None
        ]
        if told and all(mine == theirs for mine, theirs in told):
            return True
        if self.swapped or other.swapped:
            mine, theirs = {self.month, self.day}, {other.month, other.day}
            return self.year == other.year and mine == theirs
        return False


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in minutes since midnight.

    Args:
        is_half: Whether it may be of the morning or of the evening.
    """

    start: int
    end: int
    minutes: int
    is_half: bool = False

    def agrees(self, other: Clock) -> bool:
        """Tell whether both may be one time of day."""
        apart = (self.minutes - other.minutes) % 1440
        return apart == 0 or (apart == 720 and (self.is_half or other.is_half))


@cache
def _month_numbers() -> dict[str, int]:
    return {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


@cache
def _named() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _month_numbers()), key=len, reverse=True))
    link = r"(?:\s|de[nl]?|di|do|of|a)"
    return re.compile(
        rf"(?<![\w.])(?:(?P<day>[0-3]?\d)(?:\.|st|nd|rd|th|er|º|ª|-?го|e)?[ \n-]{{0,2}}(?:{link}[ \n]){{0,2}})?"
        rf"(?P<month>{names})(?![^\W\d_])\.?"
        rf"(?:,?[ \n]{{1,2}}(?:(?:{link}|г)[ \n]){{0,2}}(?P<after>[12]\d{{3}})(?!\d)"
        rf"|[ \n](?P<last>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:.]\d|\d|[ ]?[^\W\d])"
        rf"(?:,?[ \n](?P<year>[12]\d{{3}}))?(?!\d))?",
        re.IGNORECASE,
    )


_NUMERIC = re.compile(
    r"(?<![\d.,/-])(?:(?P<year>[12]\d{3})(?P<mark>[-./])(?P<month>0?[1-9]|1[0-2])(?P=mark)(?P<day>[0-3]?\d)"
    r"|(?P<first>[0-3]?\d)(?P<sign>[-./])[ ]?(?P<second>[0-3]?\d)(?P=sign)[ ]?(?P<last>[12]\d{3}|\d{2}))"
    r"(?![\d/-]|[.,]\d)"
)
_CHARACTERS = re.compile(
    r"(?:(?P<year>[12]\d{3}) ?[年년](?:度)? ?)?(?:(?P<month>1[0-2]|0?[1-9]) ?[月월](?!\w?间) ?)"
    r"(?:(?P<day>[0-3]?\d) ?[日号號일])?|(?P<alone>[12]\d{3}) ?[年년](?![间間])"
)

_CLOCK = re.compile(
    r"(?<![\d.,:/§-])(?P<hour>[01]?\d|2[0-4])"
    r"(?:(?P<mark>[:.]|(?<=\d)[hH](?=\d\d))(?P<minute>[0-5]\d)(?::[0-5]\d)?)?"
    r"(?:(?P<half>[ ]?(?:a\.m\.|p\.m\.|[ap]m\b))|[ ]?(?P<word>Uhr|o['’]clock|heures?(?= du)"
    r"|uur(?= ['’]s)|horas(?= de la)|klockan|kl\.?(?=\s|$)|часов(?= (?:утра|вечера|дня))|[hH]\b(?!\w)))?"
    r"(?![\d:]|[.,]\d)"
)
_BEFORE = re.compile(r"\b(?:kl\.?|klockan|saat|à|um|at|las|alle|às|o godz\.?|в)\s$", re.IGNORECASE)
_EVENING = re.compile(r"(?:下午|晚上|傍晚|午後|夜|오후)\s?(?:的)?$")
_MORNING = re.compile(r"(?:上午|早上|凌晨|清晨|午前|朝|오전)\s?$")
_CHARACTER_CLOCK = re.compile(
    r"(?P<hour>[01]?\d|2[0-4]|[一二两三四五六七八九十]{1,3}) ?(?:点钟?|點|時(?!間)|时(?!间)|시(?!간))"
    r"(?P<half>半|(?P<minute>[0-5]?\d|[一二三四五六七八九十]{1,3}) ?[分분])?"
)


def dates(text: str) -> Iterator[Date]:
    """Yield the dates of a text: of day, month and year, or of two of these, or a month alone.

    Args:
        text: A text of plain digits.
    """
    for found in _NUMERIC.finditer(text):
        yield from _numeric(found)
    if re.search("[月年월년]", text):
        for found in _CHARACTERS.finditer(text):
            year = found["year"] or found["alone"]
            numbers = [_number(part) for part in (year, found["month"], found["day"])]
            yield Date(found.start(), found.end(), numbers[0], numbers[1], numbers[2])
    for found in _named().finditer(text):
        year = found["after"] or found["year"]
        day = found["day"] or found["last"]
        if found["month"] in _ALSO_WORDS and not year:
            continue
        if year or day:
            named = _month_numbers()[found["month"].lower()]
            yield Date(found.start(), found.end(), _number(year), named, _number(day))


def _numeric(found: re.Match[str]) -> Iterator[Date]:
    if found["year"]:
        yield Date(*found.span(), int(found["year"]), int(found["month"]), int(found["day"]))
        return
    first, second, year = int(found["first"]), int(found["second"]), int(found["last"])
    if year < 100:
        year += 2000 if year < 70 else 1900
    if not (1 <= first <= 31 and 1 <= second <= 31) or min(first, second) > 12:
        return
    if second > 12:
        yield Date(*found.span(), year, first, second)
    else:
        either = found["sign"] == "/" and first <= 12 and first != second
        yield Date(*found.span(), year, second, first, either)


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def clocks(text: str) -> Iterator[Clock]:
    """Yield the times of day of a text: ``15:00``, ``3 p.m.``, ``14.30 Uhr``, ``晚上十点``.

    Args:
        text: A text of plain digits.
    """
    for found in _CLOCK.finditer(text):
        known = (
            found["half"] or found["word"] or found["mark"] == ":" or found["mark"] in ("h", "H")
        )
        before = _BEFORE.search(text[max(0, found.start() - 12) : found.start()])
        if not known and not (before and found["mark"]):
            continue
        if found["word"] in ("h", "H") and not before:
            continue
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        half = (found["half"] or "").strip().lower()
        if half:
            hour = hour % 12 + (12 if half[0] == "p" else 0)
        is_half = not half and 1 <= hour <= 12 and not (found["minute"] and found["hour"][0] == "0")
        yield Clock(found.start(), found.end(), hour * 60 + minute, is_half)
    if re.search("[点點時时시]", text):
        yield from _character_clocks(text)


def _character_clocks(text: str) -> Iterator[Clock]:
    from sdk_builtins.judges.grounded.chinese_numerals import chinese_value

    for found in _CHARACTER_CLOCK.finditer(text):
        hour, minute = (
            float(part) if part.isascii() else chinese_value(part)
            for part in (found["hour"], found["minute"] or "0")
        )
        if hour is None or minute is None or hour > 24:
            continue
        if found["half"] == "半":
            minute = 30.0
        head = text[max(0, found.start() - 4) : found.start()]
        evening, morning = _EVENING.search(head), _MORNING.search(head)
        if evening and hour < 12:
            hour += 12
        is_half = not evening and not morning and 1 <= hour <= 12
        yield Clock(found.start(), found.end(), int(hour * 60 + minute), is_half)


def clock_of(literal: str) -> int | None:
    """Return the minutes since midnight that a number says as a time: ``14.00``; else ``None``."""
    found = re.fullmatch(r"([01]?\d|2[0-4])(?:[.:]([0-5]\d))?", literal)
    return int(found[1]) * 60 + int(found[2] or 0) if found else None
