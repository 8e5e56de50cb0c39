"""What is read from an answer of the chat completions protocol, wherever a server puts it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from sdk_builtins.backends.openai_errors import shorten, status_error
from sdk_core.errors import CallError, ErrorKind
from sdk_core.model import Completion, Ending, Usage, ending_of

_THOUGHTS = ("reasoning_content", "reasoning", "thinking")
_TEXT_PARTS = ("text", "output_text")
_OTHER_PARTS = (
    "thinking", "redacted_thinking", "reasoning", "reasoning_text", "summary_text", "refusal",
    "tool_use", "reference",
)  # fmt: skip
_MOST_TOKENS = 10**9  # what is counted beyond is no count
_NOT_CUT = (Ending.WHOLE, Ending.UNKNOWN)


def read_answer(content: bytes, *, address: str, limit: object = None) -> Completion:
    """Return the completion in the body of a response with status 200.

    Args:
        content: The body.
        address: Base URL of the server, for messages.
        limit: Most tokens that the request allowed, if it was a number.

    Raises:
        CallError: It is an error object; otherwise the failure is in the completion.
    """
    try:
        return read_completion(json.loads(content), address=address, limit=limit)
    except (ValueError, RecursionError):
        pass
    text = content.decode("utf-8", "replace")
    completion = Completion(text=text, finish_reason="")
    with suppress(ValueError, RecursionError):  # some characters are broken, or more follows
        answer, end = json.JSONDecoder().raw_decode(begun := text.lstrip())
        if not begun[end:].strip() or (isinstance(answer, dict) and answer.get("choices")):
            completion = read_completion(answer, address=address, limit=limit)
            if text.encode() == content:
                return completion
    if completion.failure is not None:
        return completion
    begun = text.lstrip()[:1]
    if begun in ("{", "") and completion.text == text:
        said = f"the answer of {address} broke off after {len(content)} bytes"
        failure = CallError(said, kind=ErrorKind.CONNECTION, status=200)
    elif text.encode("utf-8", "replace") != content:
        failure = not_chat(address, "text that is no UTF-8")
    else:
        failure = not_chat(address, "an HTML page" if begun == "<" else "no JSON")
    return replace(completion, failure=failure)


def read_completion(answer: object, *, address: str, limit: object = None) -> Completion:
    """Return the completion in a decoded body, with its failure when it is of no use.

    Reasoning that a server reports beside the text is left out of it.

    Raises:
        CallError: It is an error object, or no chat completion, and nothing was paid for it.
    """
    if not isinstance(answer, dict):
        raise not_chat(address, "no choices in the answer")
    choice = _first_choice(answer)
    message = choice.get("message")
    message = message if isinstance(message, dict) else {}
    finish = str(choice.get("finish_reason") or "")
    text, failure = _text_of(message, finish), _failure(answer, choice, message, address)
    usage = _usage(answer.get("usage"))
    full = isinstance(limit, int) and 0 < limit <= usage.completion_tokens
    if full and ending_of(finish) in _NOT_CUT:
        finish = "length"
    if failure is not None and usage == Usage() and not message:
        raise failure
    return Completion(
        text=text or ("" if message else json.dumps(answer, ensure_ascii=False)),
        model=str(answer.get("model") or ""),
        finish_reason=finish,
        usage=usage,
        failure=failure,
    )


def not_chat(address: str, why: str) -> CallError:
    """Return the error for a successful response that is no chat completion."""
    return CallError(
        f"{address} sent something that is no chat completion: {why}",
        kind=ErrorKind.NOT_CHAT,
        status=200,
        hint="check the address (--api-base); it usually ends in /v1",
    )


def reported_error(error: object, *, address: str, began: bool = False) -> CallError:
    """Return the error that a server reports inside of a response with status 200.

    Args:
        error: What it says.
        address: Base URL of the server, for the message.
        began: Whether an answer had begun.
    """
    code = error.get("code") if isinstance(error, dict) else None
    if isinstance(code, str) and code.isdecimal():
        code = int(code)
    if isinstance(code, int) and 400 <= code < 600:
        return status_error(code, {"error": error}, {}, address=address)
    said = shorten(str((isinstance(error, dict) and error.get("message")) or error))
    if not began:
        return not_chat(address, said)
    message = f"{address} broke the answer off: {said}"
    return CallError(message, kind=ErrorKind.SERVER, status=200)


def _first_choice(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    choices = answer.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    return first if isinstance(first, dict) else {}


def _failure(
    answer: Mapping[str, Any],
    choice: Mapping[str, Any],
    message: Mapping[str, Any],
    address: str,
) -> CallError | None:
    """Return what an answer says went wrong, as routers do with status 200."""
    for place in (choice, message, answer):
        if place.get("error"):
            return reported_error(place["error"], address=address, began=bool(message))
    if not message:
        what = "no message" if choice else "no choices"
        return not_chat(address, f"{what} in the answer")
    if message.get("refusal"):
        why = shorten(str(message["refusal"]))[:200]
        return CallError(f"the model declined: {why}", kind=ErrorKind.REFUSED, status=200)
    return None


def _text_of(message: Mapping[str, Any], finish: str) -> str:
    """Return the text of a message: its content, else the arguments of its tool calls.

    Some servers put the whole of a structured answer where reasoning belongs, and leave the
    content empty. Then it is taken, if it is one JSON value and nothing else: reasoning is not.
    """
    text, arguments = _content(message.get("content")), _arguments(message)
    if arguments.strip() and arguments.strip() not in text:
        return f"{text}\n{arguments}" if any(bracket in text for bracket in "[{") else arguments
    if text.strip():
        return text
    if ending_of(finish) in _NOT_CUT:
        for name in _THOUGHTS:
            thought = _content(message.get(name)).strip()
            if thought[:1] in ("{", "[") and _is_json(thought):
                return thought
    return ""


def _content(content: object) -> str:
    """Return the text of a content: text, a list of parts, or JSON that was not put into text."""
    if isinstance(content, str):
        return content
    if content is None:
        return ""
    parts = content if isinstance(content, list) else [content]
    if any(_is_part(part) for part in parts) or all(isinstance(part, str) for part in parts):
        return "".join(part if isinstance(part, str) else _part_text(part) for part in parts)
    return json.dumps(content, ensure_ascii=False) if isinstance(content, dict | list) else ""


def _is_part(part: object) -> bool:
    if not isinstance(part, dict):
        return False
    return part.get("type") in (*_TEXT_PARTS, *_OTHER_PARTS) or part.keys() == {"text"}


def _part_text(part: object) -> str:
    if not isinstance(part, dict) or part.get("type", "text") not in _TEXT_PARTS:
        return ""
    text = part.get("text")
    return text if isinstance(text, str) else ""


def _arguments(message: Mapping[str, Any]) -> str:
    calls = message.get("tool_calls")
    functions = [
        call.get("function", call)
        for call in (calls if isinstance(calls, list) else [])
        if isinstance(call, dict)
    ]
    functions = functions or [message.get("function_call")]
    found = [f.get("arguments") for f in functions if isinstance(f, dict)]
    return "\n".join(a if isinstance(a, str) else _content(a) for a in found)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _usage(usage: object) -> Usage:
    if not isinstance(usage, dict):
        return Usage()
    return Usage(
        prompt_tokens=_count(usage, "prompt_tokens", "input_tokens"),
        completion_tokens=_count(usage, "completion_tokens", "output_tokens"),
        cached_tokens=_count(_details(usage, "prompt", "input"), "cached_tokens")
        or _count(usage, "prompt_cache_hit_tokens"),
        reasoning_tokens=_count(_details(usage, "completion", "output"), "reasoning_tokens"),
        cost=_cost(usage.get("cost")),
    )


def _details(usage: Mapping[str, Any], *sides: str) -> Mapping[str, Any]:
    """Return what a server says of the tokens of one side of a call."""
    found = (usage.get(f"{side}_tokens_details") for side in sides)
    return next((details for details in found if isinstance(details, dict)), {})


def _cost(value: object) -> float | None:
    """Return a price in US dollars, as routers give it."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number and 0 <= value < math.inf else None  # type: ignore[operator,arg-type]


def _count(usage: Mapping[str, Any], *names: str) -> int:
    for name in names:
        with suppress(KeyError, TypeError, ValueError, OverflowError):  # some write numbers as text
            if 0 <= (number := float(usage[name])) <= _MOST_TOKENS:
                return int(number)
    return 0
