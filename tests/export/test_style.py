"""System turn, reasoning, context and turns, before any format sees an example."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.export.request import ExportRequest
from sdk_core.export.style import RowStyle
from sdk_core.model import Example, Message
from sdk_core.specs import ExporterSpec

QA = Example(kind="qa", fields={"question": "q?", "answer": "a"}, passage="The passage.")
COT = Example(kind="cot", fields={"question": "q?", "reasoning": "r\n", "answer": " a"})
INLINE = "<think>\nr\n\n</think>\n\n a"
TALK = Example(
    kind="conversation",
    messages=(
        Message("system", "Own."),
        Message("user", "u"),
        Message("assistant", "<think>\nx\n</think>\n\na"),
        Message("user", "v"),
        Message("assistant", "<think>odd</think>b"),
    ),
)


def spec(**values: Any) -> ExporterSpec:
    return ExporterSpec(name="x", target="a:B", summary="s", **values)


def styled(example: Example, spec: ExporterSpec, **wanted: Any) -> list[Example]:
    return RowStyle(ExportRequest(**wanted), spec).apply(example)


def turns(
    example: Example, default_system: str = "", **wanted: Any
) -> list[list[tuple[str, str, Any]]]:
    return [
        [(turn.role, turn.content, turn.reasoning) for turn in shaped.messages]
        for shaped in styled(example, spec(system=default_system), **wanted)
    ]


def test_reasoning_of_pairs() -> None:
    question = ("user", "q?", None)
    assert turns(COT, reasoning="inline") == [[question, ("assistant", INLINE, None)]]
    assert turns(COT, reasoning="field") == [[question, ("assistant", " a", "r\n")]]
    assert turns(COT, reasoning="drop") == [[question, ("assistant", " a", None)]]
    assert turns(QA, reasoning="field") == [[question, ("assistant", "a", "")]]


def test_reasoning_of_conversations() -> None:
    inline = turns(TALK, reasoning="inline")[0]
    assert [text for _, text, _ in inline] == [turn.content for turn in TALK.messages]
    field = turns(TALK, reasoning="field")[0]
    assert field[2] == ("assistant", "a", "x")
    assert field[4] == ("assistant", "b", "odd")
    assert [text for _, text, _ in turns(TALK, reasoning="drop")[0]][2::2] == ["a", "b"]


def test_one_answer_a_row() -> None:
    first, second = turns(TALK, reasoning="inline", one_answer=True)
    assert [text for _, text, _ in first] == ["Own.", "u", "<think>\nx\n</think>\n\na"]
    assert [text for _, text, _ in second] == ["Own.", "u", "a", "v", "<think>odd</think>b"]


def test_system_turn() -> None:
    assert turns(QA, default_system="D.")[0][0] == ("system", "D.", None)
    assert turns(TALK, default_system="D.")[0][0] == ("system", "Own.", None)
    assert turns(TALK, system="New.")[0][0] == ("system", "New.", None)
    assert turns(TALK, system="")[0][0] == ("user", "u", None)
    folded = turns(TALK, system_mode="user")[0]
    assert folded[0] == ("user", "Own.\n\nu", None)
    assert len(folded) == 4


def test_context_stands_before_the_question() -> None:
    assert turns(QA, context=True)[0][0] == ("user", "The passage.\n\nq?", None)
    both = turns(QA, context=True, system="S.", system_mode="user")[0]
    assert both[0] == ("user", "S.\n\nThe passage.\n\nq?", None)


def test_fields_of_formats_that_keep_them() -> None:
    def fields(example: Example, **values: Any) -> dict[str, Any]:
        (shaped,) = styled(example, spec(view="fields"), **values)
        return dict(shaped.fields)

    assert fields(COT) == dict(COT.fields)
    assert fields(COT, reasoning="inline") == {"question": "q?", "answer": INLINE}
    assert fields(COT, reasoning="drop") == {"question": "q?", "answer": " a"}
    assert fields(QA, system="S.", context=True) == {
        "question": "q?",
        "answer": "a",
        "system": "S.",
        "context": "The passage.",
    }
    (talk,) = styled(TALK, spec(view="fields"))
    assert talk.messages == TALK.messages


@pytest.mark.parametrize(
    ("given_value", "content", "reasoning"),
    [
        ("bad", "bad", None),
        ({"answer": "bad", "reasoning": "w"}, "bad", "w"),
        ([{"role": "assistant", "content": "bad"}], "bad", None),
    ],
)
def test_worse_answers(given_value: Any, content: str, reasoning: str | None) -> None:
    example = Example(kind="qa", fields={**QA.fields, "rejected": given_value})
    (shaped,) = styled(example, spec(preference=True), reasoning="field")
    assert shaped.rejected[0].content == content
    assert (shaped.rejected[0].reasoning or None) == reasoning
    with pytest.raises(ValueError, match="no worse answer"):
        styled(QA, spec(preference=True))


@pytest.mark.parametrize(
    ("messages", "reason"),
    [
        ([Message("system", "s"), Message("assistant", "a")], "no user turn"),
        ([Message("user", "u")], "does not end with an answer"),
        ([Message("user", "u"), Message("assistant", " ")], "turn 2 of the conversation is empty"),
    ],
)
def test_what_trains_nothing_is_refused(messages: list[Message], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        styled(Example(kind="conversation", messages=tuple(messages)), spec())


texts = st.text(min_size=1).filter(str.strip)


@given(question=texts, reasoning=st.text(), answer=texts)
def test_no_character_changes_between_the_styles(
    question: str, reasoning: str, answer: str
) -> None:
    fields = {"question": question, "reasoning": reasoning, "answer": answer}
    (inline,) = styled(Example(kind="cot", fields=fields), spec(), reasoning="inline")
    written = Example(kind="conversation", messages=inline.messages)
    (apart,) = styled(written, spec(), reasoning="field")
    if "</think>" not in reasoning and "<think>" not in answer and reasoning:
        assert apart.messages[-1].reasoning == reasoning
        assert apart.messages[-1].content == answer
