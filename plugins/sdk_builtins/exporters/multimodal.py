"""Questions about pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sdk_builtins.exporters.messages import MessagesExporter
from sdk_builtins.exporters.turns import plain
from sdk_core.model import Example

MARK = "<image>"
"""Stands in the text where a picture is shown; trainers want as many as there are pictures."""


class MultimodalExporter(MessagesExporter):
    """Gives ``messages`` with a mark for each picture, and ``images``."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example.

        Raises:
            ValueError: An example has no picture, or its text holds the mark by itself, so that
                pictures would be miscounted.
        """
        for example in examples:
            if not example.images:
                raise ValueError("it shows no picture")
            turns = [message.to_dict() for message in example.to_messages()]
            if any(MARK in turn["content"] for turn in turns):
                raise ValueError(f"its text holds {MARK}, which would count as a picture")
            asked = next(turn for turn in turns if turn["role"] == "user")
            asked["content"] = f"{MARK}\n" * len(example.images) + asked["content"]
            yield {"messages": turns, "images": list(example.images)}

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


def _pictures(turns: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """Return how many pictures turns take from beside them, and how many they hold themselves."""
    marks = sum(plain(turn.get("content")).count(MARK) for turn in turns)
    contents = [turn["content"] for turn in turns if isinstance(turn.get("content"), list)]
    shown = [part for parts in contents for part in parts if part["type"].startswith("image")]
    bare = sum(part.keys() <= {"type", "text"} for part in shown)
    return marks + bare, len(shown) - bare
