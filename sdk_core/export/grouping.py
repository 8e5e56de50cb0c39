"""Which records stay together in a split: those of a document, and near-duplicates."""

from __future__ import annotations

import os
import re
from array import array
from collections import Counter
from collections.abc import Sequence

from sdk_core.export.record_store import RecordStore, digest
from sdk_core.export.splits import By, Group
from sdk_core.model import Example
from sdk_core.rows.example_text import example_question
from sdk_core.similarity.near_duplicates import NearIndex, normal
from sdk_core.web.addresses import is_url


def group_records(
    store: RecordStore, order: Sequence[int], by: By, threshold: float
) -> tuple[list[Group], Sequence[int]]:
    """Return groups of records none of which has a near-duplicate in another group, and the
    number of the group of each record.

    The key of a group is made of the names of its documents, without their folders, so that it is
    the same from wherever they are read; documents of one name are told apart by what is asked
    about them.

    Args:
        store: The records.
        order: Indices of the records.
        by: What stays together in any case; a record that names no document is on its own.
        threshold: Similarity from which questions are near-duplicates.
    """
    units = _Units()
    near = NearIndex(lambda index: example_question(store[index]), threshold)
    asked_in: dict[int, int] = {}
    unit_of = array("L")
    unit_by_index: dict[int, int] = {}
    for index in order:
        example = store[index]
        question = example_question(example)
        asked = digest(normal(question))
        identity, name = _identity(example, by)
        unit = units.of(identity or str(asked), digest(name) if name else asked, asked)
        unit_of.append(unit)
        if asked in asked_in:
            units.join(unit, asked_in[asked])
            continue
        asked_in[asked] = unit
        for twin in near.twins(question):
            units.join(unit, unit_by_index[twin])
        near.add(index, question)
        unit_by_index[index] = unit
    return units.groups(unit_of)


def _identity(example: Example, by: By) -> tuple[str, str]:
    """Return what tells a document or source from others, and its name without its folders."""
    origin = example.provenance
    if by == "row":
        return "", ""
    source = origin.source
    if source and not is_url(source):
        source = os.path.normpath(source)
    name = source if is_url(source) else re.split(r"[/\\]", source)[-1]
    if by == "source":
        return source or origin.document_id, name or origin.document_id
    return origin.document_id or source, name or origin.document_id


class _Units:
    """Documents, sources or questions, which are joined to groups (disjoint sets by Tarjan)."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._names: list[int] = []
        self._least: list[int] = []
        self._above: list[int] = []

    def of(self, identity: str, name: int, asked: int) -> int:
        """Return the number of a unit of which something is asked."""
        number = self._numbers.setdefault(identity, len(self._numbers))
        if number == len(self._names):
            self._names.append(name)
            self._least.append(asked)
            self._above.append(number)
        self._least[number] = min(self._least[number], asked)
        return number

    def join(self, one: int, other: int) -> None:
        """Make one group of those of two units."""
        self._above[self._top(one)] = self._top(other)

    def groups(self, unit_of: Sequence[int]) -> tuple[list[Group], Sequence[int]]:
        """Return the groups, and the number of the group of each record, whose unit is given."""
        numbers: dict[int, int] = {}
        keys: list[tuple[int, int]] = []
        members: list[int] = []
        for unit, key in enumerate(zip(self._names, self._least, strict=True)):
            number = numbers.setdefault(self._top(unit), len(numbers))
            if number == len(keys):
                keys.append(key)
                members.append(0)
            keys[number] = min(keys[number], key)
            members[number] += 1
        group_of = array("L", (numbers[self._top(unit)] for unit in unit_of))
        sizes = Counter(group_of)
        groups = [Group(key, sizes[n], members[n]) for n, key in enumerate(keys)]
        return groups, group_of

    def _top(self, unit: int) -> int:
        while self._above[unit] != unit:
            self._above[unit] = self._above[self._above[unit]]
            unit = self._above[unit]
        return unit
