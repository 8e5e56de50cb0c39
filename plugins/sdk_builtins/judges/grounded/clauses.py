"""Sentences and clauses of a text, and the headings that stand above them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:[^\W\d_]|[Dd]r|[Mm]rs?|[Mm]s|St|Prof|Nr|No|Abs|vgl|bzw|ca|art|Sr|Sra|Mme|Dra|ul|г|т|[ei]\.g|[zd]\. ?[Bh])\.$|\d\.$"
)
_CLAUSE = re.compile(r"(?:[;，；：、،؛—–()（）\n]|(?<!\d)[,:]|[,:](?!\d))+\s*|\s-\s")
_HEADING = re.compile(
    r"\s{0,3}#{1,6}\s+(.+)|\s*(§\s*\d+.*|第[\d一二三四五六七八九十]+[章节條条部].*)"
)
_SHORT = 60


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or a line of a text.

    Args:
        text: As it stands.
        start: Code point where it begins.
        end: Code point behind it.
        heading: The heading above it, ``""`` for none.
        section: Number of the section in which it stands, in order.
    """

    text: str
    start: int
    end: int
    heading: str
    section: int


@lru_cache(maxsize=32)
def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences and table rows of a text, those of wrapped lines in one piece."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[Sentence]:
    heading, section = "", 0
    for start, end in _blocks(text):
        block = text[start:end]
        titled = _HEADING.match(block)
        if titled or _is_title(block, text, start, end):
            heading, section = block.strip(" #\n"), section + 1
            continue
        for first, last in _split(block):
            if block[first:last].strip():
                yield Sentence(block[first:last], start + first, start + last, heading, section)


def _is_title(block: str, text: str, start: int, end: int) -> bool:
    """Tell whether a line stands alone and does not end as a sentence."""
    line = block.strip()
    return (
        0 < len(line) <= _SHORT
        and line[-1].isalnum()
        and (start == 0 or text[:start].endswith("\n\n") or not text[:start].strip())
        and text[end : end + 1] in ("", "\n")
        and not line.startswith(("|", "-", "*"))
        and line[0].isupper()
        and end < len(text) - 1
    )


_LINE = re.compile(r"[^\n]*\n?")
_OWN = re.compile(r"\s*(?:\||#|[-*•]\s|\d+[.)]\s|\(\d+\)\s|[A-Z]:\s|§)|.*\S\s{3,}\S")


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of paragraphs, rows of tables and items of lists."""
    begin: int | None = None
    for line in _LINE.finditer(text):
        if not line[0]:
            break
        if not line[0].strip() or _OWN.match(line[0]):
            if begin is not None:
                yield begin, line.start()
            begin = line.start() if line[0].strip() else None
            if begin is not None and line[0].lstrip().startswith(("|", "#", "§")):
                yield begin, line.end()
                begin = None
        elif begin is None:
            begin = line.start()
    if begin is not None:
        yield begin, len(text)


def _split(block: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for mark in re.finditer(r"[.!?؟।]+[\"'”’»)*]*\s+|[。！？]+[”」』）]*", block):
        if block[mark.start()] == "." and _ABBREVIATED.search(block[begin : mark.start() + 1][-8:]):
            continue
        yield begin, mark.end()
        begin = mark.end()
    if begin < len(block):
        yield begin, len(block)


_WRAPPED = re.compile(r"(?<=[^\s.!?:;。！？|])[ \t]*\n[ \t]*(?=[^\s|#*•§-])(?!\d+[.)])")
"""A line break inside a sentence."""

_SUBORDINATE = re.compile(
    r"(?<=\w)\s+(?=(?:when|if|because|while|unless|although|though|since|whereas|but|so that|even though|in order"
    r"|wenn|weil|obwohl|während|aber|sondern|falls|sobald|solange|damit|sofern"
    r"|quand|lorsque|parce|car|mais|tandis|alors que|afin|puisque"
    r"|cuando|porque|pero|sino|aunque|mientras|quando|perché|ma|mentre|sebbene|porém|enquanto|embora"
    r"|omdat|maar|terwijl|als|wanneer|hoewel|när|eftersom|men|medan|gdy|gdyż|ponieważ|ale|jeśli|jeżeli"
    r"|когда|если|потому|поэтому|но|хотя|поскольку|коли|якщо|бо|але|když|protože|pokud|avšak)\b)",
    re.IGNORECASE,
)


def clauses(text: str) -> list[str]:
    """Return the pieces of a text between its marks and before words that join clauses."""
    found: list[str] = []
    plain = _WRAPPED.sub(" ", text)
    for first, last in _split(plain):
        for part in _CLAUSE.split(plain[first:last]):
            found.extend(piece for piece in _SUBORDINATE.split(part) if piece.strip())
    return found
