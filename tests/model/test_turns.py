"""Turns are read with all that they hold, in whatever notation a file has them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.model import Message, read_turns

CALL = {"id": "c1", "type": "function", "function": {"name": "count", "arguments": '{"of": "x"}'}}
PARTS = [
    {"type": "text", "text": "What is "},
    {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}},
    {"type": "text", "text": "this?"},
]


@pytest.mark.parametrize(
    ("turn", "read"),
    [
        ({"role": "user", "content": "u"}, Message("user", "u")),
        ({"from": "human", "value": "u"}, Message("user", "u")),
        ({"from": "gpt", "value": "a"}, Message("assistant", "a")),
        ({"role": "model", "content": "a"}, Message("assistant", "a")),
        ({"role": "developer", "content": "d"}, Message("developer", "d")),
        ({"from": "gpt", "value": 42}, Message("assistant", "42")),
        ({"role": "assistant", "content": True}, Message("assistant", "true")),
        (
            {"from": "gpt", "value": "a", "weight": 0},
            Message("assistant", "a", details={"weight": 0}),
        ),
        (
            {"role": "user", "content": "u", "name": "Ann"},
            Message("user", "u", details={"name": "Ann"}),
        ),
        ({"role": "user", "content": "u", "name": None, "tool_calls": None}, Message("user", "u")),
        ({"role": "assistant", "content": "a", "tool_calls": []}, Message("assistant", "a")),
        (
            {"role": "assistant", "content": None, "tool_calls": [CALL]},
            Message("assistant", "", details={"tool_calls": [CALL]}),
        ),
        (
            {"role": "assistant", "tool_calls": [CALL]},
            Message("assistant", "", details={"tool_calls": [CALL]}),
        ),
        (
            {"role": "assistant", "content": None, "refusal": "No."},
            Message("assistant", "", details={"refusal": "No."}),
        ),
        (
            {"role": "tool", "tool_call_id": "c1", "content": "12"},
            Message("tool", "12", details={"tool_call_id": "c1"}),
        ),
        (
            {"role": "user", "content": PARTS},
            Message("user", "What is this?", details={"content": PARTS}),
        ),
        (
            {"role": "user", "content": ["a", {"type": "text", "text": "b", "image_url": None}]},
            Message(
                "user",
                "ab",
                details={"content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]},
            ),
        ),
        (
            {"role": "assistant", "content": "a", "reasoning_content": "r"},
            Message("assistant", "<think>\nr\n</think>\n\na"),
        ),
        (
            {"role": "assistant", "content": "a", "thinking": "r", "reasoning_content": ""},
            Message("assistant", "<think>\nr\n</think>\n\na"),
        ),
        (
            {"role": "assistant", "content": PARTS[:1], "reasoning": "r"},
            Message("assistant", "What is ", (), "r", {"content": PARTS[:1]}),
        ),
    ],
)  # fmt: skip
def test_a_turn(turn: dict[str, Any], read: Message) -> None:
    assert read_turns([turn]) == (read,)


@pytest.mark.parametrize(
    ("turn", "why"),
    [
        ("text", "has no role and content"),
        ({"role": "user"}, "has no role and content"),
        ({"role": "user", "content": None}, "is no text"),
        ({"role": "assistant", "content": None}, "is no text"),
        ({"role": "user", "content": [3]}, "neither text nor an object"),
        ({"from": "function_call", "value": "{}"}, "is no JSON with the name of one"),
        ({"from": "function_call", "value": "count()"}, "is no JSON with the name of one"),
    ],
)
def test_what_is_no_turn_is_told_with_its_number(turn: object, why: str) -> None:
    with pytest.raises(ValueError, match="turn 2 .*" + why):
        read_turns([{"role": "user", "content": "u"}, turn])


def test_calls_with_roles_of_their_own_get_ids_by_which_results_name_them() -> None:
    turns = [
        {"from": "human", "value": "u"},
        {"from": "function_call", "value": '{"name": "a", "arguments": {"x": "ü"}}'},
        {"from": "function_call", "value": '{"name": "b", "arguments": "{}"}'},
        {"from": "observation", "value": "1"},
        {"from": "observation", "value": "2"},
        {"from": "function_call", "value": '[{"name": "c"}]'},
        {"from": "observation", "value": "3"},
        {"from": "observation", "value": "of no call"},
        {"from": "gpt", "value": "a"},
    ]
    messages = read_turns(turns)
    assert [turn.role for turn in messages] == [
        "user", "assistant", "tool", "tool", "assistant", "tool", "tool", "assistant",
    ]  # fmt: skip
    calls = [call for turn in messages for call in turn.details.get("tool_calls", ())]
    assert [call["function"]["name"] for call in calls] == ["a", "b", "c"]
    assert json.loads(calls[0]["function"]["arguments"]) == {"x": "ü"}
    results = [turn.details.get("tool_call_id") for turn in messages if turn.role == "tool"]
    assert results == [*(call["id"] for call in calls), None]
    assert read_turns(turns) == messages


_TEXT = st.text(max_size=8)
_DETAILS = st.fixed_dictionaries(
    {},
    optional={
        "name": _TEXT,
        "weight": st.sampled_from([0, 1, 0.5]),
        "tool_call_id": _TEXT,
        "tool_calls": st.just([CALL]),
        "content": st.lists(
            st.one_of(
                st.builds(lambda text: {"type": "text", "text": text}, _TEXT),
                st.just(PARTS[1]),
            ),
            min_size=1,
        ),
        "other": st.dictionaries(_TEXT, st.integers()),
    },
)


@given(
    st.lists(
        st.tuples(st.sampled_from(["system", "user", "assistant", "tool", "x"]), _TEXT, _DETAILS)
    )
)
def test_messages_are_what_is_read_of_their_own_form(drawn: list[Any]) -> None:
    messages = read_turns([{"role": role, "content": text} | more for role, text, more in drawn])
    assert read_turns([message.to_dict() for message in messages]) == messages
