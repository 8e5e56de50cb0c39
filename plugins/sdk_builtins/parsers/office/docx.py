"""Word documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from sdk_builtins.parsers.office.docx_lists import Numbering, Styles
from sdk_builtins.parsers.office.docx_walk import Block, BodyWalk
from sdk_builtins.parsers.office.ooxml import BROKEN_PACKAGE, open_package, parse_xml
from sdk_core.components import ParseContext, Parser
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.images import UnusableImage, encode
from sdk_core.documents.sniffing import no_text, read_source
from sdk_core.errors import DocumentError
from sdk_core.model import Image, Segment, Source

_CHAPTER = 2  # headings up to this level begin a segment
_NOTE_PARTS = (
    ("footnote", RELATIONSHIP_TYPE.FOOTNOTES),
    ("endnote", RELATIONSHIP_TYPE.ENDNOTES),
)


class DocxParser(Parser):
    """Reads Word documents with their lists, tables, notes and text boxes."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each chapter, that is from one heading 1 or 2 to the next.

        Raises:
            DocumentError: The file is encrypted, damaged, no Word document or without text.
        """
        try:
            document = open_package(source, read_source(source), "word", docx.Document, ctx)
            _describe(document, ctx)
            walk = BodyWalk(
                styles=_styles(document),
                numbering=_numbering(document),
                notes=dict(_notes(document)),
                picture=_Pictures(document, ctx),
            )
            segments = list(_chapters(walk.blocks(document.element.body)))
        except (*BROKEN_PACKAGE, OpcError) as error:
            raise DocumentError(
                f"{source.uri} is damaged: its parts do not fit together ({error})",
                hint="Open it in Word, let it repair the file and save it again.",
            ) from error
        if not any(segment.text or segment.images for segment in segments):
            raise no_text(
                source,
                "the document has no paragraph with text",
                "If it holds scanned pages, run OCR on them or ingest with --multimodal.",
            )
        yield from segments


class _Pictures:
    """Loads embedded pictures by relationship id, each part once."""

    def __init__(self, document: WordDocument, ctx: ParseContext) -> None:
        self._parts = document.part.related_parts
        self._ctx = ctx
        self._warned: set[str] = set()

    def __call__(self, relation: str, alt: str) -> Image | None:
        if not self._ctx.multimodal or relation not in self._parts:
            return None  # linked pictures are never fetched
        part = self._parts[relation]
        try:
            return encode(part.blob, alt)
        except UnusableImage as error:
            if relation not in self._warned:
                self._warned.add(relation)
                self._ctx.warn(f"picture {part.partname} was left out: {error}")
            return None


def _describe(document: WordDocument, ctx: ParseContext) -> None:
    properties = document.core_properties
    date = properties.modified or properties.created
    ctx.describe(
        title=one_line(properties.title or ""),
        author=one_line(properties.author or ""),
        date=date.date().isoformat() if date else "",
    )


def _part_root(document: WordDocument, kind: str) -> Any | None:
    for relation in document.part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            return parse_xml(relation.target_part.blob)
    return None


def _styles(document: WordDocument) -> Styles:
    root = _part_root(document, RELATIONSHIP_TYPE.STYLES)
    return Styles({}) if root is None else Styles.of(root)


def _numbering(document: WordDocument) -> Numbering:
    return Numbering(_part_root(document, RELATIONSHIP_TYPE.NUMBERING))


def _notes(document: WordDocument) -> Iterator[tuple[tuple[str, str], Any]]:
    for kind, part in _NOTE_PARTS:
        root = _part_root(document, part)
        for note in root if root is not None else ():
            if isinstance(note.tag, str) and note.get(qn("w:type"), "normal") == "normal":
                yield (kind, note.get(qn("w:id"), "")), note


def _chapters(blocks: Iterable[Block]) -> Iterator[Segment]:
    index, chapter = 1, list[Block]()
    for block in blocks:
        if 0 < block.heading <= _CHAPTER and chapter:
            yield _segment(chapter, index)
            index, chapter = index + 1, []
        chapter.append(block)
    if chapter:
        yield _segment(chapter, index)


def _segment(chapter: list[Block], index: int) -> Segment:
    text, previous = "", Block("")
    for block in chapter:
        if block.text:
            gap = "\n" if previous.in_list and block.in_list else "\n\n"
            text += (gap if text else "") + block.text
            previous = block
    notes = [f"[^{label}]: {note}" for block in chapter for label, note in block.notes]
    if notes:
        text += "\n\n" + "\n".join(notes)
    first = chapter[0]
    return Segment(
        text=text,
        kind="section",
        index=index,
        images=tuple(image for block in chapter for image in block.images),
        metadata={"heading": first.title} if 0 < first.heading <= _CHAPTER else {},
    )
