"""Workbooks with damage, and with values that are not what a spreadsheet program shows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from sdk_core.errors import DocumentError
from tests.builtins.parsers.workbook_files import open_document_sheet, workbook

Parse = Callable[..., Any]
Change = Callable[[bytes], bytes | None]

_BOOK = workbook({name: [["item", "count"], [name, 3], ["wick", 4]] for name in "ABC"})
_DAMAGE: dict[str, tuple[str, Change]] = {
    "missing": ("sheet2.xml", lambda _: None),
    "no XML": ("sheet2.xml", lambda _: b"\x00\x01"),
    "cut": ("sheet2.xml", lambda content: content[: content.index(b"wick") - 60]),
    "styles": ("styles.xml", lambda content: content[:60]),
    "list of sheets": ("workbook.xml", lambda content: content[:-12]),
}


def changed(data: bytes, changes: Mapping[str, Change]) -> bytes:
    """Return a workbook whose members of these names below ``xl/`` are others or missing."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            change = changes.get(name.removeprefix("xl/"))
            content = change(old.read(name)) if change else old.read(name)
            if content is not None:
                new.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize("case", _DAMAGE)
def test_damaged_part_costs_no_other_sheet(parse: Parse, case: str) -> None:
    part, change = _DAMAGE[case]
    parsed = parse("xlsx", changed(_BOOK, {part: change}))
    sheets = [segment.metadata["sheet"] for segment in parsed.segments]
    assert sheets == (["A", "C"] if case in ("missing", "no XML") else ["A", "B", "C"])
    assert parsed.text.count("item: wick") == (3 if part != "sheet2.xml" else 2)
    assert "damaged" in parsed.warnings[0]
    assert {part.reason for part in parsed.context.left_out} == {"unreadable part"}


def test_member_with_a_wrong_checksum_costs_no_other_sheet(parse: Parse) -> None:
    plain = changed(_BOOK, {})
    at = plain.index(b"wick", plain.index(b"xl/sheet2.xml"))
    parsed = parse("xlsx", plain[:at] + b"W" + plain[at + 1 :])
    assert [segment.metadata["sheet"] for segment in parsed.segments] == ["A", "C"]
    assert len(parsed.warnings) == 2


def test_workbook_without_a_readable_sheet_is_damaged(parse: Parse) -> None:
    data = changed(_BOOK, {f"sheet{at}.xml": lambda _: b"" for at in (1, 2, 3)})
    with pytest.raises(DocumentError, match="is damaged: none of its sheets can be read"):
        parse("xlsx", data)


def test_long_numbers_keep_the_digits_that_are_stored(parse: Parse) -> None:
    long, sheet = 123456789012345678901234, workbook({"A": [["id", "n"], [1, 2**60], [3, 4]]})
    stored = changed(sheet, {"sheet1.xml": lambda c: c.replace(b"<v>1<", b"<v>%d<" % long)})
    assert parse("xlsx", stored).text == f"## A\n\nid: {long}\nn: {2**60}\n\nid: 3\nn: 4"
    cell = '<table:table-cell office:value-type="float" office:value="{}"/>'
    rows = "".join(f"<table:table-row>{cell.format(n) * 2}</table:table-row>" for n in (long, 7))
    text = parse("xlsx", open_document_sheet(rows), header=False).text
    assert text.splitlines()[2:] == [f"column {n}: {long}" for n in (1, 2)] + [
        "", "column 1: 7", "column 2: 7",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("is_due", "value", "text"),
    [(True, b"0", "=2+3"), (True, b"5", "0"), (False, b"0", "0")],
    ids=["not computed", "computed", "not said"],
)
def test_zeros_of_formulas_that_nobody_computed_are_no_values(
    parse: Parse, is_due: bool, value: bytes, text: str
) -> None:
    book = workbook({"A": [["item", "sum", "more"], ["lens", "=2+3", "=4+4"]]})
    due = b'</sheets><calcPr fullCalcOnLoad="1"/>' if is_due else b"</sheets>"
    data = changed(
        book,
        {
            "workbook.xml": lambda c: c.replace(b"</sheets>", due),
            "sheet1.xml": lambda c: c.replace(b">42<", b">0<", 1).replace(b">42<", b">%b<" % value),
        },
    )
    assert f"sum: {text}\n" in parse("xlsx", data).text


def test_damaged_table_of_texts_gives_no_cell_the_text_of_another(parse: Parse) -> None:
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = b'<Relationship Id="t" Type="%b" Target="sharedStrings.xml"/>' % kind
    cell = b'<c r="A2" t="inlineStr"><is><t>A</t></is></c>'
    data = changed(
        _BOOK,
        {
            "_rels/workbook.xml.rels": lambda c: c.replace(b"</Rel", relation + b"</Rel"),
            "sheet1.xml": lambda c: c.replace(cell, b'<c r="A2" t="s"><v>0</v></c>'),
        },
    )
    for damage in (b"", b"</x>"):
        target = io.BytesIO(data)
        with zipfile.ZipFile(target, "a") as archive:
            texts = b"<sst><si><t>lens%b</t></si><si><t>mole</t></si></sst>" % damage
            archive.writestr("xl/sharedStrings.xml", texts)
        if damage:
            with pytest.raises(DocumentError, match="is damaged"):
                parse("xlsx", target.getvalue())
        else:
            assert "item: lens\n" in parse("xlsx", target.getvalue()).text


def test_struck_cells_are_marked(parse: Parse) -> None:
    fonts = b"<fonts><font/><font><strike/></font></fonts><cellXfs><xf/>"
    styles = b'<xf fontId="1"/></cellXfs>'
    book = changed(
        _BOOK,
        {
            "styles.xml": lambda c: c[: c.index(b"<cellXfs")] + fonts + styles + b"</styleSheet>",
            "sheet1.xml": lambda c: c.replace(b'3"><v>', b'3" s="1"><v>').replace(
                b'<c r="A3"', b'<c s="1" r="A3"'
            ),
        },
    )
    assert "item: A\ncount: 3\n\nitem: ~~wick~~\ncount: ~~4~~" in parse("xlsx", book).text


def test_texts_drawn_over_cells_are_accounted_for(parse: Parse) -> None:
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    drawing = (
        '<d:wsDr xmlns:d="urn:d" xmlns:a="urn:a"><d:sp><a:p><a:r><a:t>Mind </a:t></a:r><a:r><a:t>'
        "the step</a:t></a:r></a:p></d:sp></d:wsDr>"
    )
    target = io.BytesIO(workbook({"A": [["item"], ["wick"]]}))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/drawing1.xml", drawing)
        archive.writestr(
            "xl/_rels/sheet1.xml.rels",
            f'<Relationships xmlns="urn:r"><Relationship Id="d" Type="{relations}/drawing" '
            'Target="drawing1.xml"/></Relationships>',
        )
    rows = (
        "<table:shapes><text:p>Mind the step</text:p></table:shapes><table:table-row>"
        '<table:table-cell office:value-type="string"><text:p>wick</text:p></table:table-cell>'
        "</table:table-row>"
    )
    for data in (target.getvalue(), open_document_sheet(rows)):
        parsed = parse("xlsx", data)
        assert [part.text for part in parsed.context.left_out] == ["Mind the step"]
        assert "drawn over the cells" in parsed.warnings[0]


def test_raised_figures_in_a_cell_are_kept_apart(parse: Parse) -> None:
    power = (
        "<r><t>10</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>6</t></r>"
        "<r><t xml:space='preserve'> cells</t></r>"
    )
    space = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
    texts = f"<sst {space}><si><t>count</t></si><si>{power}</si></sst>"
    sheet = (
        f"<worksheet {space}><sheetData><row><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row>"
        f"<row><c t='inlineStr'><is><t>size</t></is></c><c t='inlineStr'><is>{power}</is></c></row>"
        "</sheetData></worksheet>"
    )
    relation = (
        b"<Relationship Id='sh' Type='http://schemas.openxmlformats.org/officeDocument/2006/"
        b"relationships/sharedStrings' Target='sharedStrings.xml'/></Relationships>"
    )
    changes: dict[str, Change] = {
        "sheet1.xml": lambda _: sheet.encode(),
        "_rels/workbook.xml.rels": lambda old: old.replace(b"</Relationships>", relation),
    }
    target = io.BytesIO(changed(workbook({"A": []}), changes))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", texts)
    assert parse("xlsx", target.getvalue()).text == "## A\n\ncount: size\n10^6 cells: 10^6 cells"
