"""The rows of files that anybody may have written, and what keeps readers from reading them."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

import orjson

from sdk_core.artifacts import compressed
from sdk_core.artifacts.json_files import LINE_SUFFIXES
from sdk_core.errors import DocumentError, UsageError
from sdk_core.rows.findings import Findings
from sdk_core.runs import data_files
from sdk_core.runs.session import Session

Place = str
Found = Iterator[tuple[Place, Any]]

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BREAKS = {b"\xc2\x85": "U+0085", b"\xe2\x80\xa8": "U+2028", b"\xe2\x80\xa9": "U+2029"}
_TABLE = {b"PAR1": ".parquet"}


def files_of(session: Session, path: Path) -> list[Path]:
    """Return the files and folders with rows that a path stands for.

    Raises:
        UsageError: There are none that can be read.
    """
    if not path.is_dir() or data_files.marked_folder(path):
        return [path]
    known = {*LINE_SUFFIXES, ".json", *data_files.storages(session)}
    files: list[Path] = []
    for found in sorted(path.rglob("*")):
        if any(parent in files for parent in found.parents):
            continue  # a part of a table
        kind = compressed.inner_suffix(found).lower()
        if data_files.marked_folder(found) or (
            found.is_file() and kind in known and found.name not in data_files.ABOUT
        ):
            files.append(found)
    if not files and data_files.folder_ending(session, path):
        return [path]
    if not files:
        raise UsageError(
            f"{path} holds no files of rows", hint=f"looked for {', '.join(sorted(known))}"
        )
    return files


def _table_rows(session: Session, path: Path, ending: str) -> Found:
    for number, row in enumerate(data_files.table_rows(session, path, ending), start=1):
        yield f"row {number}", {name: cell for name, cell in row.items() if not _is_void(cell)}


def _is_void(cell: Any) -> bool:
    """Tell whether a cell is what a table has in place of a list or an object that is missing."""
    if isinstance(cell, dict):
        return all(map(_is_void, cell.values()))
    return isinstance(cell, list) and not cell


def read_rows(session: Session, path: Path, findings: Findings) -> Found:
    """Yield the rows of a file or table, each with its place; what is wrong goes to the findings.

    Raises:
        DocumentError: It cannot be read at all.
        UsageError: It is no kind of file that is known.
    """
    suffix = compressed.inner_suffix(path).lower()
    if path.is_dir():
        yield from _table_rows(session, path, data_files.folder_ending(session, path))
        return
    try:
        start = compressed.first_bytes(path)
    except OSError as error:
        raise DocumentError(f"cannot read {path}: {error.strerror or error}") from error
    codec, actual = compressed.packing(start), _TABLE.get(start, "")
    if actual and actual != suffix:
        findings.add("extension", path.name, f"it is {actual[1:]}, whatever its name says")
    elif codec != compressed.CODECS.get(path.suffix, ""):
        said = f"packed with {codec}" if codec else "not packed"
        findings.add("extension", path.name, f"it is {said}, which its name does not say")
    text = suffix in (*LINE_SUFFIXES, ".json", ".csv")
    if actual or (suffix in data_files.storages(session) and not text):
        yield from _table_rows(session, path, actual or suffix)
    elif suffix == ".csv":
        with compressed.reopen_file(path, codec) as file:
            for _ in _lines(file, path, findings, lines=False):
                pass
        if not findings.counts["encoding"]:
            _check_header(path, codec, findings)
        if not findings.counts["encoding"] and not findings.counts["keys"]:
            yield from _cells(_table_rows(session, path, suffix), findings)
    elif suffix in (*LINE_SUFFIXES, ".json"):
        with compressed.reopen_file(path, codec) as file:
            yield from _text_rows(file, path, findings, lines=suffix in LINE_SUFFIXES)
    else:
        known = ", ".join(sorted({*LINE_SUFFIXES, ".json", *data_files.storages(session)}))
        raise UsageError(f"{path} is no kind of file that is known", hint=f"known are {known}")


def _text_rows(file: IO[bytes], path: Path, findings: Findings, *, lines: bool) -> Found:
    """Yield the rows of JSON or JSON Lines, whichever it is."""
    found = _lines(file, path, findings, lines=lines)
    head = list(islice(found, 2))
    if not head:
        return
    first = head[0][1]
    value, problem = _parsed(first)
    if problem:
        several = not lines or first.strip() in (b"{", b"[")
    else:
        several = len(head) == 1 and not (lines and isinstance(value, dict))
    if several:
        texts = (text for _, text in chain(head, found))
        yield from _whole(b"".join(texts), path, findings, lines=lines)
        return
    if not lines:
        findings.add("extension", path.name, "it holds a row a line, and is named .json")
    for number, line in chain(head, found):
        value, problem = _parsed(line)
        if problem:
            findings.add("json", f"line {number}", problem)
        else:
            _tell_repeated_keys(line, value, f"line {number}", findings)
            yield f"line {number}", value


def _whole(data: bytes, path: Path, findings: Findings, *, lines: bool) -> Found:
    """Yield the rows of a file that is one JSON value."""
    value, problem = _parsed(data)
    if problem:
        text = "a row goes over several lines" if lines else problem
        findings.add("line" if lines else "json", path.name, text)
        return
    _tell_repeated_keys(data, value, path.name, findings)
    if lines and isinstance(value, list):
        text = "it is one JSON array, where a row a line is wanted"
        findings.add("extension", path.name, text)
    elif lines:
        findings.add("line", path.name, "a row goes over several lines")
    elif not isinstance(value, list):
        text = "it is one object, where an array of rows is wanted"
        made = isinstance(value, dict) and any(isinstance(held, list) for held in value.values())
        more = ", such as save-as makes of a file of create or curate" if made else ""
        findings.add("shape", path.name, text + more)
    listed = value if isinstance(value, list) else [value]
    for number, row in enumerate(listed, start=1):
        yield f"row {number}", row


def _parsed(data: bytes) -> tuple[Any, str]:
    """Return a value and why it is none."""
    try:
        return orjson.loads(data), ""
    except orjson.JSONDecodeError:
        pass
    try:  # half a character is for others to tell
        return json.loads(data, parse_constant=_refuse), ""
    except (ValueError, RecursionError) as error:
        return None, f"it is no JSON: {error}"


def _tell_repeated_keys(data: bytes, value: Any, place: Place, findings: Findings) -> None:
    """Tell which keys stand twice in an object, of which parsers take one and say nothing."""
    try:
        if _count_keys(data) == _count_keys(orjson.dumps(value)):
            return
    except TypeError:  # it holds what orjson does not write, so it is looked through
        pass

    def look(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        for name in _repeated(name for name, _ in pairs):
            text = f"the key {name!r} stands more than once in an object, and one of them counts"
            findings.add("json", place, text)
        return dict(pairs)

    json.loads(data, object_pairs_hook=look)


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _count_keys(data: bytes) -> int:
    """Return how many keys a JSON text has, as far as no white space stands before their colons."""
    return data.count(b'":') - data.count(b'\\":')


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _lines(
    file: IO[bytes], path: Path, findings: Findings, *, lines: bool
) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a text, and tell what is wrong with them as text.

    Empty lines and bare line separators are wrong where each line is a row.
    """
    number, line, returns = 0, b"\n", False
    csv = compressed.inner_suffix(path).lower() == ".csv"  # a text in it may have any line ends
    try:
        for number, raw_line in enumerate(file, start=1):
            line = raw_line
            if number == 1:
                if line.startswith(_UTF16):
                    findings.add("encoding", path.name, "it is UTF-16, where UTF-8 is wanted")
                    return
                if line.startswith(_BOM):
                    findings.add("encoding", path.name, "it begins with a byte order mark")
                    line = line[len(_BOM) :]
            place = f"line {number}"
            try:
                line.decode()
            except UnicodeDecodeError as error:
                findings.add("encoding", place, f"byte {error.start + 1} is no UTF-8")
                continue
            if line.endswith(b"\r\n") and not returns and not csv:
                returns = True
                findings.add("line", place, "it ends with CR and LF, where LF alone is wanted")
            if lines and not line.strip():
                findings.add("line", place, "it is empty")
                continue
            for raw, name in _BREAKS.items() if lines else ():
                if raw in line:
                    text = f"it holds a bare {name}, at which some readers end the line"
                    findings.add("line", place, text)
            yield number, line
    except (OSError, EOFError) as error:
        raise DocumentError(f"{path} cannot be unpacked: {error}") from error
    if number and not line.endswith(b"\n"):
        findings.notes.append(f"{path.name} does not end with a line feed")


def _check_header(path: Path, codec: str, findings: Findings) -> None:
    with compressed.reopen_file(path, codec) as file:
        header = next(csv.reader(io.TextIOWrapper(file, encoding="utf-8", newline="")), [])
    if len(header) == 1 and (mark := next((m for m in ";\t" if m in header[0]), "")):
        text = f"{mark!r} stands between its columns, where readers want a comma"
        findings.add("line", path.name, text)
        header = header[0].split(mark)
    for name in _repeated(header):
        findings.add("keys", path.name, f"more than one of its columns is named {name!r}")


def _cells(rows: Found, findings: Findings) -> Found:
    for place, row in rows:
        if row.pop(None, None) is not None:
            findings.add("line", place, "it has more cells than there are columns")
        yield place, row
