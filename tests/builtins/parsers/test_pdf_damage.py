"""PDF files that are damaged, hostile, or more than pdfium can open."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from sdk_builtins.parsers.pdf.bombs import holds_bomb
from sdk_builtins.parsers.pdf.pages import DamagedFile
from sdk_core.errors import DocumentError
from tests.builtins.parsers.parser_harness import EXAMPLES
from tests.builtins.parsers.pdf_writer import document, lines, pdf, stream

Parse = Callable[..., Any]
LOST_TREE = "the file is damaged: {} were found in it, more may be lost"


def test_lost_index_and_page_tree(parse: Parse) -> None:
    data = pdf(lines("first"), lines("second"))
    no_index = data.replace(b"trailer", b"%railer").replace(b"xref", b"xxxx")
    no_tree = no_index.replace(b"/Type/Pages", b"/Type/Xages").replace(b"/Type/Catalog", b"/Oops")
    cut = data[: data.index(b"xref")].replace(b"2 0 obj", b"2 0 xxx")
    for broken in (no_index, no_tree, cut):
        parsed = parse("pdf", broken)
        assert [segment.text for segment in parsed.segments] == ["first", "second"]
        assert parsed.warnings == [LOST_TREE.format("2 pages")]


def test_pages_in_object_streams_are_found(parse: Parse) -> None:
    page = b"<</Type/Page/MediaBox[0 0 600 800]/Contents 2 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    head = b"1 0 3 %d " % (len(page) + 1)
    packed = stream(head + page + b" " + font, f"/Type/ObjStm/N 2/First {len(head)}")
    data = document([b"null", stream(lines("packed away")), b"null", packed])
    data = re.sub(rb"[13] 0 obj\nnull\nendobj\n", b"", data[: data.index(b"xref")])
    parsed = parse("pdf", data)
    assert parsed.text == "packed away"
    assert parsed.warnings == [LOST_TREE.format("1 page")]


def test_page_tree_in_a_circle(parse: Parse) -> None:
    data = pdf(lines("only page")).replace(b"/Count 1/Kids[6 0 R]", b"/Count 3/Kids[6 0 R 2 0 R]")
    parsed = parse("pdf", data)
    assert parsed.text == "only page"
    assert any("cannot be read" in warning for warning in parsed.warnings)


def test_pdfminer_reads_what_pdfium_cannot_open(
    parse: Parse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise DamagedFile("its structure cannot be read")

    monkeypatch.setattr("sdk_builtins.parsers.pdf.pdfium_file.PdfiumFile", fail)
    parsed = parse("pdf", pdf(lines("still here")))
    assert parsed.text == "still here"
    assert parsed.warnings == ["pdfium cannot open the file, so pdfminer reads it"]


def bomb() -> bytes:
    """Return a page that unpacks in two steps to 48 MiB."""
    content = zlib.compress(zlib.compress(b"0 g " * (12 << 20), 9), 9)
    head = f"<</Length {len(content)}/Filter[/FlateDecode/FlateDecode]>>stream\n".encode()
    return head + content + b"\nendstream"


def test_bad_page_does_not_cost_the_others(parse: Parse) -> None:
    data = pdf(lines("first"), b"replace me", lines("third"))
    objects = re.findall(rb"\d+ 0 obj\n(.*?)\nendobj", data, re.DOTALL)
    objects[8] = bomb()
    data = document(objects)
    assert len(data) < 3000
    assert holds_bomb(data)
    parsed = parse("pdf", data)
    assert [segment.text for segment in parsed.segments] == ["first", "", "third"]
    assert parsed.warnings == [
        "part of it unpacks to far more than a page needs, so pdfminer reads it",
        "page 2 of 3 cannot be read (it unpacks to over 16 MiB)",
    ]


def test_dense_pages_and_pictures_are_no_bombs() -> None:
    assert not holds_bomb((EXAMPLES / "report.pdf").read_bytes())
    drawing = b"".join(b"%d %d m %d %d l S\n" % (i, i * 7 % 800, i * 3, i) for i in range(40_000))
    white = document([stream(bytes(40 << 20), "/Subtype/Image")])
    assert not holds_bomb(pdf(drawing))
    assert not holds_bomb(white)


def test_absurd_page_sizes(parse: Parse) -> None:
    data = pdf(lines("huge")).replace(b"[0 0 600 800]", b"[0 0 9e9 9e9]")
    assert parse("pdf", data, multimodal=True).text == "huge"


def test_no_page_is_an_error(parse: Parse) -> None:
    with pytest.raises(DocumentError, match="it has no page"):
        parse(
            "pdf", document([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])
        )
