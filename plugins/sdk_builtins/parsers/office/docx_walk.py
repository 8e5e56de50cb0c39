"""The body of a Word document to blocks of Markdown, in document order and linear time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from sdk_builtins.parsers.office.docx_lists import Numbering, Styles, is_on, number_of, value_of
from sdk_builtins.parsers.office.ooxml_math import MATH, math_text
from sdk_core.documents.cleaning import alt_text, one_line, tidy
from sdk_core.documents.markdown import heading, pipe_table
from sdk_core.model import Image

_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VML = "{urn:schemas-microsoft-com:vml}"

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_RUN, _TEXT, _BOX = qn("w:r"), qn("w:t"), qn("w:txbxContent")
_ALTERNATE, _CHOICE, _FALLBACK = f"{_MC}AlternateContent", f"{_MC}Choice", f"{_MC}Fallback"
_GRAPHIC = {qn("w:drawing"), qn("w:pict"), qn("w:object")}
_NOTES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}
_LITERALS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
# Deleted text, properties, ruby glosses and what Word computes rather than what the author wrote.
_DROPPED = {
    qn(f"w:{name}")
    for name in (
        "del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr",
        "instrText", "delInstrText", "delText", "rt", "softHyphen", "annotationRef", "fldData",
        "tblPr", "tblGrid", "trPr", "tcPr", "sectPr",
    )
}  # fmt: skip
_INNER = {_PARAGRAPH, _TABLE}
_INDENT = "    "
_MAX_SPAN = 64  # a damaged span must not fill the memory with empty cells


@dataclass(slots=True)
class Block:
    """One paragraph, list item or table.

    Args:
        text: Its Markdown.
        heading: Level of a heading, 0 for other blocks.
        title: Text of a heading without marks.
        cells: Text of a table without its grid.
        in_list: Whether it is a list item, which follows another without a blank line.
        images: Pictures that are anchored in it.
        notes: Labels of the footnotes it refers to, with their texts.
    """

    text: str
    heading: int = 0
    title: str = ""
    cells: str = ""
    in_list: bool = False
    images: tuple[Image, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Inline:
    """What the runs of a paragraph hold."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return tidy("".join(self.pieces)).strip()


class BodyWalk:
    """Walks the XML of a document.

    Args:
        styles: The document's styles.
        numbering: The document's lists.
        notes: Kind and id of a note to its element.
        picture: Loads the picture of a relationship id with its alternative text, ``None`` when
            there is none or images are not wanted.
    """

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        notes: dict[tuple[str, str], Any],
        picture: Callable[[str, str], Image | None],
    ) -> None:
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._picture = picture
        self._labels: dict[tuple[str, str], str] = {}

    def blocks(self, container: Any) -> Iterator[Block]:
        """Yield the blocks of a body, cell, note or text box."""
        for child in container:
            tag = child.tag
            if tag == _PARAGRAPH:
                yield from self._paragraph(child)
            elif tag == _TABLE:
                yield from self._table(child)
            elif tag == _ALTERNATE:
                yield from self.blocks(_alternative(child))
            elif isinstance(tag, str) and tag not in _DROPPED:
                yield from self.blocks(child)  # content controls, custom XML, insertions

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        inline = _Inline()
        self._read(paragraph, inline)
        properties = paragraph.find(qn("w:pPr"))
        style = self._styles.get(value_of(properties, "w:pStyle"))
        text = inline.text
        outline = number_of(properties, "w:outlineLvl")
        level = outline + 1 if outline is not None and outline < 9 else style.heading
        num_id = value_of(properties, "w:numPr", "w:numId") or style.num_id
        label, number, depth = None, 0, 0
        if num_id and self._numbering.is_list(num_id) and (text or inline.images):
            own = number_of(properties, "w:numPr", "w:ilvl")
            depth = own if own is not None else style.level or 0
            label, number = self._numbering.next(num_id, depth)
        block = Block(text, images=tuple(inline.images), notes=tuple(inline.notes))
        if text and level:
            block.title = one_line(f"{label or ''} {text}")
            block.heading, block.text = level, heading(level, block.title)
        elif text and label is not None:
            block.in_list = True
            indent = _INDENT * min(max(depth, style.indent), 8)
            mark = _list_mark(label, number)
            block.text = f"{indent}{mark} " + text.replace("\n", f"\n{indent}  ")
        if block.text or block.images:
            yield block
        for box in inline.boxes:
            yield from self.blocks(box)

    def _read(self, node: Any, inline: _Inline) -> None:
        for child in node:
            tag = child.tag
            if tag == _TEXT:
                inline.pieces.append(child.text or "")
            elif tag == _RUN:
                if not self._is_hidden(child):
                    self._read(child, inline)
            elif tag in _LITERALS:
                inline.pieces.append(_LITERALS[tag])
            elif tag in _NOTES:
                self._refer(_NOTES[tag], child.get(qn("w:id"), ""), inline)
            elif tag in _GRAPHIC:
                self._graphic(child, inline, "")
            elif tag == _ALTERNATE:
                self._read(_alternative(child), inline)
            elif tag == MATH:
                inline.pieces.append(math_text(child))
            elif isinstance(tag, str) and tag not in _DROPPED:
                self._read(child, inline)  # links, insertions, controls, fields, smart tags

    def _is_hidden(self, run: Any) -> bool:
        properties = run.find(qn("w:rPr"))
        if properties is None:
            return False
        own = is_on(properties, "w:vanish")
        return self._styles.get(value_of(properties, "w:rStyle")).hidden if own is None else own

    def _graphic(self, node: Any, inline: _Inline, alt: str) -> None:
        for child in node:
            tag = child.tag
            if tag == _BOX:
                inline.boxes.append(child)
            elif tag == _ALTERNATE:
                self._graphic(_alternative(child), inline, alt)
            elif tag == qn("wp:docPr") or tag == qn("pic:cNvPr"):
                alt = child.get("descr") or alt
            elif tag == qn("a:blip"):
                self._show(child.get(qn("r:embed")), alt, inline)
            elif tag == f"{_VML}imagedata":
                self._show(child.get(qn("r:id")), node.get("alt") or alt, inline)
            elif tag == qn("pic:nvPicPr"):
                properties = child.find(qn("pic:cNvPr"))
                alt = (properties.get("descr") if properties is not None else "") or alt
            elif isinstance(tag, str):
                self._graphic(child, inline, alt)

    def _show(self, relation: str | None, alt: str, inline: _Inline) -> None:
        alt = alt_text(alt)
        if alt:
            inline.pieces.append(f"![{alt}]()")
        if relation and (image := self._picture(relation, alt)) is not None:
            inline.images.append(image)

    def _refer(self, kind: str, note_id: str, inline: _Inline) -> None:
        note = self._notes.get((kind, note_id))
        if note is None:
            return
        if (kind, note_id) not in self._labels:
            label = self._labels[kind, note_id] = str(len(self._labels) + 1)
            inline.notes.append((label, self._flat(note, inline)))
        inline.pieces.append(f"[^{self._labels[kind, note_id]}]")

    def _table(self, table: Any) -> Iterator[Block]:
        rows = [list(self._cells(row)) for row in _descend(table, _ROW)]
        if len(rows) == 1 and len(rows[0]) == 1:
            yield from self.blocks(rows[0][0][0])  # a frame around text, not a table
            return
        inline = _Inline()
        grid: list[list[str]] = []
        for row in rows:
            line: list[str] = []
            for cell, span, is_continued in row:
                line.append("" if is_continued or cell is None else self._flat(cell, inline))
                line.extend([""] * (span - 1))
            grid.append(line)
        text = pipe_table(grid)
        if text or inline.images:
            yield Block(
                text,
                cells=" ".join(cell for line in grid for cell in line if cell),
                images=tuple(inline.images),
                notes=tuple(inline.notes),
            )

    def _cells(self, row: Any) -> Iterator[tuple[Any, int, bool]]:
        before = number_of(row.find(qn("w:trPr")), "w:gridBefore") or 0
        if before:
            yield None, min(before, _MAX_SPAN), True
        for cell in _descend(row, _CELL):
            properties = cell.find(qn("w:tcPr"))
            span = min(max(number_of(properties, "w:gridSpan") or 1, 1), _MAX_SPAN)
            merge = properties.find(qn("w:vMerge")) if properties is not None else None
            is_continued = merge is not None and merge.get(qn("w:val"), "continue") != "restart"
            yield cell, span, is_continued

    def _flat(self, container: Any, inline: _Inline) -> str:
        """Return everything in a cell or note on one line; nested tables lose their grid."""
        texts = []
        for block in self.blocks(container):
            inline.images.extend(block.images)
            inline.notes.extend(block.notes)
            texts.append(block.cells or block.text)
        return one_line(" ".join(texts))


def _list_mark(label: str, number: int) -> str:
    if label.count(".") > 1:  # 2.3.1: text refers to such numbers, so they stay as printed
        return f"- {label}"
    return f"{number}." if label else "-"


def _alternative(node: Any) -> Any:
    choice = node.find(_CHOICE)
    if choice is None or not len(choice):
        fallback = node.find(_FALLBACK)
        return () if fallback is None else fallback
    return choice


def _descend(node: Any, wanted: str) -> Iterator[Any]:
    """Yield rows or cells, also those inside content controls, but not those of nested tables."""
    for child in node:
        if child.tag == wanted:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _DROPPED and child.tag not in _INNER:
            yield from _descend(child, wanted)
