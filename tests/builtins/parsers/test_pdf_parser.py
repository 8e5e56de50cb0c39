"""PDF files: pages, paragraphs, pictures, encryption and damage."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from pydantic import ValidationError

from sdk_builtins.parsers.pdf.bidi import Glyph, to_logical
from sdk_builtins.parsers.pdf.headings import TextStyle
from sdk_builtins.parsers.pdf.lines import Line
from sdk_builtins.parsers.pdf.paragraphs import page_text
from sdk_core.errors import DocumentError
from tests.builtins.parsers.parser_harness import EXAMPLES, FIXTURES
from tests.builtins.parsers.pdf_writer import lines, pdf

Parse = Callable[..., Any]
ENGINES = ("pdf", "pdfminer")


def test_example_report(parse: Parse) -> None:
    parsed = parse("pdf", EXAMPLES / "report.pdf")
    assert [(s.kind, s.index) for s in parsed.segments] == [("page", 1), ("page", 2)]
    assert parsed.context.title == "How Lithium-Ion Batteries Age"
    assert parsed.context.metadata["author"] == "The synthetic-data-kit authors"
    assert parsed.segments[0].text.startswith("# How Lithium-Ion Batteries Age\n\nA lithium-ion")
    assert "## 2 Why capacity is lost\n\nEngineers speak" in parsed.segments[0].text
    assert "- Lithium plating. When a cell" in parsed.segments[0].text
    assert "| Nominal voltage | 3.7 V | 3.2 V | 3.7 V |" in parsed.segments[1].text
    assert "\n2. For daily use, charge to 80 percent" in parsed.segments[1].text
    assert "Page 1" not in parsed.text


def test_wrapped_lines_become_paragraphs(parse: Parse) -> None:
    first = lines(
        "The lighthouse was built in 1884 on a reef that had sunk eleven ves-",
        "sels in twenty years. Its lamp burned colza oil, later paraffin, and",
        "could be seen for thirty kilometres.",
    )
    second = lines("A second paragraph stands below a wider gap.", top=640)
    assert parse("pdf", pdf(first + second)).text == (
        "The lighthouse was built in 1884 on a reef that had sunk eleven vessels in twenty years. "
        "Its lamp burned colza oil, later paraffin, and could be seen for thirty kilometres.\n\n"
        "A second paragraph stands below a wider gap."
    )


def test_soft_hyphens_and_leaders() -> None:
    texts = ["Of\u00adfices and light\u00ad", "houses . . . . . . . . 12", "Buoys........... 14"]
    page = [Line(text, 72, 700 - 14 * i, 300, 711 - 14 * i, 11) for i, text in enumerate(texts)]
    assert (
        page_text(1, page, [], TextStyle()).markdown
        == "Offices and lighthouses \u2026 12\n\nBuoys \u2026 14"
    )


def test_columns_lists_tables_and_headings(parse: Parse) -> None:
    body = "Salt lowers the freezing point of water, which is why the sea freezes at minus two."
    content = (
        lines("Results", top=760, font="F2 11")
        + lines(body, "This sentence continues in the", x=40, top=740)
        + lines("next column and ends there.", x=420, top=760)
        + lines("\u2022 first item", "\u2022 second item", top=600)
    )
    for row, (left, right) in enumerate([("Year", "Ships"), ("1901", "12"), ("1902", "19")]):
        content += lines(left, top=500 - 20 * row) + lines(right, x=250, top=500 - 20 * row)
    assert parse("pdf", pdf(content)).text == (
        f"### Results\n\n{body} This sentence continues in the next column and ends there.\n\n"
        "- first item\n- second item\n\n"
        "| Year | Ships |\n| --- | --- |\n| 1901 | 12 |\n| 1902 | 19 |"
    )


def test_empty_page_is_kept_and_told(parse: Parse) -> None:
    parsed = parse("pdf", pdf(lines("first"), b"", lines("third")))
    assert [(s.index, s.text) for s in parsed.segments] == [(1, "first"), (2, ""), (3, "third")]
    assert parsed.warnings == ["no text on page 2"]


@pytest.mark.parametrize(
    ("pages", "expected"), [("2", [2]), ("1, 3", [1, 3]), ("2-", [2, 3]), ("1-2", [1, 2])]
)
def test_pages_option(parse: Parse, pages: str, expected: list[int]) -> None:
    data = pdf(lines("one"), lines("two"), lines("three"))
    assert [s.index for s in parse("pdf", data, pages=pages).segments] == expected


@pytest.mark.parametrize("pages", ["1;2", "0", "5-2", "one", "1,,2", "-3"])
def test_malformed_pages_option(parse: Parse, pages: str) -> None:
    with pytest.raises(ValidationError, match=r"is neither a page nor a range|is no range"):
        parse("pdf", pdf(lines("one")), pages=pages)


@pytest.mark.parametrize("pages", ["2", "1-4", "3-"])
def test_pages_outside_the_file(parse: Parse, pages: str) -> None:
    with pytest.raises(DocumentError, match=r"page [2-4] was asked for, of 1"):
        parse("pdf", pdf(lines("one")), pages=pages)


@pytest.mark.parametrize("engine", ENGINES)
def test_password(parse: Parse, engine: str) -> None:
    encrypted = FIXTURES / "encrypted.pdf"
    assert parse(engine, encrypted, password="tulip").text.startswith("The vault holds")
    with pytest.raises(DocumentError, match="encrypted and needs a password") as caught:
        parse(engine, encrypted)
    assert "SDK_PARSERS__PDF__PASSWORD" in caught.value.hint
    with pytest.raises(DocumentError, match="needs another password"):
        parse(engine, encrypted, password="rose")


def test_a_locked_file_leaves_no_mark_on_the_next(parse: Parse) -> None:
    encrypted = (FIXTURES / "encrypted.pdf").read_bytes()
    with pytest.raises(DocumentError, match="needs a password"):
        parse("pdf", encrypted)
    with pytest.raises(DocumentError, match="it has no page"):
        parse("pdf", pdf())


def test_password_from_the_environment(sdk: Callable[..., Any]) -> None:
    env = {"SDK_PARSERS__PDF__PASSWORD": "tulip"}
    shown = sdk("ingest", "--show", FIXTURES / "encrypted.pdf", "-O", "pages=1", env=env)
    assert shown.code == 0, shown.err
    assert "page 1" in shown.out
    assert "The vault holds" in shown.out
    assert "tulip" not in shown.out + shown.err


@pytest.mark.parametrize("engine", ENGINES)
def test_facts(parse: Parse, engine: str) -> None:
    info = "/Title(On Buoys)/Author(A. Writer)/Subject(untitled)/CreationDate(D:20240131120000Z)"
    context = parse(engine, pdf(lines("text"), info=info)).context
    assert context.title == "On Buoys"
    assert context.metadata == {"author": "A. Writer", "date": "2024-01-31"}


def scan(mode: str = "RGB", side: int = 64) -> bytes:
    target = io.BytesIO()
    Image.effect_noise((side, side), 60).convert(mode).save(target, "PDF")
    return target.getvalue()


def test_scan_is_an_error_without_images_and_a_picture_with_them(parse: Parse) -> None:
    with pytest.raises(DocumentError, match="only pictures or drawings") as caught:
        parse("pdf", scan())
    assert "--multimodal" in caught.value.hint
    parsed = parse("pdf", scan(), multimodal=True)
    assert [image.media_type for image in parsed.segments[0].images] == ["image/jpeg"]
    assert parsed.warnings == ["no text on page 1"]


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK"])
def test_pictures_of_every_mode_can_be_opened(parse: Parse, mode: str) -> None:
    (image,) = parse("pdf", scan(mode), multimodal=True).segments[0].images
    with Image.open(io.BytesIO(image.data)) as picture:
        picture.load()
        assert picture.size == (64, 64)


def test_tiny_pictures_are_left_out(parse: Parse) -> None:
    with pytest.raises(DocumentError, match="no text found"):
        parse("pdf", scan(side=16), multimodal=True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04 a zip", "not a PDF but a ZIP archive"),
        (b"<!doctype html><p>not found</p>", "not a PDF but an HTML page"),
        (b"%PDF-1.4\n", "is damaged"),
        (b"%PDF-1.4\ngarbage" * 50, "is damaged"),
        (pdf(b""), "no text found"),
        (pdf(), "it has no page"),
        (pdf(b"(unfinished Tj [ << BT"), "no text found"),
    ],
)
def test_one_clear_error(parse: Parse, content: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message) as caught:
        parse("pdf", content)
    assert caught.value.hint


def test_cut_and_scrambled_files_never_raise_anything_else(parse: Parse) -> None:
    data = (EXAMPLES / "report.pdf").read_bytes()
    for step in range(1, 12):
        flipped = bytearray(data)
        flipped[step * 131 :: 977] = bytes(len(flipped[step * 131 :: 977]))
        for broken in (data[: len(data) * step // 12], bytes(flipped)):
            with contextlib.suppress(DocumentError):
                assert parse("pdf", broken, multimodal=True).text.encode()


def glyphs(visual: str) -> list[Glyph]:
    return [Glyph(c, 6.0 * i, 6.0 * i + 5.9, 10.0) for i, c in enumerate(visual) if c != " "]


@pytest.mark.parametrize(
    ("visual", "logical"),
    [
        ("םלוע םולש", "שלום עולם"),
        ("תנשב 1948 הנידמה", "המדינה 1948 בשנת"),
        ("(םולש)", "(שלום)"),
        (".PDF ץבוק", "קובץ PDF."),
    ],
)
@pytest.mark.parametrize("is_stored_backwards", [False, True])
def test_hebrew_is_put_in_reading_order(
    visual: str, logical: str, is_stored_backwards: bool
) -> None:
    line = glyphs(visual)
    assert to_logical(line[::-1] if is_stored_backwards else line) == logical


def test_arabic_presentation_forms_become_letters() -> None:
    assert to_logical(glyphs("\ufee1\ufefc\ufeb3")) == "سلام"
