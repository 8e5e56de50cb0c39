"""Spreadsheets of Excel and LibreOffice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from pydantic import Field
from python_calamine import SheetVisibleEnum

from sdk_builtins.parsers.data.delimited import DelimitedOptions, DelimitedParser
from sdk_builtins.parsers.data.headers import TableRow
from sdk_builtins.parsers.data.rows import RowOptions, row_groups
from sdk_builtins.parsers.data.sheet_details import SheetDetails
from sdk_builtins.parsers.data.sheet_grid import SheetGrid
from sdk_builtins.parsers.data.workbook import BROKEN, Workbook
from sdk_builtins.parsers.data.xml_spreadsheet import is_xml_spreadsheet, xml_sheets
from sdk_builtins.parsers.office.ooxml import refuse_encrypted
from sdk_core.components import ParseContext, Parser
from sdk_core.documents.archives import open_zip
from sdk_core.documents.cleaning import clean, one_line
from sdk_core.documents.losses import Reason
from sdk_core.documents.markdown import heading
from sdk_core.documents.sniffing import OLE2, no_text, read_source, real_type, wrong_type
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source


class _Sheet(NamedTuple):
    name: str
    is_hidden: bool
    rows: Iterator[TableRow]


class SpreadsheetOptions(RowOptions):
    """Options of the spreadsheet parser."""

    sheets: str = Field(
        default="", description="Names of the sheets to read, with commas; all when empty"
    )
    hidden: bool = Field(default=True, description="Read hidden sheets, rows and columns too")


class SpreadsheetParser(Parser[SpreadsheetOptions]):
    """Reads the values of cells, those of formulas as they were last computed."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield for each sheet one segment for every so many rows.

        Raises:
            DocumentError: It is encrypted, damaged, no spreadsheet or without a value.
        """
        data = read_source(source)
        if not data.startswith((b"PK", OLE2)) and not is_xml_spreadsheet(data):
            yield from self._text_table(source, data, ctx)
            return
        index = 0
        try:
            for sheet in self._wanted(source, list(self._sheets(source, data, ctx)), ctx):
                for text, facts in row_groups(sheet.rows, self.options, ctx):
                    index += 1
                    hidden = {"hidden": "true"} if sheet.is_hidden else {}
                    yield Segment(
                        text=f"{heading(2, sheet.name)}\n\n{text}",
                        kind="section",
                        index=index,
                        metadata={"sheet": sheet.name, **facts, **hidden},
                    )
        except BROKEN as error:
            raise DocumentError(
                f"{source.uri} is damaged: {one_line(str(error))}",
                hint="Open it in its application, let it repair the file and save it again.",
            ) from error
        if not index:
            raise no_text(source, "its sheets hold no value")

    def _text_table(self, source: Source, data: bytes, ctx: ParseContext) -> Iterator[Segment]:
        """Read what many programs export under the name of a spreadsheet: a table of text."""
        if found := real_type(data):
            raise wrong_type(source, "a spreadsheet", found)
        options = DelimitedOptions(**self.options.model_dump(include=set(RowOptions.model_fields)))
        ctx.warn("this is a table of text and no spreadsheet, and was read as such")
        try:
            yield from DelimitedParser(options).parse(replace(source, data=data), ctx)
        except DocumentError as error:
            raise DocumentError(
                f"{source.uri} is neither a spreadsheet nor a table of text: {error.message}",
                hint=error.hint,
            ) from error

    def _wanted(self, source: Source, sheets: list[_Sheet], ctx: ParseContext) -> Iterator[_Sheet]:
        wanted = [each.strip() for each in self.options.sheets.split(",") if each.strip()]
        known = [sheet.name for sheet in sheets]
        for name in wanted:
            if name not in known:
                raise DocumentError(
                    f"{source.uri} has no sheet {name!r}", hint=f"It has: {', '.join(known)}."
                )
        for sheet in sheets:
            if wanted and sheet.name not in wanted:
                continue
            if self.options.hidden or not sheet.is_hidden:
                yield sheet
            else:
                cells = (cell for row in sheet.rows for cell in row.cells if cell)
                ctx.leave_out(Reason.HIDDEN, "\n".join(cells))

    def _sheets(self, source: Source, data: bytes, ctx: ParseContext) -> Iterator[_Sheet]:
        if is_xml_spreadsheet(data):
            yield from (_Sheet(*each) for each in xml_sheets(data))
            return
        refuse_encrypted(source, data)
        if data.startswith(b"PK"):
            open_zip(source, data).close()  # says so if it is a bomb
        workbook = Workbook(data, ctx)
        for each in workbook.metadata:
            is_hidden = each.visible != SheetVisibleEnum.Visible
            yield _Sheet(each.name, is_hidden, self._rows(workbook, each.name, ctx))

    def _rows(self, workbook: Workbook, name: str, ctx: ParseContext) -> Iterator[TableRow]:
        sheet = workbook.sheet(name)
        if sheet is not None:
            details = workbook.details.get(name, SheetDetails())
            _tell(name, details, self.options.hidden, ctx)
            yield from SheetGrid(sheet, details, self.options.hidden, ctx.leave_out).rows()


def _tell(name: str, details: SheetDetails, hidden: bool, ctx: ParseContext) -> None:
    if count := len(details.formulas):
        what = "formula has no value" if count == 1 else "formulas have no values"
        ctx.warn(
            f"{count} {what} in the sheet {name!r}, as no application computed and saved any: "
            "they stand in the text themselves"
        )
    counts = (len(details.hidden_rows), "row"), (len(details.hidden_columns), "column")
    parts = [f"{count} {what}{'s' * (count > 1)}" for count, what in counts if count]
    if parts:
        fate = "read too (-O hidden=false leaves them out)" if hidden else "left out"
        ctx.warn(f"hidden in the sheet {name!r} and {fate}: {', '.join(parts)}")
    for note in details.notes.values():
        ctx.leave_out(Reason.COMMENT, clean(note))
    for text in details.drawn:
        ctx.leave_out("text box", clean(text))
    if count := len(details.drawn):
        ctx.warn(
            f"{count} {'text is' if count == 1 else 'texts are'} drawn over the cells of {name!r} "
            "and not read: boxes, shapes, titles of charts"
        )
    if count := len(details.notes):
        ctx.warn(f"{count} {'note' if count == 1 else 'notes'} at cells of {name!r} not read")
