"""Cuts a dataset into splits: groups of records that belong together, near to the shares asked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sdk_core.errors import UsageError

NAMES = ("train", "validation", "test")
"""Names of the splits, the largest first."""

By = Literal["document", "source", "row"]
"""What stays in one split: all records of a document, of a source, or just a record."""


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """Records that stay in one split.

    Args:
        key: Hashes of what the group is, by which groups are put into order.
        size: How many records it has.
        members: How many documents, sources or single questions it is made of: more than one
            where near-duplicates join them.
    """

    key: tuple[int, ...]
    size: int
    members: int = 1


def split_names(shares: Sequence[float]) -> tuple[str, ...]:
    """Return the names of the splits, in order; two are train and test."""
    return NAMES if len(shares) == 3 else (NAMES[0], NAMES[2])


def place(groups: Sequence[Group], shares: Sequence[float]) -> list[int]:
    """Return for each group the number of the split that it goes into.

    The shares come first: test, then validation, take the groups with the highest keys as long as
    each brings them nearer to their share, and training has the rest. So a group moves only when
    the border of its split moves over its key, as happens to few of them when others are added. A
    group that is too large for a split is passed over. A split for which all are too large takes
    the smallest one, unless training would be left without any.

    Args:
        groups: The groups, in any order.
        shares: Share of each split, adding up to 1.
    """
    total = sum(group.size for group in groups)
    free = sorted(range(len(groups)), key=lambda i: groups[i], reverse=True)
    placed = [0] * len(groups)
    for number in range(len(shares) - 1, 0, -1):
        wanted, taken = shares[number] * total, 0
        chosen: list[int] = []
        for i in free:
            size = groups[i].size
            if taken + size / 2 <= wanted and len(chosen) + number < len(free):
                chosen.append(i)
                taken += size
        if not chosen and len(free) > number:
            chosen = [min(reversed(free), key=lambda i: groups[i].size)]
        for i in chosen:
            placed[i] = number
        free = [i for i in free if placed[i] == 0]
    return placed


def unlike_asked(
    sizes: Sequence[int], groups: Sequence[Group], shares: Sequence[float], by: By
) -> str:
    """Return why splits are not as they were asked, or that one group has most of the records.

    Args:
        sizes: How many records each split has.
        groups: The groups that were placed, at least one.
        shares: Share of each split, adding up to 1.
        by: What stays together.
    """
    total, names = sum(sizes), split_names(shares)
    wanted = [share * total for share in shares]
    largest = max(groups, key=lambda group: group.size)
    empty = [name for name, size in zip(names, sizes, strict=True) if not size]
    is_off = any(
        abs(size - want) > max(1, min(want / 10, largest.size))
        for size, want in zip(sizes, wanted, strict=True)
    )
    if empty:
        said = f"no record is in {' or '.join(empty)}"
    elif is_off:
        said = f"the splits are {_counts(sizes, names)}, where {_counts(wanted, names)} were asked"
    elif largest.members > 1 and largest.size > total / 2:
        said = "most records are in one group"
    else:
        return ""
    said += (
        f": {_TOGETHER[by]} stay in one split; the {total:,} records make {len(groups):,} such "
        f"groups, the largest of {largest.size:,}"
    )
    hints = []
    if largest.members > 1:
        what = "questions" if by == "row" else f"{by}s"
        said += f", whose {largest.members:,} {what} are joined by near-duplicates"
        hints.append("--dedup near leaves near-duplicates out")
    if by != "row" and len(groups) < total:
        hints.append("--split-by row keeps near-duplicates together and nothing else")
    return f"{said}; {' and '.join(hints) or 'more records would help'}"


def _counts(numbers: Sequence[float], names: Sequence[str]) -> str:
    counted = zip(numbers, names, strict=True)
    return ", ".join(f"{round(number, 1):g} {name}" for number, name in counted)


_TOGETHER: dict[By, str] = {
    "document": "records of a document and near-duplicates",
    "source": "records of a source and near-duplicates",
    "row": "near-duplicates",
}


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
    if len(parts) not in (2, 3) or min(parts) <= 0 or not math.isfinite(total):
        raise UsageError(
            f"--split {text!r} is not two or three shares",
            hint="write train/validation/test such as 90/5/5, or train/test such as 90/10",
        )
    return tuple(part / total for part in parts)
