"""Runs of a paragraph put together: raised ones stay apart, struck ones are marked."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from sdk_core.documents.raised import raised

_LINE = 80  # characters of a line that are looked at on either side


class _Raised(str):
    __slots__ = ()


class _Struck(str):
    __slots__ = ()


class _RaisedAndStruck(_Raised, _Struck):
    __slots__ = ()


def run(text: str, *, raised: bool, struck: bool) -> str:
    """Return the text of a run for `join_runs`.

    Args:
        text: The text.
        raised: Whether it stands above the line.
        struck: Whether a line is drawn through it.
    """
    if raised:
        return _RaisedAndStruck(text) if struck else _Raised(text)
    return _Struck(text) if struck else text


def join_runs(pieces: Iterable[str], before: str = "") -> str:
    """Return the text of runs in order, what is struck between tildes (GitHub Flavored Markdown).

    Args:
        pieces: Their texts.
        before: What stands before them in the paragraph.
    """
    written = list[str]()
    tail = before
    for is_struck, group in groupby(pieces, key=lambda piece: isinstance(piece, _Struck)):
        text = _joined(group, tail)
        written.append("\n".join(map(_struck, text.split("\n"))) if is_struck else text)
        tail = (tail + text)[-_LINE:]
    return "".join(written)


def _struck(line: str) -> str:
    core = line.strip()
    return line.replace(core, f"~~{core}~~", 1) if core else line


def _joined(pieces: Iterable[str], before: str) -> str:
    groups = [
        (is_raised, "".join(group))
        for is_raised, group in groupby(pieces, key=lambda piece: isinstance(piece, _Raised))
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
