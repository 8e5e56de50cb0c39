"""What the catalog of a file says and pdfium does not: layers that are off, and portfolios."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdfminer.pdfdocument import PDFDocument

_LAYERS = b"/OCProperties", b"/ObjStm"  # stated in the open, or packed with other objects
_MAX_OBJECTS = 100_000  # that are looked at

UNNAMED = "?"
"""What stands for a membership dictionary (8.11.2.2), which has no name that pdfium tells."""


class Catalog:
    """The catalog of a file (ISO 32000-1, 7.7.2), read by pdfminer when it is asked for.

    Args:
        data: The file.
        password: Password that opens it, ``""`` for none.
    """

    def __init__(self, data: bytes, password: str) -> None:
        self._data = data
        self._password = password

    @cached_property
    def may_have_layers(self) -> bool:
        """Whether the file may have layers (8.11 there)."""
        return any(key in self._data for key in _LAYERS)

    def hides(self, layer: str) -> bool:
        """Whether what stands on a layer is off when the file is opened.

        `UNNAMED` is when no membership dictionary of the file shows anything; pdfium does not say
        which of them text belongs to, so in doubt it is shown.
        """
        return self._hides_members if layer == UNNAMED else layer in self._off

    @cached_property
    def _off(self) -> frozenset[str]:
        with suppress(Exception):  # pdfminer raises anything for damaged files
            return _switched_off(self._entries.get("OCProperties")) - {""}  # for text on no layer
        return frozenset()

    @cached_property
    def _hides_members(self) -> bool:
        with suppress(Exception):  # as above
            members = list(self._members()) if self._off else []
            return bool(members) and all(_shows_nothing(member, self._off) for member in members)
        return False

    @cached_property
    def is_portfolio(self) -> bool:
        """Whether the file is a cover of the files that are attached to it."""
        return "Collection" in self._entries

    @cached_property
    def _entries(self) -> dict[str, Any]:
        with suppress(Exception):  # as above
            return dict(self._document().catalog)
        return {}

    def _document(self) -> PDFDocument:
        from pdfminer.pdfdocument import PDFDocument
        from pdfminer.pdfparser import PDFParser

        return PDFDocument(PDFParser(io.BytesIO(self._data)), password=self._password)

    def _members(self) -> Iterator[dict[str, Any]]:
        """Yield the membership dictionaries of the file."""
        document = self._document()
        numbers = (number for xref in document.xrefs for number in xref.get_objids())
        for number in islice(numbers, _MAX_OBJECTS):
            item: Any = None
            with suppress(Exception):  # pdfminer raises anything for damaged files
                item = document.getobj(number)
            if isinstance(item, dict) and getattr(item.get("Type"), "name", "") == "OCMD":
                yield item


def _names(items: Any) -> set[str]:
    """Return the names of some layers."""
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    found = resolve1(items) or ()
    groups = [found] if isinstance(found, dict) else map(resolve1, found)
    return {decode_text(resolve1(group["Name"])) for group in groups if group and "Name" in group}


def _shows_nothing(member: dict[str, Any], off: frozenset[str]) -> bool:
    """Whether what belongs to some layers is off, by the rule that the file states for them."""
    names = _names(member.get("OCGs"))
    if not names or "VE" in member:  # an expression, which is seldom used
        return False
    match getattr(member.get("P"), "name", "AnyOn"):
        case "AllOn":
            return bool(names & off)
        case "AnyOff":
            return not names & off
        case "AllOff":
            return not names <= off
    return names <= off


def _switched_off(stored: Any) -> frozenset[str]:
    from pdfminer.pdftypes import resolve1

    properties = resolve1(stored) or {}
    chosen = resolve1(properties.get("D")) or {}
    is_base_off = getattr(resolve1(chosen.get("BaseState")), "name", "") == "OFF"
    off = _names(properties.get("OCGs") if is_base_off else chosen.get("OFF"))
    return frozenset(off - _names(chosen.get("ON")))
