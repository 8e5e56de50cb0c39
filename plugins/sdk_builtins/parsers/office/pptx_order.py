"""The order in which people read the shapes of a slide."""

from __future__ import annotations

from typing import Any

from sdk_builtins.parsers.office.pptx_placeholders import Box

_Placed = tuple[Box, Any]
_MAX_DEPTH = 12


def reading_order(shapes: list[_Placed]) -> list[Any]:
    """Return shapes from top to bottom, and columns that stand side by side one after the other.

    The slide is cut where no shape crosses its whole width or height, then each part again: the
    recursive XY-cut of Nagy and Seth (1984) on boxes. Shapes that overlap too much to be cut apart
    go by their upper left corners.

    Args:
        shapes: Each shape with its box.
    """
    return [shape for _, shape in _order(shapes, 0)]


def _order(boxes: list[_Placed], depth: int) -> list[_Placed]:
    if len(boxes) < 2 or depth > _MAX_DEPTH:
        return _by_corner(boxes)
    rows, columns = _cut(boxes, 1), _cut(boxes, 0)
    for parts in (_join_ragged(rows), columns, rows):
        if len(parts) > 1:
            return [box for part in parts for box in _order(part, depth + 1)]
    return _by_corner(boxes)


def _join_ragged(rows: list[list[_Placed]]) -> list[list[_Placed]]:
    """Join rows whose boxes do not stand in a line: those are columns of text side by side."""
    parts = list[list[_Placed]]()
    was_straight = True
    for row in rows:
        straight = _is_straight(row)
        if straight or was_straight:
            parts.append(row)
        else:
            parts[-1] = parts[-1] + row
        was_straight = straight
    return parts


def _is_straight(row: list[_Placed]) -> bool:
    tops = [box[1] for box, _ in row]
    lowest = min(box[3] - box[1] for box, _ in row)
    return max(tops) - min(tops) <= lowest // 20


def _by_corner(boxes: list[_Placed]) -> list[_Placed]:
    return sorted(boxes, key=lambda each: (each[0][1], each[0][0]))


def _cut(boxes: list[_Placed], axis: int) -> list[list[_Placed]]:
    """Return the boxes in groups between which no box lies on an axis (0 across, 1 down)."""
    groups = list[list[_Placed]]()
    end = 0
    for each in sorted(boxes, key=lambda each: each[0][axis]):
        low, high = each[0][axis], each[0][axis + 2]
        # Boxes of text are drawn a little too large, so that neighbours overlap at their rims.
        if groups and low < end - (high - low) // 10:
            groups[-1].append(each)
            end = max(end, high)
        else:
            groups.append([each])
            end = high
    return groups
