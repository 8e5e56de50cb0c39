"""Calls of a judge side by side: what one of them could not have costs the others nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TypeVar

from sdk_core.errors import CallError, ErrorKind
from sdk_core.model import Example, Judgement

T = TypeVar("T")


async def settle(calls: Iterable[Awaitable[T]]) -> list[T | CallError]:
    """Wait for all calls and return what each gave, or the error of those that failed.

    Raises:
        BaseException: A call ended with anything but a `CallError`, such as an interrupt.
    """
    given = await asyncio.gather(*calls, return_exceptions=True)
    settled: list[T | CallError] = []
    for each in given:
        if isinstance(each, BaseException) and not isinstance(each, CallError):
            raise each
        settled.append(each)
    return settled


async def settled_values(calls: Iterable[Awaitable[T]]) -> list[T | None]:
    """Return what each call gave, ``None`` for those that failed.

    Raises:
        CallError: All of them failed.
    """
    given = await settle(calls)
    failed = [each for each in given if isinstance(each, CallError)]
    if failed and len(failed) == len(given):
        raise failed[0]
    return [None if isinstance(each, CallError) else each for each in given]


async def judge_each(
    judge: str,
    examples: Sequence[Example],
    one: Callable[[Example], Awaitable[Judgement]],
) -> list[Judgement]:
    """Judge examples side by side; one whose calls failed is not judged, with the reason.

    What the other calls gave was paid for, so that only what failed is asked for again.

    Args:
        judge: Name of the judge.
        examples: What it judges.
        one: Judges one example.

    Raises:
        CallError: No call brought anything, and one of them failed at the server.
    """
    given = await settle(one(example) for example in examples)
    failed = [each for each in given if isinstance(each, CallError)]
    if len(failed) == len(given):
        for error in failed:
            if error.kind != ErrorKind.EMPTY:  # an answer of no use says nothing of the others
                raise error
    return [
        not_judged(judge, each.message) if isinstance(each, CallError) else each for each in given
    ]


def not_judged(judge: str, reason: str) -> Judgement:
    """Return the judgement that there is none, which neither keeps nor rejects.

    Args:
        judge: Name of the judge.
        reason: Why.
    """
    return Judgement(judge=judge, score=None, reasons=f"not judged: {reason}")
