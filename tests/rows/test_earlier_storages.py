"""Storages that were written before `write` took all splits at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sdk_core.components import Storage
from sdk_core.rows.earlier_storages import in_splits

ROWS = [{"text": "One"}, {"text": "Two"}]


class OneFile(Storage):
    def write(self, rows: Any, path: Path) -> int:  # type: ignore[override]
        return path.write_text(json.dumps(list(rows))) and 2

    def read(self, path: Path) -> Any:
        yield from json.loads(path.read_text())


class Folder(OneFile):
    def write_splits(self, splits: Any, path: Path) -> dict[str, int]:
        path.mkdir()
        return {
            name: self.write([row for part in parts for row in part], path / name)
            for name, parts in splits.items()
        }

    def read_splits(self, path: Path) -> Any:
        return ((file.name, self.read(file)) for file in sorted(path.iterdir()))


@pytest.mark.parametrize(
    ("storage", "splits"),
    [
        (OneFile(), {"": [ROWS]}),
        (Folder(), {"": [ROWS]}),
        (Folder(), {"test": [ROWS], "train": [ROWS[:1], ROWS[1:]]}),
    ],
)
def test_they_work_as_before_and_are_told_of(
    storage: Storage, splits: dict[str, Any], tmp_path: Path
) -> None:
    with pytest.warns(DeprecationWarning, match=r"write\(splits, path\)"):
        taken = in_splits(storage)
    assert taken.write(splits, tmp_path / "x") == 2 * len(splits)
    found = {name: list(rows) for name, rows in taken.read(tmp_path / "x")}
    assert found == dict.fromkeys(splits, ROWS)
    with pytest.warns(DeprecationWarning, match="Folder|OneFile"):
        another_run = in_splits(type(storage)())
    assert {name: list(rows) for name, rows in another_run.read(tmp_path / "x")} == found


def test_a_defect_of_a_storage_is_not_taken_for_a_folder_without_splits(tmp_path: Path) -> None:
    class Broken(Folder):
        def read_splits(self, path: Path) -> Any:
            return self.splits[path]  # type: ignore[attr-defined]

    with pytest.warns(DeprecationWarning, match="Broken"):
        taken = in_splits(Broken())
    (tmp_path / "x").mkdir()
    with pytest.raises(AttributeError, match="splits"):
        taken.read(tmp_path / "x")


def test_what_cannot_be_read_back_says_so(tmp_path: Path) -> None:
    class Unread(OneFile):
        write_splits = Folder.write_splits

    with pytest.warns(DeprecationWarning, match="Unread"):
        taken = in_splits(Unread())
    taken.write({"test": [ROWS]}, tmp_path / "x")
    with pytest.raises(NotImplementedError):
        taken.read(tmp_path / "x")
