"""Rich Text Format."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_builtins.parsers.office.chapters import chapters
from sdk_builtins.parsers.office.rtf_reader import RtfBlock, read_rtf
from sdk_core.components import ParseContext, Parser
from sdk_core.documents.cleaning import one_line, tidy
from sdk_core.documents.sniffing import no_text, read_source, real_type, wrong_type
from sdk_core.model import Segment, Source

_CHAPTER = 2  # headings up to this level begin a segment


class RtfParser(Parser):
    """Reads RTF documents with their headings, lists, tables and footnotes."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each chapter, that is from one heading 1 or 2 to the next.

        Raises:
            DocumentError: It is no RTF document or holds no text.
        """
        data = read_source(source)
        if not data.lstrip()[:5].lower().startswith(b"{\\rtf"):
            raise wrong_type(source, "an RTF document", real_type(data))
        document = read_rtf(data)
        if document.is_cut:
            ctx.warn(f"{source.uri} ends in the middle of a group: its end seems to be missing")
        ctx.describe(title=one_line(document.title), author=one_line(document.author))
        found = chapters(document.blocks, lambda block: block.level, _CHAPTER)
        segments = [_segment(chapter, index) for index, chapter in enumerate(found, start=1)]
        if not segments:
            raise no_text(source, "the document has no text", "Check that this is the right file.")
        yield from segments


def _segment(chapter: list[RtfBlock], index: int) -> Segment:
    pieces = list[str]()
    previous = None
    for block in chapter:
        gap = "\n" if previous is not None and previous.in_list and block.in_list else "\n\n"
        pieces.extend((gap if pieces else "", block.text))
        previous = block
    notes = [note for block in chapter for note in block.notes]
    if notes:
        pieces.append("\n\n" + "\n".join(notes))
    first = chapter[0]
    is_chapter = 0 < first.level <= _CHAPTER
    facts = {"heading": first.text.lstrip("# ")} if is_chapter else {}
    return Segment(text=tidy("".join(pieces)), kind="section", index=index, metadata=facts)
