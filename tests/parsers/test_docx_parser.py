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
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from parser_harness import EXAMPLES
from PIL import Image

from sdk_core.errors import DocumentError

Parse = Callable[..., Any]

VISIBLE = "<w:rPr><w:vanish w:val='0'/></w:rPr>"


def saved(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def with_body(*fragments: str) -> bytes:
    """Return a document whose paragraphs are the given XML."""
    document = docx.Document()
    names = nsdecls("w", "wp", "a", "pic", "r", "m")
    extra = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    for fragment in fragments:
        root = parse_xml(f"<w:root {names} {extra}>{fragment}</w:root>")
        for child in list(root):
            document.element.body.insert(len(document.element.body) - 1, child)
    return saved(document)


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
    assert "1. Choose at least four sources.\n    - With three" in parsed.text
    assert "| Rubidium | about 1 microsecond | Mobile networks |" in parsed.text
    assert "| Orders of magnitude; single devices differ. |  |  |" in parsed.text
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


def test_text_box_is_read_once_and_equations_are_linear(parse: Parse) -> None:
    box = f"<w:txbxContent><w:p>{run('boxed')}</w:p></w:txbxContent>"
    data = with_body(
        f"<w:p>{run('anchor')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        "<w:p><m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r>"
        "</m:den></m:f><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r>"
        "</m:sup></m:sSup></m:oMath></w:p>",
    )
    assert parse("docx", data).text == "anchor\n\nboxed\n\n\\frac{a}{b}x^{2}"


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
