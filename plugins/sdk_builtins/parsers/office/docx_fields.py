"""Fields of a Word document: cross-references, links, page numbers and form check boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sdk_builtins.parsers.office.docx_lists import OFF, is_on, number_of
from sdk_builtins.parsers.office.xml_names import qn

_CODE = re.compile(r'\s*([A-Za-z]+)\s*(?:"([^"]*)"|([^\s\\"]+))?')
PAGE_NUMBERS = ("PAGE", "NUMPAGES", "SECTIONPAGES")
"""Names of fields that count pages."""

_BOXES = ("[ ]", "[x]")


@dataclass(slots=True)
class Field:
    """A field whose end was not yet read.

    Args:
        code: Its instruction so far.
        start: Index of the first piece within it, of its result once that begins.
        has_result: Whether its result has begun.
    """

    code: list[str] = field(default_factory=list)
    start: int = 0
    has_result: bool = False


def read_code(code: str) -> tuple[str, str]:
    """Return the name of a field in capitals and its first argument."""
    match = _CODE.match(code)
    if match is None:
        return "", ""
    return match.group(1).upper(), match.group(2) or match.group(3) or ""


def form_box(begin: Any) -> str:
    """Return what an old form field shows: ``[x]``, ``[ ]`` or the chosen entry, else ``""``."""
    if (choice := begin.find(f"{qn('w:ffData')}/{qn('w:ddList')}")) is not None:
        chosen = max(number_of(choice, "w:result") or 0, 0)
        entries = [each.get(qn("w:val"), "") for each in choice.iterchildren(qn("w:listEntry"))]
        return next(iter(entries[chosen:]), "")
    box = begin.find(f"{qn('w:ffData')}/{qn('w:checkBox')}")
    if box is None:
        return ""
    checked = is_on(box, "w:checked")
    return _BOXES[bool(is_on(box, "w:default") if checked is None else checked)]


def control_box(control: Any) -> str:
    """Return ``[x]`` or ``[ ]`` for the check box that a content control is, else ``""``."""
    properties = control.find(qn("w:sdtPr"))
    for child in properties if properties is not None else ():
        if isinstance(child.tag, str) and child.tag.endswith("}checkbox"):
            space = child.tag[: child.tag.index("}") + 1]
            state = child.find(f"{space}checked")
            return _BOXES[state is not None and state.get(f"{space}val", "1") not in OFF]
    return ""


class Bookmarks:
    """Texts of bookmarks, for references that were never filled in; read on demand."""

    def __init__(self, body: Any) -> None:
        self._body = body

    @cached_property
    def _starts(self) -> dict[str, Any]:
        marks = self._body.iter(qn("w:bookmarkStart"))
        return {mark.get(qn("w:name"), ""): mark for mark in marks}

    def text(self, name: str) -> str:
        """Return the text that a bookmark spans, all of its paragraph if it spans none."""
        start = self._starts.get(name)
        if start is None:
            return ""
        spanned = "".join(_texts(start.itersiblings(), start.get(qn("w:id"))))
        parent = start.getparent()
        return spanned or ("".join(_texts(parent, None)) if parent.tag == qn("w:p") else "")


def _texts(elements: Any, end: str | None) -> Iterator[str]:
    for element in elements:
        if element.tag == qn("w:bookmarkEnd") and element.get(qn("w:id")) == end:
            return
        yield from (text.text or "" for text in element.iter(qn("w:t")))
