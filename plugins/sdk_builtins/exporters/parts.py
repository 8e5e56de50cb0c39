"""What the formats want of a content that is made of parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

ADDRESSES = ("https://", "http://", "data:image/")
"""How the address of a picture begins, for services that look at it."""

_OPENAI = {
    "user": ("text", "image_url", "input_audio", "file"),
    "assistant": ("text", "refusal"),
}


def is_blank(parts: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether parts hold nothing but text, and that only white space."""
    if any(part.keys() - {"type", "text"} or part.get("type", "text") != "text" for part in parts):
        return False
    return not "".join(part["text"] for part in parts).strip()


def check_chat_part(part: Any, role: str, addresses: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong with a part of a chat message.

    Args:
        part: The part.
        role: Role of its turn, as OpenAI names it.
        addresses: How addresses of pictures begin, for services, which also refuse kinds of parts
            that they do not know; empty where a chat template or a processor is to decide.
    """
    kind = part.get("type")
    if not isinstance(kind, str) or not kind:
        yield "a part without a type"
    elif addresses and kind not in _OPENAI.get(role, ("text",)):
        yield f"a part of the type {kind!r}, which a turn of the {role} may not have"
    elif kind == "text" and not isinstance(part.get("text"), str):
        yield "a part of the type 'text' with no text"
    elif kind == "image_url":
        image = part.get("image_url")
        address = image.get("url") if isinstance(image, Mapping) else image
        if not isinstance(address, str) or not address:
            yield "a part of the type 'image_url' with no address"
        elif addresses and not isinstance(image, Mapping):
            yield "an image_url that is a text, where an object with its url is wanted"
        elif addresses and not address.startswith(addresses):
            wanted = " or ".join(addresses)
            yield f"an image_url that is {address[:40]!r}, where {wanted} is wanted"


Blocks = Mapping[str, tuple[str, ...]]
"""Keys that a cloud's part may have, each with the keys that its value must have, if any."""


def check_block(part: Any, known: Blocks) -> Iterator[str]:
    """Yield what is wrong with a part that is told by its keys, as Google and Amazon write them."""
    for name, value in part.items():
        if name not in known:
            yield f"a part with the key {name!r}, which is refused"
        elif name == "text":
            if not isinstance(value, str):
                yield "a part with a text that is none"
            elif not value.strip():
                yield "a part with an empty text"
        elif lacking := [key for key in known[name] if not _has(value, key)]:
            yield f"a part {name} without {' and '.join(lacking)}"


def block_step(parts: Sequence[Mapping[str, Any]]) -> tuple[list[Any], list[Any]]:
    """Return the ids of the calls in parts, or the names where there are none, and the answers.

    A tool that is called twice at once is no id: its results are told by their order.
    """
    calls = [part["toolUse"]["toolUseId"] for part in parts if "toolUse" in part]
    named = [part["functionCall"]["name"] for part in parts if "functionCall" in part]
    calls += named if len(set(named)) == len(named) else [None] * len(named)
    answers = [part["toolResult"]["toolUseId"] for part in parts if "toolResult" in part]
    answers += [part["functionResponse"]["name"] for part in parts if "functionResponse" in part]
    return calls, answers


def _has(value: Any, key: str) -> bool:
    return isinstance(value, Mapping) and value.get(key) not in (None, "")
