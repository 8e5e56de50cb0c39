"""Which row of a table names its columns: not always the first, and not always one."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile, zip_longest

from sdk_core.documents.cleaning import one_line

_AHEAD = 40  # rows that are looked at to tell a header
_TITLES = 12  # of these, rows that may stand above it
_NUMBER = re.compile(r"[-+(]?\s?[$€£¥]?\s?\d[\d.,'\s]*(?:e[-+]?\d+)?\)?\s?[%€]?", re.IGNORECASE)
_VALUE = re.compile(
    rf"(?:~~)?(?:{_NUMBER.pattern}"  # struck or not
    r"|\d{1,4}[-/.]\d\d?[-/.]\d{1,4}.*"
    r"|\d\d?:\d\d.*|true|false)(?:~~)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_LABEL = 40  # characters
_FORM = 40  # rows; a longer list of two columns is a table
_SHARE = 0.15  # of values, and of texts, among the facts of a form
_NO_VALUE = re.compile(r"n\.?/?a\.?|-+|\u2013|\u2014|\?+|none|null|nan|tbd|unknown", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table; one without a text parts tables that follow one another.

    Args:
        cells: The text of each cell; of one that spans several columns in the first of them.
        spans: First and last column of each cell that spans several.
    """

    cells: list[str]
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def filled(self) -> list[int]:
        """The columns that hold a text."""
        return [at for at, cell in enumerate(self.cells) if cell.strip()]


@dataclass(eq=False, slots=True)
class Header:
    """What stands above the rows of one table.

    Args:
        names: The names of its columns.
        above: The lines of text above them, such as a title.
        used: The columns that hold a value in some row.
        is_form: Whether each row holds the name of a fact and the fact, and no row names columns.
    """

    names: list[str] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    is_form: bool = False

    @property
    def unused(self) -> list[str]:
        """The names of columns without a value."""
        return [
            name
            for at, name in enumerate(self.names)
            if at not in self.used and name != f"column {at + 1}"
        ]


class _Upcoming:
    """Rows that can be looked at before they are taken."""

    def __init__(self, rows: Iterable[TableRow]) -> None:
        self._rows = iter(rows)
        self._seen = deque[TableRow]()

    def peek(self, count: int) -> Sequence[TableRow]:
        self._seen.extend(islice(self._rows, max(count - len(self._seen), 0)))
        return list(islice(self._seen, count))

    def take(self) -> TableRow | None:
        return self._seen.popleft() if self._seen else next(self._rows, None)


def labelled(rows: Iterable[TableRow], has_header: bool) -> Iterator[tuple[Header, list[str]]]:
    """Yield each row that holds data, with the header of its table.

    Args:
        rows: The rows of a sheet or file, blank ones between its tables included.
        has_header: Whether the columns have names at all.
    """
    upcoming = _Upcoming(rows)
    header: Header | None = None
    is_start = True
    unused = list[list[str]]()  # the rows of a header that no other row has followed yet
    while (row := upcoming.take()) is not None:
        filled = row.filled
        if not filled:
            is_start = True
            continue
        if is_start and has_header:
            found = _header([row, *upcoming.peek(_AHEAD - 1)], header)
            is_start = False
            if found is not None:
                yield from _as_data(header, unused)
                header, count, depth = found
                if count:
                    taken = [row, *(upcoming.take() for _ in range(count - 1))]
                    unused = [each.cells for each in taken[count - depth :] if each is not None]
                    continue
        header = header or Header()
        header.used.update(filled)
        unused = []
        yield header, row.cells
    yield from _as_data(header, unused)


def _as_data(header: Header | None, rows: list[list[str]]) -> Iterator[tuple[Header, list[str]]]:
    """Yield the rows of a header below which nothing stands: they are data themselves."""
    alone = Header(above=header.above if header is not None else [])
    for cells in rows:
        alone.used.update(TableRow(cells).filled)
        yield alone, cells


def _header(rows: Sequence[TableRow], previous: Header | None) -> tuple[Header, int, int] | None:
    """Return the header of the table that begins here, how many rows it takes and name columns.

    ``None`` when the rows belong to the table above, or are one row alone, which is data.
    """
    at = _named_row(rows)
    titles = [row for row in rows[:at] if row.filled]
    if not any(row.filled for row in rows[at + 1 :]):
        if previous is not None or not titles:
            return None
        return Header(above=_lines(titles)), at, 0
    if _is_form(rows, at) and (previous is None or previous.is_form or titles):
        return Header(above=_lines(titles), is_form=True), at, 0
    if previous is not None and not _is_new_table(rows, at, previous):
        return None
    if at == 0 and (apart := _rows_apart(rows)):
        return Header(above=_lines([row for row in rows[:apart] if row.filled])), apart, 0
    names, depth = _names(rows, at)
    return Header(names, _lines(titles)), at + depth, depth


def _is_form(rows: Sequence[TableRow], at: int) -> bool:
    """Whether the rows from one on are a form.

    A form has a label and a fact in each row. The facts are values from its first row on or of
    several kinds, or all labels end with a colon.
    """
    block = list(takewhile(lambda row: row.filled, rows[at:]))
    columns = sorted({column for row in block for column in row.filled})
    if len(columns) != 2 or not 1 < len(block) < _FORM or any(row.spans for row in block):
        return False
    labels = [row.cells[columns[0]].strip() for row in block]
    facts = [row.cells[columns[1]].strip().strip("~") for row in block if columns[1] in row.filled]
    if len(set(labels)) < len(labels) or not all(map(_is_label, labels)):
        return False
    if not _is_named(rows, at) or all(label.endswith((":", "\uff1a")) for label in labels):
        return True
    kinds = Counter(_kind(fact) for fact in facts[1:] if not _NO_VALUE.fullmatch(fact))
    texts, values = kinds["text"] + kinds["code"], kinds["number"] + kinds["date"]
    least = max(1, _SHARE * kinds.total())
    return texts > 0 and (len(kinds) > 2 or min(texts, values) >= least)


def _kind(text: str) -> str:
    if _VALUE.fullmatch(text):
        return "number" if _NUMBER.fullmatch(text) else "date"
    if "@" in text or "://" in text:
        return "address"
    return "code" if any(map(str.isdigit, text)) else "text"


def _is_label(text: str) -> bool:
    return 0 < len(text) <= _LABEL and "\n" not in text and _VALUE.fullmatch(text) is None


def _named_row(rows: Sequence[TableRow]) -> int:
    """Return the first row that names columns, as wide as what follows; without one the first."""
    passed = 0  # cells of rows that are wide and hold values: facts above the table, or its rows
    for at, row in enumerate(rows[:_TITLES]):
        width = max((len(below.filled) for below in rows[at + 1 :]), default=0)
        if 2 * len(row.filled) <= width or not row.filled:
            if at == 0 and width == 2 and rows[1].filled and not (row.spans or _is_phrase(row)):
                break  # one word rather names the first of two columns than being a title
            continue
        if passed and (rows[at - 1].filled or len(row.filled) <= passed):
            break
        if _is_named(rows, at):
            return at
        passed = len(row.filled)
    return 0


def _rows_apart(rows: Sequence[TableRow]) -> int:
    """Return where rows without names begin below a line that a blank row parts from them."""
    if len(rows[0].filled) == 1 and not rows[1].filled:
        wide = (at for at, row in enumerate(rows) if len(row.filled) > 1)
        return next(wide, 0)
    return 0


def _is_phrase(row: TableRow) -> bool:
    return " " in "".join(row.cells).strip()


def _is_named(rows: Sequence[TableRow], at: int) -> bool:
    """Whether a row holds texts alone, or years above what are none."""
    for column in rows[at].filled:
        cell = rows[at].cells[column].strip()
        if _VALUE.fullmatch(cell) and not (
            _YEAR.fullmatch(cell)
            and not any(_YEAR.fullmatch(each) for each in _below(rows, at, column))
        ):
            return False
    return True


def _is_new_table(rows: Sequence[TableRow], at: int, previous: Header) -> bool:
    row = rows[at]
    if len(row.filled) < 2 or not _is_named(rows, at) or not rows[at + 1].filled:
        return False
    if [row.cells[column].strip() for column in row.filled] == previous.names:
        return True
    titles = [each for each in rows[:at] if each.filled]
    has_title = bool(titles) and (len(row.filled) > 2 or bool(titles[-1].spans))
    starts_later = row.filled[0] > 0 and 0 in previous.used
    is_elsewhere = starts_later or row.filled[-1] >= len(previous.names)
    if has_title or is_elsewhere:
        return True
    return any(
        not _YEAR.fullmatch(row.cells[column].strip())
        and any(map(_VALUE.fullmatch, _below(rows, at, column)))
        for column in row.filled
    )


def _below(rows: Sequence[TableRow], at: int, column: int) -> list[str]:
    """Return the cells of a column below a row, down to the next blank row."""
    cells = list[str]()
    for row in rows[at + 1 :]:
        if not row.filled:
            break
        if column < len(row.cells) and row.cells[column].strip():
            cells.append(row.cells[column].strip())
    return cells


def _names(rows: Sequence[TableRow], at: int) -> tuple[list[str], int]:
    """Return the names of the columns, and how many rows they take.

    Below names that span several columns a second row may name each of these.
    """
    row, below = rows[at], rows[at + 1]
    is_split = any(
        column in below.filled for left, right in row.spans for column in range(left + 1, right + 1)
    )
    if not (is_split and _is_named(rows, at + 1) and at + 2 < len(rows) and rows[at + 2].filled):
        return [one_line(cell) or f"column {n}" for n, cell in enumerate(row.cells, start=1)], 1
    upper = list(row.cells)
    for left, right in row.spans:
        for column in range(left + 1, min(right + 1, len(upper))):
            upper[column] = upper[column] or upper[left]
    pairs = zip_longest(upper, below.cells, fillvalue="")
    parts = [[one_line(above), one_line(own)] for above, own in pairs]
    return [
        " ".join(dict.fromkeys(filter(None, part))) or f"column {n}"
        for n, part in enumerate(parts, start=1)
    ], 2


def _lines(rows: Sequence[TableRow]) -> list[str]:
    return [" ".join(one_line(cell) for cell in row.cells if cell.strip()) for row in rows]
