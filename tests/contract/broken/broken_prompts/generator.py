"""A generator that asks no model."""

from __future__ import annotations

from sdk_core.components import GenerationContext, Generator
from sdk_core.model import Chunk, Conversation, Document, Example


class Still(Generator):
    async def generate(
        self, unit: Chunk | Document | Conversation, ctx: GenerationContext
    ) -> list[Example]:
        return [ctx.example({"question": "What is it?", "answer": "A canal."})]
