"""Asks beside as much of a passage as the model has room for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sdk_builtins.judges.document_view import PIECE, DocumentView, view
from sdk_core.errors import CallError, ErrorKind

T = TypeVar("T")


async def ask_beside(
    passage: str, room: int, ask: Callable[[str, int], Awaitable[T]]
) -> tuple[T, str]:
    """Ask beside a passage, less of it where the model says that it is too long.

    Args:
        passage: The passage, which may be a whole document.
        room: Characters of it that are shown at most; what is left out lies between other parts.
        ask: Asks, given the text to show and how many passages of it were left out.

    Returns:
        What the model said, and the caveat of a judgement that did not see all.

    Raises:
        CallError: The call failed for good.
    """
    if len(passage) <= room:
        room = PIECE * len(passage)  # all pieces, however many it is cut into
    while True:
        shown = view(passage, room)
        text = "\n\n[…]\n\n".join(_runs(shown))
        try:
            return await ask(text, shown.left_out), _caveat(shown)
        except CallError as error:
            if error.kind != ErrorKind.CONTEXT_LENGTH or len(shown.passages) < 2:
                raise
            room = PIECE * (len(shown.passages) // 2)


def _runs(shown: DocumentView) -> list[str]:
    """Return the passages that are shown, those that follow each other as one text."""
    runs: list[str] = []
    last = 0
    for number, text in shown.passages.items():
        if runs and number == last + 1:
            runs[-1] += text
        else:
            runs.append(text)
        last = number
    return runs


def _caveat(shown: DocumentView) -> str:
    if not shown.left_out:
        return ""
    return f"by {len(shown.passages)} of {shown.total} passages of its document"
