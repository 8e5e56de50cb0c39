"""Which chunks a pilot takes, and what they say of all."""

from __future__ import annotations

import pytest

from sdk_core.create.allocation import Allocation
from sdk_core.create.intervals import share_of, student, total_of
from sdk_core.create.pilot import draw


def test_each_document_and_each_part_of_it_has_its_share() -> None:
    asks = {
        0: [Allocation(chunk, 2) for chunk in range(12)],
        1: [Allocation(0, 25)],
        2: [],
        3: [Allocation(chunk, 1) for chunk in range(7)],
    }
    pilot = draw(asks, 5)
    assert pilot.asked == {0: {2, 6, 10}, 3: {1, 5}}
    assert (pilot.units, pilot.wanted, pilot.documents) == (20, 56, 3)
    assert draw(asks, 100).asked == {0: set(range(12)), 1: {0}, 3: set(range(7))}
    assert draw({0: [Allocation(0, None)]}, 2).wanted == 0


def test_a_share_has_wilsons_interval_where_chunks_are_independent() -> None:
    # Wilson, 8 of 10: 0.4902 to 0.9433 (Brown, Cai, DasGupta, Statistical Science 16, 2001).
    low, share, high = share_of([1] * 8 + [0] * 2, [1] * 10, 10**9)
    assert share == 0.8
    assert (low, high) == (pytest.approx(0.4902, abs=1e-4), pytest.approx(0.9433, abs=1e-4))


def test_what_hangs_together_says_less() -> None:
    apart = share_of([4, 4, 4, 4], [5] * 4, 100)
    together = share_of([5, 5, 1, 5], [5] * 4, 100)
    assert together[1] == apart[1] == 0.8
    assert together[2] - together[0] > apart[2] - apart[0]
    all_kept = share_of([5, 5], [5, 5], 100)
    assert all_kept[0] < 0.5
    assert all_kept[1:] == (1.0, 1.0)
    assert share_of([4, 5], [5, 5], 2) == (0.9, 0.9, 0.9)


def test_a_total_is_exact_when_all_were_asked_and_wide_when_two_were() -> None:
    assert total_of([3, 5, 4], 3) == (12, 12, 12)
    low, total, high = total_of([100, 120], 10)
    assert total == 1100
    assert low == 220 < total < high
    assert total_of([7], 3) == (7, 21, 42)


@pytest.mark.parametrize(
    ("freedom", "quantile"), [(1, 12.706), (2, 4.303), (3, 3.182), (10, 2.228), (120, 1.980)]
)
def test_quantiles_of_t(freedom: int, quantile: float) -> None:
    assert student(0.975, freedom) == pytest.approx(quantile, rel=0.01)
