"""Runs of a paragraph put together, those that stand above the line so that they stay apart."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from sdk_core.documents.raised import raised

_LINE = 80  # characters of a line that are looked at on either side


class Raised(str):
    """Text of a run that stands above the line."""

    __slots__ = ()


def join_runs(pieces: Iterable[str], before: str = "") -> str:
    """Return the text of runs in order.

    Args:
        pieces: Their texts.
        before: What stands before them in the paragraph.
    """
    groups = [
        (is_raised, "".join(group))
        for is_raised, group in groupby(pieces, key=lambda piece: isinstance(piece, Raised))
    ]
    if not any(is_raised for is_raised, _ in groups):
        return "".join(text for _, text in groups)
    written, tail = list[str](), before[-_LINE:]
    for number, (is_raised, piece) in enumerate(groups):
        after = groups[number + 1][1] if number + 1 < len(groups) else ""
        written.append(_apart(tail, piece, after) if is_raised else piece)
        tail = (tail + written[-1])[-_LINE:]
    return "".join(written)


def _apart(before: str, piece: str, after: str) -> str:
    """Return raised text between the spaces around it."""
    core = piece.strip()
    if not core:
        return piece
    start = piece.index(core)
    end = piece[start + len(core) :]
    line = (before + piece[:start]).rpartition("\n")[2]
    return piece[:start] + raised(line, core, (end + after)[:_LINE].partition("\n")[0]) + end
