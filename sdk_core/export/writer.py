"""Rows to files, each read back and compared before anybody gets to see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any

import orjson

from sdk_core.columns import ColumnType
from sdk_core.errors import StorageError, UsageError
from sdk_core.export.plan import ExportPlan
from sdk_core.export.row_file import RowFile, pack_row, unpack_row
from sdk_core.runs import guard


def write_file(target: ExportPlan, rows: RowFile, path: Path) -> bool:
    """Write rows to one path and tell whether they could be compared with what was written.

    Args:
        target: What writes them.
        rows: The rows.
        path: A file or directory that does not exist yet.

    Raises:
        StorageError: The place cannot be written, or it holds something else than was written.
        ComponentError: The storage failed.
    """
    with guard.component(target.storage_entry), fitting(target):
        count = target.storage.write(rows, path)
    _require_count(target, count, len(rows), path)
    return compare(target, rows, path)


@contextmanager
def fitting(target: ExportPlan) -> Iterator[None]:
    """Turn the word of a storage that rows do not fit it into an error for the user.

    Raises:
        UsageError: The storage said so.
    """
    try:
        yield
    except ValueError as error:
        raise UsageError(
            f"the storage {target.place.name!r} cannot hold these rows: {error}",
            hint="choose another --storage or --format",
        ) from error


def compare(target: ExportPlan, rows: RowFile, path: Path) -> bool:
    """Read back what was written and compare it; ``False`` for a storage that cannot be read.

    Args:
        target: What wrote it.
        rows: What should be there.
        path: Where it is.

    Raises:
        StorageError: A row is missing or differs.
    """
    with guard.component(target.storage_entry):
        try:
            require_same(target, rows, target.storage.read(path), path.name)
        except NotImplementedError:
            return False
    return True


def require_same(
    target: ExportPlan, rows: RowFile, found: Iterable[Mapping[str, Any] | bytes], name: str
) -> None:
    """Compare rows with what was read back.

    Raises:
        StorageError: A row is missing or differs.
    """
    for number, (line, back) in enumerate(zip_longest(rows.lines(), found), start=1):
        if line == back:  # the bytes that were meant, on disk
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


def _require_count(target: ExportPlan, count: int, wanted: int, path: Path) -> None:
    if count != wanted:
        raise StorageError(
            f"{path.name} holds {count} rows instead of {wanted}",
            hint=f"this is a defect of the storage {target.place.name!r}",
        )


def _as_text(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in row.items()}
