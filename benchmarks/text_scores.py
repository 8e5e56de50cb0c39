"""How close extracted text is to the right one: words, their order, and Markdown structure."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import LCSseq

_CJK = (
    "\u2e80-\u2fdf\u3040-\u30ff\u3100-\u312f\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
_TOKEN = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\((?:[^()]|\([^)]*\))*\)")
_TAG = re.compile(
    r"</?(?:br|b|i|u|em|strong|p|div|span|table|t[rdh]|thead|tbody|su[pb]|mark|a|[uo]l|li|h[1-6]|"
    r"pre|code|img|s|del|ins)\b[^>]*>",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\([_*#\[\](){}.!+\-`~|<>\\])")
_SOFT_HYPHEN = re.compile("[\u00ad\ufffe\x02]\n?")
_LINE_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010]\n\s*(?=[^\W\d_])")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_HEADING = re.compile(r"^\s*#{1,6}\s+(.+)$", re.MULTILINE)
_ITEM = re.compile(r"^\s*(?:[-*+\u2022]|\d+[.)])\s+(.+)$", re.MULTILINE)
_RULE = re.compile(r"[|\s:\-]+")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True, slots=True)
class Score:
    """Figures from 0 to 1; ``None`` where the right text has nothing of that kind.

    Args:
        f1: F1 of the words, whatever their order.
        order: Share of the right words that stand in the right order.
        headings: F1 of whole headings.
        rows: F1 of whole table rows, cell by cell.
        items: F1 of whole list items.
        lost: Share of the right text's letters that was left out, as the tool says itself.
    """

    f1: float
    order: float | None
    headings: float | None
    rows: float | None
    items: float | None
    lost: float


def score(right: str, extracted: str, left_out: str = "") -> Score:
    """Compare Markdown or plain text with the right text.

    Args:
        right: The text as it should be.
        extracted: What a tool made of the document.
        left_out: What the tool says that it saw and left out.
    """
    wanted, got = tokens(right), tokens(extracted)
    hits = sum((Counter(wanted) & Counter(got)).values())
    return Score(
        f1=2 * hits / (len(wanted) + len(got)) if wanted or got else 1.0,
        order=LCSseq.similarity(wanted, got) / hits if hits else None,
        headings=_f1(_units(_HEADING, right), _units(_HEADING, extracted)),
        rows=_f1(_rows(right), _rows(extracted)),
        items=_f1(_units(_ITEM, right), _units(_ITEM, extracted)),
        lost=_lost(Counter(wanted), Counter(got), Counter(tokens(left_out))),
    )


def _lost(wanted: Counter[str], got: Counter[str], left_out: Counter[str]) -> float:
    letters = sum(len(word) * count for word, count in wanted.items())
    lost = (wanted - got) & left_out
    return sum(len(word) * count for word, count in lost.items()) / max(letters, 1)


def tokens(text: str) -> list[str]:
    """Return the words of a text without markup, Chinese and Japanese by character."""
    text = _TAG.sub(" ", _LINK.sub(r"\1", _PICTURE.sub(r" \1 ", _COMMENT.sub(" ", text))))
    text = html.unescape(_ESCAPED.sub(r"\1", text).replace("**", "").replace("`", ""))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _LINE_HYPHEN.sub("", _SOFT_HYPHEN.sub("", text))
    text = unicodedata.normalize("NFKC", text).casefold()
    return _TOKEN.findall(_INVISIBLE.sub("", text))


def is_right_to_left(text: str) -> bool:
    """Whether at least a third of the letters are Hebrew or Arabic."""
    return 3 * len(_RTL.findall(text)) >= sum(character.isalpha() for character in text) > 0


def _units(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(" ".join(tokens(unit)) for unit in pattern.findall(text))


def _rows(text: str) -> Counter[tuple[str, ...]]:
    rows: Counter[tuple[str, ...]] = Counter()
    for line in map(str.strip, text.split("\n")):
        if line.startswith("|") and line.count("|") >= 3 and not _RULE.fullmatch(line):
            rows[tuple(" ".join(tokens(cell)) for cell in line.strip("|").split("|"))] += 1
    return rows


def _f1(wanted: Counter[Any], got: Counter[Any]) -> float | None:
    if not wanted:
        return None
    return 2 * sum((wanted & got).values()) / (wanted.total() + got.total())
