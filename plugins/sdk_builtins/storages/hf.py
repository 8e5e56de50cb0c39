"""A directory that ``datasets.load_from_disk`` opens, written without the ``datasets`` package.

The layout is that of ``Dataset.save_to_disk``: an Arrow IPC stream and two small JSON files. The
features are left out of ``dataset_info.json``, because their notation differs between versions of
``datasets`` and every version reads them from the Arrow schema.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from sdk_builtins.storages.arrow_types import arrow_schema
from sdk_core.columns import infer_columns
from sdk_core.components import Storage

_DATA_FILE = "data-00000-of-00001.arrow"
_ROWS_A_BATCH = 1000


class HuggingFaceStorage(Storage):
    """Writes one Arrow file whose columns have one type each, also where rows differ."""

    def write(self, rows: Iterable[Mapping[str, Any]], path: Path) -> int:
        """Write the directory and return the number of rows.

        Raises:
            OSError: The directory cannot be written.
            ValueError: There are no rows, or a value has no place in a table.
        """
        table = list(rows)
        if not table:
            raise ValueError("there are no rows, so the columns are not known")
        columns = infer_columns(table)
        schema = arrow_schema(columns)
        path.mkdir()
        data = path / _DATA_FILE
        try:
            with pa.OSFile(str(data), "wb") as sink, pa.ipc.new_stream(sink, schema) as writer:
                for start in range(0, len(table), _ROWS_A_BATCH):
                    fitted = [columns.fit(row) for row in table[start : start + _ROWS_A_BATCH]]
                    writer.write_batch(pa.RecordBatch.from_pylist(fitted, schema=schema))
        except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError) as error:
            raise ValueError(f"the rows cannot be stored as a table: {error}") from error
        with data.open("rb") as file:
            fingerprint = hashlib.file_digest(file, "sha256").hexdigest()[:16]
        _write_json(path / "dataset_info.json", _INFO)
        _write_json(path / "state.json", {**_STATE, "_fingerprint": fingerprint})
        return len(table)


_INFO = {"citation": "", "description": "", "homepage": "", "license": ""}

_STATE: dict[str, Any] = {
    "_data_files": [{"filename": _DATA_FILE}],
    "_fingerprint": "",
    "_format_columns": None,
    "_format_kwargs": {},
    "_format_type": None,
    "_output_all_columns": False,
    "_split": None,
}


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=2, sort_keys=True) + "\n", encoding="utf-8")
