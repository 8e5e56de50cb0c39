"""Judges whether what is said is supported: each claim of an answer against the passage."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from pydantic import BaseModel, Field, model_validator

from sdk_builtins.judges.asked import asked, evidence_of
from sdk_builtins.judges.beside_passage import ask_beside
from sdk_builtins.judges.document_view import PIECE
from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.fencing import fenced
from sdk_builtins.judges.settling import judge_each, not_judged, settle
from sdk_builtins.judges.shown_pictures import pictures_of
from sdk_core.components import Judge, JudgeContext, Options
from sdk_core.errors import CallError
from sdk_core.model import Example, Image, Judgement

NAME = "faithful"
_LONGEST_CLAIM = 120
"""Characters of an unsupported claim in the reasons."""

_MOST_NAMED = 5
"""Unsupported claims that the reasons name."""


class FaithfulOptions(Options):
    """Options of the judge."""

    document_chars: int = Field(
        24_000,
        ge=PIECE,
        description="Characters of a passage, or of a summary's document, that are shown at most",
    )


class Claim(BaseModel):
    """One claim of an answer, and whether the source supports it."""

    claim: str
    reason: str = ""
    supported: bool


class Claims(BaseModel):
    """The claims of an answer."""

    claims: list[Claim]

    @model_validator(mode="before")
    @classmethod
    def _listed(cls, given: Any) -> Any:
        """Take a bare list, which models write often, for the list of claims."""
        return {"claims": given} if isinstance(given, list) else given


class FaithfulJudge(Judge[FaithfulOptions]):
    """Gives the share of claims that the passage supports, 0 to 1.

    Judges that are asked for one number miss more than half of planted errors (Doddapaneni et al.
    2024, 2406.13439); claim by claim they look at each. An answer of which a model finds no claims,
    such as a yes or a refusal, is one claim together with its question.
    """

    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        """Return a judgement for each example; without a score where no answer was of use.

        Raises:
            CallError: No call brought anything.
        """
        return await judge_each(NAME, examples, lambda example: self._judge(example, ctx))

    async def _judge(self, example: Example, ctx: JudgeContext) -> Judgement:
        exchanges, images = asked(example), pictures_of(example)
        if not exchanges:
            return not_judged(NAME, "the record says nothing that could be checked")
        if not (example.passage or images or any(map(evidence_of, exchanges))):
            return not_judged(NAME, "the passage that the record rests on is not in the file")
        given = await settle(
            ask_beside(
                example.passage or evidence_of(each),
                self.options.document_chars,
                partial(_claims, ctx, each, images),
            )
            for each in exchanges
        )
        found: list[Claim] = []
        caveat = ""
        for each in given:
            if isinstance(each, CallError):
                raise each  # a share of some claims would not be that of the record
            claims, unseen = each
            if not claims:
                return not_judged(NAME, "the model listed no claims")
            found += claims
            caveat = caveat or unseen
        return _judgement(found, caveat)


async def _claims(
    ctx: JudgeContext, exchange: Exchange, images: Sequence[Image], passage: str, left_out: int
) -> list[Claim]:
    """Return the claims of an answer, or the one that it is together with its question."""
    whole = f"{exchange.question}\n{exchange.answer}".strip()
    for claim in ("", whole):
        texts = fenced(
            question=exchange.question,
            answer=exchange.answer,
            evidence=evidence_of(exchange) if exchange.passage else "",
            passage=passage,
            claim=claim,
        )
        said = await ctx.object(
            "claims_check",
            schema=Claims,
            images=images,
            pictures=len(images),
            left_out=left_out,
            **texts,
        )
        if said.claims:
            return said.claims
    return []


def _judgement(claims: Sequence[Claim], caveat: str) -> Judgement:
    against = [each for each in claims if not each.supported]
    count = f"{len(claims) - len(against)} of {len(claims)} claims are supported"
    named = [_named(each) for each in against[:_MOST_NAMED]]
    if len(against) > _MOST_NAMED:
        named.append(f"{len(against) - _MOST_NAMED} more")
    return Judgement(
        judge=NAME,
        score=round(1 - len(against) / len(claims), 4),
        reasons=f"{count}; not: {'; '.join(named)}" if named else count,
        caveat=caveat,
    )


def _named(claim: Claim) -> str:
    said = " ".join(claim.claim.split())
    said = said if len(said) <= _LONGEST_CLAIM else f"{said[:_LONGEST_CLAIM]}…"
    reason = " ".join(claim.reason.split())
    return f'"{said}" ({reason})' if reason else f'"{said}"'
