"""Tables: CSV and spreadsheets, and the account of all values that are in no text."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source
from sdk_core.testing import HeardContext
from tests.builtins.parsers.parser_harness import build
from tests.builtins.parsers.workbook_files import DAY, NEW, open_document_sheet, workbook

Parse = Callable[..., Any]


def read(name: str, data: bytes, uri: str, **options: Any) -> tuple[list[Segment], HeardContext]:
    context = HeardContext()
    source = Source(uri=uri, data=data)
    return list(build(name, **options).parse(source, context)), context


def words(*texts: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", " ".join(texts)))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found_out(parse: Parse, delimiter: str) -> None:
    rows = [["name", "city", "note"], ["Ann", "Oslo", f"a{delimiter} b"], ["Bo", "", "x, y; z"]]
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter).writerows(rows)
    parsed = parse("csv", target.getvalue().encode())
    assert parsed.text == f"name: Ann\ncity: Oslo\nnote: a{delimiter} b\n\nname: Bo\nnote: x, y; z"
    assert parsed.segments[0].metadata == {"rows": "1-2"}


def test_rows_of_a_table_are_grouped(parse: Parse) -> None:
    data = b"n,square\n" + b"".join(b"%d,%d\n" % (n, n * n) for n in range(1, 6))
    parsed = parse("csv", data, rows=2, layout="table")
    assert [s.metadata["rows"] for s in parsed.segments] == ["1-2", "3-4", "5-5"]
    assert parsed.segments[2].text == "| n | square |\n| --- | --- |\n| 5 | 25 |"
    bare = parse("csv", b"1;2\n3;4;5\n", header=False)
    assert bare.text == "column 1: 1\ncolumn 2: 2\n\ncolumn 1: 3\ncolumn 2: 4\ncolumn 3: 5"
    assert parse("csv", b"a,b\n1,2,3\n").warnings == ["1 row has more cells than the header names"]


@pytest.mark.parametrize(
    ("data", "options", "message"),
    [
        (b"", {}, "is empty"),
        (b",\n , \n", {}, "it has no row"),
        (b"\x00\x01\x02\x03" * 100, {}, "binary data"),
        (b"a,b\n1,2\n", {"delimiter": "ab"}, "is not one character"),
    ],
)
def test_csv_errors(parse: Parse, data: bytes, options: dict[str, Any], message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        parse("csv", data, **options)


CELL = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=12)


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=8))
def test_every_cell_of_a_csv_file_is_kept(rows: list[list[str]]) -> None:
    target = io.StringIO()
    csv.writer(target).writerows([["a", "b", "c", "d"], *rows])
    if not any(cell.strip() for row in rows for cell in row):
        return
    segments, _ = read("csv", target.getvalue().encode(), "x.csv", delimiter=",")
    text = "".join("".join(s.text.split()) for s in segments)
    for row in rows:
        for cell in row:
            assert "".join(unicodedata.normalize("NFC", cell).split()) in text


def test_large_csv_is_read_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text("id,text\n" + "".join(f'{n},"{"word, " * 40}"\n' for n in range(40_000)))
    source = Source(uri=str(path), path=path)
    segments = list(build("csv", rows=1000).parse(source, HeardContext()))
    assert len(segments) == 40
    assert segments[-1].text.endswith("word,")


def test_sheets_dates_formulas_and_merged_cells(parse: Parse) -> None:
    data = workbook(
        {
            "Sales": [
                ["Region", "Day", "Amount", "Paid"],
                ["North", f"{DAY}45293", 10.0, True],
                ["", f"{DAY}45294.5", 2.5, False],
                ["South", "", "=6*7", ""],
            ],
            "Empty": [],
            "Old": [["k", "v"], ["a", "b"]],
        },
        merged="A2:A3",
        hidden=["Old"],
    )
    parsed = parse("xlsx", data)
    assert parsed.segments[0].text == (
        "## Sales\n\nRegion: North\nDay: 2024-01-02\nAmount: 10\nPaid: TRUE\n\n"
        "Region: North\nDay: 2024-01-03 12:00:00\nAmount: 2.5\nPaid: FALSE\n\n"
        "Region: South\nAmount: 42"
    )
    assert [dict(s.metadata) for s in parsed.segments] == [
        {"sheet": "Sales", "rows": "1-3"},
        {"sheet": "Old", "rows": "1-1", "hidden": "true"},
    ]
    assert len(parse("xlsx", data, hidden=False).segments) == 1
    chosen = parse("xlsx", data, sheets="Old", layout="table")
    assert chosen.text == "## Old\n\n| k | v |\n| --- | --- |\n| a | b |"


TABLES = {
    "title": ("Lamps of 2024,,\nitem,count,place\nlens,3,tower\n", "Lamps of 2024\n\nitem: lens"),
    "title apart": ("All lamps,\n,\nitem,count\nlens,3\n", "All lamps\n\nitem: lens\ncount: 3"),
    "facts above": (
        "Account,123\nOwner,Ann\n\nday,sum,text,by\n2024-01-02,5.10,oil,Bo\n",
        "Account 123\n\nOwner Ann\n\nday: 2024-01-02\nsum: 5.10",
    ),
    "two tables": (
        "item,count\nlens,3\n\nkeeper,age\nAnn,40\n",
        "item: lens\ncount: 3\n\nkeeper: Ann\nage: 40",
    ),
    "titled tables": (
        "item,text,by\nlens,a,Bo\n\nKeepers,,\nname,town,by\nAnn,Oslo,Al\n",
        "by: Bo\n\nKeepers\n\nname: Ann\ntown: Oslo\nby: Al",
    ),
    "blank rows": ("item,text\n\nlens,a\n\nwick,b\n", "item: lens\ntext: a\n\nitem: wick\ntext: b"),
    "one row": ("Gate 7 is open.,Gate 8 is shut.\n", "column 1: Gate 7 is open.\ncolumn 2: Gate 8"),
    "title and row": ("Gates\n\n7,8\n", "Gates\n\ncolumn 1: 7\ncolumn 2: 8"),
    "unused column": ("item,notes\nlens,\nwick,\n", "item: wick\n\nnotes:"),
    "years": ("region,2020,2021\nNorth,1,2\n", "region: North\n2020: 1\n2021: 2"),
    "header alone": (
        "About\n\nitem,count,place\n\nkeeper,age\nAnn,40\n",
        "About\n\ncolumn 1: item\ncolumn 2: count\ncolumn 3: place\n\nkeeper: Ann\nage: 40",
    ),
    "form": (
        "Facts\n\nProject,Apollo\nOwner,Ann\nBudget,120\n\nitem,n\nlens,3\n",
        "Facts\n\nProject: Apollo\nOwner: Ann\nBudget: 120\n\nitem: lens\nn: 3",
    ),
    "form of kinds": ("Name,Ann\nMail,a@b.no\nHome,Quay 4\n Town,Oslo\n", "Mail: a@b.no\nHome"),
    "form of few texts": ("Firm,Mole\nSince,1987\nStaff,25\nTown,Oslo\n", "Firm: Mole\nSince"),
    "form of numbers": ("Costs,100\nGains,50\n", "Costs: 100\nGains: 50"),
    "form of texts": ("Name:,Ann\nTown:,Oslo\n", "Name: Ann\nTown: Oslo"),
    "gap": ("item,n\na,1\nb,n/a\nc,3\n", "item: b\nn: n/a"),
    "short header": ("item\nlens,3\nwick,4\n", "item: lens\ncolumn 2: 3"),
    "stated": ('sep=;\r\nitem;"a, b"\r\nlens;1,5\r\n', "item: lens\na, b: 1,5"),
    "decimal commas": ("wert;preis\n1,5;2,5\n3,5;4,5\n", "wert: 1,5\npreis: 2,5"),
}


@pytest.mark.parametrize("case", TABLES)
def test_header_is_the_row_that_names_the_columns(parse: Parse, case: str) -> None:
    data, expected = TABLES[case]
    assert expected in parse("csv", data.encode()).text
    if case not in ("stated", "decimal commas"):
        rows = list(csv.reader(io.StringIO(data)))
        assert expected in parse("xlsx", workbook({"A": rows})).text.replace("## A\n\n", "")


def test_what_a_sheet_does_not_show_is_kept_and_told(parse: Parse) -> None:
    rows = [["item", "total", "state"], ["lens", f"{NEW}=B9*2", "#DIV/0!"], ["wick", "=2+2", "x"]]
    data = workbook({"A": rows}, hidden_row=3)
    parsed = parse("xlsx", data)
    assert parsed.text == (
        "## A\n\nitem: lens\ntotal: =B9*2\nstate: #DIV/0!\n\nitem: wick\ntotal: 42\nstate: x"
    )
    assert "1 formula has no value in the sheet 'A'" in parsed.warnings[0]
    assert parsed.warnings[1].startswith("hidden in the sheet 'A' and read too")
    assert "wick" not in parse("xlsx", data, hidden=False).text
    lone = workbook({"A": [["", f"{NEW}=1+1"]]})
    assert parse("xlsx", lone).text == "## A\n\ncolumn 1: =1+1"


def test_names_over_several_columns(parse: Parse) -> None:
    rows = [["Sales", "", "Place"], ["Q1", "Q2", ""], [1, 2, "Oslo"], [3, 4, "Rome"]]
    parsed = parse("xlsx", workbook({"A": rows}, merged="A1:B1"))
    assert parsed.text.startswith("## A\n\nSales Q1: 1\nSales Q2: 2\nPlace: Oslo\n\nSales Q1: 3")
    titled = workbook({"A": [["Stock", ""], ["item", "n"], ["lens", 1]]}, merged="A1:B1")
    assert parse("xlsx", titled).text == "## A\n\nStock\n\nitem: lens\nn: 1"


def test_open_document_sheet(parse: Parse) -> None:
    def cell(text: str, more: str = "") -> str:
        kind = 'office:value-type="string"'
        return f"<table:table-cell {kind} {more}><text:p>{text}</text:p></table:table-cell>"

    def row(*cells: str, more: str = "") -> str:
        return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"

    blank = '<table:table-cell table:number-columns-repeated="64"/>'
    rows = (
        row(cell("place"), cell("item"), cell("twice"), blank)
        + row(
            cell("tower", 'table:number-rows-spanned="2"'),
            cell("lens"),
            '<table:table-cell table:formula="of:=[.A1]*2"/>',
            blank,
        )
        + row("<table:covered-table-cell/>", cell("wick"), more='table:visibility="collapse"')
        + row(blank, more='table:number-rows-repeated="1048000"')
    )
    data = open_document_sheet(rows)
    parsed = parse("xlsx", data)
    assert parsed.text == (
        "## Sheet\n\nplace: tower\nitem: lens\ntwice: =[.A1]*2\n\nplace: tower\nitem: wick"
    )
    assert [warning.split(" in ")[0] for warning in parsed.warnings] == [
        "1 formula has no value",
        "hidden",
    ]
    assert "wick" not in parse("xlsx", data, hidden=False).text


@pytest.mark.parametrize(
    "data", [b"a\tb\r\n1\t2\r\n", "a;b\n1;2\n".encode("utf-16"), b"sep=|\na|b\n1|2\n"]
)
def test_text_under_the_name_of_a_spreadsheet(data: bytes) -> None:
    segments, context = read("xlsx", data, "export.xls")
    assert [s.text for s in segments] == ["a: 1\nb: 2"]
    assert context.warnings == ["this is a table of text and no spreadsheet, and was read as such"]
    with pytest.raises(DocumentError, match="neither a spreadsheet nor a table of text"):
        read("xlsx", bytes(range(256)) * 8, "export.xls")


def test_spreadsheet_in_one_xml_file() -> None:
    name = "urn:schemas-microsoft-com:office:spreadsheet"

    def cell(text: str, more: str = "") -> str:
        return f'<Cell {more}><Data ss:Type="String">{text}</Data></Cell>'

    rows = (
        f"<Row>{cell('Stock of 2024', 'ss:MergeAcross=' + chr(34) + '1' + chr(34))}</Row>"
        f"<Row ss:Index='3'>{cell('place')}{cell('item')}</Row>"
        f"<Row>{cell('tower', 'ss:MergeDown=' + chr(34) + '1' + chr(34))}{cell('lens')}</Row>"
        f"<Row>{cell('wick', 'ss:Index=' + chr(34) + '2' + chr(34))}</Row>"
    )
    data = (
        f'<?xml version="1.0"?><Workbook xmlns="{name}" xmlns:ss="{name}">'
        f'<Worksheet ss:Name="A"><Table>{rows}</Table></Worksheet></Workbook>'
    )
    segments, _ = read("xlsx", data.encode(), "report.xls")
    assert [s.text for s in segments] == [
        "## A\n\nStock of 2024\n\nplace: tower\nitem: lens\n\nplace: tower\nitem: wick"
    ]


@pytest.mark.parametrize(
    ("data", "options", "message"),
    [
        (workbook({"A": [["x"], ["1"]]}), {"sheets": "B"}, "no sheet 'B'"),
        (workbook({"A": []}), {}, "hold no value"),
        (workbook({"A": [["x"], ["1"]]})[:400], {}, "is damaged"),
        (b"%PDF-1.4", {}, "not a spreadsheet but a PDF"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            {},
            "password",
        ),
    ],
)
def test_workbook_errors(parse: Parse, data: bytes, options: Any, message: str) -> None:
    with pytest.raises(DocumentError, match=message) as caught:
        parse("xlsx", data, **options)
    assert caught.value.hint


PIECE = st.sampled_from(["", "", "a", "b c", "3", "4.5", "2020", "2024-01-02", "x\u2028y"])


@given(st.lists(st.lists(PIECE, max_size=4), min_size=1, max_size=12))
def test_every_cell_of_several_tables_is_kept(rows: list[list[str]]) -> None:
    wanted = words(*(cell for row in rows for cell in row))
    if not wanted:
        return
    target = io.StringIO()
    csv.writer(target).writerows(rows)
    segments, _ = read("csv", target.getvalue().encode(), "x.csv", delimiter=",")
    assert not wanted - words(*(s.text for s in segments))


def test_long_numbers_of_a_sheet_have_no_point_added() -> None:
    rows = [["card", "key"], [4111111111111111, 9007199254740991], [1e20, -1234567890123456]]
    segments, _ = read("xlsx", workbook({"Ids": rows}), "ids.xlsx")
    text = "\n".join(segment.text for segment in segments)
    assert re.findall(r": (.+)", text) == [
        "4111111111111111",
        "9007199254740991",
        "1e+20",
        "-1234567890123456",
    ]


SHEETS = {
    "Stock": [
        ["Stock of the harbour", "", ""],
        ["", "", ""],
        ["item", "count", "remarks"],
        ["lens", 3, "=1+1"],
        ["wick", "#N/A", f"{NEW}=B4*2"],
        ["", "", ""],
        ["keeper", "town", "age"],
        ["Ann", "Oslo", 40],
    ],
    "Old": [["one row", "of data"]],
}
CSV = 'sep=;\nStock of 2024\n\nitem;count;unused\n"le""ns";3;\n"wi\nck";4;\n5;"open\n6;seven;\n'
JSON_LINES = (
    '{"text": "first", "by": "Ann", "n": [1, 2.50], "ok": true, "title": "One"}\n'
    '{"text": "second", "vector": [' + ", ".join(map(str, range(200))) + "]}\n"
    '{"note": "no text", "n": 7}\nbroken line here\n{"text": "last", "title": 12}\n'
)


@pytest.mark.parametrize(
    ("name", "data", "options", "wanted"),
    [
        ("xlsx", workbook(SHEETS, hidden_row=5), {}, None),
        ("xlsx", workbook(SHEETS, hidden_row=5, hidden=["Old"]), {"hidden": False}, None),
        ("csv", CSV.encode(), {}, words(CSV.replace("sep=;", ""))),
        ("json", JSON_LINES.encode(), {}, None),
        ("json", JSON_LINES.encode(), {"text": "note", "title": "none"}, None),
        ("json", json.dumps({"about": {"by": "Ann"}, "rows": [{"a": "x"}]}).encode(), {}, None),
    ],
    ids=["sheets", "hidden sheets", "csv", "guessed field", "named field", "envelope"],
)
def test_every_value_is_in_the_text_or_in_the_account(
    parse: Parse, name: str, data: bytes, options: dict[str, Any], wanted: Counter[str] | None
) -> None:
    if name == "json":
        wanted = words(*(re.findall(r'(?<=: )"[^"]*"|[\d.]+|true|broken line here', data.decode())))
        source = Source(uri="x.jsonl" if b"\n" in data else "x.json", data=data)
        context = HeardContext()
        text = "\n".join(s.text for s in build(name, **options).parse(source, context))
    else:
        parsed = parse(name, data, **options)
        text, context = parsed.text, parsed.context
    if wanted is None:
        cells = (cell for rows in SHEETS.values() for row in rows for cell in row)
        shown = (str(cell).removeprefix(NEW) for cell in cells)
        wanted = words(*("42" if cell == "=1+1" else cell for cell in shown))
    assert not wanted - words(text, *(part.text for part in context.left_out))
