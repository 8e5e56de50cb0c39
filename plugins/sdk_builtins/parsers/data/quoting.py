"""Rows of a delimited text, with quotation marks that nobody closed."""

from __future__ import annotations

import csv
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sdk_core.components import ParseContext

_FEW = 5  # places that a warning names


@dataclass(slots=True)
class _Feed:
    """The lines that a reader takes, with those of the row that it is at."""

    lines: Iterator[str]
    line: int = 0
    taken: list[str] = field(default_factory=list)
    returned: deque[str] = field(default_factory=deque)
    has_ended: bool = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.returned.popleft() if self.returned else next(self.lines, None)
        if line is None:
            self.has_ended = True
            raise StopIteration
        self.taken.append(line)
        self.line += 1
        return line

    def give_back(self, lines: list[str]) -> None:
        """Take the last lines back, to give them anew."""
        self.returned.extendleft(reversed(lines))
        self.line -= len(lines)
        self.has_ended = False


class QuotedRows:
    """Reads rows as the module `csv` does, and finds the quotation marks that swallow rows.

    A cell over several lines is one only if its quotation mark is closed and nothing but the
    delimiter follows. Else the mark was a plain character, provided that each further line is a
    row as wide as the others; otherwise the cell is kept as it is, and told.

    Args:
        dialect: What `csv.reader` is to know.
    """

    def __init__(self, **dialect: Any) -> None:
        self._dialect = dialect
        self._widths = Counter[int]()
        self._split: list[tuple[int, int]] = []
        self._kept: list[int] = []
        self.line = 0

    def read(self, lines: Iterator[str], skip: int = 0) -> Iterator[list[str]]:
        """Yield the cells of each row, none for a blank line.

        Args:
            lines: The lines with their ends.
            skip: Lines at the start that are no row.

        Raises:
            csv.Error: A cell is longer than any should be.
        """
        feed = _Feed(lines)
        for _ in range(skip):
            next(feed, None)
        feed.taken.clear()
        reader: Iterator[list[str]] = csv.reader(feed, **self._dialect)
        while (row := next(reader, None)) is not None:
            taken, self.line, feed.taken = feed.taken, feed.line, []
            if feed.has_ended or (len(taken) > 1 and self._is_misquoted(taken)):
                first = feed.line - len(taken) + 1
                if self._are_rows(taken):
                    self._split.append((first, len(taken) - 1))
                    feed.give_back(taken[1:])
                    reader = csv.reader(feed, **self._dialect)
                    row = self._unquoted(taken[0])
                else:
                    self._kept.append(first)
            self._widths[len(row)] += bool(row)
            yield row

    def tell(self, ctx: ParseContext) -> None:
        """Warn of the quotation marks that were read in another way than they stand."""
        if self._split:
            rows = sum(count for _, count in self._split)
            ctx.warn(
                f"a quotation mark is never closed in {_places([at for at, _ in self._split])}"
                ": it was read as a plain character, and the "
                + ("line after it as a row" if rows == 1 else f"{rows} lines after it as rows")
            )
        if self._kept:
            ctx.warn(
                f"a quotation mark that opens in {_places(self._kept)} is not "
                "closed as it should be; check the cell, or set -O quote=none"
            )

    def _is_misquoted(self, taken: list[str]) -> bool:
        try:
            next(csv.reader(taken, **self._dialect, strict=True), None)
        except csv.Error:
            return True
        return False

    def _are_rows(self, taken: list[str]) -> bool:
        """Whether each line is a row of its own, as wide as those before."""
        if not self._widths or len(taken) == 1:
            return False
        rows = [self._unquoted(taken[0])]
        rows += (next(csv.reader([line], **self._dialect), []) for line in taken[1:])
        fitting = sum(len(row) == self._width for row in rows if row)
        return self._width > 1 and 10 * fitting >= 9 * sum(bool(row) for row in rows)

    def _unquoted(self, line: str) -> list[str]:
        """Return the cells of a line whose last quotation mark is a plain character."""
        *cells, last = next(csv.reader([line], **self._dialect))
        last = f"{self._dialect['quotechar']}{last.rstrip()}"
        parts = last.split(str(self._dialect["delimiter"]))
        return [*cells, *(parts if len(cells) + len(parts) <= self._width else [last])]

    @property
    def _width(self) -> int:
        return self._widths.most_common(1)[0][0]


def _places(lines: list[int]) -> str:
    shown = ", ".join(map(str, lines[:_FEW]))
    more = len(lines) - _FEW
    named = f"line {shown}" if len(lines) == 1 else f"lines {shown}"
    return f"{named} and {more} more" if more > 0 else named
