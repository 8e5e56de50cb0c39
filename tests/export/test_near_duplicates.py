"""Which questions count as the same, and that all such pairs are found."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.similarity.near_duplicates import NearIndex

SAME = [
    ("What is the capital of France?", "what is the capital of   FRANCE ?"),
    ("How long is the warranty on the pump?", "How long is the warranty for a pump?"),
    (
        "Which valves have to be opened before the start?",
        "Which valve has to be opened before the start?",
    ),
    (
        "In 2020, what was the output of the mill at Selby?",
        "What was the output of the mill at Selby in 2020?",
    ),
    (
        "How is the lamp in the northern hall of the museum lit?",
        "How is the old lamp in the northern hall of the museum lit?",
    ),
    ("Wie lange gilt die Garantie auf die Pumpe?", "Wie lange gilt eine Garantie auf die Pumpe?"),
    (
        "Comment ouvrir la vanne de secours du moteur ?",
        "Comment ouvrir une vanne de secours du moteur",
    ),
    ("请用一个词说明法国的首都是哪里以及为什么？", "请用一个词说明法国的首都在哪里以及为什么"),
]

OTHER = [
    ("What is the torque of bolt M{} in the housing?", "8", "9"),
    ("How many valves are reported in section {}?", "12", "13"),
    ("How thick is the wall of housing {} in the drawing?", "A", "B"),
    ("Which flags does the compiler of the language C{} take?", "++", "#"),
    ("May the pump be started at {}5 degrees without a heater?", "-", ""),
    ("Why {} the pump start when the tank is empty?", "does", "doesn't"),
    ("{} was the bridge over the river Ouse at Selby built?", "When", "Where"),
    ("Is the alarm of the boiler on the second floor {} at night?", "on", "off"),
    ("What is written {} the box with the spare lamps of the hall?", "in", "on"),
    ("What does the {} lamp on the panel of the press say?", "red", "green"),
    ("What is the melting point of {}ethanol in the table?", "", "m"),
    ("Wie viel wiegt der Motor der {} Pumpe in Halle Nord?", "linken", "rechten"),
    ("欧洲国家{}国的首都是哪一座城市请用一个词回答这个问题谢谢", "法", "德"),
    ("What is 3 {} 5 called in the grammar of the language?", "<", ">"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_question(one: str, other: str) -> None:
    assert are_twins(one, other)
    assert are_twins(other, one)


@pytest.mark.parametrize(("question", "this", "that"), OTHER)
def test_questions_that_look_alike(question: str, this: str, that: str) -> None:
    one, other = question.format(this), question.format(that)
    assert not are_twins(one, other, threshold=0.5)
    assert not are_twins(other, one, threshold=0.5)


WORDS = st.sampled_from(
    "the pump valve M8 M9 not open closes on of what when a lamp 7 水 法".split()  # noqa: SIM905
)
QUESTIONS = st.lists(st.lists(WORDS, max_size=9).map(" ".join), max_size=12, unique=True)


@given(QUESTIONS)
def test_every_pair_is_found(texts: list[str]) -> None:
    """An index of many finds what comparing each pair alone finds, in whatever order they come."""
    pairs = combinations(range(len(texts)), 2)
    alone = {(i, k) for i, k in pairs if are_twins(texts[i], texts[k])}
    for order in (range(len(texts)), range(len(texts) - 1, -1, -1)):
        index = NearIndex(lambda key: texts[key])
        found = set()
        for key in order:
            found |= {(min(key, twin), max(key, twin)) for twin in index.twins(texts[key])}
            index.add(key, texts[key])
        assert found == alone


def are_twins(one: str, other: str, threshold: float = 0.7) -> bool:
    index = NearIndex(lambda _: one, threshold)
    index.add(0, one)
    return [*index.twins(other)] == [0]
