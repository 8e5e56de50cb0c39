"""Reasoning has to count right, and the answer to be what it comes to."""

from __future__ import annotations

import pytest

from sdk_builtins.judges.grounded.arithmetic import wrong_equations
from tests.builtins.judges.grounded.value_exchanges import dropping, exchange, found

PASSAGE = (
    "A jar holds 340 g of honey. A crate holds 24 jars. Delivery takes three days, or one day for "
    "an extra $7.50. Orders over $90 are free of charge. The shop opens at 9.15."
)


@pytest.mark.parametrize(
    "sum_",
    [
        "125 + 125 = 260",
        "24 × 340 g = 8,610 g",
        "19,8 - 1,1 + 0,6 = 19,4",
        "900 / 9 = 110",
        "4 × 4,20 Euro = 16,90 Euro",
        "30000 ÷ 24 = 1350 天",
        "145 × 1.3 = 185.50",
    ],
)
def test_a_wrong_calculation_is_found(sum_: str) -> None:
    assert [each for each, _ in wrong_equations(f"So {sum_}, which is it.")]


@pytest.mark.parametrize(
    "sum_",
    [
        "125 + 125 = 250",
        "24 × 340 g = 8,160 g",
        "24 × 340 g = 8.16 kg",
        "19,8 - 1,1 + 0,6 = 19,3",
        "2 / 3 = 0.67",
        "20 × 22 cents = $4.40",
        "200 + 10 % = 220",
        "40 - 7 - 14 = 19",
        "2 × 500 Euro = 1.000 Euro",
        "0.10 × 100 = 10 毫克",
        "rises by 30 %: 145 × 1.3 = 188.50",
        "the values 3-5 = low",
        "x = 5 and y = 7",
        "1999-2004 = five years",
    ],
)
def test_a_right_calculation_is_let_be(sum_: str) -> None:
    assert not list(wrong_equations(f"So {sum_}, which is it."))


@pytest.mark.parametrize(
    ("question", "reasoning", "answer"),
    [
        ("How much honey is in a crate?", "24 jars of 340 g are 24 × 340 = 8,160 g.", "340 g."),
        ("How long does it take at most?", "One day is extra. So it takes three days.", "One day."),
        ("What is free?", "The limit of free delivery is $90.", "$7.50."),
        ("How much honey is in two jars?", "2 × 340 = 690 g.", "690 g"),
    ],
)
def test_an_answer_that_the_reasoning_does_not_come_to_is_found(
    question: str, reasoning: str, answer: str
) -> None:
    assert dropping(exchange(PASSAGE, "", question, answer, reasoning))


@pytest.mark.parametrize(
    ("question", "reasoning", "answer"),
    [
        ("How much honey is in a crate?", "24 jars of 340 g are 24 × 340 = 8,160 g.", "8.16 kg."),
        ("How much honey is in a crate?", "24 × 340 g is 8,160 g.", "About 8,200 g."),
        ("Is an order of $100 free?", "Orders over $90 are free. $100 is more.", "Yes, above $90."),
        ("A client pays $38. How much is it?", "The limit is $90. $38 is less.", "$38"),
        ("What is a third of a crate?", "A third of 24 jars are 8 jars.", "8 jars."),
    ],
)
def test_an_answer_that_follows_is_let_be(question: str, reasoning: str, answer: str) -> None:
    assert not found(exchange(PASSAGE, "", question, answer, reasoning))


def test_a_figure_made_of_two_others_of_the_passage_is_a_remark() -> None:
    passage = "The old pump moves 40 litres and the new pump moves 65 litres. It was bought in May."
    asked = exchange(passage, "It was bought in May.", "What do both pumps move?", "105 litres.")
    assert [each.rule for each in found(asked)] == ["derived_value"]


def test_nothing_is_held_against_an_unknown_passage() -> None:
    assert not found(exchange("", "", "How long is it?", "It is 42 m long."))


def test_findings_name_both_values() -> None:
    asked = exchange(PASSAGE, "A jar holds 340 g of honey.", "What does a jar hold?", "430 g.")
    assert dropping(asked) == ['the answer has "430 g", the evidence "340 g"']
