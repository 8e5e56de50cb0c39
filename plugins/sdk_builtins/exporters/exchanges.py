"""Prompts apart from what is to be learnt: as text, and as turns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sdk_core.components import Exporter
from sdk_core.model import Example


class PromptCompletionExporter(Exporter):
    """Gives two texts, ``prompt`` and ``completion``.

    The prompt ends with a newline: without it a tokenizer may join the end of the one and the
    start of the other into one token, and the answer loses its first letter in training.
    """

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example.

        Raises:
            ValueError: An example has more than one question.
        """
        for example in examples:
            *before, answer = example.to_messages()
            if [turn.role for turn in before] not in (["user"], ["system", "user"]):
                raise ValueError(
                    "the format holds one question and one answer, the record is a longer "
                    "conversation; use trl or messages"
                )
            prompt = "\n\n".join(turn.content for turn in before)
            yield {"prompt": f"{prompt}\n", "completion": answer.content}


class TrlExporter(Exporter):
    """Gives two lists of turns, ``prompt`` and ``completion``; TRL trains on the latter alone."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example."""
        for example in examples:
            *before, answer = (message.to_dict() for message in example.to_messages())
            yield {"prompt": before, "completion": [answer]}
