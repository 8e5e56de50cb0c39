"""Segments become Arrow columns in a worker, and are checked before anything is made of them."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.artifacts.segment_rows import to_segments
from sdk_core.errors import DocumentError
from sdk_core.model import Image, Segment
from sdk_core.parsing import frames
from sdk_core.parsing.results import JobResult
from sdk_core.parsing.segment_columns import MAX_INDEX, SegmentColumns, read_columns

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
segments = st.builds(
    Segment,
    text=texts,
    kind=st.sampled_from(["page", "slide", "section", "caption"]),
    index=st.integers(1, MAX_INDEX),
    images=st.lists(
        st.builds(
            Image,
            data=st.binary(min_size=1, max_size=40),
            media_type=texts.filter(bool),
            alt=texts,
        ),
        max_size=3,
    ).map(tuple),
    metadata=st.dictionaries(texts, texts, max_size=3),
)


def packed(*given_: Segment, multimodal: bool = True) -> tuple[dict[str, Any], bytes]:
    columns = SegmentColumns(multimodal)
    for segment in given_:
        columns.add(segment)
    header, parts = columns.pack()
    return json.loads(json.dumps(header)), b"".join(parts)


@given(st.lists(segments, min_size=1, max_size=4), st.integers(1, 50))
def test_segments_come_through_a_pipe_in_any_pieces(given_: list[Segment], size: int) -> None:
    header, body = packed(*given_)
    stream = b"".join(frames.pack_frame(frames.SEGMENTS, header, [body]))
    reader = frames.Frames(1 << 20)
    outcome = JobResult("x", 0, multimodal=True)
    outcome.take(frames.DOCUMENT, b"".join(frames.pack_frame(frames.DOCUMENT, {"parser": 0})))
    for start in range(0, len(stream), size):
        for kind, frame in reader.feed(stream[start : start + size]):
            assert kind == frames.SEGMENTS
            outcome.take(kind, frame)
    outcome.take(frames.END, b"".join(frames.pack_frame(frames.END, {"characters": 0})))
    parsed = outcome.documents[0]
    (batch,) = outcome.batches_of(parsed)
    assert to_segments(batch.to_pylist()) == given_
    assert parsed.segments == len(given_)
    outcome.close()


def test_halves_of_characters_are_replaced_and_unwanted_pictures_left_out() -> None:
    picture = Image(data=b"1", media_type="image/png")
    segment = Segment(text="a\ud800b", index=1, images=(picture, picture), metadata={"k": "\udfff"})
    batch = read_columns(*packed(segment, multimodal=False), multimodal=False)
    assert batch.num_rows == 1
    assert "image" not in batch.schema.names
    assert batch.column("text").to_pylist() == ["a\ufffdb"]
    assert json.loads(batch.column("metadata")[0].as_py()) == {"k": "\ufffd"}


@pytest.mark.parametrize(
    "segment",
    [
        "text",
        Segment(text=1, index=1),  # type: ignore[arg-type]
        Segment(text="", index=1, kind="tome"),  # type: ignore[arg-type]
        Segment(text="", index=MAX_INDEX + 1),
        Segment(text="", index=-1),
    ],
)
def test_what_is_no_segment_is_refused_where_it_is_made(segment: Segment) -> None:
    with pytest.raises((TypeError, ValueError), match=r"(?i)segment"):
        SegmentColumns(False).add(segment)


GOOD_HEADER, GOOD_BODY = packed(Segment(text="Grüße", kind="page", index=3), multimodal=False)
OFFSETS = 64  # the index fills the first 64 bytes, then come the two offsets of the text


def body_with(data: bytes, at: int) -> bytes:
    return GOOD_BODY[:at] + data + GOOD_BODY[at + len(data) :]


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ({}, GOOD_BODY),
        (GOOD_HEADER, b""),
        ({**GOOD_HEADER, "rows": 2}, GOOD_BODY),
        ({**GOOD_HEADER, "rows": 1 << 62}, GOOD_BODY),
        ({**GOOD_HEADER, "rows": -1}, GOOD_BODY),
        ({**GOOD_HEADER, "sizes": None}, GOOD_BODY),
        ({**GOOD_HEADER, "sizes": [4, 8]}, GOOD_BODY),
        ({**GOOD_HEADER, "sizes": [4, 8, 1 << 62]}, GOOD_BODY),
        ({**GOOD_HEADER, "sizes": [4, -8]}, GOOD_BODY),
        (GOOD_HEADER, body_with(struct.pack("<i", -1), 0)),
        (GOOD_HEADER, body_with(struct.pack("<ii", 0, 1 << 30), OFFSETS)),
        (GOOD_HEADER, body_with(struct.pack("<ii", 5, 2), OFFSETS)),
        (GOOD_HEADER, body_with(struct.pack("<ii", -4, 2), OFFSETS)),
        (GOOD_HEADER, GOOD_BODY.replace("ü".encode(), b"\xff\xff")),
        (GOOD_HEADER, GOOD_BODY.replace(b"page", b"tome")),
    ],
)
def test_columns_that_are_none_fail_their_document_alone(
    header: Mapping[str, Any], body: bytes
) -> None:
    outcome = JobResult("x", 0)
    for kind, said, blobs in (
        (frames.DOCUMENT, {"parser": 0}, []),
        (frames.SEGMENTS, header, [body]),
        (frames.END, {"characters": 0}, []),
    ):
        outcome.take(kind, b"".join(frames.pack_frame(kind, said, blobs)))
    with pytest.raises(DocumentError, match="x: its parser sent"):
        list(outcome.batches_of(outcome.documents[0]))
    outcome.close()


@given(st.data())
def test_no_bytes_do_harm(data: st.DataObject) -> None:
    header, body = packed(
        Segment(text="One", index=1, images=(Image(data=b"12", media_type="image/png"),)),
        Segment(text="Two", index=2),
    )
    damaged = bytearray(body)
    for place in data.draw(st.lists(st.integers(0, len(body) - 1), max_size=6)):
        damaged[place] = data.draw(st.integers(0, 255))
    sizes = st.one_of(st.integers(-2, 2000), st.sampled_from([*header["sizes"], 1 << 40]))
    said = {
        "rows": data.draw(st.one_of(st.just(2), st.integers(-1, 1 << 40))),
        "sizes": data.draw(st.one_of(st.just(header["sizes"]), st.lists(sizes, max_size=15))),
    }
    with suppress(ValueError):
        batch = read_columns(said, bytes(damaged), multimodal=True)
        assert batch.num_rows == said["rows"]
        assert pa.Table.from_batches([batch]).to_pylist()
