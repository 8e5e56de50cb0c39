"""The texts of what passes between the steps, whichever level it is of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from sdk_core.model import Chunk, Document, Example, Segment

Item = Document | Segment | Chunk | Example

ItemT = TypeVar("ItemT", Document, Segment, Chunk, Example)

Change = Callable[[str], str]


def text_of(item: Item, field: str = "") -> str:
    """Return the text of a thing: all that an example says, or one of its fields.

    Args:
        item: The thing.
        field: Name of a field of examples; ``""`` for everything, and for other things.
    """
    if not isinstance(item, Example):
        return item.text
    if field:
        value = item.fields.get(field)
        return value if isinstance(value, str) else ""
    turns = (turn.content for turn in item.messages)
    return "\n".join([*turns, *(v for v in item.fields.values() if isinstance(v, str))])


def with_texts(item: Item, change: Change, field: str = "") -> Item:
    """Return a thing with its texts changed; a chunk keeps its place in the stored text.

    Args:
        item: The thing.
        change: Gives the new text for a text.
        field: As for `text_of`.
    """
    if isinstance(item, Document):
        segments = tuple(replace(each, text=change(each.text)) for each in item.segments)
        return item if segments == item.segments else replace(item, segments=segments)
    if isinstance(item, Segment | Chunk):
        return replace(item, text=change(item.text))
    fields = {
        name: _changed(value, change) if field in ("", name) else value
        for name, value in item.fields.items()
    }
    messages = item.messages
    if not field:
        messages = tuple(replace(turn, content=change(turn.content)) for turn in messages)
    return replace(item, fields=fields, messages=messages)


def _changed(value: Any, change: Change) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list | tuple):
        return [_changed(each, change) for each in value]
    return value
