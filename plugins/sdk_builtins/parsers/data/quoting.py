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
    delimiter follows. Else the mark was a plain character, provided that its line makes a row as
    wide as the others only then, or that the further lines are such rows: all of them, or any where
    the cell would go on to the end of the file. Otherwise it is kept as it is, and told.

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
                if plain := self._plain(row, taken, feed.has_ended):
                    self._split.append((first, len(taken) - 1))
                    feed.give_back(taken[1:])
                    reader = csv.reader(feed, **self._dialect)
                    row = plain
                else:
                    self._kept.append(first)
            self._widths[len(row)] += bool(row)
            yield row

    def tell(self, ctx: ParseContext) -> None:
        """Warn of the quotation marks that were read in another way than they stand."""
        if self._split:
            rows = sum(count for _, count in self._split)
            after = "the line after it as a row" if rows == 1 else f"{rows} lines after as rows"
            ctx.warn(
                f"a quotation mark is never closed in {_places([at for at, _ in self._split])}"
                f": it was read as a plain character{f', and {after}' if rows else ''}"
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

    def _plain(self, row: list[str], taken: list[str], has_ended: bool) -> list[str]:
        """Return the first line's cells if the mark there is a plain character, else none."""
        widths = Counter(map(self._width, filter(str.strip, taken[1:])))
        width = (self._widths or widths or Counter([0])).most_common(1)[0][0]
        plain = self._unquoted(taken[0], width)
        fitting = widths[width]
        if has_ended:
            is_plain = fitting > 0
        else:
            lines = widths.total() + 1
            is_plain = width > 1 and 10 * (fitting + (len(plain) == width)) >= 9 * lines
        return plain if is_plain or len(plain) == width != len(row) else []

    def _width(self, line: str) -> int:
        """Return how many cells a line has, a quotation mark that it does not close aside."""
        cells = self._cells(line)
        is_open = cells[-1].endswith(("\n", "\r"))
        return 1 + line.count(str(self._dialect["delimiter"])) if is_open else len(cells)

    def _cells(self, line: str) -> list[str]:
        cells: list[str] = next(csv.reader([line], **self._dialect), [])
        return cells

    def _unquoted(self, line: str, width: int) -> list[str]:
        """Return the cells of a line whose last quotation mark is a plain character."""
        *cells, last = self._cells(line)
        last = f"{self._dialect['quotechar']}{last.rstrip()}"
        parts = last.split(str(self._dialect["delimiter"]))
        return [*cells, *(parts if len(cells) + len(parts) <= width else [last])]


def _places(lines: list[int]) -> str:
    shown = ", ".join(map(str, lines[:_FEW]))
    more = len(lines) - _FEW
    named = f"line {shown}" if len(lines) == 1 else f"lines {shown}"
    return f"{named} and {more} more" if more > 0 else named
