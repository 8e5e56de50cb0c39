"""Calls of tools in turns that anybody may have written, and what answers them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Steps = Sequence[tuple[Sequence[Any], Sequence[Any]]]
"""For each turn the ids of its calls, and those that it answers; None where there is no id."""


def check_answers(steps: Steps, name: str) -> Iterator[str]:
    """Yield which calls of a conversation are not answered, and which answers have no call."""
    waiting: list[Any] = []
    for number, (calls, answers) in enumerate(steps, start=1):
        for identifier in answers:
            if not waiting:
                yield f"turn {number} of {name} answers {identifier!r}, which nothing calls"
            elif identifier in waiting:
                waiting.remove(identifier)
            elif identifier is None or None in waiting:
                waiting.remove(None if None in waiting else waiting[0])
            else:
                yield f"turn {number} of {name} answers {identifier!r}, which nothing calls"
        if waiting and not answers:
            yield f"turn {number} of {name} stands where {waiting[0]!r} should be answered"
            waiting = []
        if len(known := [i for i in calls if i is not None]) > len(set(map(str, known))):
            yield f"turn {number} of {name} has the id {_repeated(known)!r} for several calls"
        waiting += calls
    if waiting and steps[-1][1]:
        yield f"{name} ends where {waiting[0]!r} should be answered"


def step_of(turn: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    """Return the ids of the calls of a chat message, and of the call that it answers."""
    calls = turn.get("tool_calls")
    ids = [call.get("id") for call in calls] if calls else []
    if turn.get("function_call"):
        ids = [None]
    answers = turn["role"] in ("tool", "function")
    return ids, [turn.get("tool_call_id")] if answers else []


def check_calls(calls: Any, tools: frozenset[str], *, strict: bool) -> Iterator[str]:
    """Yield what is wrong with the tool calls of a turn.

    Args:
        calls: What stands under ``tool_calls``.
        tools: Names of the tools that the row lists, empty when it lists none.
        strict: Whether they must be written exactly as OpenAI writes them.
    """
    if not isinstance(calls, list) or not all(isinstance(call, Mapping) for call in calls):
        yield "has tool_calls that are no list of objects"
        return
    if not calls:
        yield "has an empty list of tool_calls, which is refused"
    for call in calls:
        if strict and call.get("type") != "function":
            yield "has a call in its tool_calls whose type is not 'function'"
        if not isinstance(call.get("id"), str if strict else str | int | None):
            yield "has a call in its tool_calls without an id"
        flat = not strict and "function" not in call and "name" in call
        yield from check_function(call if flat else call.get("function"), tools, strict=strict)


def check_function(function: Any, tools: frozenset[str], *, strict: bool) -> Iterator[str]:
    """Yield what is wrong with the function that is called."""
    name = function.get("name") if isinstance(function, Mapping) else None
    if not isinstance(function, Mapping):
        yield "has a call in its tool_calls without a function"
    elif not isinstance(name, str) or not name.strip():
        yield "calls a function without a name"
    else:
        if tools and name not in tools:
            yield f"calls {name!r}, which the row's tools do not list"
        arguments = function.get("arguments")
        if isinstance(arguments, str):
            arguments = loads(arguments)
        elif strict:
            arguments = None
        if not isinstance(arguments, Mapping):
            wanted = "a JSON object in a text" if strict else "a JSON object"
            yield f"calls {name!r} with arguments that are not {wanted}"


def check_tools(row: Mapping[str, Any], *, strict: bool = False) -> Iterator[str]:
    """Yield what is wrong with the tools that a row lists.

    Args:
        row: The row; it need not have any.
        strict: Whether they must be written exactly as OpenAI writes them, and not be empty.
    """
    if "tools" not in row or (not strict and row["tools"] in (None, "", [])):
        return
    tools = _listed(row["tools"], strict=strict)
    if tools is None:
        yield "its tools are no list of descriptions of tools"
    elif not tools and strict:
        yield "its list of tools is empty, which is refused"
    elif strict and not all(tool.get("type") == "function" and _name(tool) for tool in tools):
        yield "its tools are not all functions with a name"


def tool_names(row: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the tools that a row lists, none unless all of them have one."""
    tools = _listed(row["tools"], strict=False) if row.get("tools") else None
    names = [_name(tool) for tool in tools or ()]
    return frozenset(names) if all(names) else frozenset()


def loads(text: str) -> Any:
    """Return what a text is as JSON, ``None`` when it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _listed(tools: Any, *, strict: bool) -> list[Mapping[str, Any]] | None:
    if isinstance(tools, str) and not strict:
        tools = loads(tools)
        tools = [tools] if isinstance(tools, Mapping) else tools
    if not isinstance(tools, list) or not all(isinstance(tool, Mapping) for tool in tools):
        return None
    return tools


def _name(tool: Mapping[str, Any]) -> str:
    function = tool.get("function", tool)
    name = function.get("name") if isinstance(function, Mapping) else None
    return name if isinstance(name, str) else ""


def _repeated(ids: Sequence[Any]) -> Any:
    return next(i for number, i in enumerate(ids) if i in ids[:number])
