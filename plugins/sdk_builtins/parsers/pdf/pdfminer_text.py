"""Lines of text from pdfminer."""

from __future__ import annotations

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
    lines = (_line(line, page) for line in page.group_objects(_PARAMS, glyphs))
    return [line for line in lines if line.text]


def _line(line: LTTextLine, page: LTPage) -> Line:
    glyphs = [item for item in line if isinstance(item, LTChar)]
    text = str(line.get_text())
    if not isinstance(line, LTTextLineVertical) and RIGHT_TO_LEFT.search(text):
        text = to_logical(Glyph(g.get_text(), g.x0, g.x1, g.height) for g in glyphs)
    ends = glyphs[0].fontname, glyphs[-1].fontname
    return Line(
        text=line_text(text),
        x0=line.x0 - page.x0,
        y0=line.y0 - page.y0,
        x1=line.x1 - page.x0,
        y1=line.y1 - page.y0,
        size=sorted(glyph.size for glyph in glyphs)[len(glyphs) // 2],
        monospaced=is_monospaced(ends[0]),
        bold=all(map(is_bold, ends)),
        slanted=all(map(is_slanted, ends)),
    )
