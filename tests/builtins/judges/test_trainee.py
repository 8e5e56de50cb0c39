"""The judge `trainee`: what the model to be trained knows, and how much of it a set may hold."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_builtins.judges.knowing import SHARES, Knowing, caps, knowing
from sdk_core.errors import CallError, ErrorKind
from sdk_core.model import Criterion, Example, Request
from sdk_core.model.record_kinds import RecordField, RecordKind
from sdk_core.testing.bench import TALK
from sdk_core.testing.factories import PAGES, make_example
from sdk_core.testing.scripted import ScriptedBackend

RISE = make_example(question="How far does the canal rise?", answer="63 metres")
RIGHT, WRONG = "63 metres", "7 metres"


def model(answers: Sequence[str | Exception], agreement: str = "") -> ScriptedBackend:
    """Return a model that gives an answer for each sample; others than the right one disagree."""

    def reply(request: Request) -> str:
        if request.task == "closed_book_answer":
            answer = answers[request.sample]
            if isinstance(answer, Exception):
                raise answer
            return answer
        return agreement or json.dumps({"reason": "so", "agree": False})

    return ScriptedBackend(reply)


@pytest.mark.parametrize(
    ("answers", "known", "score", "said"),
    [
        ([RIGHT] * 5, "always", 1, "4 of 4"),
        ([RIGHT, RIGHT, WRONG, RIGHT, RIGHT], "sometimes", 2 / 3, "3 of 4"),
        ([WRONG, WRONG, RIGHT, WRONG, WRONG], "only sampled", 1 / 3, "1 of 4"),
        ([WRONG, "NO ANSWER", WRONG, "9", WRONG], "never", 0, "0 of 4"),
    ],
)
def test_records_are_marked_with_how_well_they_are_known_and_kept(
    answers: list[str], known: str, score: float, said: str
) -> None:
    (judgement,) = model(answers).judge("trainee", [RISE])
    assert (judgement.score, judgement.keep) == (None, True)
    (criterion,) = judgement.criteria
    assert criterion == Criterion(
        name="knowing", score=score, scale=(0.0, 1.0), reason=criterion.reason
    )
    assert criterion.reason.startswith(f"{known}: the likeliest answer is ")
    assert f"{said} samples are right" in judgement.reasons
    assert judgement.reasons.startswith("not known" if known == "never" else f"known {known}")


def test_the_question_is_asked_without_its_passage() -> None:
    used = model([RIGHT] * 3)
    used.judge("trainee", [RISE], samples=2)
    assert [request.sample for request in used.requests] == [0, 1, 2]
    for request in used.requests:
        said = "".join(message.content for message in request.messages)
        assert "How far does the canal rise?" in said
        assert PAGES[0][:30] not in said
        assert RIGHT not in said


@pytest.mark.parametrize(
    "answers",
    [
        [CallError("no", kind=ErrorKind.BAD_REQUEST), RIGHT, RIGHT],
        [RIGHT, "I am sorry, but I cannot help with that.", CallError("", kind=ErrorKind.EMPTY)],
    ],
)
def test_without_the_likeliest_answer_or_any_other_nothing_is_marked(
    answers: list[str | Exception],
) -> None:
    (judgement,) = model(answers).judge("trainee", [RISE], samples=2)
    assert (judgement.score, judgement.keep, judgement.criteria) == (None, None, ())
    assert judgement.reasons.startswith("not judged: ")


def test_an_answer_of_which_nothing_could_be_told_is_left_out() -> None:
    (judgement,) = model([RIGHT, RIGHT, "x"], "unclear").judge("trainee", [RISE], samples=2)
    assert (
        judgement.reasons == "known always: the likeliest answer is right, 1 of 1 samples are right"
    )
    (judgement,) = model(["x", RIGHT, RIGHT], "unclear").judge("trainee", [RISE], samples=2)
    assert judgement.keep is None


def test_conversations_and_records_without_question() -> None:
    kind = RecordKind(name="summary", fields=(RecordField(name="summary"),), whole=True)
    summary = Example(kind="summary", fields={"summary": "S"}, declared=kind, passage=PAGES[0])
    used = model(["about 180 cubic metres"] * 5)
    told, nothing = used.judge("trainee", [make_example(messages=TALK), summary])
    assert told.reasons.startswith("known always")
    assert nothing.reasons == "not judged: the record asks nothing"


_classes = st.lists(
    st.tuples(st.sampled_from([*SHARES, None]), st.sampled_from("abc")), max_size=60
)
_shares = st.sampled_from([0.0, 0.1, 0.2, 0.5, 0.9, 1.0])


@given(_classes, _shares, _shares, st.integers(0, 5))
def test_caps_leave_out_known_records_alone_and_respect_cap_and_floor(
    rows: list[tuple[Knowing | None, str]], cap: float, floor: float, seed: int
) -> None:
    classes, kinds = [row[0] for row in rows], [row[1] for row in rows]
    dropped = caps(classes, kinds, cap=cap, floor=floor, seed=seed)
    assert dropped == caps(classes, kinds, cap=cap, floor=floor, seed=seed)
    assert all(classes[place] == "always" and reason for place, reason in dropped.items())
    kept = [place for place in range(len(rows)) if place not in dropped]
    always = [place for place in kept if classes[place] == "always"]
    for kind in set(kinds):
        mine = [place for place in kept if kinds[place] == kind]
        known = [place for place in mine if classes[place] in ("always", "sometimes")]
        lost = [place for place in dropped if kinds[place] == kind]
        assert not lost or len(known) >= floor * len(mine) - 1e-6
    if len(always) > cap * len(kept) + 1e-6:  # then no kind had any to spare
        for kind in {kinds[place] for place in always}:
            mine = [place for place in kept if kinds[place] == kind]
            known = [place for place in mine if classes[place] in ("always", "sometimes")]
            less = len(known) - 1
            assert floor
            assert less < floor * (len(mine) - 1) - 1e-6 or less < 1


def test_caps_take_from_the_fullest_kind_first() -> None:
    known: Knowing = "always"
    classes: list[Knowing | None] = [known] * 10
    classes += ["never"] * 8
    kinds = [*"a" * 8, *"b" * 2, *"a" * 4, *"b" * 4]
    dropped = caps(classes, kinds, cap=0.2)
    assert len(dropped) == 8  # 2 of 10 are left
    assert {kinds[place] for place in range(10) if place not in dropped} == {"a", "b"}
    assert set(dropped.values()) == {
        "the model knows it always, and more than 20% of the set would be answered without training"
    }
    assert caps(classes, kinds, cap=1.0) == {}
    assert caps(classes, kinds, cap=0.2, seed=1).keys() != dropped.keys()


def test_caps_refuse_what_makes_no_sense() -> None:
    with pytest.raises(ValueError, match="1 classes for 2 kinds"):
        caps(["always"], ["a", "b"], cap=0.2)
    with pytest.raises(ValueError, match="shares"):
        caps(["always"], ["a"], cap=20)


@given(st.booleans(), st.lists(st.booleans(), min_size=1))
def test_classes_rise_with_what_is_right(greedy: bool, samples: list[bool]) -> None:
    here = SHARES[knowing(greedy, samples)]
    assert here <= SHARES[knowing(True, samples)]
    assert here <= SHARES[knowing(greedy, [True] * len(samples))]
