"""The tree that every JSON-like way of reading produces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias


class Torn(Enum):
    """Stands where a value began and never ended."""

    TORN = "torn"


TORN = Torn.TORN


@dataclass(frozen=True, slots=True)
class Bare:
    """A value written without quotes, kept as the literal text: 8, 1.50, NaN, undefined."""

    text: str


@dataclass(slots=True)
class Obj:
    """An object as ordered pairs, so that repeated keys survive."""

    pairs: list[tuple[str, Node]] = field(default_factory=list)


Node: TypeAlias = "Obj | list[Node] | str | Bare | Torn | bool | None"


@dataclass(slots=True)
class AnswerTree:
    """All top-level values of one answer.

    values: the values in order of appearance.
    gaps: the prose before each value; same length as values.
    closed: every bracket and string that was opened was also closed.
    swallowed: known keys that occur in the text but were not read as keys.
    step: name of the way of reading.
    tail: the prose after the last value.
    """

    values: list[Node]
    gaps: list[str]
    closed: bool
    step: str
    swallowed: int = 0
    tail: str = ""

    @property
    def provable(self) -> bool:
        """Tell whether the structure itself proves that nothing is missing at the end."""
        return self.closed and len(self.values) == 1


Record = dict[str, Node]

# Keys under which a value object holds its text, best first.
_TEXT_KEYS = ("text", "value", "content", "answer", "question", "description", "step", "detail")


@dataclass(slots=True)
class Records:
    """Records of one answer.

    found: the records in order; values may still be unusable. torn: pieces that were cut off.
    open_end: the format has no closing mark, so a cut of the last record cannot be seen.
    step: name of the way of reading.
    """

    found: list[Record] = field(default_factory=list)
    torn: int = 0
    open_end: bool = True
    step: str = ""


def group_records(parts: Iterable[tuple[str, Node]]) -> list[Record]:
    """Group a flat sequence of fields into records; a repeated field begins the next one."""
    found: list[Record] = []
    current: Record = {}
    for name, value in parts:
        if name in current:
            found.append(current)
            current = {}
        current[name] = value
    if current:
        found.append(current)
    return found


def node_text(value: Node) -> str | None:
    """Return the text of a field value, or None when it has none.

    Numbers keep their literal digits, lists become lines, objects give their text member.
    """
    if isinstance(value, list):
        if not value or len(value) > 10_000:
            return None
        parts = [_scalar_text(_member(v) if isinstance(v, Obj) else v) for v in value]
        lines = [p for p in parts if p is not None]
        return "\n".join(lines) if len(lines) == len(parts) else None
    if isinstance(value, Obj):
        inner = _member(value)
        return None if isinstance(inner, Obj | list) else _scalar_text(inner)
    return _scalar_text(value)


def _member(value: Obj) -> Node:
    members = {k.casefold(): v for k, v in value.pairs}
    if "type" in members and len(members) == 1:
        return None
    for key in _TEXT_KEYS:
        if key in members:
            return members[key]
    return value.pairs[0][1] if len(value.pairs) == 1 else None


def _scalar_text(value: Node) -> str | None:
    if value is TORN or value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Bare):
        return None if value.text in _NO_VALUE else value.text
    return value if isinstance(value, str) else None


_NO_VALUE = frozenset(
    ("", "null", "None", "undefined", "nil", "NaN", "Infinity", "-Infinity", "TODO")
)
