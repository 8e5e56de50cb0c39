"""What rows have to be taken together: not twice the same, and not all of one label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from sdk_core.rows.findings import MOST
from sdk_core.specs import ExporterSpec


class SetRules:
    """Looks at the rows of a whole dataset, whichever files they are in.

    Args:
        spec: The format.
    """

    def __init__(self, spec: ExporterSpec) -> None:
        self._spec = spec
        self._rows: dict[int, int] = {}  # by their hashes alone, as there may be millions
        self._ids: set[int] = set()
        self._labels: dict[str, set[bool]] = {}
        self._repeated: list[Any] = []
        self._same_ids: list[tuple[Any, str]] = []

    def see(self, place: Any, row: Mapping[str, Any], line: bytes = b"") -> None:
        """Take in a row.

        Args:
            place: What `repeats` is to call it.
            row: The row.
            line: It as JSON, where that is at hand.
        """
        for name in self._spec.labels:
            if isinstance(label := row.get(name), bool):
                self._labels.setdefault(name, set()).add(label)
        packed = hash(line or _packed(row))
        times = self._rows[packed] = self._rows.get(packed, 0) + 1
        if times > 1:
            if len(self._repeated) < MOST:
                self._repeated.append(place)
        elif "id" in row and not self._spec.labels:  # a label apart, two answers may share theirs
            self._see_id(place, row["id"])

    def repeats(self) -> Iterator[tuple[Any, str]]:
        """Yield the places of rows that are there before, or whose id is, each with what it is."""
        if not self._times():
            for place in self._repeated:
                yield place, "it repeats an earlier row"
        for place, identifier in self._same_ids:
            yield place, f"the id {identifier} belongs to an earlier row"

    def uncounted(self) -> int:
        """Return how many more rows repeat an earlier one than `repeats` has places of."""
        if self._times():
            return 0
        return sum(self._rows.values()) - len(self._rows) - len(self._repeated)

    def notes(self) -> Iterator[str]:
        """Yield what looks like a repetition on purpose: each row as often as the others."""
        if times := self._times():
            yield f"each row is there {times} times"

    def one_sided(self) -> Iterator[str]:
        """Yield which labels are the same in all rows, so that there is nothing to tell apart."""
        for name, seen in self._labels.items():
            if len(seen) == 1:
                yield f"{name} is {str(*seen).lower()} in every row, and both are needed"

    def _times(self) -> int:
        """Return how often each row is there, 0 when it is once, or some more often than others."""
        if not self._repeated:
            return 0
        times = set(self._rows.values())
        return times.pop() if len(times) == 1 else 0

    def _see_id(self, place: Any, identifier: object) -> None:
        if not isinstance(identifier, str | int) or identifier == "":
            return
        known = len(self._ids)
        self._ids.add(hash((type(identifier), identifier)))
        if len(self._ids) == known and len(self._same_ids) < MOST:
            self._same_ids.append((place, repr(identifier)))


def _packed(row: Mapping[str, Any]) -> bytes:
    try:
        return orjson.dumps(row)
    except TypeError:  # numbers beyond 64 bits, and half characters
        return repr(row).encode("utf-8", "surrogatepass")
