"""The little Markdown that parsers write: pipe tables and headings."""

from __future__ import annotations

from collections.abc import Sequence

from sdk_core.documents.cleaning import one_line


def heading(level: int, text: str) -> str:
    """Return an ATX heading; levels beyond six are written as six."""
    return f"{'#' * min(max(level, 1), 6)} {one_line(text)}"


def pipe_table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of cells as a pipe table whose first row is the header.

    Rows without any text are left out and short rows are filled up; no rows give ``""``.
    """
    cells = [[one_line(cell).replace("|", "\\|") for cell in row] for row in rows]
    cells = [row for row in cells if any(row)]
    if not cells:
        return ""
    width = max(len(row) for row in cells)
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in cells]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)
