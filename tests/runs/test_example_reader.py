"""Datasets that people have are read, whatever shape their rows have and whatever they lie in."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sdk_core.artifacts.compressed import create_file
from sdk_core.artifacts.example_files import Loaded
from sdk_core.config import load_config
from sdk_core.errors import DocumentError
from sdk_core.model import Example
from sdk_core.registry.manager import Manager
from sdk_core.registry.registry import Registry
from sdk_core.runs.example_reader import ExampleReader
from sdk_core.runs.session import Progress, Session
from tests.registry.distributions import core
from tests.runs.preference_shapes import PREFERENCES
from tests.runs.shapes import ASKED, PLAIN, SAID, TEXTS, TURNS, WORSE, Shape, chat

REGISTRY = Registry(Manager(distributions=[core()]))
SHAPES = [*TEXTS, *TURNS, *PREFERENCES]
ALPACA = {"instruction": ASKED, "input": "", "output": SAID}


class Notes(Progress):
    def __init__(self) -> None:
        self.told: list[str] = []

    def note(self, message: str) -> None:
        self.told.append(message)


def read(path: Path, **given: Any) -> tuple[Loaded, list[str]]:
    notes = Notes()
    session = Session(load_config(environment={}), REGISTRY, progress=notes, **given)
    return ExampleReader(session).read(path, rejected=True), notes.told


def lines(path: Path, rows: Sequence[object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def said(example: Example) -> tuple[tuple[str, str], ...]:
    return tuple((turn.role, turn.content) for turn in example.to_messages())


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_shape_is_told_and_read(tmp_path: Path, shape: Shape) -> None:
    found, told = read(lines(tmp_path / "rows.jsonl", [shape.row, shape.row]))
    assert not found.bad
    assert len(found.examples.examples) == 2
    example = found.examples.examples[1]
    assert said(example) == shape.turns
    worse = example.fields.get("rejected_answer", "")
    assert worse == shape.worse
    assert example.kept is shape.kept
    assert example.passage == shape.passage or not shape.passage
    assert example.fields.items() >= shape.fields.items()
    read_as = "records" if shape.name == "capital letters" else shape.told
    assert [note.partition(": read as ")[2].split()[0].strip(",") for note in told] == (
        [read_as] if read_as else []
    )


def test_there_are_enough_shapes() -> None:
    assert len(SHAPES) == len({shape.name for shape in SHAPES}) >= 60


def _csv(path: Path) -> None:
    with create_file(path) as file, io.TextIOWrapper(file, encoding="utf-8-sig") as text:
        writer = csv.DictWriter(text, list(ALPACA))
        writer.writeheader()
        writer.writerow(ALPACA)


def _hub(path: Path) -> None:
    (path / "data").mkdir(parents=True)
    _parquet(path / "data" / "train-00000-of-00001.parquet")


def _parquet(path: Path) -> None:
    pq.write_table(pa.Table.from_pylist([ALPACA, {"instruction": ASKED}])[:1], path)


def _saved(path: Path) -> None:
    path.mkdir()
    table = pa.Table.from_pylist([ALPACA])
    with (
        pa.OSFile(str(path / "data.arrow"), "wb") as sink,
        pa.ipc.new_stream(sink, table.schema) as writer,
    ):
        writer.write_table(table)
    state = {"_data_files": [{"filename": "data.arrow"}], "_fingerprint": "x", "_split": None}
    (path / "state.json").write_text(json.dumps(state), encoding="utf-8")
    (path / "dataset_info.json").write_text("{}", encoding="utf-8")


def _splits(path: Path) -> None:
    path.mkdir()
    (path / "dataset_dict.json").write_text('{"splits": ["train"]}', encoding="utf-8")
    _saved(path / "train")


def _text(value: object) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with create_file(path) as file:
            file.write(json.dumps(value).encode())

    return write


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("rows.json", _text([ALPACA])),
        ("rows.json", _text(ALPACA)),
        ("rows.json", _text({"data": [ALPACA]})),
        ("rows.jsonl", _text(ALPACA)),
        ("rows.ndjson", _text(ALPACA)),
        ("rows.json.gz", _text([ALPACA])),
        ("rows.jsonl.gz", _text(ALPACA)),
        ("rows.jsonl.zst", _text(ALPACA)),
        ("rows.jsonl", lambda path: path.write_bytes(gzip.compress(json.dumps(ALPACA).encode()))),
        ("rows.csv", _csv),
        ("rows.csv.gz", _csv),
        ("rows.parquet", _parquet),
        ("rows_hf", _saved),
        ("rows", _saved),
        ("rows_hf", _splits),
        ("rows_hub", _hub),
    ],
)
def test_rows_are_read_out_of_whatever_they_lie_in(
    tmp_path: Path, name: str, write: Callable[[Path], None]
) -> None:
    write(tmp_path / name)
    found, told = read(tmp_path / name)
    assert [said(example) for example in found.examples.examples] == [PLAIN]
    assert told == [f"{tmp_path / name}: read as alpaca"]


def test_turns_in_the_cell_of_a_table_of_text_are_turns(tmp_path: Path) -> None:
    with (tmp_path / "x.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["messages", "n"], [json.dumps(chat(ASKED, SAID)), "[1]"]])
    found, _ = read(tmp_path / "x.csv")
    [example] = found.examples.examples
    assert said(example) == PLAIN
    assert example.fields == {"n": "[1]"}


def test_a_row_of_a_table_that_is_too_long_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("question,answer\na?,b\nc?,d,e\n")
    found, _ = read(tmp_path / "x.csv")
    assert len(found.examples.examples) == 1
    assert found.bad == ("row 2: it has more cells than the header names",)


def test_a_row_that_does_not_fit_is_left_out_and_named(tmp_path: Path) -> None:
    rows = [ALPACA, {"instruction": ASKED}, {**ALPACA, "output": ["x"]}, 7, ALPACA]
    found, _ = read(lines(tmp_path / "x.jsonl", rows))
    assert len(found.examples.examples) == 2
    assert [bad.partition(":")[0] for bad in found.bad] == ["line 2", "line 3", "line 4"]


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (
            {"instruction": "a", "output": "b", "prompt": "c", "completion": "d"},
            ["alpaca rows ('a' → 'b')", "prompt-completion rows ('c' → 'd')"],
        ),
        (
            {"question": "a", "answer": "b", "prompt": "c", "completion": "d"},
            ["a record of ours ('a' → 'b')", "prompt-completion rows ('c' → 'd')"],
        ),
        (
            {"messages": chat("a", "b"), "prompt": "c", "chosen": "d", "rejected": "e"},
            ["a record of ours ('a' → 'b')", "dpo rows ('c' → 'd')"],
        ),
    ],
)
def test_rows_of_two_readings_are_refused_with_both(
    tmp_path: Path, row: dict[str, Any], named: list[str]
) -> None:
    path = lines(tmp_path / "x.jsonl", [row])
    with pytest.raises(DocumentError) as caught:
        read(path)
    assert all(name in caught.value.message for name in named)
    assert "--as" in caught.value.hint


def test_the_user_decides(tmp_path: Path) -> None:
    row = {"instruction": "a", "output": "b", "prompt": "c", "completion": "d"}
    path = lines(tmp_path / "x.jsonl", [row])
    for name, (asked, answered) in {"alpaca": "ab", "prompt-completion": "cd"}.items():
        found, told = read(path, reads_as=name)
        assert said(found.examples.examples[0]) == (("user", asked), ("assistant", answered))
        assert told == [f"{path}: read as {name}"]
    found, told = read(path, columns={"prompt": "question", "completion": "answer"})
    assert said(found.examples.examples[0]) == (("user", "c"), ("assistant", "d"))
    assert told[0].endswith("prompt as question, completion as answer")


def test_an_unknown_shape_says_what_is_known(tmp_path: Path) -> None:
    path = lines(tmp_path / "x.jsonl", [{"frage": ASKED, "antwort": SAID}])
    with pytest.raises(DocumentError) as caught:
        read(path)
    assert "alpaca (instruction, output)" in caught.value.hint
    assert "--columns" in caught.value.hint
    found, _ = read(path, columns={"frage": "question", "antwort": "answer"})
    assert said(found.examples.examples[0]) == PLAIN


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"nothing": "question"}, "no column 'nothing'"),
        ({"frage": "answer", "antwort": "question"}, ""),
        ({"frage": "antwort"}, "has a column 'antwort' already"),
    ],
)
def test_columns_that_cannot_be_named_so_are_refused(
    tmp_path: Path, columns: dict[str, str], message: str
) -> None:
    path = lines(tmp_path / "x.jsonl", [{"frage": ASKED, "antwort": SAID}])
    if message:
        with pytest.raises(DocumentError, match=message):
            read(path, columns=columns)
    else:
        found, _ = read(path, columns=columns)
        assert said(found.examples.examples[0]) == (("user", SAID), ("assistant", ASKED))


def test_columns_name_what_a_pair_may_have_beside_it(tmp_path: Path) -> None:
    row = {"q": ASKED, "a": SAID, "sys": "Be kind.", "bad": WORSE, "ref": 9}
    path = lines(tmp_path / "x.jsonl", [row])
    names = {"q": "question", "a": "chosen", "sys": "system", "bad": "rejected"}
    found, _ = read(path, columns=names)
    [example] = found.examples.examples
    assert said(example) == (("system", "Be kind."), *PLAIN)
    assert example.fields == {"rejected_answer": WORSE, "ref": 9}
