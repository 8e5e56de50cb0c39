"""Judges with the habits of hurried authors; each differs from the whole one in one of them."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from broken_judges.judges import Whole
from sdk_core.components import JudgeContext
from sdk_core.errors import CallError
from sdk_core.model import Example, Judgement


class Scoring(Whole):
    """Makes something else of each judgement."""

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        return [self.changed(each) for each in await super().judge(examples, ctx)]

    def changed(self, judgement: Judgement) -> Any:
        return judgement


class NotANumber(Scoring):
    name = "not-a-number"

    def changed(self, judgement: Judgement) -> Any:
        return replace(judgement, score=float("nan"))


class Texts(Scoring):
    name = "texts"

    def changed(self, judgement: Judgement) -> Any:
        return replace(judgement, score=str(judgement.score))


class Lists(Scoring):
    name = "lists"

    def changed(self, judgement: Judgement) -> Any:
        return replace(judgement, score=[judgement.score] * 3)


class Yes(Scoring):
    name = "yes"

    def changed(self, judgement: Judgement) -> Any:
        return replace(judgement, keep="yes")


class ReasonsInLists(Scoring):
    name = "reasons-in-lists"

    def changed(self, judgement: Judgement) -> Any:
        return replace(judgement, reasons=["clear", "short"])


class Dicts(Scoring):
    name = "dicts"

    def changed(self, judgement: Judgement) -> Any:
        return {"judge": self.name, "score": judgement.score}


class Truths(Scoring):
    name = "truths"

    def changed(self, judgement: Judgement) -> Any:
        return replace(judgement, score=judgement.score is not None)


class Talkative(Whole):
    name = "talkative"

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        given = await super().judge(examples, ctx)
        return [*given, *given[:1]]


class Hoards(Whole):
    name = "hoards"

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        self.given = [*getattr(self, "given", []), *(await super().judge(examples, ctx))]
        return self.given


class Lenient(Whole):
    name = "lenient"

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        try:
            return await super().judge(examples, ctx)
        except CallError:
            return [Judgement(judge=self.name, score=5.0) for _ in examples]


class Marks(Whole):
    name = "marks"

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        for example in examples:
            example.fields["seen"] = True  # type: ignore[index]
        return await super().judge(examples, ctx)


class Blocks(Whole):
    name = "blocks"

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        time.sleep(0.01)
        return await super().judge(examples, ctx)


class SwallowsCancellation(Whole):
    name = "swallows-cancellation"

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        try:
            return await super().judge(examples, ctx)
        except BaseException:  # noqa: BLE001  the bug
            return [Judgement(judge=self.name, score=None) for _ in examples]


class Prints(Whole):
    name = "prints"

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        print("rating")  # noqa: T201
        return await super().judge(examples, ctx)


class Exits(Whole):
    name = "exits"

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        given = await super().judge(examples, ctx)
        return given if any(j.score for j in given) else sys.exit("no rating")
