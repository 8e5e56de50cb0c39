"""What notebooks show of records: plain tables, with every text escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

LONGEST = 2000
"""Characters of a cell; what is longer is cut, and says so."""


def table(rows: Iterable[tuple[str, object]], caption: str = "") -> str:
    """Return an HTML table with a name and a value in each row.

    Args:
        rows: Names and values; values become text.
        caption: What stands above it.
    """
    head = f"<caption>{escape(caption)}</caption>" if caption else ""
    body = "".join(
        f'<tr><th scope="row" style="text-align:left;vertical-align:top">{escape(name)}</th>'
        f'<td style="text-align:left;white-space:pre-wrap">{escape(_cut(str(value)))}</td></tr>'
        for name, value in rows
    )
    return f"<table>{head}{body}</table>"


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]} … ({len(text) - LONGEST:,} more characters)"
