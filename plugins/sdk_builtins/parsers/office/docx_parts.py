"""What a part of a Word package refers to: pictures, links and charts by relationship id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml import etree

from sdk_builtins.parsers.office.ooxml import parse_xml
from sdk_core.components import ParseContext
from sdk_core.documents.images import UnusableImage, encode_image
from sdk_core.model import Image

_NOTES = (
    ("footnote", RELATIONSHIP_TYPE.FOOTNOTES),
    ("endnote", RELATIONSHIP_TYPE.ENDNOTES),
    ("comment", RELATIONSHIP_TYPE.COMMENTS),
)


class Parts:
    """The relationships of one part.

    Args:
        part: The part, as python-docx opened it.
        ctx: Says whether images are wanted, and is told what was left out.
    """

    def __init__(self, part: Any, ctx: ParseContext) -> None:
        self._rels = part.rels
        self._ctx = ctx
        self._warned: set[str] = set()

    def link(self, relation: str) -> str:
        """Return the address that a link leads to, ``""`` for none outside the document."""
        found = self._rels.get(relation)
        return str(found.target_ref) if found is not None and found.is_external else ""

    def xml(self, relation: str) -> Any | None:
        """Return the root of a part of XML such as a chart, ``None`` when there is none."""
        found = self._rels.get(relation)
        if found is None or found.is_external:
            return None
        try:
            return parse_xml(found.target_part.blob)
        except etree.XMLSyntaxError as error:
            self._ctx.warn(f"part {found.target_part.partname} was left out: {error}")
            return None

    def of(self, relation: str) -> tuple[Any, Parts] | None:
        """Return the root of a header or footer with its own relationships."""
        root = self.xml(relation)
        if root is None:
            return None
        return root, Parts(self._rels[relation].target_part, self._ctx)

    def picture(self, relation: str, alt: str) -> Image | None:
        """Return an embedded picture when images are wanted; linked ones are never fetched."""
        found = self._rels.get(relation)
        if not self._ctx.multimodal or found is None or found.is_external:
            return None
        part = found.target_part
        try:
            return encode_image(part.blob, alt)
        except UnusableImage as error:
            if relation not in self._warned:
                self._warned.add(relation)
                self._ctx.warn(f"picture {part.partname} was left out: {error}")
            return None


def part_root(part: Any, kind: str) -> Any | None:
    """Return the root of the part that stands in a relationship of a kind to another."""
    for relation in part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            return parse_xml(relation.target_part.blob)
    return None


def notes_of(part: Any, ctx: ParseContext) -> Iterator[tuple[tuple[str, str], tuple[Any, Parts]]]:
    """Yield footnotes, endnotes and comments by kind and id, with their own relationships."""
    for kind, reltype in _NOTES:
        for relation in part.rels.values():
            if relation.reltype != reltype or relation.is_external:
                continue
            parts = Parts(relation.target_part, ctx)
            for note in parse_xml(relation.target_part.blob):
                if isinstance(note.tag, str) and note.get(qn("w:type"), "normal") == "normal":
                    yield (kind, note.get(qn("w:id"), "")), (note, parts)
