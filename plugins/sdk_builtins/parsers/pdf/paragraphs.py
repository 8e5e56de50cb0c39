"""Lines of a PDF page to headings, paragraphs, list items and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from sdk_builtins.parsers.pdf.code_blocks import CodeBlock, code_apart, row_text
from sdk_builtins.parsers.pdf.grids import Grid, cell_text
from sdk_builtins.parsers.pdf.headings import SENTENCE_END, TextStyle
from sdk_builtins.parsers.pdf.line_numbers import with_numbers
from sdk_builtins.parsers.pdf.lines import Line, Row
from sdk_builtins.parsers.pdf.list_markers import with_lists
from sdk_builtins.parsers.pdf.page_parts import part_of_book
from sdk_builtins.parsers.pdf.page_text import PageBlock, PageText
from sdk_builtins.parsers.pdf.runs import gathered, runs
from sdk_builtins.parsers.pdf.table_finding import (
    BULLETS,
    LEADERS,
    MARKER,
    Table,
    has_leaders,
    tables_apart,
    to_rows,
    with_markers,
)
from sdk_core.documents.blocks import BlockKind
from sdk_core.documents.cleaning import clean, tidy
from sdk_core.documents.markdown import pipe_table

_BULLET = re.compile(f"^(?:[{BULLETS}]\\s*|[\u2013\u2014*-]\\s+|\ufffd+\\s+)(?=\\S)")
_ITEM = re.compile(r"- |\d{1,3}[.)] ")
_LABELLED = re.compile(r"[^\W\d_][^:;,!?]{0,30}:\s+\S.{0,48}$")
_SMALL = 0.75  # of running text; smaller type above and below is that of formulas
_LONG_CELL = 500  # characters; such a table only arranges text on the page
_SOFT_HYPHEN = re.compile("\u00ad ?")
_HASHES = re.compile(r"^#{1,6}(?=\s)", re.MULTILINE)


def page_text(
    number: int, lines: Sequence[Line], grids: Sequence[Grid], style: TextStyle
) -> PageText:
    """Return the blocks of a page.

    Args:
        number: Its number, from 1.
        lines: Those of its lines that are wanted.
        grids: The drawn tables on it.
        style: What was learnt of the document.
    """
    blocks = [block for block in _blocks(number, lines, grids, style) if block.text]
    numbers = [text for block in blocks if block.listing for text in block.listing.numbers]
    rows = [" ".join(line.text for line in row) for row in to_rows(lines)]
    return PageText(number, blocks, number, numbers, part_of_book(rows))


def _blocks(
    page: int, lines: Sequence[Line], grids: Sequence[Grid], style: TextStyle
) -> Iterator[PageBlock]:
    for part in gathered(_grids_apart(with_markers(with_numbers(lines)), grids), tuple):
        if isinstance(part, tuple):
            grid, inside = part
            yield from _drawn_table(grid, inside, style, page)
        else:
            yield from _flowing(part, style, page)


def _grids_apart(
    lines: Sequence[Line], grids: Sequence[Grid]
) -> Iterator[Line | tuple[Grid, list[Line]]]:
    """Yield the lines in order, those inside a grid together with it where its first one stands."""
    inside: dict[int, list[Line]] = {}
    owners = {line: next((grid for grid in grids if grid.cell_of(line)), None) for line in lines}
    for line, grid in owners.items():
        if grid:
            inside.setdefault(id(grid), []).append(line)
    for line, grid in owners.items():
        if grid is None:
            yield line
        elif inside[id(grid)][0] is line:
            yield grid, inside[id(grid)]


def _drawn_table(grid: Grid, lines: list[Line], style: TextStyle, page: int) -> Iterator[PageBlock]:
    cells = grid.fill(lines)
    rows = sorted({row for row, _ in cells})
    columns = sorted({column for _, column in cells})
    table = [[cell_text(cells.get((row, column), ())) for column in columns] for row in rows]
    if len(rows) > 1 and len(columns) > 1 and max(map(len, chain(*table))) < _LONG_CELL:
        yield _table(table)
        return
    for inside in grid.frames(lines):  # around text
        yield from _flowing(inside, style, page)


def _flowing(lines: Sequence[Line], style: TextStyle, page: int) -> Iterator[PageBlock]:
    rows = code_apart(with_lists(to_rows(lines)), is_mono_document=style.is_mono)
    for part in gathered(rows, CodeBlock):
        if isinstance(part, CodeBlock):
            yield PageBlock(part.text(), BlockKind.CODE, listing=part)
        else:
            yield from _tables_and_text(part, style, page)


def _tables_and_text(rows: Iterable[Row], style: TextStyle, page: int) -> Iterator[PageBlock]:
    for part in gathered(tables_apart(rows, _SMALL * style.body_size), Table):
        if isinstance(part, Table):
            yield _table(part.cells())
        else:
            yield from _running(part, style, page)


def _running(rows: Iterable[Row], style: TextStyle, page: int) -> Iterator[PageBlock]:
    def goes_on(block: list[Line], line: Line) -> bool:
        is_title = any(style.is_listed(each.text, page) for each in (block[-1], line))
        return not is_title and _continues(block, line)

    blocks = list(runs(map(_flatten, rows), goes_on))
    for above, block, below in zip([[], *blocks], blocks, [*blocks[1:], []], strict=False):
        yield _block(block, style, page, stands_alone=_stands_alone(above, block, below))


def _stands_alone(above: list[Line], block: list[Line], below: list[Line]) -> bool:
    """Whether a block has room above it and text below, as a heading has."""
    if not below or not 0 < block[-1].y0 - below[0].y0 < 4 * below[0].size:
        return False
    if not above or above[-1].y0 < block[0].y0:
        return True
    return above[-1].y0 - block[0].y0 > 1.6 * max(above[-1].size, block[0].size)


def _flatten(row: Row) -> Line:
    if len(row) == 1:
        return row[0]
    longest = max(row, key=lambda line: len(line.text))
    return replace(
        longest,
        text=" ".join(line.text for line in row),
        x0=row[0].x0,
        y0=min(line.y0 for line in row),
        x1=row[-1].x1,
        y1=max(line.y1 for line in row),
        pitch=longest.pitch if all(line.pitch for line in row) else 0.0,
        bold=all(line.bold for line in row),
        slanted=all(line.slanted for line in row),
    )


def _continues(block: list[Line], line: Line) -> bool:
    """Whether a line belongs to the paragraph before it."""
    last = block[-1]
    if has_leaders(last.text) or line.upright != last.upright:
        return False
    if not line.upright:
        return line.x0 < last.x1 and line.x1 > last.x0
    if _is_labelled(block[0].text) and _is_labelled(line.text):
        return False
    if MARKER.match(line.text) or abs(line.size - last.size) > 0.12 * last.size:
        return False
    if last.bold != line.bold and all(each.bold == last.bold for each in block):
        return False  # a heading above its text, or the other way round
    if last.slanted and not line.slanted and len(block) == 1:
        return False
    drop = last.y0 - line.y0
    if len(block) == 1 and last.size > 1.05 * line.size and drop > 1.3 * last.size:
        return False  # a heading that is a little larger than its text
    if drop < -0.5 * last.size or line.x0 > last.x1 or line.x1 < last.x0:  # the next column
        is_open = not SENTENCE_END.search(last.text) and len(last.text) > 20
        return is_open and line.text[:1].islower()
    usual = block[-2].y0 - last.y0 if len(block) > 1 else 1.6 * last.size
    if drop > max(usual + 0.35 * last.size, 1.15 * last.size):
        return False
    is_apart = abs(line.x0 - last.x0) > line.size or drop > 1.35 * last.size
    if bool(last.pitch) != bool(line.pitch) and is_apart:
        return False  # a command below its text, rather than a word of code at the end of it
    right = max(line.x1, *(each.x1 for each in block))
    ends = SENTENCE_END.search(last.text) is not None
    if ends and last.x1 < right - 0.2 * (right - min(block[0].x0, line.x0)):
        return False
    indent = line.x0 - last.x0
    return not (ends and 0.8 * last.size < indent < 5 * last.size and not MARKER.match(last.text))


def _is_labelled(text: str) -> bool:
    """Whether a line is a value with its label, as on forms."""
    return ":" in text and not text[0].islower() and _LABELLED.match(text) is not None


def _block(block: list[Line], style: TextStyle, page: int, *, stands_alone: bool) -> PageBlock:
    lines = tuple(block)
    if block[0].pitch and style.is_mono:
        left = min(line.x0 for line in block)
        rows = (row_text([line], left, line.pitch or block[0].pitch) for line in block)
        return PageBlock(plain("\n".join(rows)), lines=lines)
    text = block[0].text
    for above, below in pairwise(block):
        text = style.joined(text, above.text, below.text)
    if level := style.heading_level(text, block, page, stands_alone=stands_alone):
        return PageBlock(text, BlockKind.HEADING, level, lines=lines)
    text = plain(_BULLET.sub("- ", text))
    if item := _ITEM.match(text):
        return PageBlock(text[item.end() :], depth=1, marker=item.group().strip(), lines=lines)
    return PageBlock(text, lines=lines)


def plain(text: str) -> str:
    """Return text of which nothing is taken for a heading."""
    if has_leaders(text):
        text = LEADERS.sub(" \u2026 ", text).rstrip()
    text = text if text.isascii() else clean(text)
    return _HASHES.sub(r"\\\g<0>", text) if "#" in text else text


def _table(cells: Sequence[Sequence[str]]) -> PageBlock:
    return PageBlock(tidy(_SOFT_HYPHEN.sub("", pipe_table(cells))), BlockKind.TABLE)
