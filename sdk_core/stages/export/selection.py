"""Which records of a pool go into a dataset, into which split of it, and in what order."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from sdk_core.stages.export.pool import Pool

TRAIN = "train"
"""Name of the split that everything is in when nothing is split."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the user wants of the records; everything is off by default.

    Args:
        kinds: Kinds that the format can carry, empty for all.
        min_rating: Lowest rating of a record that is kept; those without one are left out.
    """

    kinds: tuple[str, ...] = ()
    min_rating: float | None = None


@dataclass(slots=True)
class Selected:
    """What was chosen.

    Args:
        splits: Indices of records by split, in order.
        dropped: How many records were left out, by reason.
        notes: What the user should know, one sentence each.
    """

    splits: dict[str, Sequence[int]]
    dropped: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


def select(pool: Pool, wishes: Wishes) -> Selected:
    """Choose among the records of a pool.

    Args:
        pool: The records.
        wishes: What is wanted of them.
    """
    selected = Selected({})
    order: Sequence[int] = array("L", range(len(pool)))
    if wishes.kinds:
        order = _keep(order, lambda i: pool.kind(i) in wishes.kinds, "another kind", selected)
    if (lowest := wishes.min_rating) is not None:
        order = _keep(order, lambda i: _reaches(pool.ratings[i], lowest), "rating", selected)
    selected.splits[TRAIN] = order
    return selected


def _keep(
    order: Iterable[int], wanted: Callable[[int], bool], reason: str, selected: Selected
) -> Sequence[int]:
    kept = array("L")
    for index in order:
        if wanted(index):
            kept.append(index)
        else:
            selected.dropped[reason] += 1
    return kept


def _reaches(rating: float, lowest: float) -> bool:
    return not math.isnan(rating) and rating >= lowest
