"""The scanner that brings a text into normal form, token by token."""

from __future__ import annotations

import html
import re
import unicodedata
from array import array

from sdk_core.evidence.folding import (
    COMPOSING,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    fold,
    plain_signs,
)

UNSPACED = "\u2e80-\u2fff\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese and Japanese, as ranges of a regular expression."""

THAI_AND_KIN = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Thai, Lao, Burmese and Khmer, as ranges of a regular expression."""

CJK = re.compile(f"[{UNSPACED}]")
"""A character of a script in which line breaks and spaces mean nothing: Chinese and Japanese."""

RUN_TOGETHER = re.compile(f"[{THAI_AND_KIN}]")
"""A character of a script that has spaces between phrases but none between words."""

_LETTER = (
    r"[^\W\d_\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2089\u2150-\u215f\u2189\u2460-\u24ff"
    r"\u3248-\u33ff]"
)
"""A letter; expressions take raised, lowered and circled digits and fractions for letters too."""

_PAGE_WORD = (
    r"(?i:page|pag|pg|p|seite|s|página|pagina|pág|str|strona|strana|страница|стр|с|сторінка|sida|"
    r"side|sayfa|sivu|oldal|trang|halaman|صفحة|עמוד|पृष्ठ|หน้า|쪽|페이지|第|頁|页|ページ)"
)
_PAGE = (
    rf"[-–—|\[( \t\f]*(?:{_PAGE_WORD}\.?[ \t]*)?\d{{1,4}}"
    r"(?:[ \t]*(?:/|of|de|von|di|z|ze|из|із|sur|van|av)[ \t]*\d{1,4})?"
    r"(?:[ \t]*[页頁쪽])?[-–—|\]) \t\f\r]*$"
)
_RULE = (
    r"[ \t]*(?:[-*_=][ \t]*){3,}\r?$"
    r"|[ \t]*[|+:][ \t|:+=-]*-[ \t|:+=-]*\r?$"
    r"|[ \t]*(?:`{3,}|~{3,})[\w-]*[ \t]*\r?$"
)
_LEADING = (
    r"[ \t\f]*(?:#{1,6}[ \t]+|(?:>[ \t]?)+(?![\d=])|[-*+•◦▪‣●○■□–—][ \t]+(?:\[[ xX]\][ \t]+)?)"
    r"(?:#{1,6}[ \t]+)?"
)
_ADDRESS = r"\]\((?=[^()\s]{0,1000}[/.#:])[^()\s]{0,1000}(?:[ \t]+\"[^\"\n]{0,200}\")?\)"
_BLOCK_TAG = r"</?(?:p|div|br|td|tr|th|li)\b[^<>\n]{0,300}>"
_INLINE_TAG = r"</?(?:b|i|u|em|strong|span|mark|small|code|a)\b[^<>\n]{0,300}>"
_HYPHEN = "[-‐‑]"
_DIACRITICS = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0652\u0670"

_INLINE = (
    ("plain", rf"[A-Za-z0-9,.]+(?: [A-Za-z0-9,.]+)*(?![{COMPOSING}])"),
    ("double", r"(?<!\S)«\s|\s»(?!\w)|[\"“”„‟«»「」『』]"),
    ("spaces", r"[^\S\n]+\n?|\n"),
    ("letters", rf"{_LETTER}+(?![{COMPOSING}])"),
    ("left_out", rf"!?\[(?=[^\[\]\n]{{0,500}}{_ADDRESS})|{_ADDRESS}|{_INLINE_TAG}"),
    ("escaped", r"\\[!-/:-@\[-`{-~]"),
    (
        "emphasis",
        r"(?<!\d)\*\*+|\*\*+(?!\d)|(?<![\d\s])\*(?!\d)|\*(?=[^\W\d])|(?<!\w)_+|_+(?!\w)|`+|~~|\u00ad\s*",
    ),
    ("space", rf"{_BLOCK_TAG}|\|"),
    ("raised", rf"[{SUPERSCRIPTS}]+|<sup>[0-9+-]{{1,4}}</sup>"),
    ("lowered", rf"[{SUBSCRIPTS}]+|<sub>[0-9+-]{{1,4}}</sub>"),
    ("entity", r"&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,5});"),
    ("fraction", "[¼-¾⅐-⅞↉]"),
    ("character", rf"(?s:.)[{COMPOSING}]*"),
)

_NOTES = (
    ("note", r"\[(?:\^[\w-]{1,30}|\d{1,3}(?:[,–-] ?\d{1,3}){0,10}|[a-z*†‡])\]:?|[†‡]"),
    (
        "raised_note",
        rf"(?<={_LETTER}|[.,;:!?)\]»”’\"'。，、])(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+|<sup>\d{{1,3}}</sup>)",
    ),
    (
        "hyphen",
        rf"(?<={_LETTER})(?:{_HYPHEN}|\u00ad)"
        rf"(?:\s*\n(?:{_PAGE}\s*\n)?[ \t\f]*|[ \t]+)?(?={_LETTER})",
    ),
    ("diacritic", f"[{_DIACRITICS}]+"),
)
_BREAK = (("hyphen_break", rf"(?<=\w){_HYPHEN}[ \t]*\r?\n[ \t]*(?=\w)"),)
_LINES = (("rule", rf"^(?:{_RULE})"), ("leading", rf"^{_LEADING}"))
_FURNITURE = (("page", rf"^{_PAGE}"), ("number", r"^[ \t]*\d{1,3}[.)][ \t]+(?=\S)"))


def _pattern(*groups: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    parts = (f"(?P<{name}>{pattern})" for group in groups for name, pattern in group)
    return re.compile("|".join(parts), re.MULTILINE)


_STRICT = _pattern(_LINES, _BREAK, _INLINE)
_LOOSE = _pattern(_FURNITURE, _LINES, _NOTES, _BREAK, _INLINE)
_LOOSE_LINE = _pattern(_LINES, _NOTES, _BREAK, _INLINE)
_CLUSTER = re.compile(rf"(?s:.)[{COMPOSING}]*")
_NEXT_NUMBER = re.compile(rf"\s*\n{_PAGE}", re.MULTILINE)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_UNIT = re.compile(
    r"(?<![^\W\d_])(?:[A-Za-zΑ-Ωα-ωгмс]|[cdkmnµμp]m|[cdhk]l|in|ft|yd|mi|мм|см|дм|км|sec|سم|كم|م)$"
)
_TIGHT = frozenset(";:!?%")
"""Marks before which some languages have a space and others none."""


class Scanner:
    """Brings a text into normal form.

    Args:
        text: The text.
        loose: Whether footnote marks, page numbers, list numbers and hyphens are left out too.
    """

    def __init__(self, text: str, *, loose: bool) -> None:
        self.parts: list[str] = []
        self.starts = array("I")
        self.ends = array("I")
        self.marks: list[tuple[int, str]] = []
        self._text = text
        self._loose = loose
        self._last = ""
        self._space: tuple[int, int] | None = None
        self._column_end = 0

    def scan(self) -> None:
        """Read the whole text."""
        text, position, length = self._text, 0, len(self._text)
        pattern = _LOOSE if self._loose else _STRICT
        while position < length:
            match = pattern.match(text, position)
            if match is None:  # the last alternative matches any character
                break
            if match.lastgroup == "page" and self._is_column(match):
                match = _LOOSE_LINE.match(text, position) or match
            self._take(match.lastgroup or "", match.group(), position, match.end())
            position = max(match.end(), position + 1)

    def _is_column(self, match: re.Match[str]) -> bool:
        """Tell whether a number on its own line is one of several: a column, not a page."""
        following = _NEXT_NUMBER.match(self._text, match.end())
        if following:
            self._column_end = following.end()
        return match.start() < self._column_end

    def _take(self, kind: str, token: str, start: int, end: int) -> None:
        if kind == "plain":
            self._put(token.lower(), start)
        elif kind == "letters":
            self._letters(token, start)
        elif kind in ("spaces", "space", "rule", "page"):
            self._gap(start, end)
            if kind == "page":
                self._mark(token, start)
        elif kind == "hyphen_break":
            self._put_span("-", start, end)
        elif kind in ("note", "number"):
            self._mark(token, start)
        elif kind == "raised_note" and not self._is_power(_digits(token), start):
            self._mark(_digits(token), start)
        elif kind in ("raised", "raised_note"):
            self._raised(token, start, end)
        elif kind == "lowered":
            self._put_span(("_" if self._last.isdigit() else "") + _digits(token), start, end)
        elif kind == "double":
            self._put_span('"' if token == '"' and self._last.isdigit() else "'", start, end)
        elif kind == "fraction":
            self._put_span((" " if self._last.isdigit() else "") + fold(token), start, end)
        elif kind == "entity":
            self._put_span(fold(html.unescape(token)), start, end)
        elif kind in ("character", "escaped"):
            self._put_span(fold(token[-1:] if kind == "escaped" else token), start, end)

    def _letters(self, token: str, start: int) -> None:
        folded = token.casefold()
        simple = len(folded) == len(token) and "ı" not in token and "\u0640" not in token
        if simple and unicodedata.is_normalized("NFKC", token):
            self._put(folded, start)
            return
        for cluster in _CLUSTER.finditer(token):
            self._put_span(fold(cluster.group()), start + cluster.start(), start + cluster.end())

    def _is_power(self, digits: str, start: int) -> bool:
        """Tell whether raised digits make a power of what stands before, as in m² and x⁵."""
        unit = _UNIT.search(self._text, max(0, start - 4), start)
        if unit is None:
            return False
        return digits in ("2", "3") or (len(unit.group()) == 1 and digits in "456789")

    def _raised(self, token: str, start: int, end: int) -> None:
        digits = _digits(token)
        if self._loose and _YEAR.search(self._text, max(0, start - 4), start):
            self._mark(digits, start)
            return
        self._put_span("^" + digits, start, end)

    def _mark(self, token: str, start: int) -> None:
        content = "".join(filter(str.isalnum, token))
        if content:
            self.marks.append((start, content))

    def _gap(self, start: int, end: int) -> None:
        self._space = (start if self._space is None else self._space[0], end)

    def _close_gap(self, following: str) -> None:
        """Put the space that is due before a character, if one is."""
        if self._space is None:
            return
        (start, end), self._space = self._space, None
        before = self._last
        if not before or following in _TIGHT or CJK.match(before) or CJK.match(following):
            return
        if RUN_TOGETHER.match(before) and RUN_TOGETHER.match(following):
            return
        self.parts.append(" ")
        self.starts.append(start)
        self.ends.append(end)

    def _put(self, folded: str, start: int) -> None:
        self._close_gap(folded[0])
        self.parts.append(folded)
        self.starts.extend(range(start, start + len(folded)))
        self.ends.extend(range(start + 1, start + len(folded) + 1))
        self._last = folded[-1]

    def _put_span(self, folded: str, start: int, end: int) -> None:
        if not folded:
            return
        if folded.isspace():
            self._gap(start, end)
            return
        self._close_gap(folded[0])
        self.parts.append(folded)
        self.starts.extend([start] * len(folded))
        self.ends.extend([end] * len(folded))
        self._last = folded[-1]


def _digits(token: str) -> str:
    """Return raised or lowered digits and signs, with or without tags, as ordinary ones."""
    return plain_signs(re.sub(r"</?su[bp]>", "", token))
