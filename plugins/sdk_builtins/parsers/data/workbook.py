"""Workbooks of which a damaged part costs no other one."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from sdk_builtins.parsers.data.ods_details import ods_details
from sdk_builtins.parsers.data.sheet_details import SheetDetails
from sdk_builtins.parsers.data.xlsx_details import xlsx_details
from sdk_builtins.parsers.office.opc import Package
from sdk_core.components import ParseContext
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.losses import Reason

BROKEN = (
    CalamineError, etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, ValueError, KeyError,
    OSError,
)  # fmt: skip
"""What the libraries raise for a workbook that is not what it should be."""


class Workbook:
    """The sheets of a workbook.

    Args:
        data: The file.
        ctx: Is told of damage.

    Raises:
        CalamineError: It cannot be read at all; others of `BROKEN` say the same.
    """

    def __init__(self, data: bytes, ctx: ParseContext) -> None:
        self._data = data
        self._ctx = ctx
        self._can_mend = data.startswith(b"PK")
        self._lost = 0
        try:
            self._sheets = CalamineWorkbook.from_filelike(io.BytesIO(data))
            self.details = self._details()
        except BROKEN:
            if not self._can_mend:
                raise
            self._mend()
        self.metadata = self._sheets.sheets_metadata

    def sheet(self, name: str) -> CalamineSheet | None:
        """Return the values of a sheet, ``None`` when it is damaged or missing, which is told.

        Raises:
            ValueError: None of the sheets can be read.
        """
        try:
            return self._sheets.get_sheet_by_name(name)
        except CalamineError as error:
            if self._can_mend:
                self._mend()
                return self.sheet(name)
            self._lost += 1
            if self._lost == len(self.metadata):
                raise ValueError("none of its sheets can be read") from error
            self._ctx.warn(f"the sheet {name!r} is damaged or missing and was left out")
            self._ctx.leave_out(Reason.UNREADABLE)
            return None

    def _mend(self) -> None:
        """Read the parts of the workbook anew, each as far as it can be read."""
        self._can_mend = False
        self._data = _readable(self._data, self._ctx)
        self._sheets = CalamineWorkbook.from_filelike(io.BytesIO(self._data))
        try:
            self.details = self._details()
        except BROKEN as error:
            self.details = {}
            self._ctx.warn(
                "formulas without a value, errors, notes and what is hidden cannot be told: "
                f"{one_line(str(error))}"
            )

    def _details(self) -> dict[str, SheetDetails]:
        if not self._data.startswith(b"PK"):
            return {}
        with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
            is_open_document = "content.xml" in archive.namelist()
            return (ods_details if is_open_document else xlsx_details)(archive)


def _readable(data: bytes, ctx: ParseContext) -> bytes:
    """Return a package of what can be read of the parts of another; what is lost is told."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(written, "w") as whole:
        package = Package(archive, ctx)
        for name in package.spellings():
            if (part := package.part(name)) is None or name.endswith("/"):
                continue
            # Texts are referred to by number: with one missing, cells would hold those of others.
            if name.endswith((".xml", ".rels")) and not name.endswith("sharedStrings.xml"):
                content = None if part.xml is None else etree.tostring(part.xml)
            else:
                content = part.blob
            if content is not None:
                whole.writestr(name, content)
    return written.getvalue()
