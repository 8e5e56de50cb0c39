"""Brings the scores of judges with scales of their own onto the one that the threshold is on."""

from __future__ import annotations

from dataclasses import replace

from sdk_core.model import Judgement

Scale = tuple[float, float]

COMMON: Scale = (1.0, 10.0)
"""Lowest and highest score in files, and of the threshold."""


def to_judge(score: float, scale: Scale) -> float:
    """Return what a score of the common scale is on a judge's own.

    Args:
        score: The score, 1 to 10; what is below is the judge's lowest.
        scale: Lowest and highest score of the judge.
    """
    return _moved(max(score, COMMON[0]), COMMON, scale)


def from_judge(judgement: Judgement, scale: Scale) -> Judgement:
    """Return a judgement with its score on the common scale.

    Args:
        judgement: What the judge said.
        scale: Lowest and highest score of the judge.
    """
    if judgement.score is None or scale == COMMON:
        return judgement
    return replace(judgement, score=_moved(judgement.score, scale, COMMON))


def _moved(score: float, old: Scale, new: Scale) -> float:
    if old == new:
        return score
    return new[0] + (score - old[0]) * (new[1] - new[0]) / (old[1] - old[0])
