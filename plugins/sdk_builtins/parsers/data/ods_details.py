"""Details of the sheets of OpenDocument spreadsheets (OpenDocument 1.3 Part 3, 9)."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from lxml import etree

from sdk_builtins.parsers.data.sheet_details import MOST_COLUMNS, MOST_ROWS, SheetDetails

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_OF_INTEREST = re.compile(
    rb'formula=|-spanned="(?!1")|visibility="(?!visible")|<(?:\w+:)?(?:annotation|shapes)\b|:value="-?\d{16}'
)
_LONG = re.compile(r"-?\d{16,}")
_NOTE = f"{_OFFICE}annotation"


def ods_details(archive: zipfile.ZipFile) -> dict[str, SheetDetails]:
    """Return the details of the sheets of an OpenDocument spreadsheet by their names."""
    found = dict[str, SheetDetails]()
    content = archive.read("content.xml")
    if not _OF_INTEREST.search(content):
        return found
    with io.BytesIO(content) as stream:
        number, column, details = 0, 0, SheetDetails()
        events = etree.iterparse(
            stream,
            events=("start", "end"),
            tag=[_table("table"), _table("table-column"), _table("table-row")],
            resolve_entities=False,
            no_network=True,
            huge_tree=True,
        )
        for event, element in events:
            if event == "start" and element.tag == _table("table"):
                number, column, details = 0, 0, SheetDetails()
                found[element.get(_table("name"), "")] = details
            elif element.tag == _table("table"):
                for shapes in element.iterchildren(_table("shapes")):
                    details.drawn += filter(None, map(_text, shapes))
            if event == "start" or element.tag == _table("table"):
                continue
            is_hidden = element.get(_table("visibility"), "visible") != "visible"
            if element.tag == _table("table-column"):
                count = _count(element, "number-columns-repeated", MOST_COLUMNS - column)
                if is_hidden:
                    details.hidden_columns.update(range(column, column + count))
                column += count
                continue
            count = _count(element, "number-rows-repeated", MOST_ROWS - number)
            if is_hidden:
                details.hidden_rows.update(range(number, number + count))
            _read_row(element, number, details)
            number += count
            element.clear(keep_tail=False)
    return found


def _read_row(row: Any, number: int, details: SheetDetails) -> None:
    column = 0
    for cell in row:
        count = _count(cell, "number-columns-repeated", MOST_COLUMNS - column)
        texts = [each for each in cell if each.tag != _NOTE]
        formula = cell.get(_table("formula"), "")
        is_computed = any(key.startswith(_OFFICE) for key in cell.attrib)
        if formula and not is_computed and not any("".join(t.itertext()).strip() for t in texts):
            details.formulas[number, column] = "=" + formula.partition("=")[2]
        if _LONG.fullmatch(value := cell.get(f"{_OFFICE}value", "")):
            details.values.update(((number, column + at), value) for at in range(count))
        for note in cell.iterchildren(_NOTE):
            details.notes[number, column] = _text(note)
        down = _count(cell, "number-rows-spanned", MOST_ROWS)
        across = _count(cell, "number-columns-spanned", MOST_COLUMNS)
        if down > 1 or across > 1:
            details.merged.append(((number, column), (number + down - 1, column + across - 1)))
        column += count


def _text(element: Any) -> str:
    return "\n".join("".join(each.itertext()) for each in element.iter("{*}p"))


def _table(name: str) -> str:
    return f"{_TABLE}{name}"


def _count(element: Any, name: str, most: int) -> int:
    value = element.get(_table(name), "1")
    return max(1, min(int(value) if value.isdigit() else 1, most))
