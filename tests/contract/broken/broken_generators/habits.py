"""Generators with the habits of hurried authors; each differs from the whole one in one of them."""

from __future__ import annotations

import asyncio
import datetime
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from broken_generators.generators import FIELDS, PROMPT, Unit, Whole, variables
from sdk_core.components import GenerationContext
from sdk_core.errors import CallError
from sdk_core.model import Example


class GivesTuples(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        return tuple(await super().generate(unit, ctx))  # type: ignore[return-value]


class GivesDicts(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        made = await super().generate(unit, ctx)
        return [dict(example.fields) for example in made]  # type: ignore[misc]


class Yields(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> Any:
        for example in await super().generate(unit, ctx):
            yield example


class Synchronous(Whole):
    def generate(self, unit: Unit, ctx: GenerationContext) -> Any:
        return [ctx.example({"question": "What is it?", "answer": "A canal."})]


class Putting(Whole):
    """Puts a value into a field of each example."""

    value: Any = ""
    name: Any = "extra"

    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        made = await super().generate(unit, ctx)
        return [replace(each, fields={**each.fields, self.name: self.value}) for each in made]


class HalfCharacters(Putting):
    value = "caf\udce9"


class Bytes(Putting):
    value = b"canal"


class Sets(Putting):
    value = frozenset({"canal"})


class Dates(Putting):
    value = datetime.date(1804, 5, 1)


class NotANumber(Putting):
    value = float("nan")


class NumbersForKeys(Putting):
    name = 7


class HalfRecords(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        made = await super().generate(unit, ctx)
        return [replace(each, fields={"question": each.fields["question"]}) for each in made]


class Beyond(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        made = await super().generate(unit, ctx)
        return [replace(e, provenance=replace(e.provenance, end=10**6)) for e in made]


class Blocks(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        time.sleep(0.01)
        return await super().generate(unit, ctx)


class SwallowsCancellation(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        try:
            return await super().generate(unit, ctx)
        except BaseException:  # noqa: BLE001  the bug
            ctx.lost(1, "it failed")
            return []


class HidesFailures(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        try:
            return await super().generate(unit, ctx)
        except CallError:
            return []


class Hoards(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        self.made = [*getattr(self, "made", []), *(await super().generate(unit, ctx))]
        return self.made


class LeavesTasks(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        self.task = asyncio.ensure_future(asyncio.sleep(60))
        return await super().generate(unit, ctx)


class Prints(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        print("asking")  # noqa: T201
        return await super().generate(unit, ctx)


class Exits(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        made = await super().generate(unit, ctx)
        return made or sys.exit("nothing came")


class ChangesSchemas(Whole):
    async def generate(self, unit: Unit, ctx: GenerationContext) -> list[Example]:
        items = await ctx.items(PROMPT, (*FIELDS, "number"), **variables(unit, ctx))
        return [ctx.example({**item, "number": int(item["number"])}) for item in items]


class PreparesLists(Whole):
    async def prepare(self, document: Any, ctx: GenerationContext) -> Mapping[str, Any]:
        return ["summary"]  # type: ignore[return-value]
