"""What any answer must have to be of use, whichever backend it came from."""

from __future__ import annotations

import math
from dataclasses import replace

from sdk_core.errors import CallError, ErrorKind
from sdk_core.model import Completion, Ending, Request, Usage
from sdk_core.tokens import estimate

_LIMITS = ("max_tokens", "max_completion_tokens")


def judged(completion: Completion, request: Request) -> Completion:
    """Return an answer with its failure, if it is of no use, and marked as cut if it is.

    Of one of no use that the server counts no tokens for, they are estimated: it was paid for.
    Some servers end every answer with ``stop``; one that has as many tokens as it may have was
    cut all the same.
    """
    if completion.failure is None:
        full = _most_tokens(request) <= completion.usage.completion_tokens
        if full and completion.ending in (Ending.WHOLE, Ending.UNKNOWN):
            completion = replace(completion, finish_reason="length")
        completion = replace(completion, failure=_failure(completion))
    return completion if completion.usage != Usage() else _estimated(completion, request)


def _estimated(completion: Completion, request: Request) -> Completion:
    usage = Usage(
        prompt_tokens=sum(estimate(message.content) for message in request.messages),
        # An estimate is no proof that the answer was cut.
        completion_tokens=int(min(estimate(completion.text), _most_tokens(request) - 1)),
    )
    return replace(completion, usage=usage)


def _most_tokens(request: Request) -> float:
    limits = [v for n in _LIMITS if isinstance(v := request.params.get(n), int) and v > 0]
    return min(limits, default=math.inf)


def _failure(completion: Completion) -> CallError | None:
    ending = completion.ending
    if ending is Ending.BROKEN:
        said = f"the server broke the answer off ({completion.finish_reason})"
        return CallError(said, kind=ErrorKind.SERVER, status=200)
    if completion.text.strip():
        return None
    if ending is Ending.FILTERED:
        said = f"the model declined: {completion.finish_reason.replace('_', ' ')}"
        return CallError(said, kind=ErrorKind.REFUSED, status=200)
    if ending is Ending.CUT:
        return CallError(
            "the answer has no text: the token limit was used up before it began",
            kind=ErrorKind.EXHAUSTED,
            status=200,
            hint="raise generation.max_tokens, or turn the model's reasoning down",
        )
    return CallError(
        "the answer has no text",
        kind=ErrorKind.EMPTY,
        status=200,
        hint="if the model thinks first, raise generation.max_tokens or turn its reasoning down; "
        "else a filter of the service may have taken the text: its own log says so",
    )
