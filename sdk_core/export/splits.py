"""Splits of a dataset by hash, so that a growing dataset moves nothing from one to another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from sdk_core.errors import UsageError

NAMES = ("train", "validation", "test")
"""Names of the splits, the largest first."""

_WHOLE = 1 << 64

By = Literal["document", "source", "row"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """How a dataset is cut.

    Args:
        shares: Share of each split, adding up to 1; two are train and test.
        by: What stays together: all records of a document, of a source, or just a record.
    """

    shares: tuple[float, ...]
    by: By = "document"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the splits, in order."""
        return NAMES if len(self.shares) == 3 else (NAMES[0], NAMES[2])

    def place(self, digest: int) -> str:
        """Return the split of whatever has this 64-bit hash."""
        for name, end in zip(self.names, accumulate(self.shares), strict=True):
            if digest < end * _WHOLE:
                return name
        return self.names[-1]


def parse(text: str, by: By) -> Split:
    """Return the split that ``90/5/5`` or ``90/10`` names.

    Raises:
        UsageError: It is no such thing.
    """
    try:
        parts = [float(part) for part in text.split("/")]
    except ValueError:
        parts = []
    total = sum(parts)
    if len(parts) not in (2, 3) or min(parts) <= 0 or total <= 0:
        raise UsageError(
            f"--split {text!r} is not two or three shares",
            hint="write train/validation/test such as 90/5/5, or train/test such as 90/10",
        )
    return Split(shares=tuple(part / total for part in parts), by=by)
