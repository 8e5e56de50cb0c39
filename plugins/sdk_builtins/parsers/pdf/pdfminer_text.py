"""Lines of text from pdfminer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LAParams, LTChar, LTPage, LTTextLine, LTTextLineVertical
from pdfminer.pdffont import PDFFont, PDFType3Font
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream
from pdfminer.utils import Matrix, Rect

from sdk_builtins.parsers.pdf.bidi import RIGHT_TO_LEFT, Glyph, to_logical
from sdk_builtins.parsers.pdf.lines import (
    TEX_CODES,
    UNMAPPED,
    Line,
    is_bold,
    is_monospaced,
    is_slanted,
    line_text,
)

_PARAMS = LAParams()
_EVEN = 0.015  # of the size of the type, by which one letter may be wider than another
_SHARE = 0.9  # of the letters that must advance alike
_DISTINCT = 8  # different letters that tell monospaced type whose font is not called so


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
        return TEX_CODES.get(cid, UNMAPPED) if isinstance(font, PDFType3Font) else UNMAPPED

    def receive_layout(self, ltpage: LTPage) -> None:
        """Keep the finished page."""
        self.page = ltpage


def page_lines(page: LTPage) -> list[Line]:
    """Return the lines of a page in drawing order."""
    glyphs = [item for item in page if isinstance(item, LTChar)]
    if not glyphs:
        return []
    even = _monospaced(glyphs)
    lines = (_line(line, page, even) for line in page.group_objects(_PARAMS, glyphs))
    return [line for line in lines if line.text]


def _line(line: LTTextLine, page: LTPage, even: Mapping[str, float]) -> Line:
    glyphs = [item for item in line if isinstance(item, LTChar)]
    text = str(line.get_text())
    if not isinstance(line, LTTextLineVertical) and RIGHT_TO_LEFT.search(text):
        text = to_logical(Glyph(g.get_text(), g.x0, g.x1, g.height) for g in glyphs)
    ends = glyphs[0].fontname, glyphs[-1].fontname
    size = sorted(glyph.size for glyph in glyphs)[len(glyphs) // 2]
    drawn = (glyph.x0 for glyph in glyphs if glyph.get_text().strip())
    return Line(
        text=line_text(text),
        x0=min(drawn, default=line.x0) - page.x0,
        y0=line.y0 - page.y0,
        x1=line.x1 - page.x0,
        y1=line.y1 - page.y0,
        size=size,
        pitch=even.get(glyphs[len(glyphs) // 2].fontname, 0.0) * size,
        bold=all(map(is_bold, ends)),
        slanted=all(map(is_slanted, ends)),
    )


def _monospaced(glyphs: Sequence[LTChar]) -> dict[str, float]:
    """Return the advance in type of 1 pt of each font whose letters all advance alike."""
    fonts: dict[str, list[LTChar]] = {}
    for glyph in glyphs:
        if "!" <= glyph.get_text() <= "~" and glyph.size > 0:
            fonts.setdefault(glyph.fontname, []).append(glyph)
    even: dict[str, float] = {}
    for font, letters in fonts.items():
        advances = sorted(letter.adv / letter.size for letter in letters)
        advance = advances[len(advances) // 2]
        alike = sum(abs(other - advance) <= _EVEN for other in advances)
        distinct = {letter.get_text() for letter in letters if letter.get_text().isalpha()}
        is_known = is_monospaced(font) or len(distinct) >= _DISTINCT
        if is_known and alike >= _SHARE * len(advances):
            even[font] = advance
    return even
