"""XML: prose by its usual names, records, damage, and what must not be expanded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sdk_core.errors import DocumentError

Parse = Callable[..., Any]

DOCBOOK = """<?xml version="1.0"?><!DOCTYPE article [<!ENTITY firm "Mole &amp; Co">]>
<article xmlns="http://docbook.org/ns/docbook"><info><title>Pumps</title></info>
<section><title>Care</title><para>Ask &firm; <emphasis>daily</emphasis><footnote><para>Not on
Sundays.</para></footnote>:<itemizedlist><listitem><para>Stop it.</para><orderedlist><listitem>
<para>One</para></listitem><listitem><para>Two</para></listitem></orderedlist></listitem>
</itemizedlist>and go on.</para><programlisting>a = 1
  b = 2</programlisting><table><title>Sizes</title><tgroup><tbody><row><entry>A</entry>
<entry>3</entry></row></tbody></tgroup></table><section><title>Deep</title><para>x<!-- y --></para>
</section></section></article>"""
TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><title>The Sea</title></teiHeader>
<text><div><head>I</head><p>It was <hi>dark</hi>.</p><lg><l>One</l><l>Two</l></lg>
</div></text></TEI>"""
DATA = """<list><book id="1"><name>A</name></book><book id="2"><price unit="EUR">5</price></book>
</list>"""
NAME = "urn:schemas-microsoft-com:office:spreadsheet"
CELL = '<Row><Cell><Data ss:Type="String">{}</Data></Cell></Row>'
EXCEL = (
    f'<?xml version="1.0"?><Workbook xmlns="{NAME}" xmlns:ss="{NAME}"><Worksheet ss:Name="A">'
    f"<Table>{CELL.format('item')}{CELL.format('lens')}</Table></Worksheet></Workbook>"
)
TEXTS = {
    DOCBOOK: "# Pumps\n\n## Care\n\nAsk Mole & Co daily (Not on Sundays.):\n\n- Stop it.\n"
    "  1. One\n  2. Two\n\nand go on.\n\n```\na = 1\n  b = 2\n```\n\n### Sizes\n\n"
    "| A | 3 |\n| --- | --- |\n\n### Deep\n\nx",
    TEI: "# The Sea\n\n## I\n\nIt was dark.\n\nOne\n\nTwo",
    EXCEL: "## A\n\nitem: lens",
    DATA: "id: 1\nname: A\n\nid: 2\nprice.unit: EUR\nprice.value: 5",
}


@pytest.mark.parametrize("data", TEXTS, ids=["docbook", "tei", "excel", "records"])
def test_prose_and_records(parse: Parse, data: str) -> None:
    parsed = parse("xml", data.encode())
    assert parsed.text == TEXTS[data]
    assert parsed.warnings == []
    assert [part.text for part in parsed.context.left_out] == ["y"] * (data == DOCBOOK)


def test_damage_is_told(parse: Parse) -> None:
    parsed = parse("xml", b"<a><p>One</p><p>Two</p><p>cut")
    assert parsed.text == "One\n\nTwo\n\ncut"
    assert parsed.warnings == ["it is damaged in line 1 and was read as far as it could be"]
    assert [part.reason for part in parsed.context.left_out] == ["unreadable part"]
    for data in (b"just words", b"\0<a><p>One</p></a>"):
        with pytest.raises(DocumentError, match="is no XML: "):
            parse("xml", data)


def test_entities_neither_fetch_nor_explode(parse: Parse) -> None:
    data = b'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hostname">]><a><p>x &f; y</p></a>'
    assert parse("xml", data).text == "x y"
    tens = "".join(
        f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    bomb = f"<!DOCTYPE a [<!ENTITY a '{'a' * 99}'>{tens}]><a><p>x &i;</p></a>"
    assert len(parse("xml", bomb.encode()).text) < 9


def test_text_of_a_record_stands_before_what_is_in_it(parse: Parse) -> None:
    assert parse("xml", b"<r><a>one <b>two</b></a></r>").text == "a.value: one\na.b: two"


def test_records_whose_names_alternate_keep_their_order(parse: Parse) -> None:
    data = (
        b"<plist><dict><key>a</key><string>b</string><key>c</key><true/><key>d</key><dict>"
        b"<key>e</key><false/></dict></dict></plist>"
    )
    assert parse("xml", data).text == (
        "dict.key: a\ndict.string: b\ndict.key: c\ndict.true: true\ndict.key: d\n"
        "dict.dict.key: e\ndict.dict.false: false"
    )
    data = b"<f><i><tag>x</tag><text>One</text><tag>y</tag></i><i><text>Two</text></i></f>"
    parsed = parse("xml", data)
    assert [segment.text for segment in parsed.segments] == ["One", "Two"]
    assert [part.text for part in parsed.context.left_out] == ["tag: x\ntag: y"]
    assert parse("xml", b"<r><q>1</q><a/><q>2</q><a>3</a></r>").text == "q: 1\nq: 2\na: 3"
