"""Words as comparison sees them, and whether two of them are forms of one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

MARKS = "\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u0652\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
"""Characters that belong to the letter before: accents, vowel signs, tone marks."""

UNSPACED = "\u0e01-\u0e2e\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Letters of scripts that do not set words apart: Thai, kana, Chinese characters."""

_SPACED = f"[^\\W_{UNSPACED}](?:[^\\W_{UNSPACED}]|[{MARKS}])*"
_TOKEN = re.compile(rf"[{UNSPACED}][{MARKS}]*|\d+(?:[.,:]\d+)*(?![^\W\d_{UNSPACED}])|{_SPACED}")
_NOT = re.compile(r"(?<=[a-z])n['’]t\b|(?<=can)not\b", re.IGNORECASE)
"""What English writes together with a verb; put as three other characters, it stands apart."""

_BROKEN = re.compile(
    r"(?<=[^\W\d_])(?:-[ \t]*\n[ \t]*|-[ \t]+|\u00ad\s*)(?=[a-zà-ÿа-яё])"
    r"(?!(?:und|oder|bzw|bis|and|or|to|en|of|och|eller|og|et|ou|e|y|o|i|и|или)\b)"
)
"""A hyphen with which a line ends, and what follows it, before a small letter."""

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ё": "е"})
_ACCENTS = re.compile("[\u0300-\u036f\u064b-\u0652\u0591-\u05c7]")

STEM = 4
"""Letters at least that two forms of a word begin with; shorter ones are of many words."""

_ENDING = 3
"""Letters at most in which two forms of a word end otherwise."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a figure of a text; of scripts that do not set words apart, a character.

    Args:
        text: As it stands.
        key: Its folded form.
        start: Code point where it begins.
        end: Code point behind it.
    """

    text: str
    key: str
    start: int
    end: int

    @property
    def is_figure(self) -> bool:
        """Whether it begins with a digit."""
        return self.key[:1].isdigit()

    @property
    def is_unspaced(self) -> bool:
        """Whether it is a character of a script that does not set words apart."""
        return _IS_UNSPACED.match(self.key) is not None


_IS_UNSPACED = re.compile(f"[{UNSPACED}]")


@lru_cache(maxsize=16_384)
def fold(word: str) -> str:
    """Return a word without case, accents and ligatures."""
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", plain))


@lru_cache(maxsize=64)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the words, figures and unspaced characters of a text in order."""
    plain = _NOT.sub(" no", text)
    return tuple(
        Token(match[0], fold(match[0]), match.start(), match.end())
        for match in _TOKEN.finditer(plain)
    )


def joined(text: str) -> str:
    """Return a text with the words put together that its line breaks cut."""
    return _BROKEN.sub("", text)


@lru_cache(maxsize=65_536)
def same_word(one: str, other: str) -> bool:
    """Tell whether two folded words are forms of one, as their beginnings tell."""
    if one == other:
        return True
    if not (one.isalpha() and other.isalpha()):
        return False
    shared = _shared(one, other)
    ends = (len(one) - shared, len(other) - shared)
    if shared >= STEM:
        return max(ends) <= _ENDING and shared * 2 > max(len(one), len(other))
    return shared == STEM - 1 and sum(ends) == 1


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


_WESTERN = _words("s es e n en er ern ens em in isch ische ischen ischer isches a o os as an ian")
_DEMONYM = tuple(
    sorted(_words("ese ish ian ean ais aise ois oise ien ienne isch ische iano iana ense ês esa"))
)
"""Endings of words for people of a place."""

_INFLECTING = frozenset({"pl", "cs", "sk", "ru", "uk", "bg", "sr", "hr", "sl", "lt", "lv", "hu",
                         "fi", "et", "tr", "ro", "el", "la", "ko"})  # fmt: skip
"""Languages in which a name ends otherwise by what the sentence does with it."""


def same_name(one: str, other: str, language: str) -> bool:
    """Tell whether two folded words are forms of one name.

    Args:
        one: A word.
        other: Another.
        language: ISO 639-1 code; where names inflect, their last letters count less.
    """
    if one == other:
        return True
    shared = _shared(one, other)
    if shared < 3:
        return False
    ends = one[shared:], other[shared:]
    if language in _INFLECTING:
        return (
            max(map(len, ends)) <= 4
            and min(map(len, ends)) <= 2
            and shared * 2 >= min(len(one), len(other))
        )
    shorter, longer = sorted(ends, key=len)
    if not shorter and longer in _WESTERN:
        return True
    return (
        shared >= STEM
        and max(map(len, ends)) <= STEM
        and any(end.endswith(_DEMONYM) for end in ends)
    )


def _shared(one: str, other: str) -> int:
    """Return how many letters two words begin with alike."""
    for at, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return at
    return min(len(one), len(other))


class Vocabulary:
    """The words of a text, to look others up in.

    Args:
        text: The text.
    """

    def __init__(self, text: str) -> None:
        self.words = frozenset(
            token.key for version in (text, joined(text)) for token in tokens(version)
        )
        self.solid = "".join(token.key for token in tokens(joined(text)))
        """The text folded, without spaces and marks."""
        self._bounded = f" {' '.join(sorted(self.words))} "
        self._by_start: dict[str, list[str]] = {}
        for word in self.words:
            self._by_start.setdefault(word[:3], []).append(word)

    def has(self, key: str) -> bool:
        """Tell whether a folded word stands in the text in some form."""
        if key in self.words:
            return True
        return any(same_word(key, word) for word in self._by_start.get(key[:3], ()))

    def has_name(self, key: str, language: str) -> bool:
        """Tell whether a folded word of a name stands in the text in some form."""
        if key in self.words:
            return True
        near = self._by_start.get(key[:3], ())
        return any(same_name(key, word, language) for word in near)

    def builds(self, key: str) -> bool:
        """Tell whether a folded word is part of one of the text, or is put together from such."""
        if len(key) < STEM:
            return False
        if f" {key}" in self._bounded or f"{key} " in self._bounded:
            return True
        return any(
            f" {key[:at]}" in self._bounded
            and (f" {key[at:]}" in self._bounded or f"{key[at:]} " in self._bounded)
            for at in range(STEM, len(key) - STEM + 1)
        )

    def knows(self, key: str) -> bool:
        """Tell whether a folded word, or one that it is built from, stands in the text."""
        return self.has(key) or self.builds(key)


@lru_cache(maxsize=32)
def vocabulary(text: str) -> Vocabulary:
    """Return the vocabulary of a text, kept for the next look at it."""
    return Vocabulary(text)
