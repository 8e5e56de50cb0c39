"""The loosest threshold that keeps a wanted share of good records among the kept ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sdk_core.curate.calibration.statistics import CONFIDENCE, lower_bound

_MOST = 5_000
"""Labels beyond which there is no use in asking for more."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold that was found, or what it takes to find one.

    Args:
        threshold: The score from which records are kept, ``None`` where none is sure enough.
        precision: Share of good ones among the records that it keeps.
        bound: Lower bound on that share.
        kept: How many labelled records it keeps.
        more: Further labels that it takes at least where there is none, if the next of them are as
            good as those with the highest score; ``None`` where no number would help.
    """

    threshold: float | None
    precision: float = math.nan
    bound: float = 0.0
    kept: int = 0
    more: int | None = None


def loosest_threshold(
    scores: Sequence[float],
    good: Sequence[bool],
    precision: float,
    confidence: float = CONFIDENCE,
) -> Threshold:
    """Return the loosest threshold whose lower bound on precision reaches what is wanted.

    Thresholds are tried from the strictest on, and the first that fails ends the search: fixed
    sequence testing, which needs no correction for the number of trials (Bauer 1991; for judges
    Jung et al. 2024). The strictest ones that keep too few records to prove anything, however good
    they are, are no trials: how many a score keeps says nothing of how good they are.

    Args:
        scores: What the judge gave each record.
        good: Whether each is good.
        precision: The wanted share of good records among the kept ones, below 1.
        confidence: How sure that is to be.
    """
    needed = least_kept(precision, confidence)
    found: Threshold | None = None
    for threshold in sorted(set(scores), reverse=True):
        kept = [is_good for score, is_good in zip(scores, good, strict=True) if score >= threshold]
        if len(kept) < needed:
            continue
        bound = lower_bound(sum(kept), len(kept), confidence)
        if bound < precision:
            break
        found = Threshold(threshold, sum(kept) / len(kept), bound, len(kept))
    return found or Threshold(None, more=_more(scores, good, precision, confidence))


def least_kept(precision: float, confidence: float = CONFIDENCE, errors: int = 0) -> int:
    """Return how many kept records with so many errors prove a precision at least."""
    count = errors + 1
    while lower_bound(count - errors, count, confidence) < precision:
        count += 1
    return count


def _more(
    scores: Sequence[float], good: Sequence[bool], precision: float, confidence: float
) -> int | None:
    """Return how many more labels it takes if records with high scores go on as they began."""
    if len(set(scores)) < 2:
        return None  # a judge that gives one score tells nothing apart
    ranked = sorted(zip(scores, good, strict=True), key=lambda pair: -pair[0])
    top = ranked[: max(1, len(ranked) // 4)]
    errors = sum(not is_good for _, is_good in top) / len(top)

    def proves(count: int) -> bool:
        return lower_bound(count - math.ceil(errors * count), count, confidence) >= precision

    count = least_kept(precision, confidence)
    while not proves(count):
        count += max(1, count // 10)
        if count > _MOST:
            return None
    return max(1, math.ceil((count - len(top)) * len(ranked) / len(top)))
