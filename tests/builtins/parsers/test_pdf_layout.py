"""What stands where on a PDF page, and what that makes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_builtins.parsers.pdf.page_ranges import chosen_pages, parse_ranges
from tests.builtins.parsers.pdf_writer import lines, pdf, rules

Parse = Callable[..., Any]
BODY = (
    "The keeper climbed the tower each evening to trim the wick and wind the clock that",
    "turned the lens. On clear nights the beam could be seen from the fishing grounds, and",
    "in fog a bell was struck every half minute until the weather changed for the better.",
)


def test_titles_and_one_off_lines_in_the_margin_stay(parse: Parse) -> None:
    pages = [
        lines("Harbour Lights", top=760, font="F2 20")
        + lines(*BODY)
        + lines(f"See also the chart of {place}.", top=30)
        for place in ("Aran", "Bute", "Coll")
    ]
    text = parse("pdf", pdf(*pages)).text
    assert text.count("# Harbour Lights") == 3
    assert all(f"chart of {place}." in text for place in ("Aran", "Bute", "Coll"))


def test_words_cut_at_line_and_page_ends(parse: Parse) -> None:
    first = lines(
        "A well-known lamp and its light-", "house stood on a well-", "known reef, in thun-"
    )
    parsed = parse("pdf", pdf(first, lines("derstorms as in calm weather.")))
    assert [segment.text for segment in parsed.segments] == [
        "A well-known lamp and its lighthouse stood on a well-known reef, in thunderstorms as in "
        "calm weather.",
        "",
    ]


def test_a_paragraph_over_pages_stands_where_it_begins(parse: Parse) -> None:
    note = lines("1 Kept by the harbour master.", top=60, font="F1 8")
    first = lines(*BODY, "The bell was cast in the yard below, of metal which the")
    second = lines("Harbour Board had bought from a wreck.", top=740) + lines(*BODY, top=690)
    parsed = parse("pdf", pdf(first + note, second))
    paragraph = " ".join(BODY)
    assert [segment.text for segment in parsed.segments] == [
        f"{paragraph} The bell was cast in the yard below, of metal which the\n\n"
        "1 Kept by the harbour master.",
        f"Harbour Board had bought from a wreck.\n\n{paragraph}",
    ]
    second = lines("harbour board had bought from a wreck.", top=740) + lines(*BODY, top=690)
    parsed = parse("pdf", pdf(first + note, second))
    assert [segment.text for segment in parsed.segments] == [
        f"{paragraph} The bell was cast in the yard below, of metal which the harbour board "
        "had bought from a wreck.\n\n1 Kept by the harbour master.",
        paragraph,
    ]


def test_outline_makes_headings(parse: Parse) -> None:
    content = lines("Of the bell", top=720) + lines(*BODY)
    data = pdf(content, lines("Of the horn", *BODY), outline=[("Of the bell", 0), ("Elsewhere", 1)])
    first, second = (segment.text for segment in parse("pdf", data).segments)
    assert first.startswith("# Of the bell\n\nThe keeper")
    assert second.startswith("Of the horn The keeper")


@pytest.mark.parametrize(
    ("head", "font", "expected"),
    [
        ("Of the bell", "F1 20", "# Of the bell"),
        ("Of the bell", "F1 15", "## Of the bell"),
        ("Of the bell", "F2 11", "### Of the bell"),
        ("Of the bell", "F3 11", "#### Of the bell"),
        ("2.1 Of the bell", "F1 11", "#### 2.1 Of the bell"),
        ("Of the bell", "F1 11", "Of the bell"),
        ("It rang all night.", "F2 11", "It rang all night."),
    ],
)
def test_what_is_a_heading(parse: Parse, head: str, font: str, expected: str) -> None:
    content = lines(*BODY, top=770) + lines(head, top=690, font=font) + lines(*BODY, top=664)
    assert parse("pdf", pdf(content)).text.split("\n\n")[1] == expected


def table(
    rows: Sequence[Sequence[str]], xs: Sequence[int] = (80, 190, 300), lead: int = 20
) -> bytes:
    return b"".join(
        lines(cell, x=x, top=500 - lead * number)
        for number, row in enumerate(rows)
        for x, cell in zip(xs, row, strict=False)
        if cell
    )


def test_unruled_table_with_empty_cells(parse: Parse) -> None:
    rows = [
        ("Ship", "Tons", "Lost"),
        ("Ann", "120", ""),
        ("Brig", "", "1901"),
        ("Cog", "80", "1902"),
    ]
    content = lines(*BODY) + table(rows) + lines(*BODY, top=380)
    assert (
        "| Ship | Tons | Lost |\n| --- | --- | --- |\n| Ann | 120 |  |\n"
        "| Brig |  | 1901 |\n| Cog | 80 | 1902 |"
    ) in parse("pdf", pdf(content)).text


def test_ruled_table_with_wrapped_cells(parse: Parse) -> None:
    grid = rules(
        *((70, y, 310, y) for y in (520, 496, 450)), *((x, 450, x, 520) for x in (70, 150, 310))
    )
    content = (
        grid
        + lines("Ship", x=74, top=504) + lines("Fate", x=154, top=504)
        + lines("Ann", x=74, top=480)
        + lines("Driven ashore in a gale and", "broken up by the sea", x=154, top=480)
    )  # fmt: skip
    assert parse("pdf", pdf(content)).text == (
        "| Ship | Fate |\n| --- | --- |\n| Ann | Driven ashore in a gale and broken up by the sea |"
    )


def test_cells_that_only_a_drawn_line_keeps_apart(parse: Parse) -> None:
    grid = rules(
        *((70, y, 190, y) for y in (520, 500, 480)), *((x, 480, x, 520) for x in (70, 103, 190))
    )
    content = grid
    for row, (left, right) in enumerate([("Ann A", "120 t"), ("Brig B", "80 t")]):
        content += lines(left, x=72, top=505 - 20 * row, font="F1 10")
        content += lines(right, x=106, top=505 - 20 * row, font="F1 10")
    assert parse("pdf", pdf(content)).text == "| Ann A | 120 t |\n| --- | --- |\n| Brig B | 80 t |"


def test_columns_drawn_line_by_line_are_read_one_after_the_other(parse: Parse) -> None:
    left = [f"left {n} the tide ran out over the sand and left" for n in range(6)]
    right = [f"right {n} the boats lay waiting for the water in" for n in range(6)]
    content = b"".join(
        lines(text, x=x, top=700 - 14 * row)
        for row, pair in enumerate(zip(left, right, strict=True))
        for x, text in zip((40, 310), pair, strict=True)
    )
    text = parse("pdf", pdf(content)).text
    assert "|" not in text
    assert text.index("left 5") < text.index("right 0")


SHORT = (
    "the keeper of the light",
    "walked down to the pier",
    "when the tide was out and",
    "looked for the boats that",
    "had not come back at dusk",
    "with the others, for the",
    "wind had turned at noon.",
    "He rang the bell until it",
    "was dark and went home.",
)


@pytest.mark.parametrize("starts", [(60, 320), (40, 220, 400)])
def test_columns_of_short_lines_are_no_table(parse: Parse, starts: tuple[int, ...]) -> None:
    content = b"".join(
        lines(text, x=x, top=700 - 14 * row) for row, text in enumerate(SHORT) for x in starts
    )
    text = parse("pdf", pdf(content)).text
    assert "|" not in text
    assert text.replace("\n\n", " ").count(" ".join(SHORT)) == len(starts)


def test_gaps_of_justified_lines_are_no_columns(parse: Parse) -> None:
    content = b"".join(
        lines(word, x=x, top=700 - 14 * row)
        for row, words in enumerate(
            (
                ((60, "the keeper"), (160, "walked"), (250, "down to the"), (360, "pier")),
                ((60, "when the"), (140, "tide had gone"), (270, "out and"), (345, "looked")),
                ((60, "for boats"), (150, "which"), (220, "had not yet"), (350, "come")),
                ((60, "back"), (120, "at dusk with"), (240, "the others"), (335, "nearby")),
            )
        )
        for x, word in words
    )
    assert parse("pdf", pdf(content)).text.startswith("the keeper walked down to the pier when")


def test_table_of_a_name_and_a_description(parse: Parse) -> None:
    rows = [
        ("wick", "a braid of cotton which"),
        ("", "draws up the oil"),
        ("lens", "a ring of prisms that"),
        ("", "bends the light"),
        ("bell", "cast in the yard below"),
    ]
    content = b"".join(
        lines(cell, x=80 + 90 * column, top=500 - 14 * row)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if cell
    )
    assert "| lens | a ring of prisms that |" in parse("pdf", pdf(content)).text


@pytest.mark.parametrize("marker", ["\u2022", "7."])
def test_marker_drawn_apart_from_its_item(parse: Parse, marker: str) -> None:
    content = lines("ring the bell twice", x=90) + lines(marker, x=72)
    expected = "- ring the bell twice" if marker == "\u2022" else "7. ring the bell twice"
    assert parse("pdf", pdf(content)).text == expected


MARKED = (80, 110, 300)
ITEMS = ("Go down to the boat house", "Light the lamp with care", "Ring the bell at noon")
LISTS = {
    "1": (("1", "2", "3"), "1. {}\n2. {}\n3. {}"),
    "a": (("a", "b", "c"), "a. {}\n\nb. {}\n\nc. {}"),
    "iv": (("iv", "v", "vi"), "iv. {}\n\nv. {}\n\nvi. {}"),
    "gaps": (("1", "4", "9"), "| 1 | {} |\n| --- | --- |\n| 4 | {} |\n| 9 | {} |"),
}


@pytest.mark.parametrize("kind", LISTS)
def test_markers_in_a_column_of_their_own(parse: Parse, kind: str) -> None:
    markers, expected = LISTS[kind]
    items = [item.lower() for item in ITEMS] if kind == "a" else ITEMS
    rows = list(zip(markers, items, strict=True))
    parsed = parse("pdf", pdf(table(rows, MARKED, 14)))
    assert parsed.text == expected.format(*items)
    head = [("No", "Work"), *rows]
    assert parse("pdf", pdf(table(head, MARKED, 14))).text.startswith("| No | Work |\n")
    counted = [(*row, str(n)) for n, row in enumerate(rows, 7)]
    assert "| 7 |" in parse("pdf", pdf(table(counted, MARKED, 14))).text


def test_items_of_a_list_that_run_over(parse: Parse) -> None:
    rows = [row for n, item in enumerate(ITEMS, 1) for row in ((str(n), item), ("", "and wait."))]
    expected = "\n".join(f"{n}. {item} and wait." for n, item in enumerate(ITEMS, 1))
    assert parse("pdf", pdf(table(rows, MARKED, 14))).text == expected


def test_labels_with_values_stand_on_lines_of_their_own(parse: Parse) -> None:
    labels = ("Name: Ida Holm", "Place of birth: Aran", "Town: Bute,", "on the quay", "Tel.: 4711")
    prose = (
        "Note: the bell is struck in",
        "fog, and so the keeper said",
        "once more: do not sleep.",
    )
    assert parse("pdf", pdf(lines(*labels) + lines(*prose, top=600))).text.split("\n\n") == [
        *labels[:2], "Town: Bute, on the quay", labels[4], " ".join(prose)
    ]  # fmt: skip


def test_sideways_pages_and_stamps(parse: Parse) -> None:
    turned = b"q 0 1 -1 0 600 0 cm " + lines(*BODY, x=72, top=500) + b" Q"
    shown = parse("pdf", pdf(turned, page="/Rotate 90")).text
    assert shown == parse("pdf", pdf(lines(*BODY))).text
    assert parse("pdf", pdf(turned)).text == shown
    stamp = b"q 0 1 -1 0 40 200 cm " + lines("Received in the harbour office", x=0, top=0) + b" Q"
    assert parse("pdf", pdf(lines(*BODY) + stamp)).text.split("\n\n")[-1] == (
        "Received in the harbour office"
    )


RANGES = st.lists(
    st.one_of(
        st.integers(1, 50).map(lambda n: (n, n)),
        st.tuples(st.integers(1, 50), st.integers(1, 50)).map(lambda pair: tuple(sorted(pair))),
    ),
    min_size=1,
    max_size=6,
)


@given(RANGES)
def test_ranges_choose_what_they_say(ranges: list[tuple[int, int]]) -> None:
    text = ",".join(f"{a}-{b}" if a != b else str(a) for a, b in ranges)
    wanted = {number for a, b in ranges for number in range(a, b + 1)}
    assert chosen_pages(parse_ranges(text), 50) == sorted(wanted)


def test_a_page_says_under_which_headings_it_begins_and_where_it_ends(parse: Parse) -> None:
    first = lines("Of the bell", top=760, font="F1 20") + lines(
        *BODY, "It hung in the tower, where"
    )
    second = lines("it was rung at dusk.") + lines("Of the horn", top=650, font="F1 20")
    third = lines("Of the lens", top=760, font="F1 20") + lines(*BODY)
    parsed = parse("pdf", pdf(first, second + lines(*BODY, top=620), third))
    assert [segment.metadata for segment in parsed.segments] == [
        {"section": "Of the bell", "runs_to": "2"},
        {"section": "Of the horn"},
        {"section": "Of the lens"},
    ]


def test_levels_of_numbered_headings_hold_over_the_document(parse: Parse) -> None:
    first = lines("1 Lights", top=760, font="F1 15") + lines(*BODY)
    first += lines("1.1 Of the bell", top=640, font="F2 11") + lines(*BODY, top=610)
    second = lines("1.2 Of the horn", top=760, font="F1 15") + lines(*BODY)
    second += lines("2 Tides", top=640, font="F2 11") + lines(*BODY, top=610)
    text = parse("pdf", pdf(first, second)).text
    heads = [line for line in text.split("\n") if line.startswith("#")]
    assert heads == ["## 1 Lights", "### 1.1 Of the bell", "### 1.2 Of the horn", "## 2 Tides"]


def test_hyphens_of_compounds_at_line_ends(parse: Parse) -> None:
    content = lines(
        "The iron bell hung by the water, and its frame was of oak. A deep-",
        "water buoy rang beside it, as Captain Smith-",
        "Jones had asked, and an e-",
        "mail told of the light-",
        "house. The deep was cold there.",
    )
    assert parse("pdf", pdf(content)).text == (
        "The iron bell hung by the water, and its frame was of oak. A deep-water buoy rang beside "
        "it, as Captain Smith-Jones had asked, and an e-mail told of the lighthouse. The deep was "
        "cold there."
    )


def test_contents_and_indexes_are_marked(parse: Parse) -> None:
    names = ("Lights", "Bells", "Horns", "Tides", "Wrecks", "Pilots", "Ferries")
    contents = lines(*(f"{n} {name} {6 * n}" for n, name in enumerate(names, start=1)))
    index = lines(
        *(f"{name.lower()}, {n * 37 % 60}, {n + 71}" for n, name in enumerate(sorted(names)))
    )
    parsed = parse("pdf", pdf(contents, lines(*BODY), index))
    assert [segment.metadata.get("part") for segment in parsed.segments] == [
        "contents",
        None,
        "index",
    ]
