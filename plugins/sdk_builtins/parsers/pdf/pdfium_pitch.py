"""Monospaced type by how far its letters advance, whatever the font is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from sdk_builtins.parsers.pdf.pdfium_characters import Characters
from sdk_builtins.parsers.pdf.pdfium_objects import Box
from sdk_builtins.parsers.pdf.pdfium_words import Word, longest

_EVEN = 0.015  # of the size of the type, by which one letter may be wider than another
_USUAL = (0.4, 0.75)  # of the size of the type, the advance of monospaced letters
_SHARE = 0.9  # of the letters that must advance alike
_MOST = 0.5  # of the longest words of lines, some of which are words of code in a text
_ENOUGH = 20  # letters, below which the name of the font has to tell
_LETTERS = 120  # of a font on one page that are measured one by one
_DISTINCT = 8  # different letters, enough of them when none is narrow or wide
_NARROW, _WIDE = frozenset("fijlt.,:;'!|()[]"), frozenset("mwMW@%")
_WIDE_SCRIPT = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_BEARING = 0.95  # of the advance, by which the ink of a Type 3 word is narrower than the word


class Pitches:
    """How far the letters of each font of a page advance, where all of them advance alike.

    Args:
        characters: The characters of the page.
        text: Their text.
        turned: Maps a box in user space to one where the text is upright.
    """

    def __init__(self, characters: Characters, text: str, turned: Callable[[Box], Box]) -> None:
        self._characters = characters
        self._text = text
        self._turned = turned
        self._has_wide = _WIDE_SCRIPT.search(text) is not None
        self._samples: dict[int, list[tuple[float, Word, Sequence[Word]]]] = {}
        self._pitches: dict[int, tuple[float, bool]] = {}  # of 1 pt type; whether Type 3
        self._others: set[int] = set()  # fonts that are not monospaced

    def add(self, size: float, words: Sequence[Word]) -> int:
        """Remember the words of a line, and return the font of its longest word."""
        main = longest(words)
        font = self._characters.font((main[0] + main[1]) // 2)
        if size > 0:
            self._samples.setdefault(font, []).append((size, main, words))
        return font

    def decide(self, is_named: Callable[[str], bool]) -> None:
        """Judge each font by its letters, one of which too few are known by its name."""
        for font, lines in self._samples.items():
            place = lines[0][1][0]
            name = self._characters.font_name(place)
            even, count = self._usual([(size, word) for size, word, _ in lines], is_ink=not name)
            if not even:
                self._others.update([font] if count >= _ENOUGH else [])
                continue
            # Lines of other type with a long word of code in the middle may be among them.
            words = [
                (size, word)
                for size, _, line in lines
                if self._is_paced(line, size, even, is_ink=not name)
                for word in line
            ]
            count = sum(end - start for _, (start, end, *_) in words)
            is_known = is_named(name)  # the loose boxes of slanted letters may hold an overhang
            if is_known or (count >= _ENOUGH and self._is_even(words, even, is_ink=not name)):
                self._pitches[font] = even, not name
            elif count >= _ENOUGH:
                self._others.add(font)

    def pitch(self, font: int, size: float, words: Sequence[Word]) -> float:
        """Return the advance in points of the letters of a line, 0 when it differs.

        A line in a font of which nothing is known counts when it keeps the pace of another one.
        """
        if font in self._others or not self._pitches:
            return 0.0
        known = self._pitches.get(font)
        if known is None and (len(words) < 2 or sum(w[1] - w[0] for w in words) < _ENOUGH):
            return 0.0
        for advance, is_ink in [known] if known else self._pitches.values():
            if self._is_paced(words, size, advance, is_ink=is_ink):
                return advance * size
        return 0.0

    def _is_paced(
        self, words: Sequence[Word], size: float, advance: float, *, is_ink: bool
    ) -> bool:
        """Whether nearly all words are as long as their number of letters says."""
        bearing = _BEARING * advance if is_ink else 0.0
        alike = letters = 0
        for start, end, x0, _, x1, _, _ in words:
            if not self._is_wide(start, end):
                count = end - start
                letters += count
                slack, width = 2 * _EVEN * count, (x1 - x0) / size if size else 0.0
                if count * advance - bearing - slack <= width <= count * advance + slack:
                    alike += count
        return 0 < _SHARE * letters <= alike

    def _is_wide(self, start: int, end: int) -> bool:
        """Whether some characters are of a script whose letters are as wide as high."""
        return self._has_wide and _WIDE_SCRIPT.search(self._text, start, end) is not None

    def _usual(self, words: Sequence[tuple[float, Word]], *, is_ink: bool) -> tuple[float, int]:
        """Return the advance in most of the words, or 0, and how many letters there are."""
        advances: list[float] = []
        letters = 0
        for size, (start, end, x0, _, x1, _, _) in words:
            steps = end - start - is_ink
            if steps > 0 and not self._is_wide(start, end):
                width = self._x(end - 1) - self._x(start) if is_ink else x1 - x0
                advances.append(width / steps / size)
                letters += steps
        if not advances:
            return 0.0, 0
        middle = sorted(advances)[len(advances) // 2]
        alike = sum(abs(advance - middle) <= _EVEN for advance in advances)
        return (middle if alike >= _MOST * len(advances) else 0.0), letters

    def _is_even(self, words: Sequence[tuple[float, Word]], pitch: float, *, is_ink: bool) -> bool:
        """Whether letters that differ in other type are as wide as each other."""
        if not _USUAL[0] <= pitch <= _USUAL[1] and not is_ink:
            return False
        count = alike = 0
        letters: set[str] = set()
        for size, (start, end, *_) in words:
            if count > _LETTERS:
                break
            places = range(start, end)
            if is_ink:
                xs = [self._x(place) for place in places]
                advances = [after - x for x, after in pairwise(xs)]
            else:
                boxes = map(self._turned, self._characters.boxes(places))
                advances = [x1 - x0 for x0, _, x1, _ in boxes]
            for place, advance in zip(places, advances, strict=False):
                if not self._is_wide(place, place + 1):
                    count += 1
                    alike += abs(advance / size - pitch) <= _EVEN
                    letters.add(self._text[place])
        has_both = bool(letters & _NARROW and letters & _WIDE)
        is_varied = has_both or sum(map(str.isalpha, letters)) >= _DISTINCT
        return is_varied and alike >= _SHARE * count

    def _x(self, place: int) -> float:
        return self._characters.origin(place)[0]
