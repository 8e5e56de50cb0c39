"""Running heads, feet and page numbers, by the evidence of several pages.

Position, type, distance from the text and repetition are scored together, since each of them
alone is also found in forms, invoices, exam sheets and tables. A row in doubt stays.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from sdk_builtins.parsers.pdf.grids import Grid
from sdk_builtins.parsers.pdf.headings import SENTENCE_END
from sdk_builtins.parsers.pdf.lines import Line, PageContent
from sdk_builtins.parsers.pdf.margin_rows import Binding, PageMargins, Row, margins_of, number_value
from sdk_builtins.parsers.pdf.table_finding import has_leaders

_WINDOW = 16  # pages to either side in which a row is looked for again
_REPEATS = 3  # pages
_DRIFT = 4.0  # points by which a row may move from page to page
_EXACT = 1.0  # points; what a program sets at one height differs by less
_ENOUGH = 5
_LARGER = 1.15  # of running text; what is larger is a title
_SMALLER = 0.97
_CLEAR = (1.0, 0.7)  # of the size of running text, between a head and the text
_USUAL_CLEAR = 2.0  # of the distance between rows
_SHORT_CLEAR = 1.5  # the same in documents too short to repeat anything
_COPIED = 0.4  # of the rows of a page; a form or an invoice has as many in place
_MIN_COPIED = 3
_MANY_CELLS = 4
_MARGIN = 0.09  # of the height of the page, where a document of one page has no headings
_FRAME = 0.3  # of the height of the page; a cell is lower
_SENTENCE = 6  # words
_NOTICE = 4  # words
_ACCOUNT = 10  # digits
_ADDRESS = re.compile(r"\w@\w|https?://|www\.|\d{5}")

_Place = tuple[int, float]  # page, height of the baseline


@dataclass(frozen=True, slots=True)
class Split:
    """A page without its furniture.

    Args:
        lines: The lines that stay, in order.
        dropped: The text of each row that was left out.
        said: The text of each row that belongs behind the page, for it says more than a title or a
            page number and did not stand in a margin before.
    """

    lines: list[Line]
    dropped: list[str]
    said: list[str]


class Furniture:
    """Learns what pages repeat, and tells it apart from their text.

    Pages are learnt in order, some of them ahead of the page that is asked about.

    Args:
        pages: How many are read.
        count: How many the file has.
    """

    def __init__(self, pages: int, count: int) -> None:
        self._pages, self._count = pages, count
        self._said: set[tuple[str, tuple[int, ...]]] = set()
        self._margins: dict[int, PageMargins] = {}
        self._labels: dict[int, int | None] = {}
        # By the margin, and by the text or by how far a number in it is ahead of the page.
        self._rows: dict[tuple[bool, str | int], deque[tuple[int, Row]]] = {}

    def learn(self, page: PageContent) -> None:
        """Remember what stands in the margins of a page."""
        margins = margins_of(page)
        self._margins[page.number] = margins
        self._labels[page.number] = number_value(page.label)
        self._margins.pop(page.number - 2 * _WINDOW - 1, None)
        for row in (*margins.heads, *margins.feet):
            keys: list[str | int] = [row.pattern]
            keys += [value - page.number for value in _ends(row, Binding.TITLE)]
            for key in keys:
                rows = self._rows.setdefault((row.is_head, key), deque(maxlen=4 * _WINDOW))
                rows.append((page.number, row))

    def split(self, page: PageContent, grids: Sequence[Grid], body_size: float) -> Split:
        """Tell the furniture of a page from its text.

        Args:
            page: A page that was learnt.
            grids: The drawn tables on it.
            body_size: Size of running text in points, 0 when unknown.
        """
        margins = self._margins[page.number]
        body = body_size or 10.0
        blocks = [self._block(rows, page, grids, body) for rows in (margins.heads, margins.feet)]
        dropped = [row for block in blocks for row in block]
        if len(dropped) >= margins.rows:
            blocks, dropped = [], []
        said = [row for block in blocks for row in self._news(block, page)]
        gone = {line for row in dropped for line in row.lines}
        for row in (*margins.heads, *margins.feet):
            if row.lines[0] not in gone and self._is_marginal(row, page, body):
                for line in row.lines:
                    line.marginal = True
        lines = [line for line in page.lines if line not in gone]
        return Split(
            lines, [row.text for row in dropped if row not in said], [row.text for row in said]
        )

    def _news(self, block: Sequence[Row], page: PageContent) -> Iterator[Row]:
        """Yield the rows of a block that says something of its own, unless they stood before.

        All of its rows, since a name and the account number below it belong together.
        """
        if any(_says_more(row.text) for row in block):
            for row in block:
                fixed = (each.value for each in row.numbers if each.binding is Binding.BOUND)
                key = row.pattern, tuple(fixed)
                if key not in self._said and not row.is_number_of(
                    page.number, self._count, page.label
                ):
                    self._said.add(key)
                    yield row

    def _block(
        self, rows: Sequence[Row], page: PageContent, grids: Sequence[Grid], body: float
    ) -> Sequence[Row]:
        """Return the outermost rows that are furniture."""
        margins = self._margins[page.number]
        if block := _undrawn(self._stated_block(rows, page, body), page, grids):
            return block
        if self._pages < _REPEATS:
            return []
        scores = [self._score(row, page, body) for row in rows]
        for size in range(len(rows), 0, -1):
            clear = _clear_score(rows[size - 1].clear, margins.clear, body)
            score = min(scores[:size]) + clear
            if score >= _ENOUGH + 4 * (score >= _ENOUGH and self._is_copied(page.number)):
                return _undrawn(rows[:size], page, grids)
        return []

    def _stated_block(self, rows: Sequence[Row], page: PageContent, body: float) -> Sequence[Row]:
        """Return the outermost rows that need no other page to be known as furniture."""
        stated = list(
            takewhile(lambda row: self._is_number(row, page) or self._is_twice(row, page), rows)
        )
        clear = _SHORT_CLEAR * body
        return rows[: max((n for n, row in enumerate(stated, 1) if row.clear >= clear), default=0)]

    def _is_twice(self, row: Row, page: PageContent) -> bool:
        """Whether the file marks a row as an artifact on both of its two pages."""
        is_twice = self._pages < _REPEATS and row.artifact
        return is_twice and bool(self._repetition(row, page.number, Binding.TITLE)[0])

    def _score(self, row: Row, page: PageContent, body: float) -> int:
        """Return the evidence that a row is furniture but for its distance from the text."""
        is_unlike = row.size < _SMALLER * body or all(line.slanted for line in row.lines)
        binding = Binding.TITLE if is_unlike else Binding.FREE
        same, is_data = self._repetition(row, page.number, binding)
        counted = self._counted(row, page.number, binding)
        is_same = _is_series(page.number, {number for number, _ in same})
        score = 2 * is_same + 2 * (len(counted) + 1 >= _REPEATS or self._is_number(row, page))
        exact = {n for n, base in (*same, *counted) if abs(base - row.base) <= _EXACT}
        score += len(exact) + 1 >= _REPEATS
        score += is_unlike
        score += 3 * row.artifact
        score -= 4 * (is_data and not is_same)
        score -= 3 * (row.size > _LARGER * body)
        score -= 2 * (len(row.lines) >= _MANY_CELLS)
        score -= 4 * any(has_leaders(line.text) for line in row.lines)
        return score - (not is_unlike and _is_sentence(row.text))

    def _twins(self, key: str | int, row: Row, page: int) -> Iterator[tuple[int, Row]]:
        """Yield rows of a key at one place on near pages."""
        for number, twin in self._rows.get((row.is_head, key), ()):
            is_near = number != page and abs(number - page) <= _WINDOW
            if is_near and abs(twin.base - row.base) <= _DRIFT:
                yield number, twin

    def _repetition(self, row: Row, page: int, binding: Binding) -> tuple[list[_Place], bool]:
        """Return where a row stands again, and whether it does with other numbers.

        Numbers that go up with the pages are not other numbers.

        Args:
            row: The row.
            page: Its page.
            binding: How far a number may belong to words and yet be that of the page.
        """
        same: list[_Place] = []
        is_data = False
        for number, twin in self._twins(row.pattern, row, page):
            pairs = zip(row.numbers, twin.numbers, strict=True)
            if all(
                a.value == b.value
                or (a.binding <= binding and self._counts(page, a.value, number, b.value))
                for a, b in pairs
            ):
                same.append((number, twin.base))
            else:
                is_data = True
        return same, is_data

    def _counted(self, row: Row, page: int, binding: Binding) -> list[_Place]:
        """Return where rows stand whose numbers go up with the pages as that of a row does."""
        found: dict[int, float] = {}
        for value in _ends(row, binding):
            for number, twin in self._twins(value - page, row, page):
                found[number] = twin.base
        free = [place for place, each in enumerate(row.numbers) if each.binding <= binding]
        for number, twin in self._twins(row.pattern, row, page) if free else ():
            if any(
                self._counts(page, row.numbers[place].value, number, twin.numbers[place].value)
                for place in free
            ):
                found[number] = twin.base
        return list(found.items())

    def _counts(self, page: int, value: int, other: int, its_value: int) -> bool:
        """Whether a number goes up with the pages, or with the names that the file gives them."""
        if its_value - value == other - page:
            return True
        return (value, its_value) == (self._labels.get(page), self._labels.get(other))

    def _is_number(self, row: Row, page: PageContent) -> bool:
        return row.is_number_of(page.number, self._count, page.label)

    def _is_copied(self, number: int) -> bool:
        """Whether most of a page stands in place on another one, as in forms and copies."""
        places = self._margins[number].places
        if len(places) < _MIN_COPIED:
            return False
        return any(
            len(places & other.places) > _COPIED * len(places)
            for near, other in self._margins.items()
            if near != number and abs(near - number) <= _WINDOW
        )

    def _is_marginal(self, row: Row, page: PageContent, body: float) -> bool:
        """Whether a row repeats what other pages have, or is of a short document's margin."""
        edge = page.height - row.base if row.is_head else row.base
        is_outer = self._pages < _REPEATS and edge < _MARGIN * page.height
        is_repeated = any(
            abs(base - row.base) <= _EXACT
            for _, base in self._repetition(row, page.number, Binding.TITLE)[0]
        )
        if row.size > _LARGER * body:
            return is_outer and is_repeated
        return is_repeated or (is_outer and row.clear >= _CLEAR[0] * body)


def _ends(row: Row, binding: Binding) -> set[int]:
    return {each.value for each in row.numbers if each.is_end and each.binding <= binding}


def _is_series(number: int, others: Collection[int]) -> bool:
    """Whether pages follow each other around one, all of them or all left or right ones."""
    return any(
        1 + _following(number, others, -step) + _following(number, others, step) >= _REPEATS
        for step in (1, 2)
    )


def _following(number: int, others: Collection[int], step: int) -> int:
    """Return how many pages follow one, each at a step or two from the last."""
    count = 0
    while near := next((n for n in (number + step, number + 2 * step) if n in others), 0):
        number = near
        count += 1
    return count


def _is_in_table(line: Line, grid: Grid, height: float) -> bool:
    """Whether a line stands in a cell, rather than in a frame around most of a page."""
    cell = grid.cell_of(line)
    return cell is not None and grid.ys[cell[0]] - grid.ys[cell[0] + 1] < _FRAME * height


def _undrawn(rows: Sequence[Row], page: PageContent, grids: Sequence[Grid]) -> Sequence[Row]:
    """Return rows up to the first that stands in a drawn table with other text."""
    own = {line for row in rows for line in row.lines}
    others = [line for line in page.lines if line not in own]
    tables = [
        grid for grid in grids if any(_is_in_table(line, grid, page.height) for line in others)
    ]

    def is_drawn(row: Row) -> bool:
        return any(_is_in_table(line, grid, page.height) for grid in tables for line in row.lines)

    return list(takewhile(lambda row: not is_drawn(row), rows))


def _clear_score(clear: float, usual: float, body: float) -> int:
    wide, narrow = _CLEAR
    if clear >= max(wide * body, _USUAL_CLEAR * usual):
        return 2
    return 1 if clear >= narrow * body else -3


def _says_more(text: str) -> bool:
    """Whether a row tells what titles and page numbers do not: how to reach or pay, or a notice.

    Dates and numbers of versions, which stand beside titles, have fewer digits than accounts and
    telephones, and no group of them is as long as a postcode.
    """
    is_notice = text.endswith(".") and len(text.split()) >= _NOTICE
    digits = sum(map(str.isdigit, text))
    return is_notice or digits >= _ACCOUNT or _ADDRESS.search(text) is not None


def _is_sentence(text: str) -> bool:
    words = text.split()
    return len(words) >= _SENTENCE and (text[0].islower() or SENTENCE_END.search(text) is not None)
