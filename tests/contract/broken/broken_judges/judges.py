"""One whole judge, and others that differ from it in what they break."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from sdk_core.answers import parse_ratings
from sdk_core.answers.schemas import list_of_objects
from sdk_core.components import Judge, JudgeContext
from sdk_core.model import Completion, Example, Judgement

SCHEMA = list_of_objects({"index": "integer", "rating": "number"})


class Whole(Judge):
    """Rates by a model's word."""

    name: ClassVar[str] = ""

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        completion = await self.ask(examples, ctx)
        pairs = [{"answer": example.to_messages()[-1].content} for example in examples]
        read = parse_ratings(completion.text, pairs, finish_reason=completion.finish_reason)
        return [Judgement(judge=self.name, score=score) for score in read.scores]

    async def ask(self, examples: Sequence[Example], ctx: JudgeContext) -> Completion:
        pairs = [
            {"index": number, "answer": example.to_messages()[-1].content}
            for number, example in enumerate(examples, start=1)
        ]
        return await ctx.complete("broken_rubric", schema=SCHEMA, pairs=pairs)


class Forgetful(Whole):
    name = "forgetful"

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        return (await super().judge(examples, ctx))[:2]


class Blind(Whole):
    name = "blind"

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        return [replace(j, score=None) for j in await super().judge(examples, ctx)]


class OffTheScale(Whole):
    name = "off-the-scale"

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        given = await super().judge(examples, ctx)
        return [j if j.score is None else replace(j, score=j.score * 10) for j in given]


class UnderAnotherName(Whole):
    name = "someone"


class Disorderly(Whole):
    name = "disorderly"

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        return sorted(await super().judge(examples, ctx), key=lambda j: j.score or 0)


class CrashesOnRatings(Whole):
    name = "crashes-on-ratings"

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        answer = json.loads((await self.ask(examples, ctx)).text)
        scores = {item["index"]: item["rating"] for item in answer["items"]}
        return [
            Judgement(judge=self.name, score=scores.get(number))
            for number, _ in enumerate(examples, start=1)
        ]


class Guessing(Whole):
    name = "guessing"

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        given = await super().judge(examples, ctx)
        return [replace(j, score=5.0) if j.score is None else j for j in given]
