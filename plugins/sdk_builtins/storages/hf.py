"""A directory that ``datasets.load_from_disk`` opens, written without the ``datasets`` package.

The layout is that of ``save_to_disk``: for each split Arrow IPC streams and two small JSON files,
and above several splits one more. The features are left out of ``dataset_info.json``, because
their notation differs between versions of ``datasets`` and every version reads them from the
Arrow schema.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from sdk_builtins.storages.arrow_rows import batches, table_columns
from sdk_core.components import Splits, Storage

_SPLITS = "dataset_dict.json"


class HuggingFaceStorage(Storage):
    """Writes Arrow files whose columns have one type each, also where rows differ."""

    def write(self, splits: Splits, path: Path) -> int:
        """Write the directory, which holds one for each split if there are any.

        Returns:
            The number of rows.

        Raises:
            OSError: The directory cannot be written.
            ValueError: There are no rows, or a value has no place in a table.
        """
        if "" in splits:
            return _write(splits[""], path, None)
        path.mkdir()
        _write_json(path / _SPLITS, {"splits": list(splits)})
        return sum(_write(parts, path / split, split) for split, parts in splits.items())

    def read(self, path: Path) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
        """Yield the rows of each split of a directory.

        Raises:
            OSError: It cannot be read.
        """
        if not (path / _SPLITS).exists():
            yield "", _read(path)
            return
        for split in json.loads((path / _SPLITS).read_text(encoding="utf-8"))["splits"]:
            yield split, _read(path / split)


_INFO = {"citation": "", "description": "", "homepage": "", "license": ""}

_STATE: dict[str, Any] = {
    "_format_columns": None,
    "_format_kwargs": {},
    "_format_type": None,
    "_output_all_columns": False,
}


def _write(parts: Sequence[Iterable[Mapping[str, Any]]], path: Path, split: str | None) -> int:
    path.mkdir()
    count, names, digest = 0, [], hashlib.sha256()
    for number, part in enumerate(parts):
        columns, schema = table_columns(part)
        name = f"data-{number:05d}-of-{len(parts):05d}.arrow"
        with (
            pa.OSFile(str(path / name), "wb") as sink,
            pa.ipc.new_stream(sink, schema) as writer,
        ):
            for batch in batches(part, columns, schema):
                writer.write_batch(batch)
                count += batch.num_rows
        with (path / name).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
        names.append({"filename": name})
    _write_json(path / "dataset_info.json", _INFO)
    state = {"_data_files": names, "_fingerprint": digest.hexdigest()[:16], "_split": split}
    _write_json(path / "state.json", {**_STATE, **state})
    return count


def _read(path: Path) -> Iterator[dict[str, Any]]:
    for name in json.loads((path / "state.json").read_text(encoding="utf-8"))["_data_files"]:
        with (path / name["filename"]).open("rb") as file, pa.ipc.open_stream(file) as reader:
            for batch in reader:
                yield from batch.to_pylist()


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=2, sort_keys=True) + "\n", encoding="utf-8")
