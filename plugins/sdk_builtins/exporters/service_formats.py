"""Chat messages for tuning services, which refuse what they do not know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from sdk_builtins.exporters.messages import MessagesExporter, beside
from sdk_builtins.exporters.parts import ADDRESSES
from sdk_builtins.exporters.pictures import as_image_url, parts_of
from sdk_builtins.exporters.room import Room, listed_functions, tools_of
from sdk_builtins.exporters.tool_calls import check_tools
from sdk_builtins.exporters.turns import ROLES, TurnRules, check_keys, follows
from sdk_core.model import Example

_TURN = frozenset({"role", "content", "name", "weight", "tool_calls", "tool_call_id"})
"""Keys of a turn that all services know."""

OPENAI = TurnRules(
    keys=_TURN | {"function_call", "refusal"},
    strict=True,
    addresses=ADDRESSES,
)
"""Turns as OpenAI and Azure take them, which know no reasoning."""


class ServiceExporter(MessagesExporter):
    """Gives ``messages`` whose turns and keys a service has listed.

    ``ROW`` and ``TURNS`` are what its documentation or its client's own check names.
    """

    ROW: ClassVar[tuple[str, ...]] = ("messages", "tools")
    TURNS: ClassVar[TurnRules] = OPENAI

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example, with its pictures inside.

        Raises:
            ValueError: An example is no conversation, or holds what the service does not know.
        """
        for example in examples:
            yield {
                "messages": service_turns(example, self.TURNS),
                **service_tools(example, self.ROW),
            }

    def check(self, row: Mapping[str, Any]) -> Iterable[str]:
        """Return what is wrong with a row."""
        return (
            *check_keys(row, *self.ROW),
            *check_tools(row, strict=self.TURNS.strict),
            *self.TURNS.check(row, "messages"),
        )


class OpenAiExporter(ServiceExporter):
    """Chat messages for OpenAI and Azure."""

    ROW = ("messages", "tools", "parallel_tool_calls", "functions")

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row."""
        yield from super().check(row)
        yield from check_parallel(row)


class TogetherExporter(ServiceExporter):
    """Chat messages for Together, where no side speaks twice."""

    TURNS = TurnRules(
        roles=ROLES,
        keys=_TURN | {"reasoning", "reasoning_content"},
        strict=True,
        addresses=ADDRESSES,
        follows=follows(
            begin="system user assistant",
            system="user assistant",
            user="assistant system",
            assistant="user tool system",
            tool="tool assistant user",
        ),
    )


class FireworksExporter(ServiceExporter):
    """Chat messages for Fireworks, which fetches no pictures."""

    TURNS = TurnRules(
        roles=ROLES,
        keys=_TURN | {"reasoning_content"},
        strict=True,
        addresses=("data:image/",),
    )


class MistralExporter(ServiceExporter):
    """Chat messages for Mistral; the order of roles is that of the check in mistral-common."""

    TURNS = TurnRules(
        roles=ROLES,
        keys=_TURN | {"prefix"},
        follows=follows(
            begin="system user",
            system="system user assistant",
            user="user assistant system",
            assistant="assistant user tool",
            tool="tool assistant user",
        ),
    )

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row."""
        problems = list(super().check(row))
        yield from problems
        if not problems and row["messages"][-1].get("prefix"):
            yield "the last turn of messages is a prefix, which leaves nothing to learn"


def check_parallel(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield that a row's ``parallel_tool_calls`` is neither true nor false."""
    if not isinstance(row.get("parallel_tool_calls", True), bool):
        yield "its parallel_tool_calls is neither true nor false"


def service_turns(example: Example, rules: TurnRules) -> list[dict[str, Any]]:
    """Return the turns of an example as a service takes them.

    Raises:
        ValueError: A turn holds what the service does not know.
    """
    messages = example.to_messages()
    thinks = "reasoning_content" in rules.keys
    room = Room(roles=frozenset(rules.roles), keys=rules.keys or None, parts=True, reasoning=thinks)
    room.require(messages)
    turns, images = [], example.images
    for message in messages:
        turn = message.to_dict()
        if not thinks:
            turn.pop("reasoning_content", None)
        if "content" in message.details or (images and message.role == "user"):
            turn["content"] = [as_image_url(part) for part in parts_of(message, images)]
            images = ()
        turns.append(turn)
    return turns


def service_tools(example: Example, keys: Sequence[str]) -> dict[str, Any]:
    """Return the tools beside the turns of an example, as lists.

    Raises:
        ValueError: One of the keys is not known to the service.
    """
    found = beside(example)
    if "tools" in found:
        found["tools"] = listed_functions(found["tools"])
    if "functions" in found:
        found["functions"] = tools_of(found["functions"])
    if found.get("parallel_tool_calls") is True and "parallel_tool_calls" not in keys:
        del found["parallel_tool_calls"]  # as much as nothing said
    if unknown := sorted(found.keys() - {*keys}):
        raise ValueError(
            f"it has {unknown[0]} beside its turns, for which the format has no place; messages "
            "and jsonl keep it"
        )
    return found
