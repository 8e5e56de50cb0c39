"""Glyphs on a PDF page to paragraphs in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import (
    LAParams,
    LTChar,
    LTPage,
    LTTextLine,
    LTTextLineVertical,
)
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream
from pdfminer.utils import Matrix, Rect

from sdk_builtins.parsers.bidi import to_logical
from sdk_builtins.parsers.cleaning import clean, mend_ligatures

UNMAPPED = "\ufffd"
"""What a glyph becomes whose font does not say which character it is."""

_PARAMS = LAParams()
_HYPHEN_END = re.compile(r"(?<=[^\W\d_])[-\u2010]$")
_MARKER = re.compile(r"^(?:[\u2022\u2023\u25aa\u25cf\u25e6\u2043\u2219*\u2013\u2014-]|\(?\w{1,3}[.)])\s")
_BULLET = re.compile(r"^[\u2022\u2023\u25aa\u25cf\u25e6\u2043\u2219\uf0b7\u00b7]\s*")
_CJK = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text with its box in points, the origin at the lower left."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    vertical: bool = False

    @property
    def height(self) -> float:
        return self.y1 - self.y0


class PageDevice(PDFLayoutAnalyzer):  # type: ignore[misc]
    """Collects the glyphs and pictures of a page in the order in which they are drawn.

    Drawing order follows the author's order of columns better than geometry does. Figures are not
    kept apart, so that text inside form XObjects stands where it was drawn.
    """

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources, laparams=None)
        self.pictures: list[PDFStream] = []
        self.page: LTPage | None = None

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:
        """Ignore the borders of a figure."""

    def end_figure(self, _: str) -> None:
        """Ignore the borders of a figure."""

    def render_image(self, name: str, stream: PDFStream) -> None:
        """Remember a picture; it is decoded only when images are wanted."""
        self.pictures.append(stream)

    def paint_path(self, *args: object, **kwargs: object) -> None:
        """Ignore vector drawings."""

    def handle_undefined_char(self, font: PDFFont, cid: int) -> str:
        """Return one mark for a glyph without a character."""
        return UNMAPPED

    def receive_layout(self, ltpage: LTPage) -> None:
        """Keep the finished page."""
        self.page = ltpage


def page_lines(page: LTPage) -> list[Line]:
    """Return the lines of a page in drawing order."""
    glyphs = [item for item in page if isinstance(item, LTChar)]
    if not glyphs:
        return []
    lines = []
    for line in page.group_objects(_PARAMS, glyphs):
        text = mend_ligatures(clean(_line_text(line))).replace("\n", " ").strip()
        if text:
            vertical = isinstance(line, LTTextLineVertical)
            lines.append(Line(text, line.x0, line.y0, line.x1, line.y1, vertical))
    return lines


def _line_text(line: LTTextLine) -> str:
    return to_logical(line) or str(line.get_text())


def page_text(lines: Sequence[Line]) -> str:
    """Return the text of a page: one line a paragraph, a blank line between paragraphs."""
    return "\n\n".join(text for text in map(_join, _paragraphs(lines)) if text)


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line in lines:
        if block and not _continues(block, line):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _continues(block: Sequence[Line], line: Line) -> bool:
    return True


def _join(block: Sequence[Line]) -> str:
    return "\n".join(x.text for x in block)
