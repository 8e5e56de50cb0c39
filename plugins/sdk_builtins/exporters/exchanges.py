"""Prompts apart from what is to be learnt: as text, and as turns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sdk_builtins.exporters.messages import beside
from sdk_builtins.exporters.reading import answer_of, asked_by, conversation, rest
from sdk_builtins.exporters.room import TEXTS, require_no_system, require_no_tools
from sdk_builtins.exporters.turns import check_exchange, check_texts
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
            prompt, completion = exchange_of(
                example,
                "the format holds one question and one answer, the record is a longer "
                "conversation; use trl or messages",
            )
            yield {"prompt": f"{prompt}\n", "completion": completion}

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row."""
        yield from check_texts(row, "prompt", "completion")

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the exchange of a row, without the line feed that the prompt ends with.

        Raises:
            ValueError: It is none.
        """
        if not isinstance(row.get("prompt"), str):
            raise ValueError("its prompt is no text")
        return prompted(row)


class TrlExporter(Exporter):
    """Gives two lists of turns, ``prompt`` and ``completion``; TRL trains on the latter alone."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example."""
        for example in examples:
            *before, answer = (message.to_dict() for message in example.to_messages())
            yield {"prompt": before, "completion": [answer], **beside(example)}

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row, of turns or of texts."""
        yield from check_exchange(row, "prompt", "completion")

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the conversation of a row, of turns or of texts.

        Raises:
            ValueError: It is none.
        """
        return prompted(row)


def prompted(row: Mapping[str, Any]) -> Example:
    """Return what a row of ``prompt`` and ``completion`` holds, as turns or as texts.

    Raises:
        ValueError: It has none of them.
    """
    if isinstance(row.get("prompt"), str):
        row = {**row, "prompt": row["prompt"].removesuffix("\n")}
    prompt = asked_by(row, "prompt")
    turns = (*prompt.turns, *answer_of(row, "completion"))
    return conversation(turns, rest(row, *prompt.used, "completion"), prompt.passage)


def exchange_of(example: Example, otherwise: str) -> tuple[str, str]:
    """Return the question and the answer, for formats that hold two texts.

    Raises:
        ValueError: There is more than one question; ``otherwise`` is what it says. Or the record
            holds what no text says: a system turn, calls of tools, pictures …
    """
    messages = example.to_messages()
    TEXTS.require(messages)
    require_no_tools(example)
    turns = require_no_system(messages)
    if len(turns) != 2 or turns[0].role != "user" or turns[1].role != "assistant":
        raise ValueError(otherwise)
    return turns[0].content, turns[1].content
