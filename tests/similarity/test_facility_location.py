"""Choices that cover the rest, against brute force and chance."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.similarity.facility_location import Neighbours, choose, coverage, fair_quotas
from sdk_core.similarity.vectors import hashed_vectors

TOPICS = ["canal locks and boats", "bread ovens and flour", "night trains and fares"]


def texts() -> list[str]:
    return [f"{topic} number {n} of the {topic}" for topic in TOPICS for n in range(20)]


def test_one_of_each_topic_is_chosen_before_a_second_of_any() -> None:
    near = Neighbours(hashed_vectors(texts()))
    chosen = choose(near, np.ones(60, dtype=np.float32), 3, [0] * 60, [3])
    assert sorted(place // 20 for place in chosen) == [0, 1, 2]
    assert coverage(near, chosen) > coverage(near, [0, 1, 2])


def test_of_alike_ones_the_better_is_chosen() -> None:
    near = Neighbours(hashed_vectors(["the same words"] * 4))
    quality = np.array([0.2, 0.9, 0.5, 0.4], dtype=np.float32)
    assert choose(near, quality, 1, [0] * 4, [1]) == [1]


def test_quotas_hold() -> None:
    near = Neighbours(hashed_vectors(texts()))
    groups = [place // 20 for place in range(60)]
    chosen = choose(near, np.ones(60, dtype=np.float32), 10, groups, [1, 0, 9])
    assert [sum(groups[p] == g for p in chosen) for g in range(3)] == [1, 0, 9]


@given(st.integers(0, 2**32 - 1), st.integers(1, 3))
def test_the_choice_comes_within_63_percent_of_the_best(seed: int, number: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = np.abs(rng.normal(size=(9, 5))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    near = Neighbours(vectors)
    chosen = choose(near, np.ones(9, dtype=np.float32), number, [0] * 9, [number])
    best = max(coverage(near, c) for c in combinations(range(9), number))
    assert coverage(near, chosen) >= 0.632 * best - 1e-6


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8), st.integers(0, 200))
def test_shares_are_as_equal_as_sizes_allow(sizes: list[int], number: int) -> None:
    quotas = fair_quotas(sizes, number)
    assert sum(quotas) == min(number, sum(sizes))
    assert all(q <= s for q, s in zip(quotas, sizes, strict=True))
    open_ones = [q for q, s in zip(quotas, sizes, strict=True) if q < s]
    if open_ones:
        assert max(open_ones) - min(open_ones) <= 1
        assert max(quotas) <= max(open_ones) + 1


def test_vectors_are_near_where_words_are() -> None:
    first, near, far, none = hashed_vectors(
        ["How long is the canal?", "How long are the canals?", "Who bakes bread at night?", "…"]
    )
    assert float(first @ near) > 0.5 > float(first @ far)
    assert float(np.linalg.norm(first)) == pytest.approx(1, abs=1e-5)
    assert not none.any()


def test_scripts_without_spaces_have_vectors_too() -> None:
    first, near, far = hashed_vectors(["运河有多长", "这条运河多长", "谁在夜里烤面包"])
    assert float(first @ near) > float(first @ far)
