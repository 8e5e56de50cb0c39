"""What sets headings and compound words of a document apart, learnt from its pages."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from sdk_builtins.parsers.pdf.lines import Line

SENTENCE_END = re.compile(r"[.!?:;\u3002\uff01\uff1f][\"'\u201d\u2019)\]]*$")

Outline = Mapping[int, Sequence[tuple[int, str]]]
"""Entries of the outline by the page that they lead to: level, from 1, and title."""

_SIZES = ((1.7, 1), (1.35, 2), (1.12, 3))
_SLIGHTLY_LARGER = 1.06  # enough for a line that stands alone
_NUMBERED = re.compile(r"(?:\d{1,2}\.)+\d{1,2}\.?\s+[^\W\d_]")
_NUMBERS = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+[^\W\d_]")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_MAX_LENGTH = 140
_MONO_SHARE = 0.6
_WORD = re.compile(r"[^\W\d_]{2}")
HYPHENATED = re.compile(r"[^\W\d_][-\u2010\u00ad]$")
_UNSPACED = re.compile("[\u2e80-\u31ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_LAST_PART = re.compile(r"(\w+)[-\u2010\u00ad]$")
_FIRST_PART = re.compile(r"\w+")
_COMPOUND = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)+")
_KEY = re.compile("[\\s\u00ad\u200b-\u200f\u2010-]+")  # what a break of the line may change


class TextStyle:
    """The type of running text and the outline of a document."""

    def __init__(self, outline: Outline | None = None) -> None:
        self.body_size = 0.0  # of running text, in points; 0 when nothing was learnt
        self._counts: Counter[float] = Counter()
        self._bold = self._slanted = self._mono = 0
        self._compounds: set[str] = set()
        self._words: set[str] = set()
        self._levels: dict[int, int] = {}  # of headings by how many numbers stand before them
        self._outline = {
            page: {_key(title): level for level, title in entries}
            for page, entries in (outline or {}).items()
        }

    @property
    def is_mono(self) -> bool:
        """Whether most of the text is monospaced, as that of typewriters and tills."""
        return self._mono > _MONO_SHARE * self._counts.total()

    def learn(self, lines: Sequence[Line]) -> None:
        """Count the characters of a page by their size, and note its compound words."""
        is_cut = False
        whole: list[str] = []
        for line in lines:
            was_cut, is_cut = is_cut, line.text[-1:] in "-\u2010\u00ad"
            if was_cut or is_cut:
                words = _LONG_WORD.findall(line.text.lower())
                self._words.update(words[int(was_cut) : len(words) - int(is_cut)])
            else:
                whole.append(line.text)
            length = len(line.text)
            self._counts[round(line.size, 1)] += length
            self._bold += length if line.bold else 0
            self._slanted += length if line.slanted else 0
            self._mono += length if line.pitch else 0
            if "-" in line.text or "\u2010" in line.text:
                self._compounds.update(map(str.lower, _COMPOUND.findall(line.text)))
        self._words.update(_LONG_WORD.findall("\n".join(whole).lower()))
        if self._counts:
            self.body_size = self._counts.most_common(1)[0][0]

    def joined(self, text: str, above: str, below: str) -> str:
        """Return a text with the line after it.

        Args:
            text: All so far, which ends with the line above.
            above: The line above.
            below: The line that follows.
        """
        if above.endswith("\u00ad") or (HYPHENATED.search(above) and below[:1].islower()):
            left, right = _LAST_PART.search(above), _FIRST_PART.match(below)
            if left and right and self._keeps_hyphen(left.group(1), right.group()):
                return f"{text[:-1]}-{below}"
            return text[:-1] + below
        if _UNSPACED.match(above[-1:]) or _UNSPACED.match(below[:1]):
            return text + below
        return f"{text} {below}"

    def _keeps_hyphen(self, left: str, right: str) -> bool:
        """Whether the hyphen between two parts belongs to the word, not to the end of the line."""
        if f"{left}-{right}".lower() in self._compounds:  # elsewhere in the middle of a line
            return True
        if (left + right).lower() in self._words:
            return False
        if len(left) == 1 or not right[0].islower():
            return left.isalpha() and (len(left) == 1 or right[0].isupper() or right[0].isdigit())
        return left.lower() in self._words and right.lower() in self._words

    def is_listed(self, text: str, page: int) -> bool:
        """Whether the outline has an entry of that name for a page."""
        return page in self._outline and _key(text) in self._outline[page]

    def heading_level(
        self, text: str, block: Sequence[Line], page: int, *, stands_alone: bool
    ) -> int:
        """Return the level of a heading, 0 for other text.

        The outline of the document decides; else type that is larger, bolder or otherwise unlike
        running text.

        Args:
            text: The text of the block.
            block: Its lines.
            page: The page it stands on.
            stands_alone: Whether there is room above it, and text below.
        """
        if len(text) > _MAX_LENGTH or not _WORD.search(text) or block[0].marginal:
            return 0
        if page in self._outline and (level := self._outline[page].get(_key(text), 0)):
            return min(level, 6)
        level = self._level_by_type(text, block, stands_alone=stands_alone)
        return self._on_scale(text, level) if level else 0

    def _on_scale(self, text: str, level: int) -> int:
        """Return the level that headings with as many numbers have in the whole document."""
        numbers = _NUMBERS.match(text)
        if numbers is None:
            return level
        depth = numbers.group(1).count(".") + 1
        if depth not in self._levels:
            above, below = self._levels.get(depth - 1, 0), self._levels.get(depth + 1, 7)
            self._levels[depth] = max(1, min(above + 1 if above else level, below - 1, 6))
        return self._levels[depth]

    def _level_by_type(self, text: str, block: Sequence[Line], *, stands_alone: bool) -> int:
        body, size = self.body_size, block[0].size
        if not body or not block[0].upright or not _is_title(text):
            return 0
        for ratio, level in _SIZES:
            if size > body * ratio:
                return level
        if SENTENCE_END.search(text) or size < 0.95 * body:
            return 0
        if all(line.bold for line in block) and self._bold < 0.3 * self._counts.total():
            return 3
        if not stands_alone or len(block) > 1:
            return 0
        is_unlike = block[0].slanted and self._slanted < 0.2 * self._counts.total()
        is_unlike |= size > body * _SLIGHTLY_LARGER or _NUMBERED.match(text) is not None
        return 4 if is_unlike else 0


def _is_title(text: str) -> bool:
    return not text[0].islower() or " " not in text


@lru_cache(maxsize=64)  # a line is asked for again as the block that it makes
def _key(text: str) -> str:
    return _KEY.sub("", unicodedata.normalize("NFKC", text)).casefold()
