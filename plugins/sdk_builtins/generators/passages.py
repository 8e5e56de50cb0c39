"""Examples from passages: question-answer pairs, and questions with reasoning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sdk_builtins.generators.summarising import SummaryOptions, summarise_opening
from sdk_core.components import GenerationContext, Generator
from sdk_core.model import Chunk, Conversation, Document, Example

QUOTE = "quote"
"""The field in which a model says what an item rests on."""


class PassageGenerator(Generator[SummaryOptions]):
    """Asks for examples from each chunk; the document's summary is made beside them."""

    prompt: ClassVar[str]
    """Name of the prompt."""

    count_variable: ClassVar[str]
    """The prompt's variable for the number of examples."""

    fields: ClassVar[tuple[str, ...]]
    """Fields of an example, all of them needed."""

    async def prepare(self, document: Document, ctx: GenerationContext) -> Mapping[str, Any]:
        """Return the document's summary."""
        return await summarise_opening(document, ctx, self.options)

    async def generate(
        self, unit: Chunk | Document | Conversation, ctx: GenerationContext
    ) -> list[Example]:
        """Return the examples made from one chunk."""
        assert isinstance(unit, Chunk)
        variables: dict[str, Any] = {
            "text": unit.text,
            self.count_variable: ctx.wanted,
            "summary": ctx.prepared.get("summary", ""),
        }
        items = await ctx.items(self.prompt, self.fields, beside=(QUOTE,), **variables)
        return [with_evidence(item, ctx) for item in items]


def with_evidence(item: dict[str, str], ctx: GenerationContext) -> Example:
    """Return the example of an item, with its quote looked up in the document."""
    quote = item.pop(QUOTE, "")
    return ctx.example(item, quotes=[quote] if quote else [])


class QaGenerator(PassageGenerator):
    """Question-answer pairs."""

    prompt = "qa_generation"
    count_variable = "num_pairs"
    fields = ("question", "answer")


class CotGenerator(PassageGenerator):
    """Questions with step-by-step reasoning and an answer."""

    prompt = "cot_generation"
    count_variable = "num_examples"
    fields = ("question", "reasoning", "answer")
