"""Tables of data, as opposed to tables that lay out a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml.html import HtmlElement

from sdk_core.documents.cleaning import one_line

_NO_CELL = ("article", "section", "form")
_NO_PLAIN_CELL = ("pre", "h1", "h2", "h3", "h4", "h5", "h6")
_PARTS = frozenset(("tr", "thead", "tbody", "tfoot", "caption", "colgroup", "col"))
_MAX_SPAN = 64
_LONG_CELL = 600  # characters; longer ones are columns of a page
_LOOKED_AT = 20  # rows


def is_data(table: HtmlElement) -> bool:
    """Tell whether a table holds data in cells rather than the layout of a page."""
    if table.get("role") in ("presentation", "none"):
        return False
    if next(table.iter(*_NO_CELL), None) is not None or _has_strays(table):
        return False
    has_header = any(True for row in _own_rows(table) for _ in row.iterchildren("th"))
    if not has_header and next(table.iter(*_NO_PLAIN_CELL), None) is not None:
        return False
    wide, longest = False, 0
    for number, row in enumerate(_own_rows(table)):
        if number == _LOOKED_AT:
            break
        cells = row.findall("td") + row.findall("th")
        wide = wide or len(cells) > 1
        longest = max([longest, *(len(one_line(cell.text_content())) for cell in cells)])
    if not wide:
        return False
    if next(table.iter("ul", "ol"), None) is None and len(list(table.iter("table"))) == 1:
        return True
    if has_header:
        return True
    return longest <= _LONG_CELL and not _is_mostly_links(table)


def _has_strays(table: HtmlElement) -> bool:
    """Whether text or elements stand in the table outside of its cells."""
    for part in (table, *table.iterchildren("thead", "tbody", "tfoot"), *_own_rows(table)):
        inner = ("td", "th") if part.tag == "tr" else _PARTS
        if (part.text or "").strip() or any((each.tail or "").strip() for each in part):
            return True
        if any(isinstance(each.tag, str) and each.tag not in inner for each in part):
            return True
    return False


def table_rows(table: HtmlElement, cell_text: Callable[[HtmlElement], str]) -> Iterator[list[str]]:
    """Yield the cells of each row; a merged cell is written once, in its first place.

    Args:
        table: The table.
        cell_text: Writes what is in a cell on one line.
    """
    waiting: dict[int, int] = {}  # column to the number of rows that a merged cell still covers
    for row in _own_rows(table):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            while waiting.get(len(cells), 0) > 0:
                waiting[len(cells)] -= 1
                cells.append("")
            span, height = _span(cell, "colspan"), _span(cell, "rowspan")
            for offset in range(span):
                if height > 1:
                    waiting[len(cells)] = height - 1
                cells.append("" if offset else cell_text(cell))
        yield cells


def _own_rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _is_mostly_links(table: HtmlElement) -> bool:
    links = sum(len(link.text_content()) for link in table.iter("a"))
    return links * 2 > len(table.text_content())


def _span(cell: HtmlElement, name: str) -> int:
    text = cell.get(name) or "1"
    return min(max(int(text), 1), _MAX_SPAN) if text.isdecimal() and len(text) < 9 else 1
