"""Hebrew and Arabic from the order in which glyphs stand on a page to the order of reading."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SHAPED = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]+")
_WORD_GAP = 0.1  # of the glyph height, what pdfminer takes for other scripts too
_MIRRORED = str.maketrans("()[]{}<>\u00ab\u00bb", ")(][}{><\u00bb\u00ab")
_OPENING, _CLOSING = set("([{<"), set(")]}>")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter, mark or ligature.

    Args:
        text: What it stands for.
        x0: Left edge in points.
        x1: Right edge.
        height: Height in points.
        place: Its place in the text of the file when that has spaces of its own, else -1.
    """

    text: str
    x0: float
    x1: float
    height: float
    place: int = -1


def to_logical(glyphs: Iterable[Glyph]) -> str:
    """Return the text of one line of glyphs, some of which are Hebrew or Arabic.

    Files store such lines in either order, so the glyphs are first put in the order in which the
    eye meets them from the left, then turned around, except for numbers and Latin words.
    """
    visual = _visual(glyphs)
    right = sum(bool(RIGHT_TO_LEFT.search(text)) for text in visual)
    left = sum(_is_left(text) and not text.isdigit() for text in visual)
    if right >= left:
        logical = _turn_runs(visual[::-1], _is_left, _is_neutral)
    else:
        logical = _turn_runs(visual, _is_right, _is_neutral)
    text = "".join(_order_brackets(logical))
    return _SHAPED.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)


def _visual(glyphs: Iterable[Glyph]) -> list[str]:
    """Return the texts from left to right, vowel marks with their letters, spaces put in."""
    marks: list[Glyph] = []
    letters: list[Glyph] = []
    for glyph in glyphs:
        text = glyph.text
        is_mark = len(text) == 1 and unicodedata.category(text) == "Mn"
        (marks if is_mark else letters).append(glyph)
    letters.sort(key=lambda glyph: glyph.x0 + glyph.x1)  # a lam may hold its alef inside
    attached: dict[int, str] = {}
    centres = [(glyph.x0 + glyph.x1) / 2 for glyph in letters]
    for mark in marks:
        centre = (mark.x0 + mark.x1) / 2
        at = bisect_left(centres, centre)
        near = [i for i in (at - 1, at) if 0 <= i < len(letters)]
        if near:
            best = min(near, key=lambda i: abs(centres[i] - centre))
            attached[best] = attached.get(best, "") + mark.text
    texts: list[str] = []
    previous: Glyph | None = None
    for i, glyph in enumerate(letters):
        if previous is not None and _is_gap(previous, glyph):
            texts.append(" ")
        texts.append(glyph.text + attached.get(i, ""))
        previous = glyph
    return texts


def _is_gap(left: Glyph, right: Glyph) -> bool:
    if left.place >= 0 and abs(left.place - right.place) == 1:
        return False
    return right.x0 - left.x1 > _WORD_GAP * right.height


def _turn_runs(
    texts: Sequence[str], is_turned: Callable[[str], bool], glue: Callable[[str], bool]
) -> list[str]:
    """Reverse each run of turned texts, with the neutral ones inside it."""
    result: list[str] = []
    i = 0
    while i < len(texts):
        if not is_turned(texts[i]):
            result.append(texts[i])
            i += 1
            continue
        end = look = i + 1
        while look < len(texts) and (is_turned(texts[look]) or glue(texts[look])):
            look += 1
            if is_turned(texts[look - 1]):
                end = look
        result.extend(reversed(texts[i:end]))
        i = end
    return result


def _is_right(text: str) -> bool:
    return RIGHT_TO_LEFT.search(text) is not None


def _is_left(text: str) -> bool:
    return not _is_right(text) and any(character.isalnum() for character in text)


def _is_neutral(text: str) -> bool:
    return not any(character.isalnum() for character in text)


def _order_brackets(texts: list[str]) -> list[str]:
    """Mirror brackets when the first one closes: then the file stores them as they look."""
    first = next((text for text in texts if text in _OPENING or text in _CLOSING), "")
    if first in _CLOSING:
        return [text.translate(_MIRRORED) if len(text) == 1 else text for text in texts]
    return texts
