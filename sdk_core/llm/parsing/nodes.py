"""The tree that every JSON-like step of the ladder produces."""

from __future__ import annotations

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
class Document:
    """All top-level values of one answer.

    values: the values in order of appearance.
    gaps: the prose before each value; same length as values.
    closed: every bracket and string that was opened was also closed.
    swallowed: known keys that occur in the text but were not read as keys.
    step: name of the ladder step.
    """

    values: list[Node]
    gaps: list[str]
    closed: bool
    step: str
    swallowed: int = 0

    @property
    def provable(self) -> bool:
        """Tell whether the structure itself proves that nothing is missing at the end."""
        return self.closed and len(self.values) == 1
