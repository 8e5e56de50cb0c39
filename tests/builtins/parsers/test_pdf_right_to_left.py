"""Pages of Hebrew and Arabic: their order, their tables, and the Latin words in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sdk_builtins.parsers.pdf.bidi import Glyph, to_logical
from sdk_builtins.parsers.pdf.left_runs import cell_as_read
from tests.builtins.parsers.pdf_writer import lines, pdf, rules, stream

Parse = Callable[..., Any]

_CODES = {0x5D0 + i: 0xC0 + i for i in range(27)}
_FONT = (
    "/F4<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode {0} 0 R>>"
)
_MAP = (
    b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
    b"2 beginbfrange <20> <7E> <0020> <C0> <DA> <05D0> endbfrange endcmap"
)
TEXT = "מלצה ישארל לולסמה תא לעפהו הנוכמה ןמ הסכמה תא רסה"  # as it looks, from the left


def page_of(*contents: bytes) -> bytes:
    return pdf(b"".join(contents), fonts=_FONT, extra=[stream(_MAP)])


def seen(*texts: str, x: int = 72, top: int = 700, lead: int = 14) -> bytes:
    """Return drawing commands for Hebrew and Latin text as the eye meets it from the left."""
    return lines(*(t.translate(_CODES) for t in texts), x=x, top=top, lead=lead, font="F4 11")


def glyphs(visual: str) -> list[Glyph]:
    return [Glyph(c, 6.0 * i, 6.0 * i + 5.9, 10.0) for i, c in enumerate(visual) if c != " "]


@pytest.mark.parametrize(
    ("visual", "logical"),
    [
        ("2026 - 2024 םינשב", "בשנים 2024 - 2026"),
        ("12:30 העשב", "בשעה 12:30"),
        ("kg 5 לקשמ", "משקל 5 kg"),
        ("הטיש Model 5 תמדקומ", "מוקדמת Model 5 שיטה"),
        ("50% לש החנה", "הנחה של 50%"),
        ("$50 ריחמ", "מחיר $50"),
        ("תיב (1", "1) בית"),
        ("תיב )1", "1) בית"),
        ("(הריד) תיב (1", "1) בית (דירה)"),
        (")הריד( תיב )1", "1) בית (דירה)"),
        ("40- הרוטרפמט", "טמפרטורה -40"),
        ("12-05-2024 \u062e\u064a\u0631\u0627\u062a", "\u062a\u0627\u0631\u064a\u062e 2024-05-12"),
        ("12/05/2024 \u062e\u064a\u0631\u0627\u062a", "\u062a\u0627\u0631\u064a\u062e 12/05/2024"),
        (
            "\u0661\u0669\u0664\u0668 \u0645\u0627\u0639",
            "\u0639\u0627\u0645 \u0661\u0669\u0664\u0668",
        ),
        ("\u0661\u066b\u0665 \u0645\u0627\u0639", "\u0639\u0627\u0645 \u0661\u066b\u0665"),
        ("see abc םלוע 1948 םולש end", "see abc שלום 1948 עולם end"),
    ],
)
@pytest.mark.parametrize("is_stored_backwards", [False, True])
def test_numbers_and_latin_words(visual: str, logical: str, is_stored_backwards: bool) -> None:
    line = glyphs(visual)
    assert to_logical(line[::-1] if is_stored_backwards else line) == logical


def test_a_line_of_mostly_latin_words_reads_as_its_page_does() -> None:
    line = glyphs("python, java, C++ :תופש")
    assert to_logical(line, is_page_turned=True) == "שפות: python, java, C++"
    assert to_logical(line) == "python, java, C++ :שפות"


@pytest.mark.parametrize(
    ("visual", "logical"),
    [
        ("hPa 300-1100", "300-1100 hPa"),
        ("C 0.2", "0.2 C"),
        ("% 0-100", "0-100 %"),
        ("to 125 C 40-", "-40 to 125 C"),
        ("5 - 3", "3 - 5"),
        (".This is the end", "This is the end."),
        *(
            (kept, kept)
            for kept in (
                "Barometer A2", "Model 5", "Page 7", "B 3", "0.5 hPa", "49.90", "-40", "1 000 000",
                "12/05/2024", "2024-05-12", "SHA-256", "Price (EUR)", ".NET", "Windows 11",
            )
        ),
    ],
)  # fmt: skip
def test_latin_cells(visual: str, logical: str) -> None:
    assert cell_as_read(visual) == logical


def test_a_table_reads_from_the_right_and_its_latin_cells_from_the_left(parse: Parse) -> None:
    cells = [
        ("ריחמ", "חווט", "רישכמ"),
        ("49.90", "hPa 300-1100", "Barometer A2"),
        ("3.15", "to 125 C 40-", "Thermistor K"),
        ("12.40", "% 0-100", "Hygrometer H7"),
    ]
    drawn = [
        seen(cell, x=x, top=600 - 18 * row)
        for row, line in enumerate(cells)
        for cell, x in zip(line, (120, 250, 400), strict=True)
    ]
    text = parse("pdf", page_of(seen(TEXT, TEXT, TEXT), *drawn)).text
    assert "| מכשיר | טווח | מחיר |" in text
    assert "| Barometer A2 | 300-1100 hPa | 49.90 |" in text
    assert "| Thermistor K | -40 to 125 C | 3.15 |" in text
    assert "| Hygrometer H7 | 0-100 % | 12.40 |" in text


def test_latin_cells_of_a_page_that_reads_from_the_left_stay(parse: Parse) -> None:
    english = lines(*["Each sensor was read twice a day by the same observer."] * 3)
    row = seen("hPa 300-1100", top=500) + seen("רישכמ", top=480)
    text = parse("pdf", page_of(english, row)).text
    assert "hPa 300-1100" in text
    assert "מכשיר" in text


@pytest.mark.parametrize("is_hebrew", [True, False])
def test_lines_in_a_wide_frame_are_not_torn_at_the_edges_of_others(
    parse: Parse, is_hebrew: bool
) -> None:
    draw = seen if is_hebrew else lines
    start, middle, last = ("הלחתה", "עצמא", "ףוס") if is_hebrew else ("begins", "middle", "ends")
    whole = (
        TEXT
        if is_hebrew
        else "a line that is long enough to fill all of the width of the frame, and so"
    )
    left, right = (
        (f"{last} {TEXT[:24]}", f"{TEXT[:22]} {start}")
        if is_hebrew
        else (f"{start} of a line that is cut by a", f"wide gap in its {last}")
    )
    boxes = rules(
        (60, 760, 540, 760), (60, 400, 540, 400), (60, 300, 540, 300),
        (60, 760, 60, 300), (540, 760, 540, 300), (300, 400, 300, 300),
    )  # fmt: skip
    rows = [
        draw(left, x=70, top=700 - 14 * n) + draw(right, x=330, top=700 - 14 * n)
        if n % 4 == 1
        else draw(whole, x=70, top=700 - 14 * n)
        for n in range(16)
    ]
    frames = draw(middle, x=80, top=350) + draw(middle, x=340, top=350)
    text = parse("pdf", page_of(boxes, *rows, frames)).text
    words = ("התחלה", "סוף") if is_hebrew else (start, last)
    places = [text.find(word) for word in words]
    assert -1 < places[0] < places[1] < text.find(words[0], places[0] + 1)


def test_rows_of_figures_are_not_taken_for_one_line(parse: Parse) -> None:
    rows = [
        ("12", "3.5", "רפוא"),
        ("1,240", "0.25", "ריאמ"),
        ("7", "18", "ןתנ"),
        ("-3", "44%", "לאכימ"),
    ]
    drawn = [
        seen(cell, x=x, top=500 - 16 * number)
        for number, row in enumerate(rows)
        for cell, x in zip(row, (120, 250, 400), strict=True)
    ]
    short = seen(*["םולש תיב הריד"] * 8, top=660)
    table = parse("pdf", page_of(short, *drawn)).text.splitlines()[-5:]
    assert [row for row in table if "---" not in row] == [
        "| אופר | 3.5 | 12 |",
        "| מאיר | 0.25 | 1,240 |",
        "| נתן | 18 | 7 |",
        "| מיכאל | 44% | -3 |",
    ]


@pytest.mark.parametrize("is_right_first", [True, False])
def test_columns_drawn_line_by_line_are_read_from_the_right(
    parse: Parse, is_right_first: bool
) -> None:
    words = ["םולש", "תיב", "הריד", "ןוחלש", "אסכ"]
    sides = [("ןימי", 330), ("לאמש", 72)][:: 1 if is_right_first else -1]
    drawn = [
        seen(
            f"{words[n % 5]} {words[(n + 2) % 5]} הזה רקחמב {side}{'אבגדהוזח'[n]}",
            x=x,
            top=600 - 14 * n,
        )
        for n in range(8)
        for side, x in sides
    ]
    text = parse("pdf", page_of(*drawn)).text
    assert text.rindex("ימין") < text.index("שמאל")
