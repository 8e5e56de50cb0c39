"""Words of a page of pdfium, and the pieces of a line that they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from operator import itemgetter

from sdk_builtins.parsers.pdf.bidi import Glyph
from sdk_builtins.parsers.pdf.lines import Gap

Word = tuple[int, int, float, float, float, float, int]
"""First character, the one after the last, left, bottom, right, top, quarter turns clockwise.

A plain tuple, since pages have hundreds.
"""

LEFT, RIGHT, TURN = itemgetter(2), itemgetter(4), itemgetter(6)
_CELL_GAP = 0.8  # of the height of the type; justified text seldom has wider gaps
_CUT_GAP = 0.3  # what is wider than the space between words
_SAME_ROW = 0.3  # of the height of the lower of two words, which they share at least


def usual_turn(words: Sequence[Word], default: int) -> int:
    """Return the quarter turns of most words, and a default where these do not tell."""
    turns = Counter(word[6] for word in words if word[1] - word[0] > 2)
    if not turns:
        return default
    turn, count = turns.most_common(1)[0]
    return turn if turn and count > 0.6 * turns.total() else default


def longest(words: Sequence[Word]) -> Word:
    """Return the first of the words that have the most characters."""
    return max(words, key=lambda word: word[1] - word[0])


def pieces(words: Sequence[Word]) -> Iterator[tuple[list[Word], tuple[Gap, ...]]]:
    """Split the words of a line where it jumps, up or across a wide gap, and note other gaps."""
    piece: list[Word] = []
    gaps: list[Gap] = []
    last_x0 = last_y0 = last_x1 = last_y1 = 0.0
    last_turn = 0
    for word in words:
        _, _, x0, y0, x1, y1, turn = word
        if piece:
            height, last_height = y1 - y0, last_y1 - last_y0
            if last_height < height:
                height = last_height
            gap = x0 - last_x1
            if last_turn:
                follows = x0 < last_x1 and x1 > last_x0
            else:
                widest = _CELL_GAP * (height if height > 1.0 else 1.0)
                follows = (
                    not turn
                    and y0 <= last_y1
                    and y1 >= last_y0
                    and gap < widest
                    and last_x0 - x1 < widest
                )
            if not follows:
                yield piece, tuple(gaps)
                piece, gaps = [], []
            elif gap > _CUT_GAP * height:
                gaps.append((len(piece), last_x1, x0))
        piece.append(word)
        last_x0, last_y0, last_x1, last_y1, last_turn = x0, y0, x1, y1, turn
    if piece:
        yield piece, tuple(gaps)


def rows_of(words: Sequence[Word]) -> list[list[Word]]:
    """Return the words at each height, the upper ones first.

    pdfium takes some rows of a table for one line that reads from the right, so turns them around.
    """
    if any(word[6] for word in words):
        return [list(words)]
    rows: list[list[Word]] = []
    bottom = top = 0.0
    for word in words:
        y0, y1 = word[3], word[5]
        shared = min(top, y1) - max(bottom, y0)
        if not rows or shared < _SAME_ROW * min(top - bottom, y1 - y0):
            rows.append([])
            bottom, top = y0, y1
        bottom, top = min(bottom, y0), max(top, y1)
        rows[-1].append(word)
    return sorted(rows, key=lambda row: -row[0][3])


def groups_rtl(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Split the glyphs of a line that reads from the right where a wide gap is, right part first.

    The glyphs of each part are ordered by their left edges.
    """
    groups: list[list[Glyph]] = []
    right = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.x0):
        if not groups or glyph.x0 - right > _CELL_GAP * max(glyph.height, 1.0):
            groups.append([])
            right = glyph.x1
        groups[-1].append(glyph)
        right = max(right, glyph.x1)
    return groups[::-1]
