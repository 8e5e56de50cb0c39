"""Documents of other formats that a Word document imports in place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from sdk_builtins.parsers.office import docx_imported
from sdk_core.documents.losses import Reason
from tests.builtins.parsers.office_files import add_footnote, saved

Parse = Callable[..., Any]

KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PAGE = (
    b"<html><head><title>no</title></head><body><h1>Fog</h1><p>The horn sounds.</p></body></html>"
)
MAIL = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"<p>caf=C3=A9 =\r\nau lait</p>\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--"
)


def importing(*parts: tuple[str, str, bytes], cell: bool = False, footnote: str = "") -> bytes:
    """Return a document that says "before", imports the parts in order and says "after".

    Args:
        parts: Name, MIME type and content of each.
        cell: Whether they stand in the one cell of a table of two.
        footnote: Text of a footnote of the document itself.
    """
    document = docx.Document()
    first = document.add_paragraph("before")
    if footnote:
        add_footnote(document, first, footnote)
    place = document.add_table(1, 2).cell(0, 0)._tc if cell else document.element.body
    for name, mime, content in parts:
        part = Part(PackURI(f"/word/{name}"), mime, content, document.part.package)
        relation = document.part.relate_to(part, KIND)
        chunk = parse_xml(f'<w:altChunk {nsdecls("w", "r")} r:id="{relation}"/>')
        place.insert(len(place) - 1, chunk)
    document.add_paragraph("after")
    return saved(document)


@pytest.mark.parametrize(
    ("name", "mime", "content", "text"),
    [
        ("a.html", "text/html", PAGE, "# Fog\n\nThe horn sounds."),
        ("a.dat", "application/xhtml+xml", b"<p>only a fragment</p>", "only a fragment"),
        ("a.mht", "message/rfc822", MAIL, "café au lait"),
        ("a.mht", "application/x-mimearchive", MAIL, "café au lait"),
        ("a.rtf", "application/rtf", b"{\\rtf1 rich {\\b text}\\par}", "rich text"),
        ("a.html", "text/html", b"{\\rtf1 in truth rich\\par}", "in truth rich"),
        ("a.txt", "text/plain", "plain ü".encode("utf-16"), "plain ü"),
        ("a.docx", WORD, importing(("i.txt", "text/plain", b"deep")), "before\n\ndeep\n\nafter"),
    ],
)
def test_an_imported_document_is_read_in_its_place(
    parse: Parse, name: str, mime: str, content: bytes, text: str
) -> None:
    parsed = parse("docx", importing((name, mime, content)))
    assert parsed.text == f"before\n\n{text}\n\nafter"
    assert not parsed.warnings
    assert parsed.context.title == ""


def test_several_are_read_in_order_and_begin_chapters(parse: Parse) -> None:
    parsed = parse(
        "docx", importing(("a.html", "text/html", PAGE), ("b.txt", "text/plain", b"second"))
    )
    assert [s.metadata.get("heading") for s in parsed.segments] == [None, "Fog"]
    assert parsed.text.index("The horn sounds.") < parsed.text.index("second")


def test_one_in_a_cell_stays_in_it(parse: Parse) -> None:
    parsed = parse("docx", importing(("a.html", "text/html", PAGE), cell=True))
    assert "Fog The horn sounds. |" in parsed.text


def test_notes_of_imported_documents_keep_their_own_numbers(parse: Parse) -> None:
    document = docx.Document()
    add_footnote(document, document.add_paragraph("inner"), "inner note")
    rich = b"{\\rtf1 rich{\\footnote rich note}\\par}"
    data = importing(
        ("a.docx", WORD, saved(document)), ("b.rtf", "application/rtf", rich), footnote="outer note"
    )
    text = parse("docx", data).text
    for words, note in (("before", "outer"), ("inner", "inner"), ("rich", "rich")):
        label = text.split(f"{words}[^")[1].split("]")[0]
        assert f"[^{label}]: {note} note" in text
        assert text.count(f"[^{label}]:") == 1


@pytest.mark.parametrize(
    ("name", "mime", "content"),
    [
        ("a.bin", "application/octet-stream", b"\x00\x01\x02"),
        ("a.pdf", "application/pdf", b"%PDF-1.4 nothing"),
        ("a.docx", WORD, b"PK\x03\x04 damaged"),
        ("a.html", "text/html", b"<html><body></body></html>"),
        ("a.mht", "message/rfc822", b"MIME-Version: 1.0\r\nContent-Type: audio/ogg\r\n\r\nx"),
    ],
)
def test_what_cannot_be_read_is_told_and_accounted_for(
    parse: Parse, name: str, mime: str, content: bytes
) -> None:
    parsed = parse("docx", importing((name, mime, content)))
    assert parsed.text == "before\n\nafter"
    assert any(name in warning for warning in parsed.warnings)
    assert [part.reason for part in parsed.context.left_out] == [Reason.UNREADABLE]


def test_one_that_lies_outside_or_nowhere_is_told(parse: Parse) -> None:
    document = docx.Document()
    document.add_paragraph("before")
    outside = document.part.relate_to("https://example.org/a.html", KIND, is_external=True)
    for relation in (outside, "rId999"):
        chunk = parse_xml(f'<w:altChunk {nsdecls("w", "r")} r:id="{relation}"/>')
        document.element.body.insert(1, chunk)
    parsed = parse("docx", saved(document))
    assert parsed.text == "before"
    assert len(parsed.warnings) == len(parsed.context.left_out) == 2


def nested(levels: Iterable[int]) -> bytes:
    """Return a document in which each level imports the one within it many times."""
    data = importing(("end.txt", "text/plain", b"bottom"))
    for copies in levels:
        data = repeated(importing(("in.docx", WORD, data)), copies)
    return data


def repeated(data: bytes, copies: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                start = content.index(b"<w:altChunk")
                end = content.index(b"/>", start) + 2
                content = content[:start] + content[start:end] * copies + content[end:]
            new.writestr(name, content)
    return target.getvalue()


def test_documents_within_documents_end_at_a_limit(
    parse: Parse, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = parse("docx", nested([1] * 12))
    assert "bottom" not in deep.text
    assert any("too many" in warning for warning in deep.warnings)
    assert "bottom" in parse("docx", nested([1] * 5)).text
    monkeypatch.setattr(docx_imported, "_MAX_PARTS", 20)
    wide = parse("docx", nested([6, 6]))
    assert 1 < wide.text.count("bottom") < 20
    assert any("too many" in warning for warning in wide.warnings)
