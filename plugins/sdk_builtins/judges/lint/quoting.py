"""How findings quote the words that they are about."""

from __future__ import annotations

_SHOWN = 60
"""Characters of a text that a finding shows."""


def quoted(text: str) -> str:
    """Return a text on one line, in quotation marks, cut to what is read at a glance."""
    line = " ".join(text.split())
    if len(line) > _SHOWN:
        line = f"{line[: _SHOWN - 1].rstrip()}…"
    return f'"{line}"'


def quoted_end(text: str) -> str:
    """Return the last words of a text in quotation marks."""
    line = " ".join(text.split())
    if len(line) > _SHOWN:
        line = f"…{line[1 - _SHOWN :].lstrip()}"
    return f'"{line}"'
