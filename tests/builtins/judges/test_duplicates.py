"""What repeats what, in the same or in other words, and what only looks like it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_builtins.judges.duplicates.judge import DuplicatesJudge
from sdk_core.model import Evidence, Example, Judgement, Provenance, RecordPlace

TEXT = (
    "The lock fee is 4 crowns on weekdays.\n"
    "Boats are moored at the upper basin, never at the bridge.\n"
    "| boat | fee | deposit |\n|---|---|---|\n| canoe | 3 | 20 |\n| barge | 9 | 20 |\n"
)


def qa(question: str, answer: str, quote: str = "", document: str = "d") -> Example:
    """Return a record that rests on a quote of the text."""
    start = TEXT.find(quote) if quote else -1
    found = Evidence(quote=quote, start=start, end=start + len(quote), match="exact")
    return Example(
        kind="qa",
        fields={"question": question, "answer": answer},
        passage=TEXT,
        evidence=(found,) if start >= 0 else (),
        provenance=Provenance(source=document, document_id=document, start=0),
    )


class Context:
    """What the judge is told."""

    threshold = 1.0

    def __init__(self, places: Sequence[RecordPlace]) -> None:
        self.places = tuple(places)


def judged(*examples: Example, earlier: Sequence[Example] = ()) -> list[Judgement]:
    judge = DuplicatesJudge()
    if earlier:
        judge.survey([(RecordPlace("old", n, earlier=True), e) for n, e in enumerate(earlier, 1)])
    places = [RecordPlace("new", n) for n in range(1, len(examples) + 1)]
    judge.survey(list(zip(places, examples, strict=True)))
    return asyncio.run(judge.judge(examples, Context(places)))  # type: ignore[arg-type]


def rule(first: Example, second: Example) -> str:
    before, after = judged(first, second)
    assert not before.findings
    return after.findings[0].rule if after.findings else ""


FEE = qa("What is the lock fee on weekdays?", "4 crowns", "The lock fee is 4 crowns on weekdays.")


@pytest.mark.parametrize(
    "again",
    [
        "WHAT IS THE LOCK FEE ON WEEKDAYS?",
        "what is the lock fee, on weekdays",
        "  What is the lock-fee on week days ?",
        "“What is the lock fee on weekdays”?",
    ],
)
def test_case_spaces_and_punctuation_make_no_other_question(again: str) -> None:
    assert rule(FEE, qa(again, "It is 4 crowns.")) == "exact"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How much is charged at the lock on weekdays?", "4 crowns."),
        ("On weekdays, what is the fee of the lock?", "The fee is 4 crowns."),
        ("What is the price of the lock on weekdays?", "4 crowns"),
    ],
)
def test_the_same_in_other_words_rests_on_the_same_place(question: str, answer: str) -> None:
    quote = "The lock fee is 4 crowns on weekdays."
    assert rule(FEE, qa(question, answer, quote)) == "near"


def test_words_that_only_change_their_order_need_no_evidence() -> None:
    first = qa("Where are boats moored at night?", "At the upper basin.")
    assert rule(first, qa("At night, where are the boats moored?", "At the upper basin.")) == "near"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            qa("What is the deposit for a canoe?", "20", "| canoe | 3 | 20 |"),
            qa("What is the deposit for a barge?", "20", "| barge | 9 | 20 |"),
        ),
        (qa("What does bolt M8 need?", "25 Nm"), qa("What does bolt M9 need?", "25 Nm")),
        (qa("What is the fee for a late return?", "5"), qa("What is the fee for a lost key?", "5")),
        (qa("Must it be open?", "Yes."), qa("Must it not be open?", "Yes.")),
        (
            qa("Where are boats moored?", "At the upper basin.", "moored at the upper basin"),
            qa("Where are boats never moored?", "At the bridge.", "never at the bridge"),
        ),
        (
            qa("What is the fee for a canoe?", "3", "| canoe | 3 | 20 |"),
            qa("What is the deposit for a canoe?", "20", "| canoe | 3 | 20 |"),
        ),
    ],
)
def test_what_differs_in_a_thing_is_another_question(first: Example, second: Example) -> None:
    assert rule(first, second) == ""


@pytest.mark.parametrize(("first", "second"), [("4 crowns", "5 crowns"), ("Yes.", "No, never.")])
def test_the_same_question_with_another_answer_is_remarked_on(first: str, second: str) -> None:
    before, after = judged(qa("Is there a fee?", first), qa("Is there a fee?", second))
    assert before.keep
    assert after.keep
    [found] = after.findings
    assert found.rule == "conflicting_answer"
    assert first in found.text


def test_the_first_stays_and_each_later_one_says_which_it_repeats() -> None:
    found = judged(FEE, FEE, qa("Who dug it?", "Nobody."), FEE)
    assert [each.keep for each in found] == [True, False, True, False]
    assert found[3].reasons == "it repeats record 1 of new"


def test_records_of_earlier_datasets_go_first() -> None:
    [found] = judged(FEE, earlier=[qa("Who dug it?", "Nobody."), FEE])
    assert found.reasons == "it repeats record 2 of old"


def test_without_a_survey_the_given_records_are_compared() -> None:
    judge, places = DuplicatesJudge(), [RecordPlace("x", 1), RecordPlace("x", 2)]
    found = asyncio.run(judge.judge([FEE, FEE], Context(places)))  # type: ignore[arg-type]
    assert [each.keep for each in found] == [True, False]


def test_pictures_are_other_questions() -> None:
    one, two = (
        replace(FEE, fields={**FEE.fields, "image": name}) for name in ("t.lance#1", "t.lance#2")
    )
    assert rule(one, two) == ""


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_another_number_is_never_the_same_question(first: int, second: int) -> None:
    asked = "What happens to boats of {} tons at the lock of Skerrow in winter?"
    found = rule(qa(asked.format(first), "They wait."), qa(asked.format(second), "They wait."))
    assert found == ("exact" if first == second else "")


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_texts_are_compared(question: str, answer: str) -> None:
    judged(qa(question, answer), qa(answer, question), qa(question, answer))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("It is closed at night.", "It is not closed at night."),
        ("Yes, always.", "It is not allowed."),
        ("Anna Berg", "Carl Tal"),
        ("The left valve.", "The right valve."),
        ("红色", "蓝色"),
    ],
)
def test_answers_that_cannot_both_be_right_are_a_conflict(first: str, second: str) -> None:
    assert rule(qa("What of it?", first), qa("What of it?", second)) == "conflicting_answer"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("4 crowns", "The fee is 4 crowns, payable at the lock."),
        ("A leak shows, because the float sits there.", "Without the float there no leak shows."),
        ("Yes.", "It is allowed."),
        ("1,200 boats", "1200 boats"),
        ("红色", "是红色的"),
    ],
)
def test_answers_in_other_words_are_no_conflict(first: str, second: str) -> None:
    assert rule(qa("What of it?", first), qa("What of it?", second)) == "exact"


@pytest.mark.parametrize(
    ("first", "second"), [("3.5 bar", "35 bar"), ("pages 1-2", "page 12"), ("1 1/2 cups", "11/2")]
)
def test_figures_are_not_run_together(first: str, second: str) -> None:
    assert rule(qa(f"What about {first}?", "Yes."), qa(f"What about {second}?", "Yes.")) == ""


BORN = "Ada Holm was born in Lund in 1906."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (qa("When was Ada Holm born?", "In 1906"), qa("Where was Ada Holm born?", "In Lund")),
        (qa("When was Ada Holm born?", BORN), qa("Where was Ada Holm born?", BORN)),
        (qa("Wann wurde Ada Holm geboren?", BORN), qa("Wo wurde Ada Holm geboren?", BORN)),
        (qa("Ada Holm何时出生？", BORN), qa("Ada Holm在哪里出生？", BORN)),
    ],
)
def test_a_time_is_not_a_place_though_one_sentence_says_both(
    first: Example, second: Example
) -> None:
    quote = (Evidence(quote=BORN, start=0, end=len(BORN), match="exact"),)
    assert rule(replace(first, evidence=quote), replace(second, evidence=quote)) == ""


def test_what_repeats_only_a_record_that_is_dropped_stays() -> None:
    lock, quote = "The lock fee is 4 crowns on weekdays.", "fee is 4 crowns"
    first = qa("On weekdays, what is the fee of the lock?", "4 crowns", document="other")
    second = qa("What is the lock fee on weekdays?", "4 crowns", lock)
    third = qa("How much is charged at the lock on weekdays?", "4 crowns", quote)
    found = judged(first, second, third)
    assert [each.keep for each in found] == [True, False, True]
