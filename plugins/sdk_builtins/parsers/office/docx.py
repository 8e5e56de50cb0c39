"""Word documents."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from sdk_builtins.parsers.office.blocks import OfficeBlock, require_text, sections
from sdk_builtins.parsers.office.docx_imported import Imported
from sdk_builtins.parsers.office.docx_lists import Numbering, Styles, is_on
from sdk_builtins.parsers.office.docx_margins import FOOTERS, HEADERS, Margins, margin_key
from sdk_builtins.parsers.office.docx_parts import Parts, notes_of
from sdk_builtins.parsers.office.docx_walk import BodyWalk
from sdk_builtins.parsers.office.ooxml import facts, open_package
from sdk_builtins.parsers.office.ooxml_names import qn
from sdk_builtins.parsers.office.opc import Part
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
        with open_package(source, read_source(source), "word", ctx) as (package, main):
            ctx.describe(**facts(package))
            blocks = self._blocks(main, Imported(ctx, self._read_other))
            segments = sections(blocks)
        require_text(source, segments)
        yield from segments

    def _read_other(
        self, source: Source, ctx: ParseContext, imported: Imported
    ) -> Iterator[OfficeBlock]:
        with open_package(source, read_source(source), "word", ctx) as (_, main):
            yield from self._blocks(main, imported)

    def _blocks(self, main: Part, imported: Imported) -> Iterator[OfficeBlock]:
        root, parts = main.whole_xml(), Parts(main)
        styles = main.related_xml("styles")
        walk = BodyWalk(
            root,
            styles=Styles({}) if styles is None else Styles.of(styles),
            numbering=Numbering(main.related_xml("numbering")),
            notes=dict(notes_of(main)),
            parts=parts,
            imported=imported.blocks,
            numbers=imported.numbers,
            links=self.options.links,
            comments=self.options.comments,
        )
        held = [block for body in root.iterchildren(qn("w:body")) for block in walk.blocks(body)]
        both = is_on(main.related_xml("settings"), "w:evenAndOddHeaders") or False
        said = {margin_key(block) for block in held}
        margins = Margins(walk, root, parts, both, said, wanted=self.options.headers)
        yield from margins.blocks(HEADERS)
        yield from held
        yield from margins.blocks(FOOTERS)
        walk.leave_out_unused()
