"""Rows as parquet: one file, or a folder as datasets have it on the Hugging Face Hub."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sdk_builtins.storages.arrow_rows import ROWS_A_BATCH, ROWS_A_GROUP, batches, table_columns
from sdk_core.components import Splits, Storage

DATA = "data"
"""Folder of the files, in which ``datasets`` looks for ``<split>-*.parquet``."""


class ParquetStorage(Storage):
    """Writes one file, packed with Zstandard."""

    def write(self, splits: Splits, path: Path) -> int:
        """Write the rows and return their number.

        Raises:
            OSError: The file cannot be written.
            ValueError: There are no rows, or a value has no place in a table.
        """
        [[rows]] = splits.values()
        return _write(rows, path)

    def read(self, path: Path) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
        """Yield the rows of a file.

        Raises:
            OSError: It cannot be read.
        """
        yield "", _read(path)


class HubStorage(Storage):
    """Writes a folder that ``datasets.load_dataset`` opens."""

    def write(self, splits: Splits, path: Path) -> int:
        """Write the splits into one folder and return the number of rows.

        Raises:
            OSError: The folder cannot be written.
            ValueError: There are no rows, or a value has no place in a table.
        """
        (path / DATA).mkdir(parents=True)
        count = 0
        for split, parts in splits.items():
            for number, part in enumerate(parts):
                name = f"{split or 'train'}-{number:05d}-of-{len(parts):05d}.parquet"
                count += _write(part, path / DATA / name)
        return count

    def read(self, path: Path) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
        """Yield the rows of each split of a folder.

        Raises:
            OSError: It cannot be read.
        """
        names = dict.fromkeys(p.name.split("-")[0] for p in sorted((path / DATA).iterdir()))
        for split in names:
            files = sorted((path / DATA).glob(f"{split}-*.parquet"))
            yield split, (row for file in files for row in _read(file))


def _write(rows: Iterable[Mapping[str, Any]], path: Path) -> int:
    columns, schema = table_columns(rows)
    count, waiting = 0, list[pa.RecordBatch]()
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches(rows, columns, schema):
            count += batch.num_rows
            waiting.append(batch)
            if len(waiting) * ROWS_A_BATCH >= ROWS_A_GROUP:
                writer.write_table(pa.Table.from_batches(waiting, schema))
                waiting.clear()
        if waiting:
            writer.write_table(pa.Table.from_batches(waiting, schema))
    return count


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(ROWS_A_BATCH):
            yield from batch.to_pylist()
