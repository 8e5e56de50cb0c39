"""CSV and TSV files."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from typing import Literal

from pydantic import Field

from sdk_builtins.parsers.data.headers import TableRow
from sdk_builtins.parsers.data.quoting import QuotedRows
from sdk_builtins.parsers.data.rows import RowOptions, row_segments
from sdk_core.components import ParseContext, Parser
from sdk_core.documents.texts import ValueCleaner, split_lines, text_blocks
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source

_DELIMITERS = ",;\t|"
_LONGEST_CELL = 1 << 27  # characters; the default of 131 072 stops at an article in a cell
_SAMPLE = 200  # lines
_STATED = re.compile(r'"?sep=(\\t|[^\r\n])"?[\s,;]*', re.IGNORECASE)  # Excel's own first line
_MARK = "\ufdd0"  # no character of any text: a quotation mark that neither opens nor closes
_BACKSLASH = re.compile(r'(?<!\\)((?:\\\\)*)\\"')
_ESCAPED = re.compile(r'(?:^|[,;\t|])[ ]*"(?:[^"\\]|\\.)*?\\"[^",;\t|\s]')
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")  # one that is not within a number


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
        quote = self.options.quote
        lines = split_lines(text_blocks(source, ctx.warn, as_is=True))
        if quote == '"':
            lines = _unescaped(lines, ctx)
        sample = list(islice(lines, _SAMPLE))
        stated = _STATED.fullmatch(sample[0]) if sample else None
        delimiter = _delimiter(self.options.delimiter, stated, source, sample)
        ctx.describe(delimiter={"\t": "tab"}.get(delimiter, delimiter))
        csv.field_size_limit(_LONGEST_CELL)
        table = QuotedRows(
            delimiter=delimiter,
            quotechar=None if quote == "none" else quote,
            quoting=csv.QUOTE_NONE if quote == "none" else csv.QUOTE_MINIMAL,
            skipinitialspace=delimiter != "\t",
        )
        cleaner = ValueCleaner()
        rows = (
            TableRow([cleaner.clean(cell.replace(_MARK, '"')) for cell in row])
            for row in table.read(chain(sample, lines), skip=1 if stated else 0)
        )
        try:
            yield from row_segments(rows, self.options, source, ctx)
        except csv.Error as error:
            raise DocumentError(
                f"{source.uri} cannot be read as a table: line {table.line}: {error}",
                hint="Set -O quote=none if quotation marks are plain characters in it.",
            ) from error
        cleaner.tell(source, ctx.warn)
        table.tell(ctx)


def _unescaped(lines: Iterator[str], ctx: ParseContext) -> Iterator[str]:
    """Replace marks behind a backslash, as databases write them, from the first that must be one.

    A mark at the end of a cell may close it all the same, as that of a path does.
    """
    is_escaping = False
    for line in lines:
        if not is_escaping and '\\"' in line and _ESCAPED.search(line):
            is_escaping = True
            ctx.warn("a backslash before a quotation mark was read as making it a plain character")
        yield _BACKSLASH.sub(rf"\1{_MARK}", line) if is_escaping else line


def _delimiter(wanted: str, stated: re.Match[str] | None, source: Source, sample: list[str]) -> str:
    if wanted.lower() == "tab" or wanted == "\\t":
        return "\t"
    if wanted != "auto":
        if len(wanted) != 1:
            raise DocumentError(
                f"the delimiter {wanted!r} is not one character",
                hint="Give one character, tab or auto.",
            )
        return wanted
    if stated:
        return "\t" if stated.group(1) == "\\t" else stated.group(1)
    if source.uri.lower().endswith((".tsv", ".tab")) and any("\t" in line for line in sample):
        return "\t"
    fits = {each: _fit(each, sample) for each in _DELIMITERS}
    if any(fit == 1.0 for each, (fit, _) in fits.items() if each != ",") and not any(
        _COMMA.search(line) for line in sample
    ):
        fits.pop(",")  # each comma is that of a number
    return max(fits, key=lambda each: fits[each])


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
