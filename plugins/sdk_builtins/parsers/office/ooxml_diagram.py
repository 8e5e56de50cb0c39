"""The texts of a SmartArt diagram, which stand in a part of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sdk_builtins.parsers.office.xml_names import qn
from sdk_core.documents.cleaning import one_line

_MAX_LEVELS = 6
_INDENT = "    "


def diagram_blocks(root: Any) -> Iterator[str]:
    """Yield the points of a diagram as one list, inner ones indented.

    Args:
        root: The ``dataModel`` element of the diagram's data part.
    """
    parents = {
        link.get("destId"): link.get("srcId")
        for link in root.iter(qn("dgm:cxn"))
        if link.get("type", "parOf") == "parOf"
    }
    lines = []
    for point in root.iter(qn("dgm:pt")):
        text = " ".join(_text(paragraph) for paragraph in point.iter(qn("a:p")))
        if text.strip() and point.get("type", "node") not in ("pres", "parTrans", "sibTrans"):
            indent = _INDENT * _level(point.get("modelId"), parents)
            lines.append(f"{indent}- {one_line(text)}")
    yield "\n".join(lines)


def _text(paragraph: Any) -> str:
    return "".join(each.text or "" for each in paragraph.iter(qn("a:t")))


def _level(point: str | None, parents: dict[str | None, str | None]) -> int:
    level = -1  # the diagram itself is the outermost parent
    while level < _MAX_LEVELS and point in parents:
        point, level = parents[point], level + 1
    return max(level, 0)
