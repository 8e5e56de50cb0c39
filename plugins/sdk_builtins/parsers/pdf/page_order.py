"""The lines of a page as they are read: each once, from the top downwards."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from sdk_builtins.parsers.pdf.lines import Line

_OVERLAP = 0.5  # of a line, from which on another one with its text is its copy
_RISING = 0.9  # of the steps from line to line on a page that is drawn upwards
_MIN_STEPS = 5  # on a page that is not turned, where the order of drawing is mostly right


def drawn_once(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Return the lines, and apart from them copies in place, which make type look bold."""
    kept: list[Line] = []
    copies: list[Line] = []
    twins: dict[str, list[Line]] = {}
    for line in lines:
        others = twins.setdefault(line.text, [])
        if any(_is_copy(line, other) for other in others):
            copies.append(line)
        else:
            others.append(line)
            kept.append(line)
    return kept, copies


def upwards_turned(lines: list[Line], *, turn: int) -> list[Line]:
    """Return lines that were drawn from the bottom upwards in the order of reading.

    Args:
        lines: The lines of a page in the order in which they are drawn.
        turn: Quarter turns clockwise of the page; turned pages are drawn like this more often.
    """
    steps = [below.y0 - above.y0 for above, below in pairwise(lines) if below.y0 != above.y0]
    rising = sum(step > 0 for step in steps)
    if len(steps) < (2 if turn else _MIN_STEPS) or rising < _RISING * len(steps):
        return lines
    return sorted(lines, key=lambda line: (-line.y0, line.x0))


def _is_copy(line: Line, other: Line) -> bool:
    if abs(line.size - other.size) > 0.1:
        return False
    width = min(line.x1, other.x1) - max(line.x0, other.x0)
    height = min(line.y1, other.y1) - max(line.y0, other.y0)
    return (
        width > _OVERLAP * (line.x1 - line.x0) > 0 and height > _OVERLAP * (line.y1 - line.y0) > 0
    )
