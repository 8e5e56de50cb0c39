"""Word documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from pydantic import Field

from sdk_builtins.parsers.office.chapters import chapters, require_text
from sdk_builtins.parsers.office.docx_lists import Numbering, Styles, is_on
from sdk_builtins.parsers.office.docx_parts import Parts, notes_of, part_root
from sdk_builtins.parsers.office.docx_walk import BodyWalk, DocxBlock
from sdk_builtins.parsers.office.ooxml import BROKEN_PACKAGE, open_package
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.sniffing import read_source
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source

_CHAPTER = 2  # headings up to this level begin a segment
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
        try:
            document = open_package(source, read_source(source), "word", docx.Document, ctx)
            _describe(document, ctx)
            found = chapters(self._blocks(document, ctx), lambda block: block.heading, _CHAPTER)
            segments = [_segment(chapter, index) for index, chapter in enumerate(found, start=1)]
        except (*BROKEN_PACKAGE, OpcError) as error:
            raise DocumentError(
                f"{source.uri} is damaged: its parts do not fit together ({one_line(str(error))})",
                hint="Open it in Word, let it repair the file and save it again.",
            ) from error
        require_text(source, segments)
        yield from segments

    def _blocks(self, document: WordDocument, ctx: ParseContext) -> Iterator[DocxBlock]:
        part, body = document.part, document.element.body
        parts = Parts(part, ctx)
        styles = part_root(part, RELATIONSHIP_TYPE.STYLES)
        walk = BodyWalk(
            body,
            styles=Styles({}) if styles is None else Styles.of(styles),
            numbering=Numbering(part_root(part, RELATIONSHIP_TYPE.NUMBERING)),
            notes=dict(notes_of(part, ctx)),
            parts=parts,
            links=self.options.links,
            comments=self.options.comments,
        )
        if not self.options.headers:
            yield from walk.blocks(body)
            return
        settings = part_root(part, RELATIONSHIP_TYPE.SETTINGS)
        both = is_on(settings, "w:evenAndOddHeaders") or False
        content = list(walk.blocks(body))
        said = {_key(block) for block in content}
        yield from _margins(walk, body, parts, _HEADERS, both, said)
        yield from content
        yield from _margins(walk, body, parts, _FOOTERS, both, said)


def _margins(
    walk: BodyWalk, body: Any, parts: Parts, kind: str, even_pages: bool, said: set[str]
) -> Iterator[DocxBlock]:
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


def _key(block: DocxBlock) -> str:
    """Return what makes a block another one, whatever page or chapter number it bears."""
    return _NO_LETTER.sub("", block.title or block.cells or block.text).casefold()


def _describe(document: WordDocument, ctx: ParseContext) -> None:
    properties = document.core_properties
    date = properties.modified or properties.created
    ctx.describe(
        title=one_line(properties.title or ""),
        author=one_line(properties.author or ""),
        date=date.date().isoformat() if date else "",
    )


def _segment(chapter: list[DocxBlock], index: int) -> Segment:
    pieces, previous = list[str](), DocxBlock("")
    for block in chapter:
        if block.text:
            gap = "\n" if previous.in_list and block.in_list else "\n\n"
            pieces.extend((gap if pieces else "", block.text))
            previous = block
        for remark in block.remarks:
            pieces.extend(("\n\n" if pieces else "", remark))
            previous = DocxBlock("")
    notes = [f"[^{label}]: {note}" for block in chapter for label, note in block.notes]
    if notes:
        pieces.append("\n\n" + "\n".join(notes))
    first = chapter[0]
    return Segment(
        text="".join(pieces),
        kind="section",
        index=index,
        images=tuple(image for block in chapter for image in block.images),
        metadata={"heading": first.title} if 0 < first.heading <= _CHAPTER else {},
    )
