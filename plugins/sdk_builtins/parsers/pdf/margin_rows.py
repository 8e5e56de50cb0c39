"""Rows of text in the margins of pages, and the numbers in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from statistics import median

from sdk_builtins.parsers.pdf.lines import Line, PageContent, is_beside
from sdk_builtins.parsers.pdf.runs import runs

DEPTH = 3
"""Rows from the edge of a page among which running heads are looked for."""

_ZONE = 0.13  # of the height of the page
_WIDE_ZONE = 0.18  # for numbers alone, which stand far from the edge of some pages
_LABEL_GAP = 4.0  # of the size of the type; a number that is closer to words belongs to them
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_TOKEN = re.compile(r"\d+|(?<![^\W\d_])[ivxlcdm]{1,8}(?![^\W\d_])")
_MAX_DIGITS = 6
_EDGE_TOKEN = r"(?:\d{1,6}|[ivxlcdm]{1,8})"
_WORD = re.compile(r"[^\W\d_]+")
_FAR = "\t"  # stands for a wide gap
_FREE_LEFT = re.compile(
    r"(?:^|\t|[|\u00a6\u2022\u00b7\u2013\u2014/\u2502\u25aa-]\s|\s-)[\s\[(<\u2013\u2014-]*$"
)
_FREE_RIGHT = re.compile(
    r"[\s\])>\u2013\u2014-]*(?:$|\t|\s[|\u00a6\u2022\u00b7\u2013\u2014/\u2502\u25aa-]\s)"
)
_LAST_WORD = re.compile(r"([^\W\d_]+)[\s.:]*$")
_TITLE_WORDS = 2  # before a number that may be that of the page; fewer are a label, "Question 3"
_PAGE_WORDS = frozenset(
    re.findall(
        r"\w+",
        "page pages pg p pp seite seiten s blatt folie slide sheet folio pagina pag"
        " p\u00e1gina p\u00e1g p\u00e0gina sida side sivu strona str strana stran stranica"
        " oldal sayfa halaman trang \u0441\u0442\u0440\u0430\u043d\u0438\u0446\u0430"
        " \u0441\u0442\u0440 \u0441 \u03c3\u03b5\u03bb\u03af\u03b4\u03b1 \u03c3\u03b5\u03bb"
        " \u7b2c \u9875 \u9801 \u30da\u30fc\u30b8 \ucabd \ud398\uc774\uc9c0"
        " \u0635\u0641\u062d\u0629 \u05e2\u05de\u05d5\u05d3",
    )
)
_OF = r"\s*(?:of|/|von|de|di|sur|van|av|af|z|\u0438\u0437|\u5171)\s*"
_OF_PAGES = re.compile(rf"(\d{{1,5}}){_OF}(\d{{1,5}})")
_COUNT = re.compile(rf"{_OF}\d{{1,5}}")
_NUMBER_ALONE = re.compile(rf"\W*{_EDGE_TOKEN}\W*")


class Binding(IntEnum):
    """How a number in a row belongs to the words beside it."""

    FREE = 0  # it stands apart from them, or after "page"
    TITLE = 1  # it closes a title
    BOUND = 2  # it belongs to them, as in "Question 3"


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a row.

    Args:
        value: Its value, that of a roman one too.
        binding: How it belongs to words.
        is_end: Whether it opens or closes the row.
    """

    value: int
    binding: Binding
    is_end: bool


@dataclass(frozen=True, slots=True)
class Row:
    """The pieces of text on one baseline in a margin.

    Args:
        lines: Its pieces from left to right.
        is_head: Whether it stands in the upper margin.
        base: Height of its lower edge above the end of the page, in points.
        pattern: Its text in lower case, numbers masked.
        numbers: Those numbers in order.
        clear: Distance in points to the next row towards the middle of the page.
    """

    lines: tuple[Line, ...]
    is_head: bool
    base: float
    pattern: str
    numbers: tuple[Number, ...]
    clear: float

    @property
    def text(self) -> str:
        """Its text, pieces set apart by two spaces."""
        return "  ".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        """Size of its largest type in points."""
        return max(line.size for line in self.lines)

    @property
    def artifact(self) -> bool:
        """Whether the file marks all of it as no part of its text."""
        return all(line.artifact for line in self.lines)

    def is_number_of(self, number: int, count: int, label: str) -> bool:
        """Whether it says by itself that it is the number of its page.

        It does as "Page 3", "Seite 3 von 12", "3 / 12" or as the file calls the page.

        Args:
            number: The number of the page.
            count: How many pages the file has.
            label: What the file calls the page, ``""`` when it does not say.
        """
        text = self.text.casefold()
        words = _WORD.findall(_OF_PAGES.sub("#", text))
        if words and self.numbers and _PAGE_WORDS.issuperset(words):
            return True
        of = _OF_PAGES.fullmatch(text.strip(" -()[]"))
        if of and (int(of[1]), int(of[2])) == (number, count):
            return True
        return bool(label) and text.strip(" -\u2013\u2014()[]|") == label.casefold()


@dataclass(frozen=True, slots=True)
class PageMargins:
    """What may be running heads and feet of a page.

    Args:
        heads: Its outermost upper rows, the outermost first.
        feet: Its outermost lower rows, the outermost first.
        rows: Number of rows on the page.
        clear: The usual distance between its rows in points.
        places: What stands where in the rest of the page.
    """

    heads: tuple[Row, ...]
    feet: tuple[Row, ...]
    rows: int
    clear: float
    places: frozenset[tuple[int, str]]


def margins_of(page: PageContent) -> PageMargins:
    """Return the rows in the margins of a page."""
    upright = sorted((line for line in page.lines if line.upright), key=lambda line: -line.y1)
    rows = list(runs(upright, lambda row, line: is_beside(row[0], line)))
    tops = [max(line.y1 for line in row) for row in rows]
    bases = [min(line.y0 for line in row) for row in rows]
    gaps = [above - below for above, below in zip(bases, tops[1:], strict=False)]
    heads, feet = [], []
    for index, row in enumerate(rows[:DEPTH]):
        if not _is_outer(page.height - bases[index], row, page.height):
            break
        heads.append(_row(row, bases[index], gaps[index : index + 1], is_head=True))
    for index in range(len(rows) - 1, max(len(rows) - 1 - DEPTH, len(heads) - 1), -1):
        if not _is_outer(tops[index], rows[index], page.height):
            break
        feet.append(_row(rows[index], bases[index], gaps[index - 1 : index], is_head=False))
    inner = rows[len(heads) : len(rows) - len(feet)]
    return PageMargins(
        heads=tuple(heads),
        feet=tuple(feet),
        rows=len(rows),
        clear=max(median(gaps), 0.0) if gaps else 0.0,
        places=frozenset((round(line.y0), line.text) for row in inner for line in row),
    )


def _is_outer(distance: float, row: Sequence[Line], height: float) -> bool:
    if distance < _ZONE * height:
        return True
    return (
        distance < _WIDE_ZONE * height
        and len(row) == 1
        and _NUMBER_ALONE.fullmatch(row[0].text.casefold()) is not None
    )


def _row(lines: list[Line], base: float, gaps: Sequence[float], *, is_head: bool) -> Row:
    pieces = tuple(sorted(lines, key=lambda line: line.x0))
    text = _spaced(pieces).casefold()
    numbers, parts, end = [], [], 0
    for match in _TOKEN.finditer(text):
        value = number_value(match.group())
        before, after = text[: match.start()], text[match.end() :]
        is_end = not _WORD.search(before) or not _WORD.search(after)
        if value is None or not (is_end or match.group().isdigit()):
            continue
        numbers.append(Number(value, _binding(before, after), is_end))
        parts += [text[end : match.start()], "#"]
        end = match.end()
    return Row(
        lines=pieces,
        is_head=is_head,
        base=base,
        pattern="".join([*parts, text[end:]]),
        numbers=tuple(numbers),
        clear=gaps[0] if gaps else 0.0,
    )


def _spaced(pieces: Sequence[Line]) -> str:
    """Return the text of a row, with a mark where a gap sets its parts apart."""
    text = ""
    for number, piece in enumerate(pieces):
        if number:
            is_far = piece.x0 - pieces[number - 1].x1 >= _LABEL_GAP * piece.size
            text += _FAR if is_far else " "
        words = piece.text.split()
        far = {count for count, left, right in piece.gaps if right - left >= piece.size}
        text += "".join(
            (_FAR if place in far else " " if place else "") + word
            for place, word in enumerate(words)
        )
    return text


def _binding(before: str, after: str) -> Binding:
    word = _LAST_WORD.search(before)
    if word and word[1] in _PAGE_WORDS:
        return Binding.FREE
    count = _COUNT.match(after)
    if not _FREE_RIGHT.match(after[count.end() :] if count else after):
        return Binding.BOUND
    if _FREE_LEFT.search(before):
        return Binding.FREE
    is_title = len(_WORD.findall(before)) >= _TITLE_WORDS and before[-1:].isspace()
    return Binding.TITLE if is_title and not _WORD.search(after) else Binding.BOUND


def number_value(token: str) -> int | None:
    """Return the value of a number, ``None`` for what is neither an integer nor a roman one."""
    token = token.casefold()
    if token.isdigit():
        return int(token) if len(token) <= _MAX_DIGITS else None
    if not token or not _ROMAN.fullmatch(token):
        return None
    values = [_ROMAN_VALUES[letter] for letter in token]
    return sum(a if a >= b else -a for a, b in pairwise([*values, 0]))
