"""Hebrew and Arabic from the order in which glyphs stand on a page to the order of reading."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sdk_builtins.parsers.pdf.left_runs import as_read

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_ARABIC = re.compile("[\u0620-\u065f\u066e-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
_OF_NUMBER = re.compile("[\\d\u066a-\u066c]")  # Arabic digits read from the left too
_AFTER, _BEFORE = set("%\u066a\u00b0"), set("$\u20ac\u00a3\u20aa")  # a number, and part of it
_OF_NAME, _NAME = set("+#"), re.compile("[A-Za-z][+#]*")
_SHAPED = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]+")
_WORD_GAP = 0.1  # of the glyph height, what pdfminer takes for other scripts too
_MIRRORED = str.maketrans("()[]{}<>\u00ab\u00bb", ")(][}{><\u00bb\u00ab")
_NUMBERED = re.compile(r"\s*(?:\d{1,3}|[^\W\d_])[][(){}]\s")
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


def to_logical(glyphs: Iterable[Glyph], *, is_page_turned: bool = False) -> str:
    """Return the text of one line of glyphs, some of which are Hebrew or Arabic.

    Files store such lines in either order, so the glyphs are first put in the order in which the
    eye meets them from the left, then turned around, except for numbers and Latin words.

    Args:
        glyphs: The glyphs in any order.
        is_page_turned: Whether the page reads from the right; a line that begins there does so
            however many of its words are Latin.
    """
    visual = _visual(glyphs)
    right = sum(map(_is_right, visual))
    left = sum(_is_left(text) and not text.isdecimal() for text in visual)
    if right >= left or (is_page_turned and _begins_right(visual)):
        logical = _turned(visual)
    else:
        logical = _turned_inside(visual)
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


def _turned(visual: Sequence[str]) -> list[str]:
    """Return a line that reads from the right, each run of Latin words and numbers as it reads."""
    result: list[str] = []
    is_arabic = False  # what stands before the run
    for is_run, texts in _runs(_with_signs(visual)[::-1], _is_left):
        if is_run:
            result.append(as_read("".join(reversed(texts)), is_arabic=is_arabic))
        else:
            letters = [text for text in texts if _is_right(text)]
            is_arabic = bool(letters) and _ARABIC.search(letters[-1]) is not None
            result.extend(texts)
    return result


def _with_signs(visual: Sequence[str]) -> list[str]:
    """Return the texts with the signs of percent, of money and of names as parts of these.

    Among Arabic letters, a sign of money stands on the other side, where it is turned around.
    """
    is_arabic = any(_ARABIC.search(text) for text in visual)
    result: list[str] = []
    for text in visual:
        last = result[-1] if result else ""
        is_before = not is_arabic and last in _BEFORE and text.isdecimal()
        is_after = text in _AFTER and last[-1:].isdecimal()
        is_name = text in _OF_NAME and _NAME.fullmatch(last) is not None  # C++, C#
        if is_before or is_after or is_name:
            result[-1] += text
        else:
            result.append(text)
    return result


def _turned_inside(visual: Sequence[str]) -> list[str]:
    """Return a line that reads from the left, with its Hebrew or Arabic turned around."""
    result: list[str] = []
    for is_run, texts in _runs(visual, _is_right, _is_number_or_neutral):
        result.extend(_turned(texts) if is_run else texts)
    return result


def _runs(
    texts: Sequence[str],
    is_wanted: Callable[[str], bool],
    may_be_inside: Callable[[str], bool] | None = None,
) -> Iterator[tuple[bool, Sequence[str]]]:
    """Yield the longest runs that begin and end with wanted texts, and what is between them."""
    may_be_inside = may_be_inside or _is_neutral
    i = start = 0
    while i < len(texts):
        if not is_wanted(texts[i]):
            i += 1
            continue
        end = look = i + 1
        while look < len(texts) and (is_wanted(texts[look]) or may_be_inside(texts[look])):
            look += 1
            if is_wanted(texts[look - 1]):
                end = look
        yield False, texts[start:i]
        yield True, texts[i:end]
        i = start = end
    yield False, texts[start:]


def _begins_right(visual: Sequence[str]) -> bool:
    """Whether the first letter from the right is Hebrew or Arabic."""
    letters = (text for text in reversed(visual) if any(map(str.isalpha, text)))
    return _is_right(next(letters, ""))


def _is_right(text: str) -> bool:
    return RIGHT_TO_LEFT.search(text) is not None and not _OF_NUMBER.search(text)


def _is_left(text: str) -> bool:
    return not _is_right(text) and any(map(str.isalnum, text))


def _is_number_or_neutral(text: str) -> bool:
    return text.isdecimal() or _is_neutral(text)


def _is_neutral(text: str) -> bool:
    return not any(character.isalnum() for character in text)


def _order_brackets(texts: list[str]) -> list[str]:
    """Mirror brackets when the first one closes: then the file stores them as they look.

    That after the number of an item closes, with none before it.
    """
    first = next((text for text in texts if text in _OPENING or text in _CLOSING), "")
    is_item = _NUMBERED.match("".join(texts)) is not None
    if first in (_OPENING if is_item else _CLOSING):
        return [text.translate(_MIRRORED) if len(text) == 1 else text for text in texts]
    return texts
