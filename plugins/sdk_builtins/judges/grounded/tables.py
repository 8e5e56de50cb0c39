"""Tables in plain text: pipes, commas or tabs, or columns that spaces set apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_RULE = re.compile(r"[\s|:+=-]+")
_GAPS = re.compile(r"\s{2,}|\t+")
_MIN_COLUMNS, _MAX_COLUMNS = 2, 40


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Args:
        start: Where its line begins in the text.
        end: Where it ends.
        cells: Its cells, the first one its label.
    """

    start: int
    end: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the names of its columns."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


@lru_cache(maxsize=256)
def tables(text: str) -> tuple[Table, ...]:
    """Return the tables of a text whose first row names the columns."""
    return tuple(_tables(text))


def _tables(text: str) -> Iterator[Table]:
    block: list[Row] = []
    kind = ""
    at = 0
    for line in (*text.splitlines(keepends=True), ""):
        bare = line.rstrip("\r\n")
        if kind == "pipes" and "|" in bare and _RULE.fullmatch(bare):
            at += len(line)
            continue
        now, cells = _cells(bare)
        if block and (now != kind or (now == "commas" and len(cells) != len(block[0].cells))):
            yield from _made(block)
            block = []
        kind = now
        if now:
            block.append(Row(at, at + len(bare), cells))
        at += len(line)
    yield from _made(block)


def _cells(line: str) -> tuple[str, tuple[str, ...]]:
    """Return how a line sets its cells apart, ``""`` for a line that has none, and the cells."""
    if line.count("|") >= 2 or (line.lstrip().startswith("|")):
        inner = line.strip().removeprefix("|").removesuffix("|")
        return "pipes", tuple(cell.strip(" *_`") for cell in inner.split("|"))
    if "\t" in line.strip():
        return "gaps", tuple(cell.strip() for cell in line.strip().split("\t"))
    parts = tuple(_GAPS.split(line.strip()))
    if len(parts) >= _MIN_COLUMNS and all(parts):
        return "gaps", parts
    fields = tuple(cell.strip(' "') for cell in re.split("[;,](?! )", line))
    if len(fields) >= _MIN_COLUMNS + 1 and all(len(field) <= 40 for field in fields):
        return "commas", fields
    return "", ()


def _made(block: list[Row]) -> Iterator[Table]:
    if len(block) < _MIN_COLUMNS or len(block[0].cells) > _MAX_COLUMNS:
        return
    header, *rows = block
    width = len(header.cells)
    rows = [row for row in rows if len(row.cells) == width]
    if rows:
        yield Table(header.cells, tuple(rows))
