"""The pictures that a judge is shown with an example."""

from __future__ import annotations

from sdk_core.model import Example, Image
from sdk_core.model.pictures import picture_of


def pictures_of(example: Example) -> tuple[Image, ...]:
    """Return the pictures that an example is about and that its turns show."""
    parts = [part for turn in example.messages for part in turn.details.get("content", ())]
    shown = (picture_of(part) for part in parts)
    return (*example.images, *(picture for picture in shown if isinstance(picture, Image)))
