"""Chooses some of many points so that every point has a good one near it.

Facility location: the value of a choice is the sum over all points of the similarity to the most
similar chosen one, times that one's quality. It is submodular, so that taking the best next one
comes within 63 % of the optimum (Nemhauser, Wolsey, Fisher 1978), and gains only fall, so that most
of them need not be looked at again (lazy greedy; Minoux 1978).
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEIGHBOURS = 64
"""Neighbours of a point that count: with the most similar few dozen the choice is nearly as good as
with all (Lindgren, Wu, Dimakis 2016), and 100,000 points fit into some hundred megabytes."""

_BLOCK = 512
"""Points whose similarities to all others are worked out at a time."""


class Neighbours:
    """The most similar points of each point, itself among them.

    Args:
        vectors: A vector of length 1 a row.
        count: Neighbours of a point at most.
    """

    def __init__(self, vectors: NDArray[np.float32], count: int = NEIGHBOURS) -> None:
        import numpy as np

        size = len(vectors)
        count = min(count, size)
        self.places = np.empty((size, count), dtype=np.int32)
        self.similarities = np.empty((size, count), dtype=np.float32)
        for start in range(0, size, _BLOCK):
            block = vectors[start : start + _BLOCK] @ vectors.T
            near = np.argpartition(block, size - count, axis=1)[:, size - count :]
            self.places[start : start + _BLOCK] = near
            found = np.take_along_axis(block, near, axis=1)
            self.similarities[start : start + _BLOCK] = np.clip(found, 0, 1)


def choose(
    near: Neighbours,
    quality: NDArray[np.float32],
    number: int,
    groups: Sequence[int],
    quotas: Sequence[int],
) -> list[int]:
    """Return the points that are chosen, the most useful first.

    Args:
        near: The points' neighbours.
        quality: Worth of each point, 0 to 1.
        number: How many are wanted.
        groups: The group of each point.
        quotas: How many of each group may be chosen.
    """
    import numpy as np

    covered = np.zeros(len(quality), dtype=np.float32)
    left = list(quotas)

    def gain(point: int) -> float:
        served = near.places[point]
        better = near.similarities[point] * quality[point] - covered[served]
        return float(better[better > 0].sum())

    waiting = [(-gain(point), point) for point in range(len(quality))]
    heapq.heapify(waiting)
    chosen: list[int] = []
    while waiting and len(chosen) < number:
        _, point = heapq.heappop(waiting)
        if not left[groups[point]]:
            continue
        now = -gain(point)
        if waiting and (now, point) > waiting[0]:
            heapq.heappush(waiting, (now, point))
            continue
        chosen.append(point)
        left[groups[point]] -= 1
        served = near.places[point]
        better = near.similarities[point] * quality[point]
        covered[served] = np.maximum(covered[served], better)
    return chosen


def coverage(near: Neighbours, chosen: Sequence[int]) -> float:
    """Return the mean similarity of all points to the most similar chosen one, 0 to 1."""
    import numpy as np

    covered = np.zeros(len(near.places), dtype=np.float32)
    for point in chosen:
        served = near.places[point]
        covered[served] = np.maximum(covered[served], near.similarities[point])
    return float(covered.mean()) if len(covered) else 0.0


def fair_quotas(sizes: Sequence[int], number: int) -> list[int]:
    """Return shares of a number that are as equal as the sizes of groups allow.

    What a small group cannot fill goes to the others.
    """
    quotas = [0] * len(sizes)
    left = min(number, sum(sizes))
    open_groups = [n for n, size in enumerate(sizes) if size]
    while left:
        share, rest = divmod(left, len(open_groups))
        for place, group in enumerate(open_groups):
            given = min(sizes[group] - quotas[group], share + (place < rest))
            quotas[group] += given
            left -= given
        unfilled = [group for group in open_groups if quotas[group] < sizes[group]]
        open_groups = sorted(unfilled, key=lambda group: quotas[group])
    return quotas
