"""Glyphs on a PDF page to lines of text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LAParams, LTChar, LTPage, LTTextLine, LTTextLineVertical
from pdfminer.pdffont import PDFFont, PDFType3Font
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream
from pdfminer.utils import Matrix, Rect

from sdk_builtins.parsers.pdf.bidi import RIGHT_TO_LEFT, to_logical
from sdk_core.documents.cleaning import clean, mend_ligatures

UNMAPPED = "\ufffd"
"""What a glyph becomes whose font does not say which character it is."""

# The old (OT1) and the Cork (T1) encoding of TeX, where they put what ASCII lacks.
_TEX_CODES = dict(zip(range(11, 16), ("ff", "fi", "fl", "ffi", "ffl"), strict=True))
_TEX_CODES |= dict(zip(range(27, 32), ("ff", "fi", "fl", "ffi", "ffl"), strict=True))
_TEX_CODES |= dict(zip(range(16, 23), "\u201c\u201d\u201e\u00ab\u00bb\u2013\u2014", strict=True))
_PARAMS = LAParams()
_MARGIN = 0.09  # of the height of the page
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-\u2013\u2014|]?\s*\d{1,4}\s*[-\u2013\u2014|]?(?:\s*(?:of|/)\s*\d{1,4})?",
    re.IGNORECASE,
)
_MONOSPACED = re.compile("mono|courier|consol|typewriter|cmtt|code", re.IGNORECASE)
_BOLD = re.compile("bold|black|heavy|demi|cmbx|-medi$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text with its box in points, the origin at the lower left.

    Args:
        text: Its text without surrounding space.
        x0: Left edge.
        y0: Lower edge.
        x1: Right edge.
        y1: Upper edge.
        size: Height of its typical glyph.
        monospaced: Whether it is set like program code.
        bold: Whether all of it is bold.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    monospaced: bool = False
    bold: bool = False


class PageDevice(PDFLayoutAnalyzer):
    """Collects the glyphs and pictures of a page in the order in which they are drawn.

    Drawing order follows the author's order of columns better than geometry does. Figures are not
    kept apart, so that text inside form XObjects stands where it was drawn.
    """

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources, laparams=None)
        self.pictures: list[PDFStream] = []
        self.content_size = 0  # bytes of drawing commands so far, kept by the interpreter
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
        """Return what TeX puts at a code of its bitmap fonts, else one mark for the unknown."""
        return _TEX_CODES.get(cid, UNMAPPED) if isinstance(font, PDFType3Font) else UNMAPPED

    def receive_layout(self, ltpage: LTPage) -> None:
        """Keep the finished page."""
        self.page = ltpage


def page_lines(page: LTPage) -> list[Line]:
    """Return the lines of a page in drawing order."""
    glyphs = [item for item in page if isinstance(item, LTChar)]
    if not glyphs:
        return []
    lines = (_line(line) for line in page.group_objects(_PARAMS, glyphs))
    return [line for line in lines if line.text and not _is_page_number(line, page)]


def _is_page_number(line: Line, page: LTPage) -> bool:
    """Whether a line is only the number of the page, in its margin; the segment has it anyway."""
    margin = _MARGIN * page.height
    is_in_margin = line.y1 < page.y0 + margin or line.y0 > page.y1 - margin
    return is_in_margin and _PAGE_NUMBER.fullmatch(line.text) is not None


def _line(line: LTTextLine) -> Line:
    glyphs = [item for item in line if isinstance(item, LTChar)]
    text = str(line.get_text())
    if not isinstance(line, LTTextLineVertical) and RIGHT_TO_LEFT.search(text):
        text = to_logical(glyphs)
    middle = sorted(glyph.size for glyph in glyphs)[len(glyphs) // 2]
    return Line(
        text=mend_ligatures(clean(text)).replace("\n", " ").strip(),
        x0=line.x0,
        y0=line.y0,
        x1=line.x1,
        y1=line.y1,
        size=middle,
        monospaced=_MONOSPACED.search(glyphs[0].fontname) is not None,
        bold=all(_BOLD.search(glyph.fontname) for glyph in (glyphs[0], glyphs[-1])),
    )
