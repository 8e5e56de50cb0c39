"""The XML of an OpenDocument file to blocks of Markdown.

Element names are those of OASIS OpenDocument 1.3, part 3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sdk_core.documents.cleaning import alt_text, one_line, tidy
from sdk_core.documents.markdown import heading, link, pipe_table
from sdk_core.model import Image

_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT = f"{{{_BASE}text:1.0}}"
"""Namespace of text, in the notation of lxml."""

DRAW = f"{{{_BASE}drawing:1.0}}"
"""Namespace of drawings."""

PRESENTATION = f"{{{_BASE}presentation:1.0}}"
"""Namespace of presentations."""

_TABLE = f"{{{_BASE}table:1.0}}"
_OFFICE = f"{{{_BASE}office:1.0}}"
_SVG = f"{{{_BASE}svg-compatible:1.0}}"
_STYLE = f"{{{_BASE}style:1.0}}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_MATH = "{http://www.w3.org/1998/Math/MathML}"
_DROPPED = {
    f"{TEXT}{name}"
    for name in (
        "tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "ruby-text",
        "note-citation", "bookmark", "soft-page-break", "alphabetical-index-mark",
    )
} | {
    f"{_OFFICE}annotation", f"{_OFFICE}annotation-end", f"{_OFFICE}forms",
    f"{_OFFICE}event-listeners", f"{DRAW}glue-point", f"{_SVG}title", f"{_SVG}desc",
}  # fmt: skip
_SPACES = re.compile(r"[ \t\r\n]+")  # one space; more are elements of their own
_MAX_REPEAT = 64  # spreadsheets repeat an empty cell to the right edge of the sheet
_MAX_DEPTH = 60
_INDENT = "    "


@dataclass(slots=True)
class OdfBlock:
    """One paragraph, list item or table; ``level`` and ``title`` are those of a heading."""

    text: str
    level: int = 0
    title: str = ""
    in_list: bool = False
    cells: str = ""
    images: tuple[Image, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Inline:
    pieces: list[str] = field(default_factory=list)
    frames: list[Any] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def attribute(element: Any, space: str, name: str) -> str:
    """Return an attribute of an element, ``""`` when it has none."""
    return element.get(f"{space}{name}") or ""


class OdfWalk:
    """Walks the content of a document.

    Args:
        root: Root of ``content.xml``, whose styles say which lists are numbered.
        picture: Loads a picture by its path, ``None`` when images are not wanted.
    """

    def __init__(self, root: Any, picture: Callable[[str, str], Image | None]) -> None:
        self._picture = picture
        self._count = 0
        self._depth = 0
        self._numbered = {
            attribute(style, _STYLE, "name"): {
                attribute(level, TEXT, "level")
                for level in style.iterchildren(f"{TEXT}list-level-style-number")
            }
            for style in root.iter(f"{TEXT}list-style")
        }
        self._hidden = {
            attribute(style, _STYLE, "name")
            for style in root.iter(f"{_STYLE}style")
            for properties in style.iterchildren(f"{_STYLE}text-properties")
            if attribute(properties, TEXT, "display") == "none"
        }

    def blocks(self, container: Iterable[Any]) -> Iterator[OdfBlock]:
        """Yield the blocks of a body, cell, note, frame or text box."""
        if self._depth > _MAX_DEPTH:
            return
        self._depth += 1
        for child in container:
            tag = child.tag
            if tag in _DROPPED or not isinstance(tag, str):
                continue
            if tag in (f"{TEXT}p", f"{TEXT}h"):
                yield from self._paragraph(child, tag == f"{TEXT}h")
            elif tag == f"{TEXT}list":
                yield from self._list(child, 0, attribute(child, TEXT, "style-name"))
            elif tag == f"{_TABLE}table":
                yield from self._table(child)
            elif tag == f"{DRAW}frame":
                yield from self._frame(child)
            else:
                yield from self.blocks(child)  # sections, indexes, groups, shapes, text boxes
        self._depth -= 1

    def _paragraph(self, element: Any, is_heading: bool) -> Iterator[OdfBlock]:
        inline = _Inline()
        self._read(element, inline)
        text = tidy("".join(inline.pieces)).strip()
        block = OdfBlock(text, images=tuple(inline.images), notes=tuple(inline.notes))
        if is_heading and text:
            level = attribute(element, TEXT, "outline-level")
            block.level = min(int(level), 9) if level.isdigit() and int(level) else 1
            block.title = one_line(text)
            block.text = heading(block.level, text)
        if block.text or block.images:
            yield block
        for frame in inline.frames:
            yield from self.blocks(frame)

    def _read(self, node: Any, inline: _Inline) -> None:
        inline.pieces.append(_SPACES.sub(" ", node.text or ""))
        for child in node:
            tag = child.tag
            if isinstance(tag, str) and tag not in _DROPPED:
                self._inline(child, tag, inline)
            inline.pieces.append(_SPACES.sub(" ", child.tail or ""))

    def _inline(self, child: Any, tag: str, inline: _Inline) -> None:
        if tag == f"{TEXT}s":
            count = attribute(child, TEXT, "c")
            inline.pieces.append(" " * (min(int(count), 1000) if count.isdigit() else 1))
        elif tag == f"{TEXT}tab":
            inline.pieces.append("\t")
        elif tag == f"{TEXT}line-break":
            inline.pieces.append("\n")
        elif tag == f"{TEXT}note":
            self._note(child, inline)
        elif tag == f"{TEXT}a":
            inner = len(inline.pieces)
            self._read(child, inline)
            shown = "".join(inline.pieces[inner:])
            inline.pieces[inner:] = [link(shown, attribute(child, _XLINK, "href"))]
        elif tag == f"{TEXT}span":
            if attribute(child, TEXT, "style-name") not in self._hidden:
                self._read(child, inline)
        elif tag == f"{DRAW}frame":
            for block in self._frame(child):
                inline.images.extend(block.images)
                inline.notes.extend(block.notes)
                inline.pieces.append(block.text if "\n" not in block.text else f"\n{block.text}\n")
        elif tag.startswith(DRAW):
            inline.frames.append(child)
        else:
            self._read(child, inline)  # fields, references, ruby bases

    def _note(self, note: Any, inline: _Inline) -> None:
        body = note.find(f"{TEXT}note-body")
        if body is None:
            return
        self._count += 1
        inline.pieces.append(f"[^{self._count}]")
        inline.notes.append(f"[^{self._count}]: {self._flat(body, inline)}")

    def _list(self, element: Any, depth: int, style: str) -> Iterator[OdfBlock]:
        style = attribute(element, TEXT, "style-name") or style
        is_numbered = str(depth + 1) in self._numbered.get(style, ())
        number = 0
        for item in element:
            if item.tag not in (f"{TEXT}list-item", f"{TEXT}list-header"):
                continue
            number += 1
            mark, first = f"{number}." if is_numbered else "-", True
            for child in item:
                if child.tag == f"{TEXT}list" and depth < _MAX_DEPTH:
                    yield from self._list(child, depth + 1, style)
                    continue
                for block in self.blocks([child]):
                    if not block.level and not block.cells and block.text:
                        indent = _INDENT * min(depth, 8)
                        lead = f"{indent}{mark} " if first else f"{indent}  "
                        block.text = lead + block.text.replace("\n", f"\n{indent}  ")
                        block.in_list, first = True, False
                    yield block

    def _frame(self, frame: Any) -> Iterator[OdfBlock]:
        described = frame.find(f"{_SVG}desc"), frame.find(f"{_SVG}title")
        alt = alt_text(next((each.text or "" for each in described if each is not None), ""))
        for child in frame:
            if child.tag == f"{DRAW}image":
                image = self._picture(attribute(child, _XLINK, "href"), alt)
                images = (image,) if image is not None else ()
                if alt or images:
                    yield OdfBlock(f"![{alt}]()" if alt else "", images=images)
                return  # further images are the same in other formats
            if child.tag == f"{DRAW}object":
                formula = "".join(child.itertext(f"{_MATH}annotation")).strip()
                if formula:
                    yield OdfBlock(formula)
            elif isinstance(child.tag, str) and child.tag not in _DROPPED:
                yield from self.blocks([child])

    def _table(self, table: Any) -> Iterator[OdfBlock]:
        inline = _Inline()
        grid = [
            self._row(row, inline)
            for row in table.iter(f"{_TABLE}table-row")
            if next(row.iterancestors(f"{_TABLE}table")) is table
        ]
        if len(grid) == 1 and len(grid[0]) == 1:
            yield OdfBlock(grid[0][0], images=tuple(inline.images), notes=tuple(inline.notes))
            return
        text = pipe_table(grid)
        if text or inline.images:
            yield OdfBlock(
                text,
                cells=" ".join(cell for row in grid for cell in row if cell),
                images=tuple(inline.images),
                notes=tuple(inline.notes),
            )

    def _row(self, row: Any, inline: _Inline) -> list[str]:
        cells = list[str]()
        for cell in row:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            repeated = attribute(cell, _TABLE, "number-columns-repeated")
            count = int(repeated) if repeated.isdigit() else 1
            covered = cell.tag == f"{_TABLE}covered-table-cell"
            text = "" if covered else self._flat(cell, inline)
            cells.extend([text] * min(max(count, 1), _MAX_REPEAT))
        return cells

    def _flat(self, container: Any, inline: _Inline) -> str:
        """Return everything in a cell or note on one line; nested tables lose their grid."""
        texts = []
        for block in self.blocks(container):
            inline.images.extend(block.images)
            inline.notes.extend(block.notes)
            texts.append(block.cells or block.text)
        return one_line(" ".join(texts))
