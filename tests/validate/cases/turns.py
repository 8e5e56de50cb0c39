"""Turns of which the tables are made."""

from __future__ import annotations

import json
from typing import Any

Row = dict[str, Any]
Rows = list[Row]


def said(role: str, content: Any = "x", **more: Any) -> Row:
    """Return a turn."""
    return {"role": role, "content": content, **more}


def talk(*turns: Any, **more: Any) -> Rows:
    """Return a row of chat messages."""
    return [{"messages": list(turns), **more}]


def many(rows: Rows, count: int = 10) -> Rows:
    """Return the row with as many different questions, for services that take no less."""
    text = json.dumps(rows[0])
    return [json.loads(text.replace("q?", f"q{number}?")) for number in range(count)]


def call(identifier: str | None = "c1", arguments: Any = '{"a": 1}', name: str = "f") -> Row:
    """Return a call of a tool."""
    made: Row = {"type": "function", "function": {"name": name, "arguments": arguments}}
    return made if identifier is None else {"id": identifier, **made}


def calling(*calls: Any, **more: Any) -> Row:
    """Return a turn that calls tools."""
    return said("assistant", "", tool_calls=list(calls), **more)


def result(identifier: str = "c1", **more: Any) -> Row:
    """Return what a tool gave back."""
    return said("tool", "1", tool_call_id=identifier, **more)


TOOL = {
    "type": "function",
    "function": {"name": "f", "description": "d", "parameters": {"type": "object"}},
}
ASK = said("user", "q?")
TELL = said("assistant", "a")
WORSE = said("assistant", "b")
TEXT = {"type": "text", "text": "q?"}
PICTURE = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
