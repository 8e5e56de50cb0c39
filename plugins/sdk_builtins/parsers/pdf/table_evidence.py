"""Whether rows with parts below each other are a table without lines, or text in columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise
from statistics import fmean, median

from sdk_builtins.parsers.pdf.headings import SENTENCE_END
from sdk_builtins.parsers.pdf.lines import Line

_ALIGNED = 2.0  # points by which edges of a column may differ
_SHARE = 0.7  # of the cells of a column that share an edge
_INNER = 0.4  # of the columns that share an edge inside the rows
_GUTTER = 0.9  # of the size of the type, between columns
_WIDE_GUTTER = 2.0  # where two rows are all there is
_FIGURES = 0.6  # of the cells of a column of figures
_PROSE = 3.5  # words in the lines of a column of text on average, at least
_RUNNING_ON = 0.5  # of the lines of a column that go on with the sentence above
_NUMBER = re.compile(
    r"[^\W\d_]{0,3}[\s(]*[-+\u2212\u2013$\u20ac\u00a3\u00a5<>~\u2248]*\s*\d[\d\s.,:/%\u2013-]*\D{0,3}$"
)
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WIDE_WORD = 2.5  # characters in a word of Chinese or Japanese, about


class Verdict(Enum):
    """What rows with parts below each other are."""

    TABLE = "table"
    COLUMNS = "columns"
    LINES = "lines"


def judge(rows: Sequence[Sequence[Line]], columns: Sequence[Sequence[Line]]) -> Verdict:
    """Say what rows are, text in doubt.

    Args:
        rows: The cells of each row, from top to bottom.
        columns: The cells of each column, from top to bottom.
    """
    whole = [row for row in rows if len(row) > 1]
    prose = [cells for cells in columns if reads_on(cells)]
    if len(whole) > 2 and len(prose) > 1 and 2 * len(prose) >= len(columns):
        return Verdict.COLUMNS
    size = median(line.size for row in rows for line in row)
    gutters = [
        min(cell.x0 for cell in right) - max(cell.x1 for cell in left)
        for left, right in pairwise(columns)
    ]
    if len(whole) < 3:
        is_wide = len(columns) > 2 and min(gutters) >= _WIDE_GUTTER * size
        return Verdict.TABLE if len(whole) == 2 and is_wide else Verdict.LINES
    if median(gutters) < _GUTTER * size:
        return Verdict.LINES
    return Verdict.TABLE if _is_aligned(columns) else Verdict.LINES


def reads_on(cells: Sequence[Line]) -> bool:
    """Whether the lines of a column read on from one to the next."""
    if len(cells) < 3 or fmean(map(words_of, cells)) < _PROSE:
        return False
    if any(line.text.endswith("\u00ad") for line in cells):
        return True
    width = max(line.x1 for line in cells) - min(line.x0 for line in cells)
    on = sum(_goes_on(above, below, width) for above, below in pairwise(cells))
    return on >= _RUNNING_ON * (len(cells) - 1)


def _goes_on(above: Line, below: Line, width: float) -> bool:
    if SENTENCE_END.search(above.text):
        return below.text[:1].islower()
    first = below.text[:1]
    if first.isalpha() and first.lower() == first.upper():  # Hebrew, Arabic, Chinese
        return above.x1 - above.x0 > 0.9 * width
    return below.text[:1].islower() or not below.text[:1].isalpha()


def _is_aligned(columns: Sequence[Sequence[Line]]) -> bool:
    """Whether cells stand below each other inside the rows, not only at both ends of them.

    Justified lines begin and end below each other too.
    """
    last = len(columns) - 1
    inner = 0
    for number, cells in enumerate(columns):
        lefts, rights = [line.x0 for line in cells], [line.x1 for line in cells]
        middles = [(line.x0 + line.x1) / 2 for line in cells]
        inner += (
            (number > 0 and _shared(lefts))
            or (number < last and _shared(rights))
            or _shared(middles)
            or (number == last and _share(_NUMBER, cells) >= _FIGURES and _shared(rights))
        )
    return inner >= max(1, _INNER * len(columns))


def _shared(edges: Sequence[float]) -> bool:
    middle = median(edges)
    return sum(abs(edge - middle) <= _ALIGNED for edge in edges) >= _SHARE * len(edges)


def words_of(line: Line) -> float:
    """Return the number of words in a line, about as many where nothing stands between them."""
    wide = len(_WIDE.findall(line.text))
    return wide / _WIDE_WORD if 2 * wide > len(line.text) else len(line.text.split())


def _share(pattern: re.Pattern[str], cells: Sequence[Line]) -> float:
    return sum(pattern.match(line.text) is not None for line in cells) / len(cells)
