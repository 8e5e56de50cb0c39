"""Rows as a Lance table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sdk_builtins.storages.arrow_rows import batches, table_columns
from sdk_core.artifacts import dataset_tables
from sdk_core.components import Splits, Storage


class LanceStorage(Storage):
    """Writes one table in LanceDB's layout: the directory is the database."""

    def write(self, splits: Splits, path: Path) -> int:
        """Write the rows and return their number.

        Raises:
            StorageError: The table cannot be written.
            ValueError: There are no rows, a value has no place in a table, or the name does not
                end in ``.lance``.
        """
        if path.suffix != dataset_tables.SUFFIX:
            raise ValueError(f"the name of a Lance table ends in {dataset_tables.SUFFIX}")
        [[rows]] = splits.values()
        columns, schema = table_columns(rows)
        return dataset_tables.write_rows(path, schema, batches(rows, columns, schema))

    def read(self, path: Path) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
        """Yield the rows of a table, in the order in which they were written.

        Raises:
            StorageError: It cannot be read.
        """
        yield "", dataset_tables.read_rows(path)
