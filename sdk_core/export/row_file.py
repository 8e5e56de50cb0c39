"""The rows of an output, on disk, so that a million of them need no memory."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from tempfile import NamedTemporaryFile
from typing import Any

import orjson

from sdk_core.columns import ColumnType

# What JSON does not have is refused rather than written as something that stands for it.
_OPTIONS = (
    orjson.OPT_APPEND_NEWLINE | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
)


class RowFile:
    """Rows that can be iterated again and again, all with the same columns.

    Args:
        columns: The columns of the whole dataset.
        uniform: Whether each row is given all of the columns.
    """

    def __init__(self, columns: ColumnType, *, uniform: bool) -> None:
        self.columns = columns
        self._uniform = uniform
        # Each iteration opens it anew, so that one does not disturb another.
        self._file = NamedTemporaryFile(prefix="sdk-rows-")  # noqa: SIM115 - it lives as long
        self._start = 0
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[dict[str, Any]]:
        fit, adapts = self.columns.fit, self._adapts
        for row in map(unpack_row, self._lines()):
            yield fit(row, items=False) if adapts else row

    def add(self, lines: Sequence[bytes]) -> None:
        """Put rows at the end, each as `pack_row` gave it."""
        self._file.write(b"".join(lines))
        self._count += len(lines)

    def lines(self) -> Iterator[bytes]:
        """Yield each row as JSON with a line feed, which spares storages of text the detour."""
        if self._adapts:
            yield from map(pack_row, self)
        else:
            yield from self._lines()

    def parts(self, size: int) -> Iterator[RowFile]:
        """Yield the rows in parts of ``size``; 0 is as many as there are."""
        place, lines = self._start, self._lines()
        for first in range(0, len(self), size or max(len(self), 1)):
            part = object.__new__(RowFile)
            part.columns, part._uniform, part._file = self.columns, self._uniform, self._file
            part._start, part._count = place, min(size or len(self), len(self) - first)
            place += sum(map(len, islice(lines, part._count))) if size else 0
            yield part

    @property
    def _adapts(self) -> bool:
        return self._uniform and self.columns.adapts

    def _lines(self) -> Iterator[bytes]:
        self._file.flush()
        with open(self._file.name, "rb") as file:
            file.seek(self._start)
            yield from islice(file, self._count)


def pack_row(row: Mapping[str, Any]) -> bytes:
    """Return a row as one line, from which `unpack_row` makes exactly the row again.

    Raises:
        ValueError: It is no JSON.
    """
    try:
        return orjson.dumps(row, option=_OPTIONS)
    except TypeError:  # integers beyond 64 bits, keys that are no text, or no JSON at all
        try:
            text = json.dumps(row, allow_nan=False, ensure_ascii=False)
        except TypeError as error:
            raise ValueError(f"the row is no JSON: {error}") from error
        return b" " + text.encode("utf-8", "surrogatepass") + b"\n"


def unpack_row(line: bytes) -> dict[str, Any]:
    """Return the row that `pack_row` made a line of."""
    # orjson would make floats of the integers that it cannot write either.
    row: dict[str, Any] = json.loads(line) if line.startswith(b" ") else orjson.loads(line)
    return row
