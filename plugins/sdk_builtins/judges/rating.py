"""Rates examples by rubric, from 1 to 10."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from sdk_builtins.judges.document_view import PIECE, DocumentView, view
from sdk_builtins.judges.shown_pictures import pictures_of
from sdk_core.answers import parse_ratings
from sdk_core.answers.schemas import list_of_objects
from sdk_core.components import Judge, JudgeContext, Options
from sdk_core.errors import CallError, ErrorKind
from sdk_core.model import Completion, Example, Judgement

NAME = "rating"
SUMMARY = "summary"
SCHEMA = list_of_objects({"index": "integer", "reason": "string", "rating": "number"})
# Of one summary one verdict: held to a list, a model may write on about others.
SUMMARY_SCHEMA = list_of_objects({"reason": "string", "rating": "number"})["properties"]["items"][
    "items"
]


class RatingOptions(Options):
    """Options of the judge."""

    document_chars: int = Field(
        24_000,
        ge=PIECE,
        description="Characters of a document that are shown beside its summary at most.",
    )


class RatingJudge(Judge[RatingOptions]):
    """Shows a model numbered examples with their passages and reads back numbers only.

    What the judge writes never replaces an example: ratings are matched to our own list. Summaries
    are shown one by one, each beside what of its document there is room for, and examples about
    pictures with those of the same pictures, as many servers take one picture in a call.
    """

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        """Return a rating for each example; ``None`` where the answer has none for it."""
        summaries: list[int] = []
        alike: dict[tuple[str, tuple[bytes, ...]], list[int]] = {}
        for i, example in enumerate(examples):
            if example.kind == SUMMARY:
                summaries.append(i)
                continue
            prompt = "qa_rating" if _is_exchange(example) else "record_rating"
            shown = tuple(image.data for image in pictures_of(example))
            alike.setdefault((prompt, shown), []).append(i)
        groups = [*([i] for i in summaries), *alike.values()]
        given = await asyncio.gather(
            *(self._judge_summary(examples[i], ctx) for i in summaries),
            *(
                self._judge_pairs([examples[i] for i in listed], prompt, ctx)
                for (prompt, _), listed in alike.items()
            ),
            return_exceptions=True,
        )
        failed = [part for part in given if isinstance(part, BaseException)]
        for error in failed:
            if not isinstance(error, CallError) or len(failed) == len(given):
                raise error
        # What the other calls gave was paid for; the examples of a failed one are asked for again.
        found = {
            i: Judgement(judge=NAME, score=None) if isinstance(part, BaseException) else part[at]
            for listed, part in zip(groups, given, strict=True)
            for at, i in enumerate(listed)
        }
        return [found[i] for i in range(len(examples))]

    async def _judge_pairs(
        self, examples: Sequence[Example], prompt: str, ctx: JudgeContext
    ) -> list[Judgement]:
        passages = list(dict.fromkeys(e.passage for e in examples if e.passage))
        # From 1: with a rating missing at either end, numbers from 0 could be taken for those.
        pairs = [_pair(i, example, passages) for i, example in enumerate(examples, start=1)]
        images = pictures_of(examples[0])
        completion = await ctx.complete(
            prompt,
            images=images,
            pictures=len(images),
            pairs=pairs,
            schema=SCHEMA,
            passages=[{"passage": n, "text": text} for n, text in enumerate(passages, 1)] or "",
        )
        return _read(completion, [{k: str(v) for k, v in pair.items()} for pair in pairs])

    async def _judge_summary(self, example: Example, ctx: JudgeContext) -> list[Judgement]:
        summary = {"index": 1, "summary": str(example.fields.get(SUMMARY, ""))}
        room = self.options.document_chars
        while True:
            shown = view(example.passage, room)
            try:
                completion = await ctx.complete(
                    "summary_rating",
                    summary=summary,
                    schema=SUMMARY_SCHEMA,
                    passages=[{"passage": n, "text": t} for n, t in shown.passages.items()] or "",
                    left_out=shown.left_out,
                )
            except CallError as error:
                if error.kind != ErrorKind.CONTEXT_LENGTH or len(shown.passages) < 2:
                    raise
                room = PIECE * (len(shown.passages) // 2)
            else:
                return _read(completion, [{}], _caveat(shown))


def _read(
    completion: Completion, texts: Sequence[dict[str, str]], caveat: str = ""
) -> list[Judgement]:
    parsed = parse_ratings(completion.text, texts, finish_reason=completion.finish_reason)
    return [
        Judgement(
            judge=NAME, score=score, reasons=reason if score is not None else "", caveat=caveat
        )
        for score, reason in zip(parsed.scores, parsed.reasons, strict=True)
    ]


def _caveat(shown: DocumentView) -> str:
    if not shown.total:
        return "without the text of its document, which is not in the file"
    if shown.left_out:
        return f"by {len(shown.passages)} of {shown.total} passages of its document"
    return ""


def _is_exchange(example: Example) -> bool:
    """Tell whether an example is a question with its answer, or is shown as one."""
    seen = example.declared.judged(example.fields)
    spoken = example.messages or (example.declared.talks and not seen)
    return bool(spoken) or {"question", "answer"} <= seen.keys()


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
