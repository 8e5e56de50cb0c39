"""Pairs that share most of their elements, against comparing all with all."""

from __future__ import annotations

import random
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from sdk_core.similarity.minhash import MinHashIndex

SETS = st.lists(st.frozensets(st.text(max_size=4), max_size=6), max_size=12)


def pairs(sets: list[frozenset[str]]) -> list[tuple[int, int]]:
    index = MinHashIndex()
    for each in sets:
        index.add(each)
    return list(index.pairs())


def likeness(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / len(first | second)


@given(SETS)
def test_equal_sets_are_always_found(sets: list[frozenset[str]]) -> None:
    equal = {(a, b) for a, b in combinations(range(len(sets)), 2) if sets[a] == sets[b]}
    assert equal <= set(pairs(sets))


@given(SETS)
def test_pairs_come_once_in_the_order_of_the_later(sets: list[frozenset[str]]) -> None:
    found = pairs(sets)
    assert found == sorted(set(found), key=lambda pair: pair[::-1])
    assert all(earlier < later for earlier, later in found)


def test_of_pairs_that_share_six_tenths_98_percent_are_found() -> None:
    rng = random.Random(5)
    sets: list[frozenset[str]] = []
    for number in range(400):
        every = [f"{number}-{each}" for each in range(10)]
        rng.shuffle(every)
        sets += [frozenset(every[:8]), frozenset(every[2:])]
    alike = {(a, a + 1) for a in range(0, len(sets), 2) if likeness(sets[a], sets[a + 1]) >= 0.6}
    assert len(alike) == 400
    found = set(pairs(sets))
    assert len(alike & found) >= 0.98 * len(alike)
    assert len(found - alike) <= 4


def test_a_crowd_of_equal_sets_makes_few_pairs_for_each() -> None:
    found = pairs([frozenset(["same", "words"])] * 2000)
    assert len(found) <= 2000 * 8
    assert {later for _, later in found} == set(range(1, 2000))
