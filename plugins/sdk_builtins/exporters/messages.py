"""Chat messages, the format of OpenAI's fine-tuning service that most trainers read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sdk_builtins.exporters.reading import SYSTEMS, conversation, rest, turns_of
from sdk_builtins.exporters.tool_calls import check_tools
from sdk_builtins.exporters.turns import CHAT
from sdk_core.components import Exporter
from sdk_core.model import Example


class MessagesExporter(Exporter):
    """Gives ``messages``: the whole conversation, however long."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example.

        Raises:
            ValueError: An example is no conversation.
        """
        for example in examples:
            yield {"messages": [message.to_dict() for message in example.to_messages()]}

    def check(self, row: Mapping[str, Any]) -> Iterable[str]:
        """Return what is wrong with a row."""
        return (*CHAT.check(row, "messages"), *check_tools(row))

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the conversation of a row.

        Raises:
            ValueError: It is none.
        """
        return conversation(turns_of(row, "messages"), rest(row, "messages", *SYSTEMS))
