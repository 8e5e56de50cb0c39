"""Rich Text Format."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from sdk_builtins.parsers.office.blocks import OfficeBlock, sections
from sdk_builtins.parsers.office.rtf_reader import read_rtf
from sdk_core.components import ParseContext, Parser
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.sniffing import no_text, read_source, real_type, wrong_type
from sdk_core.model import Segment, Source


class RtfParser(Parser):
    """Reads RTF documents with their headings, lists, tables and footnotes."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each chapter, that is from one heading 1 or 2 to the next.

        Raises:
            DocumentError: It is no RTF document or holds no text.
        """
        yield from sections(rtf_blocks(source, ctx, count(1)))


def rtf_blocks(source: Source, ctx: ParseContext, numbers: Iterator[int]) -> list[OfficeBlock]:
    """Return the blocks of an RTF document.

    Args:
        source: The document.
        ctx: Is told what it is about and what was left out.
        numbers: Numbers of its notes.

    Raises:
        DocumentError: It is no RTF document or holds no text.
    """
    data = read_source(source)
    if not data.lstrip()[:5].lower().startswith(b"{\\rtf"):
        raise wrong_type(source, "an RTF document", real_type(data))
    document = read_rtf(data, numbers)
    if document.is_cut:
        ctx.warn(f"{source.uri} ends in the middle of a group: its end seems to be missing")
    ctx.describe(title=one_line(document.title), author=one_line(document.author))
    for reason, text in document.left_out:
        ctx.leave_out(reason, text)
    if not document.blocks:
        raise no_text(source, "the document has no text")
    return document.blocks
