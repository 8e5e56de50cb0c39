"""Fonts that do not say, or say wrongly, which characters they draw."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable
from typing import Any

import pytest

from sdk_builtins.parsers.pdf.font_mapping import FontMapping
from sdk_builtins.parsers.pdf.lines import Line
from sdk_core.errors import DocumentError
from tests.builtins.parsers.pdf_writer import lines, pdf

Parse = Callable[..., Any]
TEXTS = {
    "English": "The keeper climbed the tower each evening to trim the wick and wind the clock that "
    "turned the lens, and in fog a bell was struck every half minute until the weather changed. ",
    "German": "Der W\u00e4rter stieg jeden Abend auf den Turm, um den Docht zu schneiden und die "
    "Uhr aufzuziehen; bei Nebel wurde jede halbe Minute eine Glocke geschlagen. ",
    "Polish": "Latarnik wchodzi\u0142 ka\u017cdego wieczora na wie\u017c\u0119, \u017ceby "
    "przyci\u0105\u0107 knot i nakr\u0119ci\u0107 zegar, a we mgle co minut\u0119 bito w dzwon. ",
    "Finnish": "Majakanvartija kiipesi joka ilta torniin leikkaamaan sydanlangan ja vetamaan "
    "kellon, ja sumussa soitettiin kelloa puolen minuutin valein kunnes saa muuttui. ",
    "capitals": "THE SELLER DELIVERS THE LAMP WITHOUT ANY WARRANTY, EXPRESS OR IMPLIED, AND IS "
    "NOT LIABLE FOR DAMAGE THAT ARISES FROM ITS USE, EVEN WHERE IT WAS TOLD OF IT BEFORE. ",
    "hexadecimal": "deadbeef cafe facade 00ff beaded decade effaced abcdef fedcba ",
    "codes": " ".join(
        "".join(random.Random(n).choices("ABCDEFGHJKLMNPQRSTUVWXYZ", k=6)) for n in range(40)
    ),
    "base64": base64.b64encode(random.Random(1).randbytes(600)).decode(),
}


def is_plausible(text: str) -> bool:
    fonts, line = FontMapping(), Line(text, 0, 0, 400, 10, 10, font="F1")
    fonts.learn([line])
    return not fonts.unmapped([line])


@pytest.mark.parametrize("kind", TEXTS)
def test_text_is_taken_for_text(kind: str) -> None:
    assert is_plausible(TEXTS[kind] * 3)


def shifted(text: str, step: int) -> str:
    """Return what a font gives whose map is off by some codes."""
    return "".join(chr(ord(c) + step) if c.isalpha() else c for c in text)


def scrambled(text: str) -> str:
    """Return what a font gives that numbers its letters as they first come, a to z and A to Z."""
    codes: dict[str, str] = {}
    names = "BQzXkWvJfGpZbMcKwTdVxHnRsLqFgCjDmNtPhSyYlrueioaEUIOA"
    return "".join(codes.setdefault(c, names[len(codes)]) if c.isalpha() else c for c in text)


@pytest.mark.parametrize("garble", [lambda t: shifted(t, -29), lambda t: shifted(t, 3), scrambled])
@pytest.mark.parametrize("language", ["English", "German"])
def test_wrong_letters_are_told(garble: Callable[[str], str], language: str) -> None:
    plain = TEXTS[language].encode("ascii", "ignore").decode()
    assert not is_plausible(garble(plain) * 4)


GARBLED = [shifted(TEXTS["English"][n : n + 60], 3) for n in (0, 60, 110)] * 4
MESSAGE = (
    "page 1: fonts (Helvetica-Bold) do not say which characters they draw, "
    "so their text was left out"
)


def test_garbled_text_is_left_out_with_the_name_of_its_font(parse: Parse) -> None:
    data = pdf(lines(*GARBLED, font="F2 11", top=760) + lines(TEXTS["English"][:80], top=100))
    parsed = parse("pdf", data, ocr="never")
    assert parsed.text == TEXTS["English"][:80].strip()
    assert parsed.warnings == [MESSAGE]
    assert {str(part.reason) for part in parsed.context.left_out} == {"not mapped to Unicode"}
    assert sum(len(part.text) for part in parsed.context.left_out) >= 600


def test_codes_of_controls_are_no_text(parse: Parse) -> None:
    glyphs = b"BT /F1 11 Tf 72 600 Td <101112131415161718191a10> Tj ET "
    parsed = parse("pdf", pdf(lines("Plain text.") + glyphs), ocr="never")
    assert parsed.text == "Plain text."
    assert [str(part.reason) for part in parsed.context.left_out] == ["not mapped to Unicode"]


def test_a_garbled_document_is_refused_with_the_reason(parse: Parse) -> None:
    with pytest.raises(DocumentError, match="fonts do not say which characters they draw"):
        parse("pdf", pdf(lines(*GARBLED)), ocr="never")
