"""The shapes of a slide to blocks of Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.shapes.base import BaseShape
from pptx.shapes.group import GroupShape

from sdk_builtins.parsers.office.blocks import EMBEDDED, OfficeBlock
from sdk_builtins.parsers.office.ooxml_chart import chart_blocks
from sdk_builtins.parsers.office.ooxml_diagram import DIAGRAM, diagram_text
from sdk_builtins.parsers.office.ooxml_math import MATH, inline_math
from sdk_builtins.parsers.office.ooxml_names import qn
from sdk_builtins.parsers.office.opc import parse_xml
from sdk_builtins.parsers.office.pptx_order import reading_order
from sdk_builtins.parsers.office.pptx_package import BROKEN_DECK
from sdk_builtins.parsers.office.runs import join_runs, run
from sdk_core.components import ParseContext
from sdk_core.documents.blocks import BlockKind
from sdk_core.documents.cleaning import alt_text, one_line
from sdk_core.documents.images import UnusableImage, encode_image
from sdk_core.documents.losses import Reason
from sdk_core.documents.markdown import pipe_table
from sdk_core.model import Image

_FURNITURE = {PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER}
_OUTLINES = {PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY}
_BULLETS = (qn("a:buChar"), qn("a:buBlip"))
_NUMBERED, _UNMARKED = qn("a:buAutoNum"), qn("a:buNone")
_ON = ("1", "true")


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

    def blocks(self, shapes: Any, title: BaseShape | None) -> Iterator[OfficeBlock]:
        """Yield the text of each shape but the title, in the order in which people read them.

        A shape that cannot be read costs no other one, and keeps its bare text.
        """
        _unwrap_alternatives(shapes._element)
        found = list[Any]()
        for element in shapes._iter_member_elms():
            try:
                shape = shapes._shape_factory(element)
            except BROKEN_DECK as error:
                yield from self._bare(element, error)
                continue
            if title is None or element is not title.element:
                found.append(shape)
        for shape in reading_order(found):
            blocks = list[OfficeBlock]()
            try:
                blocks.extend(self._shape(shape))
            except BROKEN_DECK as error:
                blocks.extend(self._bare(shape._element, error))
            yield from blocks

    def _bare(self, element: Any, error: Exception) -> Iterator[OfficeBlock]:
        self.lose("the layout of a shape", error)
        yield from bare_text(element)

    def lose(self, what: str, error: Exception) -> None:
        """Tell and account for something on the slide that is damaged."""
        reason = one_line(str(error)) or type(error).__name__
        self._ctx.warn(f"on slide {self._slide}, {what} is damaged and was left out: {reason}")
        self._ctx.leave_out(Reason.UNREADABLE, segment=self._slide)

    def _shape(self, shape: Any) -> Iterator[OfficeBlock]:
        if isinstance(shape, GroupShape):
            yield from self.blocks(shape.shapes, None)
            return
        kind = shape.placeholder_format.type if shape.is_placeholder else None
        if kind in _FURNITURE:
            self.leave_out(Reason.RUNNING_HEAD, all_text(shape._element))
            return
        if getattr(shape, "has_table", False) and shape.has_table:
            grid = pipe_table(list(self._rows(shape._element)), ragged=True)
            yield OfficeBlock(grid, BlockKind.TABLE)
        elif getattr(shape, "has_chart", False) and shape.has_chart:
            yield from map(OfficeBlock, chart_blocks(shape.chart._chartSpace))
        elif shape.has_text_frame:
            yield from body_blocks(shape.text_frame._txBody, kind in _OUTLINES)
        elif (diagram := shape._element.find(f".//{DIAGRAM}relIds")) is not None:
            relation = diagram.get(qn("r:dm"))
            if relation in shape.part.rels:
                yield OfficeBlock(diagram_text(parse_xml(shape.part.related_part(relation).blob)))
        if next(shape._element.iter(qn("p:oleObj")), None) is not None:
            self._ctx.leave_out(EMBEDDED, segment=self._slide)
        yield from self._pictures(shape)

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
        """Account for text of the slide that is not read, as far as there is any."""
        if said := one_line(text):
            self._ctx.leave_out(reason, said, segment=self._slide)

    def _pictures(self, shape: Any) -> Iterator[OfficeBlock]:
        element = shape._element
        blips = [] if element.tag == qn("p:graphicFrame") else list(element.iter(qn("a:blip")))
        properties = element.find(f".//{qn('p:cNvPr')}")
        alt = alt_text(properties.get("descr", "")) if properties is not None and blips else ""
        if alt:
            yield OfficeBlock(f"![{alt}]()")
        for blip in blips:
            self._load(shape.part, blip.get(qn("r:embed")), alt)

    def _load(self, part: Any, relation: str | None, alt: str) -> None:
        if relation is None or relation not in part.rels or part.rels[relation].is_external:
            return  # linked pictures are never fetched
        if not self._ctx.multimodal:
            self._ctx.leave_out(Reason.PICTURE, segment=self._slide)
            return
        try:
            image = encode_image(part.rels[relation].target_part.blob, alt)
        except UnusableImage as error:
            self._ctx.warn(f"a picture on slide {self._slide} was left out: {error}")
            self._ctx.leave_out(Reason.PICTURE, segment=self._slide)
        else:
            if image is not None:
                self.images.append(image)


def bare_text(element: Any) -> Iterator[OfficeBlock]:
    """Yield the paragraphs within an element that cannot be read as what it is."""
    texts = (_paragraph(paragraph).strip() for paragraph in element.iter(qn("a:p")))
    yield from (OfficeBlock(text) for text in texts if text)


def all_text(element: Any) -> str:
    """Return all text within an element on one line."""
    return one_line(" ".join(block.text for block in bare_text(element)))


def title_of(shapes: Any) -> Any | None:
    """Return the shape that holds the title, ``None`` when there is none or it holds no text."""
    try:
        shape = shapes.title
    except BROKEN_DECK:
        return None  # it comes with the other shapes
    return shape if shape is not None and shape.has_text_frame else None


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
        level = int(properties.get("lvl", "0")) if properties is not None else 0
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


def _unwrap_alternatives(tree: Any) -> None:
    """Put the preferred form of alternative content in its place, so that it is a shape again."""
    for alternate in tree.findall(qn("mc:AlternateContent")):
        choice = alternate.find(qn("mc:Choice"))
        chosen = choice if choice is not None and len(choice) else alternate.find(qn("mc:Fallback"))
        for child in list(chosen) if chosen is not None else ():
            alternate.addprevious(child)
        tree.remove(alternate)
