"""Raised and struck runs in office formats: numbers keep their value, what is struck is marked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pptx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.builtins.parsers.office_files import add_footnote, saved

Parse = Callable[..., Any]
Run = tuple[str, str]  # a text and how it stands: "up", "down", "struck" or ""

LINES: tuple[tuple[tuple[Run, ...], str], ...] = (
    ((("The sea holds 10", ""), ("6", "up"), (" fish.", "")), "The sea holds 10^6 fish."),
    ((("E = mc", ""), ("2", "up")), "E = mc^2"),
    ((("a word", ""), ("12", "up"), (" and more", "")), "a word[12] and more"),
    ((("split 10", ""), ("1", "up"), ("2", "up"), (" runs", "")), "split 10^12 runs"),
    ((("CO", ""), ("2", "down"), (" and H", ""), ("2", "down"), ("O", "")), "CO2 and H2O"),
    ((("the 21", ""), ("st", "up"), (" day", "")), "the 21st day"),
    ((("10", ""), ("3 ", "up"), ("m", "")), "10^3 m"),
)


STRUCK: tuple[tuple[tuple[Run, ...], str], ...] = (
    ((("Pay ", ""), ("30 ", "struck"), ("days", "struck"), (" 60", "")), "Pay ~~30 days~~ 60"),
    ((("all of it", "struck"),), "~~all of it~~"),
    ((("none", ""), (" ", "struck"), ("of it", "")), "none of it"),
)


def word(lines: Any, *, by_style: bool = False, by_position: bool = False) -> bytes:
    document = docx.Document()
    base = document.styles.add_style("Up", 2)
    base.font.superscript = True
    document.styles.add_style("Up too", 2).base_style = base
    document.styles.add_style("Struck", 2).font.strike = True
    for line in lines:
        paragraph = document.add_paragraph()
        for text, place in line:
            run = paragraph.add_run(text)
            if place == "struck" and by_style:
                run.style = "Struck"
            elif place == "struck":
                run.font.double_strike = True
            elif place == "up" and by_style:
                run.style = "Up too"
            elif place and by_position:
                position = OxmlElement("w:position")
                position.set(qn("w:val"), "6" if place == "up" else "-6")
                run._r.get_or_add_rPr().append(position)
            elif place:
                setattr(run.font, "superscript" if place == "up" else "subscript", True)
    return saved(document)


def deck(lines: Any) -> bytes:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    frame = slide.shapes.add_textbox(0, 0, 9, 9).text_frame
    for line in lines:
        paragraph = frame.add_paragraph()
        for text, place in line:
            run = paragraph.add_run()
            run.text = text
            if place == "struck":
                run._r.get_or_add_rPr().set("strike", "sngStrike")
            elif place:
                run._r.get_or_add_rPr().set("baseline", "30000" if place == "up" else "-25000")
    return saved(presentation)


def rich(lines: Any, up: str = "\\super", down: str = "\\sub") -> bytes:
    marks = {"": "", "up": f"{up} ", "down": f"{down} ", "struck": "\\strike "}
    body = "\\par\n".join(
        "".join(f"{{{marks[place]}{text}}}" for text, place in line) for line in lines
    )
    return f"{{\\rtf1\\ansi {body}\\par}}".encode()


def open_document(lines: Any, position: str = "super 58%") -> bytes:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for name, space in (("office", "office"), ("text", "text"), ("style", "style"))
    )
    defined = (
        '<office:styles><style:style style:name="Base" style:family="text">'
        f'<style:text-properties style:text-position="{position}"/></style:style></office:styles>'
    )
    automatic = (
        '<office:automatic-styles><style:style style:name="Tup" style:family="text" '
        'style:parent-style-name="Base"/><style:style style:name="Tdown" style:family="text">'
        '<style:text-properties style:text-position="sub 58%"/></style:style>'
        '<style:style style:name="Tstruck" style:family="text"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style>'
        "</office:automatic-styles>"
    )
    body = "".join(
        "<text:p>"
        + "".join(
            f'<text:span text:style-name="T{place}">{text}</text:span>' for text, place in line
        )
        + "</text:p>"
        for line in lines
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "styles.xml", f"<office:document-styles{names}>{defined}</office:document-styles>"
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content{names}>{automatic}<office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>",
        )
    return target.getvalue()


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("docx", word),
        ("docx", lambda lines: word(lines, by_style=True)),
        ("docx", lambda lines: word(lines, by_position=True)),
        ("pptx", deck),
        ("rtf", rich),
        ("rtf", lambda lines: rich(lines, "\\up6", "\\dn6")),
        ("odt", open_document),
        ("odt", lambda lines: open_document(lines, "33% 58%")),
    ],
)
def test_raised_figures(parse: Parse, kind: str, make: Callable[[Any], bytes]) -> None:
    parsed = parse(kind, make([line for line, _ in LINES]))
    assert parsed.text.split("\n\n") == [text for _, text in LINES]


def test_marks_of_notes_stay_marks(parse: Parse) -> None:
    note = b"{\\footnote up to 10{\\super 6}}"
    data = b"{\\rtf1 ten{\\super %b} and 10{\\super 6}{\\super\\footnote two}\\par}" % note
    assert parse("rtf", data).text == "ten[^1] and 10^6[^2]\n\n[^1]: up to 10^6\n[^2]: two"
    document = docx.Document()
    body = document.add_paragraph("ten")
    add_footnote(document, body, "up to 10", "6")
    assert parse("docx", saved(document)).text == "ten[^1]\n\n[^1]: up to 10^6"


def test_raised_text_in_a_cell(parse: Parse) -> None:
    document = docx.Document()
    cell = document.add_table(1, 2).cell(0, 0).paragraphs[0]
    cell.add_run("10")
    cell.add_run("9").font.superscript = True
    assert "10^9" in parse("docx", saved(document)).text


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("docx", word),
        ("docx", lambda lines: word(lines, by_style=True)),
        ("pptx", deck),
        ("rtf", rich),
        ("odt", open_document),
    ],
)
def test_struck_text_is_marked(parse: Parse, kind: str, make: Callable[[Any], bytes]) -> None:
    parsed = parse(kind, make([line for line, _ in STRUCK]))
    assert parsed.text.split("\n\n") == [text for _, text in STRUCK]
