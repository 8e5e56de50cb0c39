"""The rows of an output, on disk, so that a million of them need no memory."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping
from typing import IO, Any

import orjson

from sdk_core.columns import ColumnType


class RowFile:
    """Rows that can be iterated again and again, all with the same columns.

    Args:
        file: The rows as JSON Lines.
        places: Where each row begins in the file.
        columns: The columns of the whole dataset.
        uniform: Whether each row is given all of the columns.
    """

    def __init__(
        self, file: IO[bytes], places: array[int], columns: ColumnType, *, uniform: bool
    ) -> None:
        self._file = file
        self._places = places
        self._uniform = uniform
        self.columns = columns

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        fit = self.columns.fit
        adapts = self._uniform and self.columns.adapts
        for row in map(unpack_row, self._lines()):
            yield fit(row, items=False) if adapts else row

    def lines(self) -> Iterator[bytes]:
        """Yield each row as JSON with a line feed, which spares storages of text the detour."""
        if self._uniform and self.columns.adapts:
            yield from map(pack_row, self)
        else:
            yield from self._lines()

    def _lines(self) -> Iterator[bytes]:
        place, file = -1, self._file
        for wanted in self._places:
            if wanted != place:
                file.seek(wanted)
            line = file.readline()
            place = wanted + len(line)
            yield line

    def parts(self, size: int) -> Iterator[RowFile]:
        """Yield the rows in parts of ``size``; 0 is as many as there are."""
        for start in range(0, len(self), size or max(len(self), 1)):
            places = self._places[start : start + size] if size else self._places
            yield RowFile(self._file, places, self.columns, uniform=self._uniform)


def pack_row(row: Mapping[str, Any]) -> bytes:
    """Return a row as one line, from which `unpack` makes exactly the row again.

    Raises:
        ValueError: It is no JSON.
    """
    try:
        line = orjson.dumps(row)
    except TypeError:  # integers beyond 64 bits, keys that are no text, or no JSON at all
        try:
            text = json.dumps(row, allow_nan=False, ensure_ascii=False)
            line = b" " + text.encode("utf-8", "surrogatepass")
        except TypeError as error:
            raise ValueError(f"the row is no JSON: {error}") from error
    return line + b"\n"


def unpack_row(line: bytes) -> dict[str, Any]:
    """Return the row that `pack` made a line of."""
    # orjson would make floats of the integers that it cannot write either.
    row: dict[str, Any] = json.loads(line) if line.startswith(b" ") else orjson.loads(line)
    return row
