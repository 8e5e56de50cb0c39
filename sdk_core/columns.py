"""One type for each column of a dataset, found by looking at all its values.

A column whose type changes half-way, that turns from null to text or that appears late makes
``datasets`` refuse the whole set, so types are settled before the first row is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_INT64 = range(-(2**63), 2**63)
# Types of values that are of one kind, whatever the value, and have nothing inside.
_FLAT = frozenset((str, bool, float, type(None)))
_TEXT = frozenset((str,))
# Kinds that the type of a value alone decides.
_KINDS: dict[type, str] = {
    str: "string",
    bool: "bool",
    float: "float",
    list: "list",
    tuple: "list",
    type(None): "null",
}


@dataclass(slots=True)
class ColumnType:
    """What the values of a column have in common; of a whole row it is a ``struct``.

    `gaps` tells that it is null or missing somewhere, `adapts` that a value must be changed to fit.
    ``kind`` is ``null`` (none seen), ``bool``, ``int``, ``float``, ``string``, ``list``,
    ``struct``, or ``json`` for values of different kinds, which are written as JSON text; of lists
    alone, each of them, when ``lists`` is set.
    """

    kind: str = "null"
    item: ColumnType | None = None
    members: dict[str, ColumnType] = field(default_factory=dict)
    seen: int = 0
    gaps: bool = False
    adapts: bool = False
    lists: bool = False
    _shapes: dict[tuple[Any, ...], int] = field(default_factory=dict, repr=False, compare=False)

    def see(self, value: Any) -> None:
        """Widen the type so that it holds ``value`` too."""
        kind = _KINDS.get(type(value)) or value_kind(value)
        if kind == "null":
            self.gaps = True
            return
        self.seen += 1
        if self.kind == "json":
            return
        if self.kind != kind:
            self.adapts = self.adapts or self.kind != "null" or kind == "json"
            self.kind = _wider(self.kind, kind)
        if self.kind == "list" and kind == "list":
            of_items = self.item = self.item or ColumnType()
            for item in value:
                if item and type(item) is dict and of_items.kind == "struct":
                    of_items.seen += 1
                    of_items._see_members(item)
                else:
                    of_items.see(item)
        elif self.kind == "struct" and kind == "struct":
            self._see_members(value)

    def _see_members(self, value: Mapping[str, Any]) -> None:
        shape = (*value, *map(type, value.values()))
        if shape in self._shapes:  # as nearly all rows are; it changes numbers alone
            self._shapes[shape] += 1
            return
        for name, member in value.items():
            self.members.setdefault(str(name), ColumnType()).see(member)
        names, types = shape[: len(value)], shape[len(value) :]
        if _FLAT.issuperset(types) and _TEXT.issuperset(map(type, names)):
            self._shapes[shape] = 0

    def settle(self, *, inside: bool = False) -> None:
        """Make text of numbers and truth values that are missing somewhere.

        There is no empty number, and a null where a reader has seen numbers, or the other way
        round, makes ``datasets`` refuse the file.

        Args:
            inside: Whether it is a type of what is inside lists, where null stays what it is.
        """
        if self.gaps and not inside and self.kind in ("bool", "int", "float"):
            self.kind = "json"
        for shape, count in self._shapes.items():
            half = len(shape) // 2
            for name, known in zip(shape[:half], shape[half:], strict=True):
                self.members[name].seen += count if known is not type(None) else 0
        self._shapes.clear()
        self.adapts = self.adapts or self.gaps
        for member in self.members.values():
            member.gaps = member.gaps or self.gaps or member.seen < self.seen
            member.settle(inside=inside)
            self.adapts = self.adapts or member.adapts
        if self.item is not None:
            self.item.settle(inside=True)
            self.adapts = self.adapts or self.item.adapts

    def write_as_text(self, names: Sequence[str]) -> bool:
        """Make JSON text of what has one of these names, wherever it is, if its keys are unlike.

        A table would give each of its objects the keys of all others. Types are settled by then.

        Returns:
            Whether there is such a value.
        """
        found = self.item is not None and self.item.write_as_text(names)
        for name, column in self.members.items():
            unlike = column.item.adapts if column.item else column.kind == "struct"
            if name in names and unlike and (column.item or column.adapts):
                column.lists = column.kind == "list"
                column.kind, column.item, column.adapts, found = "json", None, True, True
            else:
                found = column.write_as_text(names) or found
        self.adapts = self.adapts or found
        return found

    def fit(self, value: Any, *, items: bool = True) -> Any:
        """Return a value in the form of this type; a missing text is empty, a missing list too.

        Args:
            value: The value, of which this type has seen the kind.
            items: Whether objects in lists get the members that others in the list have, as null.
                A table needs that; in text lists stay as they are.
        """
        if not self.adapts:
            return value
        if self.kind == "json":
            if isinstance(value, str):
                return value
            return _json([] if value is None and self.lists else value)
        if self.kind == "struct":
            given = value if isinstance(value, Mapping) else {}
            by_name = {str(name): member for name, member in given.items()}
            return {n: m.fit(by_name.get(n), items=items) for n, m in self.members.items()}
        if self.kind == "list":
            item = self.item or ColumnType()
            return [item._fit_inside(member) if items else member for member in value or ()]
        if value is None:
            return "" if self.kind in ("string", "null") else None
        return float(value) if self.kind == "float" else value

    def _fit_inside(self, value: Any) -> Any:
        """Return what is inside a list in the form of this type; what is missing is null."""
        if value is None or not self.adapts:
            return value
        if self.kind == "struct":
            by_name = {str(name): member for name, member in value.items()}
            return {n: m._fit_inside(by_name.get(n)) for n, m in self.members.items()}
        if self.kind == "list":
            item = self.item or ColumnType()
            return [item._fit_inside(member) for member in value]
        return self.fit(value)


def infer_columns(rows: Iterable[Mapping[str, Any]]) -> ColumnType:
    """Return the type of all rows: a struct with one member for each column, in order met."""
    table = ColumnType("struct")
    for row in rows:
        table.see(row)
    table.settle()
    return table


def columns_of(rows: Iterable[Mapping[str, Any]]) -> ColumnType:
    """Return the columns that rows bring with them, else those that are found in them.

    Args:
        rows: Rows that can be iterated again, as the core gives them to a storage.
    """
    columns = getattr(rows, "columns", None)
    return columns if isinstance(columns, ColumnType) else infer_columns(rows)


def value_kind(value: Any) -> str:
    """Return the kind of a value, as `ColumnType` names it."""
    if type(value) is dict and value:
        return "struct"
    if kind := _KINDS.get(type(value)):
        return kind
    if isinstance(value, int):
        return "int" if value in _INT64 else "json"
    if isinstance(value, Mapping):  # without members it cannot be stored, so it is text
        return "struct" if value else "json"
    return next((kind for known, kind in _KINDS.items() if isinstance(value, known)), "json")


def _wider(one: str, other: str) -> str:
    if one == "null":
        return other
    return "float" if {one, other} == {"int", "float"} else "json"


def _json(value: Any) -> str:
    if value is None:
        return ""
    try:
        return json.dumps(value, ensure_ascii=False)
    except TypeError as error:
        raise ValueError(f"a value cannot be stored: {error}") from error
