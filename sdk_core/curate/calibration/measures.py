"""What judges made of controls: how much they find, what they wrongly drop, what sways them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sdk_core.curate.calibration.controls import GOOD
from sdk_core.curate.calibration.statistics import UNKNOWN, Estimate, auc, share, slope
from sdk_core.curate.calibration.thresholds import Threshold, loosest_threshold
from sdk_core.model import Judgement

FEWEST = 30
"""Controls of a kind below which a figure says little: 15 found of 15 only prove 80 %."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A control and what a judge said of it.

    Args:
        kind: Its kind.
        rating: From 0 to 10; a verdict without a score is one of the ends.
        length: Characters of its answer.
        position: Its place in the batch that was judged together, from 0.
        again: The rating when the records came in the opposite order, ``None`` for none.
    """

    kind: str
    rating: float
    length: int
    position: int = 0
    again: float | None = None


@dataclass(frozen=True, slots=True)
class KindFigures:
    """How a judge fares with one kind of fault.

    Args:
        recall: Share of them that fall below the threshold.
        precision: Share of good ones among what is kept of these and the good ones.
        auc: How often a good record is rated above one of them.
    """

    recall: Estimate
    precision: Estimate
    auc: Estimate


@dataclass(frozen=True, slots=True)
class JudgeFigures:
    """How far one judge may be believed.

    Args:
        judge: Its name.
        judged: How many controls it judged, of how many.
        kinds: Figures by kind of fault.
        kept_good: Share of good records that it keeps.
        length: By how much a rating rises when an answer of equal worth is twice as long.
        position: By how much from one place in a batch to the next.
        order: Mean change of a rating when the order is turned around.
        threshold: The loosest threshold of the wanted precision.
    """

    judge: str
    judged: tuple[int, int]
    kinds: Mapping[str, KindFigures]
    kept_good: Estimate
    length: Estimate
    position: Estimate
    order: Estimate
    threshold: Threshold
    notes: tuple[str, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain values."""
        found = self.threshold
        return {
            "judge": self.judge,
            "judged": list(self.judged),
            "kept_good": self.kept_good.to_dict(),
            "kinds": {
                kind: {
                    "recall": figures.recall.to_dict(),
                    "precision": figures.precision.to_dict(),
                    "auc": figures.auc.to_dict(),
                }
                for kind, figures in self.kinds.items()
            },
            "bias": {
                "length": self.length.to_dict(),
                "position": self.position.to_dict(),
                "order": self.order.to_dict(),
            },
            "threshold": {
                "value": found.threshold,
                "precision": None if math.isnan(found.precision) else round(found.precision, 4),
                "bound": round(found.bound, 4),
                "kept": found.kept,
                "more_labels": found.more,
            },
            "notes": list(self.notes),
        }


def measure(
    judge: str, scored: Sequence[Scored], total: int, *, threshold: float, precision: float
) -> JudgeFigures:
    """Return how a judge fared with the controls that it judged.

    Args:
        judge: Its name.
        scored: What it said.
        total: How many controls it was shown.
        threshold: Rating from which records are kept.
        precision: The wanted share of good ones among them.
    """
    good = [each for each in scored if each.kind == GOOD]
    kept_good = sum(each.rating >= threshold for each in good)
    kinds = {}
    for kind in dict.fromkeys(each.kind for each in scored if each.kind != GOOD):
        bad = [each.rating for each in scored if each.kind == kind]
        kept = sum(rating >= threshold for rating in bad)
        kinds[kind] = KindFigures(
            recall=share(len(bad) - kept, len(bad)),
            precision=share(kept_good, kept_good + kept),
            auc=auc([each.rating for each in good], bad),
        )
    few = [kind for kind, figures in kinds.items() if figures.recall.count < FEWEST]
    notes = (f"fewer than {FEWEST} controls: {', '.join(few)}",) if few else ()
    return JudgeFigures(
        judge=judge,
        judged=(len(scored), total),
        kinds=kinds,
        kept_good=share(kept_good, len(good)),
        length=slope([math.log2(max(1, e.length)) for e in good], [e.rating for e in good]),
        position=slope([float(e.position) for e in good], [e.rating for e in good]),
        order=_order(good),
        threshold=loosest_threshold(
            [each.rating for each in scored],
            [each.kind == GOOD for each in scored],
            precision,
        ),
        notes=notes,
    )


def as_rating(judgement: Judgement) -> float | None:
    """Return what a judgement amounts to on the scale of ratings, ``None`` for nothing."""
    if judgement.rating is not None:
        return judgement.rating
    return None if judgement.keep is None else 10.0 if judgement.keep else 0.0


def _order(good: Sequence[Scored]) -> Estimate:
    changes = [abs(e.rating - e.again) for e in good if e.again is not None]
    if not changes:
        return UNKNOWN
    mean = sum(changes) / len(changes)
    spread = math.sqrt(sum((c - mean) ** 2 for c in changes) / max(1, len(changes) - 1))
    width = 1.96 * spread / math.sqrt(len(changes))
    return Estimate(mean, max(0.0, mean - width), mean + width, len(changes))
