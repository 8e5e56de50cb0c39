"""Text as comparison sees it, with the place in the source of each of its characters."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sdk_core.evidence.text_scanner import Scanner

Form = Literal["strict", "loose"]
"""``strict`` leaves out marks of form; ``loose`` also footnote marks, page numbers and hyphens."""

_MARK_ROOM = 40  # characters behind the last one within which its marks stand


@dataclass(frozen=True, slots=True)
class NormalText:
    """A text, or a part of one, in normal form.

    Args:
        text: The normal form.
        starts: Where what each character stands for begins, in code points of the part.
        ends: Where it ends.
        marks: What was left out as footnote marks, list numbers or page numbers: where each begins
            in the part, and its letters and digits.
        offset: Code point of the source where the part begins.
    """

    text: str
    starts: array[int]
    ends: array[int]
    marks: tuple[tuple[int, str], ...]
    offset: int = 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source that a non-empty span of the normal form stands for."""
        return self.offset + self.starts[start], self.offset + self.ends[end - 1]

    def marks_behind(self, start: int, end: int) -> list[str]:
        """Return the marks within a span of the normal form and right behind it, in order."""
        last = self.starts[end] if end < len(self.starts) else self.ends[-1] + _MARK_ROOM
        first = bisect_left(self.marks, (self.starts[start], ""))
        return [mark for _, mark in self.marks[first : bisect_left(self.marks, (last, ""))]]


def normalise(text: str, form: Form, offset: int = 0) -> NormalText:
    """Return the normal form of a text, in time linear in its length.

    Args:
        text: Any text.
        form: What is left out.
        offset: Code point where it begins in the text that it is a part of.
    """
    scanner = Scanner(text, loose=form == "loose")
    scanner.scan()
    parts = "".join(scanner.parts)
    return NormalText(parts, scanner.starts, scanner.ends, tuple(scanner.marks), offset)


@lru_cache(maxsize=64)
def normal_passage(text: str, start: int, end: int, form: Form) -> NormalText:
    """Return the normal form of a passage of a document, kept for the next quote of it."""
    return normalise(text[start:end], form, start)


@lru_cache(maxsize=4)
def normal_document(text: str, form: Form) -> NormalText:
    """Return the normal form of a whole document, kept for the next quote of it."""
    return normalise(text, form)
