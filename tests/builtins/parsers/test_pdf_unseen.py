"""What PDF pages hold beside plain text: what nobody sees, what was typed on them, stand-ins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sdk_core.errors import DocumentError
from tests.builtins.parsers.pdf_writer import document, lines, pdf, stream

Parse = Callable[..., Any]
SEEN = "The keeper wrote the hour into his ledger."
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def left_out(parsed: Any) -> list[tuple[str, str, int]]:
    return [(str(part.reason), part.text, part.segment) for part in parsed.context.left_out]


def layered(
    content: bytes,
    properties: str,
    forms: str = "",
    config: str = "/OFF[8 0 R]",
    members: str = "[]",
) -> bytes:
    """Return a page with two layers, objects 7 and 8, and a membership dictionary, object 9."""
    resources = f"<</Font<</F1 3 0 R>>/Properties<<{properties}>>{forms}>>"
    return document(
        [
            b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[7 0 R 8 0 R]/D<<%s>>>>>>"
            % config.encode(),
            b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
            FONT,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources%s>>"
            % resources.encode(),
            stream(content),
            stream(
                lines("in a hidden form", top=400),
                "/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>",
            ),
            b"<</Type/OCG/Name(shown)>>",
            b"<</Type/OCG/Name(hidden)>>",
            b"<</Type/OCMD/OCGs %s>>" % members.encode(),
        ]
    )


@pytest.mark.parametrize("config", ["/OFF[8 0 R]", "/BaseState/OFF/ON[7 0 R]"])
def test_layers_that_are_off(parse: Parse, config: str) -> None:
    content = (
        b"/OC /On BDC " + lines(SEEN) + b" EMC /OC /Off BDC " + lines("hidden words", top=500)
        + b" EMC /OC /Off BDC /Fm Do EMC"
    )  # fmt: skip
    data = layered(content, "/On 7 0 R/Off 8 0 R", "/XObject<</Fm 6 0 R>>", config)
    parsed = parse("pdf", data)
    assert parsed.text == SEEN
    assert left_out(parsed) == [("hidden", "hidden words", 1), ("hidden", "in a hidden form", 1)]


def test_text_on_no_layer_stays_where_one_without_a_name_is_off(parse: Parse) -> None:
    content = lines(SEEN) + b"/OC /Off BDC " + lines("hidden words", top=500) + b" EMC"
    data = layered(content, "/Off 8 0 R").replace(b"(hidden)", b"()      ")
    assert SEEN in parse("pdf", data).text


MEMBERS = {
    "8 0 R": True, "[7 0 R 8 0 R]": False, "[7 0 R 8 0 R]/P/AllOn": True,
    "[8 0 R]/P/AnyOff": False, "[7 0 R 8 0 R]/P/AllOff": True,
}  # fmt: skip


@pytest.mark.parametrize("members", MEMBERS)
def test_layers_by_membership(parse: Parse, members: str) -> None:
    content = lines(SEEN) + b"/OC /Member BDC " + lines("words of layers", top=500) + b" EMC"
    parsed = parse("pdf", layered(content, "/Member 9 0 R", members=members))
    assert (parsed.text == SEEN) == MEMBERS[members]
    assert len(left_out(parsed)) == MEMBERS[members]


def test_text_that_leaves_no_mark_on_the_paper(parse: Parse) -> None:
    content = (
        lines(SEEN)
        + b"3 Tr " + lines("invisible", top=600) + b"0 Tr "
        + b"1 1 1 rg " + lines("white on paper", top=580) + b"0 g "
        + b"0 0 1 rg 60 400 300 40 re f 1 1 1 rg " + lines("white on blue", top=415)
    )  # fmt: skip
    parsed = parse("pdf", pdf(content))
    assert "white on blue" in parsed.text
    assert "invisible" not in parsed.text
    assert left_out(parsed) == [("hidden", "invisible", 1), ("hidden", "white on paper", 1)]
    with pytest.raises(DocumentError, match="the text of page 1 is hidden"):
        parse("pdf", pdf(b"3 Tr " + lines(SEEN)))


def test_text_recognised_under_a_scan_stays(parse: Parse) -> None:
    picture = b"q 600 0 0 800 0 0 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x00\x80\x80\x00 EI Q "
    assert parse("pdf", pdf(picture + b"3 Tr " + lines(SEEN))).text == SEEN


def test_text_outside_of_the_page(parse: Parse) -> None:
    spilt = "A line that runs over the edge of the page is one line of the text"
    content = lines(SEEN) + lines("beyond", top=2000) + lines(spilt, top=600, x=400)
    parsed = parse("pdf", pdf(content))
    assert parsed.text == f"{SEEN}\n\n{spilt}"
    assert left_out(parsed) == [("outside of the page", "beyond", 1)]


def test_bold_drawn_by_several_strokes_is_read_once(parse: Parse) -> None:
    content = lines(SEEN, font="F2 11")
    copies = content + lines("Second line.", top=600) * 1 + lines(SEEN, font="F2 11", x=73)
    parsed = parse("pdf", pdf(copies))
    assert parsed.text.count("ledger") == 1
    assert [part for part in left_out(parsed) if part[0] != "repeated"] == []


@pytest.mark.parametrize("turn", [90, 270])
def test_turned_pages_are_read_downwards(parse: Parse, turn: int) -> None:
    matrix = b"0 1 -1 0 600 0" if turn == 90 else b"0 -1 1 0 0 800"
    texts = ["First line of the page.", "Second line of the page.", "Third line ends it."]
    for order in (texts, texts[::-1]):
        content = b"".join(
            b"q " + matrix + b" cm " + lines(text, top=500 - 16 * texts.index(text)) + b" Q "
            for text in order
        )
        assert " ".join(parse("pdf", pdf(content)).text.split()) == " ".join(texts)


def form(*fields: str) -> bytes:
    """Return a page of labels, with the annotations that are given."""
    labels = lines("Name:", "Town:", "Smoker", top=700, lead=30)
    numbers = " ".join(f"{6 + n} 0 R" for n in range(len(fields)))
    return document(
        [
            f"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[{numbers}]/DA(/F1 10 Tf)>>>>".encode(),
            b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
            FONT,
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Annots[{numbers}]"
            "/Resources<</Font<</F1 3 0 R>>>>>>".encode(),
            stream(labels),
            *(f"<</Type/Annot{field}>>".encode() for field in fields),
        ]
    )


def test_what_was_typed_stands_where_it_was_typed(parse: Parse) -> None:
    text_field = "/Subtype/Widget/FT/Tx/T({0})/V({1})/Rect[120 {2} 300 {3}]{4}"
    data = form(
        text_field.format("name", "Ida Holm", 694, 712, ""),
        text_field.format("town", "Aran", 664, 682, ""),
        text_field.format("pin", "4711", 300, 320, "/Ff 8192"),
        text_field.format("old", "Bute", 340, 360, "/F 2"),
        "/Subtype/Widget/FT/Btn/T(smoker)/V/Yes/AS/Yes/Rect[120 634 132 646]"
        "/AP<</N<</Yes 5 0 R>>>>",
        "/Subtype/FreeText/Contents(Typed beside the form.)/Rect[72 500 300 520]/DA(/F1 10 Tf)",
        "/Subtype/Text/Contents(A remark.)/Rect[400 500 420 520]",
    )
    parsed = parse("pdf", data)
    words = parsed.text.replace("|", " ").split()
    for label, value in (("Name:", "Ida"), ("Town:", "Aran"), ("Smoker", "[x]")):
        assert words[words.index(label) + 1] == value
    assert parsed.text.endswith("Typed beside the form.")
    assert left_out(parsed) == [
        ("hidden", "", 1),
        ("hidden", "Bute", 1),
        ("comment", "A remark.", 1),
    ]
    assert parsed.warnings == [
        "3 values of form fields and 1 typed note stand in the text where they were typed"
    ]
    assert "4711" not in parsed.text


WAIT = lines("Please wait...", "If this message is not replaced, your viewer cannot show the form.")


@pytest.mark.parametrize("rendering", ["", "/NeedsRendering true"])
def test_dynamic_forms_are_refused(parse: Parse, rendering: str) -> None:
    xfa = f"{rendering}/AcroForm<</Fields[]/XFA[(template)({'<template/>'})]>>/Type/Catalog"
    with pytest.raises(DocumentError, match="dynamic form") as caught:
        parse("pdf", pdf(WAIT).replace(b"/Type/Catalog", xfa.encode()))
    assert "print it to PDF" in caught.value.hint


def attached(names: str, catalog: str = "") -> bytes:
    files = f"/Names<</EmbeddedFiles<</Names[({names})<</Type/Filespec/F({names})>>]>>>>{catalog}"
    return pdf(lines(SEEN)).replace(b"/Type/Catalog", files.encode() + b"/Type/Catalog")


def test_attached_files_are_named_and_portfolios_refused(parse: Parse) -> None:
    parsed = parse("pdf", attached("tides.csv"))
    assert parsed.text == SEEN
    assert left_out(parsed) == [("attached file", "tides.csv", 0)]
    assert parsed.warnings == ["1 file (tides.csv) attached to it: not read"]
    with pytest.raises(DocumentError, match=r"portfolio.*\(tides\.csv\)") as caught:
        parse("pdf", attached("tides.csv", "/Collection<</View/T>>"))
    assert caught.value.hint
