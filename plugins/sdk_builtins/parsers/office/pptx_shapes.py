"""The shapes of a slide to blocks of Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sdk_builtins.parsers.office.blocks import EMBEDDED, OfficeBlock
from sdk_builtins.parsers.office.ooxml_graphics import GRAPHICS, graphic_blocks
from sdk_builtins.parsers.office.ooxml_math import MATH, inline_math
from sdk_builtins.parsers.office.opc import Part
from sdk_builtins.parsers.office.pptx_order import reading_order
from sdk_builtins.parsers.office.pptx_placeholders import (
    FRAME,
    GROUP,
    INK,
    box_of,
    kind_of,
    shapes_of,
)
from sdk_builtins.parsers.office.runs import join_runs, run
from sdk_builtins.parsers.office.xml_names import qn
from sdk_core.documents.blocks import BlockKind
from sdk_core.documents.cleaning import alt_text, one_line
from sdk_core.documents.losses import Reason
from sdk_core.documents.markdown import pipe_table
from sdk_core.model import Image

_FURNITURE = ("sldNum", "dt", "ftr")
_OUTLINES = ("body", "obj")
_BULLETS = (qn("a:buChar"), qn("a:buBlip"))
_NUMBERED, _UNMARKED = qn("a:buAutoNum"), qn("a:buNone")
_ON = ("1", "true")


class ShapeWalk:
    """Walks the shapes of one slide in reading order and gathers its pictures.

    Args:
        slide: The slide.
        number: Its number, for warnings.
    """

    def __init__(self, slide: Part, number: int) -> None:
        self._part = slide
        self._ctx = slide.package.ctx
        self._number = number
        self.images: list[Image] = []

    def blocks(self, tree: Any, title: Any | None = None) -> Iterator[OfficeBlock]:
        """Yield the text of each shape but the title, in the order in which people read them."""
        shapes = (shape for shape in shapes_of(tree) if shape is not title)
        for shape in reading_order([(box_of(shape, self._part), shape) for shape in shapes]):
            yield from self._shape(shape)

    def _shape(self, shape: Any) -> Iterator[OfficeBlock]:
        if shape.tag == GROUP:
            yield from self.blocks(shape)
            return
        kind = kind_of(shape)
        if kind in _FURNITURE:
            self.leave_out(Reason.RUNNING_HEAD, all_text(shape))
            return
        if (body := shape.find(qn("p:txBody"))) is not None:
            yield from body_blocks(body, kind in _OUTLINES)
        if shape.tag == INK:
            self._ctx.leave_out(Reason.PICTURE, segment=self._number)
        elif shape.tag == FRAME:
            yield from self._frame(shape)
        else:
            yield from self._pictures(shape)

    def _frame(self, frame: Any) -> Iterator[OfficeBlock]:
        """Yield what a table, chart or diagram says."""
        if next(frame.iter(qn("a:tbl")), None) is not None:
            grid = pipe_table(list(self._rows(frame)), ragged=True)
            yield OfficeBlock(grid, BlockKind.TABLE)
        for graphic in frame.iter(*GRAPHICS):
            yield from map(OfficeBlock, graphic_blocks(graphic, self._part))
        if next(frame.iter(qn("p:oleObj")), None) is not None:
            self._ctx.leave_out(EMBEDDED, segment=self._number)

    def _rows(self, frame: Any) -> Iterator[list[str]]:
        for row in frame.iter(qn("a:tr")):
            line, covered = list[str](), 0
            for cell in row.findall(qn("a:tc")):
                text = " ".join(_paragraph(paragraph) for paragraph in cell.iter(qn("a:p")))
                is_merged = cell.get("hMerge") in _ON
                covered += is_merged
                if is_merged or cell.get("vMerge") in _ON:
                    self.leave_out(Reason.HIDDEN, text)  # as PowerPoint does not show it
                    text = ""
                line.append(text)
            yield line[:1] if covered == len(line) - 1 else line

    def leave_out(self, reason: str, text: str) -> None:
        """Account for text of the slide that is not read."""
        self._part.package.leave_out(reason, text, self._number)

    def lose_layout(self) -> None:
        """Tell and account for a slide of which only the bare text can be read."""
        self._ctx.warn(f"on slide {self._number}, its layout is damaged and was left out")
        self._ctx.leave_out(Reason.UNREADABLE, segment=self._number)

    def _pictures(self, shape: Any) -> Iterator[OfficeBlock]:
        blips = list(shape.iter(qn("a:blip")))
        properties = shape.find(f".//{qn('p:cNvPr')}")
        alt = alt_text(properties.get("descr", "")) if properties is not None and blips else ""
        if alt:
            yield OfficeBlock(f"![{alt}]()")
        for blip in blips:
            image = self._part.picture(blip.get(qn("r:embed")), alt, self._number)
            if image is not None:
                self.images.append(image)


def all_text(element: Any) -> str:
    """Return all text within an element on one line."""
    return one_line(" ".join(texts_of(element)))


def texts_of(element: Any) -> Iterator[str]:
    """Yield the text of each paragraph within an element, whatever it stands in."""
    return map(_paragraph, element.iter(qn("a:p")))


def body_blocks(body: Any, is_outline: bool) -> Iterator[OfficeBlock]:
    """Yield the paragraphs of a text body, list items with their marks and levels.

    Args:
        body: The ``txBody`` element.
        is_outline: Whether paragraphs are list items unless they say otherwise, as in the body
            placeholder of most layouts.
    """
    paragraphs = [(_paragraph(p).strip(), p.find(qn("a:pPr"))) for p in body.findall(qn("a:p"))]
    paragraphs = [(text, properties) for text, properties in paragraphs if text]
    is_list = is_outline and len(paragraphs) > 1  # a single line is a subtitle or a remark
    numbers: dict[int, int] = {}
    for text, properties in paragraphs:
        stated = properties.get("lvl", "0") if properties is not None else "0"
        level = int(stated) if stated.isdigit() else 0
        marker = _mark(properties, is_list or level > 0)
        if marker == "1.":
            first = properties.find(_NUMBERED).get("startAt", "1")
            before = int(first) - 1 if first.isdigit() else 0
            numbers[level] = numbers.get(level, before) + 1
            marker = f"{numbers[level]}."
        else:
            numbers.pop(level, None)
        numbers = {depth: number for depth, number in numbers.items() if depth <= level}
        yield OfficeBlock(text, depth=level + 1 if marker else 0, marker=marker)


def _mark(properties: Any, is_list: bool) -> str:
    tags = {child.tag for child in properties} if properties is not None else set()
    if _UNMARKED in tags:
        return ""
    if _NUMBERED in tags:
        return "1."
    return "-" if is_list or tags.intersection(_BULLETS) else ""


def _paragraph(paragraph: Any) -> str:
    pieces = list[str]()
    for node in paragraph.iter(qn("a:t"), qn("a:br"), MATH):
        if node.tag == qn("a:t"):
            text = (node.text or "").replace("\v", "\n")
            properties = node.getparent().find(qn("a:rPr"))
            pieces.append(run(text, raised=_is_raised(properties), struck=_is_struck(properties)))
        else:
            pieces.append("\n" if node.tag == qn("a:br") else inline_math(node))
    return join_runs(pieces)


def _is_struck(properties: Any) -> bool:
    return properties is not None and properties.get("strike", "noStrike") != "noStrike"


def _is_raised(properties: Any) -> bool:
    """Whether a run stands above the line; its baseline is a share of the size."""
    baseline = "" if properties is None else properties.get("baseline", "")
    return baseline.strip(" 0.%") != "" and not baseline.startswith("-")
