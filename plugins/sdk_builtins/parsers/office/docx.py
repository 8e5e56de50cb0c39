"""Word documents."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from sdk_builtins.parsers.office.blocks import OfficeBlock, require_text, sections
from sdk_builtins.parsers.office.docx_imported import Imported
from sdk_builtins.parsers.office.docx_margins import FOOTERS, HEADERS, Margins
from sdk_builtins.parsers.office.docx_walk import BodyWalk
from sdk_builtins.parsers.office.ooxml import facts, open_office
from sdk_builtins.parsers.office.opc import Part
from sdk_builtins.parsers.office.xml_names import qn
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.sniffing import read_source
from sdk_core.model import Segment, Source


class DocxOptions(Options):
    """Options of the Word parser."""

    comments: bool = Field(default=False, description="Keep the comments of reviewers")
    headers: bool = Field(default=True, description="Keep headers and footers, each once")
    links: bool = Field(default=True, description="Keep the addresses of links")


class DocxParser(Parser[DocxOptions]):
    """Reads Word documents with their lists, tables, notes and text boxes."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each chapter, that is from one heading 1 or 2 to the next.

        Raises:
            DocumentError: The file is encrypted, damaged, no Word document or without text.
        """
        with open_office(source, read_source(source), "word", ctx) as (package, main):
            ctx.describe(**facts(package))
            blocks = self._blocks(main, Imported(ctx, self._read_other))
            segments = sections(blocks)
        require_text(source, segments)
        yield from segments

    def _read_other(
        self, source: Source, ctx: ParseContext, imported: Imported
    ) -> Iterator[OfficeBlock]:
        with open_office(source, read_source(source), "word", ctx) as (_, main):
            yield from self._blocks(main, imported)

    def _blocks(self, main: Part, imported: Imported) -> Iterator[OfficeBlock]:
        walk = BodyWalk(main, imported, links=self.options.links, comments=self.options.comments)
        bodies = main.whole_xml().iterchildren(qn("w:body"))
        held = [block for body in bodies for block in walk.blocks(body)]
        margins = Margins(walk, main, held, wanted=self.options.headers)
        yield from margins.blocks(HEADERS)
        yield from held
        yield from margins.blocks(FOOTERS)
        walk.leave_out_unused()
