"""In tables the question's words say which cell an answer has to give."""

from __future__ import annotations

import pytest

from sdk_builtins.judges.grounded.labels import named
from sdk_builtins.judges.grounded.tables import tables
from tests.builtins.judges.grounded.value_exchanges import dropping, exchange, found

PIPES = """Data of both boats.

| Item | Tern | Tern Plus (long) |
|---|---|---|
| Length | 7.2 m | 8.9 m |
| Sail area | 21 m² | 26 m² |
| Berths | 4 | 6 |
"""
SPACED = """Gebühren

    Platz        Dauergast je Nacht     Tagesgast
    Seeufer      9,40 Euro              14,00 Euro
    Waldrand     7,10 Euro              11,50 Euro
"""
MONEY = """Amounts are in millions of euros.

| | 2023 | 2022 | Change |
|---|---|---|---|
| Revenue | 41.7 | 38.2 | +9.2 % |
| Net debt | 12.0 | 15.5 | -22.6 % |
"""
TABBED = "Year\tVisitors\tStaff\n2021\t18,400\t31\n2022\t22,900\t36\n"
CHINESE = "| 项目 | T3 | T3 Max |\n|---|---|---|\n| 重量 | 2.4 千克 | 3.1 千克 |\n"


@pytest.mark.parametrize(
    ("passage", "quote", "question", "answer"),
    [
        (PIPES, "| Length | 7.2 m | 8.9 m |", "How long is the Tern Plus?", "7.2 m"),
        (PIPES, "| Length | 7.2 m | 8.9 m |", "What is the length of the Tern?", "8.9 m"),
        (PIPES, "| Length | 7.2 m | 8.9 m |", "How long is the long version?", "7.2 m"),
        (PIPES, "| Berths | 4 | 6 |", "How many berths does the Tern Plus have?", "4"),
        (PIPES, "| Length | 7.2 m | 8.9 m |", "What is the length of the Tern?", "21 m"),
        (SPACED, "Seeufer      9,40 Euro", "Was zahlt ein Tagesgast am Seeufer?", "9,40 Euro."),
        (SPACED, "Seeufer      9,40 Euro", "Was zahlt ein Dauergast am Seeufer?", "14,00 €"),
        (
            MONEY,
            "| Revenue | 41.7 | 38.2 | +9.2 % |",
            "How high was revenue in 2023?",
            "€38.2 million",
        ),
        (
            MONEY,
            "| Net debt | 12.0 | 15.5 | -22.6 % |",
            "What was net debt in 2023?",
            "€12.0 billion",
        ),
        (
            MONEY,
            "| Net debt | 12.0 | 15.5 | -22.6 % |",
            "What was net debt in 2023?",
            "$12.0 million",
        ),
        (CHINESE, "| 重量 | 2.4 千克 | 3.1 千克 |", "T3 Max 的重量是多少？", "2.4 千克。"),
    ],
)
def test_the_cell_of_another_column_is_found(
    passage: str, quote: str, question: str, answer: str
) -> None:
    assert dropping(exchange(passage, quote, question, answer))


@pytest.mark.parametrize(
    ("passage", "quote", "question", "answer"),
    [
        (PIPES, "| Length | 7.2 m | 8.9 m |", "How long is the Tern Plus?", "8.9 m"),
        (PIPES, "| Length | 7.2 m | 8.9 m |", "How long is the Tern?", "7.20 metres"),
        (PIPES, "| Length | 7.2 m | 8.9 m |", "How long is the long version?", "890 cm"),
        (
            PIPES,
            "| Length | 7.2 m | 8.9 m |",
            "How much longer is the Tern Plus than the Tern?",
            "1.7 m",
        ),
        (
            PIPES,
            "| Length | 7.2 m | 8.9 m |",
            "Is the Tern Plus longer than the Tern?",
            "Yes: 8.9 m against 7.2 m.",
        ),
        (PIPES, "| Berths | 4 | 6 |", "How many people sleep on the boats?", "4 or 6"),
        (SPACED, "Seeufer      9,40 Euro", "Was zahlt ein Tagesgast am Seeufer?", "14 Euro."),
        (
            MONEY,
            "| Revenue | 41.7 | 38.2 | +9.2 % |",
            "How did revenue change in 2023?",
            "It rose from €38.2 million to €41.7 million.",
        ),
        (
            MONEY,
            "| Revenue | 41.7 | 38.2 | +9.2 % |",
            "How high was revenue in 2023?",
            "41.7 million euros",
        ),
        (
            MONEY,
            "| Revenue | 41.7 | 38.2 | +9.2 % |",
            "How much did revenue rise in 2023?",
            "By 9.2 %.",
        ),
        (
            MONEY,
            "| Net debt | 12.0 | 15.5 | -22.6 % |",
            "What was net debt in 2022?",
            "€15.5 million",
        ),
        (CHINESE, "| 重量 | 2.4 千克 | 3.1 千克 |", "T3 Max 比 T3 重多少？", "重 0.7 千克。"),
        (CHINESE, "| 重量 | 2.4 千克 | 3.1 千克 |", "T3 的重量是多少？", "2.4 千克。"),
    ],
)
def test_the_cell_that_is_asked_for_is_let_be(
    passage: str, quote: str, question: str, answer: str
) -> None:
    assert not found(exchange(passage, quote, question, answer))


def test_tables_are_read_from_pipes_spaces_and_tabs() -> None:
    assert tables(PIPES)[0].header == ("Item", "Tern", "Tern Plus (long)")
    assert [row.cells[0] for row in tables(SPACED)[0].rows] == ["Seeufer", "Waldrand"]
    assert tables(TABBED)[0].rows[1].cells == ("2022", "22,900", "36")


def test_rows_know_their_place_in_the_text() -> None:
    row = tables(PIPES)[0].rows[0]
    assert PIPES[row.start : row.end] == "| Length | 7.2 m | 8.9 m |"


def test_prose_is_no_table() -> None:
    assert not tables(
        "One line, with a comma, and another.\nA second line, of the same kind, too.\n"
    )


@pytest.mark.parametrize(
    ("labels", "question", "chosen"),
    [
        (["Zone A", "Zone B"], "What does a night in Zone B cost?", {1}),
        (["Zone A", "Zone B"], "What does a night cost?", set()),
        (["Q5", "Q5 Pro"], "Is the Q5 Pro heavier than the Q5?", {0, 1}),
        (["Old outlook (May)", "New outlook (June)"], "What does the new outlook say?", {1}),
        (["2023", "2022"], "How high was it in 2022?", {1}),
    ],
)
def test_a_question_names_columns(labels: list[str], question: str, chosen: set[int]) -> None:
    assert named(labels, question) == chosen
