"""What a parser saw in a document and did not put into its text, by reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a part of a document is not in its text; a plugin may give other short words."""

    RUNNING_HEAD = "running head"
    """Repeated in the margin of the pages: heads, feet, page and line numbers."""

    HIDDEN = "hidden"
    """The document itself says that it is not to be shown."""

    BOILERPLATE = "boilerplate"
    """Surroundings of a page's own text: navigation, advertising, notices about cookies."""

    OFF_PAGE = "outside of the page"
    """Drawn where no reader sees it."""

    REPEATED = "repeated"
    """There twice for the eye alone: a bold face drawn by two strokes, a picture of a formula."""

    DELETED = "deleted"
    """Struck out by a revision that was recorded, or replaced by a later form."""

    COMMENT = "comment"
    """A remark about the text rather than a part of it."""

    STRUCTURE = "structure"
    """Marks that structure takes the place of: delimiters of a format, a contents list's dots."""

    UNREADABLE = "unreadable part"
    """Damaged, of a kind that is not read, or beyond a limit."""

    UNMAPPED = "not mapped to Unicode"
    """Drawn by a font that does not say which characters it draws."""

    PICTURE = "picture"
    """Text that may stand in a picture and was not recognised."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of a document that is not in its text.

    Args:
        reason: One of `Reason`, or a plugin's own words.
        text: What it says, ``""`` when that is unknown.
        segment: 1-based index of the segment that it belongs to, 0 for none.
    """

    reason: str
    text: str = ""
    segment: int = 0


def totals(parts: Iterable[LeftOut]) -> dict[str, dict[str, int]]:
    """Return how many ``parts`` and ``characters`` were left out for each reason."""
    return add({part.reason: {"parts": 1, "characters": len(part.text)}} for part in parts)


def add(sums: Iterable[dict[str, dict[str, int]]]) -> dict[str, dict[str, int]]:
    """Return the sum of several totals."""
    whole: dict[str, dict[str, int]] = {}
    for one in sums:
        for reason, counted in one.items():
            so_far = whole.setdefault(reason, dict.fromkeys(counted, 0))
            for name, count in counted.items():
                so_far[name] += count
    return whole


def describe(sums: dict[str, dict[str, int]]) -> str:
    """Return totals in words, such as ``running head 12 × (340 characters)``."""
    return ", ".join(
        f"{reason} {sums[reason]['parts']:,} \u00d7"
        + (f" ({sums[reason]['characters']:,} characters)" if sums[reason]["characters"] else "")
        for reason in sorted(sums)
    )
