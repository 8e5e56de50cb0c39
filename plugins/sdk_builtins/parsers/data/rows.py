"""Rows of a table to segments, for every format that holds tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal

from pydantic import Field

from sdk_core.components import Options, ParseContext
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.markdown import pipe_table
from sdk_core.documents.sniffing import no_text
from sdk_core.model import Segment, Source


class RowOptions(Options):
    """Options of every parser of tables."""

    rows: int = Field(default=50, ge=1, description="Rows of the table in one segment")
    layout: Literal["records", "table"] = Field(
        default="records",
        description="records for a line 'column: value' for each cell, table for a Markdown table",
    )
    header: bool = Field(default=True, description="Whether the first row names the columns")


def row_segments(
    rows: Iterable[Sequence[str]], options: RowOptions, source: Source, ctx: ParseContext
) -> Iterator[Segment]:
    """Yield the segments of a file that is one table.

    Raises:
        DocumentError: It has no row.
    """
    index = 0
    for index, (text, facts) in enumerate(row_groups(rows, options, ctx), start=1):
        yield Segment(text=text, kind="section", index=index, metadata=facts)
    if not index:
        raise no_text(
            source,
            "it has a header and no row" if options.header else "it has no row",
            "Set -O header=false if its first row is not a header.",
        )


def row_groups(
    rows: Iterable[Sequence[str]], options: RowOptions, ctx: ParseContext
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the text of every so many rows, and which rows they are (the header is not counted)."""
    numbered = enumerate(_with_names(rows, options.header), start=1)
    uneven = 0
    while group := list(islice(numbered, options.rows)):
        uneven += sum(len(row) > len(names) for _, (names, row) in group)
        names = _longest(group)
        cells = [row for _, (_, row) in group]
        if options.layout == "table":
            text = pipe_table([names, *cells])
        else:
            text = "\n\n".join(filter(None, (_record(names, row) for row in cells)))
        yield text, {"rows": f"{group[0][0]}-{group[-1][0]}"}
    if uneven and options.header:
        what = "row has" if uneven == 1 else "rows have"
        ctx.warn(f"{uneven} {what} more cells than the header names")


def _with_names(
    rows: Iterable[Sequence[str]], has_header: bool
) -> Iterator[tuple[list[str], Sequence[str]]]:
    names: list[str] = []
    for number, row in enumerate(rows):
        if has_header and number == 0:
            names = [one_line(cell) or f"column {at}" for at, cell in enumerate(row, start=1)]
        else:
            yield names, row


def _longest(group: list[tuple[int, tuple[list[str], Sequence[str]]]]) -> list[str]:
    """Return the names of the columns, with numbers for those that the header does not name."""
    names = list(group[0][1][0])
    width = max(len(row) for _, (_, row) in group)
    return names + [f"column {at}" for at in range(len(names) + 1, width + 1)]


def _record(names: list[str], row: Sequence[str]) -> str:
    return "\n".join(
        f"{name}: {cell.strip()}" for name, cell in zip(names, row, strict=False) if cell.strip()
    )
