"""Word documents: everything an author can put in the body, and damaged packages."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from sdk_core.errors import DocumentError
from tests.builtins.parsers.office_files import saved, with_body
from tests.builtins.parsers.parser_harness import EXAMPLES

Parse = Callable[..., Any]

VISIBLE = "<w:rPr><w:vanish w:val='0'/></w:rPr>"


def repack(data: bytes, change: Callable[[str, bytes], Iterator[tuple[str, bytes]]]) -> bytes:
    """Return a package whose parts went through ``change``."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            for new_name, content in change(name, old.read(name)):
                new.writestr(new_name, content)
    return target.getvalue()


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t xml:space='preserve'>{text}</w:t></w:r>"


def test_example_handbook(parse: Parse) -> None:
    parsed = parse("docx", EXAMPLES / "handbook.docx", multimodal=True)
    assert parsed.context.title == "Timekeeping Handbook"
    assert [s.index for s in parsed.segments] == list(range(1, len(parsed.segments) + 1))
    assert parsed.segments[2].metadata == {"heading": "TAI and UTC"}
    assert parsed.segments[2].text.startswith("## TAI and UTC\n\n")
    assert "leap seconds.[^1]" in parsed.segments[2].text
    assert "[^1]: The abbreviations" in parsed.segments[2].text
    assert "1. Choose at least four sources.\n   - With three" in parsed.text
    assert "| Rubidium | about 1 microsecond | Mobile networks |" in parsed.text
    assert "| Orders of magnitude; single devices differ. |\n" in parsed.text + "\n"
    (image,) = next(s.images for s in parsed.segments if s.metadata["heading"] == "Quartz")
    assert image.media_type == "image/png"
    assert image.alt.startswith("Curve of the daily loss")


def test_tables_stand_where_they_were_and_nested_ones_are_flattened(parse: Parse) -> None:
    document = docx.Document()
    document.add_paragraph("before")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "tall"
    table.cell(0, 1).text = "a | b"
    inner = table.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "left", "right"
    document.add_paragraph("after")
    assert parse("docx", saved(document)).text == (
        "before\n\n| tall | a \\| b |\n| --- | --- |\n|  | left right |\n\nafter"
    )


def test_columns_line_up_beside_merged_cells(parse: Parse) -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    table.cell(0, 0).text, table.cell(1, 0).text = "head", "one"
    table.cell(1, 1).merge(table.cell(1, 2)).text = "wide"
    table.cell(2, 0).merge(table.cell(2, 2)).text = "remark"
    assert parse("docx", saved(document)).text == (
        "| head |  |  |\n| --- | --- | --- |\n| one | wide |  |\n| remark |"
    )


def test_changes_controls_links_and_hidden_text(parse: Parse) -> None:
    data = with_body(
        f"<w:p>{run('kept ')}<w:ins>{run('inserted ')}</w:ins>"
        "<w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>"
        f"<w:hyperlink>{run('linked ')}</w:hyperlink>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('control')}</w:sdtContent></w:sdt>"
        f"{run('hidden', '<w:rPr><w:vanish/></w:rPr>')}"
        f"{run(' shown', VISIBLE)}</w:p>",
        f"<w:sdt><w:sdtContent><w:p>{run('block control')}</w:p></w:sdtContent></w:sdt>",
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText>"
        f"</w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>{run('17')}"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:tab/><w:noBreakHyphen/></w:r></w:p>",
    )
    assert parse("docx", data).text == (
        "kept inserted linked control shown\n\nblock control\n\n17\t-"
    )


def test_text_box_is_read_once_and_equations_are_latex(parse: Parse) -> None:
    box = f"<w:txbxContent><w:p>{run('boxed')}</w:p></w:txbxContent>"
    data = with_body(
        f"<w:p>{run('anchor')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        "<w:p><m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r>"
        "</m:den></m:f><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r>"
        "</m:sup></m:sSup></m:oMath></w:p>",
    )
    assert parse("docx", data).text == "anchor\n\nboxed\n\n$\\frac{a}{b}x^{2}$"


def field(code: str, result: str = "") -> str:
    return (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{run(result)}"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )


def test_fields_symbols_and_check_boxes(parse: Parse) -> None:
    w14 = "xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml'"
    box = (
        f"<w:sdt><w:sdtPr><w14:checkbox {w14}><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr>"
        f"<w:sdtContent>{run('☒')}</w:sdtContent></w:sdt>"
    )
    form = (
        "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:default w:val='0'/>"
        "</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    data = with_body(
        f"<w:p><w:bookmarkStart w:id='1' w:name='sec'/>{run('Sailing')}<w:bookmarkEnd w:id='1'/>"
        f"{run(' at sea')}</w:p>",
        f"<w:p>{run('see ')}{field(' REF sec ')}{run(', ')}"
        f"{field(' HYPERLINK &quot;https://e.org/a b&quot; ', 'the page')}</w:p>",
        f"<w:p>{box}{run('done')}</w:p><w:p>{form}{run('open')}</w:p>",
        f"<w:p>{run('☑ typed')}</w:p>",
        "<w:p><w:r><w:sym w:font='Symbol' w:char='F061'/>"
        "<w:sym w:font='Wingdings' w:char='F0FC'/></w:r></w:p>",
    )
    assert parse("docx", data).text == (
        "Sailing at sea\n\nsee Sailing, [the page](https://e.org/a%20b)\n\n"
        "- [x] done\n- [ ] open\n- [x] typed\n\nα✓"
    )


def test_text_after_the_instruction_of_a_field_without_an_end_is_read(parse: Parse) -> None:
    begun = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>{}</w:instrText></w:r>"
    nested = f"{begun.format('IF ')}{field('PAGE', '17')}"
    data = with_body(
        f"<w:p>{run('Page ')}{begun.format('PAGE')}{run('of the tides')}</w:p>",
        f"<w:p>{run('Low ')}{nested}<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
        f"{run('ebb')}<w:r><w:fldChar w:fldCharType='end'/></w:r>{run(' water')}</w:p>",
    )
    assert parse("docx", data).text == "Page of the tides\n\nLow ebb water"


def test_what_stands_where_word_alone_puts_it(parse: Parse) -> None:
    m = "xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'"
    choice = (
        "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:result w:val='1'/>"
        "<w:listEntry w:val='ebb'/><w:listEntry w:val='flood'/></w:ddList></w:ffData>"
        "</w:fldChar></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    data = with_body(
        f"<w:p><w:pPr><w:framePr w:dropCap='drop'/></w:pPr>{run('T')}</w:p>",
        f"<w:p>{run('ides')}</w:p>",
        f"<w:p>{run('Now: ')}{choice}</w:p>",
        f"<m:oMathPara {m}><m:oMath><m:r><m:t>h=2</m:t></m:r></m:oMath></m:oMathPara>",
    )
    text = parse("docx", data).text
    assert text.startswith("Tides\n\nNow: flood\n\n")
    assert "h=2" in text


def test_headers_once_comments_and_links_on_request(parse: Parse) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "House rules 4"
    section.footer.paragraphs[0].text = "For members"
    page = parse_xml(f"<w:p {nsdecls('w')}>{run('Page ')}{field(' PAGE ', '7')}</w:p>")
    section.footer._element.append(page)
    again = document.add_section().header
    again.is_linked_to_previous = False
    again.paragraphs[0].text = "House rules 5"
    paragraph = document.add_paragraph("Be quiet")
    relation = document.part.relate_to(
        "https://e.org/q", f"{RELATIONS}/hyperlink", is_external=True
    )
    link = parse_xml(
        f"<w:hyperlink {nsdecls('w', 'r')} r:id='{relation}'>{run(' always')}</w:hyperlink>"
    )
    paragraph._p.append(link)
    document.add_comment(paragraph.runs, text="Why?", author="Ann")
    whole = parse("docx", saved(document)).text
    assert whole == ("House rules 4\n\nBe quiet[always](https://e.org/q)\n\nFor members\n\nPage")
    bare = parse("docx", saved(document), headers=False, links=False, comments=True).text
    assert re.fullmatch(r"Be quiet always\n\n> Comment \(Ann(, [\d-]+)?\): Why\?", bare)


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CHART = """<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart>
<c:plotArea><c:lineChart><c:ser><c:tx><c:strRef><c:strCache><c:pt idx="0"><c:v>Rain</c:v></c:pt>
</c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:strCache><c:pt idx="0"><c:v>May</c:v></c:pt>
</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache><c:pt idx="0"><c:v>4.0</c:v></c:pt>
</c:numCache></c:numRef></c:val></c:ser></c:lineChart></c:plotArea></c:chart></c:chartSpace>"""
DIAGRAM = """<d:dataModel xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram"
xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><d:ptLst><d:pt modelId="0"
type="doc"/><d:pt modelId="1"><d:t><a:p><a:r><a:t>Plan</a:t></a:r></a:p></d:t></d:pt><d:pt
modelId="2"><d:t><a:p><a:r><a:t>Buy</a:t></a:r></a:p></d:t></d:pt></d:ptLst><d:cxnLst><d:cxn
srcId="0" destId="1"/><d:cxn srcId="1" destId="2"/></d:cxnLst></d:dataModel>"""


def test_charts_and_diagrams_are_read_from_their_parts(parse: Parse) -> None:
    document = docx.Document()
    relations = {}
    for kind, content in (("chart", CHART), ("diagramData", DIAGRAM)):
        part = Part(PackURI(f"/word/{kind}.xml"), "application/xml", content.encode(), None)
        relations[kind] = document.part.relate_to(part, f"{RELATIONS}/{kind}")
    names = nsdecls("w", "a", "r")
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:p {names}><w:r><w:drawing><a:graphicData xmlns:c='{CHART.split(chr(34))[1]}'>"
            f"<c:chart r:id='{relations['chart']}'/></a:graphicData></w:drawing></w:r>"
            f"<w:r><w:drawing><d:relIds xmlns:d='{DIAGRAM.split(chr(34))[1]}' "
            f"r:dm='{relations['diagramData']}'/></w:drawing></w:r></w:p>"
        ),
    )
    assert parse("docx", saved(document)).text == (
        "Line chart\n\n|  | Rain |\n| --- | --- |\n| May | 4 |\n\n- Plan\n    - Buy"
    )


def test_numbers_of_lists_that_text_refers_to_stay(parse: Parse) -> None:
    levels = "".join(
        f"<w:lvl w:ilvl='{at}'><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/></w:lvl>"
        for at, (form, text) in enumerate(
            (("decimal", "%1."), ("lowerLetter", "(%2)"), ("decimal", "%1.%2.%3"))
        )
    )
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(
        0, parse_xml(f"<w:abstractNum {nsdecls('w')} w:abstractNumId='77'>{levels}</w:abstractNum>")
    )
    numbering.append(
        parse_xml(f"<w:num {nsdecls('w')} w:numId='77'><w:abstractNumId w:val='77'/></w:num>")
    )
    for at, text in ((0, "one"), (1, "inner"), (1, "second"), (2, "deep"), (0, "two")):
        document.element.body.insert(
            len(document.element.body) - 1,
            parse_xml(
                f"<w:p {nsdecls('w')}><w:pPr><w:numPr><w:ilvl w:val='{at}'/><w:numId w:val='77'/>"
                f"</w:numPr></w:pPr>{run(text)}</w:p>"
            ),
        )
    assert parse("docx", saved(document)).text == (
        "1. one\n   - (a) inner\n   - (b) second\n     - 1.b.1 deep\n2. two"
    )


def test_text_before_the_first_heading_is_a_section_of_its_own(parse: Parse) -> None:
    document = docx.Document()
    document.add_paragraph("preface")
    document.add_heading("One", 1)
    document.add_heading("Deep", 3)
    document.add_paragraph("body")
    segments = parse("docx", saved(document)).segments
    assert [(s.text, s.index, dict(s.metadata)) for s in segments] == [
        ("preface", 1, {}),
        ("# One\n\n### Deep\n\nbody", 2, {"heading": "One"}),
    ]


def test_damaged_spans_do_not_fill_the_memory(parse: Parse) -> None:
    cell = f"<w:tc><w:tcPr><w:gridSpan w:val='2000000000'/></w:tcPr><w:p>{run('x')}</w:p></w:tc>"
    row = f"<w:tr>{cell}</w:tr>"
    assert "x" in parse("docx", with_body(f"<w:tbl>{row}{row}</w:tbl>")).text


def test_strict_macro_enabled_and_incomplete_packages_are_repaired(
    parse: Parse, tmp_path: Path
) -> None:
    picture = tmp_path / "p.png"
    Image.new("RGB", (40, 40), "red").save(picture)
    document = docx.Document()
    document.add_paragraph("still readable")
    document.add_picture(str(picture))

    def strict(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
        pattern = rb"http://schemas.openxmlformats.org/(\w+)/2006/(main|relationships)"
        yield name, re.sub(pattern, rb"http://purl.oclc.org/ooxml/\1/\2", content)

    def macro(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
        old = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main"
        yield name, content.replace(old, b"application/vnd.ms-word.document.macroEnabled.main")

    def dangling(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
        if not name.startswith("word/media/"):
            yield name, content

    for change in (strict, macro, dangling):
        parsed = parse("docx", repack(saved(document), change), multimodal=True)
        assert parsed.text == "still readable"
        assert len(parsed.segments[0].images) == (0 if change is dangling else 1)
    assert parsed.warnings == ["part word/media/image1.png of the document is missing"]


def test_entities_are_not_expanded(parse: Parse, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("outside")

    def attack(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
        if name == "word/document.xml":
            doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><w:document '
            content = content.replace(b"<w:document ", doctype.encode(), 1)
            content = content.replace(b">inside<", b">inside&e;<")
        yield name, content

    document = docx.Document()
    document.add_paragraph("inside")
    assert parse("docx", repack(saved(document), attack)).text == "inside"


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
PLAIN = saved(docx.Document())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (OLE, "an old binary Office document"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (zipped(readme=b"hello"), "not a Word document but a ZIP archive"),
        ((EXAMPLES / "slides.pptx").read_bytes(), "but a PowerPoint presentation"),
        (b"%PDF-1.4", "not a Word document but a PDF"),
        (b"plain words", "is not a Word document"),
        ((EXAMPLES / "handbook.docx").read_bytes()[:20_000], "is damaged"),
        (zipped(bomb=bytes(60 << 20)), "decompression bomb"),
        (PLAIN, "no text found"),
        (
            repack(PLAIN, lambda n, c: iter([] if n == "word/document.xml" else [(n, c)])),
            "is damaged",
        ),
        (
            repack(PLAIN, lambda n, c: iter([(n, c[:300] if n.endswith("t.xml") else c)])),
            "is damaged",
        ),
        (zipped(**{"[Content_Types].xml": b"<Types/>"}), "another kind of Office package"),
    ],
)
def test_one_clear_error(parse: Parse, content: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message) as caught:
        parse("docx", content)
    assert caught.value.hint


def test_long_documents_take_linear_time(parse: Parse) -> None:
    rows = f"<w:tr><w:tc><w:p>{run('a')}</w:p></w:tc><w:tc><w:p>{run('b')}</w:p></w:tc></w:tr>"
    data = with_body(f"<w:tbl>{rows * 4000}</w:tbl>", f"<w:p>{run('p')}</w:p>" * 8000)
    assert parse("docx", data).text.count("| a | b |") == 4000
