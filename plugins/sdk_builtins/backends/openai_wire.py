"""The bodies of the chat completions protocol: what is sent, and what is read from an answer."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

from sdk_core.errors import CallError, ErrorKind
from sdk_core.model import Completion, Message, Request, Usage

JSON_SCHEMA, JSON_OBJECT, PLAIN = range(3)
"""Ways to ask for structure, from the strictest to none."""


def request_body(request: Request, *, model: str, structure: int) -> dict[str, Any]:
    """Return the JSON body of a request.

    Parameters are passed on as they are, so that a server's own (``top_k``, ``min_p`` …) work; a
    seed is moved by the number of the sample, or else every sample would be the same.

    Args:
        request: The call.
        model: The model to ask when the request names none.
        structure: One of ``JSON_SCHEMA``, ``JSON_OBJECT`` and ``PLAIN``.
    """
    body: dict[str, Any] = {name: v for name, v in request.params.items() if v is not None}
    if request.sample and isinstance(body.get("seed"), int):
        body["seed"] += request.sample
    body["model"] = request.model or model
    body["messages"] = [_message(m) for m in request.messages]
    if request.schema is not None and structure == JSON_SCHEMA:
        name = re.sub(r"[^a-zA-Z0-9_-]", "_", request.task)[:64] or "answer"
        schema = {"name": name, "schema": dict(request.schema)}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    elif request.schema is not None and structure == JSON_OBJECT:
        body["response_format"] = {"type": "json_object"}
    return body


def read_completion(answer: object, *, address: str) -> Completion:
    """Return the completion in a decoded response body.

    Reasoning that a server reports beside the text is left out of it.

    Raises:
        CallError: ``NOT_CHAT`` when this is no chat completion, ``REFUSED`` when the model or a
            filter declined, ``EMPTY`` when there is no text.
    """
    choices = answer.get("choices") if isinstance(answer, dict) else None
    if not isinstance(answer, dict) or not isinstance(choices, list) or not choices:
        raise not_chat(address, "no choices in the answer")
    choice = choices[0]
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(message, dict):
        raise not_chat(address, "no message in the answer")
    finish = str(choice.get("finish_reason") or "stop")
    text = _text(message.get("content"))
    if not text.strip():
        raise _no_text(message, finish, address)
    return Completion(
        text=text,
        model=str(answer.get("model") or ""),
        finish_reason=finish,
        usage=_usage(answer.get("usage")),
    )


def not_chat(address: str, why: str) -> CallError:
    """Return the error for a successful response that is no chat completion."""
    return CallError(
        f"{address} sent something that is no chat completion: {why}",
        kind=ErrorKind.NOT_CHAT,
        status=200,
        hint="check the address (--api-base); it usually ends in /v1",
    )


def _message(message: Message) -> dict[str, Any]:
    if not message.images:
        return {"role": message.role, "content": message.content}
    parts: list[dict[str, Any]] = [{"type": "text", "text": message.content}]
    for image in message.images:
        data = base64.b64encode(image.data).decode("ascii")
        url = f"data:{image.media_type};base64,{data}"
        parts.append({"type": "image_url", "image_url": {"url": url}})
    return {"role": message.role, "content": parts}


def _text(content: object) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, list):  # some servers answer in parts, as requests may
        parts = (p.get("text") for p in content if isinstance(p, dict) and p.get("type") == "text")
        return "".join(p for p in parts if isinstance(p, str))
    return ""


def _no_text(message: Mapping[str, Any], finish: str, address: str) -> CallError:
    refusal = message.get("refusal")
    if refusal or finish == "content_filter":
        why = " ".join(str(refusal or "content filter").split())[:200]
        return CallError(f"the model declined: {why}", kind=ErrorKind.REFUSED, status=200)
    if finish == "length":
        return CallError(
            f"{address} sent no text: the token limit was used up before the answer began",
            kind=ErrorKind.EMPTY,
            status=200,
            hint="raise generation.max_tokens, or turn the model's reasoning down",
        )
    return CallError(f"{address} sent an answer without text", kind=ErrorKind.EMPTY, status=200)


def _usage(usage: object) -> Usage:
    if not isinstance(usage, dict):
        return Usage()
    prompt, completion = usage.get("prompt_tokens"), usage.get("completion_tokens")
    return Usage(
        prompt_tokens=prompt if isinstance(prompt, int) else 0,
        completion_tokens=completion if isinstance(completion, int) else 0,
    )
