"""The cells of a sheet as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from python_calamine import CalamineSheet

from sdk_builtins.parsers.data.headers import TableRow
from sdk_builtins.parsers.data.sheet_details import SheetDetails
from sdk_core.documents.cleaning import clean
from sdk_core.documents.losses import Reason

_EXACT = 2.0**53  # up to here a double holds each whole number, IEEE 754
_LARGEST = 2.0**64  # beyond, whole numbers are quantities rather than identifiers


class SheetGrid:
    """The rows of a sheet, with what calamine gives and what it does not.

    A merged value stands in the first column of each row that it spans.

    Args:
        sheet: The values.
        details: What else there is.
        hidden: Whether rows and columns that are not shown are wanted.
        leave_out: Is told the text of those that are not.
    """

    def __init__(
        self,
        sheet: CalamineSheet,
        details: SheetDetails,
        hidden: bool,
        leave_out: Callable[[str, str], None],
    ) -> None:
        self._sheet = sheet
        self._leave_out = leave_out
        self._added: dict[int, dict[int, str]] = {}
        for (row, column), text in details.added.items():
            self._added.setdefault(row, {})[column] = text
        self._struck: dict[int, list[int]] = {}
        for row, column in details.struck:
            self._struck.setdefault(row, []).append(column)
        self._skipped_rows = set() if hidden else details.hidden_rows
        self._skipped_columns = set() if hidden else details.hidden_columns
        self._top, self._left = sheet.start or min(details.added, default=(0, 0))
        self._first = min((self._left, *(column for _, column in details.added)))
        self._merged: dict[int, list[tuple[int, int, int]]] = {}
        last = max((sheet.total_height, *self._added))
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or details.merged:
            for number in range(top, min(bottom, last) + 1):
                self._merged.setdefault(number, []).append((top, left, right))

    def rows(self) -> Iterator[TableRow]:
        """Yield the rows from the first that holds anything, blank ones between them included."""
        above: dict[tuple[int, int], str] = {}
        for number, cells in self._filled():
            spans = []
            for top, left, right in self._merged.get(number, ()):
                at = left - self._first
                if not 0 <= at < len(cells):
                    continue
                if number == top:
                    above[top, left] = cells[at]
                cells[at] = cells[at] or above.get((top, left), "")
                if right > left:
                    spans.append((at, right - self._first))
            if number not in self._skipped_rows:
                yield self._shown(cells, spans)
            elif any(cells):
                self._leave_out(Reason.HIDDEN, "\n".join(filter(None, cells)))

    def _filled(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the number and the cells of each row."""
        before = min((self._top, *self._added))
        for number in range(before, self._top):
            yield number, self._with_added(number, [])
        number = self._top - 1
        for number, values in enumerate(self._sheet.iter_rows(), start=self._top):
            cells = [""] * (self._left - self._first) + [_text(value) for value in values]
            yield number, self._with_added(number, cells)
        for further in range(number + 1, max((number, *self._added)) + 1):
            yield further, self._with_added(further, [])

    def _with_added(self, number: int, cells: list[str]) -> list[str]:
        for column, text in self._added.get(number, {}).items():
            at = column - self._first
            cells += [""] * (at + 1 - len(cells))
            cells[at] = clean(text).strip()
        for column in self._struck.get(number, ()):
            at = column - self._first
            if 0 <= at < len(cells) and cells[at]:
                cells[at] = f"~~{cells[at]}~~"
        return cells

    def _shown(self, cells: list[str], spans: list[tuple[int, int]]) -> TableRow:
        if not self._skipped_columns:
            return TableRow(cells, tuple(spans))
        shown = list[str]()
        for at, cell in enumerate(cells, start=self._first):
            if at not in self._skipped_columns:
                shown.append(cell)
            elif cell:
                self._leave_out(Reason.HIDDEN, cell)
        return TableRow(shown)


def _text(value: Any) -> str:
    """Return a value as people write it: whole numbers without a point, dates as in ISO 8601."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if not value.is_integer() or abs(value) >= _LARGEST:
            return repr(value)
        return str(int(value)) if abs(value) < _EXACT else f"{Decimal(repr(value)):f}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return clean(str(value)).strip()
