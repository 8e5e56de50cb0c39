"""The texts of a SmartArt diagram, which stand in a part of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sdk_core.documents.cleaning import one_line

DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
"""Namespace of SmartArt, in the notation of lxml."""

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MAX_LEVELS = 6
_INDENT = "    "


def diagram_blocks(root: Any) -> Iterator[str]:
    """Yield the points of a diagram as one list, inner ones indented.

    Args:
        root: The ``dataModel`` element of the diagram's data part.
    """
    parents = {
        link.get("destId"): link.get("srcId")
        for link in root.iter(f"{DIAGRAM}cxn")
        if link.get("type", "parOf") == "parOf"
    }
    lines = []
    for point in root.iter(f"{DIAGRAM}pt"):
        text = " ".join(_text(paragraph) for paragraph in point.iter(f"{_A}p"))
        if text.strip() and point.get("type", "node") not in ("pres", "parTrans", "sibTrans"):
            indent = _INDENT * _level(point.get("modelId"), parents)
            lines.append(f"{indent}- {one_line(text)}")
    yield "\n".join(lines)


def _text(paragraph: Any) -> str:
    return "".join(each.text or "" for each in paragraph.iter(f"{_A}t"))


def _level(point: str | None, parents: dict[str | None, str | None]) -> int:
    level = -1  # the diagram itself is the outermost parent
    while level < _MAX_LEVELS and point in parents:
        point, level = parents[point], level + 1
    return max(level, 0)
