"""Notes of a Word document, and the bare text of what is not read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sdk_builtins.parsers.office.opc import Part
from sdk_builtins.parsers.office.xml_names import qn

_NOTES = (("footnote", "footnotes"), ("endnote", "endnotes"), ("comment", "comments"))


def text_of(element: Any) -> str:
    """Return all text within an element, deleted text too, whatever it stands in."""
    words = [
        "".join(each.text or "" for each in paragraph.iter(qn("w:t"), qn("w:delText")))
        for paragraph in (list(element.iter(qn("w:p"))) or [element])
    ]
    return " ".join(words)


def notes_of(part: Part) -> Iterator[tuple[tuple[str, str], tuple[Any, Part]]]:
    """Yield footnotes, endnotes and comments by kind and id, with the parts that hold them."""
    for kind, reltype in _NOTES:
        for found in part.related(reltype):
            for note in found.xml if found.xml is not None else ():
                if isinstance(note.tag, str) and note.get(qn("w:type"), "normal") == "normal":
                    yield (kind, note.get(qn("w:id"), "")), (note, found)
