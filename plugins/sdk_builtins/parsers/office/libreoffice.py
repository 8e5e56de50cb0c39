"""Documents of old and rare programs, which LibreOffice converts for the parsers that there are."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import PurePosixPath

from pydantic import Field

from sdk_builtins.parsers.office.office_program import (
    INSTALL,
    ConversionFailed,
    find_program,
    office_of,
)
from sdk_builtins.parsers.office.ooxml import refuse_encrypted
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.decoding import damage, decode
from sdk_core.documents.sniffing import media_type, read_source
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source

TEXTS = (".doc", ".dot", ".wpd", ".wps", ".pages", ".sxw", ".stw", ".fodt", ".hwp", ".lwp")
"""Endings of files that LibreOffice Writer opens, and no parser here."""

SLIDES = (".ppt", ".pps", ".sxi", ".sti", ".fodp")
"""Endings of files that LibreOffice Impress opens."""

SHEETS = (".sxc", ".stc", ".fods", ".numbers", ".wk1", ".wks")
"""Endings of files that LibreOffice Calc opens."""

_BY_TYPE = {"application/msword": "docx", "application/vnd.ms-powerpoint": "pptx"}
_MAX_DAMAGE = 0.01


class LibreOfficeOptions(Options):
    """Options of the parser that asks LibreOffice."""

    timeout: float = Field(
        default=100, gt=0, description="Seconds that LibreOffice may take for one document"
    )


class LibreOfficeParser(Parser[LibreOfficeOptions]):
    """Reads what LibreOffice opens, such as documents of Word 97 and slides of PowerPoint 97."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterable[Segment]:
        """Return the segments that the parser of the converted document yields.

        Raises:
            DocumentError: LibreOffice is not installed, or cannot read the document.
        """
        data = read_source(source)
        if _is_text(data):
            from sdk_builtins.parsers.text import TextParser

            ctx.warn(f"{source.uri} is plain text")
            return TextParser().parse(source, ctx)
        refuse_encrypted(source, data)
        ending = PurePosixPath(source.uri).suffix.lower()
        target = _BY_TYPE.get(media_type(data)) or _target(ending)
        if not find_program():
            raise DocumentError(
                f"{source.uri} can only be read with LibreOffice, which is not installed",
                hint=f"{INSTALL}, or save the document as .{target}.",
            )
        ending = ending if ending in (*TEXTS, *SLIDES, *SHEETS) else ""
        try:
            made = office_of(os.getpid()).convert(data, ending, target, self.options.timeout)
        except ConversionFailed as error:
            raise DocumentError(
                f"{source.uri} was not read: LibreOffice {error}",
                hint=f"Open it in its application and save it as .{target}.",
            ) from error
        return _reader(target).parse(Source(uri=source.uri, data=made), ctx)


def missing_program() -> str:
    """Say what cannot be read for want of LibreOffice, ``""`` when it is installed."""
    if find_program():
        return ""
    return f"LibreOffice is not installed, so that .doc, .ppt and the like are not read. {INSTALL}."


def _target(ending: str) -> str:
    return "pptx" if ending in SLIDES else "xlsx" if ending in SHEETS else "docx"


def _reader(target: str) -> Parser:
    # Imported here, since whoever only asks whether LibreOffice is there needs none of them.
    from sdk_builtins.parsers.data.spreadsheet import SpreadsheetParser
    from sdk_builtins.parsers.office.docx import DocxParser
    from sdk_builtins.parsers.office.pptx import PptxParser

    readers: dict[str, type[Parser]] = {"docx": DocxParser, "pptx": PptxParser}
    return readers.get(target, SpreadsheetParser)()


def _is_text(data: bytes) -> bool:
    """Whether a file is plain text, whatever its name says; XML is for LibreOffice to read."""
    if media_type(data) or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return False
    return b"\x00" not in data and damage(decode(data).text) <= _MAX_DAMAGE
