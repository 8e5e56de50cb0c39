"""Rows as text: one JSON array, or JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import Field

from sdk_core.components import ComponentOptions, Storage

_LINE_SUFFIXES = (".jsonl", ".ndjson")

# JSON allows these inside a string, but str.splitlines and readers built on it end a line there.
_LINE_BREAKS = {code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029)}


class JsonFileStorage(Storage):
    """Writes one row a line to ``.jsonl`` and ``.ndjson`` files, one array to any other."""

    class Options(ComponentOptions):
        """Options of the storage."""

        pretty: bool = Field(True, description="Indent the rows of an array.")

    options: Options

    def write(self, rows: Iterable[Mapping[str, Any]], path: Path) -> int:
        """Write the rows as UTF-8 and return their number.

        Raises:
            OSError: The file cannot be written.
            ValueError: A row is no JSON.
        """
        with path.open("xb") as file:
            if path.suffix.lower() in _LINE_SUFFIXES:
                return self._write_lines(rows, file)
            return self._write_array(rows, file)

    def _write_lines(self, rows: Iterable[Mapping[str, Any]], file: BinaryIO) -> int:
        count = 0
        for count, row in enumerate(rows, start=1):
            file.write(_encode(row, count).translate(_LINE_BREAKS).encode() + b"\n")
        return count

    def _write_array(self, rows: Iterable[Mapping[str, Any]], file: BinaryIO) -> int:
        count = 0
        for count, row in enumerate(rows, start=1):
            text = _encode(row, count, indent=2 if self.options.pretty else None)
            # A line feed inside the JSON text is layout: in a string it is always escaped.
            text = text.replace("\n", "\n  ")
            file.write(("[\n  " if count == 1 else ",\n  ").encode() + text.encode())
        file.write(b"\n]\n" if count else b"[]\n")
        return count


def _encode(row: Mapping[str, Any], number: int, *, indent: int | None = None) -> str:
    try:
        text = json.dumps(dict(row), ensure_ascii=False, indent=indent, allow_nan=False)
        text.encode()
    except (TypeError, ValueError) as error:
        raise ValueError(f"row {number} cannot be written as JSON: {error}") from error
    return text
