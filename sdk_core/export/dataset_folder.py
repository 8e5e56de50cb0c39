"""A dataset as a folder: its splits, its pictures, and the files that describe it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sdk_core.export.plan import ExportPlan
from sdk_core.export.row_file import RowFile
from sdk_core.export.row_images import Pictures
from sdk_core.export.writer import write_rows


@dataclass(slots=True)
class WrittenDataset:
    """What was written of a dataset, for those who describe it.

    Args:
        folder: The folder, under its temporary place.
        splits: Its rows by split.
        files: Data files of each split, relative to the folder.
        checked: Whether all of it was read back and compared.
    """

    folder: Path
    splits: Mapping[str, RowFile]
    files: dict[str, list[str]] = field(default_factory=dict)
    checked: bool = True

    @property
    def rows(self) -> int:
        """Rows of all splits."""
        return sum(map(len, self.splits.values()))


Describe = Callable[[WrittenDataset], Iterable[tuple[str, str]]]
"""Gives names and contents of text files that go beside the data."""


def write_dataset(
    target: ExportPlan,
    splits: Mapping[str, RowFile],
    folder: Path,
    pictures: Pictures | None,
    describe: Describe,
) -> WrittenDataset:
    """Write a dataset into a folder that does not exist yet.

    Args:
        target: What writes it.
        splits: The rows by split, in the order in which they are listed.
        folder: The folder.
        pictures: The pictures that rows name, ``None`` when they name none.
        describe: Gives the text files beside the data, once that is written.

    Raises:
        StorageError: The place cannot be written, or does not hold what was written.
        ComponentError: The storage failed.
    """
    written = WrittenDataset(folder, splits)
    if target.place.splits:
        _write_together(target, written)
    else:
        folder.mkdir()
        for name, rows in splits.items():
            _write_apart(target, written, name, rows)
    if pictures is not None:
        pictures.move_to(folder)
    for name, text in describe(written):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return written


def _write_together(target: ExportPlan, written: WrittenDataset) -> None:
    size = target.request.shard_size
    written.checked = write_rows(target, written.splits, written.folder, size)
    found = sorted(p for p in written.folder.rglob("*") if p.is_file())
    names = [str(path.relative_to(written.folder)) for path in found]
    for split in written.splits:
        written.files[split] = [name for name in names if split in name] or names


def _write_apart(target: ExportPlan, written: WrittenDataset, split: str, rows: RowFile) -> None:
    names = dict(target.task.split_names) if target.task else {}
    stem = names.get(split, split)
    size = target.request.shard_size
    parts = list(rows.parts(size))
    for number, part in enumerate(parts):
        shard = f"-{number:05d}-of-{len(parts):05d}" if size else ""
        name = f"{stem}{shard}{target.ending}"
        written.checked &= write_rows(target, {"": part}, written.folder / name)
        written.files.setdefault(split, []).append(name)
