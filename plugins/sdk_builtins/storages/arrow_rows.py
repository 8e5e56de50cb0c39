"""Rows as batches of an Arrow table, in constant memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import pyarrow as pa

from sdk_core.columns import ColumnType, columns_of

ROWS_A_BATCH = 1000
ROWS_A_GROUP = 50_000
"""Rows in a row group of a parquet file; readers load one group at a time."""

TABLE_ERRORS = (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError)
"""What Arrow raises for a value that does not fit its column."""

_PLAIN = {"bool": pa.bool_(), "int": pa.int64(), "float": pa.float64()}


def arrow_type(column: ColumnType) -> pa.DataType:
    """Return the Arrow type of a column; text for what is null throughout or of mixed kinds."""
    if column.kind == "list":
        return pa.list_(arrow_type(column.item or ColumnType()))
    if column.kind == "struct":
        return pa.struct([(name, arrow_type(member)) for name, member in column.members.items()])
    return _PLAIN.get(column.kind, pa.string())


def table_columns(rows: Iterable[Mapping[str, Any]]) -> tuple[ColumnType, pa.Schema]:
    """Return the columns of rows and their schema.

    Raises:
        ValueError: There are no rows.
    """
    columns = columns_of(rows)
    if not columns.members:
        raise ValueError("there are no rows, so the columns are not known")
    return columns, pa.schema(list(arrow_type(columns)))


def batches(
    rows: Iterable[Mapping[str, Any]], columns: ColumnType, schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """Yield the rows in batches.

    Raises:
        ValueError: A value has no place in its column.
    """
    remaining = iter(rows)
    while group := list(islice(remaining, ROWS_A_BATCH)):
        try:
            yield pa.RecordBatch.from_pylist([columns.fit(row) for row in group], schema=schema)
        except TABLE_ERRORS as error:
            raise ValueError(f"the rows cannot be stored as a table: {error}") from error
