"""What is sent in the chat completions protocol."""

from __future__ import annotations

import base64
import re
from typing import Any

from sdk_builtins.backends.server_profile import TOKEN_FIELDS, ServerProfile, Structure
from sdk_builtins.backends.token_room import answer_tokens
from sdk_core.model import Message, Request


def request_body(request: Request, *, model: str, profile: ServerProfile) -> dict[str, Any]:
    """Return the JSON body of a request.

    Parameters are passed on as they are, so that a server's own (``top_k``, ``min_p`` …) work; a
    seed is moved by the number of the sample, or else every sample would be the same.

    Args:
        request: The call.
        model: The model to ask when the request names none.
        profile: What the server takes, and how much.
    """
    body: dict[str, Any] = {
        name: value
        for name, value in request.params.items()
        if value is not None and name not in profile.without
    }
    if request.sample and isinstance(body.get("seed"), int):
        body["seed"] += request.sample
    _limit_answer(body, request, profile)
    body["model"] = request.model or model
    body["messages"] = _turns(request, profile)
    if request.schema is not None and profile.structure is Structure.JSON_SCHEMA:
        name = re.sub(r"[^a-zA-Z0-9_-]", "_", request.task)[:64] or "answer"
        schema = {"name": name, "schema": dict(request.schema)}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    elif request.schema is not None and profile.structure is Structure.JSON_OBJECT:
        body["response_format"] = {"type": "json_object"}
    if profile.stream:
        body["stream"] = True
        if "stream_options" not in profile.without:
            body["stream_options"] = {"include_usage": True}
    return body


def _limit_answer(body: dict[str, Any], request: Request, profile: ServerProfile) -> None:
    """Put the limit on an answer's tokens under the server's name for it, if it takes one."""
    asked = [body.pop(name) for name in TOKEN_FIELDS if name in body]
    if not asked or profile.token_field in profile.without:
        return
    limit = asked[-1]
    if type(limit) is int:
        limit = answer_tokens(limit, request.messages, profile)
    body[profile.token_field] = limit


def _turns(request: Request, profile: ServerProfile) -> list[dict[str, Any]]:
    """Return the conversation; a system turn without text is none."""
    messages = [m for m in request.messages if m.role != "system" or m.content.strip() or m.images]
    if not profile.system_turn:
        system = [m for m in messages if m.role == "system"]
        messages = [m for m in messages if m.role != "system"]
        if system:
            first = messages.pop(0) if messages and messages[0].role == "user" else None
            parts = [*system, first] if first else system
            content = "\n\n".join(part.content for part in parts)
            images = tuple(image for part in parts for image in part.images)
            messages.insert(0, Message("user", content, images))
    return [_message(m) for m in messages]


def _message(message: Message) -> dict[str, Any]:
    if not message.images:
        return {"role": message.role, "content": message.content}
    parts: list[dict[str, Any]] = [{"type": "text", "text": message.content}]
    for image in message.images:
        data = base64.b64encode(image.data).decode("ascii")
        url = f"data:{image.media_type};base64,{data}"
        parts.append({"type": "image_url", "image_url": {"url": url}})
    return {"role": message.role, "content": parts}
