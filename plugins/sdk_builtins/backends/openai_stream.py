"""Answers that come in a stream of server-sent events, put together to whole ones."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_LINE_END = re.compile(r"\r\n|\n|\r")
_STARTS = (b"data:", b"event:", b":", b"id:", b"retry:")


def is_stream(content: bytes) -> bool:
    """Whether a body is a stream of events (HTML Living Standard, 9.2) rather than JSON."""
    return content.lstrip().startswith(_STARTS)


def whole_answer(content: bytes) -> dict[str, Any]:
    """Return the chat completion that a stream is made of, as if it had come in one piece.

    A stream that breaks off gives what came of it, without a reason for its end.

    Raises:
        ValueError: An event is no JSON.
    """
    answer: dict[str, Any] = {}
    message: dict[str, Any] = {"role": "assistant", "content": None}
    choice: dict[str, Any] = {"index": 0, "message": message, "finish_reason": None}
    for event in _events(content):
        if event.get("error"):
            answer["error"] = event["error"]
        for name in ("id", "model", "usage"):
            if event.get(name):
                answer[name] = event[name]
        choices = event.get("choices")
        part = choices[0] if isinstance(choices, list) and choices else None
        if not isinstance(part, dict):
            continue
        answer["choices"] = [choice]
        choice["finish_reason"] = part.get("finish_reason") or choice["finish_reason"]
        if isinstance(part.get("error"), (dict, str)):
            choice["error"] = part["error"]
        delta, so_far = part.get("delta"), part.get("message")
        if isinstance(delta, dict) and delta:
            _add(message, delta)
        elif isinstance(so_far, dict):
            _add(message, {n: _new_of(v, message.get(n)) for n, v in so_far.items()})
    return answer


def _events(content: bytes) -> Iterator[dict[str, Any]]:
    lines = _LINE_END.split(content.decode("utf-8", "replace"))
    for line in lines:
        name, colon, value = line.partition(":")
        value = value.strip()
        if name != "data" or not colon or not value or value == "[DONE]":
            continue
        try:
            event = json.loads(value)
        except ValueError:
            if line is lines[-1]:
                return  # it breaks off here
            raise
        if isinstance(event, dict):
            yield event


def _new_of(value: object, before: object) -> object:
    """Return what a message adds, where servers repeat in each all that there is so far."""
    if isinstance(value, str) and isinstance(before, str):
        return value.removeprefix(before)
    return value


def _add(message: dict[str, Any], delta: dict[str, Any]) -> None:
    """Add a piece to a message: texts are joined, lists of calls by the number of each."""
    for name, value in delta.items():
        if name == "role" or value is None:
            continue
        before: Any = message.get(name)
        if name == "tool_calls" and isinstance(value, list):
            _add_calls(message.setdefault(name, []), value)
        elif isinstance(value, str) and isinstance(before, str):
            message[name] = before + value
        elif isinstance(value, list) and isinstance(before, list):
            message[name] = [*before, *value]
        else:
            message[name] = value


def _add_calls(calls: list[dict[str, Any]], pieces: list[Any]) -> None:
    for piece in pieces:
        if not isinstance(piece, dict):
            continue
        index = piece.get("index")
        number = index if isinstance(index, int) and 0 <= index <= len(calls) else len(calls)
        if number == len(calls):
            calls.append({"type": "function", "function": {}})
        if isinstance(piece.get("function"), dict):
            _add(calls[number]["function"], piece["function"])
