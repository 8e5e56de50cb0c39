"""Conversations from every kind of answer, whole or damaged."""

from __future__ import annotations

import json

import pytest

from sdk_core.answers import parse_messages

TALK = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": 'What is "peat"?'},
    {"role": "assistant", "content": "Old moss,\npressed."},
]
SHARE = [{"from": m["role"], "value": m["content"]} for m in TALK]
SHARE[1]["from"], SHARE[2]["from"] = "human", "gpt"


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(TALK),
        json.dumps([TALK]),
        json.dumps({"messages": TALK}),
        json.dumps({"conversations": SHARE}),
        json.dumps([{"id": 1, "conversations": SHARE}]),
        f"<think>[]</think>\n```json\n{json.dumps(TALK, indent=1)}\n```",
        f"Here it is:\n{json.dumps(SHARE)}\nDone.",
        json.dumps(TALK).replace("}", ",}"),
        json.dumps(TALK).replace('\\"', '"'),
        json.dumps(json.dumps(TALK)),
        "\n".join(json.dumps(m) for m in TALK),
        "\n".join(f"{m['role'].title()}: {m['content']}" for m in TALK),
    ],
)
def test_every_layout_gives_the_same_conversation(text: str) -> None:
    parsed = parse_messages(text)
    assert parsed.conversations == (tuple(TALK),)
    assert (parsed.status, parsed.lost, parsed.reason) == ("ok", 0, "")


def test_several_conversations() -> None:
    for value in ([TALK, SHARE], {"conversations": [{"messages": TALK}, {"messages": SHARE}]}):
        parsed = parse_messages(json.dumps(value))
        assert parsed.conversations == (tuple(TALK), tuple(TALK))
        assert parsed.status == "ok"


def test_a_damaged_conversation_is_lost_whole() -> None:
    bad = [TALK[1], {"role": "assistant", "content": ""}]
    parsed = parse_messages(json.dumps([TALK, bad]))
    assert parsed.conversations == (tuple(TALK),)
    assert (parsed.status, parsed.lost) == ("partial", 1)
    cut = json.dumps([TALK, TALK])[:-12]
    parsed = parse_messages(cut)
    assert parsed.conversations == (tuple(TALK),)
    assert (parsed.status, parsed.lost) == ("partial", 1)
    assert parsed.reason


@pytest.mark.parametrize(
    "value",
    [
        json.dumps(TALK)[:-1],
        json.dumps(TALK[:2]),
        json.dumps([*TALK, {"role": "narrator", "content": "x"}]),
        json.dumps([*TALK, {"role": "user", "content": None}]),
        "No conversation here.",
        '{"error": "overloaded"}',
        "",
        "[" * 9000,
    ],
)
def test_unusable_answers_fail_loudly(value: str) -> None:
    parsed = parse_messages(value)
    assert (parsed.status, parsed.conversations) == ("failed", ())
    assert parsed.lost >= 1
    assert parsed.reason


def test_a_valid_zero_is_empty() -> None:
    assert parse_messages("[]").status == "empty"


def test_token_limit() -> None:
    assert parse_messages(json.dumps(TALK), finish_reason="length").status == "ok"
    text = "User: a\nAssistant: b and"
    assert parse_messages(text).status == "ok"
    assert parse_messages(text, finish_reason="length").status == "failed"
