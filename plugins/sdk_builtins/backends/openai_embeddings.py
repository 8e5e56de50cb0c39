"""Embeddings by the OpenAI protocol.

https://platform.openai.com/docs/api-reference/embeddings
"""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sdk_builtins.backends.openai_answers import not_chat
from sdk_core.errors import CallError

TEXTS_A_CALL = 256
"""Texts in one call at most: services take 2,048 and count their tokens together."""

Send = Callable[[str, str, dict[str, Any]], Awaitable[Any]]


async def embed(send: Send, address: str, model: str, texts: Sequence[str]) -> list[list[float]]:
    """Return a vector for each text.

    Args:
        send: Sends a request below the base URL and returns the decoded answer.
        address: The base URL, for messages.
        model: The model to ask.
        texts: The texts.

    Raises:
        CallError: A call failed, or its answer has not one vector of one length for each text.
    """
    found: list[list[float]] = []
    for start in range(0, len(texts), TEXTS_A_CALL):
        part = list(texts[start : start + TEXTS_A_CALL])
        answer = await send("POST", "/embeddings", {"model": model, "input": part})
        found += _vectors(answer, len(part), address)
    if len({len(vector) for vector in found}) > 1:
        raise _none(address, "vectors of several lengths")
    return found


def _vectors(answer: Any, count: int, address: str) -> list[list[float]]:
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, list) or len(data) != count:
        raise _none(address, f"not one vector for each of {count} texts")
    placed: dict[int, list[float]] = {}
    for place, entry in enumerate(data):
        vector = entry.get("embedding") if isinstance(entry, dict) else None
        if not isinstance(vector, list) or not vector or not all(map(_is_number, vector)):
            raise _none(address, "a vector that is none")
        placed[int(entry.get("index", place))] = [float(number) for number in vector]
    if sorted(placed) != list(range(count)):
        raise _none(address, "vectors without their places")
    return [placed[place] for place in range(count)]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _none(address: str, found: str) -> CallError:
    return not_chat(address, f"{found} (embeddings)")
