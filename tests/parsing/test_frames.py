"""What comes through a worker's pipe is taken apart rightly, or refused, whatever it is."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.errors import ComponentError, DocumentError, ExitCode
from sdk_core.model import Image, Segment
from sdk_core.parsing import frames
from sdk_core.parsing.results import JobResult, rebuild_error

texts = st.text(st.characters(), max_size=60)  # halves of characters among them
segments = st.builds(
    Segment,
    text=texts,
    kind=st.sampled_from(["page", "slide", "section", "caption"]),
    index=st.integers(0, frames.MAX_INDEX),
    images=st.lists(
        st.builds(Image, data=st.binary(max_size=40), media_type=texts, alt=texts), max_size=3
    ).map(tuple),
    metadata=st.dictionaries(texts, texts, max_size=3),
)


@given(st.lists(segments, max_size=4), st.integers(1, 50))
def test_segments_come_through_a_pipe_in_any_pieces(given_: list[Segment], size: int) -> None:
    stream = b"".join(part for segment in given_ for part in frames.pack_segment(segment))
    reader = frames.Frames(1 << 20)
    found = []
    for start in range(0, len(stream), size):
        for kind, frame in reader.feed(stream[start : start + size]):
            assert kind == frames.SEGMENT
            _, header, body = frames.read_frame(io.BytesIO(frame)) or (b"", {}, b"")
            found.append(frames.segment_of(header, body))
    assert found == given_


@given(st.binary(max_size=200))
def test_rubbish_is_refused_and_never_more(data: bytes) -> None:
    outcome = JobResult("x", 0)
    with suppress(frames.BrokenMessage):
        for kind, frame in frames.Frames(1000).feed(data):
            outcome.take(kind, frame)
    with suppress(frames.BrokenMessage):
        frames.read_frame(io.BytesIO(data))
    outcome.close()


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"text": 1, "kind": "page", "index": 1, "images": [], "metadata": {}},
        {"text": "", "kind": "tome", "index": 1, "images": [], "metadata": {}},
        {"text": "", "kind": "page", "index": 1 << 40, "images": [], "metadata": {}},
        {"text": "", "kind": "page", "index": 1, "images": [["a", "b", 9]], "metadata": {}},
        {"text": "", "kind": "page", "index": 1, "images": [["a", "b", -1]], "metadata": {}},
        {"text": "", "kind": "page", "index": 1, "images": [], "metadata": []},
    ],
)
def test_a_segment_that_is_none_fails_its_document_alone(header: dict[str, object]) -> None:
    outcome = JobResult("x", 0)
    outcome.take_parts(frames.pack_frame(frames.DOCUMENT, {"parser": 0}))
    outcome.take_parts(frames.pack_frame(frames.SEGMENT, header, [b"1234"]))
    outcome.take_parts(frames.pack_frame(frames.END, {"characters": 0}))
    with pytest.raises(DocumentError, match="x: its parser sent"):
        list(outcome.segments_of(outcome.documents[0]))
    outcome.close()


def test_only_errors_of_ours_are_made_of_what_a_worker_says() -> None:
    own = ComponentError("broke", kind="parser", name="p", distribution="d 1")
    again = rebuild_error({**frames.describe_error(own), "traceback": "line 1"})
    assert type(again) is ComponentError
    assert (again.message, again.exit_code) == (own.message, ExitCode.NOTHING)
    assert "line 1" in str(again.__cause__)
    for name in ("IntEnum", "annotations", "__builtins__", "SystemExit", None):
        assert type(rebuild_error({"type": name, "message": "m"})) is DocumentError


def test_the_end_of_another_job_is_not_taken_for_this_one() -> None:
    outcome = JobResult("x", 0)
    for kind in (frames.DOCUMENT, frames.FINISHED):
        with pytest.raises(frames.BrokenMessage, match="another document"):
            outcome.take(kind, b"".join(frames.pack_frame(kind, {"job": 1})), job=2)
    outcome.close()
