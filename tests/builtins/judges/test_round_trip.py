"""The judge `round-trip`: the question answered again from its passage."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import pytest

from sdk_builtins.judges.answer_agreement import same_text
from sdk_core.errors import CallError, ErrorKind
from sdk_core.model import Completion, Example, Request
from sdk_core.model.record_kinds import RecordField, RecordKind
from sdk_core.testing.bench import TALK
from sdk_core.testing.factories import PAGES, make_example
from sdk_core.testing.scripted import ScriptedBackend

RISE = make_example(question="How far does the canal rise?", answer="63 metres")


def model(
    answers: Sequence[str | Exception | Completion],
    agree: Callable[[str, str], bool] | str = "none",
) -> ScriptedBackend:
    """Return a model with an answer for each sample, and a word on whether two agree."""

    def reply(request: Request) -> str | Completion:
        if request.task == "round_trip_answer":
            answer = answers[request.sample]
            if isinstance(answer, Exception):
                raise answer
            return answer
        if isinstance(agree, str):
            return agree
        first, second = request.variables["first"], request.variables["second"]
        return json.dumps({"reason": "so", "agree": agree(first, second)})

    return ScriptedBackend(reply)


def tasks(used: ScriptedBackend) -> list[str]:
    """Return the prompts that were asked, sorted."""
    return sorted(request.task for request in used.requests)


def test_the_answer_is_not_shown_and_equal_answers_need_no_further_call() -> None:
    used = model(["63 metres.", "0.063 km"])
    (judgement,) = used.judge("round-trip", [RISE])
    assert judgement.score == 1
    assert judgement.reasons == "2 of 2 answers from the passage agree"
    assert tasks(used) == ["round_trip_answer"] * 2
    shown = used.requests[0].messages
    assert "63 metres</" not in shown[-1].content
    assert PAGES[0] in shown[-1].content
    assert [request.sample for request in used.requests] == [0, 1]


def test_the_score_is_the_share_of_tries_that_agree() -> None:
    used = model(
        ["63 metres", "It rises by 63 m.", "41 kilometres", "NO ANSWER"],
        lambda first, second: "41" not in first + second,
    )
    (judgement,) = used.judge("round-trip", [RISE], tries=4)
    assert judgement.score == 0.5
    assert judgement.reasons == (
        '2 of 4 answers from the passage agree; another one: "41 kilometres"'
    )
    assert tasks(used).count("answer_agreement") == 4  # two answers in both orders


def test_a_verdict_that_depends_on_the_order_is_a_tie() -> None:
    used = model(["rises 63"], lambda first, second: first == "rises 63")
    (judgement,) = used.judge("round-trip", [RISE], tries=1)
    assert judgement.score == 0.5
    used = model(["rises 63"], lambda first, second: first == "rises 63")
    (judgement,) = used.judge("round-trip", [RISE], tries=1, both_orders=False)
    assert judgement.score == 0
    assert tasks(used) == ["answer_agreement", "round_trip_answer"]


def test_the_same_other_answer_is_compared_once() -> None:
    used = model(["a rise of 63"] * 4, lambda first, second: True)
    (judgement,) = used.judge("round-trip", [RISE], tries=4, both_orders=False)
    assert judgement.score == 1
    assert tasks(used).count("answer_agreement") == 1


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        ([CallError("no", kind=ErrorKind.BAD_REQUEST), "63 metres"], 1.0),
        (["I am sorry, but I cannot help with that.", "NO ANSWER"], 0.0),
        ([Completion(text="63 metr", model="m", finish_reason="length"), "63 metres"], 1.0),
        (["I am sorry, but I cannot help with that."] * 2, None),
        (["something else"] * 2, None),  # and no word on whether it agrees
    ],
)
def test_tries_of_no_use_do_not_count(
    answers: list[str | Exception | Completion], score: float | None
) -> None:
    (judgement,) = model(answers).judge("round-trip", [RISE])
    assert (judgement.score, judgement.keep) == (score, None)
    assert (score is None) == judgement.reasons.startswith("not judged: ")


def test_a_server_that_fails_is_reported() -> None:
    failing = model([CallError("out of order", kind=ErrorKind.BAD_REQUEST)])
    with pytest.raises(CallError, match="out of order"):
        failing.judge("round-trip", [RISE], tries=1)


def test_what_asks_nothing_or_has_no_passage_is_not_judged() -> None:
    kind = RecordKind(name="summary", fields=(RecordField(name="summary"),), whole=True)
    summary = Example(kind="summary", fields={"summary": "S"}, declared=kind, passage=PAGES[0])
    used = model(["63 metres"] * 2)
    given = used.judge("round-trip", [summary, make_example(passage=""), RISE])
    assert [each.score for each in given] == [None, None, 1]
    assert given[0].reasons == "not judged: the record asks nothing"
    assert "passage" in given[1].reasons
    assert len(used.requests) == 2


def test_the_last_question_of_a_conversation_is_asked_after_the_turns_before_it() -> None:
    used = model(["About 180 cubic metres"] * 2)
    (judgement,) = used.judge("round-trip", [make_example(messages=TALK)])
    assert judgement.score == 1
    asked = used.requests[0].variables["question"]
    assert asked.endswith("user: How much water is in each of them?")
    assert "assistant: It has 22 locks." in asked
    assert "180" not in asked


@pytest.mark.parametrize(
    ("expected", "given", "same"),
    [
        ("Mainly coal, until 1868.", "mainly coal until 1868", True),
        ("1 000 kg", "1000 kg", True),
        ("２４ 時間", "24 時間", True),
        ("2 h", "120 min", True),
        ("12.5 bar", "1.25 MPa", True),
        ("Yes.", "NO ANSWER", False),
        ("no answer", "no answer.", True),
        ("63 metres", "not 63 metres", None),
        ("63 metres", "36 metres", None),
        ("-5 °C", "5 °C", None),
        ("> 5 bar", "5 bar", None),
        ("12.5", "125", None),
        ("5 mg", "5 g", None),
        ("Yes", "No", None),
        ("", "", None),
    ],
)
def test_text_alone_tells_what_is_equal_and_nothing_else(
    expected: str, given: str, same: bool | None
) -> None:
    assert same_text(expected, given) is same
    assert same_text(given, expected) is same
