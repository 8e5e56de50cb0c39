"""Fonts that do not say, or say wrongly, which characters they draw; told by their letters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from sdk_builtins.parsers.pdf.lines import UNMAPPED, Line

_NO_TEXT = re.compile(f"[{UNMAPPED}\ue000-\uf8ff]")  # unknown, or of private use
_NO_TEXT_SHARE = 0.3  # of the characters of a line; opendataloader-pdf takes as much of a page
_MIN_CHARACTERS = 4  # of a line; shorter ones are bullets and signs
_MIN_LETTERS = 200  # of a font, below which its letters prove nothing
_ENOUGH_LETTERS = 3000
_MIN_KINDS = 14  # different letters; hexadecimal numbers and DNA have fewer
_WORD = re.compile(r"(?<!\S)[^\w\s]*([a-z]{3,20})[^\w\s]*(?!\S)", re.IGNORECASE)
_MOSTLY = 0.5  # of the characters of a text that are letters in words; formulas have fewer
_RISE = re.compile(r"[a-z][A-Z]")
_FEW_VOWELS = 0.30  # text of any language with Latin letters has .36 and more
_MANY_RISES = 0.10  # of the steps from letter to letter; in plain text at most .014
_UNLIKE = 0.6  # cosine to the letters of English; other languages have over .8
# Frequencies of letters in English, in percent: Lewand, Cryptological Mathematics (2000), p. 36.
_ENGLISH = {
    "e": 12.7, "t": 9.1, "a": 8.2, "o": 7.5, "i": 7.0, "n": 6.7, "s": 6.3, "h": 6.1, "r": 6.0,
    "d": 4.3, "l": 4.0, "c": 2.8, "u": 2.8, "m": 2.4, "w": 2.4, "f": 2.2, "g": 2.0, "y": 2.0,
    "p": 1.9, "b": 1.5, "v": 1.0, "k": 0.8, "j": 0.15, "x": 0.15, "q": 0.1, "z": 0.07,
}  # fmt: skip


class FontMapping:
    """Learns which fonts of a document map their glyphs to wrong characters."""

    def __init__(self) -> None:
        self._letters: dict[str, _Letters] = {}
        self._lengths: Counter[str] = Counter()

    def learn(self, lines: Sequence[Line]) -> None:
        """Remember the letters of a page by their font."""
        texts: dict[str, list[str]] = {}
        for line in lines:
            if self._lengths[line.font] < _ENOUGH_LETTERS:
                self._lengths[line.font] += len(line.text)
                texts.setdefault(line.font, []).append(line.text)
        for font, parts in texts.items():
            self._letters.setdefault(font, _Letters()).add(" ".join(parts))

    def unmapped(self, lines: Sequence[Line]) -> list[Line]:
        """Return those of the learnt lines whose characters are not what is drawn."""
        wrong = {
            font
            for font in {line.font for line in lines}
            if self._lengths[font] >= _MIN_LETTERS and not self._letters[font].are_plausible
        }
        return [line for line in lines if line.font in wrong or says_nothing(line.text)]


class _Letters:
    """Counts the Latin letters of a text that comes in parts."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._solid = self._words = self._rises = 0

    def add(self, text: str) -> None:
        """Count the letters of a part that ends where a word ends."""
        plain = _without_accents(text)
        words = _WORD.findall(plain)
        self._counts.update("".join(words).lower())
        self._solid += len("".join(plain.split()))
        self._words += len(words)
        self._rises += len(_RISE.findall(" ".join(words)))

    @property
    def are_plausible(self) -> bool:
        """Whether they may be those of a language."""
        count = self._counts.total()
        is_formula = count < _MOSTLY * self._solid
        if count < _MIN_LETTERS or len(self._counts) < _MIN_KINDS or is_formula:
            return True
        vowels = sum(self._counts[vowel] for vowel in "aeiou") / count
        steps = max(count - self._words, 1)
        if vowels <= _FEW_VOWELS and self._rises / steps >= _MANY_RISES:
            return False
        return _cosine(self._counts) >= _UNLIKE


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFD", text)
    for mark in filter(unicodedata.combining, set(plain)):
        plain = plain.replace(mark, "")
    return plain


def _cosine(letters: Counter[str]) -> float:
    product = sum(letters[letter] * share for letter, share in _ENGLISH.items())
    norms = sum(count**2 for count in letters.values()) * sum(s**2 for s in _ENGLISH.values())
    return float(product / max(norms**0.5, 1.0))


def says_nothing(text: str) -> bool:
    """Whether a good part of a text is marks for unknown characters."""
    if text.isascii():
        return False
    solid = "".join(text.split())
    unknown = len(_NO_TEXT.findall(solid))
    return unknown >= _MIN_CHARACTERS and unknown >= _NO_TEXT_SHARE * len(solid)
