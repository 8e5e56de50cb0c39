"""Running heads, feet and page numbers: what goes, and what only looks like them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.builtins.parsers.pdf_writer import lines, pdf, rules

Parse = Callable[..., Any]
WORDS = ("keeper", "lamp", "tower", "harbour", "signal", "wick", "clock", "lens", "fog", "bell")
PLACES = ("Aran", "Bute", "Coll", "Danna", "Eigg", "Fair Isle")
ROMAN = ("i", "ii", "iii", "iv", "v", "vi")


def prose(seed: int, count: int = 30) -> list[str]:
    """Return lines of text that no other seed has."""
    return [
        " ".join(WORDS[(seed * 7 + row * 3 + n * (seed + 3)) % 10] for n in range(12)) + f" {seed}"
        for row in range(count)
    ]


def body(seed: int, top: int = 690) -> bytes:
    return lines(*prose(seed), top=top)


def head(text: str, *, x: int = 72, top: int = 770, font: str = "F1 9") -> bytes:
    return lines(text, x=x, top=top, font=font)


def book(*heads: bytes) -> bytes:
    return pdf(*(part + body(n) for n, part in enumerate(heads, start=1)))


def left_right(number: int) -> bytes:
    if number % 2:
        return head("The Reef", font="F3 9", x=380) + head(str(number), x=500)
    return head(str(number)) + head("Lights of the North", font="F3 9", x=200)


FURNITURE = {
    "constant": [head("Lights of the North Coast") for _ in range(4)],
    "page of pages": [head(f"Page {n} of 4", top=30, font="F1 11") for n in range(1, 5)],
    "roman": [head(f"- {ROMAN[n]} -", x=290, top=30) for n in range(4)],
    "later start": [head(str(n), x=290, top=30) for n in range(211, 215)],
    "left and right": [left_right(n) for n in range(1, 7)],
    "chapter and number": [
        head(f"Chapter {1 + n // 3}", font="F3 10") + head(str(n + 1), x=500) for n in range(6)
    ],
    "two rows": [
        head("Harbour Office") + head("Tides and lights", top=758) + head(f"p. {n}", x=500, top=758)
        for n in range(1, 5)
    ],
    "first page without": [b"", *(head("Lights of the North Coast") for _ in range(4))],
}


ROWS = dict.fromkeys(FURNITURE, 4) | {
    "left and right": 6, "chapter and number": 6, "two rows": 8,
}  # fmt: skip


@pytest.mark.parametrize("kind", FURNITURE)
def test_furniture_goes_and_nothing_else(parse: Parse, kind: str) -> None:
    data = book(*FURNITURE[kind])
    parsed = parse("pdf", data)
    for number, segment in enumerate(parsed.segments, start=1):
        assert segment.text == " ".join(prose(number)), kind
    assert [part.reason for part in parsed.context.left_out] == ["running head"] * ROWS[kind]
    assert {part.segment for part in parsed.context.left_out} == {
        number for number, margins in enumerate(FURNITURE[kind], start=1) if margins
    }
    kept = parse("pdf", data, keep_furniture=True)
    assert len(kept.text) > len(parsed.text)
    assert kept.context.left_out == []


FEET = {
    "account": ["Harbour Bank, IBAN DE12 3456 7890 1234 56", "Harbour Stores Ltd, Quay Street"],
    "address": ["Harbour Stores, Quay 4, 20095 Bute"],
    "mail": ["Harbour Stores | ida@stores.example | Page {n}"],
    "notice": ["Oil is sold as seen, without any warranty."],
}


@pytest.mark.parametrize("kind", FEET)
def test_what_a_foot_says_is_read_once(parse: Parse, kind: str) -> None:
    pages = [
        b"".join(head(t.format(n=n), top=44 - 12 * k) for k, t in enumerate(FEET[kind]))
        + head(f"Page {n} of 4", x=500, top=780)
        for n in range(1, 5)
    ]
    parsed = parse("pdf", book(*pages))
    first, *others = [segment.text for segment in parsed.segments]
    said = [text.format(n=1) for text in FEET[kind]]
    assert sorted(first.split("\n\n")) == sorted([" ".join(prose(1)), *said])
    assert others == [" ".join(prose(n)) for n in range(2, 5)]
    assert len(parsed.context.left_out) == 4 + 3 * len(said)


DATA = {
    "questions": [head(f"Question {n}", font="F2 11", top=720) for n in range(1, 5)],
    "numbered questions": [head(f"{n}. Which lamp is it?", top=740) for n in range(1, 5)],
    "numbers apart": [head(str(n), font="F1 11") + head("Results", x=90) for n in range(1, 5)],
    "articles": [
        head(f"Article {n}. The seller delivers the lamp.", font="F1 11") for n in range(11, 15)
    ],
    "subtotals": [head(f"Carried over: {s} EUR", top=40) for s in (1204, 877, 3310, 41)],
    "customers": [head(f"Customer no. {9000 + 13 * n}") for n in range(4)],
    "dates": [head(f"Printed on {n} March 2024", top=40) for n in (3, 5, 6, 9)],
    "places": [head(f"See the chart of {place}.", top=40) for place in PLACES[:4]],
    "titles": [head("Harbour Lights", font="F2 16") for _ in range(4)],
    "close to the text": [head("Lights of the North Coast", top=703) for _ in range(4)],
    "distant repetition": [head("Exercises") if n in (0, 5, 10) else b"" for n in range(11)],
    "two pages": [head("Lights of the North Coast", top=770 - n) for n in range(2)],
}


@pytest.mark.parametrize("kind", DATA)
def test_data_in_the_margin_stays(parse: Parse, kind: str) -> None:
    data = book(*DATA[kind])
    parsed = parse("pdf", data)
    assert sorted(parsed.text.replace("#", "").split()) == sorted(
        parse("pdf", data, keep_furniture=True).text.replace("#", "").split()
    )
    assert parsed.context.left_out == []


@pytest.mark.parametrize("count", [1, 2, 3])
def test_copies_of_one_page_are_not_emptied(parse: Parse, count: int) -> None:
    receipt = lines("Receipt", "Received from Ida Holm ten crowns for lamp oil.", top=770)
    parsed = parse("pdf", pdf(*[receipt] * count))
    assert all("Ida Holm" in segment.text for segment in parsed.segments)
    assert parsed.context.left_out == []


def test_invoices_on_one_form_stay_whole(parse: Parse) -> None:
    pages = []
    for n in range(4):
        labels = lines("Date", "Lamp oil", "Rope", "Brass", "Total", top=600, lead=30)
        values = lines(*(f"{n + 2}{k}.50" for k in range(5)), x=300, top=600, lead=30)
        pages.append(head("Harbour Stores, Quay 4") + labels + values)
    parsed = parse("pdf", pdf(*pages))
    assert parsed.text.count("Harbour Stores, Quay 4") == 4


def test_column_heads_and_cells_stay(parse: Parse) -> None:
    pages = []
    for n in range(4):
        content = b""
        for row, cells in enumerate(
            [
                ("Lamp", "Hours", "Oil", "Note"),
                *((f"L{n}{k}", str(k), str(n), "x") for k in range(40)),
            ]
        ):
            for x, cell in zip((72, 200, 300, 400), cells, strict=True):
                content += lines(cell, x=x, top=760 - 17 * row)
        pages.append(content)
    text = parse("pdf", pdf(*pages)).text
    assert text.count("Hours") == 4
    assert all(f"L{n}{k}" in text for n in range(4) for k in range(40))


def test_a_drawn_table_keeps_its_cells(parse: Parse) -> None:
    grid = rules(
        *((70, y, 400, y) for y in (790, 770, 740, 700)),
        *((x, 700, x, 790) for x in (70, 200, 400)),
    )
    pages = [
        grid + head("Form", top=775) + head("Lamp", x=210, top=775)
        + head("Name", top=745) + head(place, x=210, top=745)
        + head("Date", top=720) + head(f"{n} May", x=210, top=720) + body(n, top=600)
        for n, place in enumerate(PLACES[:4])
    ]  # fmt: skip
    assert parse("pdf", pdf(*pages)).text.count("| Form | Lamp |") == 4


def test_a_sentence_that_goes_on_at_the_top_stays(parse: Parse) -> None:
    pages = [lines("and so he said once more,", top=770) + body(n, top=756) for n in range(1, 5)]
    assert parse("pdf", pdf(*pages)).text.count("and so he said once more") == 4


def test_the_only_text_of_a_page_stays(parse: Parse) -> None:
    pages = [head("Lights of the North Coast") + (body(n) if n != 3 else b"") for n in range(1, 6)]
    texts = [segment.text for segment in parse("pdf", pdf(*pages)).segments]
    assert [("North Coast" in text) for text in texts] == [False, False, True, False, False]


@pytest.mark.parametrize("count", [1, 2])
def test_heads_of_short_documents_are_no_headings(parse: Parse, count: int) -> None:
    pages = [
        head("Lights of the North", font="F2 11", top=775) + head("Of bells", font="F2 14", top=700)
        + body(n, top=660)
        for n in range(1, count + 1)
    ]  # fmt: skip
    text = parse("pdf", pdf(*pages)).text
    assert text.count("Lights of the North") == count
    assert "# Lights" not in text
    assert text.count("# Of bells") == count


def test_page_names_of_the_file_are_page_numbers(parse: Parse) -> None:
    data = pdf(*(head(name, x=290, top=30) + body(n) for n, name in enumerate(("xi", "4"), 1)))
    labels = b"/PageLabels<</Nums[0<</S/r/St 11>>1<</S/D/St 4>>]>>"
    named = data.replace(b"/Type/Catalog", labels + b"/Type/Catalog")
    parsed = parse("pdf", named)
    assert [segment.text for segment in parsed.segments] == [" ".join(prose(n)) for n in (1, 2)]
    assert "xi" in parse("pdf", data).text


@pytest.mark.parametrize("count", [2, 3])
def test_artifacts_of_tagged_files_go(parse: Parse, count: int) -> None:
    marked = (
        b"/Artifact <</Type/Pagination>> BDC " + head("Lights of the North", font="F1 11")
        + b" EMC /P <</MCID 0>> BDC " + body(n) + b" EMC"
        for n in range(1, count + 1)
    )  # fmt: skip
    data = pdf(*marked)
    tagged = data.replace(b"/Type/Catalog", b"/MarkInfo<</Marked true>>/Type/Catalog")
    texts = [segment.text for segment in parse("pdf", tagged).segments]
    assert texts == [" ".join(prose(n)) for n in range(1, count + 1)]
    assert ("Lights of the North" in parse("pdf", data).text) == (count == 2)
