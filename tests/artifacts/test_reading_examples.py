"""Every shape that users bring is read; one bad record never spoils a file."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdk_core.artifacts.example_files import Loaded, read_examples
from sdk_core.errors import DocumentError
from sdk_core.model import Message
from tests.record_kinds import KINDS

TURNS = [
    {"role": "user", "content": "u"},
    {"role": "assistant", "content": "a"},
    {"role": "user", "content": "v"},
    {"role": "assistant", "content": "b"},
]
SHAREGPT = [{"from": "human", "value": "u"}, {"from": "gpt", "value": "a"}]
PAIR = {"question": "q?", "answer": "a"}
COT = {**PAIR, "reasoning": "r"}


def _load(tmp_path: Path, value: Any, name: str = "x.json") -> Loaded:
    path = tmp_path / name
    path.write_text(json.dumps(value), encoding="utf-8")
    return read_examples(path, KINDS)


@pytest.mark.parametrize(
    ("value", "kind", "key", "count", "single"),
    [
        ({"summary": "s", "qa_pairs": [PAIR]}, "qa", "qa_pairs", 1, False),
        ({"qa_pairs": [PAIR], "conversations": [TURNS]}, "qa", "qa_pairs", 1, False),
        ({"filtered_pairs": [PAIR, PAIR]}, "qa", "qa_pairs", 2, False),
        ({"cot_examples": [COT], "conversations": [TURNS]}, "cot", "cot_examples", 1, False),
        ({"qa_pairs": []}, "qa", "qa_pairs", 0, False),
        ({"qa_pairs": [], "conversations": [TURNS]}, "conversation", "conversations", 1, False),
        ([PAIR, PAIR], "qa", "qa_pairs", 2, False),
        ([COT, COT], "cot", "cot_examples", 2, False),
        ([COT, PAIR], "qa", "qa_pairs", 2, False),
        (PAIR, "qa", "qa_pairs", 1, False),
        (TURNS, "conversation", "conversations", 1, True),
        (SHAREGPT, "conversation", "conversations", 1, True),
        ({"conversations": TURNS}, "conversation", "conversations", 1, True),
        ({"messages": TURNS}, "conversation", "conversations", 1, True),
        ({"conversations": SHAREGPT}, "conversation", "conversations", 1, True),
        ({"conversations": [TURNS, TURNS]}, "conversation", "conversations", 2, False),
        ([TURNS, TURNS], "conversation", "conversations", 2, False),
        ([{"conversations": TURNS}, {"messages": TURNS}], "conversation", "conversations", 2, 0),
        ([{"conversations": SHAREGPT}], "conversation", "conversations", 1, False),
        ({"pairs": [PAIR]}, "qa", "qa_pairs", 1, False),
        ({"summary": "s"}, "summary", "summaries", 1, False),
    ],
)  # fmt: skip
def test_accepted_shapes(
    tmp_path: Path, value: Any, kind: str, key: str, count: int, single: bool
) -> None:
    loaded = _load(tmp_path, value)
    assert loaded.bad == ()
    found = loaded.examples.kind
    assert (found.name, found.list_key, loaded.single) == (kind, key, single)
    assert len(loaded.examples.examples) == count
    assert all(example.kind == kind for example in loaded.examples.examples)


def test_conversations_stay_whole(tmp_path: Path) -> None:
    example = _load(tmp_path, [{"messages": TURNS, "id": 5}]).examples.examples[0]
    assert [turn.content for turn in example.messages] == ["u", "a", "v", "b"]
    assert example.fields == {"id": 5}


def test_sharegpt_roles_and_system(tmp_path: Path) -> None:
    example = _load(tmp_path, {"conversations": SHAREGPT, "system": "s"}).examples.examples[0]
    assert example.messages == (
        Message("system", "s"),
        Message("user", "u"),
        Message("assistant", "a"),
    )


def test_reasoning_beside_the_content_is_kept(tmp_path: Path) -> None:
    turns = [TURNS[0], {**TURNS[1], "reasoning_content": "r"}]
    example = _load(tmp_path, turns).examples.examples[0]
    assert example.messages[1].content == "<think>\nr\n</think>\n\na"


def test_extra_keys_survive(tmp_path: Path) -> None:
    record = {**COT, "rating": 8.5, "tags": ["x"], "provenance": {"chunk": 3, "licence": "MIT"}}
    example = _load(tmp_path, {"cot_examples": [record]}).examples.examples[0]
    assert example.fields == {
        **COT,
        "rating": 8.5,
        "tags": ["x"],
        "provenance": {"licence": "MIT"},
    }
    assert example.provenance.chunk == 3


def test_json_lines_of_mixed_shapes(tmp_path: Path) -> None:
    lines = [PAIR, TURNS, {"messages": TURNS}, {"qa_pairs": [PAIR, {"question": "?"}]}, 7]
    text = "\n".join(json.dumps(line) for line in lines) + "\n\n{broken\n"
    for name in ("x.jsonl", "x.json"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        loaded = read_examples(path, KINDS)
        assert [example.kind for example in loaded.examples.examples] == [
            "qa",
            "conversation",
            "conversation",
            "qa",
        ]
        assert [reason.split(":")[0] for reason in loaded.bad] == [
            "line 7",
            "line 5",
            "line 4, record 2",
        ]


def test_json_lines_are_not_cut_at_unicode_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    pair = {"question": "q\u2028\u0085?", "answer": "a"}
    path.write_text(f"{json.dumps(pair, ensure_ascii=False)}\n" * 2, encoding="utf-8")
    found = read_examples(path, KINDS).examples.examples
    assert [example.fields for example in found] == [pair, pair]


def test_bad_records_are_named(tmp_path: Path) -> None:
    records = [
        PAIR,
        "text",
        {},
        {"question": "q?"},
        {"question": "q?", "answer": ""},
        {"question": "q?", "answer": None},
        {"question": ["q"], "answer": "a"},
    ]
    loaded = _load(tmp_path, {"qa_pairs": records})
    assert len(loaded.examples.examples) == 1
    assert loaded.bad == (
        "record 2: it is no object with values",
        "record 3: it is no object with values",
        "record 4: its answer is missing or no text",
        "record 5: its answer is empty",
        "record 6: its answer is missing or no text",
        "record 7: its question is missing or no text",
    )


def test_bad_conversations_are_named(tmp_path: Path) -> None:
    conversations = [
        TURNS,
        [{"role": "user", "content": "u"}],
        [TURNS[0], {"role": "assistant", "content": None}],
        [TURNS[0], {"role": "assistant", "content": "", "tool_calls": [{}]}],
        [TURNS[0], "text"],
        [],
    ]
    loaded = _load(tmp_path, {"conversations": [*conversations, TURNS]})
    assert loaded.numbers == (1, 7)  # as in the file, not among those that are left
    assert [reason.split(": ", 1)[1] for reason in loaded.bad] == [
        "its conversation has no assistant turn",
        "turn 2 is no text",
        "turn 2 has tool_calls that are no list of calls of functions",
        "turn 2 has no role and content",
        "it has no turns with role and content",
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(json.dumps([{**PAIR, "answer": "é"}], ensure_ascii=False).encode(encoding))
    assert read_examples(path, KINDS).examples.examples[0].fields["answer"] == "é"


@pytest.mark.parametrize(
    "value",
    [[], {}, 3, "text", None, [[]], [1], [{"term": "t"}], {"a": [{"b": 1}]}, {"qa_pairs": "x"}],
)
def test_nothing_recognisable(tmp_path: Path, value: Any) -> None:
    with pytest.raises(DocumentError, match="not a file of examples") as caught:
        _load(tmp_path, value)
    assert "qa_pairs" in caught.value.hint


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{\n  "qa_pairs": [\n    {"question": }\n', "line 3, column 18"),
        (b"", "is empty"),
        (codecs.BOM_UTF8 + b" \n", "is empty"),
        (b'{"summary": "\xff"}', "is not UTF-8 text"),
        (b"[" * 100_000, "cannot be read as JSON"),
        (b"<html>\n<p>", "line 1, column 1"),
    ],
)
def test_broken_files(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=message):
        read_examples(path, KINDS)


def test_missing_file_and_directory(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.json"):
        with pytest.raises(DocumentError, match="cannot read"):
            read_examples(path, KINDS)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["qa_pairs", "cot_examples", "examples", "conversations", "messages", "question",
             "answer", "reasoning", "role", "content", "from", "value", "provenance", "chunk",
             "judgements", "judge", "score", "metadata", "kind", "key", "passages", "passage",
             "summary", "system"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=25,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=json_values)
def test_any_json_is_read_or_refused(tmp_path: Path, value: Any) -> None:
    try:
        loaded = _load(tmp_path, value)
    except DocumentError:
        return
    for example in loaded.examples.examples:
        assert example.fields or example.messages


def test_lines_of_a_kind_that_nobody_declares_are_refused_and_never_taken_for_another(
    tmp_path: Path,
) -> None:
    path = tmp_path / "cards.jsonl"
    cards = [{"front": "A lock", "back": "Lifts boats"}, {"front": "A weir", "back": "Holds water"}]
    path.write_text("".join(json.dumps(card) + "\n" for card in cards))
    with pytest.raises(DocumentError, match="is not a file of examples"):
        read_examples(path, KINDS)
    path.write_text(path.read_text() + json.dumps(PAIR))
    loaded = read_examples(path, KINDS)
    assert [dict(example.fields) for example in loaded.examples.examples] == [PAIR]
    assert len(loaded.bad) == 2
