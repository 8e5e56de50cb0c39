"""Storages that were written before `Storage.write` took all splits at once."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import suppress
from inspect import signature
from itertools import chain
from pathlib import Path
from typing import Any

from sdk_core.components import Splits, Storage


def in_splits(storage: Storage) -> Storage:
    """Return a storage as one that takes splits, whichever signature it was written for."""
    if "splits" in signature(storage.write).parameters:
        return storage
    warnings.warn(
        f"{type(storage).__name__}: write(rows, path) and write_splits(splits, path) have become "
        "write(splits, path), and read(path) yields each split with its rows",
        DeprecationWarning,
        stacklevel=2,
    )
    return _Earlier(storage)


class _Earlier(Storage):
    def __init__(self, storage: Any) -> None:
        super().__init__()
        self._storage = storage
        self._split: bool | None = None  # not known of what another run wrote

    def write(self, splits: Splits, path: Path) -> int:
        self._split = "" not in splits
        if self._split:
            return sum(self._storage.write_splits(splits, path).values())
        [[rows]] = splits.values()
        count: int = self._storage.write(rows, path)
        return count

    def read(self, path: Path) -> Iterator[tuple[str, Iterator[Any]]]:
        if self._split is None and path.is_dir():
            # Whether a folder is split is for the storage to tell: of another it reads no splits,
            # with one of the errors that reading is to raise.
            with suppress(NotImplementedError, OSError, ValueError, StopIteration):
                splits = iter(self._read_splits(path))
                return chain([next(splits)], splits)
        if self._split:
            return iter(self._read_splits(path))
        return iter([("", self._storage.read(path))])

    @property
    def _read_splits(self) -> Any:
        return getattr(self._storage, "read_splits", super().read)
