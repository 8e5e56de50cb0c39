"""Chat messages for tuning services, which refuse what they do not know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from sdk_builtins.exporters.messages import MessagesExporter
from sdk_builtins.exporters.turns import ROLES, TurnRules, check_keys

_TURN = frozenset({"role", "content", "name", "weight", "tool_calls", "tool_call_id"})


class ServiceExporter(MessagesExporter):
    """Gives ``messages`` whose turns and keys a service has listed.

    ``ROW`` and ``TURNS`` are what its documentation or its client's own check names.
    """

    ROW: ClassVar[tuple[str, ...]] = ("messages", "tools")
    TURNS: ClassVar[TurnRules] = TurnRules(keys=_TURN)

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row."""
        yield from check_keys(row, *self.ROW)
        yield from self.TURNS.check(row, "messages")


class OpenAiExporter(ServiceExporter):
    """Chat messages for OpenAI and Azure, which know no reasoning."""

    ROW = ("messages", "tools", "parallel_tool_calls", "functions")
    TURNS = TurnRules(
        roles={**ROLES, "developer": "system", "function": "tool"},
        keys=_TURN | {"function_call", "refusal"},
    )


class TogetherExporter(ServiceExporter):
    """Chat messages for Together."""

    TURNS = TurnRules(keys=_TURN | {"reasoning", "reasoning_content"})


class FireworksExporter(ServiceExporter):
    """Chat messages for Fireworks."""

    TURNS = TurnRules(keys=_TURN | {"reasoning_content"})


class MistralExporter(ServiceExporter):
    """Chat messages for Mistral, where the two sides take turns."""

    TURNS = TurnRules(keys=_TURN | {"prefix"}, alternate=True)
