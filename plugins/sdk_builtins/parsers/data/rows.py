"""Rows of a table to segments, for every format that holds tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from operator import itemgetter
from typing import Literal

from pydantic import Field

from sdk_builtins.parsers.data.headers import Header, TableRow, labelled
from sdk_core.components import Options, ParseContext
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
    header: bool = Field(
        default=True, description="Whether a row names the columns, the first that looks like it"
    )


def row_segments(
    rows: Iterable[TableRow], options: RowOptions, source: Source, ctx: ParseContext
) -> Iterator[Segment]:
    """Yield the segments of a file of tables.

    Raises:
        DocumentError: It has no row.
    """
    index = 0
    for index, (text, facts) in enumerate(row_groups(rows, options, ctx), start=1):
        yield Segment(text=text, kind="section", index=index, metadata=facts)
    if not index:
        raise no_text(source, "it has no row")


def row_groups(
    rows: Iterable[TableRow], options: RowOptions, ctx: ParseContext
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the text of every so many rows, and which rows they are (headers are not counted).

    The lines above a table come before its first rows, the names of columns without a value after
    its last.
    """
    number = uneven = 0
    for header, members in groupby(labelled(rows, options.header), key=itemgetter(0)):
        cells = (row for _, row in members)
        above, group = header.above, list(islice(cells, options.rows))
        while group:
            following = list(islice(cells, options.rows))
            if width := len(header.names):
                uneven += sum(any(map(str.strip, row[width:])) for row in group)
            parts = [*above, _written(header, group, options, is_last=not following)]
            facts = {"rows": f"{number + 1}-{number + len(group)}"}
            yield "\n\n".join(filter(None, parts)), facts
            number += len(group)
            above, group = [], following
    if uneven:
        what = "row has" if uneven == 1 else "rows have"
        ctx.warn(f"{uneven} {what} more cells than the header names")


def _written(header: Header, rows: list[list[str]], options: RowOptions, is_last: bool) -> str:
    if header.is_form and options.layout == "records":
        return "\n".join(_fact(row) for row in rows)
    width = max(map(len, rows))
    names = [*header.names, *(f"column {at}" for at in range(len(header.names) + 1, width + 1))]
    if options.layout == "table":
        return pipe_table([names, *rows])
    records = [_record(names, row) for row in rows]
    if is_last:
        records.append("\n".join(f"{name}:" for name in header.unused))
    return "\n\n".join(filter(None, records))


def _fact(row: list[str]) -> str:
    label, *facts = [cell.strip() for cell in row if cell.strip()]
    colon = "" if label.endswith((":", "\uff1a")) else ":"
    return f"{label}{colon} {' '.join(facts)}" if facts else label


def _record(names: list[str], row: list[str]) -> str:
    return "\n".join(
        f"{name}: {cell.strip()}" for name, cell in zip(names, row, strict=False) if cell.strip()
    )
