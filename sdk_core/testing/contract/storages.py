"""Storages: they write what they are given, to where they are told, or fail loudly."""

from __future__ import annotations

import copy
import errno
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import count, zip_longest
from pathlib import Path
from typing import Any

from sdk_core.artifacts.atomic import replace_path
from sdk_core.columns import ColumnType, infer_columns
from sdk_core.components import Storage
from sdk_core.errors import ComponentError, SdkError, StorageError
from sdk_core.export.writer import as_row, is_same
from sdk_core.kinds import STORAGE
from sdk_core.registry.registry import Entry
from sdk_core.rows.earlier_storages import in_splits
from sdk_core.runs import guard
from sdk_core.specs import StorageSpec
from sdk_core.testing.checks import Case, checks_over, found_elsewhere, in_words, must_work
from sdk_core.testing.traces import leaves_nothing
from sdk_core.testing.violations import NotApplicable, Violation

StorageCase = Case[Entry[StorageSpec, Storage]]

_BIG = 5000
_STOP = 40
"""Rows after which a failing batch fails."""

_MAGIC = {
    "gz": b"\x1f\x8b",
    "bz2": b"BZh",
    "xz": b"\xfd7zXZ\0",
    "zst": b"\x28\xb5\x2f\xfd",
    "lz4": b"\x04\x22\x4d\x18",
    "zip": b"PK",
}
"""First bytes of compressed files (RFC 1952, RFC 8878 and the formats' own descriptions)."""

_LARGE = 2**53 + 1
"""A whole number that floats do not hold."""

_ODD = ("One\nTwo\u2028\t“three”", " a blank before and behind ", "", "007", "null", "1.0", "true",
        "a, b; \"c\"")  # fmt: skip
"""Texts that are to stay as they are."""

Row = Mapping[str, Any]


class Rows:
    """Rows as the core gives them: iterable again and again, with their columns.

    Args:
        rows: The rows.
        fail_after: Rows after which reading them fails, ``None`` for never.
        columns: The columns, where a larger whole has settled them.
    """

    def __init__(
        self,
        rows: list[dict[str, Any]],
        fail_after: int | None = None,
        columns: ColumnType | None = None,
    ) -> None:
        self.columns = columns or infer_columns(rows)
        self._rows = rows
        self._fail_after = fail_after

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for number, row in enumerate(self._rows):
            if number == self._fail_after:
                raise OSError(errno.ENOSPC, "No space left on device")
            yield self.columns.fit(row)


def writes(case: StorageCase) -> None:
    """``write`` makes exactly the path that it is given and returns the number of rows."""
    path = _path(case, "plain")
    number = _write(case, Rows(_rows(case, 3)), path)
    if not path.exists():
        raise Violation(
            f"write() made no {path.name} where it was told to.", "Write to the path as it is."
        )
    if beside := _beside(path):
        raise Violation(
            f"write() leaves {beside[0]} beside {path.name}.",
            "Write nothing but the path: a directory, if it takes several files.",
        )
    if number != 3 or isinstance(number, bool):
        raise Violation(f"write() returns {number!r} for 3 rows.", "Return the number of rows.")


def gives_back_what_it_wrote(case: StorageCase) -> None:
    """``read`` gives the rows that were written, in their order."""
    rows, path = _rows(case, 2 * len(_ODD)), _path(case, "back")
    with found_elsewhere():
        _write(case, Rows(rows), path)
    found, written = _read(case, path), Rows(rows)
    expected = list(written)
    if not _are_same(case, expected, found, written.columns):
        raise Violation(
            f"read() gives {found!r:.200} for {expected!r:.200}.",
            "Make write() and read() agree, or do not define read().",
        )


def takes_many_rows(case: StorageCase) -> None:
    """Thousands of rows are written, and rows that come one at a time as well as a list."""
    path = _path(case, "many")
    rows = _rows(case, _BIG)
    number = _write(case, Rows(rows), path)
    if number != _BIG:
        raise Violation(f"write() returns {number!r} for {_BIG} rows.", "Write every row.")
    try:
        found = _read(case, path)
    except NotApplicable:
        return
    if len(found) != _BIG:
        raise Violation(f"read() gives {len(found)} of {_BIG} rows.", "Write every row.")


def deals_with_no_rows(case: StorageCase) -> None:
    """No rows at all are written as such or refused with ValueError."""
    storage, path = _storage(case), _path(case, "none")
    try:
        with guard.component(case.thing):
            number: object = storage.write({"": [Rows([])]}, path)
    except ComponentError as error:
        if isinstance(error.__cause__, ValueError):
            return
        raise Violation(
            f"no rows make it crash: {in_words(error.__cause__ or error)}.",
            "Write an empty file, or raise ValueError with the reason.",
        ) from error
    if number != 0 or not path.exists():
        raise Violation(
            f"write() returns {number!r} for no rows"
            + ("." if path.exists() else " and makes nothing."),
            "Write an empty file and return 0, or raise ValueError with the reason.",
        )


def replaces_atomically(case: StorageCase) -> None:
    """A write that fails half-way fails as a whole: what was there before is untouched."""
    path = _path(case, "kept")
    storage = _storage(case)
    _replace(case, storage, Rows(_rows(case, 2)), path)
    before = _content(path)
    try:
        _replace(case, storage, Rows(_rows(case, _STOP * 2), fail_after=_STOP), path)
    except SdkError:
        pass
    else:
        raise Violation(
            f"write() reports success although reading the rows failed after {_STOP} of them.",
            "Let errors pass: the core removes what is half written and keeps the older output.",
        )
    if _content(path) != before:
        raise Violation(
            "a write that failed changed what was written before.",
            "Write to the path that write() is given and nowhere else; the core moves it.",
        )
    if left := _beside(path):
        raise Violation(
            f"a write that failed leaves {left[0]} behind.",
            "Keep temporary files inside the path that write() is given.",
        )


def writes_splits(case: StorageCase) -> None:
    """A storage whose spec says ``splits`` writes all of them into one directory."""
    if not case.thing.spec.splits:
        raise NotApplicable("its spec has no splits")
    path, rows = _path(case, "splits"), _rows(case, 6)
    columns = infer_columns(rows)
    train = [Rows(rows[:3], columns=columns), Rows(rows[3:4], columns=columns)]
    splits = {"train": train, "test": [Rows(rows[4:], columns=columns)]}
    try:
        with guard.component(case.thing):
            storage = _storage(case)
            number: object = storage.write(splits, path)
            found = _found(storage, path)
    except SdkError as error:
        if isinstance(error.__cause__, NotImplementedError):
            return
        raise Violation(
            f"several splits fail: {in_words(error.__cause__ or error)}.",
            "Write each part of each split, or take splits=True out of the spec.",
        ) from error
    if number != 6 or not path.is_dir():
        raise Violation(
            f"write() returns {number!r} for 4 and 2 rows.",
            "Make the directory and return the number of rows of all splits.",
        )
    expected = {name: [row for part in parts for row in part] for name, parts in splits.items()}
    if set(found) != set(expected) or not all(
        _are_same(case, expected[n], found[n], columns) for n in expected
    ):
        raise Violation(
            f"read() gives {found!r:.200} for {expected!r:.200}.",
            "Make write() and read() agree, or do not define read().",
        )


def compresses(case: StorageCase) -> None:
    """Files with each ending that the spec's ``compressions`` name are compressed so."""
    endings = case.thing.spec.compressions
    if not endings:
        raise NotApplicable("its spec has no compressions")
    for ending in endings:
        path = _path(case, f"compressed-{ending}")
        path = path.with_name(f"{path.name}.{ending}")
        _write(case, Rows(_rows(case, 3)), path)
        start = path.read_bytes()[:8] if path.is_file() else b""
        if not start.startswith(_MAGIC.get(ending, b"")):
            raise Violation(
                f"{path.name} begins with {start!r}, and is not compressed as {ending}.",
                "Compress by the ending of the path, or take it out of compressions in the spec.",
            )


def leaves_nothing_behind(case: StorageCase) -> None:
    """It neither prints nor leaves temporary files, open files or threads."""
    paths = (_path(case, f"use{number}") for number in count())

    def use() -> None:
        with found_elsewhere():
            path = next(paths)
            _write(case, Rows(_rows(case, 3)), path)
            with suppress(NotApplicable):
                _read(case, path)

    leaves_nothing("write()", use, case.folder)


def _storage(case: StorageCase) -> Storage:
    return in_splits(case.component())


def _found(storage: Storage, path: Path) -> dict[str, list[dict[str, Any]]]:
    return {split: list(map(as_row, rows)) for split, rows in storage.read(path)}


def _path(case: StorageCase, stem: str) -> Path:
    """Return a new path in a folder of its own, with the ending that the spec gives."""
    spec = case.thing.spec
    folder = case.folder / stem
    folder.mkdir(exist_ok=True)
    return folder / f"canal{spec.extension or ('' if spec.suffix else '.jsonl')}"


def _rows(case: StorageCase, many: int) -> list[dict[str, Any]]:
    """Return rows with what is easily taken for something else, the last one a double."""
    rows: list[dict[str, Any]] = [
        {
            "question": f"Question {many - number} — 運河?",
            "answer": _ODD[number % len(_ODD)],
            "note": _ODD[number % len(_ODD)] if number % 2 else None,
            "number": number if number % 3 else _LARGE,
        }
        for number in range(many - 1)
    ]
    rows += copy.deepcopy(rows[-1:]) or [{"question": "?", "answer": "!", "note": "", "number": 1}]
    if not case.thing.spec.flat:
        for row in rows:
            row["messages"] = [{"role": "user", "content": row["question"]}]
    return rows


def _write(case: StorageCase, rows: Rows, path: Path) -> object:
    storage = _storage(case)
    remedy = "Make it write rows of text and numbers."
    if not case.thing.spec.flat:
        remedy = f"{remedy[:-1]} (flat=True says that it has no place for lists and objects)."
    failing = f"write() failed on {len(rows)} ordinary rows"
    with must_work(failing, remedy), guard.component(case.thing):
        return storage.write({"": [rows]}, path)


def _read(case: StorageCase, path: Path) -> list[dict[str, Any]]:
    storage = _storage(case)
    try:
        with guard.component(case.thing):
            return [row for rows in _found(storage, path).values() for row in rows]
    except SdkError as error:
        if isinstance(error.__cause__, NotImplementedError):
            raise NotApplicable("it does not define read()") from error
        raise Violation(
            f"read() failed on what it wrote: {in_words(error.__cause__ or error)}.",
            "Make write() and read() agree, or do not define read().",
        ) from error


def _are_same(case: StorageCase, rows: list[Any], found: list[Any], columns: ColumnType) -> bool:
    flat = case.thing.spec.flat
    return all(is_same(r, b, columns, flat=flat) for r, b in zip_longest(rows, found))


def _replace(case: StorageCase, storage: Storage, rows: Iterable[Row], path: Path) -> None:
    """Write as the core does: beside the final name, and moved there when all is written.

    Raises:
        StorageError: The place could not be written, or nothing was.
        ComponentError: The storage failed in another way.
    """

    def build(staged: Path) -> None:
        with guard.component(case.thing):
            storage.write({"": [rows]}, staged)

    try:
        replace_path(path, build)
    except (StorageError, ComponentError):
        if not path.exists():
            raise NotApplicable("it writes nothing") from None
        raise


def _beside(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir() if entry != path)


def _content(path: Path) -> dict[str, bytes]:
    """Return the files at a path with what they hold."""
    files = [path] if path.is_file() else [p for p in sorted(path.rglob("*")) if p.is_file()]
    return {str(file.relative_to(path.parent)): file.read_bytes() for file in files}


CHECKS = checks_over(
    STORAGE,
    writes,
    gives_back_what_it_wrote,
    takes_many_rows,
    deals_with_no_rows,
    replaces_atomically,
    writes_splits,
    compresses,
    leaves_nothing_behind,
)
