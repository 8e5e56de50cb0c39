"""The bodies of Ollama's chat API: what is sent, and what is read from an answer."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from sdk_core.errors import CallError, ErrorKind
from sdk_core.model import Completion, Message, Request, Usage

_NAMES = {"max_tokens": "num_predict", "max_completion_tokens": "num_predict"}


def request_body(request: Request, *, model: str, num_ctx: int | None = None) -> dict[str, Any]:
    """Return the JSON body of a chat request.

    A seed is moved by the number of the sample, or else every sample would be the same. Parameters
    that Ollama names as everybody does (``top_k``, ``min_p``, ``stop`` …) are passed on.

    Args:
        request: The call.
        model: The model to ask when the request names none.
        num_ctx: Tokens of context, ``None`` for the server's own number.
    """
    options = {_NAMES.get(k, k): v for k, v in request.params.items() if v is not None}
    if request.sample and isinstance(options.get("seed"), int):
        options["seed"] += request.sample
    if num_ctx is not None:
        options["num_ctx"] = num_ctx
    body: dict[str, Any] = {
        "model": request.model or model,
        "messages": [_message(message) for message in request.messages],
        "options": options,
        "stream": False,
        # Otherwise what does not fit is cut away and the answer does not tell.
        "truncate": False,
        "shift": False,
    }
    if request.schema is not None:
        body["format"] = dict(request.schema)
    return body


def read_completion(answer: object, *, address: str) -> Completion:
    """Return the completion in a decoded answer; the model's thinking is left out of it.

    One without text is returned as well: it was worked on, and the core counts it.

    Raises:
        CallError: ``NOT_CHAT`` when this is no chat answer.
    """
    message = answer.get("message") if isinstance(answer, dict) else None
    if not isinstance(answer, dict) or not isinstance(message, dict):
        raise not_chat(address, "no message in the answer")
    text = message.get("content")
    return Completion(
        text=text if isinstance(text, str) else "",
        model=str(answer.get("model") or ""),
        finish_reason=str(answer.get("done_reason") or ""),
        usage=Usage(
            prompt_tokens=_count(answer, "prompt_eval_count"),
            completion_tokens=_count(answer, "eval_count"),
        ),
    )


def read_models(answer: object, *, address: str) -> list[str]:
    """Return the names of the models that a server has.

    Raises:
        CallError: ``NOT_CHAT`` when this is no list of models.
    """
    models = answer.get("models") if isinstance(answer, dict) else None
    if not isinstance(models, list):
        raise not_chat(address, "no list of models")
    return [str(each["name"]) for each in models if isinstance(each, dict) and "name" in each]


def not_chat(address: str, why: str) -> CallError:
    """Return the error for a successful response that is not Ollama's."""
    return CallError(
        f"{address} sent something that is no answer of Ollama: {why}",
        kind=ErrorKind.NOT_CHAT,
        status=200,
        hint="check the address (--api-base)",
    )


def _message(message: Message) -> dict[str, Any]:
    content: dict[str, Any] = {"role": message.role, "content": message.content}
    if message.images:
        content["images"] = [base64.b64encode(i.data).decode("ascii") for i in message.images]
    return content


def _count(answer: Mapping[str, Any], name: str) -> int:
    value = answer.get(name)
    return value if isinstance(value, int) else 0
