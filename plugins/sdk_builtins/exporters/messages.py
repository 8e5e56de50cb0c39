"""Chat messages, the format of OpenAI's fine-tuning service that most trainers read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sdk_builtins.exporters.reading import SYSTEMS, conversation, rest, turns_of
from sdk_builtins.exporters.room import tools_of
from sdk_builtins.exporters.tool_calls import check_tools
from sdk_builtins.exporters.turns import CHAT
from sdk_core.components import Exporter
from sdk_core.model import Example

_BESIDE = frozenset({"tools", "functions", "parallel_tool_calls"})


class MessagesExporter(Exporter):
    """Gives ``messages``: the whole conversation, however long, with the tools beside it."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example.

        Raises:
            ValueError: An example is no conversation.
        """
        for example in examples:
            turns = [message.to_dict() for message in example.to_messages()]
            yield {"messages": turns, **beside(example)}

    def check(self, row: Mapping[str, Any]) -> Iterable[str]:
        """Return what is wrong with a row."""
        problems = CHAT.check(row, "messages")
        return (*problems, *check_tools(row)) if "tools" in row else problems

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the conversation of a row.

        Raises:
            ValueError: It is none.
        """
        return conversation(turns_of(row, "messages"), rest(row, "messages", *SYSTEMS))


def beside(example: Example) -> dict[str, Any]:
    """Return what of a conversation stands beside its turns: the tools that may be called."""
    fields = example.fields
    if _BESIDE.isdisjoint(fields):
        return {}
    found: dict[str, Any] = {
        name: tools for name in ("tools", "functions") if (tools := tools_of(fields.get(name)))
    }
    if isinstance(fields.get("parallel_tool_calls"), bool):
        found["parallel_tool_calls"] = fields["parallel_tool_calls"]
    return found
