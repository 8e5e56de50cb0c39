"""Rows of any columns as a Lance table, for datasets rather than documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sdk_core.artifacts import document_tables

if TYPE_CHECKING:
    import pyarrow

SUFFIX = document_tables.SUFFIX
"""Ending of a table's name."""

_ROWS_A_BATCH = 1000


def write_rows(path: Path, schema: pyarrow.Schema, batches: Iterator[pyarrow.RecordBatch]) -> int:
    """Write a table to a path that does not exist yet and return the number of its rows."""
    return document_tables.create_table(path, schema, batches)


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table in the order in which they were written.

    Raises:
        DocumentError: It is no table, or damaged.
    """
    with document_tables.readable(path):
        table = document_tables.open_lance(path.parent).open_table(path.stem)
        for batch in table.search().to_batches(_ROWS_A_BATCH):
            yield from batch.to_pylist()
