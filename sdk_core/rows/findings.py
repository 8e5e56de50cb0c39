"""What is wrong with a file, counted in full and told in part."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

MOST = 1000
"""Problems that are kept; more are counted only."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Args:
        kind: ``encoding``, ``extension``, ``line``, ``json``, ``rows``, ``shape``, ``keys``,
            ``type``, ``null``, ``characters``, ``repeats`` or ``pictures``.
        place: Where: a file, with a line or row.
        text: What, as a sentence.
    """

    kind: str
    place: str
    text: str


@dataclass(slots=True)
class Findings:
    """The problems of a file or folder.

    Args:
        problems: The first of them.
        counts: How many there are of each kind.
        notes: What is no problem but should be known.
    """

    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def add(self, kind: str, place: str, text: str) -> None:
        """Take in a problem."""
        self.counts[kind] += 1
        if len(self.problems) < MOST:
            self.problems.append(Problem(kind, place, text))
