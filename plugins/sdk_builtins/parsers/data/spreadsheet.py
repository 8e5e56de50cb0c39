"""Spreadsheets of Excel and LibreOffice."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from pydantic import Field
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from sdk_builtins.parsers.data.rows import RowOptions, row_groups
from sdk_core.components import ParseContext, Parser
from sdk_core.documents.archives import open_zip
from sdk_core.documents.cleaning import clean, one_line
from sdk_core.documents.markdown import heading
from sdk_core.documents.sniffing import OLE2, no_text, read_source, real_type, wrong_type
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source

_BROKEN = (CalamineError, zipfile.BadZipFile, ValueError, OSError)


class SpreadsheetOptions(RowOptions):
    """Options of the spreadsheet parser."""

    sheets: str = Field(
        default="", description="Names of the sheets to read, with commas; all when empty"
    )
    hidden: bool = Field(default=True, description="Read hidden sheets too")


class SpreadsheetParser(Parser[SpreadsheetOptions]):
    """Reads the values of cells, those of formulas as they were last computed."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield for each sheet one segment for every so many rows.

        Raises:
            DocumentError: It is encrypted, damaged, no spreadsheet or without a value.
        """
        data = read_source(source)
        try:
            workbook = _open(source, data)
            index = 0
            for name, text, facts in self._groups(source, workbook, ctx):
                index += 1
                yield Segment(
                    text=text, kind="section", index=index, metadata={"sheet": name, **facts}
                )
        except _BROKEN as error:
            raise DocumentError(
                f"{source.uri} is damaged: {one_line(str(error))}",
                hint="Open it in its application, let it repair the file and save it again.",
            ) from error
        if not index:
            raise no_text(source, "its sheets hold no value", "Check that this is the right file.")

    def _groups(
        self, source: Source, workbook: CalamineWorkbook, ctx: ParseContext
    ) -> Iterator[tuple[str, str, dict[str, str]]]:
        wanted = [each.strip() for each in self.options.sheets.split(",") if each.strip()]
        known = {each.name: each.visible for each in workbook.sheets_metadata}
        for name in wanted:
            if name not in known:
                raise DocumentError(
                    f"{source.uri} has no sheet {name!r}", hint=f"It has: {', '.join(known)}."
                )
        for name, visible in known.items():
            is_hidden = visible != SheetVisibleEnum.Visible
            if (wanted and name not in wanted) or (is_hidden and not self.options.hidden):
                continue
            title = heading(2, name)
            rows = _rows(workbook.get_sheet_by_name(name))
            for text, facts in row_groups(rows, self.options, ctx):
                hidden = {"hidden": "true"} if is_hidden else {}
                yield name, f"{title}\n\n{text}", {**facts, **hidden}


def _open(source: Source, data: bytes) -> CalamineWorkbook:
    if data.startswith(OLE2) and "EncryptedPackage".encode("utf-16-le") in data:
        raise DocumentError(
            f"{source.uri} is protected with a password",
            hint="Remove the password in its application and save it again.",
        )
    if data.startswith(b"PK"):
        open_zip(source, data).close()  # says so if it is a bomb
    elif not data.startswith(OLE2):
        raise wrong_type(source, "a spreadsheet", real_type(data))
    return CalamineWorkbook.from_filelike(io.BytesIO(data))


def _rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    """Yield the rows of a sheet that hold a value; a merged value stands in each of its cells."""
    merged: dict[int, list[tuple[int, int, int]]] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for number in range(top, min(bottom, sheet.total_height) + 1):
            merged.setdefault(number, []).append((top, left, right))
    above: dict[tuple[int, int], str] = {}
    start = sheet.start or (0, 0)
    for number, values in enumerate(sheet.iter_rows(), start=start[0]):
        row = [""] * start[1] + [_text(value) for value in values]
        for top, left, right in merged.get(number, ()):
            if number == top and left < len(row):
                above[top, left] = row[left]
            for column in range(left, min(right + 1, len(row))):
                row[column] = row[column] or above.get((top, left), "")
        if any(row):
            yield row[start[1] :]


def _text(value: Any) -> str:
    """Return a value as people write it: whole numbers without a point, dates as in ISO 8601."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return clean(str(value)).strip()
