"""Spreadsheets made with `zipfile`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/>'
    "</cellXfs></styleSheet>"
)

DAY = "<day>"
"""Put before a number to make it the serial number of a day."""

NEW = "<new>"
"""Put before a formula that no application has computed yet."""

_OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def workbook(
    sheets: Mapping[str, Sequence[Sequence[str | float | bool]]],
    merged: str = "",
    hidden: Sequence[str] = (),
    hidden_row: int = 0,
) -> bytes:
    """Return a workbook.

    Args:
        sheets: The cells of each sheet by its name; a text with ``=`` is a formula whose last
            value is 42, one with ``#`` an error.
        merged: A range of the first sheet that is one cell.
        hidden: Names of hidden sheets.
        hidden_row: Number of a row that no sheet shows.
    """
    ids = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        f'PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        + "".join(
            f'<sheet name="{name}" sheetId="{at}" r:id="s{at}"'
            + (' state="hidden"/>' if name in hidden else "/>")
            for at, name in zip(ids, sheets, strict=True)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="s{at}" Type="{_RELATIONS}/worksheet" Target="sheet{at}.xml"/>'
            for at in ids
        )
        + f'<Relationship Id="st" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    }
    for at, rows in zip(ids, sheets.values(), strict=True):
        spans = (
            f'<mergeCells><mergeCell ref="{merged}"/></mergeCells>' if merged and at == 1 else ""
        )
        cells = "".join(
            _row(number, row, number == hidden_row) for number, row in enumerate(rows, start=1)
        )
        parts[f"xl/sheet{at}.xml"] = (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData>{spans}</worksheet>'
        )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def open_document_sheet(rows: str) -> bytes:
    """Return a spreadsheet of OpenDocument with one sheet, whose rows are XML.

    Args:
        rows: Elements with the prefixes ``table``, ``office`` and ``text``.
    """
    names = " ".join(f'xmlns:{n}="{_OPEN}:{n}:1.0"' for n in ("table", "office", "text"))
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{_OPEN}:manifest:1.0"><m:file-entry m:full-path="/" '
            f'm:media-type="{kind}"/></m:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content {names} office:version="1.2"><office:body>'
            "<office:spreadsheet>"
            f'<table:table table:name="Sheet">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return target.getvalue()


def _row(number: int, row: Sequence[str | float | bool], is_hidden: bool) -> str:
    cells = "".join(_cell(f"{chr(65 + at)}{number}", value) for at, value in enumerate(row))
    hidden = ' hidden="1"' if is_hidden else ""
    return f'<row r="{number}"{hidden}>{cells}</row>'


def _cell(place: str, value: str | float | bool) -> str:
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if not isinstance(value, str):
        return f'<c r="{place}"><v>{value}</v></c>'
    if value.startswith(DAY):
        return f'<c r="{place}" s="1"><v>{value.removeprefix(DAY)}</v></c>'
    if value.startswith(NEW):
        return f'<c r="{place}"><f>{escape(value.removeprefix(f"{NEW}="))}</f><v></v></c>'
    if value.startswith("#"):
        return f'<c r="{place}" t="e"><v>{value}</v></c>'
    if value.startswith("="):
        return f'<c r="{place}"><f>{escape(value[1:])}</f><v>42</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else ""
