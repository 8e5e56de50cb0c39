"""Choices of pages such as ``1-20,35``."""

from __future__ import annotations

import re

_PART = re.compile(r"\s*(\d{1,6})\s*(?:(-)\s*(\d{1,6})?\s*)?")


PageRange = tuple[int, int]
"""The first and the last page, both included; a last one of 0 is the end of the file."""


def parse_ranges(text: str) -> tuple[PageRange, ...]:
    """Return the ranges of a choice of pages, none for all pages.

    Raises:
        ValueError: It is not of the form ``1-20,35,40-``.
    """
    ranges = []
    for part in text.split(",") if text.strip() else ():
        match = _PART.fullmatch(part)
        if match is None:
            raise ValueError(f"{part.strip()!r} is neither a page nor a range such as 1-20")
        first, dash, last = match.groups()
        end = int(last) if last else 0 if dash else int(first)
        if int(first) < 1 or 0 < end < int(first):
            raise ValueError(f"{part.strip()!r} is no range: pages count from 1, upwards")
        ranges.append((int(first), end))
    return tuple(ranges)


def chosen_pages(ranges: tuple[PageRange, ...], count: int) -> list[int]:
    """Return the numbers of the chosen pages in order.

    Raises:
        ValueError: A range lies outside the file.
    """
    if not ranges:
        return list(range(1, count + 1))
    chosen: set[int] = set()
    for first, last in ranges:
        highest = max(first, last)
        if highest > count:
            raise ValueError(f"page {highest} was asked for, of {count}")
        chosen.update(range(first, (last or count) + 1))
    return sorted(chosen)
