"""Pages that pdfium reads to segments."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from PIL import Image as PillowImage

from sdk_builtins.parsers.pdf.font_mapping import FontMapping
from sdk_builtins.parsers.pdf.grids import find_grids
from sdk_builtins.parsers.pdf.headings import TextStyle
from sdk_builtins.parsers.pdf.lines import PageContent
from sdk_builtins.parsers.pdf.ocr import OcrChoice, OcrMissing, read_picture
from sdk_builtins.parsers.pdf.page_text import PageBlock, PageText, join_pages
from sdk_builtins.parsers.pdf.pages import DamagedPage, Losses
from sdk_builtins.parsers.pdf.paragraphs import page_text, plain
from sdk_builtins.parsers.pdf.pdfium_file import PdfiumFile
from sdk_builtins.parsers.pdf.running_heads import Furniture
from sdk_core.components import ParseContext
from sdk_core.documents.blocks import BlockKind
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.losses import Reason
from sdk_core.documents.sections import PART, RUNS_TO, SECTION, SEPARATOR, put_under
from sdk_core.model import Image, Segment

_AHEAD = 16  # pages that are read before one is laid out, to learn its type and furniture from
_UNMAPPED_SHARE = 0.3  # of the characters of a page, from which on it says nothing
_OCR_DPI = 200.0
_SHOWN_DPI = 110.0


class PdfiumPages:
    """Reads the chosen pages of a file one by one, so that a broken one costs only itself.

    Args:
        file: The open file.
        ctx: Who is told what was lost.
        ocr: When text is recognised in the picture of a page.
        keep_furniture: Whether running heads, feet and page numbers stay.
    """

    def __init__(
        self, file: PdfiumFile, ctx: ParseContext, *, ocr: OcrChoice, keep_furniture: bool
    ) -> None:
        self._file = file
        self.count, self.facts, self.close = file.count, file.facts, file.close
        self._ctx = ctx
        self._ocr = ocr
        self._keep_furniture = keep_furniture
        self._fonts = FontMapping()
        self.losses = Losses()
        self._opened: list[tuple[int, str]] = []  # headings that the next page stands under

    def segments(self, numbers: Sequence[int]) -> Iterator[Segment]:
        """Yield one segment for each page, empty ones among them."""
        self._style = TextStyle(self._file.outline())
        self._furniture = Furniture(len(numbers), self._file.count)
        held: PageText | None = None
        for page in self._laid_out(numbers):
            if held is not None:
                join_pages(held, page, self._style)
                yield self._segment(held)
            held = page
        if held is not None:
            yield self._segment(held)

    def _laid_out(self, numbers: Sequence[int]) -> Iterator[PageText]:
        """Yield the text of the pages, reading some pages ahead of each."""
        window: deque[PageContent] = deque()
        for number in numbers:
            page = self._read(number)
            self._style.learn(page.lines)
            self._furniture.learn(page)
            window.append(page)
            if len(window) > _AHEAD:
                yield self._lay_out(window.popleft())
        while window:
            yield self._lay_out(window.popleft())

    def _read(self, number: int) -> PageContent:
        content = PageContent(number, 0.0, 0.0, [])
        try:
            content = self._file.read(number)
            for reason, text in content.left_out:
                self._ctx.leave_out(reason, text, segment=number)
            self.losses.fields += content.fields
            self.losses.notes += content.notes
            total = sum(len(line.text) for line in content.lines)
            content, lost = self._mapped(content)
            is_scan = not content.lines and self._file.is_drawn(number)
            is_unreadable = is_scan or lost > _UNMAPPED_SHARE * total
            if self._ocr == "always" or (self._ocr == "auto" and is_unreadable):
                content = self._recognised(content)
            if self._ctx.multimodal:
                content = replace(content, images=self._images(number, is_scan))
        except DamagedPage as error:
            self.losses.damaged[number] = str(error)
        return content

    def _mapped(self, content: PageContent) -> tuple[PageContent, int]:
        """Return a page without what its fonts do not map, and how many characters that was."""
        self._fonts.learn(content.lines)
        unmapped = self._fonts.unmapped(content.lines)
        if not unmapped:
            return content, 0
        self.losses.unmapped.append(content.number)
        self.losses.fonts.update(line.font for line in unmapped if line.font)
        for line in unmapped:
            self._ctx.leave_out(Reason.UNMAPPED, line.text, segment=content.number)
        gone = set(unmapped)
        kept = [line for line in content.lines if line not in gone]
        return replace(content, lines=kept), sum(len(line.text) for line in unmapped)

    def _recognised(self, content: PageContent) -> PageContent:
        """Return a page with the text of its picture, when it has one and OCR is installed."""
        number = content.number
        picture = self._file.render(number, _OCR_DPI)
        if picture is None:
            return content
        try:
            recognised = read_picture(picture, content)
        except OcrMissing:
            self.losses.unread.append(number)
            return content
        if recognised.lines:
            self.losses.recognised.append(number)
        return recognised if recognised.lines else content

    def _images(self, number: int, is_scan: bool) -> tuple[Image, ...]:
        images = self._file.images(number, self._ctx)
        if is_scan and len(images) != 1:  # nothing that can be shown, or a scan in strips
            picture = self._file.render(number, _SHOWN_DPI)
            if picture is not None:
                images = [_as_jpeg(picture)]
        return tuple(images)

    def _lay_out(self, page: PageContent) -> PageText:
        lines = list(page.lines)
        said: list[str] = []
        grids = find_grids(page.rules)
        if not self._keep_furniture:
            split = self._furniture.split(page, grids, self._style.body_size)
            lines, said = split.lines, split.said
            for dropped in split.dropped:
                self._ctx.leave_out(Reason.RUNNING_HEAD, dropped, segment=page.number)
        text = page_text(page.number, lines, grids, self._style)
        text.images = page.images
        text.blocks.extend(PageBlock(plain(one_line(row))) for row in said)
        if not text.blocks and page.number not in self.losses.damaged:
            self.losses.empty.append(page.number)
            if page.left_out:
                self.losses.unseen.append(page.number)
        return text

    def _segment(self, page: PageText) -> Segment:
        for text in page.line_numbers:
            self._ctx.leave_out(Reason.RUNNING_HEAD, text, segment=page.number)
        return Segment(
            text=page.markdown,
            kind="page",
            index=page.number,
            images=page.images,
            metadata=self._facts(page),
        )

    def _facts(self, text: PageText) -> dict[str, str]:
        """Return under which headings a page begins, and where its text ends."""
        headings = [block for block in text.blocks if block.kind is BlockKind.HEADING]
        begins_new = bool(headings) and headings[0] is text.blocks[0]
        before = self._opened
        for number, block in enumerate(headings):
            title = one_line(block.text.replace("\u00ad", ""))
            self._opened = put_under(self._opened, block.level, title)
            if begins_new and not number:
                before = self._opened
        facts = {SECTION: SEPARATOR.join(title for _, title in before)}
        facts[PART] = text.part
        facts[RUNS_TO] = str(text.last_page) if text.last_page > text.number else ""
        return {name: value for name, value in facts.items() if value}


def _as_jpeg(picture: PillowImage.Image) -> Image:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=85)
    return Image(data=target.getvalue(), media_type="image/jpeg")
