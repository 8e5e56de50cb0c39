"""The records keep their promises: identity, offsets, and the shape every exporter reads."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.model import Document, Example, Judgement, Message, Segment, Source, Usage


@given(st.lists(st.text(max_size=20), max_size=8))
def test_spans_of_segments_point_into_the_text(texts: list[str]) -> None:
    document = Document.create("d", [Segment(text=t) for t in texts])
    positions = []
    for start, end, segment in document.spans():
        assert document.text[start:end] == segment.text
        assert end <= len(document.text)
        positions += [start, end]
    assert positions == sorted(positions)


def test_another_text_or_source_is_another_document() -> None:
    segments = [Segment(text="a"), Segment(text="b")]
    first = Document.create("x.txt", segments)
    assert first.id == Document.create("x.txt", segments).id
    assert first.id != Document.create("y.txt", segments).id
    assert first.id != Document.create("x.txt", [Segment(text="ab")]).id
    assert len(first.id) == 16


def test_names_that_are_not_unicode_have_an_identity_too() -> None:
    assert Document.create("caf\udce9.txt", [Segment(text="\ud800")]).id


def test_a_question_and_answer_become_a_conversation_with_the_reasoning_first() -> None:
    plain = Example(kind="qa", fields={"question": "Q?", "answer": "A."})
    assert plain.to_messages() == (Message("user", "Q?"), Message("assistant", "A."))
    reasoned = Example(kind="cot", fields={"question": "Q?", "reasoning": "R", "answer": "A."})
    assert reasoned.to_messages()[1].content == "<think>\nR\n</think>\n\nA."


def test_an_example_of_messages_stays_as_it_is() -> None:
    turns = (Message("system", "s"), Message("user", "u"), Message("assistant", "a"))
    assert Example(kind="conversation", messages=turns).to_messages() == turns


@pytest.mark.parametrize("fields", [{}, {"question": "Q?"}, {"question": 3, "answer": "A"}])
def test_an_example_without_question_and_answer_is_no_conversation(fields: dict) -> None:
    with pytest.raises(ValueError, match="neither messages nor"):
        Example(kind="qa", fields=fields).to_messages()


def test_judgements_are_added_to_a_copy() -> None:
    example = Example(kind="qa")
    judged = example.with_judgement(Judgement(judge="rating", score=8.0))
    assert example.judgements == ()
    assert judged.judgements[0].score == 8.0
    with pytest.raises(FrozenInstanceError):
        judged.kind = "cot"  # type: ignore[misc]


def test_usage_adds_up() -> None:
    total = Usage(prompt_tokens=1, completion_tokens=2) + Usage(prompt_tokens=3)
    assert total == Usage(prompt_tokens=4, completion_tokens=2)


def test_a_source_is_read_from_its_body_or_file(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"file")
    assert Source(uri="a.txt", path=file).read() == b"file"
    assert Source(uri="http://x/", data=b"body").read() == b"body"
    with pytest.raises(ValueError, match="was not fetched"):
        Source(uri="http://x/").read()
