"""reStructuredText files."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_builtins.parsers.markup.rst_document import RestDocument, read_rest
from sdk_core.components import ParseContext, Parser
from sdk_core.documents.blocks import Block, chapter_segments
from sdk_core.documents.cleaning import tidy
from sdk_core.documents.sniffing import no_text
from sdk_core.documents.texts import read_text
from sdk_core.model import Segment, Source


class RstParser(Parser):
    """Reads reStructuredText as Markdown; nothing that it includes is opened."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each part below a heading of level 1 or 2.

        Raises:
            DocumentError: The file is empty, blank or not text at all.
        """
        text = read_text(source, ctx.warn, what="a reStructuredText file")
        try:
            document = read_rest(text, ctx.leave_out)
        except RecursionError:
            ctx.warn(f"{source.uri} is nested too deep and was kept as it stands")
            document = RestDocument([Block(tidy(text))])
        title = document.facts.pop("title", "") or next(
            (block.text for block in document.blocks if block.level), ""
        )
        ctx.describe(title=title, **document.facts)
        if not document.blocks:
            raise no_text(source, "it holds only comments and directives")
        if errors := document.errors:
            what = "mistake was" if len(errors) == 1 else "mistakes were"
            ctx.warn(f"{len(errors)} {what} found and kept as they stand, the first in {errors[0]}")
        if count := document.other_files:
            what = "file that it includes was" if count == 1 else "files that it includes were"
            ctx.warn(f"{count} {what} not opened")
        yield from chapter_segments(document.blocks)
