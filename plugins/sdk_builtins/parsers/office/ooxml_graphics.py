"""Charts and diagrams, which stand in parts of their own."""

from __future__ import annotations

from typing import Any

from sdk_builtins.parsers.office.ooxml_chart import chart_blocks
from sdk_builtins.parsers.office.ooxml_diagram import diagram_blocks
from sdk_builtins.parsers.office.opc import Part
from sdk_builtins.parsers.office.xml_names import qn

_READERS = {
    qn("c:chart"): (qn("r:id"), chart_blocks),
    qn("dgm:relIds"): (qn("r:dm"), diagram_blocks),
}
GRAPHICS = tuple(_READERS)
"""Tags of the elements that refer to a chart or diagram."""


def graphic_blocks(element: Any, part: Part) -> list[str]:
    """Return what a chart or diagram says, as Markdown.

    Args:
        element: The element that refers to it.
        part: The part in which that stands.
    """
    attribute, read = _READERS[element.tag]
    found = part.follow(element.get(attribute))
    return [] if found is None or found.xml is None else list(read(found.xml))
