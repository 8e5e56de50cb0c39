"""The shapes of a slide to blocks of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.shapes.base import BaseShape
from pptx.shapes.group import GroupShape

from sdk_builtins.parsers.office.ooxml import parse_xml
from sdk_builtins.parsers.office.ooxml_math import MATH, math_text
from sdk_core.components import ParseContext
from sdk_core.documents.cleaning import alt_text, one_line
from sdk_core.documents.images import UnusableImage, encode
from sdk_core.documents.markdown import pipe_table
from sdk_core.model import Image

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FURNITURE = {PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER}
_OUTLINES = {PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY}
_BULLETS = (qn("a:buChar"), qn("a:buBlip"))
_NUMBERED, _UNMARKED = qn("a:buAutoNum"), qn("a:buNone")
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_INDENT = "    "
_MAX_SPAN = 64


class ShapeWalk:
    """Walks the shapes of one slide in reading order and gathers its pictures.

    Args:
        ctx: Says whether images are wanted, and is told what was left out.
        slide: Number of the slide, for warnings.
    """

    def __init__(self, ctx: ParseContext, slide: int) -> None:
        self._ctx = ctx
        self._slide = slide
        self.images: list[Image] = []

    def blocks(self, shapes: Any, title: BaseShape | None) -> Iterator[str]:
        """Yield the text of each shape but the title, from top to bottom and left to right."""
        _unwrap_alternatives(shapes._spTree if hasattr(shapes, "_spTree") else shapes._grpSp)
        for shape in sorted(shapes, key=_position):
            if title is None or shape.element is not title.element:
                yield from filter(None, self._shape(shape))

    def _shape(self, shape: Any) -> Iterator[str]:
        if isinstance(shape, GroupShape):
            yield from self.blocks(shape.shapes, None)
            return
        kind = shape.placeholder_format.type if shape.is_placeholder else None
        if kind in _FURNITURE:
            return
        if getattr(shape, "has_table", False) and shape.has_table:
            yield pipe_table([list(_cells(row)) for row in shape._element.iter(qn("a:tr"))])
        elif getattr(shape, "has_chart", False) and shape.has_chart:
            yield from _chart(shape.chart._chartSpace)
        elif shape.has_text_frame:
            yield body_text(shape.text_frame._txBody, kind in _OUTLINES)
        elif shape._element.find(f".//{{{_DIAGRAM}}}relIds") is not None:
            yield self._diagram(shape)
        yield from self._pictures(shape)

    def _pictures(self, shape: Any) -> Iterator[str]:
        element = shape._element
        blips = [] if element.tag == qn("p:graphicFrame") else list(element.iter(qn("a:blip")))
        properties = element.find(f".//{qn('p:cNvPr')}")
        alt = alt_text(properties.get("descr", "")) if properties is not None and blips else ""
        if alt:
            yield f"![{alt}]()"
        for blip in blips:
            if self._ctx.multimodal:
                self._load(shape.part, blip.get(qn("r:embed")), alt)

    def _load(self, part: Any, relation: str | None, alt: str) -> None:
        if relation is None or relation not in part.rels or part.rels[relation].is_external:
            return  # linked pictures are never fetched
        try:
            image = encode(part.rels[relation].target_part.blob, alt)
        except UnusableImage as error:
            self._ctx.warn(f"a picture on slide {self._slide} was left out: {error}")
        else:
            if image is not None:
                self.images.append(image)

    def _diagram(self, shape: Any) -> str:
        """Return the texts of a SmartArt diagram, which stand in a part of their own."""
        relation = shape._element.find(f".//{{{_DIAGRAM}}}relIds").get(qn("r:dm"))
        if relation not in shape.part.rels:
            return ""
        root = parse_xml(shape.part.rels[relation].target_part.blob)
        lines = (_paragraph(paragraph) for paragraph in root.iter(qn("a:p")))
        return "\n".join(f"- {one_line(line)}" for line in lines if line.strip())


def body_text(body: Any, is_outline: bool) -> str:
    """Return the paragraphs of a text body, list items with their marks and levels.

    Args:
        body: The ``txBody`` element.
        is_outline: Whether paragraphs are list items unless they say otherwise, as in the body
            placeholder of most layouts.
    """
    paragraphs = [(_paragraph(p).strip(), p.find(qn("a:pPr"))) for p in body.findall(qn("a:p"))]
    paragraphs = [(text, properties) for text, properties in paragraphs if text]
    is_list = is_outline and len(paragraphs) > 1  # a single line is a subtitle or a remark
    text, was_item = "", False
    numbers: dict[int, int] = {}
    for line, properties in paragraphs:
        level = int(properties.get("lvl", "0")) if properties is not None else 0
        mark = _mark(properties, is_list or level > 0)
        if mark == "1.":
            numbers[level] = numbers.get(level, 0) + 1
            mark = f"{numbers[level]}."
        else:
            numbers.pop(level, None)
        numbers = {depth: number for depth, number in numbers.items() if depth <= level}
        gap = "\n" if was_item and mark else "\n\n"
        indent = _INDENT * level
        item = f"{indent}{mark} " + line.replace("\n", f"\n{indent}  ") if mark else line
        text += (gap if text else "") + item
        was_item = bool(mark)
    return text


def _mark(properties: Any, is_list: bool) -> str:
    tags = {child.tag for child in properties} if properties is not None else set()
    if _UNMARKED in tags:
        return ""
    if _NUMBERED in tags:
        return "1."
    return "-" if is_list or tags.intersection(_BULLETS) else ""


def _paragraph(paragraph: Any) -> str:
    pieces = []
    for node in paragraph.iter(qn("a:t"), qn("a:br"), MATH):
        if node.tag == qn("a:t"):
            pieces.append((node.text or "").replace("\v", "\n"))
        else:
            pieces.append("\n" if node.tag == qn("a:br") else math_text(node))
    return "".join(pieces)


def _cells(row: Any) -> Iterator[str]:
    for cell in row.findall(qn("a:tc")):
        covered = cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true")
        yield "" if covered else " ".join(_paragraph(p) for p in cell.iter(qn("a:p")))


def _chart(space: Any) -> Iterator[str]:
    """Yield the title of a chart and its values, one row a category."""
    title = space.find(f"{qn('c:chart')}/{qn('c:title')}")
    if title is not None:
        yield one_line(" ".join(_paragraph(p) for p in title.iter(qn("a:p"))))
    names, columns = [""], list[dict[int, str]]()
    categories: dict[int, str] = {}
    for series in space.iter(qn("c:ser")):
        names.append(_first(_points(series, "c:tx")))
        for key in ("c:cat", "c:xVal"):
            categories = categories or _points(series, key)
        columns.append(_points(series, "c:val") or _points(series, "c:yVal"))
    indexes: Iterable[int] = sorted(set(categories).union(*columns))
    rows = [[categories.get(i, ""), *(column.get(i, "") for column in columns)] for i in indexes]
    yield pipe_table([names, *rows]) if rows else ""


def _points(series: Any, name: str) -> dict[int, str]:
    """Return the cached values of one part of a series by their index."""
    part = series.find(qn(name))
    if part is None:
        return {}
    points = {}
    for at, point in enumerate(part.iter(qn("c:pt"))):
        value = point.find(qn("c:v"))
        index = point.get("idx", "")
        text = value.text or "" if value is not None else ""
        points[int(index) if index.isdigit() else at] = _number(text)
    literal = part.find(qn("c:v"))
    return points or ({0: literal.text or ""} if literal is not None else {})


def _number(text: str) -> str:
    """Write 4.0 as 4 and keep everything else."""
    return text[:-2] if text.endswith(".0") else text


def _first(points: dict[int, str]) -> str:
    return next(iter(points.values()), "")


def _position(shape: Any) -> tuple[int, int]:
    return shape.top or 0, shape.left or 0


def _unwrap_alternatives(tree: Any) -> None:
    """Put the preferred form of alternative content in its place, so that it is a shape again."""
    for alternate in tree.findall(f"{_MC}AlternateContent"):
        choice = alternate.find(f"{_MC}Choice")
        chosen = choice if choice is not None and len(choice) else alternate.find(f"{_MC}Fallback")
        for child in list(chosen) if chosen is not None else ():
            alternate.addprevious(child)
        tree.remove(alternate)
