"""The plain text of PDF files as pdfminer reads it: a second opinion, patient with damage."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTFigure, LTImage, LTItem, LTTextBox
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser, PDFSyntaxError
from pdfminer.pdftypes import PDFStream, resolve1, stream_value
from pdfminer.psexceptions import PSException
from pdfminer.psparser import literal_name
from pdfminer.utils import decode_text

from sdk_builtins.parsers.pdf.font_mapping import says_nothing
from sdk_builtins.parsers.pdf.lines import UNMAPPED
from sdk_builtins.parsers.pdf.pages import DamagedFile, DamagedPage, LockedFile, Losses
from sdk_core.components import ParseContext
from sdk_core.documents.cleaning import clean, mend_ligatures, one_line, tidy
from sdk_core.documents.losses import Reason
from sdk_core.model import Segment

_BROKEN = (
    PSException, zlib.error, struct.error, ArithmeticError, AssertionError, AttributeError,
    EOFError, LookupError, NotImplementedError, RecursionError, TypeError, ValueError,
)  # fmt: skip
"""What pdfminer raises, by itself or from deep inside, for files that break the rules of PDF."""

MAX_CONTENT = 16 << 20
"""Bytes of drawing commands a page; a dense map has a tenth of that."""

_ROOT = re.compile(rb"/Root\s+(\d+\s+\d+\s+R)")
_TRAILER = b"\ntrailer\n<</Root %s>>\nstartxref\n0\n%%%%EOF\n"  # makes pdfminer search for objects
_MAX_PAGES = 100_000


class _ContentTooLarge(PDFException):
    """A page unpacks to more drawing commands than a page can need."""


class _Device(PDFPageAggregator):
    """Keeps the layout of the page that was drawn last."""

    content_size = 0  # bytes of drawing commands so far, kept by the interpreter

    def handle_undefined_char(self, font: PDFFont, cid: int) -> str:
        """Return one mark for all that is unknown."""
        return UNMAPPED


class _Interpreter(PDFPageInterpreter):
    """Runs the drawing commands of a page, unless there are absurdly many."""

    device: _Device

    def execute(self, streams: Sequence[object]) -> None:
        """Run content streams, those of the page or of a form that it shows."""
        for item in streams:
            self.device.content_size += _content_size(stream_value(item))
            if self.device.content_size > MAX_CONTENT:
                raise _ContentTooLarge(f"it unpacks to over {MAX_CONTENT >> 20} MiB")
        super().execute(streams)


class PdfminerPages:
    """The pages of a file as pdfminer reads them, their paragraphs from the top downwards.

    Args:
        data: The file.
        password: Password that opens it, ``""`` for none.
        ctx: Who is told what was mended or lost.

    Raises:
        LockedFile: It needs a password.
        DamagedFile: pdfminer cannot open it.
    """

    def __init__(self, data: bytes, password: str, ctx: ParseContext) -> None:
        self.losses = Losses()
        self._password = password
        self._ctx = ctx
        self._document = self._open(data)
        self._resources = PDFResourceManager()
        self._device = _Device(self._resources, laparams=LAParams(boxes_flow=None, all_texts=True))
        self._pages = self._find_pages()
        self.count = len(self._pages)

    def facts(self) -> Mapping[str, str]:
        """Return the title, author, subject and dates that the file states, as it writes them."""
        facts: dict[str, str] = {}
        for info in reversed(self._document.info):  # the newest wins
            for key, stored in info.items():
                with suppress(*_BROKEN):
                    if isinstance(value := resolve1(stored), bytes):
                        facts[str(key)] = one_line(decode_text(value))
        return facts

    def segments(self, numbers: Sequence[int]) -> Iterator[Segment]:
        """Yield one segment for each page, empty ones among them."""
        for number in numbers:
            text = ""
            try:
                text = self._text(number)
            except DamagedPage as error:
                self.losses.damaged[number] = str(error)
            else:
                if not text:
                    self.losses.empty.append(number)
            yield Segment(text=text, kind="page", index=number)

    def close(self) -> None:
        """Do nothing: the memory goes with the object."""

    def _text(self, number: int) -> str:
        """Return the text of a page, a blank line between paragraphs.

        Raises:
            DamagedPage: It cannot be read.
        """
        device = self._device
        device.content_size = 0
        try:
            _Interpreter(self._resources, device).process_page(self._pages[number - 1])
        except _BROKEN as error:
            raise DamagedPage(_reason(error)) from error
        blocks = []
        for item in _items(device.get_result()):
            if isinstance(item, LTImage):
                self._ctx.leave_out(Reason.PICTURE, segment=number)
                continue
            text = one_line(mend_ligatures(clean(item.get_text())))
            if says_nothing(text):
                self.losses.unmapped.append(number)
                self._ctx.leave_out(Reason.UNMAPPED, text, segment=number)
            else:
                blocks.append(text)
        return tidy("\n\n".join(filter(None, blocks)))

    def _open(self, data: bytes) -> PDFDocument:
        try:
            try:
                return self._load(data)
            except PDFSyntaxError:
                root = _ROOT.findall(data)
                if not root:
                    raise
                document = self._load(data + _TRAILER % root[-1])
                self._ctx.warn(
                    "the index of the file is damaged and was rebuilt; pages may be missing"
                )
                return document
        except PDFPasswordIncorrect as error:
            raise LockedFile from error
        except _BROKEN as error:
            raise DamagedFile(f"its structure cannot be read ({one_line(str(error))})") from error

    def _load(self, data: bytes) -> PDFDocument:
        return PDFDocument(PDFParser(io.BytesIO(data)), password=self._password)

    def _find_pages(self) -> list[PDFPage]:
        """Return the pages until the page tree ends or breaks off."""
        pages = list[PDFPage]()
        try:
            pages.extend(islice(PDFPage.create_pages(self._document), _MAX_PAGES))
        except _BROKEN as error:
            if not pages:
                raise DamagedFile(f"its list of pages cannot be read ({_reason(error)})") from error
            self._ctx.warn(
                f"the list of pages breaks off after page {len(pages)} ({_reason(error)})"
            )
        return pages


def _reason(error: Exception) -> str:
    return one_line(str(error)) or type(error).__name__


def _items(page: Iterable[LTItem]) -> Iterator[LTTextBox | LTImage]:
    """Yield the paragraphs and pictures of a page, those inside figures too."""
    for item in page:
        if isinstance(item, LTTextBox | LTImage):
            yield item
        elif isinstance(item, LTFigure):
            yield from _items(item)


def _content_size(stream: PDFStream) -> int:
    """Return how far a content stream unpacks, looking no further than the limit."""
    if stream.data is not None:
        return len(stream.data)
    data = stream.rawdata or b""
    if stream.decipher is not None and stream.objid is not None and stream.genno is not None:
        data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
    for name, _ in stream.get_filters():
        if literal_name(name) not in ("FlateDecode", "Fl"):
            break
        try:
            data = zlib.decompressobj().decompress(data, MAX_CONTENT + 1)
        except zlib.error:
            break  # pdfminer salvages what it can
    return len(data)
