"""The bodies of the chat completions protocol: what is sent."""

from __future__ import annotations

import base64
import re
from typing import Any

from sdk_core.model import Message, Request

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


def _message(message: Message) -> dict[str, Any]:
    if not message.images:
        return {"role": message.role, "content": message.content}
    parts: list[dict[str, Any]] = [{"type": "text", "text": message.content}]
    for image in message.images:
        data = base64.b64encode(image.data).decode("ascii")
        url = f"data:{image.media_type};base64,{data}"
        parts.append({"type": "image_url", "image_url": {"url": url}})
    return {"role": message.role, "content": parts}
