"""The words of a text in normal form, with how they stand in the source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from sdk_core.evidence.normal_text import NormalText
from sdk_core.evidence.text_scanner import THAI_AND_KIN, UNSPACED
from sdk_core.evidence.turning_words import CJK_NUMBERS

Kind = Literal["number", "word", "character", "sign"]
"""``character`` is one of a script without spaces between words."""

_CHARACTER = f"[{UNSPACED}{THAI_AND_KIN}]"
_IN_WORD = (
    rf"(?:(?!{_CHARACTER})[^\s\d\x00-/:-@\[-`{{-\xbf\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff])"
)
_TOKEN = re.compile(
    r"(?P<number>(?:(?<![\w)'\"])[-+])?"
    r"(?:\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:[.,]\d+|(?<=\d)'(?=\d{3})\d+)*(?:\^[-+]?\d+)?)"
    rf"|(?P<word>{_IN_WORD}(?:{_IN_WORD}|\d|'(?={_IN_WORD}))*(?:\^[-+]?\d+)?)"
    rf"|(?P<character>(?![\u3000-\u303f\u30fb\u30fc]){_CHARACTER})"
    r"|(?P<sign>[%‰°€$£¥₽₹<>=≤≥≠±√∞])"
)
_SENTENCE_END = frozenset(".!?:;'\"([{。！？：；\n")


@dataclass(frozen=True, slots=True)
class Word:
    """One word, number, sign, or character of a script without spaces between words.

    Args:
        text: Its normal form.
        raw: How it stands in the source.
        kind: What it is.
        start: Code point of the source where it begins.
        end: Code point behind its end.
        opens: Whether it is the first of a sentence, a line or the text.
        measured: Whether a number stands right before it.
    """

    text: str
    raw: str
    kind: Kind
    start: int
    end: int
    opens: bool = False
    measured: bool = False

    @property
    def stem(self) -> str:
        """Its normal form without raised digits, which may be a footnote's."""
        return self.text.partition("^")[0]

    @property
    def is_capitalised(self) -> bool:
        """Whether it has a capital letter."""
        return self.raw != self.raw.lower()

    @property
    def has_case(self) -> bool:
        """Whether its script tells capital letters from small ones."""
        return self.raw.lower() != self.raw.upper()


def words_of(source: str, normal: NormalText, start: int, end: int) -> list[Word]:
    """Return the words within a span of a normal form.

    Args:
        source: The text that the normal form is of.
        normal: Its normal form.
        start: Where the span of the normal form begins.
        end: Behind its end.
    """
    found: list[Word] = []
    number_before = False
    for match in _TOKEN.finditer(normal.text, start, end):
        first, last = normal.span(match.start(), match.end())
        before = normal.text[max(0, match.start() - 2) : match.start()].rstrip()[-1:]
        line = source[source.rfind("\n", max(0, first - 40), first) + 1 : first]
        opens = not before or before in _SENTENCE_END or not any(map(str.isalnum, line))
        kind: Kind = match.lastgroup  # type: ignore[assignment]
        found.append(
            Word(match.group(), source[first:last], kind, first, last, opens, number_before)
        )
        number_before = kind == "number" or match.group() in CJK_NUMBERS
    return found
