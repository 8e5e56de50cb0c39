"""What the test server can be told to send: answers, refusals and faults."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from time import time
from typing import Any, Literal

Fault = Literal["", "hang", "reset", "cut", "drip", "end"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One scripted response.

    Args:
        status: HTTP status.
        body: A JSON value, or text or bytes that are sent as they are.
        headers: Further headers; they win over the server's own.
        content_type: MIME type.
        delay: Seconds before the answer begins.
        after: What must hold before the answer begins.
        fault: ``hang`` never answers, ``reset`` resets the connection, ``cut`` closes it in the
            middle of the body, ``end`` closes it behind the body, ``drip`` sends one byte at a
            time.
        drip: Seconds between two bytes.
    """

    status: int = 200
    body: Any = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    delay: float = 0.0
    after: Callable[[], object] | None = None
    fault: Fault = ""
    drip: float = 0.05

    def encoded(self) -> bytes:
        """Return the body as bytes."""
        if isinstance(self.body, bytes):
            return self.body
        if isinstance(self.body, str):
            return self.body.encode()
        return json.dumps(self.body).encode()


HANG = Reply(fault="hang")
RESET = Reply(fault="reset")
HTML = Reply(body="<!doctype html><title>Sign in</title>", content_type="text/html")
NO_CHOICES = Reply(body={"object": "chat.completion", "choices": []})


def completion(
    text: str | None,
    request: Mapping[str, Any] | None = None,
    *,
    finish_reason: str = "stop",
    delay: float = 0.0,
    fault: Fault = "",
    drip: float = 0.05,
    message: Mapping[str, Any] | None = None,
) -> Reply:
    """Return a chat completion.

    Args:
        text: Its content, ``None`` for null.
        request: The request's body, for the model's name and the prompt's length.
        finish_reason: Why it ends.
        delay: Seconds before the answer begins.
        fault: A fault on the way, see `Reply`.
        drip: Seconds between two bytes.
        message: Further keys of the message (``refusal``, ``reasoning_content`` …).
    """
    request = request or {}
    prompt = sum(len(str(m.get("content", ""))) for m in request.get("messages", ())) // 4
    tokens = len(text or "") // 4 + 1
    body = {
        "id": "chatcmpl-test",
        "object": "chat.completion",
        "created": 0,
        "model": request.get("model", "test-model"),
        "choices": [
            {
                "index": 0,
                "finish_reason": finish_reason,
                "message": {"role": "assistant", "content": text, **(message or {})},
            }
        ],
        "usage": {
            "prompt_tokens": prompt,
            "completion_tokens": tokens,
            "total_tokens": prompt + tokens,
        },
    }
    return Reply(body=body, delay=delay, fault=fault, drip=drip)


def error(
    status: int,
    message: str = "scripted",
    *,
    code: str | None = None,
    param: str | None = None,
    headers: Mapping[str, str] | None = None,
    delay: float = 0.0,
) -> Reply:
    """Return an error object in OpenAI's shape."""
    body = {"error": {"message": message, "type": "error", "param": param, "code": code}}
    return Reply(status=status, body=body, headers=headers or {}, delay=delay)


def rate_limited(
    *, seconds: float | None = None, milliseconds: int | None = None, until: float | None = None
) -> Reply:
    """Return a 429 that asks to wait, in one of the three ways in use.

    Args:
        seconds: For ``Retry-After`` as a number.
        milliseconds: For ``retry-after-ms``.
        until: Seconds from now, for ``Retry-After`` as a date.
    """
    headers = {}
    if milliseconds is not None:
        headers["retry-after-ms"] = str(milliseconds)
    if seconds is not None:
        headers["Retry-After"] = f"{seconds:g}"
    if until is not None:
        headers["Retry-After"] = formatdate(time() + until, usegmt=True)
    return error(429, "Rate limit reached", code="rate_limit_exceeded", headers=headers)
