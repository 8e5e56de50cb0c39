"""Records in tables: Markdown, CSV and TSV with a header row."""

from __future__ import annotations

import csv
import re

from sdk_core.answers.answer_tree import Records
from sdk_core.answers.fields import FieldNames

_RULE = re.compile(r"[ \t|:\-—]+")
_CELL = re.compile(r"(?<!\\)\|")
_DELIMITERS = (",", "\t", ";")


def read_table(text: str, names: FieldNames) -> Records:
    """Read a table whose header names the fields.

    text: the cleaned answer. names: the requested fields. Rows of another width count as torn.
    """
    lines = text.split("\n")
    records = _markdown(lines, names)
    return records if records.found or records.torn else _delimited(lines, names)


def _cells(line: str) -> list[str]:
    line = line.strip().removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return [cell.strip().replace("\\|", "|") for cell in _CELL.split(line)]


def _columns(header: list[str], names: FieldNames) -> dict[int, str]:
    columns: dict[int, str] = {}
    for i, cell in enumerate(header):
        match = names.find(cell)
        if match is None and cell.strip("* ") in ("#", "№"):
            match = names.find("index")
        if match and match.field not in columns.values():
            columns[i] = match.field
    return columns


def _markdown(lines: list[str], names: FieldNames) -> Records:
    records = Records(step="table")
    columns: dict[int, str] = {}
    width = 0
    framed = False
    for i, line in enumerate(lines):
        if "|" not in line:
            columns = {}
        elif columns:
            cells = _cells(line)
            if _RULE.fullmatch(line):
                continue
            if len(cells) != width or line.strip().endswith("|") != framed:
                records.torn += 1
                continue
            records.found.append({name: cells[k] for k, name in columns.items()})
        elif i + 1 < len(lines) and "-" in lines[i + 1] and _RULE.fullmatch(lines[i + 1]):
            header = _cells(line)
            columns = _columns(header, names)
            width = len(header)
            framed = line.strip().endswith("|")
    return records


def _delimited(lines: list[str], names: FieldNames) -> Records:
    records = Records(step="table")
    top = next((i for i, line in enumerate(lines) if line.strip()), None)
    if top is None:
        return records
    for delimiter in _DELIMITERS:
        header = [cell.strip().strip('"') for cell in lines[top].split(delimiter)]
        columns = _columns(header, names)
        if len(header) < 2 or len(columns) < 2 or len(columns) != len(header):
            continue
        body = [line + "\n" for line in lines[top + 1 :]]
        try:
            for cells in csv.reader(body, delimiter=delimiter, skipinitialspace=True, strict=True):
                if len(cells) == len(header):
                    records.found.append({name: cells[k] for k, name in columns.items()})
                elif any(cell.strip() for cell in cells):
                    records.torn += 1
        except csv.Error:
            records.torn += 1
        return records
    return records
