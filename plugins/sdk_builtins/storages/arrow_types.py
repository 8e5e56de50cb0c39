"""Columns as Arrow types."""

from __future__ import annotations

import pyarrow as pa

from sdk_core.columns import ColumnType

_PLAIN = {"bool": pa.bool_(), "int": pa.int64(), "float": pa.float64()}


def arrow_type(column: ColumnType) -> pa.DataType:
    """Return the Arrow type of a column; text for what is null throughout or of mixed kinds."""
    if column.kind == "list":
        return pa.list_(arrow_type(column.item or ColumnType()))
    if column.kind == "struct":
        return pa.struct([(name, arrow_type(member)) for name, member in column.members.items()])
    return _PLAIN.get(column.kind, pa.string())


def arrow_schema(columns: ColumnType) -> pa.Schema:
    """Return the schema of a table whose rows have these columns."""
    return pa.schema(list(arrow_type(columns)))
