"""Scores of judges, and the ratings that they amount to."""

from __future__ import annotations

import pytest

from sdk_core.model.rating_scale import Scale, from_rating, to_rating


@pytest.mark.parametrize(
    ("score", "scale", "rating"),
    [
        (7.0, (1.0, 10.0), 7.0),
        (1.0, (1.0, 10.0), 1.0),
        (7.0, (0.0, 10.0), 7.0),
        (0.0, (0.0, 1.0), 0.0),
        (0.57, (0.0, 1.0), 5.7),
        (1.0, (1.0, 5.0), 0.0),
        (3.0, (1.0, 5.0), 5.0),
        (5.0, (1.0, 5.0), 10.0),
        (70.0, (0.0, 100.0), 7.0),
    ],
)
def test_scale_that_ends_at_ten_is_taken_as_it_is_and_others_are_mapped(
    score: float, scale: Scale, rating: float
) -> None:
    assert to_rating(score, scale) == rating
    assert from_rating(rating, scale) == score


def test_threshold_of_a_judge_is_never_below_its_scale() -> None:
    assert from_rating(0.0, (1.0, 10.0)) == 1.0
    assert from_rating(0.0, (1.0, 5.0)) == 1.0
