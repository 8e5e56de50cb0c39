"""Line numbers beside program code, told apart from numbers that belong to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from sdk_builtins.parsers.pdf.lines import Line, Row, is_beside
from sdk_builtins.parsers.pdf.runs import runs

_NUMBER = re.compile(r"(\d{1,5})[:.|]?")
_ENOUGH = 3  # numbers, below which they may be anything
_SHARE = 0.8  # of the rows that have a number when each of them should
_ALIGNED = 1.5  # points by which edges of a column may differ
_SAME_STEP = 0.15  # of a row, by which rows may stand nearer or farther than their numbers say


def numbers_apart(rows: Sequence[Row], after: str = "") -> tuple[list[Row], list[str]]:
    """Return the rows of a block without line numbers, and the numbers.

    Numbers go when they stand in a column of their own at the left, aligned, and count the rows:
    one for each row, or one for every fifth or so at the distance that it says. Those that count
    in tens on each row are statements of a program in BASIC and stay.

    Args:
        rows: The pieces of each row.
        after: The last number of the rows before, on another page, with which these go on.
    """
    found = [(number, *parts) for number, row in enumerate(rows) if (parts := _split(row))]
    numbers = [int(value) for _, value, _, _ in found]
    edges = [line for _, _, line, _ in found]
    goes_on = bool(after and found) and numbers[0] == _value(after) + 1
    if len(found) < (1 if goes_on else _ENOUGH) or not (
        _aligned([e.x1 for e in edges]) or _aligned([e.x0 for e in edges])
    ):
        return list(rows), []
    steps = [after - before for before, after in pairwise(numbers)]
    if not steps:
        counts = len(rows) == 1
    elif min(steps) == 1:  # some rows may have been cut out
        counts = steps.count(1) >= _SHARE * len(steps) and len(found) >= _SHARE * len(rows)
    else:
        counts = min(steps) == max(steps) > 1 and _at_distance(rows, found)
    right = max(line.x1 for line in edges)
    rest = {number: parts for number, _, _, parts in found}
    others = [rest.get(number, row) for number, row in enumerate(rows)]
    starts = [row[0].x0 for row in others if row]
    width = max(line.pitch for row in rows for line in row)
    is_apart = bool(starts) and min(starts) - right > 0.5 * width
    if not counts or not is_apart:
        return list(rows), []
    return [row for row in others if row], [line.text for line in edges]


def has_number(row: Row) -> bool:
    """Whether a row begins with a number that other than a word space sets apart."""
    return _NUMBER.fullmatch(row[0].parts()[0][0]) is not None


def is_number(line: Line) -> bool:
    """Whether a piece of a row is nothing but a number."""
    return _NUMBER.fullmatch(line.text) is not None


def with_numbers(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a page with numbers that were drawn apart before the code they number.

    Programs that set the numbers as a column of their own draw all of them before the code, or
    after it.
    """
    alone = [line for line in lines if is_number(line)]
    if len(alone) < _ENOUGH or not any(line.pitch for line in lines):
        return list(lines)
    column: dict[Line, Line] = {}
    for run in _runs(alone):
        code = [
            line for line in lines if line.pitch and not is_number(line) and _is_right_of(run, line)
        ]
        beside = [number for number in run if any(is_beside(number, line) for line in code)]
        if len(beside) >= _ENOUGH:
            for number in run:
                below = (line for line in code if is_beside(number, line) or line.y1 < number.y0)
                if (owner := next(below, None)) is not None:
                    column[number] = owner
    if not column:
        return list(lines)
    before: dict[Line, list[Line]] = {}
    for line in lines:
        if line in column:
            before.setdefault(column[line], []).append(line)
    return [each for line in lines if line not in column for each in (*before.get(line, ()), line)]


def _runs(numbers: Sequence[Line]) -> list[list[Line]]:
    """Return runs of numbers that stand below each other and go up by one step."""
    rising = runs(
        numbers,
        lambda run, line: line.y1 < run[-1].y1 and _value(line.text) > _value(run[-1].text),
    )
    return [
        run
        for run in rising
        if len(run) >= _ENOUGH
        and len({_value(b.text) - _value(a.text) for a, b in pairwise(run)}) == 1
        and (_aligned([line.x1 for line in run]) or _aligned([line.x0 for line in run]))
    ]


def _is_right_of(run: Sequence[Line], line: Line) -> bool:
    return line.x0 > run[0].x1 and run[-1].y0 - line.size < line.y0 < run[0].y1


def _split(row: Row) -> tuple[int, Line, list[Line]] | None:
    """Return the number at the head of a row, where it stands, and the rest of the row."""
    match = _NUMBER.fullmatch(row[0].parts()[0][0])
    if match is None:
        return None
    number, *parts = row[0].cut()
    rest = row[1:]
    if parts:  # what is left of the line when its first part is gone, its gaps counted anew
        gaps = tuple((count - 1, left, right) for count, left, right in row[0].gaps[1:])
        text = " ".join(part.text for part in parts)
        rest = [replace(row[0], text=text, x0=parts[0].x0, gaps=gaps), *rest]
    return int(match.group(1)), number, rest


def _at_distance(rows: Sequence[Row], found: Sequence[tuple[int, int, Line, list[Line]]]) -> bool:
    """Whether sparse numbers stand as many rows apart as they say."""
    drops = [above[-1].y0 - below[-1].y0 for above, below in pairwise(rows)]
    leading = min((drop for drop in drops if drop > 0.8 * rows[0][-1].size), default=0.0)
    if not leading:
        return False
    return all(
        abs((a[2].y0 - b[2].y0) / leading - (b[1] - a[1])) < _SAME_STEP * (b[1] - a[1])
        for a, b in pairwise(found)
    )


def _aligned(edges: Sequence[float]) -> bool:
    return max(edges) - min(edges) <= _ALIGNED


def _value(text: str) -> int:
    match = _NUMBER.fullmatch(text)
    return int(match.group(1)) if match else 0
