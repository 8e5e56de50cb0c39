"""CSV and TSV files."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Literal

from pydantic import Field

from sdk_builtins.parsers.data.rows import RowOptions, row_segments
from sdk_core.components import ParseContext, Parser
from sdk_core.documents.texts import text_blocks
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source

_DELIMITERS = ",;\t|"
_LONGEST_CELL = 1 << 27  # characters; the default of 131 072 stops at an article in a cell
_SAMPLE = 200  # lines


class DelimitedOptions(RowOptions):
    """Options of the CSV parser."""

    delimiter: str = Field(
        default="auto", description="Character between cells, 'tab', or 'auto' to find it out"
    )
    quote: Literal['"', "'", "none"] = Field(
        default='"', description="Character around cells that hold the delimiter"
    )


class DelimitedParser(Parser[DelimitedOptions]):
    """Reads tables of text whose cells a character parts."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for every so many rows.

        Raises:
            DocumentError: The file is empty, no text, or not a table.
        """
        lines = _lines(text_blocks(source, ctx.warn))
        sample = list(islice(lines, _SAMPLE))
        delimiter = _delimiter(self.options.delimiter, source, sample)
        ctx.describe(delimiter={"\t": "tab"}.get(delimiter, delimiter))
        csv.field_size_limit(_LONGEST_CELL)
        quote = self.options.quote
        reader = csv.reader(
            chain(sample, lines),
            delimiter=delimiter,
            quotechar=None if quote == "none" else quote,
            quoting=csv.QUOTE_NONE if quote == "none" else csv.QUOTE_MINIMAL,
            skipinitialspace=delimiter != "\t",
        )
        rows = (row for row in reader if any(cell.strip() for cell in row))
        try:
            yield from row_segments(rows, self.options, source, ctx)
        except csv.Error as error:
            raise DocumentError(
                f"{source.uri} cannot be read as a table: line {reader.line_num}: {error}",
                hint="Set -O quote=none if quotation marks are plain characters in it.",
            ) from error


def _lines(blocks: Iterable[str]) -> Iterator[str]:
    rest = ""
    for block in blocks:
        lines = (rest + block).split("\n")
        rest = lines.pop()
        for line in lines:
            yield f"{line}\n"
    if rest:
        yield rest


def _delimiter(wanted: str, source: Source, sample: list[str]) -> str:
    if wanted.lower() == "tab" or wanted == "\\t":
        return "\t"
    if wanted != "auto":
        if len(wanted) != 1:
            raise DocumentError(
                f"the delimiter {wanted!r} is not one character",
                hint="Give one character, tab or auto.",
            )
        return wanted
    if source.uri.lower().endswith((".tsv", ".tab")) and any("\t" in line for line in sample):
        return "\t"
    return max(_DELIMITERS, key=lambda each: _fit(each, sample))


def _fit(delimiter: str, sample: list[str]) -> tuple[float, int]:
    """Return how many rows agree on their number of cells, and that number."""
    try:
        rows = [row for row in csv.reader(sample, delimiter=delimiter) if row]
    except csv.Error:
        return 0.0, 0
    if not rows:
        return 0.0, 0
    width, count = Counter(map(len, rows)).most_common(1)[0]
    return (count / len(rows) if width > 1 else 0.0), width
