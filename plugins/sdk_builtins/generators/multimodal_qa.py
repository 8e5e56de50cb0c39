"""Question-answer pairs about the pictures of a document."""

from __future__ import annotations

from sdk_builtins.generators.passages import QUOTE, with_evidence
from sdk_core.components import GenerationContext, Generator
from sdk_core.model import Chunk, Conversation, Document, Example


class MultimodalQaGenerator(Generator):
    """Shows the model one picture with the text it stands in, and asks about it."""

    async def generate(
        self, unit: Chunk | Document | Conversation, ctx: GenerationContext
    ) -> list[Example]:
        """Return the pairs made from one picture; each names it."""
        assert isinstance(unit, Chunk)
        items = await ctx.items(
            "multimodal_qa_generation",
            ("question", "answer"),
            beside=(QUOTE,),
            images=unit.images,
            text=unit.text,
            num_pairs=ctx.wanted,
        )
        name = unit.images[0].name
        return [with_evidence({**item, "image": name}, ctx) for item in items]
