"""reStructuredText files."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_builtins.parsers.markup.rst_blocks import RestReader
from sdk_builtins.parsers.markup.sections import heading_sections
from sdk_core.components import ParseContext, Parser
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
        reader = RestReader(read_text(source, ctx.warn, what="a reStructuredText file"))
        parts = list(heading_sections(reader.markdown()))
        ctx.describe(title=reader.title, **reader.facts)
        if not parts:
            raise no_text(
                source,
                "it holds only comments and directives",
                "Check that this is the right file.",
            )
        yield from parts
