"""One summary of the whole document."""

from __future__ import annotations

from dataclasses import replace

from sdk_builtins.generators.summarising import summarise
from sdk_core.components import GenerationContext, Generator
from sdk_core.model import Chunk, Conversation, Document, Example


class SummaryGenerator(Generator):
    """Summarises every part of a document, then the summaries."""

    async def generate(
        self, unit: Chunk | Document | Conversation, ctx: GenerationContext
    ) -> list[Example]:
        """Return one example that holds the summary, and rests on the whole document."""
        assert isinstance(unit, Document)
        parts = [part.text for part in ctx.parts]
        longest = max(map(len, parts))
        made = ctx.example({"summary": await summarise(parts, longest, ctx)})
        return [replace(made, passage=unit.text)]
