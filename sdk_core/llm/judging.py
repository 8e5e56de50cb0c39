"""What any answer must have to be of use, whichever backend it came from."""

from __future__ import annotations

from dataclasses import replace

from sdk_core.errors import CallError, ErrorKind
from sdk_core.model import Completion, Ending, Request

_LIMITS = ("max_tokens", "max_completion_tokens")


def judged(completion: Completion, request: Request) -> Completion:
    """Return an answer with its failure, if it is of no use, and marked as cut if it is.

    Some servers end every answer with ``stop``; one that has as many tokens as it may have was
    cut all the same.
    """
    if completion.failure is not None:
        return completion
    if _is_full(completion, request) and completion.ending in (Ending.WHOLE, Ending.UNKNOWN):
        completion = replace(completion, finish_reason="length")
    failure = _failure(completion)
    return completion if failure is None else replace(completion, failure=failure)


def _is_full(completion: Completion, request: Request) -> bool:
    limits = [v for n in _LIMITS if isinstance(v := request.params.get(n), int) and v > 0]
    return bool(limits) and completion.usage.completion_tokens >= min(limits)


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
    return CallError("the answer has no text", kind=ErrorKind.EMPTY, status=200)
