"""Intervals for what a few chunks say of all of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import NormalDist, fmean

CONFIDENCE = 0.95

Interval = tuple[float, float, float]
"""Lower end, estimate, upper end."""


def share_of(parts: Sequence[float], wholes: Sequence[float], population: int) -> Interval:
    """Return which share of the whole the parts are, over all chunks.

    A Wilson score interval (Wilson, "Probable Inference …", JASA 22, 1927) on the effective size of
    the sample: what comes of one chunk hangs together, so its items count for less the more chunks
    differ (Korn and Graubard, Survey Methodology 24, 1998). When all chunks say the same, each is
    one item. It narrows as the sample nears the population (finite population correction).

    Args:
        parts: What counts, by sampled chunk, in the order of the document.
        wholes: What it is a part of, by chunk; not all 0.
        population: How many chunks there are.
    """
    size, units = sum(wholes), len(parts)
    share = sum(parts) / size
    residuals = [part - share * whole for part, whole in zip(parts, wholes, strict=True)]
    simple = share * (1 - share) / size
    spread = _variance(residuals) * units / size**2
    effective = size / max(1.0, spread / simple) if simple and spread else float(units)
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    centre = (share + z * z / (2 * effective)) / (1 + z * z / effective)
    half = math.sqrt(share * (1 - share) / effective + (z / (2 * effective)) ** 2)
    half *= z / (1 + z * z / effective)
    shrink = math.sqrt(1 - units / population)
    low, high = max(0.0, centre - half), min(1.0, centre + half)
    return share - (share - low) * shrink, share, share + (high - share) * shrink


def total_of(values: Sequence[float], population: int) -> Interval:
    """Return the total over all chunks, by Student's t on the mean of the sampled ones.

    The variance is that of successive differences, which a systematic sample calls for (Wolter,
    "Introduction to Variance Estimation", 2007, section 8.2). One chunk has no spread: the ends
    are then what it says and twice that.

    Args:
        values: By sampled chunk, in the order of the document.
        population: How many chunks there are.
    """
    units, mean = len(values), fmean(values) if values else 0.0
    if units < 2:
        return sum(values), mean * population, max(sum(values), 2 * mean * population)
    error = math.sqrt(_variance(values) / units * (1 - units / population))
    half = student((1 + CONFIDENCE) / 2, units - 1) * error * population
    return max(sum(values), mean * population - half), mean * population, mean * population + half


def student(probability: float, freedom: int) -> float:
    """Return a quantile of Student's t.

    Exact for one and two degrees of freedom, else the expansion of Abramowitz and Stegun, 26.7.5,
    which is off by less than 1 % there.
    """
    if freedom == 1:
        return math.tan(math.pi * (probability - 0.5))
    if freedom == 2:
        return (2 * probability - 1) / math.sqrt(2 * probability * (1 - probability))
    z = NormalDist().inv_cdf(probability)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3


def _variance(values: Sequence[float]) -> float:
    """Return the variance by successive differences."""
    if len(values) < 2:
        return 0.0
    steps = sum((b - a) ** 2 for a, b in pairwise(values))
    return steps / (2 * (len(values) - 1))
