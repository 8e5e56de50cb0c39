"""Question-answer pairs from passages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sdk_builtins.generators.summarising import SummaryOptions, summarise_opening
from sdk_core.components import GenerationContext, Generator
from sdk_core.model import Chunk, Conversation, Document, Example


class QaGenerator(Generator):
    """Asks for pairs from each chunk; the document's summary is made beside them."""

    Options = SummaryOptions
    options: SummaryOptions

    async def prepare(self, document: Document, ctx: GenerationContext) -> Mapping[str, Any]:
        """Return the document's summary."""
        return await summarise_opening(document, ctx, self.options)

    async def generate(
        self, unit: Chunk | Document | Conversation, ctx: GenerationContext
    ) -> list[Example]:
        """Return the pairs made from one chunk."""
        assert isinstance(unit, Chunk)
        items = await ctx.items(
            "qa_generation",
            ("question", "answer"),
            text=unit.text,
            num_pairs=ctx.wanted,
            summary=ctx.prepared.get("summary", ""),
        )
        return [ctx.example(item) for item in items]
