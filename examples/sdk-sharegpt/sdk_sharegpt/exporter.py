"""The ShareGPT format: whole conversations, their turns named by who speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import Field

from sdk_core.components import Exporter, Options
from sdk_core.model import Conversation, Example, Message

_SPEAKERS = {"system": "system", "user": "human", "assistant": "gpt"}


class ShareGptOptions(Options):
    """Options of the format."""

    system: str = Field(
        "", description="System turn for records that have none; empty for no such turn."
    )


class ShareGptExporter(Exporter[ShareGptOptions]):
    """Gives ``conversations``: a list of ``from`` and ``value``."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example.

        Raises:
            ValueError: An example is no exchange in which human and gpt take turns.
        """
        for example in examples:
            turns = self._with_system(example.to_messages())
            _check(turns)
            yield {
                "conversations": [
                    {"from": _SPEAKERS[turn.role], "value": turn.content} for turn in turns
                ]
            }

    def _with_system(self, turns: Conversation) -> Conversation:
        if not self.options.system or (turns and turns[0].role == "system"):
            return turns
        return (Message("system", self.options.system), *turns)


def _check(turns: Conversation) -> None:
    """Refuse what trainers of this format would misread.

    Raises:
        ValueError: The text says why.
    """
    for number, turn in enumerate(turns, start=1):
        if turn.role not in _SPEAKERS:
            raise ValueError(f"the format has no name for the role {turn.role!r} of turn {number}")
        if not turn.content.strip():
            raise ValueError(f"turn {number} of the conversation is empty")
    spoken = [turn.role for turn in turns if turn.role != "system"]
    if not spoken or spoken != ["user", "assistant"] * (len(spoken) // 2):
        raise ValueError("the turns of human and gpt do not alternate from a question to an answer")
