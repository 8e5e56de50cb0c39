"""The source ``dataset``: rows of every kind of file become documents of the same texts."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_builtins.sources.dataset import DatasetOptions, DatasetSource
from sdk_core.errors import UsageError
from sdk_core.model import Listed
from sdk_core.testing import HeardListing

ROWS: list[dict[str, Any]] = [
    {"id": "a", "text": "The first, of the Rhône.", "lang": "en", "score": 1, "head": "One"},
    {"id": "b", "text": "Das zweite.\nMit Zeile.", "lang": "de", "score": 10, "head": "Zwei"},
    {"id": "c", "text": "The third.", "lang": "en", "score": 9, "head": "Three"},
]


def _lines(path: Path) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")


def _packed(path: Path) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("\n\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS))


def _csv(path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(ROWS[0]))
        writer.writeheader()
        writer.writerows(ROWS)


def _parquet(path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(ROWS), path)


def _lance(path: Path) -> None:
    import lancedb
    import pyarrow as pa

    lancedb.connect(str(path.parent)).create_table(path.stem, pa.Table.from_pylist(ROWS))


def _saved(path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    datasets.Dataset.from_list(ROWS).save_to_disk(str(path))


WRITERS: dict[str, Callable[[Path], None]] = {
    "rows.jsonl": _lines,
    "rows.ndjson": _lines,
    "rows.jsonl.gz": _packed,
    "rows.csv": _csv,
    "rows.parquet": _parquet,
    "rows.lance": _lance,
    "saved": _saved,
}


def _found(path: Path, **options: Any) -> tuple[list[str], list[Listed], list[str]]:
    """Return the texts, what was listed, and what was warned of."""
    source, heard = DatasetSource(DatasetOptions.model_validate(options)), HeardListing()
    listed = list(source.find(f"dataset:{path}", heard))
    texts = []
    for each in listed:
        data = source.fetch(each, heard).data
        assert data is not None
        assert each.size == len(data)
        texts.append(data.decode())
    return texts, listed, heard.warnings


def _rows(folder: Path, *rows: object) -> Path:
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.mark.parametrize("name", WRITERS)
def test_every_kind_of_file_gives_the_same_documents(tmp_path: Path, name: str) -> None:
    WRITERS[name](tmp_path / name)
    texts, listed, warnings = _found(tmp_path / name, title="head", where="score>=2", limit=2)
    assert texts == [row["text"] for row in ROWS[1:]]
    assert [each.title for each in listed] == ["Zwei", "Three"]
    assert [each.uri for each in listed] == [f"dataset:{tmp_path / name}#{key}" for key in "bc"]
    assert [each.name for each in listed] == ["b.txt", "c.txt"]
    assert [each.metadata["row"] for each in listed] == ["2", "3"]
    assert warnings == []


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        ("lang=en", "ac"),
        ("lang!=en", "b"),
        ("score>9", "b"),
        ("score>=9", "bc"),
        ("score<9", "a"),
        ("score<=9", "ac"),
        ("score=10", "b"),
        (" lang = en , score > 1 ", "c"),
        ("head>One", "bc"),
    ],
)
def test_conditions_compare_numbers_as_numbers(tmp_path: Path, where: str, kept: str) -> None:
    for name in ("rows.jsonl", "rows.csv"):
        WRITERS[name](tmp_path / name)
        _, listed, _ = _found(tmp_path / name, where=where)
        assert "".join(each.name[0] for each in listed) == kept


def test_a_condition_that_no_row_meets_is_told(tmp_path: Path) -> None:
    WRITERS["rows.jsonl"](tmp_path / "rows.jsonl")
    with pytest.raises(UsageError, match="none of its rows is taken"):
        _found(tmp_path / "rows.jsonl", where="lang=fr")


def test_conditions_know_what_is_true_and_what_is_missing(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "A", "ok": True}, {"id": "b", "text": "B"}]
    path = _rows(tmp_path, *rows)
    assert _found(path, where="ok=true")[0] == ["A"]
    assert _found(path, where="ok!=true")[0] == ["B"]
    assert _found(path, where="ok=")[0] == ["B"]


@pytest.mark.parametrize("where", ["lang", "=en", "lang=en,score"])
def test_what_is_no_condition_is_refused(where: str) -> None:
    with pytest.raises(ValueError, match="is no condition such as"):
        DatasetOptions(where=where)


def test_columns_are_told_by_their_usual_names_unless_named(tmp_path: Path) -> None:
    path = _rows(tmp_path, {"content": "C", "text": "T", "url": "u", "title": "t", "name": "n"})
    texts, [listed], _ = _found(path)
    assert (texts, listed.uri) == (["T"], f"dataset:{path}#u")
    texts, [listed], _ = _found(path, text="content", id="name", title="title")
    assert (texts, listed.uri, listed.title) == (["C"], f"dataset:{path}#n", "t")


def test_a_row_without_an_id_is_named_by_its_number(tmp_path: Path) -> None:
    path = _rows(tmp_path, {"text": "A"}, {"text": "B"})
    assert [each.name for each in _found(path)[1]] == ["row-1.txt", "row-2.txt"]
    path = _rows(tmp_path, {"text": "A", "id": None}, {"text": "B", "id": ""})
    assert [each.name for each in _found(path)[1]] == ["row-1.txt", "row-2.txt"]


def test_an_id_may_be_a_number_nought_as_well(tmp_path: Path) -> None:
    path = _rows(tmp_path, *({"id": n, "text": f"Text {n}"} for n in range(3)))
    assert [each.name for each in _found(path)[1]] == ["0.txt", "1.txt", "2.txt"]


def test_rows_of_one_id_are_told_apart(tmp_path: Path) -> None:
    path = _rows(tmp_path, *({"id": "a", "text": f"Text {n}"} for n in range(3)))
    texts, listed, _ = _found(path)
    assert texts == ["Text 0", "Text 1", "Text 2"]
    assert [each.uri.partition("#")[2] for each in listed] == ["a", "a#2", "a#3"]


@given(st.lists(st.sampled_from(["a", "a#2", "a#2#2", "#", "", "row-2"]), min_size=1, max_size=8))
def test_addresses_are_never_the_same_whatever_the_ids(
    tmp_path_factory: pytest.TempPathFactory, ids: list[str]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "ids"
    folder.mkdir(exist_ok=True)
    _, listed, _ = _found(_rows(folder, *({"id": each, "text": "T"} for each in ids)))
    assert len({each.uri for each in listed}) == len(ids)


def test_names_are_those_of_files_whatever_the_ids_are(tmp_path: Path) -> None:
    odd = ["../../etc/passwd", "a/b:c?d", "...", "x" * 300, "héron"]
    path = _rows(tmp_path, *({"id": each, "text": "T"} for each in odd))
    names = [each.name for each in _found(path)[1]]
    assert names[0] == "etc_passwd.txt"
    assert names[2] == "row-3.txt"
    assert all("/" not in name and len(name) < 100 for name in names)


def test_rows_without_text_are_passed_over_and_counted(tmp_path: Path) -> None:
    rows = [{"text": "A"}, {"text": ""}, {"text": " \n"}, {"text": None}, {"text": 7}, {"other": 1}]
    texts, _, [warning] = _found(_rows(tmp_path, *rows))
    assert texts == ["A"]
    assert "passed over 5 rows without text in 'text'" in warning


def test_a_limit_counts_what_is_taken(tmp_path: Path) -> None:
    rows = [{"text": ""}, *({"text": f"T{n}", "n": n} for n in range(9))]
    path = _rows(tmp_path, *rows)
    assert _found(path, limit=2)[0] == ["T0", "T1"]
    assert _found(path, limit=2, where="n>=5")[0] == ["T5", "T6"]
    assert len(_found(path, limit=100)[0]) == 9


def test_a_change_of_one_row_is_a_change_of_its_document_alone(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]
    before = [each.change_token for each in _found(_rows(tmp_path, *rows))[1]]
    rows[1]["text"] = "C"
    after = [each.change_token for each in _found(_rows(tmp_path, *rows))[1]]
    assert (before[0] == after[0], before[1] == after[1]) == (True, False)


def test_texts_that_cannot_be_encoded_are_mended(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "half \\ud83d of it"}\n')
    assert _found(path)[0] == ["half ? of it"]


@pytest.mark.parametrize(
    ("name", "content", "options", "said"),
    [
        ("none.jsonl", None, {}, "there is no"),
        ("a.md", "# A", {}, "is no dataset that is read"),
        ("a.json", "[]", {}, "is no dataset that is read"),
        ("a.jsonl", "", {}, "holds no rows"),
        ("a.jsonl", '{"text": "A"}\nno json\n', {}, "line 2 is no JSON"),
        ("a.jsonl", "[1]\n", {}, "line 1 is no object"),
        ("a.jsonl", '{"x": 1}\n', {}, "no column that is called like a text; it has x"),
        ("a.jsonl", '{"text": "A"}\n', {"text": "body"}, "no column 'body'; it has text"),
        ("a.jsonl", '{"text": "A"}\n', {"id": "key"}, "no column 'key'; it has text"),
        ("a.jsonl", '{"text": "A"}\n', {"title": "head"}, "no column 'head'; it has text"),
    ],
)
def test_what_is_no_dataset_is_refused(
    tmp_path: Path, name: str, content: str | None, options: dict[str, str], said: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content)
    with pytest.raises(UsageError) as caught:
        _found(path, **options)
    assert said in str(caught.value)


def test_a_folder_of_other_things_is_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no dataset that is read"):
        _found(tmp_path)
