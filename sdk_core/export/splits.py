"""Splits of a dataset by hash, so that a growing dataset moves nothing from one to another."""

from __future__ import annotations

from itertools import accumulate
from typing import Literal

from sdk_core.errors import UsageError

NAMES = ("train", "validation", "test")
"""Names of the splits, the largest first."""

_WHOLE = 1 << 64

By = Literal["document", "source", "row"]
"""What stays in one split: all records of a document, of a source, or just a record."""


def split_names(shares: tuple[float, ...]) -> tuple[str, ...]:
    """Return the names of the splits, in order; two are train and test."""
    return NAMES if len(shares) == 3 else (NAMES[0], NAMES[2])


def split_of(digest: int, shares: tuple[float, ...]) -> str:
    """Return the split of whatever has this 64-bit hash.

    Args:
        digest: The hash.
        shares: Share of each split, adding up to 1.
    """
    names = split_names(shares)
    ends = zip(names, accumulate(shares), strict=True)
    return next((name for name, end in ends if digest < end * _WHOLE), names[-1])


def parse_shares(text: str) -> tuple[float, ...]:
    """Return the shares that ``90/5/5`` or ``90/10`` names, adding up to 1.

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
    return tuple(part / total for part in parts)
