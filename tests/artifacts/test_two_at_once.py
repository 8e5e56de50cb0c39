"""Two processes that write into one place: nothing of either is lost."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from sdk_core.artifacts import corpus_table, document_tables, locks, segment_rows
from sdk_core.artifacts.atomic import replace_bytes, replace_directory
from sdk_core.artifacts.segment_rows import DocumentColumns
from sdk_core.artifacts.staging import sweep
from tests.waiting import PATIENCE


def _batch(text: str):
    import pyarrow as pa

    schema = segment_rows.schema(False)
    own = {"text": [text], "kind": ["section"], "index": [1], "metadata": [""]}
    columns = [own.get(name, [""]) for name in schema.names]
    return pa.RecordBatch.from_arrays(
        [pa.array(c, field.type) for c, field in zip(columns, schema, strict=True)], schema=schema
    )


def _add(writer: corpus_table.Writer, source: str, text: str, revision: str = "1"):
    said: list[object] = []
    writer.add(
        DocumentColumns(source=source),
        [_batch(text)],
        revision=revision,
        size=10,
        done=said.append,
    )
    return said


def _content(path: Path) -> dict[str, str]:
    return {document.source: document.text for document in corpus_table.documents(path)}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "parsed/all.lance"


def test_what_two_writers_add_to_a_new_table_is_all_there(table: Path) -> None:
    first, second = (corpus_table.Writer(table, multimodal=False) for _ in range(2))
    said = [_add(first, "a", "of a"), _add(second, "b", "of b"), _add(first, "c", "of c")]
    first.close()
    second.close()
    assert said == [[None]] * 3
    assert _content(table) == {"a": "of a", "b": "of b", "c": "of c"}


def test_a_document_that_two_writers_add_is_there_once_as_the_later_one_has_it(table: Path) -> None:
    base = corpus_table.Writer(table, multimodal=False)
    _add(base, "a", "oldest", "0")
    base.close()
    first, second = (corpus_table.Writer(table, multimodal=False) for _ in range(2))
    _add(first, "a", "older", "1")
    _add(second, "a", "newer", "2")
    _add(second, "b", "same", "1")
    _add(first, "b", "same", "1")
    first.close()
    second.close()
    assert _content(table) == {"a": "newer", "b": "same"}
    assert [part.count for part in corpus_table.parts(table)] == [1, 1]


def test_a_reader_goes_on_while_its_table_is_put_together(table: Path) -> None:
    writer = corpus_table.Writer(table, multimodal=False)
    for name in "abc":
        _add(writer, name, f"of {name}")
    writer.close()
    part = corpus_table.parts(table)[1]
    reader = corpus_table.CorpusTable(table, part.version)
    later = corpus_table.Writer(table, multimodal=False)
    _add(later, "a", "anew", "2")
    later.close()
    assert reader.read(part).text == "of b"
    reader.close()
    again = corpus_table.Writer(table, multimodal=False)
    _add(again, "d", "of d")
    again.close()
    assert _content(table) == {"a": "anew", "b": "of b", "c": "of c", "d": "of d"}


def test_a_table_that_is_replaced_while_it_is_read_is_read_anew(tmp_path, monkeypatch) -> None:
    path = tmp_path / "x.lance"

    def write(text: str) -> None:
        document_tables.write_segments(
            path, DocumentColumns(source="x"), [_batch(text)], multimodal=False
        )

    write("older")
    open_table = document_tables.open_table

    def replaced(table: Path):
        opened = open_table(table)
        monkeypatch.setattr(document_tables, "open_table", open_table)
        write("newer")
        return opened

    monkeypatch.setattr(document_tables, "open_table", replaced)
    assert document_tables.read_document(path).text == "newer"


def test_a_folder_is_had_by_one_at_a_time(tmp_path: Path) -> None:
    order: list[str] = []
    has_it, may_go = threading.Event(), threading.Event()

    def first() -> None:
        with locks.locked(tmp_path), locks.locked(tmp_path):
            has_it.set()
            may_go.wait(PATIENCE)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    has_it.wait(PATIENCE)
    with locks.unless_in_use(tmp_path) as is_free:
        assert not is_free
    may_go.set()
    with locks.locked(tmp_path):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]


def test_leftovers_of_the_dead_go_and_those_of_the_living_stay(tmp_path: Path) -> None:
    dead = tmp_path / ".sdk-dead.tmp"
    dead.mkdir()
    (dead / "report.json").write_text("half of i")

    def build(staged: Path) -> None:
        sweep(tmp_path)
        assert staged.is_dir()

    replace_directory(tmp_path / "x", build)
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_directory_whose_exchange_was_killed_half_way_is_put_into_place(tmp_path: Path) -> None:
    left = tmp_path / ".sdk-dead.tmp"
    for name, text in {"previous": "old", "t.lance": "new"}.items():
        (left / name).mkdir(parents=True)
        (left / name / "data").write_text(text)
    replace_bytes(tmp_path / "other.json", b"{}")
    assert (tmp_path / "t.lance/data").read_text() == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.json", "t.lance"]
