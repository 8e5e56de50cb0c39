"""Shares, agreement and ranking with their intervals, from small counts.

Intervals of shares are exact ones (Clopper and Pearson 1934): with thirty controls of a kind the
normal approximation says more than was seen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, variance

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its interval; NaN where nothing was counted.

    Args:
        value: The figure.
        low: Lower end.
        high: Upper end.
        count: How many observations it rests on.
    """

    value: float
    low: float
    high: float
    count: int

    def to_dict(self) -> dict[str, float | int | None]:
        """Return it as plain values, ``None`` for what is not known."""
        values = {"value": self.value, "low": self.low, "high": self.high}
        plain = {k: None if math.isnan(v) else round(v, 4) for k, v in values.items()}
        return {**plain, "count": self.count}


UNKNOWN = Estimate(math.nan, math.nan, math.nan, 0)


def share(hits: int, total: int, confidence: float = CONFIDENCE) -> Estimate:
    """Return a share with its exact two-sided interval."""
    if not total:
        return UNKNOWN
    tail = (1 - confidence) / 2
    low = lower_bound(hits, total, 1 - tail)
    high = 1 - lower_bound(total - hits, total, 1 - tail)
    return Estimate(hits / total, low, high, total)


def lower_bound(hits: int, total: int, confidence: float = CONFIDENCE) -> float:
    """Return the exact one-sided lower bound on a share.

    It is the share at which as many hits or more would come up with a chance of one minus the
    confidence.
    """
    if hits <= 0 or total <= 0:
        return 0.0
    return _root(lambda p: at_least(hits, total, p) - (1 - confidence))


def at_least(hits: int, total: int, p: float) -> float:
    """Return the chance of so many hits or more, each with the chance p (binomial tail)."""
    if hits <= 0 or p >= 1:
        return 1.0
    if p <= 0 or hits > total:
        return 0.0
    # The shorter tail is added up, largest term first, each from the one before it.
    upper = hits > total * p
    at = hits if upper else hits - 1
    log = (
        math.lgamma(total + 1)
        - math.lgamma(at + 1)
        - math.lgamma(total - at + 1)
        + at * math.log(p)
        + (total - at) * math.log1p(-p)
    )
    odds = p / (1 - p)
    term = ratio = 1.0
    added = 1.0
    while term > 1e-17 * added:
        ratio = odds * (total - at) / (at + 1) if upper else at / (odds * (total - at + 1))
        term *= ratio
        added += term
        at += 1 if upper else -1
    tail = math.exp(log) * added
    return min(1.0, tail) if upper else max(0.0, 1.0 - tail)


def auc(good: Sequence[float], bad: Sequence[float], confidence: float = CONFIDENCE) -> Estimate:
    """Return how often a good record is scored above a bad one, ties counting half.

    The interval is that of DeLong, DeLong and Clarke-Pearson (1988), on the logit scale so that it
    stays within 0 and 1 (Qin and Hotilovac 2008).
    """
    if not good or not bad:
        return UNKNOWN
    above = [fmean(_beats(g, b) for b in bad) for g in good]
    below = [fmean(_beats(g, b) for g in good) for b in bad]
    value, count = fmean(above), len(good) + len(bad)
    if min(len(good), len(bad)) < 2:
        return Estimate(value, 0.0, 1.0, count)
    spread = math.sqrt(variance(above) / len(good) + variance(below) / len(bad))
    if value in (0.0, 1.0) or not spread:
        # No spread was seen: what the smaller side could hide bounds it, as for a share.
        edge = share(round(value * min(len(good), len(bad))), min(len(good), len(bad)), confidence)
        return Estimate(value, min(edge.low, value), max(edge.high, value), count)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    logit, width = math.log(value / (1 - value)), z * spread / (value * (1 - value))
    return Estimate(value, _expit(logit - width), _expit(logit + width), count)


def kappa(
    first: Sequence[object], second: Sequence[object], confidence: float = CONFIDENCE
) -> Estimate:
    """Return the agreement of two judges beyond chance (Cohen 1960).

    The interval is the large-sample one of Fleiss, Cohen and Everitt (1969).
    """
    total = len(first)
    if not total:
        return UNKNOWN
    names = sorted({*first, *second}, key=repr)
    pairs = list(zip(first, second, strict=True))
    cell = {(a, b): pairs.count((a, b)) / total for a in names for b in names}
    row = {a: sum(cell[a, b] for b in names) for a in names}
    column = {b: sum(cell[a, b] for a in names) for b in names}
    seen, chance = sum(cell[a, a] for a in names), sum(row[a] * column[a] for a in names)
    if chance >= 1:
        return Estimate(math.nan, math.nan, math.nan, total)
    value, rest = (seen - chance) / (1 - chance), 1 - chance
    on = sum(cell[a, a] * (1 - (row[a] + column[a]) * (1 - value)) ** 2 for a in names)
    off = (
        sum(cell[a, b] * (column[a] + row[b]) ** 2 for a in names for b in names if a != b)
        * (1 - value) ** 2
    )
    own = (value - chance * (1 - value)) ** 2
    width = (
        NormalDist().inv_cdf((1 + confidence) / 2)
        * math.sqrt(max(0.0, on + off - own) / total)
        / rest
    )
    return Estimate(value, max(-1.0, value - width), min(1.0, value + width), total)


def true_rate(
    judged: Sequence[bool],
    labelled: Sequence[tuple[bool, bool]],
    confidence: float = CONFIDENCE,
) -> Estimate:
    """Return the share of good records by a judge on all and people on some of them.

    Prediction-powered inference for a mean (Angelopoulos et al. 2023): the judge's own share, put
    right by how far it is off where people have looked.

    Args:
        judged: What the judge says of the records without a label.
        labelled: What the judge and a person say of those with one, drawn at random.
        confidence: Of the interval.
    """
    if len(labelled) < 2 or len(judged) < 2:
        return share(sum(label for _, label in labelled), len(labelled), confidence)
    errors = [float(label) - float(said) for said, label in labelled]
    said = [float(each) for each in judged]
    value = fmean(said) + fmean(errors)
    spread = math.sqrt(variance(said) / len(said) + variance(errors) / len(errors))
    width = NormalDist().inv_cdf((1 + confidence) / 2) * spread
    value, low, high = (min(1.0, max(0.0, x)) for x in (value, value - width, value + width))
    return Estimate(value, low, high, len(labelled))


def slope(xs: Sequence[float], ys: Sequence[float], confidence: float = CONFIDENCE) -> Estimate:
    """Return by how much y rises with x, by least squares, with its interval."""
    count = len(xs)
    if count < 3:
        return Estimate(math.nan, math.nan, math.nan, count)
    middle_x, middle_y = fmean(xs), fmean(ys)
    across = sum((x - middle_x) ** 2 for x in xs)
    if not across:
        return Estimate(math.nan, math.nan, math.nan, count)
    value = sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True)) / across
    rest = [y - middle_y - value * (x - middle_x) for x, y in zip(xs, ys, strict=True)]
    error = math.sqrt(sum(each**2 for each in rest) / (count - 2) / across)
    width = NormalDist().inv_cdf((1 + confidence) / 2) * error
    return Estimate(value, value - width, value + width, count)


def _beats(first: float, second: float) -> float:
    return 1.0 if first > second else 0.5 if first == second else 0.0


def _expit(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def _root(rises: Callable[[float], float]) -> float:
    """Return where a rising function of 0 to 1 is 0."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rises(middle) < 0 else (low, middle)
    return low
