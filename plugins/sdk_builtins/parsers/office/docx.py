"""Word documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from sdk_builtins.parsers.office.blocks import OfficeBlock, require_text, sections
from sdk_builtins.parsers.office.docx_imported import Imported
from sdk_builtins.parsers.office.docx_lists import Numbering, Styles, is_on
from sdk_builtins.parsers.office.docx_parts import Parts, notes_of
from sdk_builtins.parsers.office.docx_walk import BodyWalk
from sdk_builtins.parsers.office.ooxml import facts, open_package
from sdk_builtins.parsers.office.ooxml_names import qn
from sdk_builtins.parsers.office.opc import Part
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.sniffing import read_source
from sdk_core.model import Segment, Source

_NO_LETTER = re.compile(r"[\W\d_]+")
_HEADERS, _FOOTERS = qn("w:headerReference"), qn("w:footerReference")


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
        content = (block for body in root.iterchildren(qn("w:body")) for block in walk.blocks(body))
        if not self.options.headers:
            yield from content
            return
        both = is_on(main.related_xml("settings"), "w:evenAndOddHeaders") or False
        held = list(content)
        said = {_key(block) for block in held}
        yield from _margins(walk, root, parts, _HEADERS, both, said)
        yield from held
        yield from _margins(walk, root, parts, _FOOTERS, both, said)


def _margins(
    walk: BodyWalk, body: Any, parts: Parts, kind: str, even_pages: bool, said: set[str]
) -> Iterator[OfficeBlock]:
    """Yield what the headers or footers of all sections say and was not yet said."""
    for section in body.iter(qn("w:sectPr")):
        for reference in section.iterchildren(kind):
            pages = reference.get(qn("w:type"), "default")
            unused = (pages == "first" and not is_on(section, "w:titlePg")) or (
                pages == "even" and not even_pages
            )
            found = None if unused else parts.of(reference.get(qn("r:id"), ""))
            for block in walk.margin(*found) if found is not None else ():
                key = _key(block)
                if key not in said:
                    said.add(key)
                    yield block


def _key(block: OfficeBlock) -> str:
    """Return what makes a block another one, whatever page or chapter number it bears."""
    return _NO_LETTER.sub("", block.cells or block.text).casefold()
