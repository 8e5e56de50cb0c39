"""The little Markdown that parsers write: headings, tables, links and code."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sdk_core.documents.cleaning import one_line


def heading(level: int, text: str) -> str:
    """Return an ATX heading; levels beyond six are written as six."""
    return f"{'#' * min(max(level, 1), 6)} {one_line(text)}"


def pipe_table(rows: Sequence[Sequence[str]], *, ragged: bool = False) -> str:
    """Return rows of cells as a pipe table whose first row is the header.

    Rows without any text are left out; no rows give ``""``.

    Args:
        rows: The cells of each row.
        ragged: Whether a row of one cell stays short, as Markdown allows, which keeps a remark over
            all columns apart from a cell beside empty ones; other rows are filled up.
    """
    cells = [[one_line(cell).replace("|", "\\|") for cell in row] for row in rows]
    cells = [row for row in cells if any(row)]
    if not cells:
        return ""
    width = max(len(row) for row in cells)
    lines = []
    for number, row in enumerate(cells):
        missing = 0 if ragged and number and len(row) == 1 else width - len(row)
        lines.append(f"| {' | '.join(row + [''] * missing)} |")
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


def link(text: str, address: str) -> str:
    """Return a link to another site as Markdown, the mere text where the address adds nothing.

    Only addresses that a reader can follow are kept: ``http``, ``https``, ``ftp`` and ``mailto``.
    """
    shown, address = one_line(text), one_line(address)
    scheme, _, rest = address.partition(":")
    if scheme.lower() not in ("http", "https", "ftp", "mailto") or not shown:
        return text
    if shown in (address, rest) or rest.strip("/") == shown.strip("/"):
        return text
    target = address.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
    return f"[{shown}]({target})"


def fence(code: str, language: str = "") -> str:
    """Return text as a fenced code block whose fence is longer than any in it.

    Args:
        code: The text, kept as it is.
        language: Name of the language, ``""`` when unknown.
    """
    longest = max((len(run) for run in re.findall("`{3,}", code)), default=2)
    marks = "`" * (longest + 1)
    return f"{marks}{language}\n{code.strip(chr(10))}\n{marks}"
