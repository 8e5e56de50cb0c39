"""Generated and curated files: their layout, and that nothing changes on the way."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.artifacts.example_files import rating, read_examples, write_curated, write_examples
from sdk_core.errors import DocumentError
from sdk_core.model import (
    Example,
    ExampleSet,
    Judgement,
    Message,
    Provenance,
    RecordField,
    RecordKind,
    RecordTurn,
)
from tests.record_kinds import CONVERSATION, COT, KINDS, QA, SUMMARY

ORIGIN = Provenance(
    source="report.pdf", document_id="d1", chunk=0, start=0, end=12, page=3, params={"seed": 1}
)
HOSTILE = (
    "\\frac{a}{b} \u2028\u2029\u0085 \U0001f469\u200d\U0001f4bb\r\n\tdef f():\n    "
    "return '\\n'\x00\x1b[31m \u202eabc\u202c \ufeff שלום </think> \u00e9e\u0301 "
)


def _pair(number: int = 1, **more: Any) -> Example:
    return Example(
        kind="qa",
        fields={"question": f"Question {number}?", "answer": f"Answer {number}."},
        provenance=ORIGIN,
        **more,
    )


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_qa_layout(tmp_path: Path) -> None:
    path = tmp_path / "new" / "report_qa_pairs.json"
    examples = ExampleSet(
        kind=QA, examples=(_pair(),), summary="Über alles", metadata={"model": "m"}
    )
    write_examples(path, examples)
    text = path.read_text(encoding="utf-8")
    assert text.startswith('{\n  "summary": "Über alles",\n')
    assert text.endswith("}\n")
    data = json.loads(text)
    assert list(data) == ["summary", "qa_pairs", "metadata"]
    assert data["qa_pairs"] == [
        {
            "question": "Question 1?",
            "answer": "Answer 1.",
            "provenance": {
                "source": "report.pdf",
                "document_id": "d1",
                "chunk": 0,
                "start": 0,
                "end": 12,
                "page": 3,
                "params": {"seed": 1},
            },
        }
    ]
    assert data["metadata"] == {"model": "m", "file_version": "1.0"}


def test_cot_layout(tmp_path: Path) -> None:
    example = Example(kind="cot", fields={"question": "q?", "reasoning": "r", "answer": "a"})
    path = tmp_path / "x.json"
    write_examples(path, ExampleSet(kind=COT, examples=(example,)))
    data = _read_json(path)
    assert list(data) == ["summary", "cot_examples", "conversations", "metadata"]
    assert data["cot_examples"] == [{"question": "q?", "reasoning": "r", "answer": "a"}]
    assert data["conversations"] == [
        [
            {"role": "system", "content": "You are a helpful assistant."},
            {"role": "user", "content": "q?"},
            {"role": "assistant", "content": "<think>\nr\n</think>\n\na"},
        ]
    ]
    assert read_examples(path, KINDS).examples.examples == (example,)


def test_summary_layout(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    example = Example(kind="summary", fields={"summary": "S"})
    examples = ExampleSet(kind=SUMMARY, examples=(example,), metadata={"m": 1})
    write_examples(path, examples)
    assert _read_json(path) == {"summary": "S", "metadata": {"m": 1, "file_version": "1.0"}}
    loaded = read_examples(path, KINDS).examples
    assert (loaded.kind, loaded.examples, loaded.metadata) == (SUMMARY, (example,), {"m": 1})


def test_conversations_are_a_list_or_one_object(tmp_path: Path) -> None:
    turns = (Message("user", "u"), Message("assistant", "a"))
    example = Example(kind="conversation", messages=turns, fields={"id": 7}, passage="p")
    examples = ExampleSet(kind=CONVERSATION, examples=(example,), metadata={"m": 1})
    record = {
        "conversations": [
            {"role": "user", "content": "u"},
            {"role": "assistant", "content": "a"},
        ],
        "id": 7,
    }
    write_examples(tmp_path / "list.json", examples)
    assert _read_json(tmp_path / "list.json") == [record]
    assert not read_examples(tmp_path / "list.json", KINDS).single
    write_examples(tmp_path / "one.json", examples, single=True)
    assert _read_json(tmp_path / "one.json") == {
        **record,
        "metadata": {"m": 1, "file_version": "1.0"},
    }
    loaded = read_examples(tmp_path / "one.json", KINDS)
    assert loaded.single
    assert loaded.examples.examples[0].fields == {"id": 7}
    assert loaded.examples.metadata == {"m": 1}


def test_passages_are_written_once_and_come_back(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    pairs = (_pair(1, passage="P"), _pair(2, passage="P"), _pair(3, passage="Q"))
    examples = ExampleSet(kind=QA, examples=pairs, metadata={"m": 1})
    write_examples(path, examples)
    assert _read_json(path)["metadata"]["passages"] == ["P", "Q"]
    loaded = read_examples(path, KINDS)
    assert [example.passage for example in loaded.examples.examples] == ["P", "P", "Q"]
    assert loaded.examples.metadata == {"m": 1}


GLOSSARY = RecordKind(
    name="glossary",
    list_key="terms",
    fields=(RecordField(name="term", aliases=("word",)), RecordField(name="see", required=False)),
    identity=("term",),
    turns=(
        RecordTurn(role="user", text="Define {term}."),
        RecordTurn(role="assistant", text="It is in {passage}.\n\nSee {see}."),
    ),
)


def test_kind_of_a_plugin_comes_back_without_the_plugin(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    example = Example(kind="glossary", fields={"term": "t", "definition": {"en": "d"}})
    examples = ExampleSet(kind=GLOSSARY, examples=(example,), summary="S")
    write_examples(path, examples)
    for _ in range(2):
        loaded = read_examples(path, KINDS).examples
        assert loaded == examples
        assert loaded.examples[0].declared == GLOSSARY
        write_curated(path, loaded.examples, [], [], kind=loaded.kind, summary="S", metadata={})


def test_fields_are_found_under_their_aliases_and_required(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    terms = [{"see": "a", "word": "t", "more": 1}, {"see": "b"}]
    path.write_text(json.dumps({"terms": terms, "metadata": {"record_kind": GLOSSARY.to_dict()}}))
    loaded = read_examples(path, KINDS)
    assert [list(e.fields.items()) for e in loaded.examples.examples] == [
        [("see", "a"), ("term", "t"), ("more", 1)]
    ]
    assert loaded.bad == ("record 2: its term is missing or no text",)


@pytest.mark.parametrize(
    ("fields", "passage", "said"),
    [
        ({"term": "t", "see": ["a", "b"]}, "P", ["Define t.", "It is in P.\n\nSee a, b."]),
        ({"term": "t"}, "P", ["Define t.", "It is in P."]),
        ({"term": "t", "see": 7}, "", ["Define t.", "See 7."]),
    ],
)
def test_paragraphs_without_values_are_left_out_of_turns(
    fields: dict[str, Any], passage: str, said: list[str]
) -> None:
    example = Example(kind="glossary", fields=fields, passage=passage, declared=GLOSSARY)
    assert [turn.content for turn in example.to_messages()] == said


def test_kind_of_an_earlier_version_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    content = {"terms": [{"term": "t"}], "metadata": {"kind": "old", "key": "terms", "m": 1}}
    path.write_text(json.dumps(content))
    loaded = read_examples(path, KINDS).examples
    assert (loaded.kind.name, loaded.kind.list_key, loaded.metadata) == ("old", "terms", {"m": 1})
    assert [example.kind for example in loaded.examples] == ["old"]


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ({"file_version": "2.0"}, "a newer synthetic-data-kit wrote it (layout 2.0"),
        ({"record_kind": {"name": 5}}, "name in the declaration of the record kind is not"),
        ({"record_kind": []}, "the declaration of the record kind is no object"),
    ],
)
def test_file_that_cannot_be_understood_is_refused(
    tmp_path: Path, metadata: dict[str, Any], said: str
) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"qa_pairs": [], "metadata": metadata}))
    with pytest.raises(DocumentError, match=re.escape(said)):
        read_examples(path, KINDS)


def test_curated_layout(tmp_path: Path) -> None:
    path = tmp_path / "report_cleaned.json"
    kept = _pair(1).with_judgement(Judgement(judge="rating", score=8, reasons="good"))
    rejected = _pair(2).with_judgement(Judgement(judge="rating", score=3.5))
    unrated = _pair(3)
    write_curated(
        path,
        [kept],
        [(rejected, "rated 3.5, below 7")],
        [(unrated, "no answer")],
        kind=QA,
        summary="S",
        metadata={"threshold": 7},
    )
    data = _read_json(path)
    assert data["qa_pairs"][0]["rating"] == 8
    assert data["qa_pairs"][0]["judgements"] == [{"judge": "rating", "score": 8, "reasons": "good"}]
    assert [turn["role"] for turn in data["conversations"][0]] == ["system", "user", "assistant"]
    assert data["metrics"] == {
        "total": 3,
        "filtered": 1,
        "retention_rate": 0.33,
        "avg_score": 5.8,
    }
    assert data["rejected"][0]["rating"] == 3.5
    assert data["rejected"][0]["reason"] == "rated 3.5, below 7"
    assert data["unrated"][0]["reason"] == "no answer"
    loaded = read_examples(path, KINDS)
    assert loaded.examples.kind == QA
    assert not loaded.bad
    assert len(loaded.examples.examples) == 1
    assert loaded.examples.examples[0].fields["rating"] == 8
    assert loaded.examples.examples[0].judgements == kept.judgements


def test_curated_conversations(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    turns = (Message("user", "u"), Message("assistant", "a"), Message("user", "v"))
    example = Example(kind="conversation", messages=(*turns, Message("assistant", "b")))
    judged = example.with_judgement(Judgement(judge="rating", score=9))
    write_curated(path, [judged], [], [], kind=CONVERSATION, summary="", metadata={})
    data = _read_json(path)
    assert [len(turns) for turns in data["conversations"]] == [5]
    assert data["examples"][0]["rating"] == 9
    loaded = read_examples(path, KINDS)
    assert loaded.examples.kind == CONVERSATION
    assert [e.messages for e in loaded.examples.examples] == [example.messages]


def test_rating_takes_the_latest_of_each_judge() -> None:
    example = _pair()
    assert rating(example) is None
    for judge, score in (("a", 2.0), ("b", None), ("a", 8.0)):
        example = example.with_judgement(Judgement(judge=judge, score=score))
    assert rating(example) == 8.0
    assert rating(example.with_judgement(Judgement(judge="c", score=5))) == 6.5
    share = Judgement(judge="c", score=0.5, scale=(0.0, 1.0))
    assert rating(example.with_judgement(share)) == 6.5


def test_scores_are_read_with_their_scale(tmp_path: Path) -> None:
    path = tmp_path / "x_cleaned.json"
    given = (
        Judgement(judge="rating", score=8, scale=(1.0, 10.0)),
        Judgement(judge="share", score=0.5, scale=(0.0, 1.0)),
    )
    example = replace(_pair(), judgements=given)
    write_curated(path, [example], [], [], kind=QA, summary="", metadata={})

    (loaded,) = read_examples(path, KINDS).examples.examples

    assert [(j.score, j.rating) for j in loaded.judgements] == [(8, 8), (0.5, 5)]
    assert rating(loaded) == loaded.fields["rating"] == 6.5


def test_no_content_can_make_a_file_fail(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    fields = {"question": "q\ud83d?", "answer": "a", "score": float("nan"), "at": Path("x")}
    examples = ExampleSet(kind=QA, examples=(Example(kind="qa", fields=fields), _pair()))
    write_examples(path, examples)
    assert _read_json(path)["qa_pairs"][0] == {
        "question": "q\ud83d?",
        "answer": "a",
        "score": None,
        "at": "x",
    }
    loaded = read_examples(path, KINDS)
    assert len(loaded.examples.examples) == 1
    assert loaded.bad == (
        "record 1: it holds half a character (U+D83D), which no UTF-8 file can carry",
    )


text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=2)
    | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip
taken = {"question", "answer", "provenance", "judgements", "conversations", "messages",
         "passage", "context", "evidence"}  # fmt: skip
more = st.dictionaries(text.filter(lambda name: name not in taken), values, max_size=3)


@given(question=text, answer=text | st.just(HOSTILE), more=more, summary=text, passage=text)
def test_round_trip(
    question: str, answer: str, more: dict[str, Any], summary: str, passage: str
) -> None:
    example = Example(
        kind="qa",
        fields={"question": question, "answer": answer, **more},
        provenance=ORIGIN,
        passage=passage,
    )
    examples = ExampleSet(kind=QA, examples=(example,), summary=summary)
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "x.json"
        write_examples(path, examples)
        loaded = read_examples(path, KINDS)
    assert loaded.examples == examples
    assert loaded.bad == ()
    got = loaded.examples.examples[0]
    assert (got.passage, got.provenance) == (passage, ORIGIN)


@given(contents=st.lists(text, min_size=1, max_size=5))
def test_round_trip_of_conversations(contents: list[str]) -> None:
    turns = [Message("user", HOSTILE), *(Message("assistant", content) for content in contents)]
    example = Example(kind="conversation", messages=tuple(turns))
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "x.json"
        write_examples(path, ExampleSet(kind=CONVERSATION, examples=(example,)))
        assert read_examples(path, KINDS).examples.examples == (example,)
