"""PDF files."""

from __future__ import annotations

import binascii
import io
import re
import struct
import zlib
from collections.abc import Iterator, Sequence

from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser as PdfSyntaxParser
from pdfminer.pdfparser import PDFSyntaxError
from pdfminer.pdftypes import PDFStream, resolve1, stream_value
from pdfminer.psexceptions import PSException
from pdfminer.psparser import literal_name
from pdfminer.utils import decode_text
from pydantic import Field

from sdk_builtins.parsers.pdf.images import page_images
from sdk_builtins.parsers.pdf.layout import UNMAPPED, Line, PageDevice, page_lines
from sdk_builtins.parsers.pdf.paragraphs import BodySize, page_text
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.sniffing import no_text, read_source, real_type, wrong_type
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source

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

_MAX_CONTENT = 16 << 20  # bytes of drawing commands a page; a dense map has a tenth of that
_ROOT = re.compile(rb"/Root\s+(\d+\s+\d+\s+R)")
_TRAILER = b"\ntrailer\n<</Root %s>>\nstartxref\n0\n%%%%EOF\n"  # makes pdfminer search for objects
_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?")
_UNMAPPED_SHARE = 0.3


class _ContentTooLarge(PDFException):
    """A page unpacks to more drawing commands than a page can need."""


class PdfParser(Parser):
    """Reads the text of PDF files page by page."""

    class Options(Options):
        """Options of the PDF parser."""

        password: str = Field("", description="Password that opens an encrypted file.")
        pages: str = Field(
            "",
            description="Pages to read, such as '1-5,8'; all of them when empty.",
            pattern=r"^\s*(\d+(\s*-\s*\d*)?(\s*,\s*\d+(\s*-\s*\d*)?)*)?\s*$",
        )

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each page, in order, empty pages among them.

        Raises:
            DocumentError: The file is encrypted, damaged, no PDF or without text, as scans are.
        """
        data = read_source(source)
        if real_type(data) != "a PDF":
            raise wrong_type(source, "a PDF", real_type(data))
        document = self._open(source, data, ctx)
        _describe(document, ctx)
        pages = _Pages(document, ctx)
        segments, empty, unmapped = [], [], []
        for number, page in pages.numbered():
            if not _is_chosen(number, self.options.pages):
                continue
            segment = pages.read(number, page)
            if segment.text.count(UNMAPPED) > _UNMAPPED_SHARE * len(segment.text):
                unmapped.append(number)
                segment = Segment(text="", kind="page", index=number, images=segment.images)
            if not segment.text:
                empty.append(number)
            segments.append(segment)
        if not any(segment.text or segment.images for segment in segments):
            raise self._nothing(source, pages, unmapped, ctx)
        if empty:
            ctx.warn(f"no text on {_list_pages(empty)}")
        yield from segments

    def _open(self, source: Source, data: bytes, ctx: ParseContext) -> PDFDocument:
        try:
            try:
                return self._load(data)
            except PDFSyntaxError:
                root = _ROOT.findall(data)
                if not root:
                    raise
                document = self._load(data + _TRAILER % root[-1])
                ctx.warn("the index of the file is damaged and was rebuilt; pages may be missing")
                return document
        except PDFPasswordIncorrect as error:
            problem = "another password" if self.options.password else "a password"
            raise DocumentError(
                f"{source.uri} is encrypted and needs {problem}",
                hint="Give the password with the parser option password.",
            ) from error
        except _BROKEN as error:
            raise DocumentError(
                f"{source.uri} is damaged: its structure cannot be read ({one_line(str(error))})",
                hint="It may be cut short; download it again or print it to a new PDF.",
            ) from error

    def _load(self, data: bytes) -> PDFDocument:
        return PDFDocument(PdfSyntaxParser(io.BytesIO(data)), password=self.options.password)

    def _nothing(
        self, source: Source, pages: _Pages, unmapped: list[int], ctx: ParseContext
    ) -> DocumentError:
        if pages.failed:
            return DocumentError(
                f"{source.uri} is damaged: {pages.failed[0]}",
                hint="It may be cut short; download it again or print it to a new PDF.",
            )
        if unmapped:
            reason = "its fonts do not say which characters they draw"
        elif pages.count == 0:
            reason = "it has no page"
        elif self.options.pages:
            reason = f"none on the pages {self.options.pages} of {pages.count}"
        else:
            reason = "its pages hold only pictures or drawings, as scans do"
        remedy = "Run OCR on it" + ("." if ctx.multimodal else ", or ingest it with --multimodal.")
        return no_text(source, reason, remedy)


class _Interpreter(PDFPageInterpreter):
    """Runs the drawing commands of a page, unless there are absurdly many."""

    device: PageDevice

    def execute(self, streams: Sequence[object]) -> None:
        """Run content streams, those of the page or of a form that it shows."""
        for item in streams:
            self.device.content_size += _content_size(stream_value(item))
            if self.device.content_size > _MAX_CONTENT:
                raise _ContentTooLarge(f"it unpacks to over {_MAX_CONTENT >> 20} MiB")
        super().execute(streams)


class _Pages:
    """Reads the pages of a document one by one, so that a broken one costs only itself."""

    def __init__(self, document: PDFDocument, ctx: ParseContext) -> None:
        self._document = document
        self._ctx = ctx
        self._resources = PDFResourceManager()
        self._device = PageDevice(self._resources)
        self._body = BodySize()
        self.count = 0
        self.failed: list[str] = []

    def numbered(self) -> Iterator[tuple[int, PDFPage]]:
        """Yield the pages with their numbers until the page tree ends or breaks off."""
        pages = PDFPage.create_pages(self._document)
        while True:
            try:
                page = next(pages)
            except StopIteration:
                return
            except _BROKEN as error:
                self._fail(f"its list of pages breaks off after page {self.count}", error)
                return
            self.count += 1
            yield self.count, page

    def read(self, number: int, page: PDFPage) -> Segment:
        """Return the segment of a page, an empty one when it cannot be read."""
        device = self._device
        device.pictures, device.content_size, device.page = [], 0, None
        lines: list[Line] = []
        try:
            _Interpreter(self._resources, device).process_page(page)
        except _BROKEN as error:
            self._fail(f"page {number} cannot be read", error)
        else:
            lines = page_lines(device.page) if device.page is not None else []
        self._body.learn(lines)
        images = page_images(device.pictures, number, self._ctx) if self._ctx.multimodal else ()
        return Segment(
            text=page_text(lines, self._body), kind="page", index=number, images=tuple(images)
        )

    def _fail(self, what: str, error: Exception) -> None:
        reason = one_line(str(error)) or type(error).__name__
        self.failed.append(f"{what} ({reason})")
        self._ctx.warn(self.failed[-1])


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
            data = zlib.decompressobj().decompress(data, _MAX_CONTENT + 1)
        except zlib.error:
            break  # pdfminer salvages what it can
    return len(data)


def _describe(document: PDFDocument, ctx: ParseContext) -> None:
    facts: dict[str, str] = {}
    for info in reversed(document.info):  # the newest wins
        for key, name in (("Title", "title"), ("Author", "author"), ("CreationDate", "date")):
            try:
                value = resolve1(info.get(key))
            except _BROKEN:
                continue
            if isinstance(value, bytes):
                facts[name] = one_line(decode_text(value))
    date = _DATE.match(facts.pop("date", ""))
    title = facts.pop("title", "")
    ctx.describe(
        title="" if title.lower() in ("", "untitled") else title,
        author=facts.get("author", ""),
        date="-".join(part for part in date.groups() if part) if date else "",
    )


def _is_chosen(number: int, ranges: str) -> bool:
    if not ranges.strip():
        return True
    for part in ranges.split(","):
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        if int(first) <= number <= (int(last) if last else number if dash else int(first)):
            return True
    return False


def _list_pages(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    more = f" and {len(numbers) - 10} more" if len(numbers) > 10 else ""
    return f"page{'s' if len(numbers) > 1 else ''} {shown}{more}"
