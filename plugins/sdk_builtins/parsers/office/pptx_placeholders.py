"""Which shapes a slide has, what they are there for, and where they stand.

A placeholder without a place of its own takes that of the layout, and the layout that of the master
(ECMA-376 part 1, 19.3.1.36).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sdk_builtins.parsers.office.opc import Part
from sdk_builtins.parsers.office.xml_names import qn

Box = tuple[int, int, int, int]
"""Left, top, right and bottom of a shape, in English Metric Units."""

SHAPE, GROUP, FRAME, INK = qn("p:sp"), qn("p:grpSp"), qn("p:graphicFrame"), qn("p:contentPart")
_SHAPES = {SHAPE, GROUP, FRAME, INK, qn("p:cxnSp"), qn("p:pic")}
_ALTERNATE, _CHOICE, _FALLBACK = qn("mc:AlternateContent"), qn("mc:Choice"), qn("mc:Fallback")
_PLACEHOLDER = f"*/{qn('p:nvPr')}/{qn('p:ph')}"
_TRANSFORMS = (
    qn("p:xfrm"),
    f"{qn('p:spPr')}/{qn('a:xfrm')}",
    f"{qn('p:grpSpPr')}/{qn('a:xfrm')}",
)
_UNSTATED = {"type": "obj", "idx": "0"}
_IN_MASTER = {
    "title": "title", "ctrTitle": "title", "dt": "dt", "ftr": "ftr", "sldNum": "sldNum",
}  # fmt: skip


def tree_of(part: Part) -> Any:
    """Return what holds the shapes of a slide, layout or master, empty when there is nothing."""
    tree = part.xml.find(f"{qn('p:cSld')}/{qn('p:spTree')}") if part.xml is not None else None
    return () if tree is None else tree


def shapes_of(tree: Iterable[Any]) -> Iterator[Any]:
    """Yield the shapes of a slide or group, and the preferred form of alternative content."""
    for child in tree:
        if child.tag in _SHAPES:
            yield child
        elif child.tag == _ALTERNATE:
            choice = child.find(_CHOICE)
            is_empty = choice is None or not len(choice)
            yield from shapes_of(child.iterfind(f"{_FALLBACK}/*") if is_empty else choice)


def kind_of(shape: Any) -> str:
    """Return what a placeholder is for, such as ``body`` or ``ftr``, ``""`` for other shapes."""
    return _stated(shape, "type")


def first_placeholder(part: Part, name: str, value: str) -> Any | None:
    """Return the first placeholder of a slide with an attribute, ``None`` when there is none."""
    return next((s for s in shapes_of(tree_of(part)) if _stated(s, name) == value), None)


def box_of(shape: Any, slide: Part) -> Box:
    """Return the box of a shape, a point in the upper left corner when its place is unknown."""
    for each in (shape, *_models(shape, slide)):
        transforms = map(each.find, _TRANSFORMS)
        transform = next((found for found in transforms if found is not None), None)
        offset = transform.find(qn("a:off")) if transform is not None else None
        if transform is None or offset is None:
            continue
        extent = transform.find(qn("a:ext"))
        size = {} if extent is None else extent.attrib
        try:
            left, top = int(offset.get("x", "")), int(offset.get("y", ""))
            return left, top, left + int(size.get("cx", "0")), top + int(size.get("cy", "0"))
        except ValueError:
            break
    return 0, 0, 0, 0


def _models(shape: Any, slide: Part) -> Iterator[Any]:
    """Yield the placeholders of the layout and its master on which one of a slide is modelled."""
    for layout in slide.related("slideLayout") if kind_of(shape) else ():
        model = first_placeholder(layout, "idx", _stated(shape, "idx"))
        if model is None:
            continue
        yield model
        for master in layout.related("slideMaster"):
            kind = _IN_MASTER.get(kind_of(model), "body")
            if (origin := first_placeholder(master, "type", kind)) is not None:
                yield origin


def _stated(shape: Any, name: str) -> str:
    """Return an attribute of a placeholder, ``""`` for shapes that are none."""
    found = shape.find(_PLACEHOLDER)
    return "" if found is None else str(found.get(name, _UNSTATED[name]))
