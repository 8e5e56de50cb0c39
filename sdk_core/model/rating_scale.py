"""The scale of ratings, 0 to 10, and those that judges count on."""

from __future__ import annotations

Scale = tuple[float, float]

RATINGS: Scale = (0.0, 10.0)
"""Lowest and highest rating, of a threshold as of what is compared with it."""


def to_rating(score: float, scale: Scale) -> float:
    """Return the rating that a judge's score amounts to.

    A scale that ends at 10 is taken as it is, since a 7 of 1 to 10 means a 7; any other is mapped
    linearly, its lowest score to 0 and its highest to 10.

    Args:
        score: The score.
        scale: Lowest and highest score of the judge.
    """
    low, high = scale
    if high == RATINGS[1]:
        return score
    # Rounded, so that 0.57 of 1 is 5.7 and not a little less than a threshold of 5.7.
    return round((score - low) * RATINGS[1] / (high - low), 9)


def from_rating(rating: float, scale: Scale) -> float:
    """Return the score that amounts to a rating on a judge's scale, at least its lowest.

    Args:
        rating: The rating, 0 to 10.
        scale: Lowest and highest score of the judge.
    """
    low, high = scale
    if high == RATINGS[1]:
        return max(rating, low)
    return round(low + rating * (high - low) / RATINGS[1], 9)
