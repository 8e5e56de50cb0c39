"""Rows to files, each read back and compared before anybody gets to see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import orjson

from sdk_core.columns import ColumnType
from sdk_core.errors import StorageError, UsageError
from sdk_core.export.plan import ExportPlan
from sdk_core.export.row_file import RowFile, pack_row, unpack_row
from sdk_core.registry import returned
from sdk_core.runs import guard

_AT_ONCE = 256


def write_rows(
    target: ExportPlan, splits: Mapping[str, RowFile], path: Path, part_size: int = 0
) -> bool:
    """Write rows to one path and tell whether they could be compared with what was written.

    Args:
        target: What writes them.
        splits: The rows by split, under the name ``""`` when they are not split.
        path: A file or directory that does not exist yet.
        part_size: Rows of a part of a split; 0 is as many as there are.

    Raises:
        StorageError: The place cannot be written, or it holds something else than was written.
        UsageError: The rows do not fit the storage.
        ComponentError: The storage failed.
    """
    parts = {split: list(rows.parts(part_size)) for split, rows in splits.items()}
    wanted = sum(map(len, splits.values()))
    with guard.component(target.storage_entry):
        try:
            count = returned.one(target.storage.write(parts, path), int, "write()")
        except ValueError as error:
            raise UsageError(
                f"the storage {target.place.name!r} cannot hold these rows: {error}",
                hint="choose another --storage or --format",
            ) from error
    if count != wanted:
        raise StorageError(
            f"{path.name} holds {count} rows instead of {wanted}",
            hint=f"this is a defect of the storage {target.place.name!r}",
        )
    with guard.component(target.storage_entry):
        missing = dict(splits)
        try:
            for split, found in target.storage.read(path):
                name = split if split in missing else ""
                _require_same(target, missing.pop(name), found, _label(name, path))
        except NotImplementedError:
            return False
        for name, rows in missing.items():
            _require_same(target, rows, (), _label(name, path))
    return True


def _label(split: str, path: Path) -> str:
    return f"split {split}" if split else path.name


def _require_same(
    target: ExportPlan, rows: RowFile, found: Iterable[Mapping[str, Any] | bytes], name: str
) -> None:
    """Compare rows with what was read back.

    Raises:
        StorageError: A row is missing or differs.
    """
    lines, backs, number = rows.lines(), iter(found), 0
    while True:
        meant, read = list(islice(lines, _AT_ONCE)), list(islice(backs, _AT_ONCE))
        if not meant and not read:
            return
        if meant != read:  # else it is the bytes that were meant, on disk
            _require_same_rows(target, rows, zip_longest(meant, read), name, number)
        number += len(meant)


def _require_same_rows(
    target: ExportPlan,
    rows: RowFile,
    pairs: Iterable[tuple[bytes | None, Mapping[str, Any] | bytes | None]],
    name: str,
    before: int,
) -> None:
    for number, (line, back) in enumerate(pairs, start=before + 1):
        if line == back:
            continue
        found_row = None if back is None else as_row(back)
        if line is not None and found_row is not None and _packs_to(found_row, line):
            continue
        row = None if line is None else unpack_row(line)
        if not is_same(row, found_row, rows.columns, flat=target.place.flat):
            raise StorageError(
                f"{name} does not hold what was written: row {number} differs",
                hint=f"this is a defect of the storage {target.place.name!r}",
            )


def as_row(back: Mapping[str, Any] | bytes) -> dict[str, Any]:
    """Return a row that a storage gave back, as an object or as a line of JSON."""
    row: dict[str, Any] = orjson.loads(back) if isinstance(back, bytes) else dict(back)
    return row


def is_same(
    row: Mapping[str, Any] | None,
    back: Mapping[str, Any] | None,
    columns: ColumnType,
    *,
    flat: bool,
) -> bool:
    """Tell whether a row that was read back is the one that was written.

    Args:
        row: What was written, ``None`` for nothing.
        back: What was read, ``None`` for nothing.
        columns: The columns of all rows.
        flat: Whether the storage knows text only, so that numbers come back as text.
    """
    if row is None or back is None:
        return False
    if row == back:
        return True
    one, other = columns.fit(row), columns.fit(back)
    return one == other or (flat and _as_text(one) == _as_text(other))


def _packs_to(back: Mapping[str, Any], line: bytes) -> bool:
    try:
        return pack_row(back) == line
    except ValueError:  # a table may hold what JSON cannot
        return False


def _as_text(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in row.items()}
