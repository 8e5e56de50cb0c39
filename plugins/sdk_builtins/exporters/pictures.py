"""Pictures inside rows, in the forms in which services take them."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from typing import Any

from sdk_core.model import Image, Message
from sdk_core.model.pictures import picture_of, picture_part

_DATA_URL = re.compile(r"data:(image/[\w.+-]+);base64,([A-Za-z0-9+/=\s]*)")


def parts_of(turn: Message, images: Sequence[Image] = ()) -> list[dict[str, Any]]:
    """Return the parts of a turn, one for a text.

    Args:
        turn: The turn.
        images: Pictures that it shows before anything that it says.
    """
    own = turn.details.get("content")
    if own is None:
        own = [{"type": "text", "text": turn.content}] if turn.content else []
    return [*map(picture_part, images), *own]


def encoded(picture: Image | str) -> tuple[str, str] | None:
    """Return the media type and the content of a picture as base64, ``None`` for an address."""
    if isinstance(picture, Image):
        return picture.media_type, base64.b64encode(picture.data).decode("ascii")
    found = _DATA_URL.fullmatch(picture)
    return (found[1], found[2]) if found else None


def as_image_url(part: dict[str, Any]) -> dict[str, Any]:
    """Return a part as OpenAI's chat messages have it; what shows no picture stays as it is."""
    picture = picture_of(part)
    if picture is None or part.get("type") == "image_url":
        return part
    inside = encoded(picture)
    url = picture if inside is None else f"data:{inside[0]};base64,{inside[1]}"
    return {"type": "image_url", "image_url": {"url": url}}
