"""What the styles of an OpenDocument file say of text and lists, with what they inherit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sdk_builtins.parsers.office.xml_names import qn

_PROPERTIES = ("text:display", "style:text-position", "style:text-line-through-style")
_MAX_PARENTS = 50  # a damaged file may have styles that inherit in a circle


class OdfStyles:
    """The styles of a document.

    Args:
        roots: Roots of the parts that define styles: ``styles.xml``, then ``content.xml``.
    """

    def __init__(self, roots: Iterable[Any]) -> None:
        self._parents = dict[str, str]()
        self._said = dict[str, dict[str, str]]()
        self._numbered = dict[str, set[str]]()
        for root in roots:
            for style in root.iter(qn("style:style")):
                self._read(style)
            for style in root.iter(qn("text:list-style")):
                self._numbered[style.get(qn("style:name"), "")] = {
                    level.get(qn("text:level"), "")
                    for level in style.iterchildren(qn("text:list-level-style-number"))
                }

    def is_numbered(self, style: str, level: int) -> bool:
        """Whether a level of a list, from 1, has numbers rather than bullets."""
        return str(level) in self._numbered.get(style, ())

    def is_hidden(self, style: str) -> bool:
        """Whether text of a style is not shown."""
        return self._property(style, "text:display") == "none"

    def is_raised(self, style: str) -> bool | None:
        """Whether text of a style stands above the line, ``None`` where it says nothing."""
        position = (self._property(style, "style:text-position") or "").split()
        if not position:
            return None
        shift = position[0].removesuffix("%")
        return shift == "super" or (shift.replace(".", "", 1).isdigit() and float(shift) > 0)

    def is_struck(self, style: str) -> bool | None:
        """Whether a line is drawn through text of a style, ``None`` where it says nothing."""
        line = self._property(style, "style:text-line-through-style")
        return None if line is None else line != "none"

    def _read(self, style: Any) -> None:
        name = style.get(qn("style:name"), "")
        self._parents[name] = style.get(qn("style:parent-style-name"), "")
        self._said[name] = {
            name: value
            for properties in style.iterchildren(qn("style:text-properties"))
            for name in _PROPERTIES
            if (value := properties.get(qn(name)))
        }

    def _property(self, style: str, name: str) -> str | None:
        for _ in range(_MAX_PARENTS):
            if style not in self._said:
                break
            if name in self._said[style]:
                return self._said[style][name]
            style = self._parents[style]
        return None
