"""The conversation formats of Google's and Amazon's tuning services."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sdk_core.components import Exporter
from sdk_core.model import Conversation, Example, Message

BEDROCK_VERSION = "bedrock-conversation-2024"
"""Schema that Amazon Bedrock names for customisation data."""


class VertexExporter(Exporter):
    """Gives ``systemInstruction`` and ``contents`` of parts: Gemini tuning on Vertex AI."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example."""
        for example in examples:
            system, turns = _apart(example.to_messages())
            row: dict[str, Any] = {}
            if system:
                row["systemInstruction"] = {"parts": [{"text": system}]}
            row["contents"] = [
                {
                    "role": "model" if turn.role == "assistant" else turn.role,
                    "parts": [{"text": turn.content}],
                }
                for turn in turns
            ]
            yield row


class BedrockExporter(Exporter):
    """Gives ``system`` and ``messages`` of blocks: Amazon Nova and other Converse models."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example.

        Raises:
            ValueError: The first turn is not the user's, which the service refuses.
        """
        for example in examples:
            system, turns = _apart(example.to_messages())
            if turns[0].role != "user":
                raise ValueError("the conversation does not begin with the user")
            row: dict[str, Any] = {"schemaVersion": BEDROCK_VERSION}
            if system:
                row["system"] = [{"text": system}]
            row["messages"] = [{"role": turn.role, "content": _blocks(turn)} for turn in turns]
            yield row


def _apart(messages: Conversation) -> tuple[str, Conversation]:
    system = "\n\n".join(message.content for message in messages if message.role == "system")
    return system, tuple(message for message in messages if message.role != "system")


def _blocks(turn: Message) -> list[dict[str, Any]]:
    answer: dict[str, Any] = {"text": turn.content}
    if not turn.reasoning:
        return [answer]
    return [{"reasoningContent": {"reasoningText": {"text": turn.reasoning}}}, answer]
