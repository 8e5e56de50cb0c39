"""Details of the sheets of Office Open XML workbooks (ECMA-376 Part 1, 18.3)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import IO, Any

from lxml import etree

from sdk_builtins.parsers.data.sheet_details import MOST_COLUMNS, Cell, SheetDetails
from sdk_builtins.parsers.office.runs import join_runs, run

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
# A formula without a value, an error, something hidden, a number that no double holds: few sheets
# have any, and reading the XML takes longer than reading the values.
_OF_INTEREST = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f(?:\s[^>]*)?/>)\s*(?:<(?:\w+:)?v\s*/|<(?:\w+:)?v></|</(?:\w+:)?c>)"
    rb'|\st="e"|\shidden="(?:1|true)"|<(?:\w+:)?v>-?\d{16}'
)
_ZERO = re.compile(rb"</(?:\w+:)?f><(?:\w+:)?v>0</")
_RAISED = b"superscript"
_LONG = re.compile(r"-?\d{16,}")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def xlsx_details(archive: zipfile.ZipFile) -> dict[str, SheetDetails]:
    """Return the details of the sheets of an Office Open XML workbook by their names."""
    found = {}
    workbook = next(iter(_related(archive, "", "/officeDocument").values()), "")
    struck = _struck_formats(archive, workbook)
    is_struck = re.compile(rb'\ss="(?:%b)"' % "|".join(struck).encode()) if struck else None
    raised = _raised_texts(archive, workbook)
    for name, part, is_due in _sheet_parts(archive, workbook):
        details = found[name] = SheetDetails()
        content = archive.read(part)
        is_zero = is_due and _ZERO.search(content)
        is_rich = bool(raised) or _RAISED in content or (is_struck and is_struck.search(content))
        if is_zero or is_rich or _OF_INTEREST.search(content):
            _read_sheet(io.BytesIO(content), details, is_due, struck, raised)
        for target in _related(archive, part, "/comments").values():
            with archive.open(target) as stream:
                details.notes.update(_comments(stream))
        for target in _related(archive, part, "/drawing").values():
            details.drawn += _drawn(archive, target, "sp")
            for chart in _related(archive, target, "/chart").values():
                details.drawn += _drawn(archive, chart, "title")
    return found


def _drawn(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[str]:
    """Yield the texts of a drawing's elements of a name."""
    with archive.open(part) as stream:
        for element in _elements(stream, name):
            paragraphs = ("".join(each.itertext("{*}t")) for each in element.iter("{*}p"))
            if text := "\n".join(paragraphs).strip():
                yield text


def _struck_formats(archive: zipfile.ZipFile, workbook: str) -> set[str]:
    """Return the numbers of the formats of cells whose text has a line through it."""
    struck, found = set[str](), set[str]()
    for target in _related(archive, workbook, "/styles").values():
        if not target.endswith(".xml"):
            continue
        with archive.open(target) as stream:
            for element in _elements(stream, "fonts", "cellXfs"):
                if etree.QName(element).localname == "fonts":
                    lines = (font.find("{*}strike") for font in element.iterchildren("{*}font"))
                    struck = {
                        str(number)
                        for number, line in enumerate(lines)
                        if line is not None and _is_true(line.get("val", "1"))
                    }
                else:
                    fonts = (each.get("fontId") for each in element.iterchildren("{*}xf"))
                    found = {str(number) for number, font in enumerate(fonts) if font in struck}
    return found


def _raised_texts(archive: zipfile.ZipFile, workbook: str) -> dict[str, str]:
    """Return the shared texts of which a part is raised, by their numbers."""
    found = {}
    for target in _related(archive, workbook, "/sharedStrings").values():
        content = archive.read(target)
        if _RAISED in content:
            texts = map(_rich_text, _elements(io.BytesIO(content), "si"))
            found.update({str(number): text for number, text in enumerate(texts) if text})
    return found


def _rich_text(item: Any) -> str:
    """Return a text with its raised parts kept apart, ``""`` when it has none."""
    is_raised = "{*}rPr/{*}vertAlign[@val='superscript']"
    if item.find(f"{{*}}r/{is_raised}") is None:
        return ""
    runs = ((each.findtext("{*}t") or "", each.find(is_raised)) for each in item.iterfind("{*}r"))
    return join_runs(run(text, raised=mark is not None, struck=False) for text, mark in runs)


def _sheet_parts(archive: zipfile.ZipFile, workbook: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the name and part of each sheet, and whether its formulas are yet to be computed."""
    if not workbook or not workbook.endswith(".xml"):
        return  # the binary format, in which Excel itself stores each value
    parts = _related(archive, workbook, "/worksheet")
    with archive.open(workbook) as stream:
        found = [dict(each.attrib) for each in _elements(stream, "sheet", "calcPr")]
    is_due = any(_is_true(each.get("fullCalcOnLoad")) for each in found)
    for sheet in found:
        part = parts.get(sheet.get(_RELATION, "") or sheet.get(_STRICT, ""))
        if part:
            yield sheet.get("name", ""), part, is_due


def _related(archive: zipfile.ZipFile, part: str, kind: str) -> dict[str, str]:
    """Return the parts that a part refers to as being of a kind, by the id of the reference."""
    folder = dirname(part)
    name = join(folder, "_rels", f"{part[len(folder) :].lstrip('/')}.rels")
    names = set(archive.namelist())
    if name not in names:
        return {}
    with archive.open(name) as stream:
        targets = {
            each.get("Id", ""): normpath(join("/", folder, each.get("Target", ""))).lstrip("/")
            for each in _elements(stream, "Relationship")
            if each.get("Type", "").endswith(kind) and each.get("TargetMode") != "External"
        }
    return {key: target for key, target in targets.items() if target in names}


def _elements(stream: IO[bytes], *names: str) -> Iterator[Any]:
    """Yield elements as they are read, each forgotten once the next is asked for."""
    tags = [f"{{*}}{name}" for name in names]
    for _, element in etree.iterparse(
        stream, tag=tags, resolve_entities=False, no_network=True, huge_tree=True
    ):
        yield element
        element.clear(keep_tail=False)
        while element.getprevious() is not None:
            del element.getparent()[0]


def _read_sheet(
    stream: IO[bytes],
    details: SheetDetails,
    is_due: bool,
    struck: set[str],
    raised: dict[str, str],
) -> None:
    number = -1
    shared: dict[str, str] = {}
    zeros: dict[Cell, str] = {}  # values that programs put where they compute none
    for element in _elements(stream, "col", "row"):
        if etree.QName(element).localname == "col":
            if _is_true(element.get("hidden")):
                last = min(int(element.get("max", "0")), MOST_COLUMNS)
                details.hidden_columns.update(range(int(element.get("min", "1")) - 1, last))
            continue
        number = int(element.get("r", number + 2)) - 1
        if _is_true(element.get("hidden")):
            details.hidden_rows.add(number)
        for column, cell in _cells(element):
            if cell.get("s") in struck:
                details.struck.add((number, column))
            parts = {etree.QName(each).localname: each for each in cell}
            value = parts["v"].text if "v" in parts else None
            if value and (cell.get("t") == "e" or _is_long(cell, value)):
                details.values[number, column] = value
            rich = _rich_text(parts["is"]) if "is" in parts else ""
            if value and cell.get("t") == "s":
                rich = raised.get(value, "")
            if rich:
                details.values[number, column] = rich
            if "f" not in parts or (not value and "v" in parts and cell.get("t") == "str"):
                continue
            is_due = is_due and value in (None, "", "0")
            formula = _formula(parts["f"], cell.get("r", ""), shared)
            if not value:
                details.formulas[number, column] = formula
            elif value == "0":
                zeros[number, column] = formula
    if is_due:
        details.formulas.update(zeros)


def _is_long(cell: Any, value: str) -> bool:
    """Whether a number has more digits than the double that other programs make of it."""
    return cell.get("t", "n") == "n" and _LONG.fullmatch(value) is not None


def _cells(row: Any) -> Iterator[tuple[int, Any]]:
    column = -1
    for cell in row.iterchildren("{*}c"):
        place = _place(cell.get("r", ""))
        column = place[1] if place else column + 1
        yield column, cell


def _formula(element: Any, place: str, shared: dict[str, str]) -> str:
    text = (element.text or "").strip()
    number = element.get("si", "")
    if text:
        if element.get("t") == "shared":
            shared[number] = f"={text} of {place}"
        return f"={text}"
    return f"like {shared[number]}" if number in shared else "="


def _comments(stream: IO[bytes]) -> Iterator[tuple[Cell, str]]:
    for comment in _elements(stream, "comment"):
        place = _place(comment.get("ref", ""))
        text = "".join(each.text or "" for each in comment.iter("{*}t"))
        if place and text.strip():
            yield place, text


def _place(reference: str) -> Cell | None:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)) - 1, column - 1


def _is_true(value: str | None) -> bool:
    return value in ("1", "true")
