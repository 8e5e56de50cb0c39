"""The records that are left out of a dataset by rule: how many, and which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sdk_core.export.record_store import RecordStore

MOST = 1000
"""Records that are listed for each rule; what comes after is counted only."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Counts what is left out and keeps a list of it.

    Args:
        store: The records.
        counts: How many were left out, by reason.
        listed: The first `MOST` for each reason: file, number in it, reason, and why it applies.
    """

    store: RecordStore
    counts: Counter[str] = field(default_factory=Counter)
    listed: list[dict[str, Any]] = field(default_factory=list)

    def add(self, index: int, reason: str, because: str = "") -> None:
        """Note that a record is left out.

        Args:
            index: Its index in the store.
            reason: The rule, in a word or two.
            because: What is told of this record, such as the record that it repeats.
        """
        self.counts[reason] += 1
        if self.counts[reason] <= MOST:
            file, number = self.store.place(index)
            entry = {"file": file, "record": number, "reason": reason}
            self.listed.append(entry | ({"because": because} if because else {}))

    def add_all(self, indices: Iterable[int], reason: str) -> None:
        """Note that records are left out for a reason that says all."""
        for index in indices:
            self.add(index, reason)
