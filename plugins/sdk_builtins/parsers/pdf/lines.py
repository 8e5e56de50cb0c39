"""What the engines give of a page, the same for all of them: lines of text and ruled lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from sdk_builtins.parsers.pdf.bidi import RIGHT_TO_LEFT
from sdk_builtins.parsers.pdf.left_runs import cell_as_read
from sdk_core.documents.cleaning import clean, mend_ligatures
from sdk_core.model import Image

UNMAPPED = "\ufffd"
"""What a glyph becomes whose font does not say which character it is."""

Gap = tuple[int, float, float]


@dataclass(slots=True, eq=False)  # pages have hundreds, and frozen ones are dear to make
class Line:
    """One line of text, or a part of it that a wide gap sets apart; the origin is at lower left.

    Args:
        text: Its text without surrounding space; a soft hyphen at the end joins the next line.
        x0: Left edge in points.
        y0: Lower edge.
        x1: Right edge.
        y1: Upper edge.
        size: Size of its type in points.
        pitch: How far its letters advance in points when all advance alike, as in program code;
            0 for other type.
        bold: Whether all of it is bold.
        slanted: Whether all of it is italic, or in small capitals.
        upright: Whether it reads from left to right on the page rather than up or down.
        gaps: Where it may be cut, at more than a word space: the number of words before, the right
            edge of the last of them and the left edge of the next one.
        font: Name of its font, "" when it has none.
        artifact: Whether the file marks it as no part of its text, as running heads are.
        marginal: Whether it only looks like a heading, since it stands in the margin.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    pitch: float = 0.0
    bold: bool = False
    slanted: bool = False
    upright: bool = True
    gaps: tuple[Gap, ...] = ()
    font: str = ""
    artifact: bool = False
    marginal: bool = False

    def cut(self, width: float = 0.0, at: Sequence[float] | None = None) -> list[Line]:
        """Return the parts of the line between some of its gaps.

        Args:
            width: Points that such a gap is wider than.
            at: Positions of which one stands in each such gap, ``None`` for no matter where.
        """
        parts = self.parts(width, at)
        if len(parts) == 1:
            return [self]
        return [replace(self, text=text, x0=x0, x1=x1, gaps=()) for text, x0, x1 in parts]

    def parts(
        self, width: float = 0.0, at: Sequence[float] | None = None
    ) -> list[tuple[str, float, float]]:
        """Return what `cut` does as text, left and right edge alone."""
        if not self.gaps:
            return [(self.text, self.x0, self.x1)]
        words = self.text.split()
        parts: list[tuple[str, float, float]] = []
        start, left = 0, self.x0
        for count, right, following in self.gaps:
            is_wanted = following - right > width and (
                at is None or any(right - 1 < x < following + 1 for x in at)
            )
            if start < count < len(words) and is_wanted:
                parts.append((" ".join(words[start:count]), left, right))
                start, left = count, following
        rest = " ".join(words[start:]) if parts else self.text
        return [*parts, (rest, left, self.x1)]


Row = list[Line]
"""Lines at one height, from left to right."""


class Rule(NamedTuple):
    """A straight drawn line, horizontal or vertical, in points."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_horizontal(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 >= self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class PageContent:
    """What is on a page.

    Args:
        number: Its number, from 1.
        width: Width in points as it is shown.
        height: Height in points.
        lines: Its lines in the order in which they are drawn, which follows the author's order of
            columns better than geometry does.
        rules: Its ruled lines, where they may matter to a table.
        label: What the file calls it, such as "iv", "" when it does not say.
        left_out: What stands on it and is not among the lines, with the reason.
        fields: Number of values of form fields among the lines.
        notes: Number of notes of free text among the lines.
        images: Its pictures, when they are wanted.
    """

    number: int
    width: float
    height: float
    lines: Sequence[Line]
    rules: Sequence[Rule] = field(default=())
    label: str = ""
    left_out: Sequence[tuple[str, str]] = ()
    fields: int = 0
    notes: int = 0
    images: tuple[Image, ...] = ()


def _told_by_name(pattern: str) -> Callable[[str], bool]:
    search = re.compile(pattern, re.IGNORECASE).search
    return lru_cache(maxsize=512)(lambda font: search(font) is not None)


is_monospaced = _told_by_name("mono|courier|consol|typewriter|cmtt|code")
"""Whether a font of that name is for program code."""

is_bold = _told_by_name("bold|black|heavy|demi|(?:cm|sf)[a-z]*bx|-medi$")
"""Whether a font of that name is bold."""

is_slanted = _told_by_name("ital|obli|slant|caps|(?:cm|sf)(?:ti|sl|csc)\\d")
"""Whether a font of that name is italic or of small capitals."""


def line_text(text: str) -> str:
    """Return the text of a line, clean and without ligatures."""
    if text.isprintable():
        return mend_ligatures(text).strip()
    return mend_ligatures(clean(text)).replace("\n", " ").strip()


def is_beside(line: Line, other: Line) -> bool:
    """Whether two lines stand at one height."""
    shared = min(line.y1, other.y1) - max(line.y0, other.y0)
    return shared > 0.5 * min(line.y1 - line.y0, other.y1 - other.y0)


def is_right_to_left(lines: Sequence[Line]) -> bool:
    """Whether most of the text is in lines that hold Hebrew or Arabic."""
    turned = sum(len(line.text) for line in lines if RIGHT_TO_LEFT.search(line.text))
    return 2 * turned > sum(len(line.text) for line in lines)


def mirrored(page: PageContent) -> PageContent:
    """Return a page of Hebrew or Arabic as one that reads from the left, for the same layout."""
    width = page.width
    lines: list[Line] = []
    start = 0
    for line in page.lines:
        if lines and not is_beside(lines[-1], line):
            start = len(lines)
        is_cell = not line.pitch and RIGHT_TO_LEFT.search(line.text) is None
        text = cell_as_read(line.text) if is_cell else line.text
        lines.append(replace(line, text=text, x0=width - line.x1, x1=width - line.x0, gaps=()))
        lines[start:] = sorted(lines[start:], key=lambda line: line.x0)
    rules = [Rule(width - rule.x1, rule.y0, width - rule.x0, rule.y1) for rule in page.rules]
    return replace(page, lines=lines, rules=rules)
