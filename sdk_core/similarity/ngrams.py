"""Folded runs of words in any script, by which texts are found in other texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from sdk_core.similarity.words import IDEOGRAPHS, SYLLABLES, words

RUN = 416
"""Weight of a run: eight words, or thirteen ideographs, or 32 signs of Thai and its like.

Eight words are the measure of open-r1, stricter than the thirteen of GPT-3 (Brown et al. 2020),
which misses short questions; thirteen ideographs say about as much.
"""

_WORD, _IDEOGRAPH, _SYLLABLE = RUN // 8, RUN // 13, RUN // 32
_WORDS = RUN // _WORD

_UNSPACED = re.compile(f"[{IDEOGRAPHS}{SYLLABLES}]")
_IDEOGRAPHS = re.compile(f"[{IDEOGRAPHS}]")
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_DASHES = re.compile("[\u2010-\u2015\u2212]")

# Marks of lists, quotes and headings in Markdown look like operators behind a line that ends in an
# operand.
_LINE_MARKS = re.compile(r"(?:^|(?<=\n))[ \t]*(?:[-*+>=#]+(?:[ \t]+|(?=\n)|$))+")

_SIGNS = re.compile("[-*/+=<>^\u00b1\u00d7\u00f7\u2260\u2264\u2265]")

# Signs that are punctuation as well count between figures and brackets only: "3-5", not
# "well-known".
_OPERATOR = re.compile(
    r"(?:(?<=[\w)\]}])|(?<=[\w)\]}] ))([+=<>^\u00b1\u00d7\u00f7\u2260\u2264\u2265])(?= ?[\w(\[{+-])"
    r"|(?:(?<=[\d)\]}])|(?<=[\d)\]}] ))([-*/])(?= ?[\d(\[{])"
)


def folded(text: str) -> list[str]:
    """Return the words, figures and operators of a text without what readers do not see.

    Case, width, punctuation, white space, marks of Markdown and invisible characters make no
    difference (NFKC and case folding, Unicode Standard Annex 15 and section 3.13).
    """
    if text.isascii():
        text = text.lower()
    else:
        text = _DASHES.sub("-", unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold())
    if not _SIGNS.search(text):
        return words(text)
    pieces = _OPERATOR.split(" ".join(_LINE_MARKS.sub(" ", text).split()))
    parts: list[str] = []
    for place, piece in enumerate(pieces):  # text, then the two groups, of which one is None
        if piece:
            parts += [piece] if place % 3 else words(piece)
    return parts


def runs(parts: Sequence[str]) -> list[int]:
    """Return a hash for the shortest run of enough weight from each word on.

    Args:
        parts: A text, as `folded` gives it.

    Returns:
        The hash of the run that begins at each place, as far as there is one. Hashes are of 64
        bits, with a sign, and of this process only.
    """
    if not _UNSPACED.search(" ".join(parts)):
        return list(map(hash, zip(*(parts[n:] for n in range(_WORDS)), strict=False)))
    return [hash(tuple(parts[start:end])) for start, end in _spans(parts)]


def between(parts: Sequence[str], first: int, last: int) -> list[str]:
    """Return the words from the beginning of one run to the end of another.

    Args:
        parts: A text, as `folded` gives it.
        first: Where the first run begins.
        last: Where the last run begins.
    """
    end = next(end for start, end in _spans(parts[last:]) if start == 0)
    return list(parts[first : last + end])


def shown(parts: Iterable[str], most: int) -> str:
    """Return words as people read them, cut to a number of characters."""
    text = ""
    for part in parts:
        glued = _UNSPACED.match(part) and _UNSPACED.match(text[-1:])
        text += part if glued or not text else f" {part}"
        if len(text) > most:
            return f"{text[:most].rstrip()}…"
    return text


def _spans(parts: Sequence[str]) -> Iterator[tuple[int, int]]:
    weights = [_weight(part) for part in parts]
    end, weight = 0, 0
    for start in range(len(parts)):
        while end < len(parts) and weight < RUN:
            weight += weights[end]
            end += 1
        if weight < RUN:
            return
        yield start, end
        weight -= weights[start]


def _weight(word: str) -> int:
    if not _UNSPACED.match(word):
        return _WORD
    return _IDEOGRAPH if _IDEOGRAPHS.match(word) else _SYLLABLE
