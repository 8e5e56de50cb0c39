"""Rows as text: one JSON array, or JSON Lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import IO, Any

import orjson
from pydantic import Field

from sdk_core.artifacts.compressed import create_file, inner_suffix, reopen_file
from sdk_core.components import Options, Splits, Storage

_LINES_AT_ONCE = 1000
_LINE_SUFFIXES = (".jsonl", ".ndjson")

# JSON allows these inside a string, but str.splitlines and readers built on it end a line there.
_LINE_BREAKS = re.compile(rb"\xc2\x85|\xe2\x80[\xa8\xa9]")
_ESCAPES = {b"\xc2\x85": b"\\u0085", b"\xe2\x80\xa8": b"\\u2028", b"\xe2\x80\xa9": b"\\u2029"}


class JsonFileOptions(Options):
    """Options of the storage."""

    pretty: bool = Field(True, description="Indent the rows of an array.")


class JsonFileStorage(Storage[JsonFileOptions]):
    """Writes one row a line to ``.jsonl`` and ``.ndjson`` files, one array to any other."""

    def write(self, splits: Splits, path: Path) -> int:
        """Write the rows as UTF-8 and return their number.

        Raises:
            OSError: The file cannot be written.
            ValueError: A row is no JSON.
        """
        [[rows]] = splits.values()
        with create_file(path) as file:
            if inner_suffix(path).lower() in _LINE_SUFFIXES:
                return _write_lines(rows, file)
            return self._write_array(rows, file)

    def read(self, path: Path) -> Iterator[tuple[str, Iterator[Mapping[str, Any] | bytes]]]:
        """Yield the rows of a file that this storage wrote, those of a file of lines as they are.

        Raises:
            OSError: It cannot be read.
            ValueError: A row of it is damaged.
        """
        with reopen_file(path) as file:
            yield "", file if inner_suffix(path).lower() in _LINE_SUFFIXES else _read_array(file)

    def _write_array(self, rows: Iterable[Mapping[str, Any]], file: IO[bytes]) -> int:
        count, option = 0, orjson.OPT_INDENT_2 if self.options.pretty else 0
        for count, row in enumerate(rows, start=1):
            # A line feed inside the JSON text is layout: in a string it is always escaped.
            text = _encode(row, count, option).replace(b"\n", b"\n  ")
            file.write((b"[\n  " if count == 1 else b",\n  ") + text)
        file.write(b"\n]\n" if count else b"[]\n")
        return count


def _write_lines(rows: Iterable[Mapping[str, Any]], file: IO[bytes]) -> int:
    count, remaining = 0, _lines(rows)
    while part := list(islice(remaining, _LINES_AT_ONCE)):
        text = b"".join(part)
        if b"\xc2\x85" in text or b"\xe2\x80" in text:
            text = _LINE_BREAKS.sub(lambda found: _ESCAPES[found[0]], text)
        file.write(text)
        count += len(part)
    return count


def _lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    if (ready := getattr(rows, "lines", None)) is not None:
        yield from map(bytes.lstrip, ready())
        return
    for number, row in enumerate(rows, start=1):
        yield _encode(row, number, orjson.OPT_APPEND_NEWLINE)


def _read_array(file: IO[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the rows one by one; the layout is that of `JsonFileStorage.write`."""
    lines: list[bytes] = []
    for line in file:
        if line in (b"[\n", b"]\n", b"[]\n"):
            continue
        lines.append(line)
        ends = line.rstrip(b",\n").endswith(b"}")
        if ends and (line.startswith(b"  }") or (len(lines) == 1 and line.startswith(b"  {"))):
            yield orjson.loads(b"".join(lines).rstrip(b",\n"))
            lines.clear()
    if lines:
        raise ValueError("its last row has no end")


def _encode(row: Mapping[str, Any], number: int, option: int) -> bytes:
    try:
        text = orjson.dumps(row, option=option)
    except TypeError:
        return _encode_slowly(row, number, option)
    # orjson makes null of NaN without a word.
    return _encode_slowly(row, number, option) if b"null" in text else text


def _encode_slowly(row: Mapping[str, Any], number: int, option: int) -> bytes:
    """Encode or refuse what orjson has no form for: huge integers, keys that are no text, NaN."""
    indent = 2 if option & orjson.OPT_INDENT_2 else None
    try:
        text = json.dumps(dict(row), ensure_ascii=False, indent=indent, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        raise ValueError(f"row {number} cannot be written as JSON: {error}") from error
    return text + (b"\n" if option & orjson.OPT_APPEND_NEWLINE else b"")
