"""Pages that are pictures: read with OCR when it is installed, and shown when images are kept."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from sdk_builtins.parsers.pdf import ocr
from sdk_builtins.parsers.pdf.lines import Line
from sdk_core.errors import DocumentError
from tests.builtins.parsers.pdf_writer import lines, pdf

Parse = Callable[..., Any]
INSTALL = 'pip install "synthetic-data-kit[ocr]"'


def scan(*texts: str) -> bytes:
    """Return a PDF of one page that is a picture of some lines of text."""
    picture = Image.new("L", (800, 400), 255)
    font = ImageFont.load_default(36)
    for number, text in enumerate(texts):
        ImageDraw.Draw(picture).text((60, 60 + 50 * number), text, fill=0, font=font)
    target = io.BytesIO()
    picture.save(target, "PDF", resolution=100)
    return target.getvalue()


@pytest.fixture
def no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    ocr._engine.cache_clear()
    monkeypatch.setattr(ocr, "find_spec", lambda name: None)


def test_scan_is_read(parse: Parse) -> None:
    pytest.importorskip("rapidocr")
    parsed = parse("pdf", scan("The lamp was lit", "at seven each night"))
    assert parsed.text == "The lamp was lit at seven each night"
    assert parsed.warnings == ["text recognised by OCR on page 1; check it"]


@pytest.mark.usefixtures("no_ocr")
def test_missing_extra_is_named(parse: Parse) -> None:
    with pytest.raises(DocumentError, match="only pictures or drawings") as caught:
        parse("pdf", scan("The lamp"))
    assert INSTALL in caught.value.hint
    parsed = parse("pdf", scan("The lamp"), multimodal=True)
    assert parsed.warnings == [f"no text on page 1; to recognise text in pictures: {INSTALL}"]
    assert [image.media_type for image in parsed.segments[0].images] == ["image/jpeg"]


@pytest.mark.usefixtures("no_ocr")
def test_ocr_never_asks_for_nothing(parse: Parse) -> None:
    parsed = parse("pdf", scan("The lamp"), ocr="never", multimodal=True)
    assert parsed.warnings == ["no text on page 1"]


@pytest.mark.usefixtures("no_ocr")
def test_page_that_is_drawn_in_strips_is_kept_whole(parse: Parse) -> None:
    head = b"q 500 0 0 300 50 %d cm BI /W 40 /H 40 /CS /G /BPC 8 ID %s EI Q\n"
    strips = head % (400, bytes(range(40)) * 40) + head % (60, bytes(range(40, 80)) * 40)
    parsed = parse("pdf", pdf(lines("first"), strips), multimodal=True)
    (picture,) = parsed.segments[1].images
    with Image.open(io.BytesIO(picture.data)) as opened:
        assert opened.size == (917, 1223)
    assert parsed.segments[0].images == ()


def test_lines_in_columns_are_read_column_by_column() -> None:
    def line(text: str, x: float, y: float, width: float = 200) -> Line:
        return Line(text, x, y, x + width, y + 12, 9)

    left = [line(f"l{n}", 50, 600 - 14 * n) for n in range(4)]
    right = [line(f"r{n}", 300, 601 - 14 * n) for n in range(4)]
    mixed = [part for pair in zip(left, right, strict=True) for part in pair]
    page = [line("head", 50, 700, 450), *mixed, line("foot", 50, 100, 450)]
    assert [each.text for each in ocr.in_columns(page)] == [
        "head", "l0", "l1", "l2", "l3", "r0", "r1", "r2", "r3", "foot",
    ]  # fmt: skip
