"""What calamine does not tell of a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Cell = tuple[int, int]
"""Row and column of a cell, from 0."""

MOST_ROWS, MOST_COLUMNS = 1 << 20, 1 << 14
"""Rows and columns that a sheet can have."""


@dataclass(slots=True)
class SheetDetails:
    """Details of one sheet.

    Args:
        formulas: Formulas for which no value is stored, as a program does that computes none.
        values: Values that calamine does not give as they are stored: ``#DIV/0!``, long numbers,
            raised text.
        notes: Remarks of people at cells.
        drawn: Texts that are drawn over the cells: boxes, shapes, titles of charts.
        hidden_rows: Rows that are not shown.
        hidden_columns: Columns that are not shown.
        struck: Cells whose text has a line through it.
        merged: First and last cell of cells that are one, where calamine does not know them.
    """

    formulas: dict[Cell, str] = field(default_factory=dict)
    values: dict[Cell, str] = field(default_factory=dict)
    notes: dict[Cell, str] = field(default_factory=dict)
    drawn: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: set[Cell] = field(default_factory=set)
    merged: list[tuple[Cell, Cell]] = field(default_factory=list)

    @property
    def added(self) -> Mapping[Cell, str]:
        """The cells whose text is not the value that calamine gives."""
        return {**self.values, **self.formulas}
