"""Documents come back from their tables as they went in, and other people's tables are read."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lancedb
import pyarrow as pa
import pytest

from sdk_core.artifacts.document_tables import (
    ORIGIN,
    VERSION,
    is_table,
    read_document,
    table_source,
    write_segments,
)
from sdk_core.artifacts.segment_rows import DocumentColumns
from sdk_core.errors import DocumentError, StorageError
from sdk_core.model import Document, Image, Segment
from sdk_core.parsing.segment_columns import SegmentColumns, read_columns

PNG = b"\x89PNG\r\n\x1a\n" + b"1" * 20
JPEG = b"\xff\xd8\xff" + b"2" * 20


def write_document(path: Path, document: Document, *, multimodal: bool) -> int:
    columns = DocumentColumns(
        source=document.source,
        title=document.title,
        media_type=document.media_type,
        metadata=document.metadata,
    )
    segments = SegmentColumns(multimodal)
    for segment in document.segments:
        segments.add(segment)
    header, parts = segments.pack()
    batches = [read_columns(header, b"".join(parts), multimodal)] if segments else []
    return write_segments(path, columns, batches, multimodal=multimodal)


def _image(data: bytes, alt: str = "") -> Image:
    return Image(data=data, media_type="image/jpeg" if data == JPEG else "image/png", alt=alt)


def _document(*segments: Segment) -> Document:
    return Document.create(
        "docs/Ünïcode.pdf",
        segments,
        title="Title — “quoted”",
        media_type="application/pdf",
        metadata={"author": "Ada", "date": "1843"},
    )


def _texts(document: Document) -> list[tuple[str, str, int]]:
    return [(s.text, s.kind, s.index) for s in document.segments]


def test_text_kinds_places_and_facts_come_back(tmp_path: Path) -> None:
    document = _document(
        Segment(text="Page one.\n\nWith a second paragraph.", kind="page", index=1),
        Segment(text="", kind="page", index=2),
        Segment(text="A slide", kind="slide", index=7, metadata={"heading": "H", "ünï": "x"}),
        Segment(text="Emoji 👩‍👩‍👧 and \x00 null\r\n", kind="section", index=3),
        Segment(text="A caption", kind="caption", index=4),
    )
    path = tmp_path / "report.lance"
    assert write_document(path, document, multimodal=False) == 5
    assert is_table(path)
    read = read_document(path)
    assert read == document
    assert read.id == document.id
    assert table_source(path) == "docs/Ünïcode.pdf"


def test_several_images_of_a_segment_come_back_in_their_places(tmp_path: Path) -> None:
    document = _document(
        Segment(text="One", index=1, images=(_image(PNG, "a"), _image(JPEG, "b"), _image(PNG))),
        Segment(text="", index=2, images=(_image(JPEG),)),
        Segment(text="", index=2, images=(_image(PNG), _image(JPEG))),
        Segment(text="No image", index=3),
        Segment(text="", index=3, images=(_image(PNG),), metadata={"k": "v"}),
    )
    path = tmp_path / "pictures.lance"
    assert write_document(path, document, multimodal=True) == 8
    read = read_document(path)
    assert _texts(read) == _texts(document)
    for before, after in zip(document.segments, read.segments, strict=True):
        assert [(i.data, i.media_type, i.alt) for i in after.images] == [
            (i.data, i.media_type, i.alt) for i in before.images
        ]
        assert dict(after.metadata) == dict(before.metadata)
    names = [image.name for segment in read.segments for image in segment.images]
    assert names == [f"pictures.lance#{n}" for n in (0, 1, 2, 3, 4, 5, 7)]


def test_images_are_stored_only_when_they_are_wanted(tmp_path: Path) -> None:
    document = _document(Segment(text="One", images=(_image(PNG), _image(JPEG))))
    path = tmp_path / "a.lance"
    assert write_document(path, document, multimodal=False) == 1
    columns = lancedb.connect(str(tmp_path)).open_table("a").schema.names
    assert columns == [
        "text",
        "source",
        "title",
        "kind",
        "index",
        "media_type",
        "metadata",
        "document",
    ]
    write_document(path, document, multimodal=True)
    schema = lancedb.connect(str(tmp_path)).open_table("a").schema
    assert schema.field("image").type == pa.binary()
    assert schema.field("text").type == pa.string()


def test_halves_of_characters_are_replaced(tmp_path: Path) -> None:
    document = Document.create("caf\udce9.txt", [Segment(text="a\ud83db")], title="\ud800")
    write_document(tmp_path / "a.lance", document, multimodal=False)
    read = read_document(tmp_path / "a.lance")
    assert (read.text, read.source, read.title) == ("a\ufffdb", "caf\ufffd.txt", "\ufffd")


def test_a_document_without_segments_is_an_empty_table(tmp_path: Path) -> None:
    assert write_document(tmp_path / "a.lance", _document(), multimodal=True) == 0
    assert read_document(tmp_path / "a.lance").segments == ()


def _foreign(folder: Path, name: str, data: Any) -> Path:
    lancedb.connect(str(folder)).create_table(name, data)
    return folder / f"{name}.lance"


def test_a_table_with_only_a_text_column_is_a_document(tmp_path: Path) -> None:
    path = _foreign(tmp_path, "other", [{"text": "First."}, {"text": "Second."}])
    read = read_document(path)
    assert _texts(read) == [("First.", "section", 1), ("Second.", "section", 2)]
    assert read.source == str(path)
    assert table_source(path) is None


def test_a_table_of_texts_and_images_is_a_document(tmp_path: Path) -> None:
    rows = [{"text": "One", "image": PNG}, {"text": "Two", "image": JPEG}]
    read = read_document(_foreign(tmp_path, "other", rows))
    assert [s.images[0].media_type for s in read.segments] == ["image/png", "image/jpeg"]


def test_columns_of_unexpected_types_are_passed_over(tmp_path: Path) -> None:
    table = pa.table(
        {
            "text": pa.array(["One", None, "Three"]),
            "kind": pa.array([1, 2, 3]),
            "index": pa.array([None, 7, 0]),
            "metadata": pa.array(["[1]", "not json", None]),
            "image": pa.array(["x", "y", "z"]),
        }
    )
    read = read_document(_foreign(tmp_path, "other", table))
    assert _texts(read) == [("One", "section", 1), ("", "section", 7), ("Three", "section", 3)]
    assert all(not s.images and not s.metadata for s in read.segments)


def test_a_table_without_text_says_what_it_has(tmp_path: Path) -> None:
    path = _foreign(tmp_path, "other", [{"body": "x", "page": 1}])
    with pytest.raises(DocumentError, match="has no 'text' column; it has: body, page"):
        read_document(path)


@pytest.mark.parametrize("content", [{}, {"x.txt": b"text"}, {"_versions/1.manifest": b"rubbish"}])
def test_a_folder_that_is_no_table_is_a_document_error(
    tmp_path: Path, content: dict[str, bytes]
) -> None:
    path = tmp_path / "broken.lance"
    path.mkdir()
    for name, data in content.items():
        (path / name).parent.mkdir(exist_ok=True)
        (path / name).write_bytes(data)
    with pytest.raises(DocumentError, match=r"broken\.lance cannot be opened as a Lance table"):
        read_document(path)
    assert table_source(path) is None


@pytest.mark.parametrize("part", ["data", "_versions"])
@pytest.mark.parametrize("damage", ["empty", "half", "gone"])
def test_a_damaged_table_is_a_document_error(tmp_path: Path, part: str, damage: str) -> None:
    path = tmp_path / "a.lance"
    write_document(path, _document(Segment(text="word " * 500)), multimodal=False)
    for file in (path / part).iterdir():
        data = file.read_bytes()
        file.unlink()
        if damage != "gone":
            file.write_bytes(b"" if damage == "empty" else data[: len(data) // 2])
    with pytest.raises(DocumentError, match=r"a\.lance cannot be opened") as caught:
        read_document(path)
    assert "\n" not in caught.value.message
    assert table_source(path) is None


def test_an_older_table_can_be_read_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.lance"
    versions = [_document(Segment(text=f"{n} " * 2000)) for n in range(8)]
    write_document(path, versions[0], multimodal=False)
    seen, problems, done = set(), [], threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                seen.add(read_document(path).text)
            except DocumentError as error:
                problems.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for version in versions[1:]:
        write_document(path, version, multimodal=False)
    done.set()
    reader.join()
    assert seen <= {version.text for version in versions}
    assert len(problems) <= len(versions)
    assert read_document(path) == versions[-1]
    assert [p.name for p in tmp_path.iterdir()] == ["a.lance"]


def test_a_table_that_cannot_be_written_leaves_the_older_one(tmp_path: Path) -> None:
    path = tmp_path / "a.lance"
    document = _document(Segment(text="Old."))
    write_document(path, document, multimodal=False)

    def broken() -> Iterator[pa.RecordBatch]:
        segments = SegmentColumns(multimodal=False)
        segments.add(Segment(text="New."))
        header, parts = segments.pack()
        for _ in range(3):
            yield read_columns(header, b"".join(parts), multimodal=False)
        raise DocumentError("its parser sent rubbish")

    with pytest.raises(DocumentError, match="rubbish"):
        write_segments(path, DocumentColumns(source="x"), broken(), multimodal=False)
    assert read_document(path) == document
    assert [p.name for p in tmp_path.iterdir()] == ["a.lance"]


def test_a_place_that_is_a_file_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "a.lance").write_text("x", "utf-8")
    (tmp_path / "file").write_text("x", "utf-8")
    for path in (tmp_path / "a.lance", tmp_path / "file" / "b.lance"):
        with pytest.raises(StorageError, match="cannot write"):
            write_document(path, _document(Segment(text="x")), multimodal=False)


def test_a_table_of_a_newer_version_is_refused_and_an_older_one_read(tmp_path: Path) -> None:
    path = tmp_path / "a.lance"
    document = _document(Segment(text="Old."))
    write_document(path, document, multimodal=False)
    (path / ORIGIN).write_text('{"source": "docs/a.pdf"}', "utf-8")
    assert read_document(path) == document
    newer = json.dumps({"source": "docs/a.pdf", "version": VERSION + 1})
    (path / ORIGIN).write_text(newer, "utf-8")
    with pytest.raises(DocumentError, match="written by a newer version"):
        read_document(path)
