"""Columns that mean the same as ours, turns as JSON text, separators that spreadsheets write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sdk_core.errors import DocumentError
from tests.runs.shapes import ASKED, PLAIN, SAID, chat, sharegpt
from tests.runs.test_example_reader import lines, read, said

TALK = chat(ASKED, SAID)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"query": ASKED, "answer": SAID}, "query as question"),
        ({"user": ASKED, "assistant": SAID}, "user as question, assistant as answer"),
        ({"human": ASKED, "bot": SAID}, "human as question, bot as answer"),
        ({"problem": ASKED, "generated_solution": SAID}, "generated_solution as answer"),
        ({"inputs": ASKED, "targets": SAID}, "inputs as prompt, targets as completion"),
        ({"conversation": TALK, "id": "7"}, "conversation as conversations"),
        ({"dialogue": sharegpt(ASKED, SAID)}, "dialogue as messages"),
        ({"messages": json.dumps(TALK)}, "read as records"),
        ({"conversations": json.dumps(sharegpt(ASKED, SAID)), "id": "7"}, "read as records"),
    ],
    ids=lambda given: "-".join(given) if isinstance(given, dict) else "",
)
def test_names_that_mean_the_same(row: dict[str, Any], told: str, tmp_path: Path) -> None:
    found, notes = read(lines(tmp_path / "rows.jsonl", [row, row]))
    assert not found.bad
    assert [said(example) for example in found.examples.examples] == [PLAIN, PLAIN]
    assert told in " ".join(notes)


@pytest.mark.parametrize(
    "row", [{"source": "a", "target": "b"}, {"article": "a", "highlights": "b"}]
)
def test_names_that_may_mean_anything_are_refused_and_listed(
    row: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(DocumentError, match=", ".join(row)) as caught:
        read(lines(tmp_path / "rows.jsonl", [row]))
    assert "--columns" in caught.value.hint


def test_rows_of_several_formats_are_refused_with_two_of_them(tmp_path: Path) -> None:
    rows = [
        {"instruction": ASKED, "output": SAID},
        {"prompt": ASKED, "completion": SAID},
        {"question": ASKED, "answer": SAID},
    ]
    with pytest.raises(DocumentError, match="record 1 is alpaca rows") as caught:
        read(lines(tmp_path / "rows.jsonl", rows))
    assert "record 3 is a record of ours" in caught.value.message


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_what_separates_columns(mark: str, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(f'question{mark}answer\n"{ASKED}"{mark}"{SAID}"\n', encoding="utf-8")
    assert said(read(path)[0].examples.examples[0]) == PLAIN


@pytest.mark.parametrize("mark", [",", ";"])
def test_two_columns_of_one_name_are_refused(mark: str, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("question,answer,answer\nq,a,b\n".replace(",", mark), encoding="utf-8")
    with pytest.raises(DocumentError, match="more than one of its columns is named 'answer'"):
        read(path)


@pytest.mark.parametrize("answer", [2, "C"])
@pytest.mark.parametrize("name", ["choices", "options"])
def test_the_number_of_a_choice_is_no_answer(name: str, answer: Any, tmp_path: Path) -> None:
    row = {"question": ASKED, name: ["Chalk.", "Sand.", SAID], "answer": answer}
    with pytest.raises(DocumentError, match=f"answers with {answer!r}, one of its {name}"):
        read(lines(tmp_path / "rows.jsonl", [row]))
    told = {**row, "answer": SAID}
    assert said(read(lines(tmp_path / "told.jsonl", [told]))[0].examples.examples[0]) == PLAIN
