"""A missing or damaged part of an Office file costs only itself, and is told and accounted for."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pptx
import pytest
from lxml import etree
from PIL import Image
from pptx.util import Inches

from sdk_core.documents.losses import Reason
from sdk_core.errors import DocumentError
from tests.builtins.parsers.office_files import repack, saved

Parse = Callable[..., Any]


def flipped(data: bytes, part: str) -> bytes:
    """Return an archive in which one byte of a stored part differs from its checksum."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        member = archive.getinfo(part)
        start = member.header_offset + 30 + len(member.filename.encode())
    return data[: start + 20] + bytes((data[start + 20] ^ 0xFF,)) + data[start + 21 :]


def word_file() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Lamps"
    document.add_paragraph("The lamp is lit at dusk.")
    document.add_paragraph("numbered", style="List Number")
    document.sections[0].header.paragraphs[0].text = "HEAD"
    document.sections[0].footer.paragraphs[0].text = "FOOT"
    document.add_comment(document.paragraphs[0].runs[0], text="why dusk?", author="A")
    return saved(document)


def picture() -> io.BytesIO:
    target = io.BytesIO()
    Image.new("RGB", (60, 60), "red").save(target, "PNG")
    return target


def deck_file() -> bytes:
    deck = pptx.Presentation()
    for number in (1, 2, 3):
        slide = deck.slides.add_slide(deck.slide_layouts[number])
        slide.shapes.title.text = f"Title {number}"
        slide.shapes.add_textbox(0, Inches(6), 9, 9).text_frame.text = f"box {number}"
        slide.notes_slide.notes_text_frame.text = f"said {number}"
        slide.shapes.add_picture(picture(), 0, Inches(3))
    return saved(deck)


WORD, DECK = word_file(), deck_file()


def replaced(data: bytes, part: str, change: Callable[[bytes], bytes | None]) -> bytes:
    def edit(name: str, content: bytes) -> tuple[str, bytes] | None:
        new = change(content) if name == part else content
        return None if new is None else (name, new)

    return repack(data, edit)


BARE = re.compile(rb' (?:Id|Type|Target|Extension|ContentType|PartName)="[^"]*"')
DAMAGES: dict[str, Callable[[bytes, str], bytes]] = {
    "broken": lambda data, part: replaced(data, part, lambda content: b"<broken"),
    "empty": lambda data, part: replaced(data, part, lambda content: b""),
    "another root": lambda data, part: replaced(data, part, lambda content: b"<x/>"),
    "cut": lambda data, part: replaced(data, part, lambda content: content[: len(content) // 2]),
    "missing": lambda data, part: replaced(data, part, lambda content: None),
    "bare": lambda data, part: replaced(data, part, lambda content: BARE.sub(b"", content)),
    "flipped": lambda data, part: flipped(replaced(data, part, lambda content: content), part),
}
OPTIONAL = re.compile(
    r"theme|fontTable|webSettings|app\.xml|thumbnail|customXml|Effects|printer|Master"
)
SILENT = {"another root", "bare"}  # well-formed, so that there is no knowing what they held


def parts_of(data: bytes, *without: str) -> list[str]:
    """Return the parts of a package that can be done without, one of each kind."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = (name for name in archive.namelist() if name not in without)
        needed = (name for name in names if not OPTIONAL.search(name))
        return list({re.sub(r"\d+", "", name): name for name in needed}.values())


WORD_PARTS = parts_of(WORD, "word/document.xml", "_rels/.rels")
DECK_PARTS = parts_of(DECK, "ppt/presentation.xml", "ppt/_rels/presentation.xml.rels")


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_word_file_loses_only_the_damaged_part(parse: Parse, damage: str) -> None:
    for part in WORD_PARTS:
        parsed = parse("docx", DAMAGES[damage](WORD, part), comments=True)
        assert "The lamp is lit at dusk." in parsed.text, part
        assert "numbered" in parsed.text, part
        expected = {"HEAD": "header", "FOOT": "footer", "why dusk?": "comments"}
        for word, name in expected.items():
            assert word in parsed.text or name in part or part.endswith("xml.rels"), part
        if damage not in SILENT and part != "[Content_Types].xml":
            named = part.replace("_rels/", "").removesuffix(".rels")
            assert any(named in warning for warning in parsed.warnings), part
            reasons = [each.reason for each in parsed.context.left_out]
            assert Reason.UNREADABLE in reasons, part


@pytest.mark.parametrize("damage", ["broken", "cut", "missing", "bare"])
def test_a_deck_loses_only_the_damaged_part(parse: Parse, damage: str) -> None:
    for part in DECK_PARTS:
        parsed = parse("pptx", DAMAGES[damage](DECK, part))
        for number in (1, 2, 3):
            if f"slides/slide{number}.xml" not in part:
                assert f"# Title {number}" in parsed.text, part
                assert f"box {number}" in parsed.text, part
            own = (f"notesSlide{number}.xml", f"slide{number}.xml.rels")
            if not part.endswith((*own, f"slides/slide{number}.xml")) and "Master" not in part:
                assert f"said {number}" in parsed.text, part


def test_names_may_differ_in_slashes_case_and_escapes(parse: Parse) -> None:
    renamed: tuple[Callable[[str], str], ...] = (
        lambda name: name.replace("/", "\\"),
        lambda name: name if name == "[Content_Types].xml" else name.upper(),
        lambda name: name.replace("r1.xml", "r%31.xml"),
    )
    for rename in renamed:
        for kind, data in (("docx", WORD), ("pptx", DECK)):

            def edit(name: str, content: bytes, rename: Any = rename) -> tuple[str, bytes]:
                return rename(name), content

            whole = parse(kind, data)
            parsed = parse(kind, repack(data, edit))
            assert parsed.text == whole.text
            assert not parsed.warnings


def test_two_sets_of_core_properties(parse: Parse) -> None:
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    relation = f'<Relationship Id="again" Type="{kind}" Target="docProps/core.xml"/>'

    def edit(name: str, content: bytes) -> tuple[str, bytes]:
        if name == "_rels/.rels":
            content = content.replace(b"</Relationships>", f"{relation}</Relationships>".encode())
        return name, content

    parsed = parse("docx", repack(WORD, edit))
    assert parsed.context.title == "Lamps"
    assert "lit at dusk" in parsed.text
    assert "# Title 1" in parse("pptx", repack(DECK, edit)).text


def test_properties_that_are_missing_are_not_made_up(parse: Parse) -> None:
    parsed = parse("docx", DAMAGES["missing"](WORD, "docProps/core.xml"))
    assert parsed.context.title == ""
    assert parsed.context.metadata == {}


def test_all_bodies_are_read(parse: Parse) -> None:
    second = b"<w:body><w:p><w:r><w:t>Second body.</w:t></w:r></w:p></w:body></w:document>"

    def edit(name: str, content: bytes) -> tuple[str, bytes]:
        return name, content.replace(b"</w:document>", second)

    assert "Second body." in parse("docx", repack(WORD, edit)).text


def test_a_shape_without_a_position_or_of_a_strange_kind_costs_no_slide(parse: Parse) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Tides"
    slide.shapes.add_table(1, 2, 0, 0, 9, 9).table.cell(0, 0).text = "cell"
    strange = slide.shapes.add_textbox(0, 0, 9, 9)
    strange.text_frame.text = "strange"
    data = saved(deck)

    def unplaced(name: str, content: bytes) -> tuple[str, bytes]:
        return name, re.sub(rb"<(p|a):xfrm.*?</\1:xfrm>", b"", content, flags=re.S)

    def level(name: str, content: bytes) -> tuple[str, bytes]:
        return name, content.replace(b"<a:t>strange", b"<a:t>strange").replace(
            b"<a:p><a:r><a:t>strange", b'<a:p><a:pPr lvl="two"/><a:r><a:t>strange'
        )

    for edit in (unplaced, level):
        parsed = parse("pptx", repack(data, edit))
        assert all(word in parsed.text for word in ("# Tides", "cell", "strange"))
        assert not parsed.context.left_out


def test_a_picture_where_a_title_is_expected(parse: Parse) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.add_textbox(0, 0, 9, 9).text_frame.text = "below"
    image = slide.shapes.add_picture(picture(), 0, 0)
    image._element.nvPicPr.cNvPr.set("descr", "A lighthouse")
    title = slide.shapes.title._element
    placeholder = etree.SubElement(
        image._element.nvPicPr.nvPr, title.nvSpPr.nvPr[0].tag, {"type": "title"}
    )
    assert placeholder is not None
    title.getparent().remove(title)
    parsed = parse("pptx", saved(deck))
    assert parsed.text == "below\n\n![A lighthouse]()"


def test_a_damaged_main_part_is_refused(parse: Parse) -> None:
    for kind, data, part in (
        ("docx", WORD, "word/document.xml"),
        ("pptx", DECK, "ppt/presentation.xml"),
    ):
        for damage in ("broken", "cut", "missing", "flipped", "empty"):
            with pytest.raises(DocumentError, match="is damaged"):
                parse(kind, DAMAGES[damage](data, part))


def open_document() -> bytes:
    """Return an OpenDocument text with a picture, as small as they come."""
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for name, space in (("office", "office"), ("text", "text"), ("draw", "drawing"))
    )
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="Pictures/a.png"'
    body = (
        f"<text:p>The lamp.</text:p><text:p><draw:frame><draw:image {link}/></draw:frame></text:p>"
    )
    filled = " " * 50
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("meta.xml", f"<office:meta{names}>{filled}</office:meta>")
        archive.writestr("styles.xml", f"<office:styles{names}>{filled}</office:styles>")
        archive.writestr("Pictures/a.png", picture().getvalue())
        archive.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        )
    return target.getvalue()


@pytest.mark.parametrize("damage", ["broken", "cut", "empty", "flipped"])
def test_an_open_document_loses_only_the_damaged_part(parse: Parse, damage: str) -> None:
    picture_too = () if damage == "cut" else ("Pictures/a.png",)  # half of one may be shown
    for part in ("meta.xml", "styles.xml", *picture_too):
        parsed = parse("odt", DAMAGES[damage](open_document(), part), multimodal=True)
        assert parsed.text == "The lamp."
        assert any(part in warning for warning in parsed.warnings), part
        assert parsed.context.left_out
    with pytest.raises(DocumentError, match="is damaged"):
        parse("odt", DAMAGES[damage](open_document(), "content.xml"))
