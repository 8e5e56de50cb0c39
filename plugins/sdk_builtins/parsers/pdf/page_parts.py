"""Pages that only say what stands where: lists of contents and indexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sdk_builtins.parsers.pdf.table_finding import has_leaders

_ENOUGH = 6  # rows
_WITH_LEADERS = 0.6  # of the rows
_ENTRIES = 0.7  # of the rows
_RISING = 0.8  # of the entries
_ROMAN = frozenset("ivxlc")
_ENTRY = re.compile(r"(?:[A-Z\d][\d.]*\s+)?[^\W\d_][^\d]*?[\s.\u2026]+(\d{1,4}|[ivxlc]{1,6})")
_INDEXED = re.compile(r"([^\W\d_])\D*?[,\s]\s*\d{1,4}(?:\s*[-\u2013]\s*\d{1,4})?"
                      r"(?:,\s*\d{1,4}(?:\s*[-\u2013]\s*\d{1,4})?)*")  # fmt: skip


def part_of_book(rows: Sequence[str]) -> str:
    """Return ``contents`` or ``index`` for a page that is one, else ``""``.

    Args:
        rows: The text of each row of the page.
    """
    if len(rows) < _ENOUGH:
        return ""
    if sum(map(has_leaders, rows)) >= _WITH_LEADERS * len(rows):
        return "contents"
    if sum(row[-1:].isdigit() or row[-1:] in _ROMAN for row in rows) < _ENTRIES * len(rows):
        return ""  # as most pages
    entries = [match.group(1) for row in rows if (match := _ENTRY.fullmatch(row))]
    pages = [int(entry) for entry in entries if entry.isdecimal()]
    if len(entries) >= _ENTRIES * len(rows) and _rise(pages):
        return "contents"
    initials = [
        ord(match.group(1).lower()[0]) for row in rows if (match := _INDEXED.fullmatch(row))
    ]
    return "index" if len(initials) >= _ENTRIES * len(rows) and _rise(initials) else ""


def _rise(values: Sequence[int]) -> bool:
    pairs = list(pairwise(values))
    return len(pairs) > 2 and sum(a <= b for a, b in pairs) >= _RISING * len(pairs)
