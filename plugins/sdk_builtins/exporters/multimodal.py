"""Questions about pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sdk_builtins.exporters.messages import MessagesExporter, beside
from sdk_builtins.exporters.turns import plain
from sdk_core.model import Example, Image
from sdk_core.model.pictures import MARK, picture_of, with_pictures


class MultimodalExporter(MessagesExporter):
    """Gives ``messages`` with a mark for each picture, and ``images``."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example.

        Raises:
            ValueError: An example has no picture, or its text holds the mark by itself, so that
                pictures would be miscounted.
        """
        for example in examples:
            turns = []
            images: list[Image | str] = [*example.images]
            waiting = len(images)
            for message in example.to_messages():
                if MARK in message.content:
                    raise ValueError(f"its text holds {MARK}, which would count as a picture")
                turn = message.to_dict()
                if "content" in message.details:
                    turn["content"] = _marked(message.details["content"], images)
                if waiting and message.role == "user":
                    turn["content"] = f"{MARK}\n" * waiting + turn["content"]
                    waiting = 0
                turns.append(turn)
            if not images:
                raise ValueError("it shows no picture")
            yield {"messages": turns, "images": images, **beside(example)}

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row."""
        problems = list(super().check(row))
        yield from problems
        images = row.get("images", [])
        if not isinstance(images, list) or not all(isinstance(i, str) and i for i in images):
            yield "its images are no list of paths, addresses or data URLs"
        elif not problems:
            marks, parts = _pictures(row["messages"])
            if marks != len(images):
                yield f"its text shows {marks} pictures ({MARK}), and images has {len(images)}"
            elif not marks and not parts:
                yield "it shows no picture"

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the conversation of a row, with its pictures where its turns show them.

        Raises:
            ValueError: It is none, or shows another number of pictures.
        """
        example = super().read(row)
        fields = {name: value for name, value in example.fields.items() if name != "images"}
        turns = with_pictures(example.messages, row.get("images") or ())
        return replace(example, messages=turns, fields=fields)


def _pictures(turns: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """Return how many pictures turns take from beside them, and how many they hold themselves."""
    marks = sum(plain(turn.get("content")).count(MARK) for turn in turns)
    contents = [turn["content"] for turn in turns if isinstance(turn.get("content"), list)]
    shown = [part for parts in contents for part in parts if part["type"].startswith("image")]
    bare = sum(part.keys() <= {"type", "text"} for part in shown)
    return marks + bare, len(shown) - bare


def _marked(parts: Sequence[Mapping[str, Any]], images: list[Image | str]) -> str:
    """Return the text of parts with a mark for each picture, which goes to the other ones.

    Raises:
        ValueError: A part is neither text nor a picture.
    """
    text = ""
    for part in parts:
        picture = picture_of(part)
        if picture is not None:
            images.append(picture)
            text += MARK
        elif part.get("type") == "text":
            text += str(part.get("text", ""))
        else:
            raise ValueError(
                f"it has a part of the type {part.get('type')!r}, for which the format has no "
                "place; messages and jsonl keep it"
            )
    return text
