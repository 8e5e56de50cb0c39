"""Whether two answers to a question agree: by their text where that is enough, else by a model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from pydantic import BaseModel

from sdk_builtins.judges.fencing import fenced
from sdk_builtins.judges.grounded.comparison import same
from sdk_builtins.judges.grounded.values import Value, values_of
from sdk_builtins.judges.settling import settle
from sdk_core.answers import is_refusal, parse_text
from sdk_core.answers.cuts import cut_of
from sdk_core.components import JudgeContext
from sdk_core.errors import CallError, ErrorKind
from sdk_core.model import Completion

NO_ANSWER = "NO ANSWER"
"""What the prompts tell a model to write where it has none."""

_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f'’](?=\d{3}(?!\d))")
_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+|[%°‰€$£¥+<>=≤≥≈±×÷√∞~^*/\\&#@-]")


class Agreement(BaseModel):
    """A model's word on two answers."""

    reason: str = ""
    agree: bool


def answer_of(completion: Completion) -> str | None:
    """Return the answer that a model gave, ``None`` where it is cut off or declined.

    Args:
        completion: Its completion.
    """
    text = parse_text(completion.text, "answer").strip()
    if not text or is_refusal(text) or cut_of(completion.text, completion.finish_reason or None):
        return None
    return text


def same_text(expected: str, given: str) -> bool | None:
    """Return whether two answers agree by their text alone, ``None`` where that does not tell.

    They do when they are the same words, figures and signs, or one and the same quantity in two
    units. They do not when one is `NO_ANSWER`. Anything in between, such as an answer that holds
    the other, may turn on a single word, and is for a model to tell.

    Args:
        expected: One answer.
        given: The other.
    """
    one, other = _tokens(expected), _tokens(given)
    if one == other and one:
        return True
    if _tokens(NO_ANSWER) in (one, other):
        return False
    quantity, another = _quantity(expected), _quantity(given)
    if quantity is not None and another is not None and same(quantity, another):
        return True
    return None


async def agreements(
    ctx: JudgeContext, question: str, expected: str, given: Iterable[str], *, both_orders: bool
) -> dict[str, float]:
    """Return for each answer whether it agrees with the expected one: 1, 0, or a tie, 0.5.

    Of a model that is shown two things in one order and in the other a third of the verdicts
    changes (Zheng et al. 2023, 2306.05685): where both orders are asked, they must say the same.
    Answers of which nothing could be told are missing.

    Args:
        ctx: The way to the model.
        question: What they answer.
        expected: The answer of the record.
        given: The other answers; the same one is asked about once.
        both_orders: Whether the model is asked in both orders.

    Raises:
        CallError: No call brought anything, and one of them failed at the server.
    """
    distinct: Mapping[str, bool | None] = {text: same_text(expected, text) for text in given}
    open_ = [text for text, same in distinct.items() if same is None]
    asked = await settle(_agree(ctx, question, expected, text, both_orders) for text in open_)
    failed = [each for each in asked if isinstance(each, CallError)]
    if failed and len(failed) == len(distinct) and failed[0].kind != ErrorKind.EMPTY:
        raise failed[0]
    said = dict(zip(open_, asked, strict=True))
    found = {text: float(same) for text, same in distinct.items() if same is not None}
    return found | {text: one for text, one in said.items() if not isinstance(one, CallError)}


async def _agree(
    ctx: JudgeContext, question: str, expected: str, given: str, both_orders: bool
) -> float:
    orders = [(expected, given), (given, expected)][: 2 if both_orders else 1]
    said = await settle(
        ctx.object(
            "answer_agreement",
            schema=Agreement,
            **fenced(question=question, first=first, second=second),
        )
        for first, second in orders
    )
    verdicts = []
    for each in said:
        if isinstance(each, CallError):
            raise each
        verdicts.append(each.agree)
    return sum(verdicts) / len(verdicts)


def _quantity(text: str) -> Value | None:
    """Return the quantity that a text is, and nothing else, if it can be read in one way only."""
    bare = text.strip().rstrip(".。!")
    found = values_of(bare)
    whole = len(found) == 1 and found[0].text.strip() == bare and bare[:1].isdigit()
    return found[0] if whole and found[0].unit and len(found[0].readings) == 1 else None


def _tokens(text: str) -> list[str]:
    """Return the words, figures and signs of a text without case, marks and grouping of digits."""
    plain = _GROUPED.sub("", unicodedata.normalize("NFKC", text).casefold())
    return _TOKEN.findall(plain)
