"""Answers the question again from the passage and compares: does the passage lead to the answer?"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from sdk_builtins.judges.answer_agreement import agreements, answer_of
from sdk_builtins.judges.asked import asked, evidence_of
from sdk_builtins.judges.beside_passage import ask_beside
from sdk_builtins.judges.document_view import PIECE
from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.fencing import fenced
from sdk_builtins.judges.settling import judge_each, not_judged, settled_values
from sdk_builtins.judges.shown_pictures import pictures_of
from sdk_core.components import Judge, JudgeContext, Options
from sdk_core.model import Completion, Example, Image, Judgement

NAME = "round-trip"
_LONGEST = 80
"""Characters of another answer in the reasons."""


class RoundTripOptions(Options):
    """Options of the judge."""

    tries: int = Field(
        2, ge=1, le=16, description="How many times a question is answered from its passage"
    )
    both_orders: bool = Field(
        True, description="Ask in both orders whether two answers agree, where their text is unlike"
    )
    document_chars: int = Field(
        24_000, ge=PIECE, description="Characters of a passage that are shown at most"
    )


class RoundTripJudge(Judge[RoundTripOptions]):
    """Gives the share of tries whose answer agrees with the record's, 0 to 1.

    The answer is not shown, so that it cannot be repeated (Alberti et al. 2019, 1906.05416). Of a
    conversation the last question is asked, after the turns before it.
    """

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        """Return a judgement for each example; without a score where no try was of use.

        Raises:
            CallError: No call brought anything.
        """
        return await judge_each(NAME, examples, lambda example: self._judge(example, ctx))

    async def _judge(self, example: Example, ctx: JudgeContext) -> Judgement:
        found = [each for each in asked(example) if each.question.strip()]
        if not found:
            return not_judged(NAME, "the record asks nothing")
        exchange, images = found[-1], pictures_of(example)
        passage = example.passage or evidence_of(exchange)
        if not (passage or images):
            return not_judged(NAME, "the passage that the record rests on is not in the file")
        given = await settled_values(
            self._answer(exchange, passage, images, number, ctx)
            for number in range(self.options.tries)
        )
        answers = [each[0] for each in given if each and each[0]]
        if not answers:
            return not_judged(NAME, "no try gave an answer")
        agree = await agreements(
            ctx,
            exchange.question,
            exchange.answer,
            answers,
            both_orders=self.options.both_orders,
        )
        shares = [agree[text] for text in answers if text in agree]
        if not shares:
            return not_judged(NAME, "the model did not tell whether the answers agree")
        caveat = next((each[1] for each in given if each and each[1]), "")
        return Judgement(
            judge=NAME,
            score=round(sum(shares) / len(shares), 4),
            reasons=_reasons(answers, agree),
            caveat=caveat,
        )

    async def _answer(
        self,
        exchange: Exchange,
        passage: str,
        images: Sequence[Image],
        number: int,
        ctx: JudgeContext,
    ) -> tuple[str | None, str]:
        async def ask(shown: str, left_out: int) -> Completion:
            return await ctx.complete(
                "round_trip_answer",
                images=images,
                sample=number,
                pictures=len(images),
                **fenced(question=exchange.question, passage=shown),
            )

        completion, caveat = await ask_beside(passage, self.options.document_chars, ask)
        return answer_of(completion), caveat


def _reasons(answers: Sequence[str], agree: dict[str, float]) -> str:
    told = [text for text in answers if text in agree]
    same = sum(agree[text] == 1.0 for text in told)
    said = f"{same} of {len(told)} answers from the passage agree"
    other = next((text for text in told if agree[text] < 1.0), "")
    if not other:
        return said
    short = " ".join(other.split())
    short = short if len(short) <= _LONGEST else f"{short[:_LONGEST]}…"
    return f'{said}; another one: "{short}"'
