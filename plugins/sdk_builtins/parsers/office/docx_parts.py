"""What a part of a Word package refers to: pictures, links and charts by relationship id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sdk_builtins.parsers.office.blocks import EMBEDDED
from sdk_builtins.parsers.office.ooxml_names import qn
from sdk_builtins.parsers.office.opc import Part
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.images import UnusableImage, encode_image
from sdk_core.documents.losses import Reason
from sdk_core.model import Image

_NOTES = (("footnote", "footnotes"), ("endnote", "endnotes"), ("comment", "comments"))


class Parts:
    """The relationships of one part.

    Args:
        part: The part.
    """

    def __init__(self, part: Part) -> None:
        self.own = part
        self._ctx = part.package.ctx
        self._pictures: set[str] = set()

    def link(self, relation: str) -> str:
        """Return the address that a link leads to, ``""`` for none outside the document."""
        found = self.own.relations.get(relation)
        return found.target if found is not None and found.external else ""

    def part(self, relation: str) -> Part | None:
        """Return the part behind a relationship, ``None`` when there is none."""
        return self.own.follow(relation)

    def miss(self, relation: str, what: str) -> None:
        """Tell of something that lies outside of the document and is not read."""
        if (found := self.own.relations.get(relation)) is not None and found.external:
            self.own.package.report(found.target, f"is {what} outside of it and was left out")

    def of(self, relation: str) -> tuple[Any, Parts] | None:
        """Return the root of a header or footer with its own relationships."""
        part = self.own.follow(relation)
        return None if part is None or part.xml is None else (part.xml, Parts(part))

    def picture(self, relation: str, alt: str) -> Image | None:
        """Return an embedded picture when images are wanted; linked ones are never fetched."""
        if not self._ctx.multimodal:
            self._leave_out_picture(relation)
            return None
        part = self.own.follow(relation)
        data = part.blob if part is not None else None
        if part is None or data is None:
            return None
        try:
            return encode_image(data, alt)
        except UnusableImage as error:
            if self._leave_out_picture(relation):
                self._ctx.warn(f"picture {part.name} was left out: {error}")
            return None

    def leave_out(self, reason: str, text: str) -> None:
        """Account for text that is not read, as far as there is any."""
        if said := one_line(text):
            self._ctx.leave_out(reason, said)

    def leave_out_embedded(self, relation: str) -> None:
        """Account for a file of another program that is embedded."""
        if self.own.follow(relation) is not None:
            self._ctx.leave_out(EMBEDDED)

    def _leave_out_picture(self, relation: str) -> bool:
        """Account for a picture once, and tell whether this was the first time."""
        is_new = relation not in self._pictures
        if is_new:
            self._pictures.add(relation)
            self._ctx.leave_out(Reason.PICTURE)
        return is_new


def text_of(element: Any) -> str:
    """Return all text within an element, deleted text too, whatever it stands in."""
    words = [
        "".join(each.text or "" for each in paragraph.iter(qn("w:t"), qn("w:delText")))
        for paragraph in (list(element.iter(qn("w:p"))) or [element])
    ]
    return " ".join(words)


def notes_of(part: Part) -> Iterator[tuple[tuple[str, str], tuple[Any, Parts]]]:
    """Yield footnotes, endnotes and comments by kind and id, with their own relationships."""
    for kind, reltype in _NOTES:
        for found in part.related(reltype):
            root, parts = found.xml, Parts(found)
            for note in root if root is not None else ():
                if isinstance(note.tag, str) and note.get(qn("w:type"), "normal") == "normal":
                    yield (kind, note.get(qn("w:id"), "")), (note, parts)
