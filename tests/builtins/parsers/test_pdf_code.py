"""Program code on PDF pages: told by the widths of its letters, and kept as it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from sdk_core.documents.losses import Reason
from tests.builtins.parsers.pdf_writer import lines, pdf, stream

Parse = Callable[..., Any]
BODY = (
    "The keeper climbed the tower each evening to trim the wick and wind the clock that",
    "turned the lens. On clear nights the beam could be seen from the fishing grounds, and",
    "in fog a bell was struck every half minute until the weather changed for the better.",
)
PARAGRAPH = " ".join(BODY)
COURIER = "/F4<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>"
CODE = (
    "# count the lamps",
    "def total(rows):",
    "    wick = 0      # none yet",
    "    for row in rows:",
    '        wick += row["wick"]',
    "",
    "    return wick",
)


def between(*parts: bytes, fonts: str = COURIER) -> bytes:
    top, bottom = lines(*BODY, top=740), lines(*BODY, top=400)
    return pdf(top + b"".join(parts) + bottom, fonts=fonts)


def fenced(*rows: str) -> str:
    return "\n".join([PARAGRAPH + "\n", "```", *rows, "```", "\n" + PARAGRAPH])


def drawn_font(*, is_even: bool) -> tuple[str, list[bytes]]:
    """Return a Type 3 font, which has no name, and the objects that it consists of."""
    names = [f"g{code}" for code in range(33, 127)]
    widths = [600 if is_even else 300 + 7 * (code * 37 % 90) for code in range(33, 127)]
    inks = [f"{width} 0 50 0 {width - 80} 700 d1 50 0 {width - 130} 700 re f" for width in widths]
    codes = b"1 begincodespacerange<00><ff>endcodespacerange 1 beginbfrange<20><7e><0020>endbfrange"
    procs = "".join(f"/{name} {{{n + 1}}} 0 R" for n, name in enumerate(names))
    font = (
        "/F4<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]"
        f"/FirstChar 33/LastChar 126/Widths{[*widths]}/ToUnicode {{0}} 0 R/CharProcs<<{procs}>>"
        f"/Encoding<</Type/Encoding/Differences[33{''.join('/' + name for name in names)}]>>>>"
    ).replace(",", "")
    return font, [stream(codes), *(stream(ink.encode()) for ink in inks)]


def test_code_keeps_its_columns(parse: Parse) -> None:
    data = between(lines(*CODE, x=90, top=660, lead=12, font="F4 10"))
    assert parse("pdf", data).text == fenced(*CODE)


@pytest.mark.parametrize("is_even", [True, False])
def test_type_without_a_name_is_judged_by_its_widths(parse: Parse, is_even: bool) -> None:
    font, objects = drawn_font(is_even=is_even)
    rows = b"".join(
        lines(word, x=90 + 6 * match.start(), top=660 - 12 * number, font="F4 10")
        for number, row in enumerate(CODE)
        for match in re.finditer(r"\S+", row)
        for word in [match.group()]
    )
    data = pdf(lines(*BODY, top=740) + rows + lines(*BODY, top=400), fonts=font, extra=objects)
    text = parse("pdf", data).text
    assert (text == fenced(*CODE)) == is_even
    assert ("```" in text) == is_even


def test_figures_of_one_width_are_no_code(parse: Parse) -> None:
    figures = ("1204 3318 4471 5520", "2204 1318 9471 7520", "8204 0318 3471 6520")
    text = parse("pdf", between(lines(*figures, x=90, top=660))).text
    assert "```" not in text


def test_words_of_code_in_a_paragraph(parse: Parse) -> None:
    wrapped = lines("Light the lamp at dusk, and before you leave run the script", top=660)
    wrapped += lines("trim_wick.sh --all", top=646, font="F4 11")
    text = parse("pdf", between(wrapped)).text
    assert "run the script trim_wick.sh --all" in text
    assert "```" not in text


def test_a_command_alone(parse: Parse) -> None:
    data = between(
        lines("# lamp --trim wick", x=90, top=660, font="F4 10"),
        lines("http://lamp.example/wick", x=90, top=600, font="F4 10"),
    )
    text = parse("pdf", data).text
    assert "\n\n```\n# lamp --trim wick\n```\n\nhttp://lamp.example/wick\n\n" in text


def test_monospaced_rows_make_no_table(parse: Parse) -> None:
    rows = ("lamp   wick   oil", "north  3      12", "south  14     7")
    data = between(lines(*rows, x=90, top=660, lead=12, font="F4 10"))
    assert parse("pdf", data).text == fenced(*rows)


def test_what_a_till_wrote_is_no_code(parse: Parse) -> None:
    rows = (
        "HARBOUR STORES",
        "Rope 20 m      12.50",
        "Lamp oil        4.20",
        "Thank you, call again",
    )
    assert "```" not in parse("pdf", pdf(lines(*rows, font="F4 10"), fonts=COURIER)).text


def numbered(kind: str) -> bytes:
    if kind == "in the rows":
        rows = [f"{n:>2}  {row}".rstrip() for n, row in enumerate(CODE, start=8)]
        return lines(*rows, x=66, top=660, lead=12, font="F4 10")
    code = lines(*CODE, x=90, top=660, lead=12, font="F4 10")
    step = 3 if kind == "every third" else 1
    shown = [str(n) if n % step == 0 else "" for n in range(1, len(CODE) + 1)]
    column = lines(*shown, x=76, top=660, lead=12, font="F1 6")
    return code + column if kind == "after the code" else column + code


@pytest.mark.parametrize("kind", ["in the rows", "before the code", "after the code"])
def test_line_numbers_are_left_out(parse: Parse, kind: str) -> None:
    parsed = parse("pdf", between(numbered(kind)))
    assert parsed.text == fenced(*CODE)
    assert len(parsed.context.left_out) == len(CODE)
    assert {(part.reason, part.segment) for part in parsed.context.left_out} == {
        (Reason.RUNNING_HEAD, 1)
    }


def test_numbers_of_statements_stay(parse: Parse) -> None:
    basic = ('10 PRINT "LAMP"', "20 LET A = 5", "30 FOR I = 1 TO A", "40 NEXT I")
    data = between(lines(*basic, x=90, top=660, lead=12, font="F4 10"))
    assert parse("pdf", data).text == fenced(*basic)


def test_code_over_pages_is_one_block(parse: Parse) -> None:
    rows = [f"{n:>2}  {row}".rstrip() for n, row in enumerate(CODE, start=1)]
    first = lines(*BODY) + lines(*rows[:4], x=90, top=200, lead=12, font="F4 10")
    second = lines(*rows[4:], x=90, top=640, lead=12, font="F4 10") + lines(*BODY, top=500)
    parsed = parse("pdf", pdf(first, second, fonts=COURIER))
    assert parsed.segments[0].text == "\n".join([PARAGRAPH + "\n", "```", *CODE, "```"])
    assert parsed.segments[1].text == PARAGRAPH
    assert [part.text for part in parsed.context.left_out] == [str(n) for n in range(1, 8)]
