"""Chat messages, the format of OpenAI's fine-tuning service that most trainers read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import Field

from sdk_core.components import Exporter
from sdk_core.components import Options as BaseOptions
from sdk_core.model import Conversation, Example, Message


class MessagesExporter(Exporter):
    """Gives ``messages``: a system turn, then the whole conversation, however long."""

    class Options(BaseOptions):
        """Options of the format."""

        system: str = Field(
            "You are a helpful assistant.",
            description="System turn for records that have none; empty or 'none' for no system "
            "turn at all, as some chat templates refuse it.",
        )

    options: Options

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example.

        Raises:
            ValueError: An example is no conversation that ends with an answer, or holds text that
                no file can carry.
        """
        for example in examples:
            messages = self._with_system(example.to_messages())
            spoken = [message for message in messages if message.role != "system"]
            if not any(message.role == "user" for message in spoken):
                raise ValueError("the conversation has no user turn")
            if spoken[-1].role != "assistant":
                raise ValueError("the conversation does not end with an answer of the assistant")
            for number, message in enumerate(messages, start=1):
                if not message.content.strip():
                    raise ValueError(f"turn {number} of the conversation is empty")
            row = {"messages": [message.to_dict() for message in messages]}
            yield row

    def _with_system(self, messages: Conversation) -> Conversation:
        system = self.options.system
        if system.strip().lower() in ("", "none"):
            return tuple(message for message in messages if message.role != "system")
        if messages[0].role == "system":
            return messages
        return (Message("system", system), *messages)
