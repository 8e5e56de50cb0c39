"""Reads what commands have written, so that the record can hold it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lancedb
import pyarrow as pa
import pyarrow.parquet as pq

RECORDS = ".sdk"
"""Folder of a run's records; `journal` and `runs` read them."""


def files(folder: Path) -> dict[str, Any]:
    """Return the content of all files below a folder by relative path.

    Tables of any kind are read back into rows: their bytes hold times and random names. Records of
    runs are left out.
    """
    found = {}
    for path in _paths(folder):
        name = path.relative_to(folder).as_posix()
        if path.is_dir():
            found[name] = {"rows": table(path), "origin": _origin(path)}
        else:
            found[name] = content(path)
    return found


def _paths(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name == RECORDS:
            continue
        if path.is_dir() and path.suffix != ".lance":
            yield from _paths(path)
        else:
            yield path


def _origin(path: Path) -> str:
    origin = path / "_origin.json"
    return origin.read_text(encoding="utf-8") if origin.exists() else ""


def table(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a Lance table."""
    rows: list[dict[str, Any]] = (
        lancedb.connect(path.parent).open_table(path.stem).to_arrow().to_pylist()
    )
    return rows


def content(path: Path) -> Any:
    """Return a file's text, its rows when it is a table, or else its bytes."""
    if path.suffix == ".parquet":
        read = pq.read_table(path)
        return {"schema": str(read.schema), "rows": read.to_pylist()}
    if path.suffix == ".arrow":
        read = pa.ipc.open_stream(path).read_all()
        return {"schema": str(read.schema), "rows": read.to_pylist()}
    with pa.input_stream(str(path), compression="detect") as stream:
        data: bytes = stream.read()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data


def journal(folder: Path) -> list[dict[str, Any]]:
    """Return what the record of answers in an output folder holds, but for times."""
    connection = sqlite3.connect(folder / RECORDS / "journal.db")
    connection.row_factory = sqlite3.Row
    try:
        rows = [dict(row) for row in connection.execute("SELECT * FROM answers")]
    finally:
        connection.close()
    return sorted(rows, key=lambda row: str(row["key"]))
