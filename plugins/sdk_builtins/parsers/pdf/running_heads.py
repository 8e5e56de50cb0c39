"""Running heads, feet and page numbers: what a page repeats in its margins."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable

from sdk_builtins.parsers.pdf.lines import Line, PageContent

_ZONE = 0.13  # of the height of the page, above and below
_WIDE_ZONE = 0.18  # for numbers, which stand far from the edge of some pages
_MARGIN = 0.09  # where a lone number can only be that of the page
_WINDOW = 16  # pages to either side in which a head is looked for
_REPEATS = 3
_LARGER = 1.15  # of running text; what is larger is a title, which slides repeat too
_DRIFT = 4.0  # points by which a head may move from page to page
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page|seite|p\.)?\s*[-\u2013\u2014|(\[]*\s*(?:\d{1,4}|[ivxl]{1,7})\s*[-\u2013\u2014|)\]]*"
    r"(?:\s*(?:of|/|von|de|sur)\s*\d{1,4})?",
    re.IGNORECASE,
)

_Mark = tuple[int, float, tuple[int, ...]]  # page, height from the lower edge, numbers in the text


class Furniture:
    """Learns what pages repeat, and tells it apart from their text.

    Pages are learnt in order, some of them ahead of the page that is asked about.

    Args:
        pages: How many there are.
    """

    def __init__(self, pages: int) -> None:
        self._repeats = 2 if pages == 2 else _REPEATS
        self._marks: dict[tuple[bool, str], deque[_Mark]] = {}

    def learn(self, page: PageContent) -> None:
        """Remember what stands in the margins of a page."""
        for line, is_head in _candidates(page):
            marks = self._marks.setdefault((is_head, _pattern(line.text)), deque())
            while marks and marks[0][0] < page.number - 2 * _WINDOW:
                marks.popleft()
            marks.append((page.number, _height(line, page, is_head), _numbers(line.text)))

    def split(self, page: PageContent, body_size: float) -> tuple[list[Line], int]:
        """Return the lines of a page without its furniture, and how many lines that was.

        Args:
            page: A page that was learnt.
            body_size: Size of running text in points, 0 when unknown.
        """
        dropped = {
            id(line)
            for line, is_head in _candidates(page)
            if not 0 < body_size * _LARGER < line.size and self._is_repeated(line, page, is_head)
        }
        dropped |= {id(line) for line in page.lines if _is_page_number(line, page)}
        return [line for line in page.lines if id(line) not in dropped], len(dropped)

    def _is_repeated(self, line: Line, page: PageContent, is_head: bool) -> bool:
        height, numbers = _height(line, page, is_head), _numbers(line.text)
        near = [
            mark
            for mark in self._marks.get((is_head, _pattern(line.text)), ())
            if abs(mark[0] - page.number) <= _WINDOW and abs(mark[1] - height) <= _DRIFT
        ]
        if len({number for number, _, _ in near}) >= self._repeats:
            return True
        return any(_counts_up(page.number, numbers, mark) for mark in near)


def _counts_up(number: int, numbers: tuple[int, ...], mark: _Mark) -> bool:
    """Whether one of the numbers in a line goes up with the number of the page."""
    step = mark[0] - number
    return step != 0 and any(b - a == step for a, b in zip(numbers, mark[2], strict=False))


def _candidates(page: PageContent) -> Iterable[tuple[Line, bool]]:
    for line in page.lines:
        is_head = line.y0 > page.height / 2
        distance = page.height - line.y0 if is_head else line.y1
        is_number = distance < _WIDE_ZONE * page.height and _PAGE_NUMBER.fullmatch(line.text)
        if distance < _ZONE * page.height or is_number:
            yield line, is_head


def _height(line: Line, page: PageContent, is_head: bool) -> float:
    return page.height - line.y0 if is_head else line.y0


def _pattern(text: str) -> str:
    return _NUMBER.sub("#", text).casefold()


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _NUMBER.findall(text) if len(number) < 6)


def _is_page_number(line: Line, page: PageContent) -> bool:
    """Whether a line is only the number of the page, in its margin; the segment has it anyway."""
    is_in_margin = line.y1 < page.height * _MARGIN or line.y0 > page.height * (1 - _MARGIN)
    return is_in_margin and _PAGE_NUMBER.fullmatch(line.text) is not None
