"""Chat messages for tuning services, which refuse what they do not know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from sdk_builtins.exporters.messages import MessagesExporter
from sdk_builtins.exporters.parts import ADDRESSES
from sdk_builtins.exporters.tool_calls import check_tools
from sdk_builtins.exporters.turns import ROLES, TurnRules, check_keys, follows

_TURN = frozenset({"role", "content", "name", "weight", "tool_calls", "tool_call_id"})

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
