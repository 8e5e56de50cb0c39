"""PDF files, read by pdfium or by pdfminer."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from pydantic import ConfigDict, Field, field_validator

from sdk_builtins.parsers.pdf.bombs import holds_bomb
from sdk_builtins.parsers.pdf.ocr import INSTALL, OcrChoice
from sdk_builtins.parsers.pdf.page_ranges import chosen_pages, parse_ranges
from sdk_builtins.parsers.pdf.pages import DamagedFile, LockedFile, Losses, Pages
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.sniffing import no_text, read_source, real_type, wrong_type
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source

if TYPE_CHECKING:
    from sdk_builtins.parsers.pdf.pdfium_file import PdfiumFile

_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?")
_FACTS = (
    ("Title", "title"), ("Author", "author"), ("Subject", "subject"), ("Keywords", "keywords"),
)  # fmt: skip
_DATES = (("CreationDate", "date"), ("ModDate", "modified"))
_NO_TITLE = {"", "untitled", "unspecified", "anonymous"}
_SHOWN = 12  # page numbers in a message
_CUT_SHORT = "It may be cut short; download it again or print it to a new PDF."


class PlainOptions(Options):
    """Options of both parsers of PDF."""

    model_config = ConfigDict(coerce_numbers_to_str=True)  # YAML and variables make 3 a number

    password: str = Field("", description="Password that opens an encrypted file.")
    pages: str = Field(
        "", description="Pages to read, such as '1-20,35' or '5-'; all of them when empty."
    )

    @field_validator("pages")
    @classmethod
    def _check_pages(cls, value: str) -> str:
        parse_ranges(value)
        return value


class PdfOptions(PlainOptions):
    """Options of the parser `pdf`."""

    keep_furniture: bool = Field(
        False, description="Keep running heads, feet and page numbers, which are left out."
    )
    ocr: OcrChoice = Field(
        "auto",
        description="Recognise text in pictures: 'auto' on pages without text, 'always' or "
        "'never'; needs the extra 'ocr'.",
    )


_OptionsT = TypeVar("_OptionsT", bound=PlainOptions)


class _PagedParser(Parser[_OptionsT]):
    """Reads the text of PDF files page by page."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each page, in order, empty pages among them.

        Raises:
            DocumentError: The file is encrypted, damaged, no PDF, without the pages that were
                asked for, or without text, as scans are; the last is known at the end only.
        """
        data = read_source(source)
        if real_type(data) != "a PDF":
            raise wrong_type(source, "a PDF", real_type(data))
        try:
            pages = self._open(source, data, ctx)
        except LockedFile as error:
            problem = "another password" if self.options.password else "a password"
            raise DocumentError(
                f"{source.uri} is encrypted and needs {problem}",
                hint="Give it with -O password=… or in the environment variable "
                "SDK_PARSERS__PDF__PASSWORD.",
            ) from error
        except DamagedFile as error:
            raise DocumentError(f"{source.uri} is damaged: {error}", hint=_CUT_SHORT) from error
        try:
            _describe(pages.facts(), ctx)
            yield from self._read(source, pages, ctx)
        finally:
            pages.close()

    @abstractmethod
    def _open(self, source: Source, data: bytes, ctx: ParseContext) -> Pages:
        """Open a file.

        Raises:
            LockedFile: It needs a password.
            DamagedFile: It cannot be opened.
            DocumentError: Its pages only stand in for what it holds.
        """

    def _read(self, source: Source, pages: Pages, ctx: ParseContext) -> Iterator[Segment]:
        try:
            numbers = chosen_pages(parse_ranges(self.options.pages), pages.count)
        except ValueError as error:
            raise DocumentError(
                f"{source.uri} lacks pages: {error}", hint="Change the parser option pages."
            ) from error
        is_empty = True
        for segment in pages.segments(numbers):
            is_empty = is_empty and not (segment.text or segment.images)
            yield segment
        if is_empty:
            raise self._nothing(source, pages, ctx)
        _tell(pages.losses, len(numbers), ctx)

    def _nothing(self, source: Source, pages: Pages, ctx: ParseContext) -> DocumentError:
        losses = pages.losses
        if losses.damaged:
            number, reason = next(iter(losses.damaged.items()))
            return DocumentError(
                f"{source.uri} is damaged: page {number} cannot be read ({reason})",
                hint=_CUT_SHORT,
            )
        if losses.unmapped:
            reason = "its fonts do not say which characters they draw"
        elif losses.unseen:
            reason = f"the text of {_pages(losses.unseen)} is hidden or outside of the page"
        elif pages.count == 0:
            reason = "it has no page"
        elif self.options.pages:
            reason = f"none on the pages {self.options.pages} of {pages.count}"
        else:
            reason = "its pages hold only pictures or drawings, as scans do"
        remedies = [f"To recognise text in pictures: {INSTALL}"] if losses.unread else []
        remedies += [] if ctx.multimodal else ["To keep the pages as pictures: --multimodal"]
        return no_text(source, reason, ". ".join(remedies) or "Run OCR on it.")


class PdfParser(_PagedParser[PdfOptions]):
    """Reads PDF files with pdfium, and with pdfminer those that pdfium cannot open."""

    def _open(self, source: Source, data: bytes, ctx: ParseContext) -> Pages:
        from sdk_builtins.parsers.pdf.pdfium_file import PdfiumFile

        if holds_bomb(data):
            ctx.warn("part of it unpacks to far more than a page needs, so pdfminer reads it")
            return _pdfminer(data, self.options.password, ctx)
        try:
            file = PdfiumFile(data, self.options.password)
        except DamagedFile as error:
            return self._mended(data, error, ctx)
        _require_content(source.uri, file, ctx)
        return self._laid_out(file, ctx)

    def _laid_out(self, file: PdfiumFile, ctx: ParseContext) -> Pages:
        from sdk_builtins.parsers.pdf.reader import PdfiumPages

        options = self.options
        return PdfiumPages(file, ctx, ocr=options.ocr, keep_furniture=options.keep_furniture)

    def _mended(self, data: bytes, error: DamagedFile, ctx: ParseContext) -> Pages:
        """Open a file that pdfium cannot open, the way that gives more pages."""
        from sdk_builtins.parsers.pdf.pdfium_file import PdfiumFile
        from sdk_builtins.parsers.pdf.salvage import rebuild

        if rebuilt := rebuild(data):
            with suppress(DamagedFile):
                file = PdfiumFile(rebuilt, "")
                pages = _count(file.count, "page", "pages")
                ctx.warn(f"the file is damaged: {pages} were found in it, more may be lost")
                return self._laid_out(file, ctx)
        try:
            fallback = _pdfminer(data, self.options.password, ctx)
        except DamagedFile:
            raise error from None
        ctx.warn("pdfium cannot open the file, so pdfminer reads it")
        return fallback


class PdfminerParser(_PagedParser[PlainOptions]):
    """Reads the plain text of PDF files with pdfminer."""

    def _open(self, source: Source, data: bytes, ctx: ParseContext) -> Pages:
        return _pdfminer(data, self.options.password, ctx)


def _pdfminer(data: bytes, password: str, ctx: ParseContext) -> Pages:
    from sdk_builtins.parsers.pdf.pdfminer_file import PdfminerPages

    return PdfminerPages(data, password, ctx)


def _require_content(uri: str, file: PdfiumFile, ctx: ParseContext) -> None:
    """Refuse a file whose pages only stand in for what it holds, and name the files in others.

    Raises:
        DocumentError: It is a dynamic form or a portfolio.
    """
    if file.is_dynamic_form:
        raise DocumentError(
            f"{uri} is a dynamic form (XFA); its pages only ask to wait for another program",
            hint="Open it in the program of its maker, print it to PDF and ingest that.",
        )
    names = file.attachments()
    if file.is_portfolio:
        raise DocumentError(
            f"{uri} is a portfolio; its pages only introduce {_files(names)}",
            hint="Save the files from it and ingest them.",
        )
    for name in names:
        ctx.leave_out("attached file", name)
    if names:
        ctx.warn(f"{_files(names)} attached to it: not read")


def _files(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_SHOWN]) + (" \u2026" if len(names) > _SHOWN else "")
    return f"{_count(len(names), 'file', 'files')} ({shown})"


def _describe(stated: Mapping[str, str], ctx: ParseContext) -> None:
    facts = {name: one_line(stated.get(key, "")) for key, name in _FACTS}
    for key, name in _DATES:
        date = _DATE.match(stated.get(key, ""))
        facts[name] = "-".join(filter(None, date.groups())) if date else ""
    ctx.describe(**{key: value for key, value in facts.items() if value.lower() not in _NO_TITLE})


def _tell(losses: Losses, count: int, ctx: ParseContext) -> None:
    """Say in one sentence each what was lost, left out or recognised."""
    reasons: dict[str, list[int]] = {}
    for number, reason in losses.damaged.items():
        reasons.setdefault(reason, []).append(number)
    for reason, numbers in reasons.items():
        ctx.warn(f"{_pages(numbers)} of {count} cannot be read ({reason})")
    if losses.unmapped:
        names = ", ".join(sorted(losses.fonts)[:_SHOWN])
        fonts = f"fonts ({names})" if names else "fonts"
        remedy = f"; to recognise it in pictures of the pages: {INSTALL}" if losses.unread else ""
        ctx.warn(
            f"{_pages(losses.unmapped)}: {fonts} do not say which characters they draw, "
            f"so their text was left out{remedy}"
        )
    if losses.recognised:
        ctx.warn(f"text recognised by OCR on {_pages(losses.recognised)}; check it")
    if losses.fields or losses.notes:
        typed = [
            _count(losses.fields, "value of a form field", "values of form fields"),
            _count(losses.notes, "typed note", "typed notes"),
        ]
        ctx.warn(f"{' and '.join(filter(None, typed))} stand in the text where they were typed")
    if losses.empty:
        remedy = f"; to recognise text in pictures: {INSTALL}" if losses.unread else ""
        ctx.warn(f"no text on {_pages(losses.empty)}{remedy}")


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""


def _pages(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:_SHOWN]))
    more = f" and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else ""
    return f"page{'s' if len(numbers) > 1 else ''} {shown}{more}"
