"""The body of a Word document to blocks of Markdown, in document order and linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sdk_builtins.parsers.office.blocks import OfficeBlock
from sdk_builtins.parsers.office.docx_inline import (
    ALTERNATE,
    DROPPED,
    TEXT,
    InlineWalk,
    WordInline,
)
from sdk_builtins.parsers.office.docx_lists import number_of, value_of
from sdk_builtins.parsers.office.docx_notes import text_of
from sdk_builtins.parsers.office.ooxml_math import MATH, MATH_PARAGRAPH
from sdk_builtins.parsers.office.opc import Part
from sdk_builtins.parsers.office.xml_names import qn
from sdk_core.documents.blocks import BlockKind
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.losses import Reason

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_IMPORTED = qn("w:altChunk")
_INNER = {_PARAGRAPH, _TABLE}
_DEEPEST = 8  # levels of lists
_MAX_SPAN = 64  # a damaged span must not fill the memory with empty cells
_MAX_DEPTH = 60  # tables in tables; deeper ones are an attack on the stack
_BOXES = {"☐": "[ ]", "☒": "[x]", "☑": "[x]"}
_BOX_MARK = re.compile(r"(?:(☐|☒|☑)|(\[[ x]\]))\s*(?=\S)")
_PLAIN_NUMBER = re.compile(r"\(?\d+[.):]?")


class BodyWalk(InlineWalk):
    """Walks the XML of a document."""

    _depth = 0

    def margin(self, part: Part) -> Iterator[OfficeBlock]:
        """Yield the blocks of a header or footer, without the numbers of pages."""
        outer, self._part, self._in_margin = self._part, part, True
        yield from self.blocks(part.xml)
        self._part, self._in_margin = outer, False

    def leave_out_unused(self) -> None:
        """Account for the notes and comments to which no text refers."""
        used = self._labels.keys() | self._remarked
        for key, (element, part) in self._notes.items():
            if key not in used:
                part.package.leave_out(Reason.HIDDEN, text_of(element))

    def blocks(self, container: Any) -> Iterator[OfficeBlock]:
        """Yield the blocks of a body, cell, note or text box."""
        for child in container:
            tag = child.tag
            if tag == _PARAGRAPH:
                yield from self._paragraph(child)
            elif tag == _TABLE:
                yield from self._table(child)
            elif tag == ALTERNATE:
                yield from self.blocks(self._alternative(child))
            elif tag == _IMPORTED:
                yield from self._imported(child)
            elif tag in DROPPED:
                self._drop(child)
            elif tag in (MATH, MATH_PARAGRAPH):
                inline = WordInline()
                self._special(child, tag, inline)
                yield OfficeBlock(inline.text)
            elif isinstance(tag, str):
                yield from self.blocks(child)  # content controls, custom XML, insertions

    def _imported(self, reference: Any) -> Iterator[OfficeBlock]:
        relation = reference.get(qn("r:id"), "")
        if (part := self._part.follow(relation)) is not None:
            yield from self._imports.blocks(part)
        elif address := self._part.address(relation):
            loss = "is an imported document outside of it and was left out"
            self._part.package.report(address, loss)

    def _paragraph(self, paragraph: Any) -> Iterator[OfficeBlock]:
        following, initial = paragraph.getnext(), paragraph.getprevious()
        if _is_initial(paragraph) and following is not None and following.tag == _PARAGRAPH:
            return  # the letter begins the first word of what follows
        inline = WordInline()
        if _is_initial(initial):
            self._read(initial, inline)
        properties = paragraph.find(qn("w:pPr"))
        style = self._styles.get(value_of(properties, "w:pStyle"))
        outer, self._is_struck = self._is_struck, style.struck
        self._read(paragraph, inline)
        self._is_struck = outer
        text = inline.text
        outline = number_of(properties, "w:outlineLvl")
        level = outline + 1 if outline is not None and outline < 9 else style.heading
        num_id = value_of(properties, "w:numPr", "w:numId") or style.num_id
        label, number, depth = None, 0, 0
        if num_id and self._numbering.is_list(num_id) and (text or inline.images):
            own = number_of(properties, "w:numPr", "w:ilvl")
            depth = own if own is not None else style.level or 0
            label, number = self._numbering.next(num_id, depth)
        box = _BOX_MARK.match(text)
        if text and level:
            block = OfficeBlock(one_line(f"{label or ''} {text}"), BlockKind.HEADING, level)
        elif text and (label is not None or box is not None):
            if box is not None:
                text = f"{box[2] or _BOXES[box[1]]} {text[box.end() :]}"
            marker, text = _marked(label or "", number, text)
            depth = min(max(depth, style.indent), _DEEPEST)
            block = OfficeBlock(text, depth=depth + 1, marker=marker)
        else:
            block = OfficeBlock(text)
        if text or inline.images or inline.remarks:
            yield inline.anchored(block)
        for drawn in inline.blocks:
            yield OfficeBlock(drawn)
        for inner in inline.boxes:
            yield from self.blocks(inner)

    def _table(self, table: Any) -> Iterator[OfficeBlock]:
        if self._depth >= _MAX_DEPTH:
            text = one_line(" ".join(each.text or "" for each in table.iter(TEXT)))
            yield OfficeBlock(text)
            return
        self._depth += 1
        rows = [list(self._cells(row)) for row in _descend(table, _ROW)]
        if len(rows) == 1 and len(rows[0]) == 1:
            yield from self.blocks(rows[0][0][0])  # a frame around text, not a table
        else:
            yield from self._grid(rows)
        self._depth -= 1

    def _grid(self, rows: list[list[tuple[Any, int, bool]]]) -> Iterator[OfficeBlock]:
        inline = WordInline()
        grid: list[list[str]] = []
        for row in rows:
            line: list[str] = []
            for cell, span, is_continued in row:
                if is_continued and cell is not None:  # as Word does not show it
                    self._part.package.leave_out(Reason.HIDDEN, text_of(cell))
                line.append("" if is_continued or cell is None else inline.flat(self.blocks(cell)))
                line.extend([""] * (span - 1))
            grid.append(line[:1] if len(row) == 1 else line)
        yield from inline.table(grid, ragged=True)

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


def _is_initial(paragraph: Any) -> bool:
    """Whether a paragraph is a large letter in a frame, as Word sets it at the start of a text."""
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:framePr')}") if paragraph is not None else None
    return found is not None and found.get(qn("w:dropCap"), "none") != "none"


def _marked(label: str, number: int, text: str) -> tuple[str, str]:
    """Return the marker and the text of an item with a printed label, ``""`` for a bullet."""
    if not label:
        return "-", text
    # 2.3.1, (a) and iv. are what the text refers to, so they stay as printed.
    return (f"{number}.", text) if _PLAIN_NUMBER.fullmatch(label) else ("-", f"{label} {text}")


def _descend(node: Any, wanted: str) -> Iterator[Any]:
    """Yield rows or cells, also those inside content controls, but not those of nested tables."""
    for child in node:
        if child.tag == wanted:
            yield child
        elif isinstance(child.tag, str) and child.tag not in DROPPED and child.tag not in _INNER:
            yield from _descend(child, wanted)
