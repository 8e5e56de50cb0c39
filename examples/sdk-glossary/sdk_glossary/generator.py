"""Makes the entries of a glossary."""

from __future__ import annotations

from pydantic import Field

from sdk_core.components import GenerationContext, Generator, Options
from sdk_core.model import Chunk, Conversation, Document, Example


class GlossaryOptions(Options):
    """Set with -O NAME=VALUE, or under generators.glossary in the config."""

    num_terms: int = Field(10, ge=1, description="How many terms are made of a document.")


class GlossaryGenerator(Generator[GlossaryOptions]):
    """Asks a model for terms, and refers each to those that its definition mentions."""

    async def generate(
        self, unit: Chunk | Document | Conversation, ctx: GenerationContext
    ) -> list[Example]:
        """Return the entries made from one chunk."""
        assert isinstance(unit, Chunk)
        entries = await ctx.items(
            "glossary", ("term", "definition"), text=unit.text, num_terms=ctx.wanted
        )
        return [ctx.example({**entry, "see_also": _others(entry, entries)}) for entry in entries]


def _others(entry: dict[str, str], entries: list[dict[str, str]]) -> list[str]:
    said = entry["definition"].casefold()
    terms = [other["term"] for other in entries if other is not entry]
    return [term for term in terms if term.casefold() in said]
