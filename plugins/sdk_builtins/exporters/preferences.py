"""A good answer against a worse one, in the shapes that trainers want."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from pydantic import Field

from sdk_core.components import Exporter
from sdk_core.components import Options as BaseOptions
from sdk_core.model import Example, Message

Turn = dict[str, str]


class DpoExporter(Exporter):
    """Gives ``prompt``, ``chosen`` and ``rejected`` as turns: TRL and OpenRLHF."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example."""
        for example in examples:
            prompt, chosen, rejected = _parts(example)
            yield {"prompt": prompt, "chosen": [chosen], "rejected": [rejected]}


class DpoImplicitExporter(Exporter):
    """Gives ``chosen`` and ``rejected`` as whole dialogues: torchtune and reward models."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example."""
        for example in examples:
            prompt, chosen, rejected = _parts(example)
            yield {"chosen": [*prompt, chosen], "rejected": [*prompt, rejected]}


class DpoMessagesExporter(Exporter):
    """Gives ``messages`` with one ``chosen`` and one ``rejected`` turn: LLaMA-Factory, axolotl."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example."""
        for example in examples:
            prompt, chosen, rejected = _parts(example)
            yield {"messages": prompt, "chosen": chosen, "rejected": rejected}


class DpoOpenAiExporter(Exporter):
    """Gives ``input`` with ``preferred_output`` and ``non_preferred_output``: hosted services."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example."""
        for example in examples:
            prompt, chosen, rejected = _parts(example)
            yield {
                "input": {"messages": prompt},
                "preferred_output": [chosen],
                "non_preferred_output": [rejected],
            }


class DpoSwiftExporter(Exporter):
    """Gives ``messages`` with the good answer and ``rejected_response``: ms-swift."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example."""
        for example in examples:
            prompt, chosen, rejected = _parts(example)
            yield {"messages": [*prompt, chosen], "rejected_response": rejected["content"]}


class KtoExporter(Exporter):
    """Gives single answers with a label: good, or one that a judge or a person rejected."""

    class Options(BaseOptions):
        """Options of the format."""

        style: Literal["trl", "llamafactory", "swift"] = Field(
            "trl",
            description="trl: prompt, completion, label; llamafactory: messages, kto_tag; "
            "swift: messages, label.",
        )

    options: Options

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield a row for the answer and one for each worse answer of an example."""
        for example in examples:
            *before, answer = example.to_messages()
            yield self._row(before, answer, good=example.kept)
            for worse in example.rejected:
                yield self._row(before, worse, good=False)

    def _row(self, before: Sequence[Message], answer: Message, *, good: bool) -> dict[str, Any]:
        prompt = [message.to_dict() for message in before]
        if self.options.style == "trl":
            return {"prompt": prompt, "completion": [answer.to_dict()], "label": good}
        label = "kto_tag" if self.options.style == "llamafactory" else "label"
        return {"messages": [*prompt, answer.to_dict()], label: good}


def _parts(example: Example) -> tuple[list[Turn], Turn, Turn]:
    """Return the turns before the answer, the answer, and the worse one.

    Raises:
        ValueError: There is no worse answer, or it is the same.
    """
    if not example.rejected:
        raise ValueError("it has no worse answer, which this format sets against the good one")
    *before, chosen = example.to_messages()
    rejected = example.rejected[-1]
    if rejected.content == chosen.content:
        raise ValueError("its worse answer is the same as the good one")
    return [turn.to_dict() for turn in before], chosen.to_dict(), rejected.to_dict()
