"""The XML of an OpenDocument file to blocks of Markdown.

Element names are those of OASIS OpenDocument 1.3, part 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sdk_builtins.parsers.office.blocks import EMBEDDED, Inline, OfficeBlock
from sdk_builtins.parsers.office.odf_styles import OdfStyles
from sdk_builtins.parsers.office.opc import Package
from sdk_builtins.parsers.office.runs import run
from sdk_builtins.parsers.office.xml_names import qn
from sdk_core.documents.blocks import BlockKind
from sdk_core.documents.cleaning import alt_text, one_line
from sdk_core.documents.losses import Reason
from sdk_core.documents.markdown import link
from sdk_core.model import Image

_DRAWINGS = qn("draw:")
_DROPPED = {
    qn(f"text:{name}")
    for name in (
        "tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "ruby-text",
        "note-citation", "bookmark", "soft-page-break", "alphabetical-index-mark",
    )
} | {
    qn("office:annotation"), qn("office:annotation-end"), qn("office:forms"),
    qn("office:event-listeners"), qn("draw:glue-point"), qn("svg:title"), qn("svg:desc"),
}  # fmt: skip
_SPACES = re.compile(r"[ \t\r\n]+")  # one space; more are elements of their own
_MAX_REPEAT = 64  # spreadsheets repeat an empty cell to the right edge of the sheet
_MAX_DEPTH = 60
_DEEPEST = 8  # levels of lists


class OdfWalk:
    """Walks the content of a document.

    Args:
        styles: What its styles say of lists and of text.
        package: Its parts.
    """

    def __init__(self, styles: OdfStyles, package: Package) -> None:
        self._styles = styles
        self._package = package
        self._count = 0
        self._depth = 0
        self._is_raised = self._is_struck = False

    def blocks(self, container: Iterable[Any]) -> Iterator[OfficeBlock]:
        """Yield the blocks of a body, cell, note, frame or text box."""
        if self._depth > _MAX_DEPTH:
            for element in container:
                self._leave_out(Reason.UNREADABLE, element)
            return
        self._depth += 1
        for child in container:
            tag = child.tag
            if tag in _DROPPED:
                self._drop(child)
            elif not isinstance(tag, str):
                continue
            elif tag in (qn("text:p"), qn("text:h")):
                yield from self._paragraph(child, tag == qn("text:h"))
            elif tag == qn("text:list"):
                yield from self._list(child, 0, child.get(qn("text:style-name"), ""))
            elif tag == qn("table:table"):
                yield from self._table(child)
            elif tag == qn("draw:frame"):
                yield from self._frame(child)
            else:
                yield from self.blocks(child)  # sections, indexes, groups, shapes, text boxes
        self._depth -= 1

    def _paragraph(self, element: Any, is_heading: bool) -> Iterator[OfficeBlock]:
        style = element.get(qn("text:style-name"), "")
        if self._styles.is_hidden(style):
            self._leave_out(Reason.HIDDEN, element)
            return
        inline = Inline()
        outer = self._is_raised, self._is_struck
        self._is_raised, self._is_struck = False, self._styles.is_struck(style) or False
        self._read(element, inline)
        self._is_raised, self._is_struck = outer
        block = inline.anchored(OfficeBlock(inline.text))
        if is_heading and block.text:
            stated = element.get(qn("text:outline-level"), "")
            level = min(int(stated), 9) if stated.isdigit() and int(stated) else 1
            block = replace(block, text=one_line(block.text), kind=BlockKind.HEADING, level=level)
        if block.text or block.images:
            yield block
        for frame in inline.boxes:
            yield from self.blocks(frame)

    def _read(self, node: Any, inline: Inline) -> None:
        self._say(node.text, inline)
        for child in node:
            tag = child.tag
            if tag in _DROPPED:
                self._drop(child)
            elif isinstance(tag, str):
                self._inline(child, tag, inline)
            self._say(child.tail, inline)

    def _say(self, text: str | None, inline: Inline) -> None:
        if text:
            said = _SPACES.sub(" ", text)
            inline.pieces.append(run(said, raised=self._is_raised, struck=self._is_struck))

    def _inline(self, child: Any, tag: str, inline: Inline) -> None:
        if tag == qn("text:s"):
            count = child.get(qn("text:c"), "")
            inline.pieces.append(" " * (min(int(count), 1000) if count.isdigit() else 1))
        elif tag == qn("text:tab"):
            inline.pieces.append("\t")
        elif tag == qn("text:line-break"):
            inline.pieces.append("\n")
        elif tag == qn("text:note"):
            self._note(child, inline)
        elif tag == qn("text:a"):
            inner = len(inline.pieces)
            self._read(child, inline)
            address = child.get(qn("xlink:href"), "")
            inline.pieces[inner:] = [link(inline.since(inner), address)]
        elif tag == qn("text:span"):
            self._span(child, inline)
        elif tag == qn("draw:frame"):
            for block in self._frame(child):
                inline.images.extend(block.images)
                inline.notes.extend(block.notes)
                inline.pieces.append(block.text if "\n" not in block.text else f"\n{block.text}\n")
        elif tag.startswith(_DRAWINGS):
            inline.boxes.append(child)
        else:
            self._read(child, inline)  # fields, references, ruby bases

    def _span(self, span: Any, inline: Inline) -> None:
        style = span.get(qn("text:style-name"), "")
        if self._styles.is_hidden(style):
            self._leave_out(Reason.HIDDEN, span)
            return
        outer = self._is_raised, self._is_struck
        raised, struck = self._styles.is_raised(style), self._styles.is_struck(style)
        self._is_raised = self._is_raised if raised is None else raised
        self._is_struck = self._is_struck if struck is None else struck
        self._read(span, inline)
        self._is_raised, self._is_struck = outer

    def _drop(self, element: Any) -> None:
        """Account for an element that is no part of the text, where it has text of its own."""
        if element.tag == qn("office:annotation"):
            self._leave_out(Reason.COMMENT, element)
        elif element.tag == qn("text:tracked-changes"):
            for deleted in element.iter(qn("text:deletion")):
                self._leave_out(Reason.DELETED, deleted)
        elif element.tag == qn("text:ruby-text"):
            self._leave_out("gloss", element)

    def _leave_out(self, reason: str, element: Any) -> None:
        paragraphs = list(element.iter(qn("text:p"), qn("text:h"))) or [element]
        texts = ("".join(each.itertext()) for each in paragraphs)
        self._package.leave_out(reason, " ".join(texts))

    def _note(self, note: Any, inline: Inline) -> None:
        body = note.find(qn("text:note-body"))
        if body is None:
            return
        self._count += 1
        inline.pieces.append(f"[^{self._count}]")
        inline.notes.append((str(self._count), inline.flat(self.blocks(body))))

    def _list(self, element: Any, depth: int, style: str) -> Iterator[OfficeBlock]:
        style = element.get(qn("text:style-name"), "") or style
        is_numbered = self._styles.is_numbered(style, depth + 1)
        number = 0
        for item in element:
            if item.tag not in (qn("text:list-item"), qn("text:list-header")):
                continue
            number += 1
            marker = f"{number}." if is_numbered else "-"
            for child in item:
                if child.tag == qn("text:list") and depth < _DEEPEST:
                    yield from self._list(child, depth + 1, style)
                    continue
                for block in self.blocks([child]):
                    if block.level or block.kind is BlockKind.TABLE or not block.text:
                        yield block
                    else:
                        yield replace(block, depth=depth + 1, marker=marker)
                        marker = ""

    def _frame(self, frame: Any) -> Iterator[OfficeBlock]:
        described = frame.find(qn("svg:desc")), frame.find(qn("svg:title"))
        alt = alt_text(next((each.text or "" for each in described if each is not None), ""))
        for child in frame:
            if child.tag == qn("draw:image"):
                image = self._picture(child.get(qn("xlink:href"), ""), alt)
                images = (image,) if image is not None else ()
                if alt or images:
                    yield OfficeBlock(f"![{alt}]()" if alt else "", images=images)
                return  # further images are the same in other formats
            if child.tag == qn("draw:object"):
                formula = "".join(child.itertext(qn("math:annotation"))).strip()
                if formula:
                    yield OfficeBlock(formula)
                else:
                    self._package.ctx.leave_out(EMBEDDED)
            elif isinstance(child.tag, str) and child.tag not in _DROPPED:
                yield from self.blocks([child])

    def _picture(self, path: str, alt: str) -> Image | None:
        if not self._package.ctx.multimodal or ":" in path:
            return None  # linked pictures are never fetched
        return self._package.picture(path.removeprefix("./"), alt)

    def _table(self, table: Any) -> Iterator[OfficeBlock]:
        inline = Inline()
        grid = [
            self._row(row, inline)
            for row in table.iter(qn("table:table-row"))
            if next(row.iterancestors(qn("table:table"))) is table
            for _ in range(_repeats(row, "rows"))
        ]
        width = max((at for row in grid for at, cell in enumerate(row, 1) if cell), default=0)
        grid = [row[:width] for row in grid]  # rows are filled up to the edge of the sheet
        if len(grid) == 1 and len(grid[0]) == 1:
            yield inline.anchored(OfficeBlock(grid[0][0]))
        else:
            yield from inline.table(grid)

    def _row(self, row: Any, inline: Inline) -> list[str]:
        cells = list[str]()
        for cell in row:
            if cell.tag not in (qn("table:table-cell"), qn("table:covered-table-cell")):
                continue
            covered = cell.tag == qn("table:covered-table-cell")
            if covered:
                self._leave_out(Reason.HIDDEN, cell)  # as it is not shown
            text = "" if covered else inline.flat(self.blocks(cell))
            cells.extend([text] * _repeats(cell, "columns"))
        return cells


def _repeats(element: Any, what: str) -> int:
    repeated = element.get(qn(f"table:number-{what}-repeated"), "")
    return min(max(int(repeated), 1), _MAX_REPEAT) if repeated.isdigit() else 1
