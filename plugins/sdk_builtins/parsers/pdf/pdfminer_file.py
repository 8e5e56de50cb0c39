"""PDF files as pdfminer reads them: slower, and in its own way patient with damage."""

from __future__ import annotations

import binascii
import io
import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence

from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser, PDFSyntaxError
from pdfminer.pdftypes import PDFStream, resolve1, stream_value
from pdfminer.psexceptions import PSException
from pdfminer.psparser import literal_name
from pdfminer.utils import decode_text
from PIL import Image as PillowImage

from sdk_builtins.parsers.pdf.headings import Outline
from sdk_builtins.parsers.pdf.lines import PageContent, is_right_to_left, mirrored
from sdk_builtins.parsers.pdf.pdf_engine import DamagedFile, DamagedPage, LockedFile
from sdk_builtins.parsers.pdf.pdfminer_pictures import page_images
from sdk_builtins.parsers.pdf.pdfminer_text import PageDevice, page_lines
from sdk_core.components import ParseContext
from sdk_core.documents.cleaning import one_line
from sdk_core.model import Image

_BROKEN = (
    PSException,
    PDFException,
    zlib.error,
    struct.error,
    binascii.Error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What pdfminer raises, by itself or from deep inside, for files that break the rules of PDF."""

MAX_CONTENT = 16 << 20
"""Bytes of drawing commands a page; a dense map has a tenth of that."""

_ROOT = re.compile(rb"/Root\s+(\d+\s+\d+\s+R)")
_TRAILER = b"\ntrailer\n<</Root %s>>\nstartxref\n0\n%%%%EOF\n"  # makes pdfminer search for objects
_MAX_PAGES = 100_000


class _ContentTooLarge(PDFException):
    """A page unpacks to more drawing commands than a page can need."""


class _Interpreter(PDFPageInterpreter):
    """Runs the drawing commands of a page, unless there are absurdly many."""

    device: PageDevice

    def execute(self, streams: Sequence[object]) -> None:
        """Run content streams, those of the page or of a form that it shows."""
        for item in streams:
            self.device.content_size += _content_size(stream_value(item))
            if self.device.content_size > MAX_CONTENT:
                raise _ContentTooLarge(f"it unpacks to over {MAX_CONTENT >> 20} MiB")
        super().execute(streams)


class PdfminerFile:
    """An open PDF file.

    Args:
        data: The file.
        password: Password that opens it, ``""`` for none.
        warn: Who is told what was mended or lost.

    Raises:
        LockedFile: It needs a password.
        DamagedFile: pdfminer cannot open it.
    """

    def __init__(self, data: bytes, password: str, warn: Callable[[str], None]) -> None:
        self._password = password
        self._warn = warn
        self._document = self._open(data)
        self._resources = PDFResourceManager()
        self._device = PageDevice(self._resources)
        self._pages = list(self._find_pages())

    @property
    def count(self) -> int:
        """Number of pages that can be reached."""
        return len(self._pages)

    def facts(self) -> Mapping[str, str]:
        """Return the title, author, subject and dates that the file states, as it writes them."""
        facts: dict[str, str] = {}
        for info in reversed(self._document.info):  # the newest wins
            for key, stored in info.items():
                try:
                    value = resolve1(stored)
                except _BROKEN:
                    continue
                if isinstance(value, bytes):
                    facts[str(key)] = one_line(decode_text(value))
        return facts

    def outline(self) -> Outline:
        """Return nothing: pdfminer does not resolve to which pages entries lead."""
        return {}

    def read(self, number: int) -> PageContent:
        """Return the lines of a page.

        Raises:
            DamagedPage: It cannot be read.
        """
        device = self._device
        device.pictures, device.content_size, device.page = [], 0, None
        try:
            _Interpreter(self._resources, device).process_page(self._pages[number - 1])
        except _BROKEN as error:
            raise DamagedPage(one_line(str(error)) or type(error).__name__) from error
        page = device.page
        if page is None:
            return PageContent(number, 0.0, 0.0, [])
        lines = page_lines(page)
        content = PageContent(number, page.width, page.height, lines)
        return mirrored(content) if is_right_to_left(lines) else content

    def images(self, number: int, ctx: ParseContext) -> list[Image]:
        """Return the pictures on the page that was read last, each once."""
        return list(page_images(self._device.pictures, number, ctx))

    def render(self, number: int, dpi: float) -> PillowImage.Image | None:
        """Return nothing: pdfminer cannot draw."""
        return None

    def is_drawn(self, number: int) -> bool:
        """Whether the page that was read last shows a picture."""
        return bool(self._device.pictures)

    def close(self) -> None:
        """Do nothing: the memory goes with the object."""

    def _open(self, data: bytes) -> PDFDocument:
        try:
            try:
                return self._load(data)
            except PDFSyntaxError:
                root = _ROOT.findall(data)
                if not root:
                    raise
                document = self._load(data + _TRAILER % root[-1])
                self._warn("the index of the file is damaged and was rebuilt; pages may be missing")
                return document
        except PDFPasswordIncorrect as error:
            raise LockedFile from error
        except _BROKEN as error:
            raise DamagedFile(f"its structure cannot be read ({one_line(str(error))})") from error

    def _load(self, data: bytes) -> PDFDocument:
        return PDFDocument(PDFParser(io.BytesIO(data)), password=self._password)

    def _find_pages(self) -> Iterator[PDFPage]:
        """Yield the pages until the page tree ends or breaks off."""
        pages = PDFPage.create_pages(self._document)
        for count in range(_MAX_PAGES):
            try:
                page = next(pages)
            except StopIteration:
                return
            except _BROKEN as error:
                reason = one_line(str(error)) or type(error).__name__
                if not count:
                    raise DamagedFile(f"its list of pages cannot be read ({reason})") from error
                self._warn(f"the list of pages breaks off after page {count} ({reason})")
                return
            yield page


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
