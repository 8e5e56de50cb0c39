"""Lines of text from pdfium.

pdfium gives the text of a page in one call and everything else a character at a time. Calls are
dear, so boxes are asked for only where words begin and end, and the font once or twice a line.
"""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

from sdk_builtins.parsers.pdf.bidi import RIGHT_TO_LEFT, Glyph, to_logical
from sdk_builtins.parsers.pdf.lines import (
    UNMAPPED,
    Gap,
    Line,
    is_bold,
    is_monospaced,
    is_slanted,
    line_text,
)
from sdk_builtins.parsers.pdf.pdfium_characters import Characters
from sdk_builtins.parsers.pdf.pdfium_objects import Box, is_artifact, union
from sdk_builtins.parsers.pdf.pdfium_pitch import Pitches
from sdk_builtins.parsers.pdf.pdfium_raised import joined_words, raised_spans, with_carets
from sdk_builtins.parsers.pdf.pdfium_words import (
    LEFT,
    RIGHT,
    TURN,
    Word,
    groups_rtl,
    longest,
    pieces,
    rows_of,
    usual_turn,
)
from sdk_core.documents.losses import Reason

_LINE_HYPHEN = "\ufffe"  # pdfium's mark for a hyphen that ends a line, in place of the break
_LINE = re.compile("[^\r\n\ufffe]+\ufffe?")
_LINE_START = re.compile("[^\\s\ufffe][^\r\n\ufffe]*")
_BREAK = re.compile("[\r\n]")
_WORD = re.compile("[^\\s\ufffe]+")
_MIN_UNKNOWN, _UNKNOWN_SHARE = 4, 0.3  # controls in a line; ligatures of TeX are fewer
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f]")
_UNMAPPED = re.compile("[\x0b\x0c\x0e-\x1f]")
# The old (OT1) and the Cork (T1) encoding of TeX, where they put what ASCII lacks; ligatures are
# one character each, so that every character keeps its place.
_LIGATURES, _SIGNS = "\ufb00\ufb01\ufb02\ufb03\ufb04", "\u201c\u201d\u201e\u00ab\u00bb\u2013\u2014"
_TEX = dict(zip((*range(11, 23), *range(27, 32)), _LIGATURES + _SIGNS + _LIGATURES, strict=True))

FindUnseen = Callable[[Sequence[Word], Sequence[int]], Mapping[int, Reason]]


class TextPage:
    """The text of a loaded page.

    Args:
        handle: What ``FPDFText_LoadPage`` returned; the caller closes it.
        box: The shown part of the page in user space.
        rotation: Quarter turns clockwise by which viewers show the page.
        is_tagged: Whether the file says what is part of its text and what is not.
        find_unseen: Returns why words are not seen, by their place; given the words and one
            character of each line.
    """

    def __init__(
        self, handle: Any, box: Box, rotation: int, *, is_tagged: bool, find_unseen: FindUnseen
    ) -> None:
        self._is_tagged = is_tagged
        self.left_out: list[tuple[Reason, str]] = []
        self._handle = handle
        self._characters = Characters(handle)
        self.text = self._read_text()
        turned = len(RIGHT_TO_LEFT.findall(self.text))
        self.has_rtl = turned > 0
        self._is_rtl = self.has_rtl and 2 * turned > sum(map(str.isalpha, self.text))
        self.box = box
        self._uneven: list[Word] = []
        words = self._read_words()
        firsts = [match.start() for match in _LINE_START.finditer(self.text)]
        if unseen := find_unseen(words, firsts):
            words = self._without(words, unseen)
        if not self.has_rtl:
            self.text, words = joined_words(self.text, words)
        self._raised = raised_spans(self.text, words, self._uneven, self._characters)
        self.turn = usual_turn(words, 2 if rotation == 2 else 0)
        upright = self.turn if self.turn % 2 else 0
        if self.turn or box[0] or box[1] or any(map(TURN, words)):
            words = [
                (
                    *word[:2],
                    *self.turned(word[2:6]),
                    int(word[6] != upright and word[1] > word[0] + 1),
                )
                for word in words
            ]
        self._words = words

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points, as the text reads."""
        left, bottom, right, top = self.box
        sides = right - left, top - bottom
        return sides if self.turn % 2 == 0 else sides[::-1]

    def turned(self, box: Box) -> Box:
        """Return a box in the coordinates of the page when its text is upright."""
        left, bottom, right, top = self.box
        x0, y0, x1, y1 = box
        if self.turn == 1:
            return y0 - bottom, right - x1, y1 - bottom, right - x0
        if self.turn == 2:
            return right - x1, top - y1, right - x0, top - y0
        if self.turn == 3:
            return top - y1, x0 - left, top - y0, x1 - left
        return x0 - left, y0 - bottom, x1 - left, y1 - bottom

    def lines(self) -> list[Line]:
        """Return the lines in drawing order, those with wide gaps in pieces."""
        lines: list[Line] = []
        drawn: list[tuple[Line, list[Word]]] = []
        starts = [word[0] for word in self._words]
        position = 0
        for match in _LINE.finditer(self.text):
            end = match.end()
            first, position = position, bisect_left(starts, end, position)
            inside = self._words[first:position]
            if self.has_rtl and RIGHT_TO_LEFT.search(match.group()):
                parts = [line for row in rows_of(inside) for line in self._lines_rtl(row)]
            else:
                parts = []
                for words, gaps in pieces(inside):
                    parts.append(self._line(words, gaps))
                    drawn.append((parts[-1], words))
            if parts and self.text[end - 1] == _LINE_HYPHEN:
                parts[-1].text += "\u00ad"
            lines.extend(parts)
        self._set_pitches(drawn)
        lines = [line for line in lines if line.text]
        marked = sum(len(line.text) for line in lines if line.artifact)
        if 2 * marked > sum(len(line.text) for line in lines):  # the marks mean something else
            for line in lines:
                line.artifact = False
        return lines

    def _set_pitches(self, drawn: list[tuple[Line, list[Word]]]) -> None:
        """Tell each line that is monospaced how far its letters advance."""
        pitches = Pitches(self._characters, self.text, self.turned)
        added = []
        for line, words in drawn:
            start, end = words[0][:2]
            has_number = len(words) > 1 and self.text[start:end].isdigit()  # of other type
            text = words[1:] if has_number else words
            added.append((line, text, pitches.add(line.size, text)))
        pitches.decide(is_monospaced)
        for line, words, font in added:
            line.pitch = pitches.pitch(font, line.size, words)

    def _line(self, words: list[Word], gaps: tuple[Gap, ...]) -> Line:
        main = longest(words)
        start, end = words[0][0], words[-1][1]
        text = with_carets(self.text, start, end, self._raised)
        if gaps and len(text.split()) != len(words):
            gaps = ()  # a mark was put to the word before it
        return self._styled(
            text,
            (min(map(LEFT, words)), main[3], max(map(RIGHT, words)), main[5]),
            ((main[0] + main[1]) // 2, start, end - 1),
            is_upright=not any(map(TURN, words)),
            gaps=gaps,
        )

    def _lines_rtl(self, words: Sequence[Word]) -> Iterator[Line]:
        """Yield the parts of a line that holds Hebrew or Arabic, ordered by where glyphs stand.

        pdfium's own order tears numbers and Latin words apart, and turns around the letters of
        ligatures, which share one box.
        """
        indices = [index for word in words for index in range(word[0], word[1])]
        glyphs: list[Glyph] = []
        previous: Box | None = None
        bottom, top = words[0][3], words[0][5]
        for index, box in zip(indices, self._characters.boxes(indices), strict=True):
            character = self.text[index]
            if box == previous and box[0] < box[2]:
                glyphs[-1] = replace(glyphs[-1], text=character + glyphs[-1].text, place=index)
                continue
            previous = box
            x0, y0, x1, y1 = self.turned(box)
            glyphs.append(Glyph(character, x0, x1, y1 - y0, index))
        for group in groups_rtl(glyphs):
            places = sorted(glyph.place for glyph in group)
            yield self._styled(
                to_logical(group, is_page_turned=self._is_rtl),
                (group[0].x0, bottom, max(glyph.x1 for glyph in group), top),
                (places[len(places) // 2], places[0], places[-1]),
                is_upright=not any(word[6] for word in words),
            )

    def _styled(
        self,
        text: str,
        box: Box,
        places: tuple[int, int, int],
        *,
        is_upright: bool,
        gaps: tuple[Gap, ...] = (),
    ) -> Line:
        """Return a line whose type is that of the characters at three places, the middle first."""
        middle, *ends = places
        font = self._characters.font_name(middle)
        has_style = is_bold(font) or is_slanted(font)
        fonts = [font, *map(self._characters.font_name, ends)] if has_style else []
        return Line(
            line_text(text),
            *box,
            size=self._characters.size(middle) or box[3] - box[1],
            bold=has_style and all(map(is_bold, fonts)),
            slanted=has_style and all(map(is_slanted, fonts)),
            upright=is_upright,
            gaps=gaps,
            font=font,
            artifact=self._is_tagged and is_artifact(self._characters.object(middle)),
        )

    def _read_text(self) -> str:
        count = pdfium.FPDFText_CountChars(self._handle)
        if count <= 0:
            return ""
        units = (ctypes.c_ushort * (2 * count + 1))()
        written = pdfium.FPDFText_GetText(self._handle, 0, count, units)
        data = bytes(units)[: 2 * max(written - 1, 0)]
        text = data.decode("utf-16-le", "surrogatepass")
        if len(text) != count:
            # Characters without a code are left out, which would put all others out of step.
            codes = map(pdfium.FPDFText_GetUnicode, repeat(self._handle), range(count))
            text = "".join(chr(code) if 0 < code < 0x110000 else " " for code in codes)
        return _LINE.sub(_readable, text) if _UNMAPPED.search(text) else text

    def _without(self, words: list[Word], unseen: Mapping[int, Reason]) -> list[Word]:
        """Return the words that are seen; the others are lifted out of the text."""
        seen: list[Word] = []
        text, position = [], 0
        for place, word in enumerate(words):
            if place not in unseen:
                seen.append(word)
                continue
            start, end = word[:2]
            is_next = unseen.get(place - 1) == unseen[place]
            if is_next and not _BREAK.search(self.text, words[place - 1][1], start):
                reason, before = self.left_out[-1]
                self.left_out[-1] = reason, f"{before} {self.text[start:end]}"
            else:
                self.left_out.append((unseen[place], self.text[start:end]))
            text += [self.text[position:start], "\n" * (end - start)]
            position = end
        self.text = "".join([*text, self.text[position:]])
        return seen

    def _read_words(self) -> list[Word]:
        spans = [match.span() for match in _WORD.finditer(self.text)]
        firsts = self._characters.boxes([start for start, _ in spans])
        lasts = iter(self._characters.boxes([end - 1 for start, end in spans if end - start > 1]))
        words: list[Word] = []
        for (start, end), box in zip(spans, firsts, strict=True):
            last = next(lasts) if end - start > 1 else box
            ax0, ay0, ax1, ay1 = box
            bx0, by0, bx1, by1 = last
            if ay0 == by0 < ay1 == by1 and ax0 <= bx0 and ax1 <= bx1:  # as nearly all words
                words.append((start, end, ax0, ay0, bx1, ay1, 0))
                continue
            turn = 0 if ay0 < by1 and by0 < ay1 else 1 if by0 > ay0 else 3
            words.append((start, end, *union(box, last), turn))
            height = ay1 - ay0
            if not turn and abs(height - by1 + by0) > 0.1 * height:
                self._uneven.append(words[-1])
        return words


def _readable(line: re.Match[str]) -> str:
    """Return a line with what TeX puts at codes of controls, or marks for what is unknown."""
    text = line.group()
    controls = len(_UNMAPPED.findall(text))
    if controls >= _MIN_UNKNOWN and controls >= _UNKNOWN_SHARE * len(text):
        return _CONTROL.sub(UNMAPPED, text)
    return text.translate(_TEX)
