"""Intervals and thresholds, against published figures and by simulation."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.curate.calibration import statistics
from sdk_core.curate.calibration.thresholds import least_kept, loosest_threshold


@pytest.mark.parametrize(
    ("precision", "errors", "kept"),
    [(0.9, 0, 29), (0.9, 1, 46), (0.9, 2, 61), (0.95, 0, 59), (0.95, 1, 93), (0.95, 2, 124)],
)
def test_how_many_kept_records_prove_a_precision(precision, errors, kept) -> None:
    assert least_kept(precision, errors=errors) == kept


@given(st.integers(1, 40), st.data(), st.integers(1, 99))
def test_the_tail_is_that_of_exact_arithmetic(total, data, percent) -> None:
    hits = data.draw(st.integers(0, total))
    p = Fraction(percent, 100)
    exact = sum(math.comb(total, k) * p**k * (1 - p) ** (total - k) for k in range(hits, total + 1))
    assert statistics.at_least(hits, total, float(p)) == pytest.approx(float(exact), abs=1e-9)


def test_the_interval_of_a_share_is_clopper_and_pearsons() -> None:
    found = statistics.share(8, 10)
    assert (found.low, found.high) == (
        pytest.approx(0.4439, abs=1e-4),
        pytest.approx(0.9748, abs=1e-4),
    )
    assert statistics.share(30, 30).low == pytest.approx(0.8843, abs=1e-4)
    assert statistics.share(0, 0).count == 0


def test_agreement_of_two_judges() -> None:
    # Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, table 18.1.
    first = ["a"] * 80 + ["b"] * 10 + ["c"] * 10
    second = ["a"] * 75 + ["b"] * 1 + ["c"] * 4 + ["a"] * 5 + ["b"] * 4 + ["c"] * 1 + ["c"] * 10
    found = statistics.kappa(first, second)
    assert found.value == pytest.approx(0.68, abs=0.01)
    assert found.low < found.value < found.high
    assert math.isnan(statistics.kappa(["x"] * 9, ["x"] * 9).value)


def test_ranking_and_its_interval() -> None:
    assert statistics.auc([9, 8, 7], [1, 2]).value == 1.0
    assert statistics.auc([5] * 40, [5] * 40).value == 0.5
    hidden = statistics.auc([9.0] * 30, [1.0] * 30)
    assert hidden.low < 0.9  # thirty of thirty prove no more
    rng = random.Random(1)
    good, bad = ([rng.gauss(m, 1) for _ in range(200)] for m in (1, 0))
    found = statistics.auc(good, bad)
    assert found.low < 0.76 < found.high  # the normal model has .760


def test_people_put_a_biased_judge_right() -> None:
    covered = 0
    for seed in range(200):
        rng = random.Random(seed)
        truth = [rng.random() < 0.7 for _ in range(600)]
        judged = [good or rng.random() < 0.5 for good in truth]  # passes half of the bad ones
        labelled = list(zip(judged[:150], truth[:150], strict=True))
        found = statistics.true_rate(judged[150:], labelled)
        covered += found.low <= 0.7 <= found.high
    assert covered >= 180


def test_a_slope_of_noise_includes_nothing() -> None:
    xs = [float(n) for n in range(50)]
    assert statistics.slope(xs, [2 * x + 1 for x in xs]).value == pytest.approx(2)
    rng = random.Random(2)
    noise = statistics.slope(xs, [rng.random() for _ in xs])
    assert noise.low < 0 < noise.high


def _scored(kind: str, rng: random.Random, count: int) -> tuple[list[float], list[bool]]:
    scores, labels = [], []
    for _ in range(count):
        good, length = rng.random() < 0.6, rng.uniform(20, 400)
        score = {
            "good": rng.gauss(8 if good else 4, 1),
            "noisy": rng.gauss(7.5 if good else 5, 1.5),
            "length-biased": length / 60 + rng.gauss(3 if good else 0, 0.7),
            "constant": 7.0,
        }[kind]
        scores.append(float(min(10, max(1, round(score)))))
        labels.append(good)
    return scores, labels


@pytest.mark.parametrize("kind", ["good", "noisy", "length-biased"])
def test_the_wanted_precision_holds_for_judges_that_err(kind) -> None:
    broken = 0
    for seed in range(200):
        rng = random.Random(seed)
        found = loosest_threshold(*_scored(kind, rng, 300), precision=0.9)
        if found.threshold is None:
            assert found.more is None or found.more > 0
            continue
        scores, labels = _scored(kind, rng, 3000)
        kept = [g for s, g in zip(scores, labels, strict=True) if s >= found.threshold]
        broken += sum(kept) / len(kept) < 0.9
    assert broken <= 10


def test_a_judge_that_gives_one_score_yields_no_threshold() -> None:
    for seed in range(200):
        found = loosest_threshold(*_scored("constant", random.Random(seed), 300), precision=0.9)
        assert (found.threshold, found.more) == (None, None)


def test_too_few_labels_say_how_many_more_it_takes() -> None:
    found = loosest_threshold([9, 9, 9, 9, 2, 2], [True] * 4 + [False] * 2, 0.9)
    assert found.threshold is None
    assert found.more is not None
    assert found.more >= 25
