"""Rates examples by rubric, from 1 to 10."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sdk_core.answers import parse_ratings
from sdk_core.answers.schemas import list_of_objects
from sdk_core.components import Judge, JudgeContext
from sdk_core.model import Example, Judgement

SCHEMA = list_of_objects({"index": "integer", "rating": "number", "reason": "string"})


class RatingJudge(Judge):
    """Shows a model numbered examples with their passages and reads back numbers only.

    What the judge writes never replaces an example: ratings are matched to our own list.
    """

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        """Return a rating for each example; ``None`` where the answer has none for it."""
        passages = list(dict.fromkeys(e.passage for e in examples if e.passage))
        # From 1: with a rating missing at either end, numbers from 0 could be taken for those.
        pairs = [_pair(i, example, passages) for i, example in enumerate(examples, start=1)]
        completion = await ctx.complete(
            "qa_rating",
            pairs=pairs,
            schema=SCHEMA,
            passages=[{"passage": n, "text": text} for n, text in enumerate(passages, 1)] or "",
        )
        texts = [{k: str(v) for k, v in pair.items()} for pair in pairs]
        parsed = parse_ratings(completion.text, texts, finish_reason=completion.finish_reason)
        return [
            Judgement(judge="rating", score=score, reasons=reason if score is not None else "")
            for score, reason in zip(parsed.scores, parsed.reasons, strict=True)
        ]


def _pair(number: int, example: Example, passages: list[str]) -> dict[str, Any]:
    pair: dict[str, Any] = {"index": number}
    if example.passage:
        pair["passage"] = passages.index(example.passage) + 1
    if not example.messages and (seen := example.declared.judged(example.fields)):
        return pair | seen
    messages = example.to_messages()
    spoken = [message for message in messages if message.role != "system"]
    return pair | {
        "question": "\n\n".join(f"{m.role}: {m.content}" for m in spoken[:-1]),
        "answer": spoken[-1].content if spoken else "",
    }
