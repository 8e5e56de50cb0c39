"""Each letter in the XML of an office file is in the text or in the account of what is not."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
import pptx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree
from pptx.oxml.ns import qn

from sdk_core.documents.losses import Reason
from tests.builtins.parsers.office_files import add_footnote, saved
from tests.builtins.parsers.parser_harness import EXAMPLES

Parse = Callable[..., Any]

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD_TEXT = ("wordprocessingml/2006/main}t", "wordprocessingml/2006/main}delText")
WORD_PARTS = ("word/document", "word/header", "word/footer", "word/footnotes", "word/endnotes")
SLIDE_TEXT = ("drawingml/2006/main}t",)
SLIDE_PARTS = ("ppt/slides/slide", "ppt/notesSlides/", "ppt/comments/")


def letters(words: Iterable[str]) -> Counter[str]:
    return Counter(letter for each in words for letter in each if letter.isalnum())


def written(data: bytes, parts: tuple[str, ...], ends: tuple[str, ...]) -> Counter[str]:
    """Return how often each letter stands in the text of parts, by a reader of its own."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        roots = [
            etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.startswith(parts) and name.endswith(".xml")
        ]
    return letters(
        element.text or ""
        for root in roots
        for element in root.iter(etree.Element)
        if element.tag.endswith(ends)
    )


def kept(parsed: Any) -> Counter[str]:
    return letters([parsed.text, *(part.text for part in parsed.context.left_out)])


def word_file() -> bytes:
    document = docx.Document()
    body = document.add_paragraph("Kept words. ")
    body.add_run("Hidden words. ").font.hidden = True
    for fragment in (
        "<w:del><w:r><w:delText>Deleted words.</w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>Moved words.</w:t></w:r></w:moveFrom>",
        "<w:moveTo><w:r><w:t>Moved words.</w:t></w:r></w:moveTo>",
        "<w:r><w:ruby><w:rt><w:r><w:t>gloss</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>base</w:t></w:r></w:rubyBase></w:ruby></w:r>",
    ):
        names = nsdecls("w")
        body._p.append(parse_xml(fragment.replace(">", f" {names}>", 1)))
    add_footnote(document, body, "A footnote.")
    document.add_comment(body.runs[0], text="A remark.", author="A")
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "above"
    covered = table.cell(1, 0)
    covered.text = "covered cell"
    for cell, value in ((table.cell(0, 0), "restart"), (covered, "continue")):
        merge = parse_xml(f"<w:vMerge {nsdecls('w')} w:val='{value}'/>")
        cell._tc.get_or_add_tcPr().append(merge)
    section = document.sections[0]
    section.header.paragraphs[0].text = "Head 1984"
    section.footer.paragraphs[0].text = "Foot"
    section.first_page_header.paragraphs[0].text = "Never shown"
    document.add_section().header.paragraphs[0].text = "Head 2001"
    document.sections[1].header.is_linked_to_previous = False
    document.sections[1].header.paragraphs[0].text = "Head 2001"
    return saved(document)


def deck_file() -> bytes:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Tides"
    table = slide.shapes.add_table(2, 2, 0, 0, 9, 9).table
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 0).text, table.cell(1, 0).text = "origin", "covered"
    slide.notes_slide.notes_text_frame.text = "Spoken words"
    notes = slide.notes_slide.shapes._spTree
    beside = deepcopy(notes.findall(qn("p:sp"))[-1])
    for text in beside.iter(qn("a:t")):
        text.text = "beside the notes"
    notes.append(beside)
    hidden = deck.slides.add_slide(deck.slide_layouts[5])
    hidden.shapes.title.text = "Hidden slide"
    hidden._element.set("show", "0")
    return saved(deck)


def test_letters_of_word_files(parse: Parse) -> None:
    for data in (word_file(), (EXAMPLES / "handbook.docx").read_bytes()):
        for options in ({}, {"headers": False}, {"comments": True}):
            parsed = parse("docx", data, **options)
            parts = (*WORD_PARTS, "word/comments")
            assert not written(data, parts, WORD_TEXT) - kept(parsed), options


def test_reasons_in_word_files(parse: Parse) -> None:
    found = {(part.reason, part.text) for part in parse("docx", word_file()).context.left_out}
    assert found >= {
        (Reason.HIDDEN, "Hidden words."),
        (Reason.DELETED, "Deleted words."),
        (Reason.DELETED, "Moved words."),
        (Reason.COMMENT, "A remark."),
        (Reason.HIDDEN, "covered cell"),
        (Reason.HIDDEN, "Never shown"),
        (Reason.RUNNING_HEAD, "Head 2001"),
        ("gloss", "gloss"),
    }


def test_letters_of_slides(parse: Parse) -> None:
    for data in (deck_file(), (EXAMPLES / "slides.pptx").read_bytes()):
        for options in ({}, {"notes": False}, {"hidden": False}):
            parsed = parse("pptx", data, **options)
            assert not written(data, SLIDE_PARTS, SLIDE_TEXT) - kept(parsed), options


def open_document() -> bytes:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "style", "table")
    )
    body = (
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion>'
        "<text:p>Deleted words</text:p></text:deletion></text:changed-region>"
        '</text:tracked-changes><text:p>Kept <text:span text:style-name="H">Hidden</text:span>'
        "<office:annotation><text:p>A remark</text:p></office:annotation>"
        "<text:ruby><text:ruby-base>base</text:ruby-base><text:ruby-text>gloss</text:ruby-text>"
        '</text:ruby></text:p><text:p text:style-name="H">Hidden too</text:p>'
        "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
        "<table:covered-table-cell><text:p>covered</text:p></table:covered-table-cell>"
        '</table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell>'
        "<text:p>same</text:p></table:table-cell></table:table-row></table:table>"
    )
    hidden = (
        '<style:style style:name="H" style:family="text">'
        '<style:text-properties text:display="none"/></style:style>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "styles.xml",
            f"<office:styles{names}>{hidden}<style:master-page><style:header><text:p>Head</text:p>"
            "</style:header></style:master-page></office:styles>",
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        )
    return target.getvalue()


def test_letters_of_open_documents(parse: Parse) -> None:
    data = open_document()
    parsed = parse("odt", data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        roots = [etree.fromstring(archive.read(f"{name}.xml")) for name in ("styles", "content")]
    assert not letters("".join(root.itertext()) for root in roots) - kept(parsed)
    assert parsed.text.count("| same |") == 2
    assert {part.reason for part in parsed.context.left_out} == {
        Reason.HIDDEN, Reason.COMMENT, Reason.DELETED, Reason.RUNNING_HEAD, "gloss",
    }  # fmt: skip


def test_paragraphs_in_a_cell_of_rich_text(parse: Parse) -> None:
    row = "\\trowd\\cellx1\\cellx2\\pard\\intbl one\\par two\\cell three\\cell\\row"
    parsed = parse("rtf", f"{{\\rtf1 {row}{row} after\\par last\\par}}".encode())
    assert parsed.text == (
        "| one two | three |\n| --- | --- |\n| one two | three |\n\nafter\n\nlast"
    )


def test_letters_of_rich_text(parse: Parse) -> None:
    words = ("kept", "headwords", "footwords", "hidden", "deleted", "remark", "noted")
    data = (
        "{\\rtf1{\\header headwords\\par}{\\footer footwords\\par}kept {\\v hidden}{\\deleted "
        "deleted}{\\*\\annotation remark}{\\footnote noted}\\par}"
    )
    parsed = parse("rtf", data.encode())
    assert not letters(words) - kept(parsed)
    assert [part.reason for part in parsed.context.left_out] == [
        Reason.RUNNING_HEAD, Reason.RUNNING_HEAD, Reason.COMMENT, Reason.HIDDEN, Reason.DELETED,
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["docx", "pptx"])
def test_pictures_that_are_not_kept(parse: Parse, name: str) -> None:
    path = Path(EXAMPLES / {"docx": "handbook.docx", "pptx": "slides.pptx"}[name])
    reasons = [part.reason for part in parse(name, path).context.left_out]
    assert Reason.PICTURE in reasons
    kept_pictures = parse(name, path, multimodal=True).context.left_out
    assert Reason.PICTURE not in [part.reason for part in kept_pictures]


def test_embedded_objects(parse: Parse) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("kept")
    part = Part(PackURI("/word/embeddings/a.bin"), "application/octet-stream", b"x", document.part)
    relation = document.part.relate_to(part, f"{OFFICE}/oleObject")
    paragraph._p.append(
        parse_xml(
            f"<w:r {nsdecls('w', 'r')}><w:object><o:OLEObject r:id='{relation}' "
            "xmlns:o='urn:schemas-microsoft-com:office:office'/></w:object></w:r>"
        )
    )
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "kept"
    slide.shapes.add_ole_object(io.BytesIO(b"x"), "Excel.Sheet", 0, 0)
    for kind, data in (("docx", saved(document)), ("pptx", saved(deck))):
        reasons = [each.reason for each in parse(kind, data).context.left_out]
        assert "embedded object" in reasons
