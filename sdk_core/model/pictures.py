"""Pictures in the parts of turns, in the notations in which files have them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sdk_core.model.calls import Conversation
from sdk_core.model.documents import Image

ELSEWHERE = ("data:", "http://", "https://", "gs://", "s3://")
"""How the address of a picture begins that is no path."""

MARK = "<image>"
"""Stands in a text where a picture is shown, for the trainers that have pictures beside it."""

FIELD = "image"
"""Field of a record that names its picture: table and row, as in ``report.lance#4``, or a path."""


def picture_part(picture: Image | str) -> dict[str, Any]:
    """Return the part of a turn that shows a picture, given itself or by its address."""
    return {"type": "image", "image": picture}


def picture_of(part: Mapping[str, Any]) -> Image | str | None:
    """Return the picture that a part shows: itself, or its path, address or data URL.

    Parts of OpenAI's chat messages, of Hugging Face's and of Anthropic's are known; others give
    ``None``.
    """
    if part.get("type") not in ("image", "image_url", "input_image"):
        return None
    shown = next((part[k] for k in ("image_url", "image", "url", "path") if part.get(k)), None)
    if isinstance(shown, Mapping):
        shown = shown.get("url") or shown.get("path")
    if isinstance(shown, Image | str):
        return shown
    if isinstance(part.get("base64"), str):
        return f"data:{part.get('media_type', 'image/png')};base64,{part['base64']}"
    match part.get("source"):
        case {"type": "base64", "media_type": str() as media_type, "data": str() as data}:
            return f"data:{media_type};base64,{data}"
        case {"type": "url", "url": str() as url}:
            return url
    return None


def with_pictures(turns: Conversation, given: Sequence[object]) -> Conversation:
    """Return turns with the pictures that a record has beside them where they show them.

    Args:
        turns: The turns; a mark in a text, or a part for a picture without one, shows the next.
        given: Paths, addresses or data URLs, or objects that hold one.

    Raises:
        ValueError: They show another number of pictures, or one is no text.
    """
    pictures = [picture_of({"type": "image", "image": each}) for each in given]
    if None in pictures:
        raise ValueError(f"picture {pictures.index(None) + 1} of its images is no path or address")
    blank = sum(map(_is_blank, _parts(turns)))
    marks = sum(turn.content.count(MARK) for turn in turns if "content" not in turn.details)
    if len(pictures) != blank + marks:
        raise ValueError(
            f"its turns show {blank + marks} pictures ({MARK}), and it has {len(pictures)}"
        )
    waiting = iter(pictures)
    shown = []
    for turn in turns:
        if "content" in turn.details:
            parts = [
                picture_part(next(waiting) or "") if _is_blank(part) else part
                for part in turn.details["content"]
            ]
        elif MARK in turn.content:
            pieces = filter(None, re.split(f"({re.escape(MARK)})", turn.content))
            parts = [
                picture_part(next(waiting) or "")
                if piece == MARK
                else {"type": "text", "text": piece}
                for piece in pieces
            ]
        else:
            shown.append(turn)
            continue
        text = turn.content.replace(MARK, "") if "content" not in turn.details else turn.content
        shown.append(replace(turn, content=text, details={**turn.details, "content": parts}))
    return tuple(shown)


def _parts(turns: Conversation) -> Iterator[Mapping[str, Any]]:
    for turn in turns:
        yield from turn.details.get("content", ())


def _is_blank(part: Mapping[str, Any]) -> bool:
    return part.get("type") == "image" and picture_of(part) is None
