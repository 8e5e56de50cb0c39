"""Rows as comma-separated values."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from sdk_core.artifacts.compressed import create_file, reopen_file
from sdk_core.columns import columns_of
from sdk_core.components import Splits, Storage
from sdk_core.errors import StorageError

csv.field_size_limit(1 << 30)  # a field may be a whole document

_QUOTE = '"'
_SPECIAL = re.compile(r'[",\r\n]')


class CsvStorage(Storage):
    """Writes a header and one row a record as RFC 4180 has it, with line feeds between rows.

    Nothing stands for a null and a pair of quotes for an empty text, which readers can tell apart.
    """

    def write(self, splits: Splits, path: Path) -> int:
        """Write the rows and return their number.

        Raises:
            OSError: The file cannot be written.
            ValueError: A row holds a list or an object.
        """
        [[rows]] = splits.values()
        columns = columns_of(rows)
        nested = [n for n, c in columns.members.items() if c.kind in ("list", "struct")]
        if nested:
            raise ValueError(
                f"a table of text has no place for {', '.join(nested)}; use another storage, or a "
                "format of plain texts such as alpaca or prompt-completion"
            )
        count = 0
        names = list(columns.members)
        with create_file(path) as file, _text(file) as text:
            text.write(_line(names))
            for row in rows:
                values = ((column, row.get(name)) for name, column in columns.members.items())
                text.write(_line([v if v is None else c.fit(v) for c, v in values]))
                count += 1
        return count

    def read(self, path: Path) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
        """Yield the rows of a file, every value as text.

        Where no comma stands in the header, what separates columns is the semicolon that
        spreadsheets write in much of Europe, or a tab.

        Raises:
            OSError: It cannot be read.
            StorageError: Two of its columns have the same name.
        """
        with reopen_file(path) as file, _text(file, "utf-8-sig") as text:
            header = text.readline()
            others = [mark for mark in ";\t" if mark in header and "," not in header]
            rows = csv.DictReader(chain([header], text), delimiter=others[0] if others else ",")
            names = rows.fieldnames or []
            if twice := next((name for name in names if names.count(name) > 1), None):
                raise StorageError(
                    f"more than one of its columns is named {twice!r}", hint="rename one of them"
                )
            yield "", rows


def _line(values: Sequence[object]) -> str:
    return ",".join(map(_cell, values)) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = str(value)
    return f'"{text.replace(_QUOTE, _QUOTE * 2)}"' if not text or _SPECIAL.search(text) else text


def _text(file: Any, encoding: str = "utf-8") -> io.TextIOWrapper:
    # Without newline="" the line ends inside a field would be changed.
    return io.TextIOWrapper(file, encoding=encoding, newline="", write_through=True)
