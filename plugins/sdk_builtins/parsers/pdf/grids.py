"""Tables whose cells are drawn: the lines between them say what belongs together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from sdk_builtins.parsers.pdf.lines import Line, Rule
from sdk_builtins.parsers.pdf.runs import runs

_TOUCH = 3.0  # points between lines that are meant to meet
_MAX_RULES = 3000


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the lines of a table stand, in points.

    Args:
        xs: Positions of the vertical lines from left to right.
        ys: Heights of the horizontal lines from top to bottom.
        rules: The lines themselves.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    rules: tuple[Rule, ...] = ()

    def cell_of(self, line: Line) -> tuple[int, int] | None:
        """Return the row and the column of a line of text, ``None`` when it is outside."""
        x, y = (line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]):
            return None
        left = bisect_right(self.xs, line.x0 + _TOUCH) - 1
        column = min(max(left, 0), len(self.xs) - 2)
        row = bisect_right([-height for height in self.ys], -y) - 1
        return min(max(row, 0), len(self.ys) - 2), column

    def fill(self, lines: Sequence[Line]) -> dict[tuple[int, int], list[Line]]:
        """Return the lines of each cell that has any, by row and column."""
        cells: dict[tuple[int, int], list[Line]] = {}
        for line in lines:
            for part in line.cut(at=self.xs):
                if place := self.cell_of(part):
                    cells.setdefault(place, []).append(part)
        return cells

    def frames(self, lines: Sequence[Line]) -> list[list[Line]]:
        """Return the lines of each frame in order, where some cells are open to their neighbours.

        A frame reaches over the columns that no vertical line tells apart at the height of its row.
        """
        upright = [rule for rule in self.rules if not rule.is_horizontal]
        frames: dict[tuple[int, int], list[Line]] = {}
        for line in lines:
            if (place := self.cell_of(line)) is None:
                continue
            row, column = place
            height = (self.ys[row] + self.ys[row + 1]) / 2
            while column and not any(
                abs((rule.x0 + rule.x1) / 2 - self.xs[column]) <= _TOUCH
                and rule.y0 <= height <= rule.y1
                for rule in upright
            ):
                column -= 1
            frames.setdefault((row, column), []).append(line)
        return [frames[place] for place in sorted(frames)]


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """Return the grids of at least two rows and two columns that ruled lines form."""
    if len(rules) > _MAX_RULES or sum(not rule.is_horizontal for rule in rules) < 3:
        return []
    grids = []
    for group in _groups(rules):
        flat = [rule for rule in group if rule.is_horizontal]
        upright = [rule for rule in group if not rule.is_horizontal]
        xs = _positions([(rule.x0 + rule.x1) / 2 for rule in upright])
        ys = _positions([(rule.y0 + rule.y1) / 2 for rule in flat])
        if len(xs) > 2 and len(ys) > 2:
            grids.append(Grid(tuple(xs), tuple(reversed(ys)), tuple(group)))
    return grids


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Return the rules that touch each other, directly or through others."""
    parents = list(range(len(rules)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    active: list[int] = []  # those that reach up to the next one; few, as most lie flat
    for index in sorted(range(len(rules)), key=lambda i: rules[i].y0):
        left, bottom, right, _ = rules[index]
        active = [other for other in active if rules[other].y1 >= bottom - _TOUCH]
        for other in active:
            start, _, end, _ = rules[other]
            if left <= end + _TOUCH and right >= start - _TOUCH:
                parents[root(other)] = root(index)
        active.append(index)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(root(index), []).append(rule)
    return list(groups.values())


def _positions(values: list[float]) -> list[float]:
    """Return distinct positions in order; lines that touch are one."""
    touching = runs(sorted(values), lambda run, value: value - run[0] <= _TOUCH)
    return [run[0] for run in touching]


def cell_text(lines: Sequence[Line]) -> str:
    """Return the text of one cell, whose lines may stand in any order."""
    text = ""
    for line in sorted(lines, key=lambda line: (-round(line.y0 / 3), line.x0)):
        text = text[:-1] + line.text if text.endswith("\u00ad") else f"{text} {line.text}"
    return text.strip()
