"""Turns of conversations, out of the notations in which files have them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sdk_core.model.calls import Conversation, Message, new_message
from sdk_core.model.record_kinds import with_reasoning

_SPEAKERS = {
    "system": "system",
    "user": "user",
    "human": "user",
    "assistant": "assistant",
    "gpt": "assistant",
    "chatgpt": "assistant",
    "bot": "assistant",
    "model": "assistant",
}
_CALLS = ("function_call", "tool_call")
_RESULTS = ("observation", "tool_response", "function_response")
_THOUGHTS = ("reasoning_content", "reasoning", "thinking")
_INSTEAD = ("tool_calls", "function_call", "refusal")
"""Keys of a turn that may stand in place of its content."""


def is_turn(value: object) -> bool:
    """Whether a value is one turn of a conversation, in either of the two common notations."""
    return isinstance(value, dict) and (
        ("role" in value and ("content" in value or any(map(value.get, _INSTEAD))))
        or ("from" in value and "value" in value)
    )


def read_turns(turns: Sequence[object]) -> Conversation:
    """Return the turns of a conversation as messages, with all that they hold.

    A turn has ``role`` and ``content``, or ``from`` and ``value``. Where calls of tools are turns
    of a role of their own, as in ShareGPT, they get ids by which their results name them. A key
    that is null is as good as missing; a number or a truth value is taken as text.

    Args:
        turns: The turns, as JSON has them.

    Raises:
        ValueError: A turn cannot be read; the text gives its number.
    """
    reader = _TurnReader()
    for number, turn in enumerate(turns, start=1):
        if type(turn) is dict and len(turn) == 2:  # as most of them are
            role = turn["role"] if "role" in turn else turn.get("from")
            content = turn["content"] if "content" in turn else turn.get("value")
            if type(content) is str and type(role) is str and role in _SPEAKERS:
                reader.messages.append(new_message(_SPEAKERS[role], content))
                continue
        try:
            reader.read(turn)
        except ValueError as error:
            raise ValueError(f"turn {number} {error}") from None
    return tuple(reader.messages)


class _TurnReader:
    """Reads turns that are more than a speaker and a text."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._calls = 0
        self._waiting: list[str] = []
        self._last_calls: Message | None = None

    def read(self, turn: object) -> None:
        """Put a turn at the end of the messages, calls of tools to those just before it."""
        if not isinstance(turn, dict) or not is_turn(turn):
            raise ValueError("has no role and content")
        keys = ("role", "content") if "role" in turn and "value" not in turn else ("from", "value")
        role, content = (turn.get(key) for key in keys)
        details = {k: v for k, v in turn.items() if v is not None and k not in keys}
        if not isinstance(role, str):
            raise ValueError("is no text")
        if role in _CALLS:
            self._add_calls(content, details)
            return
        if role in _RESULTS:
            role = "tool"
            if self._waiting:
                details.setdefault("tool_call_id", self._waiting.pop(0))
        self.messages.append(_message(_SPEAKERS.get(role, role), content, details))

    def _add_calls(self, content: object, details: dict[str, Any]) -> None:
        calls = []
        for function in _functions(content):
            self._calls += 1
            self._waiting.append(f"call_{self._calls}")
            calls.append({"id": self._waiting[-1], "type": "function", "function": function})
        last = self.messages[-1] if self.messages else None
        if last is not None and last is self._last_calls and not details:
            calls = [*last.details["tool_calls"], *calls]
            self.messages.pop()
        self._last_calls = Message("assistant", "", details={**details, "tool_calls": calls})
        self.messages.append(self._last_calls)


def _message(role: str, content: object, details: dict[str, Any]) -> Message:
    """Return a turn; what a turn of the assistant thought before leads the text of its answer."""
    calls = details.get("tool_calls")
    if calls == []:
        del details["tool_calls"]
    elif calls is not None and not _is_list_of_calls(calls):
        raise ValueError("has tool_calls that are no list of calls of functions")
    reasoning = _take_reasoning(details) if role == "assistant" else ""
    if isinstance(content, list):
        parts = [_part(part) for part in content]
        text = "".join(part["text"] for part in parts if isinstance(part.get("text"), str))
        details["content"] = parts
        return Message(role, text, reasoning=reasoning or None, details=details)
    if content is None and any(map(details.get, _INSTEAD)):
        content = ""
    if isinstance(content, bool | int | float) or (role == "tool" and isinstance(content, dict)):
        content = json.dumps(content, ensure_ascii=False)
    if not isinstance(content, str):
        raise ValueError("is no text")
    return Message(role, with_reasoning(content, reasoning), details=details)


def _take_reasoning(details: dict[str, Any]) -> str:
    """Take what was thought out of the other keys of a turn, under each name that it may have."""
    for key in _THOUGHTS:
        if isinstance(thought := details.get(key), str):
            del details[key]
            if thought:
                return thought
    return ""


def _part(part: object) -> dict[str, Any]:
    if isinstance(part, str):
        return {"type": "text", "text": part}
    if not isinstance(part, dict):
        raise ValueError("has a part that is neither text nor an object")
    return {key: value for key, value in part.items() if value is not None}


def _is_list_of_calls(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(call, dict) and isinstance(call.get("function"), dict) for call in value
    )


def _functions(content: object) -> Iterator[dict[str, str]]:
    """Yield the name and the arguments of each call in a text, arguments as JSON text."""
    try:
        called = json.loads(content) if isinstance(content, str) else content
    except ValueError:
        called = None
    calls = called if isinstance(called, list) else [called]
    for call in calls:
        if not isinstance(call, dict) or not isinstance(call.get("name"), str) or not call["name"]:
            raise ValueError("calls a tool, and is no JSON with the name of one")
        given = call.get("arguments", call.get("parameters", {}))
        text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
        yield {"name": call["name"], "arguments": text}
