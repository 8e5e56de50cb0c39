"""The columns of a dataset in the notation of the Hub's dataset cards."""

from __future__ import annotations

from typing import Any

from sdk_core.columns import ColumnType

_DTYPES = {"bool": "bool", "int": "int64", "float": "float64"}


def features(columns: ColumnType) -> list[dict[str, Any]]:
    """Return the ``features`` of a card's ``dataset_info``.

    Args:
        columns: The columns of the rows, a ``struct``.
    """
    return [{"name": name, **_feature(member)} for name, member in columns.members.items()]


def _feature(column: ColumnType) -> dict[str, Any]:
    if column.kind == "struct":
        return {"struct": features(column)}
    if column.kind == "list":
        item = column.item or ColumnType()
        if item.kind == "struct":
            return {"list": features(item)}
        inner = _feature(item)
        return {"list": inner.get("dtype", inner)}
    return {"dtype": _DTYPES.get(column.kind, "string")}
