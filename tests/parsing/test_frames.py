"""What comes through a worker's pipe is taken apart rightly, or refused, whatever it is."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.errors import ComponentError, DocumentError, ExitCode
from sdk_core.parsing import frames, results
from sdk_core.parsing.results import JobResult, rebuild_error


@given(st.binary(max_size=200))
def test_rubbish_is_refused_and_never_more(data: bytes) -> None:
    outcome = JobResult("x", 0)
    with suppress(frames.BrokenMessage):
        for kind, frame in frames.Frames(1000).feed(data):
            outcome.take(kind, frame)
    with suppress(frames.BrokenMessage):
        frames.read_frame(io.BytesIO(data))
    outcome.close()


def test_what_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "MAX_HEADER", 100)
    monkeypatch.setattr(results, "MAX_DOCUMENTS", 2)
    notice = b"".join(frames.pack_frame(frames.NOTICE, {"warning": "w" * 100}))
    with pytest.raises(frames.BrokenMessage, match="too much"):
        list(frames.Frames(1 << 20).feed(notice))
    outcome = JobResult("x", None)
    begins, ends = (b"".join(frames.pack_frame(kind, {})) for kind in (frames.DOCUMENT, frames.END))
    for _ in range(2):
        outcome.take(frames.DOCUMENT, begins)
        outcome.take(frames.END, ends)
    with pytest.raises(frames.BrokenMessage, match="more documents"):
        outcome.take(frames.DOCUMENT, begins)
    parts = {"parts": [["hidden", "", 0]] * 3}
    outcome = JobResult("x", None)
    outcome.take(frames.DOCUMENT, begins)
    outcome.take(frames.LEFT_OUT, b"".join(frames.pack_frame(frames.LEFT_OUT, parts)))
    assert outcome.size > 3 * results.PART
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
