"""Spreadsheets in one XML file, as Excel 2003 wrote them and reporting programs still do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from sdk_builtins.parsers.data.headers import TableRow
from sdk_core.documents.cleaning import clean

_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{_NAMESPACE}}}"
_MOST = 1 << 14  # blank rows or cells that an index may pass over


def is_xml_spreadsheet(data: bytes) -> bool:
    """Tell whether a file is such a spreadsheet, by its first bytes."""
    start = data[:2048]
    return b"<?xml" in start and _NAMESPACE.encode() in start and b"Workbook" in start


def xml_sheets(data: bytes) -> Iterator[tuple[str, bool, Iterator[TableRow]]]:
    """Yield the name of each sheet, whether it is hidden, and its rows.

    Raises:
        etree.XMLSyntaxError: It is no XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    for sheet in etree.fromstring(data, parser).iter(f"{_SS}Worksheet"):
        visible = "".join(each.text or "" for each in sheet.iter("{*}Visible"))
        yield sheet.get(f"{_SS}Name", ""), visible.startswith("SheetHidden"), _rows(sheet)


def _rows(sheet: Any) -> Iterator[TableRow]:
    number = 0
    down: dict[int, tuple[int, str]] = {}  # last row and text of cells that span several rows
    for row in sheet.iter(f"{_SS}Row"):
        for _ in range(min(_number(row, "Index", number + 1) - number - 1, _MOST)):
            yield TableRow([])
        number = _number(row, "Index", number + 1)
        cells, spans = list[str](), list[tuple[int, int]]()
        for cell in row.iterchildren(f"{_SS}Cell"):
            at = _number(cell, "Index", _next_free(cells, down, number)) - 1
            cells += [""] * (min(at, _MOST) - len(cells))
            text = "".join(each for data in cell.iter(f"{_SS}Data") for each in data.itertext())
            cells.append(clean(text).strip() or cell.get(f"{_SS}Formula", ""))
            if rows := _number(cell, "MergeDown", 0):
                down[at] = number + rows, cells[-1]
            if across := min(_number(cell, "MergeAcross", 0), _MOST):
                spans.append((at, at + across))
                cells += [""] * across
        for column, (last, text) in down.items():
            if number <= last:
                cells += [""] * (column + 1 - len(cells))
                cells[column] = cells[column] or text
        yield TableRow(cells, tuple(spans))


def _next_free(cells: list[str], down: dict[int, tuple[int, str]], number: int) -> int:
    """Return the number of the next column that no cell from above reaches into."""
    column = len(cells)
    while column in down and number <= down[column][0]:
        column += 1
    return column + 1


def _number(element: Any, name: str, default: int) -> int:
    value = element.get(f"{_SS}{name}", "")
    return int(value) if value.isdigit() else default
