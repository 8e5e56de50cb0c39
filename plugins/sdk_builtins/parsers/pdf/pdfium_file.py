"""PDF files as pdfium reads them."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image as PillowImage

from sdk_builtins.parsers.pdf.catalog import Catalog
from sdk_builtins.parsers.pdf.headings import Outline
from sdk_builtins.parsers.pdf.lines import PageContent, is_right_to_left, mirrored
from sdk_builtins.parsers.pdf.page_order import drawn_once, upwards_turned
from sdk_builtins.parsers.pdf.pages import DamagedFile, DamagedPage, LockedFile
from sdk_builtins.parsers.pdf.pdfium_annotations import has_fields, in_place, read_typed
from sdk_builtins.parsers.pdf.pdfium_pictures import page_pictures, picture_share
from sdk_builtins.parsers.pdf.pdfium_rules import read_rules
from sdk_builtins.parsers.pdf.pdfium_text import TextPage
from sdk_builtins.parsers.pdf.unseen_text import UnseenText
from sdk_core.components import ParseContext
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.losses import Reason
from sdk_core.model import Image

_LOCK = threading.RLock()  # pdfium must not be called by two threads at once
_MAX_OUTLINE = 5000  # entries
_MAX_PAGES = 100_000  # what a file may claim
_MAX_RENDERED = 6_000_000  # pixels; a page of A4 at 200 dpi has 3.9 million
_DRAWN_SHARE = 0.2  # of the page that pictures must cover to be a scan
_OUTLINED = 40  # drawn paths from which on a page may hold text as drawings
_MAX_ATTACHMENTS = 1000
_XFA = (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND)
_COVER_PAGES = 2
_COVER_TEXT = 600  # characters, more than the cover of a portfolio has
_WAITING_TEXT = 1500  # characters, more than the usual request to wait has in any language
_MIN_SIDE = 72.0  # points; a smaller page is a picture, a stamp or a label


class PdfiumFile:
    """An open PDF file; close it to free its memory.

    Args:
        data: The file.
        password: Password that opens it, ``""`` for none.

    Raises:
        LockedFile: It needs a password.
        DamagedFile: pdfium cannot open it, or finds no page in it.
    """

    def __init__(self, data: bytes, password: str) -> None:
        try:
            with _LOCK:
                # What pdfium refuses without a reason leaves that of an earlier document standing,
                # so it is made to refuse nothing first: else an empty file could want a password.
                pdfium.FPDF_LoadMemDocument(b"-", 1, None)
                self._document = pypdfium2.PdfDocument(data, password=password or None)
                self._document.init_forms()
                self.count = min(max(len(self._document), 0), _MAX_PAGES)
                self._catalog = Catalog(data, password)
                self._is_tagged = bool(pdfium.FPDFCatalog_IsTagged(self._document.raw))
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
                raise LockedFile from error
            raise DamagedFile("its structure cannot be read") from error
        if not self.count:
            raise DamagedFile("it has no page")

    def facts(self) -> Mapping[str, str]:
        """Return the title, author, subject and dates that the file states, as it writes them."""
        with _LOCK:
            stated = self._document.get_metadata_dict(skip_empty=True)
        return {key: one_line(value) for key, value in stated.items()}

    def attachments(self) -> list[str]:
        """Return the names of the files that are attached to it."""
        with _LOCK:
            count = min(self._document.count_attachments(), _MAX_ATTACHMENTS)
            return [one_line(self._document.get_attachment(n).get_name()) for n in range(count)]

    @property
    def is_portfolio(self) -> bool:
        """Whether it only covers the files that are attached to it."""
        with _LOCK:
            has_files = self._document.count_attachments() > 0
            return has_files and self._holds_little(_COVER_TEXT) and self._catalog.is_portfolio

    @property
    def is_dynamic_form(self) -> bool:
        """Whether it asks to wait for a form (XFA) that only its maker's program draws."""
        with _LOCK:
            kind = self._document.get_formtype()
            return kind in _XFA and self._holds_little(_WAITING_TEXT)

    def _holds_little(self, characters: int) -> bool:
        """Whether it has a page or two with less text than that, and no form field."""
        if self.count > _COVER_PAGES:
            return False
        with suppress(DamagedPage):
            for number in range(1, self.count + 1):
                with self._page(number) as page:
                    characters -= page.get_textpage().count_chars()
                    if characters <= 0 or has_fields(page.raw):
                        return False
        return True

    def outline(self) -> Outline:
        """Return the entries of the outline by page."""
        entries: dict[int, list[tuple[int, str]]] = {}
        with _LOCK:
            for entry in islice(self._document.get_toc(), _MAX_OUTLINE):
                target = entry.get_dest()
                index = target.get_index() if target else None
                if index is not None and index >= 0:
                    title = one_line(entry.get_title())
                    entries.setdefault(index + 1, []).append((entry.level + 1, title))
        return entries

    def read(self, number: int) -> PageContent:
        """Return the lines of a page.

        Raises:
            DamagedPage: It cannot be read.
        """
        with self._page(number) as page:
            handle = pdfium.FPDFText_LoadPage(page.raw)
            if not handle:
                raise DamagedPage("its text cannot be read")
            try:
                return self._content(page, handle, number)
            finally:
                pdfium.FPDFText_ClosePage(handle)

    def images(self, number: int, ctx: ParseContext) -> list[Image]:
        """Return the pictures on a page, each once; what cannot be shown is told to ``ctx``."""
        with self._page(number) as page:
            return list(page_pictures(page, number, ctx))

    def render(self, number: int, dpi: float) -> PillowImage.Image | None:
        """Return a page as a picture, smaller than asked for when the page is huge.

        Raises:
            DamagedPage: It cannot be drawn.
        """
        with self._page(number) as page:
            width, height = page.get_size()
            scale = min(dpi / 72, (_MAX_RENDERED / max(width * height, 1.0)) ** 0.5)
            if scale * min(width, height) < 1:
                return None
            shared: PillowImage.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
            return shared.convert("RGB")  # a copy, since the bitmap goes with the page

    def is_drawn(self, number: int) -> bool:
        """Whether a page without text shows a picture or drawing large enough to hold some."""
        with self._page(number) as page:
            if min(page.get_size()) < _MIN_SIDE:
                return False
            share, paths = picture_share(page)
            return share >= _DRAWN_SHARE or paths >= _OUTLINED

    def close(self) -> None:
        """Free what the file holds."""
        with _LOCK:
            self._document.close()

    def _content(self, page: Any, handle: Any, number: int) -> PageContent:
        rect = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page.raw, rect)
        box = (rect.left, rect.bottom, rect.right, rect.top)
        text = TextPage(
            handle,
            box,
            pdfium.FPDFPage_GetRotation(page.raw),
            is_tagged=self._is_tagged,
            find_unseen=UnseenText(page.raw, handle, box, self._catalog).find,
        )
        lines, repeated = drawn_once(text.lines())
        lines = upwards_turned(lines, turn=text.turn)
        typed = read_typed(page, text.turned)
        if typed.lines:
            lines = in_place(lines, typed.lines)
        width, height = text.size
        content = PageContent(
            number=number,
            width=width,
            height=height,
            lines=lines,
            rules=read_rules(page.raw, text.turned) if lines else [],
            label=self._document.get_page_label(number - 1),
            left_out=[
                *text.left_out,
                *((Reason.REPEATED, line.text) for line in repeated),
                *typed.left_out,
            ],
            fields=typed.fields,
            notes=typed.notes,
        )
        return mirrored(content) if text.has_rtl and is_right_to_left(lines) else content

    @contextmanager
    def _page(self, number: int) -> Iterator[Any]:
        with _LOCK:
            try:
                page = self._document[number - 1]
            except pypdfium2.PdfiumError as error:
                raise DamagedPage("it is damaged") from error
            try:
                yield page
            except pypdfium2.PdfiumError as error:
                raise DamagedPage(one_line(str(error))) from error
            finally:
                page.close()
