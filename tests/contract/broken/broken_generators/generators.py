"""One whole generator, and others that differ from it in what they break."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sdk_core.answers.schemas import list_of_objects
from sdk_core.components import GenerationContext, Generator
from sdk_core.model import Chunk, Conversation, Document, Example

PROMPT = "broken_terms"
FIELDS = ("question", "answer")
SCHEMA = list_of_objects(dict.fromkeys(FIELDS, "string"))

Unit = Chunk | Document | Conversation


def variables(unit: Unit, ctx: GenerationContext) -> dict[str, Any]:
    """Return what the prompt is given."""
    assert isinstance(unit, Chunk)
    return {"text": unit.text, "num_examples": ctx.wanted, "summary": ""}


class Whole(Generator):
    """Asks for questions with answers."""

    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        items = await ctx.items(PROMPT, FIELDS, **variables(unit, ctx))
        return [ctx.example(item) for item in items]


class OfAnotherKind(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        return [replace(e, kind="term") for e in await super().generate(unit, ctx)]


class WithoutOrigin(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        made = await super().generate(unit, ctx)
        return [Example(kind="qa", fields=dict(example.fields)) for example in made]


class Headstrong(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        items = await ctx.items(PROMPT, FIELDS, **{**variables(unit, ctx), "num_examples": 4})
        return [ctx.example(item) for item in items]


class Endless(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        made = await super().generate(unit, ctx)
        for sample in range(2, 50):
            if made:
                break
            await ctx.complete(PROMPT, sample=sample, **variables(unit, ctx))
        return made


class CrashesOnAnswers(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        completion = await ctx.complete(PROMPT, schema=SCHEMA, **variables(unit, ctx))
        return [ctx.example(item) for item in json.loads(completion.text)["items"]]


class SilentOnLoss(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        completion = await ctx.complete(PROMPT, schema=SCHEMA, **variables(unit, ctx))
        try:
            items = json.loads(completion.text)["items"]
        except (ValueError, TypeError, KeyError):
            items = []
        return [ctx.example(item) for item in items]


class KeepsHalves(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        completion = await ctx.complete(PROMPT, schema=SCHEMA, **variables(unit, ctx))
        pairs = re.findall(
            r'"question":\s*"([^"]*)"?(?:,\s*"answer":\s*"([^"]*))?', completion.text
        )
        if not pairs:
            ctx.lost(1, "no pair in the answer")
        return [ctx.example({"question": q, "answer": a}) for q, a in pairs]


class Undeclared(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        items = await ctx.items("another_prompt", FIELDS, **variables(unit, ctx))
        return [ctx.example(item) for item in items]


class Unprepared(Whole):
    async def prepare(self, document: Document, ctx: GenerationContext) -> Mapping[str, Any]:
        return {"title": document.title}
