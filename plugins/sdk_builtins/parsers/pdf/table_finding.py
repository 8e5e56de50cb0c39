"""Rows of a table without lines: runs of lines whose parts stand below each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sdk_builtins.parsers.pdf.lines import Line, Row, is_beside
from sdk_builtins.parsers.pdf.runs import runs
from sdk_builtins.parsers.pdf.table_evidence import Verdict, judge

BULLETS = "\u2022\u2023\u25aa\u25a0\u25cf\u25cb\u25e6\u2043\u2219\u27a2\uf0b7\uf0a7\u00b7"
MARKER = re.compile(
    f"(?:[{BULLETS}]|(?:[\u2013\u2014*-]|\ufffd+)(?=\\s|$)"
    "|\\(?(?:\\d{1,3}|[a-zA-Z]|[ivx]{2,5})[.)](?=\\s|$)|\\[\\d{1,3}\\](?=\\s|$))"
)
LEADERS = re.compile(r"\s?\.(?:\s?\.){4,}\s*")  # the dots between an entry and its page number
_RTL_MARKER = re.compile(r"\.(\d{1,3})")  # a number whose point stands to its left
_MARKER_GAP = 4.0  # of the size of the type, from a marker to its item
_MAX_LEADING = 3.2  # of the size of the type, from row to row
_MIN_GAP = 0.35  # of the size of the type, between columns
_CELL_GAP = 0.6  # of the size of the type; rows of a table are not justified


@dataclass(slots=True)
class Table:
    """Rows with the same columns.

    Args:
        rows: The rows from top to bottom.
        columns: The left and the right edge of each column, in points.
    """

    rows: list[Row]
    columns: list[tuple[float, float]]

    def cells(self) -> list[list[str]]:
        """Return the text of each cell, ``""`` where a row has none."""
        table = []
        for row in self.rows:
            cells = [""] * len(self.columns)
            for line in row:
                column = _column_of(line, self.columns)
                cells[column] = f"{cells[column]} {line.text}".strip()
            table.append(cells)
        return table

    def by_column(self) -> list[list[Line]]:
        """Return the cells of each column from top to bottom."""
        columns: list[list[Line]] = [[] for _ in self.columns]
        for row in self.rows:
            for line in row:
                columns[_column_of(line, self.columns)].append(line)
        return [cells for cells in columns if cells]


def has_leaders(text: str) -> bool:
    """Whether a line is an entry of a list of contents, with dots before its page number."""
    return text.count(".") > 4 and LEADERS.search(text) is not None


def to_rows(lines: Sequence[Line]) -> Iterator[Row]:
    """Put together neighbours on one baseline, drawn from left to right."""
    return runs(
        lines,
        lambda row, line: is_beside(row[-1], line) and line.x0 > row[-1].x1 - 0.3 * line.size,
    )


def with_markers(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with each bullet or number that was drawn apart before its item."""
    markers = [line for line in lines if _is_marker(line)]
    if not markers:
        return list(lines)
    owners: dict[Line, Line] = {}
    for marker in markers:
        beside = [
            line
            for line in lines
            if line.x0 >= marker.x1 - 1
            and line.x0 - marker.x1 < _MARKER_GAP * marker.size
            and is_beside(marker, line)
            and not _is_code(marker, line)
            and line not in owners
        ]
        if beside:
            owners[min(beside, key=lambda line: line.x0)] = marker
    used = set(owners.values())
    return [_marked(line, owners.get(line)) for line in lines if line not in used]


def _is_marker(line: Line) -> bool:
    return len(line.text) < 6 and bool(
        MARKER.fullmatch(line.text) or _RTL_MARKER.fullmatch(line.text)
    )


def _is_code(marker: Line, line: Line) -> bool:
    """Whether what looks like a marker belongs to a row of program code."""
    return bool(marker.pitch and line.pitch) and marker.text[0] not in BULLETS


def _marked(line: Line, marker: Line | None) -> Line:
    if marker is None:
        return line
    text = _RTL_MARKER.sub(r"\1.", marker.text)
    return replace(line, text=f"{text} {line.text}", gaps=())


def tables_apart(rows: Iterable[Row], min_size: float = 0.0) -> Iterator[Table | Row]:
    """Yield the rows in order, those that form a table as one.

    Args:
        rows: Rows in reading order.
        min_size: Size of type in points below which rows are parts of formulas.
    """
    table: Table | None = None
    for row in rows:
        if table is not None and _extend(table, row):
            continue
        if table is not None:
            yield from _finished(table)
        table = _begun(row) if row[0].size >= min_size else None
        if table is None:
            yield row
    if table is not None:
        yield from _finished(table)


def _begun(row: Row) -> Table | None:
    if len(row) < 2 or not _may_be_cells(row):
        return None
    cells = _cut(row)
    return Table([cells], [(line.x0, line.x1) for line in cells])


def _cut(row: Row) -> Row:
    """Return a row in all the parts that gaps wider than a space between words leave."""
    return [part for line in row for part in line.cut(_CELL_GAP * line.size)]


def _may_be_cells(row: Row) -> bool:
    return (
        MARKER.fullmatch(row[0].text) is None
        and all(line.upright for line in row)
        and not any(has_leaders(line.text) for line in row)
    )


def _extend(table: Table, row: Row) -> bool:
    """Add a row when it fits the columns, and say whether it did."""
    last = table.rows[-1][0]
    drop = last.y0 - row[0].y0
    if not 0 < drop < _MAX_LEADING * max(last.size, row[0].size) or not _may_be_cells(row):
        return False
    row = _cut(row)
    columns = _merged(table.columns, row)
    if columns is None:
        return False
    if len(row) == 1 and not _is_odd_cell(table, row[0], drop):
        return False
    table.columns = columns
    table.rows.append(row)
    return True


def _is_odd_cell(table: Table, line: Line, drop: float) -> bool:
    """Whether a line alone may be the only filled cell of its row."""
    column = _column_of(line, table.columns)
    left = table.columns[column][0]
    width = table.columns[-1][1] - table.columns[0][0]
    is_close = drop < 1.9 * line.size
    return is_close and line.x1 - line.x0 < 0.6 * width and (column > 0 or line.x0 >= left - 1.0)


def _merged(columns: list[tuple[float, float]], row: Row) -> list[tuple[float, float]] | None:
    """Return the columns widened by a row, ``None`` when it joins two of them."""
    result = list(columns)
    for line in row:
        gap = _MIN_GAP * line.size
        touched = [
            i for i, (x0, x1) in enumerate(result) if line.x0 < x1 + gap and line.x1 > x0 - gap
        ]
        if len(touched) > 1:
            return None
        if touched:
            x0, x1 = result[touched[0]]
            result[touched[0]] = (min(x0, line.x0), max(x1, line.x1))
        else:
            result.append((line.x0, line.x1))
            result.sort()
    if any(a[1] + 0.1 > b[0] for a, b in pairwise(result)):
        return None
    taken = [_column_of(line, result) for line in row]
    return result if len(set(taken)) == len(taken) else None


def _column_of(line: Line, columns: Sequence[tuple[float, float]]) -> int:
    middle = (line.x0 + line.x1) / 2
    for number, (x0, x1) in enumerate(columns):
        if x0 - 0.1 <= line.x0 and line.x1 <= x1 + 0.1:
            return number
    return min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - middle))


def _finished(table: Table) -> Iterator[Table | Row]:
    tail: list[Row] = []
    while len(table.rows[-1]) == 1:  # a line below the table, not its last row
        tail.insert(0, table.rows.pop())
    columns = table.by_column()
    verdict = judge(table.rows, columns)
    if verdict is Verdict.TABLE:
        yield table
    elif verdict is Verdict.COLUMNS:
        yield from ([line] for cells in columns for line in cells)
    else:
        yield from table.rows
    yield from tail
