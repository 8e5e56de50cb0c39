"""What the built-in storages write can be read by those for whom it is written."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import datasets
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_builtins.storages import sdk_storages
from sdk_builtins.storages.hf import HuggingFaceStorage
from sdk_builtins.storages.json_file import JsonFileStorage

ROWS = [
    {"instruction": "q\u2028\u2029\u0085?", "input": "", "output": "\U0001f600\n\t\\frac{a}{b}"},
    {"instruction": "", "input": "", "output": 'a "quoted" line\r\nnext'},
]


@pytest.fixture(autouse=True)
def _cache_in_temporary_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    datasets.disable_progress_bars()


def _load(path: Path) -> datasets.Dataset:
    loaded = datasets.load_from_disk(str(path))
    assert isinstance(loaded, datasets.Dataset)
    return loaded


def test_registration() -> None:
    assert {spec.name: (spec.suffix, spec.extension) for spec in sdk_storages()} == {
        "json": ("", ""),
        "jsonl": ("", ".jsonl"),
        "csv": ("", ".csv"),
        "parquet": ("", ".parquet"),
        "hub": ("_hub", ""),
        "hf": ("_hf", ""),
        "lance": ("", ".lance"),
    }


def test_json_array(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    assert JsonFileStorage().write({"": [iter(ROWS)]}, path) == 2
    text = path.read_text(encoding="utf-8")
    assert json.loads(text) == ROWS
    assert text == json.dumps(ROWS, ensure_ascii=False, indent=2) + "\n"


def test_compact_json_array(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    JsonFileStorage(JsonFileStorage.options_type(pretty=False)).write({"": [ROWS]}, path)
    text = path.read_text(encoding="utf-8")
    assert json.loads(text) == ROWS
    assert text.count("\n") == 4


def test_json_lines_have_one_row_a_line_for_every_reader(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    assert JsonFileStorage().write({"": [iter(ROWS)]}, path) == 2
    text = path.read_bytes().decode("utf-8")
    assert text.endswith("\n")
    assert [json.loads(line) for line in text.splitlines()] == ROWS
    assert "\U0001f600" in text


def test_no_rows(tmp_path: Path) -> None:
    assert JsonFileStorage().write({"": [[]]}, tmp_path / "x.json") == 0
    assert json.loads((tmp_path / "x.json").read_text()) == []
    assert JsonFileStorage().write({"": [[]]}, tmp_path / "x.jsonl") == 0
    with pytest.raises(ValueError, match="no rows"):
        HuggingFaceStorage().write({"": [[]]}, tmp_path / "x_hf")


@pytest.mark.parametrize("value", [float("nan"), "\ud800", {1, 2}])
def test_json_refuses_what_is_no_json(tmp_path: Path, value: Any) -> None:
    with pytest.raises(ValueError, match="row 2 cannot be written as JSON"):
        JsonFileStorage().write({"": [[{"a": 1}, {"a": value}]]}, tmp_path / "x.jsonl")


def test_datasets_reads_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    JsonFileStorage().write({"": [ROWS]}, path)
    loaded = datasets.load_dataset(
        "json", data_files=str(path), split="train", cache_dir=str(tmp_path / "cache")
    )
    assert list(loaded) == ROWS


def test_hf_alpaca(tmp_path: Path) -> None:
    path = tmp_path / "x_alpaca_hf"
    assert HuggingFaceStorage().write({"": [ROWS]}, path) == 2
    assert sorted(file.name for file in path.iterdir()) == [
        "data-00000-of-00001.arrow",
        "dataset_info.json",
        "state.json",
    ]
    loaded = _load(path)
    assert loaded.column_names == ["instruction", "input", "output"]
    assert list(loaded) == ROWS


def test_hf_messages(tmp_path: Path) -> None:
    turns = [
        {"role": "system", "content": "s"},
        {"role": "user", "content": "u"},
        {"role": "assistant", "content": "a"},
    ]
    rows = [{"messages": turns}, {"messages": turns[1:]}]
    HuggingFaceStorage().write({"": [rows]}, tmp_path / "x_hf")
    loaded = _load(tmp_path / "x_hf")
    assert list(loaded) == rows
    content = loaded.features.arrow_schema.field("messages").type.value_type.field("content")
    assert str(content.type) == "string"


def test_hf_columns_come_from_all_rows(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"q": "x", "rating": 8, "note": None, "only_null": None, "mixed": 1, "n": 3},
        {"q": "y", "rating": 8.5, "note": "n", "only_null": None, "mixed": "two", "n": None},
        {"q": None, "tags": ["t"], "origin": {"page": 2}, "mixed": None, "big": 2**70},
    ]
    HuggingFaceStorage().write({"": [rows]}, tmp_path / "x_hf")
    assert list(_load(tmp_path / "x_hf")) == [
        {
            "q": "x",
            "rating": "8",
            "note": "",
            "only_null": "",
            "mixed": "1",
            "n": "3",
            "tags": [],
            "origin": {"page": ""},
            "big": "",
        },
        {
            "q": "y",
            "rating": "8.5",
            "note": "n",
            "only_null": "",
            "mixed": "two",
            "n": "",
            "tags": [],
            "origin": {"page": ""},
            "big": "",
        },
        {
            "q": "",
            "rating": "",
            "note": "",
            "only_null": "",
            "mixed": "",
            "n": "",
            "tags": ["t"],
            "origin": {"page": "2"},
            "big": str(2**70),
        },
    ]


def test_hf_writes_several_batches(tmp_path: Path) -> None:
    rows = [{"n": number, "text": str(number)} for number in range(2500)]
    assert HuggingFaceStorage().write({"": [rows]}, tmp_path / "x_hf") == 2500
    assert list(_load(tmp_path / "x_hf")) == rows


def test_hf_fingerprint_tells_contents_apart(tmp_path: Path) -> None:
    prints = []
    for name, text in (("a", "x"), ("b", "x"), ("c", "y")):
        HuggingFaceStorage().write({"": [[{"t": text}]]}, tmp_path / name)
        prints.append(json.loads((tmp_path / name / "state.json").read_text())["_fingerprint"])
    assert prints[0] == prints[1] != prints[2]


@pytest.mark.parametrize("value", ["\ud800", [Path("x"), 1], {"a": object()}])
def test_hf_refuses_what_no_table_holds(tmp_path: Path, value: Any) -> None:
    with pytest.raises(ValueError, match="stored"):
        HuggingFaceStorage().write({"": [[{"a": 1}, {"a": value}]]}, tmp_path / "x_hf")


cells = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    rows=st.lists(
        st.dictionaries(st.sampled_from(["q", "r", "s"]), cells, min_size=1),
        min_size=1,
        max_size=4,
    )
)
def test_hf_stores_any_json(rows: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "x_hf"
        HuggingFaceStorage().write({"": [rows]}, path)
        loaded = _load(path)
        assert len(loaded) == len(rows)
        for got, given_row in zip(loaded, rows, strict=True):
            for name, value in given_row.items():
                if isinstance(value, str):
                    assert got[name] == value
