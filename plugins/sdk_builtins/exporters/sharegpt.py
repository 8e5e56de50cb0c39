"""ShareGPT turns, as LLaMA-Factory, axolotl, ms-swift and Unsloth read them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from typing import Any

from sdk_builtins.exporters.reading import SYSTEMS, conversation, rest, turns_of
from sdk_builtins.exporters.room import Calls, Room, functions_of, listed_functions
from sdk_builtins.exporters.tool_calls import check_tools, loads
from sdk_builtins.exporters.turns import TurnRules, check_texts, follows
from sdk_core.components import Exporter
from sdk_core.model import Example, Message

_SPEAKERS = {"system": "system", "user": "human", "assistant": "gpt"}
_OTHERS = {"observation": "tool", "tool": "tool", "function_call": "assistant"}
_TURNS = TurnRules(
    roles={theirs: ours for ours, theirs in _SPEAKERS.items()} | _OTHERS,
    role="from",
    text="value",
    form="text",
    follows=follows(
        begin="system human",
        system="human",
        human="gpt function_call",
        gpt="human",
        function_call="observation tool",
        observation="gpt function_call",
        tool="gpt function_call",
    ),
)
_ROOM = Room(roles=frozenset({*_SPEAKERS, "tool"}), keys=None)


class ShareGptExporter(Exporter):
    """Gives ``conversations`` of ``from`` and ``value``; calls of tools are turns of their own."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example.

        Raises:
            ValueError: A turn holds what this format cannot say.
        """
        for example in examples:
            messages = example.to_messages()
            _ROOM.require(messages)
            calls = Calls(by_order=True)
            row: dict[str, Any] = {"conversations": [_turn(each, calls) for each in messages]}
            if tools := functions_of(example):
                row["tools"] = json.dumps(tools, ensure_ascii=False)
            yield row

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row; its system turn may stand beside the others."""
        problems = list(_TURNS.check(row, "conversations"))
        yield from problems
        if "system" in row:
            yield from check_texts(row, "system", empty=True)
        yield from check_tools(row)
        for number, turn in enumerate(() if problems else row["conversations"], start=1):
            if turn["from"] == "function_call" and not _calls(turn["value"]):
                yield f"turn {number} of conversations is a function_call without JSON of a name"

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the conversation of a row; texts without speakers take turns, the user first.

        Raises:
            ValueError: It is none.
        """
        turns = row.get("conversations")
        if isinstance(turns, list) and turns and all(isinstance(turn, str) for turn in turns):
            spoken = zip(cycle(("user", "assistant")), turns, strict=False)
            turns = [{"role": role, "content": text} for role, text in spoken]
        fields = rest(row, "conversations", *SYSTEMS)
        if tools := listed_functions(fields.get("tools")):
            fields["tools"] = tools
        return conversation(turns_of({**row, "conversations": turns}, "conversations"), fields)


def _calls(text: str) -> bool:
    """Tell whether a text is one call as JSON, or a list of them."""
    called = loads(text)
    calls = called if isinstance(called, list) else [called]
    return all(isinstance(call, Mapping) and call.get("name") for call in calls)


def _turn(message: Message, calls: Calls) -> dict[str, Any]:
    """Return a turn; other keys stand beside what is said.

    Raises:
        ValueError: It speaks and calls a tool at once, or has the result of no call.
    """
    details = message.details
    if not details and message.role in _SPEAKERS:
        return {"from": _SPEAKERS[message.role], "value": message.content}
    if message.role == "tool":
        calls.answered_by(message)
        speaker, value, own = "observation", message.content, {"tool_call_id", "name"}
    elif made := calls.made_by(message):
        if message.content:
            raise ValueError(
                "a turn of it speaks and calls a tool, which are two turns in this format; "
                "messages, openai, vertex and bedrock keep it"
            )
        functions = [{"name": c.name, "arguments": c.argument_object()} for c in made]
        written = functions[0] if len(functions) == 1 else functions
        speaker, value = "function_call", json.dumps(written, ensure_ascii=False)
        own = {"tool_calls"}
    else:
        speaker, value, own = _SPEAKERS[message.role], message.content, set[str]()
    others = {k: v for k, v in details.items() if k not in own and k != "content"}
    return {"from": speaker, "value": value, **others}
