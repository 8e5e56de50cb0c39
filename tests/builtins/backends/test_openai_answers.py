"""Where servers put the text of an answer, and what is no text."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sdk_builtins.backends.openai_answers import read_answer, read_completion
from sdk_builtins.backends.openai_stream import whole_answer
from sdk_core.errors import CallError, ErrorKind
from sdk_core.model import Completion, Ending

ROWS = {"items": [{"question": "Who lit it?", "answer": "The keeper."}]}
TEXT = json.dumps(ROWS)


def read(message: Any, finish: str | None = "stop", **more: Any) -> Completion:
    """Return what is read from an answer with this message."""
    choice = {"message": message, "finish_reason": finish, **more}
    body = {"choices": [choice], "usage": {"prompt_tokens": 5, "completion_tokens": 7}}
    return read_answer(json.dumps(body).encode(), address="http://x/v1")


@pytest.mark.parametrize(
    "message",
    [
        {"content": TEXT},
        {"content": TEXT, "reasoning_content": "[1] or [2]?"},
        {"content": ROWS},
        {"content": [{"type": "text", "text": TEXT[:9]}, {"type": "text", "text": TEXT[9:]}]},
        {"content": [{"type": "output_text", "text": TEXT}]},
        {"content": [{"text": TEXT}]},
        {"content": [TEXT]},
        {"content": {"type": "text", "text": TEXT}},
        {"content": [{"type": "thinking", "thinking": "[1]"}, {"type": "text", "text": TEXT}]},
        {"content": None, "tool_calls": [{"function": {"name": "emit", "arguments": TEXT}}]},
        {"content": "", "tool_calls": [{"function": {"name": "emit", "arguments": ROWS}}]},
        {"content": "I call it.", "tool_calls": [{"function": {"arguments": TEXT}}]},
        {"content": TEXT, "tool_calls": [{"function": {"name": "emit", "arguments": TEXT}}]},
        {"content": None, "function_call": {"name": "emit", "arguments": TEXT}},
        {"content": None, "reasoning_content": TEXT},
        {"content": "", "reasoning": f"\n{TEXT}\n"},
    ],
)
def test_the_text_is_found_where_it_is(message: dict[str, Any]) -> None:
    answer = read(message)
    assert answer.failure is None
    assert json.loads(answer.text) == ROWS


def test_records_as_the_content() -> None:
    rows = [{"type": "question", "question": "Who?", "answer": "He."}]
    assert json.loads(read({"content": rows}).text) == rows


@pytest.mark.parametrize(
    "message",
    [
        {"content": "", "reasoning_content": f"A draft: {TEXT}"},
        {"content": "", "reasoning_content": TEXT[:-3]},
        {"content": None, "reasoning": {"steps": "none"}["steps"]},
        {"content": [{"type": "thinking", "thinking": TEXT}]},
        {"content": [{"type": "reasoning", "text": TEXT}]},
        {},
    ],
)
def test_reasoning_is_no_text(message: dict[str, Any]) -> None:
    assert read(message or {"role": "assistant"}).text == ""


def test_reasoning_that_was_cut_is_no_text_even_if_it_is_json() -> None:
    assert read({"content": None, "reasoning_content": TEXT}, "length").text == ""


def test_what_was_paid_for_stays_with_a_failure() -> None:
    error = {"code": 502, "message": "upstream is gone"}
    answer = read({"content": TEXT[:20]}, "error", error=error)
    assert answer.failure is not None
    assert (answer.failure.kind, answer.text) == (ErrorKind.SERVER, TEXT[:20])
    assert answer.usage.completion_tokens == 7


def test_a_word_for_the_code_of_an_error() -> None:
    answer = read({"content": "half"}, error={"code": "429", "message": "slow down"})
    assert answer.failure is not None
    assert answer.failure.kind == ErrorKind.RATE_LIMIT


@pytest.mark.parametrize("body", [b"[]", b"{}", b'"text"', b'{"choices": []}'])
def test_what_no_model_sends(body: bytes) -> None:
    with pytest.raises(CallError) as caught:
        read_answer(body, address="http://x/v1")
    assert caught.value.kind == ErrorKind.NOT_CHAT


def test_a_body_that_ends_too_early_is_kept_as_it_came() -> None:
    body = json.dumps({"choices": [{"message": {"content": TEXT}}]}).encode()[:60]
    answer = read_answer(body, address="http://x/v1")
    assert answer.failure is not None
    assert answer.text == body.decode()


def test_an_answer_says_nothing_of_its_end() -> None:
    assert read({"content": TEXT}, None).ending is Ending.UNKNOWN


@pytest.mark.parametrize(
    ("limit", "ending"), [(7, Ending.CUT), (8, Ending.WHOLE), (None, Ending.WHOLE)]
)
def test_an_answer_as_long_as_the_request_allowed_was_cut(limit: Any, ending: Ending) -> None:
    body = {
        "choices": [{"message": {"content": TEXT}, "finish_reason": "stop"}],
        "usage": {"completion_tokens": 7},
    }
    assert read_completion(body, address="http://x/v1", limit=limit).ending is ending


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        *(("7", 7), ("7.0", 7), ('"7"', 7)),
        *((none, 0) for none in ("Infinity", "NaN", "-7", f"{10**30}", '"many"', "null", "[7]")),
    ],
)
def test_a_count_of_tokens_that_is_none_costs_no_answer(said: str, counted: int) -> None:
    choices = '[{"message": {"content": "It is so."}}]'
    body = f'{{"choices": {choices}, "usage": {{"completion_tokens": {said}}}}}'
    answer = read_answer(body.encode(), address="http://x/v1")
    assert (answer.text, answer.failure) == ("It is so.", None)
    assert answer.usage.completion_tokens == counted


@pytest.mark.parametrize("pieces", [["It is", " so."], ["It is", "It is so."]])
def test_a_stream_of_messages_that_go_on_or_repeat(pieces: list[str]) -> None:
    events = [json.dumps({"choices": [{"message": {"content": piece}}]}) for piece in pieces]
    answer = whole_answer("".join(f"data: {event}\n\n" for event in events).encode())
    assert answer["choices"][0]["message"]["content"] == "It is so."


def test_what_stands_beside_calls_of_tools_is_kept() -> None:
    more = '{"items": [{"question": "When?", "answer": "In 1790."}]}'
    calls = [{"function": {"name": "emit", "arguments": more}}]
    assert read({"content": TEXT, "tool_calls": calls}).text == f"{TEXT}\n{more}"


def test_what_a_proxy_adds_after_an_answer_costs_no_answer() -> None:
    body = json.dumps({"choices": [{"message": {"content": TEXT}}]}).encode()
    answer = read_answer(body + b"\n<!-- proxy 7 -->", address="http://x/v1")
    assert (answer.text, answer.failure) == (TEXT, None)
    for other in (b"404 page not found", b'{"message": {"content": "a"}}\n{"done": true}'):
        assert read_answer(other, address="http://x/v1").text == other.decode()
