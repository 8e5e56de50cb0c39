"""Tables of data, as opposed to tables that lay out a page."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from sdk_builtins.parsers.html.dom import SILENT
from sdk_core.documents.cleaning import one_line

_NO_CELL = ("pre", "article", "section", "form", "h1", "h2", "h3", "h4", "h5", "h6")
_BREAKS = frozenset(("br", "p", "div", "li", "ul", "ol", "td", "th", "tr", "table", "dd", "dt"))
_MAX_SPAN = 64
_LONG_CELL = 600  # characters; longer ones are columns of a page
_LOOKED_AT = 20  # rows


def is_data(table: HtmlElement) -> bool:
    """Tell whether a table holds data in cells rather than the layout of a page."""
    if table.get("role") in ("presentation", "none"):
        return False
    if next(table.iter(*_NO_CELL), None) is not None:
        return False
    wide, longest = False, 0
    for number, row in enumerate(_own_rows(table)):
        if number == _LOOKED_AT:
            break
        cells = row.findall("td") + row.findall("th")
        wide = wide or len(cells) > 1
        longest = max([longest, *(len(cell.text_content()) for cell in cells)])
    if not wide:
        return False
    if next(table.iter("ul", "ol"), None) is None and len(list(table.iter("table"))) == 1:
        return True
    if next(table.iter("th"), None) is not None:
        return True
    return longest <= _LONG_CELL and not _is_mostly_links(table)


def table_rows(table: HtmlElement) -> Iterator[list[str]]:
    """Yield the cells of each row; a merged cell is written once, in its first place."""
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
                cells.append("" if offset else _cell_text(cell))
        yield cells


def _own_rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _cell_text(cell: HtmlElement) -> str:
    pieces = [cell.text or ""]
    for node in cell.iterdescendants():
        if not isinstance(node.tag, str):
            continue
        gap = " " if node.tag in _BREAKS else ""
        lead = f"{gap}- " if node.tag == "li" else gap
        if node.tag not in SILENT:
            pieces += [lead, node.text or ""]
        pieces += [gap, node.tail or ""]
    return one_line("".join(pieces))


def _is_mostly_links(table: HtmlElement) -> bool:
    links = sum(len(link.text_content()) for link in table.iter("a"))
    return links * 2 > len(table.text_content())


def _span(cell: HtmlElement, name: str) -> int:
    text = cell.get(name) or "1"
    return min(max(int(text), 1), _MAX_SPAN) if text.isdecimal() and len(text) < 9 else 1
