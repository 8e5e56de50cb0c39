"""Asks the model to be trained what it knows already, and marks each record with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pydantic import Field

from sdk_builtins.judges.answer_agreement import agreements, answer_of
from sdk_builtins.judges.asked import asked
from sdk_builtins.judges.knowing import SHARES, Knowing, caps, knowing
from sdk_builtins.judges.settling import judge_each, not_judged, settled_values
from sdk_builtins.judges.shown_pictures import pictures_of
from sdk_core.components import Judge, JudgeContext, Options
from sdk_core.model import Criterion, Example, Judgement

NAME = "trainee"
KNOWING = "knowing"
"""Name of the criterion that holds the class; its reason begins with it."""


class TraineeOptions(Options):
    """Options of the judge."""

    trainee: str = Field(
        "", description="Model to be trained, where the server serves several; else that of the run"
    )
    samples: int = Field(
        4, ge=1, le=32, description="Answers that are sampled beside the likeliest one"
    )
    both_orders: bool = Field(
        False,
        description="Ask in both orders whether two answers agree, where their text is unlike",
    )
    cap_known: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Share of what is kept that the model may know always; without it all are kept",
    )
    keep_known_per_type: float = Field(
        0.1,
        ge=0,
        le=1,
        description="Share of each type of record that stays known whatever cap_known says",
    )


_SAMPLED = 0.7
"""Temperature at which answers are sampled; at 0 all of them would be the likeliest one."""


class TraineeJudge(Judge[TraineeOptions]):
    """Marks records as known always, sometimes, only when sampled, or never.

    The question is asked alone, without its passage: once for the likeliest answer (sample 0) and
    several times more. The mark is a criterion and no score, since to be known is neither good nor
    bad. Of a conversation the last question is asked, after the turns before it.
    """

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        """Return a mark for each example; none where no answer was of use.

        All are kept, unless the user has set a cap on what is known always.

        Raises:
            CallError: No call brought anything.
        """
        given = await judge_each(NAME, examples, lambda example: self._judge(example, ctx))
        if self.options.cap_known is None:
            return given
        dropped = caps(
            [_class_of(judgement) for judgement in given],
            [example.kind for example in examples],
            cap=self.options.cap_known,
            floor=self.options.keep_known_per_type,
        )
        return [
            replace(judgement, keep=False, reasons=dropped[place])
            if place in dropped
            else judgement
            for place, judgement in enumerate(given)
        ]

    async def _judge(self, example: Example, ctx: JudgeContext) -> Judgement:
        found = [each for each in asked(example) if each.question.strip()]
        if not found:
            return not_judged(NAME, "the record asks nothing")
        if pictures_of(example):
            return not_judged(NAME, "it is about a picture, which nobody knows by heart")
        exchange = found[-1]
        given = await settled_values(
            ctx.complete(
                "closed_book_answer",
                sample=number,
                model=self.options.trainee,
                temperature=_SAMPLED if number else 0.0,
                question=exchange.question,
            )
            for number in range(self.options.samples + 1)
        )
        answers = [answer_of(each) if each else None for each in given]
        told = [text for text in answers if text]
        if not answers[0] or len(told) < 2:
            return not_judged(NAME, "the model gave too few answers")
        agree = await agreements(
            ctx, exchange.question, exchange.answer, told, both_orders=self.options.both_orders
        )
        if answers[0] not in agree:
            return not_judged(NAME, "the model did not tell whether its likeliest answer is right")
        right = [agree[text] == 1.0 for text in told[1:] if text in agree]
        if not right:
            return not_judged(NAME, "the model did not tell whether its answers are right")
        return _mark(agree[answers[0]] == 1.0, right)


def _class_of(judgement: Judgement) -> Knowing | None:
    """Return how well the fact is known by its mark, ``None`` where there is none."""
    share = next((c.score for c in judgement.criteria if c.name == KNOWING), None)
    return next((known for known, place in SHARES.items() if place == share), None)


def _mark(greedy: bool, samples: Sequence[bool]) -> Judgement:
    known = knowing(greedy, samples)
    said = (
        f"{known}: the likeliest answer is {'right' if greedy else 'wrong'}, "
        f"{sum(samples)} of {len(samples)} samples are right"
    )
    return Judgement(
        judge=NAME,
        score=None,
        keep=True,
        reasons=f"known {said}" if known != "never" else f"not known: {said.partition(': ')[2]}",
        criteria=(Criterion(name=KNOWING, score=SHARES[known], scale=(0.0, 1.0), reason=said),),
    )
