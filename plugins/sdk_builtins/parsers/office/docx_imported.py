"""Documents of other formats that a Word document imports in place (``w:altChunk``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import count

from sdk_builtins.parsers.office.blocks import OfficeBlock
from sdk_builtins.parsers.office.opc import Part
from sdk_builtins.parsers.office.rtf import rtf_blocks
from sdk_core.components import ParseContext
from sdk_core.documents.blocks import BlockKind
from sdk_core.documents.sniffing import media_type
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source

_MAX_DEPTH = 8
_MAX_PARTS = 2000
_MAX_SIZE = 256 << 20  # bytes of all imported documents together, each time they are read
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_KINDS = (
    (re.compile(r"x?html"), "html"),
    (re.compile(r"message/rfc822|multipart/|mhtml|mimearchive"), "web archive"),
    (re.compile(r"rtf"), "rtf"),
    (re.compile(r"wordprocessingml|ms-word\.(?:document|template)\.macroenabled"), "word"),
    (re.compile(r"text/plain"), "text"),
)
_ENDINGS = {
    "htm": "html", "html": "html", "xhtml": "html", "mht": "web archive", "mhtml": "web archive",
    "eml": "web archive", "rtf": "rtf", "docx": "word", "docm": "word", "dotx": "word",
    "txt": "text",
}  # fmt: skip
_WEB_ARCHIVE = re.compile(rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?mime-version:", re.I)
_HEADING = re.compile(r"(#{1,6}) ([^\n]*)\n*")

WordReader = Callable[[Source, ParseContext, "Imported"], Iterator[OfficeBlock]]


class Imported:
    """Reads imported documents, over all levels of documents within documents.

    Args:
        ctx: Is told what cannot be read.
        read_word: Yields the blocks of another Word document.

    Attributes:
        numbers: Numbers of notes, of which each is given once.
    """

    def __init__(self, ctx: ParseContext, read_word: WordReader) -> None:
        self._ctx = _InnerContext(ctx)
        self._read_word = read_word
        self.numbers = count(1)
        self._depth = self._parts = self._size = 0

    def blocks(self, part: Part) -> Iterator[OfficeBlock]:
        """Yield what an imported document says; what cannot be read is told."""
        data = part.blob
        if data is None:
            return
        self._parts += 1
        self._size += len(data)
        if self._depth >= _MAX_DEPTH or self._parts > _MAX_PARTS or self._size > _MAX_SIZE:
            part.package.report(part.name, "was left out: the document imports too many others")
            return
        self._depth += 1
        try:
            yield from self._read(part, data)
        except DocumentError as error:
            part.package.report(part.name, f"is an imported document and was left out: {error}")
        finally:
            self._depth -= 1

    def _read(self, part: Part, data: bytes) -> Iterator[OfficeBlock]:
        kind, source = _kind(part, data), Source(uri=part.name, data=data)
        if kind == "word":
            yield from self._read_word(source, self._ctx, self)
        elif kind == "rtf":
            yield from rtf_blocks(source, self._ctx, self.numbers)
        else:
            for segment in _segments(kind, source, self._ctx):
                yield from _blocks(segment)


class _InnerContext:
    """What the reader of an imported document may say: nothing of the whole document."""

    def __init__(self, outer: ParseContext) -> None:
        self._outer = outer
        self.multimodal = outer.multimodal
        self.warn = outer.warn

    def describe(self, *, title: str = "", **metadata: str) -> None:
        """Pass over the title of a part."""

    def leave_out(self, reason: str, text: str = "", *, segment: int = 0) -> None:
        """Account for a loss without a segment, since those of the part are not the document's."""
        self._outer.leave_out(reason, text)


def _kind(part: Part, data: bytes) -> str:
    """Return what an imported document is: by its content, then by what the package says."""
    shown = media_type(data)
    if not shown and _WEB_ARCHIVE.match(data[:4096]):
        shown = "message/rfc822"
    mime = shown or part.package.content_type(part.name)
    for pattern, kind in _KINDS:
        if pattern.search(mime):
            return kind
    if shown:
        raise DocumentError(f"it is of the kind {shown}, which is not read here")
    if not (kind := _ENDINGS.get(part.name.rpartition(".")[2].lower(), "")):
        raise DocumentError("its kind is not known")
    return kind


def _segments(kind: str, source: Source, ctx: ParseContext) -> Iterable[Segment]:
    # Imported here, since hardly a document needs them and each takes its time to load.
    if kind == "text":
        from sdk_builtins.parsers.text import TextParser

        return TextParser().parse(source, ctx)
    from sdk_builtins.parsers.html.html_parser import HtmlOptions, HtmlParser
    from sdk_builtins.parsers.mhtml import MhtmlParser

    reader = MhtmlParser if kind == "web archive" else HtmlParser
    return reader(HtmlOptions(content="full")).parse(source, ctx)


def _blocks(segment: Segment) -> Iterator[OfficeBlock]:
    text = segment.text
    if first := _HEADING.match(text):
        level, title = len(first.group(1)), first.group(2)
        yield OfficeBlock(title, BlockKind.HEADING, level)
        text = text[first.end() :]
    if text or segment.images:
        yield OfficeBlock(text, images=segment.images)
