"""Inside a worker: takes jobs out of its pipe, and sends what is read of documents."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from sdk_core.documents.losses import LeftOut
from sdk_core.errors import SdkError
from sdk_core.kinds import PARSER
from sdk_core.model import Segment, Source
from sdk_core.parsing import frames, limits
from sdk_core.parsing.candidates import Candidate
from sdk_core.parsing.document_reader import DocumentReader
from sdk_core.parsing.segment_columns import SegmentColumns
from sdk_core.registry import plugin_files
from sdk_core.registry.plain_entries import entry_from_plain
from sdk_core.transforming import step_from_plain

_SILENCE = 0.1
"""Seconds after which a segment is sent though there may soon be more: whoever asked takes a parser
that sends nothing for one that hangs."""


class PipeSender:
    """Sends what is read through a worker's pipe, segments some at a time.

    Args:
        pipe: The pipe.
        job: Number of the job, which goes into what is sent.
        multimodal: Whether pictures go with it.
    """

    def __init__(self, pipe: IO[bytes], job: int, *, multimodal: bool) -> None:
        self._pipe = pipe
        self._job = job
        self._multimodal = multimodal
        self._waiting = SegmentColumns(multimodal)
        self._sent = 0.0

    def begin(self, heading: Mapping[str, Any]) -> None:
        """Say which document begins."""
        self._waiting = SegmentColumns(self._multimodal)
        self.send(frames.DOCUMENT, {**heading, "job": self._job})

    def describe(self, title: str, facts: Mapping[str, str]) -> None:
        """Send the title and facts."""
        self.send(frames.NOTICE, {"title": title, "metadata": facts})

    def warn(self, message: str) -> None:
        """Send what the user should know."""
        self.send(frames.NOTICE, {"warning": message})

    def leave_out(self, parts: Sequence[LeftOut]) -> None:
        """Send what was left out."""
        self.send(frames.LEFT_OUT, {"parts": [[p.reason, p.text, p.segment] for p in parts]})

    def add(self, segment: Segment) -> None:
        """Send segments when there are many, or when nothing was sent for a while."""
        self._waiting.add(segment)
        if self._waiting.is_full or time.monotonic() - self._sent > _SILENCE:
            self._flush()

    def end(self, characters: int) -> None:
        """Send the last segments, and that there are no more."""
        if self._waiting:
            self._flush()
        self.send(frames.END, {"characters": characters})

    def fail(self, error: SdkError) -> None:
        """Send why the document could not be read."""
        self.send(frames.FAILED, frames.describe_error(error))

    def unread(self, names: Sequence[str]) -> None:
        """Send what no parser reads."""
        self.send(frames.NOTICE, {"unread": names})

    def finish(self, outcome: Mapping[str, Any]) -> None:
        """Say that the job is done."""
        self.send(frames.FINISHED, {**outcome, "job": self._job})

    def send(self, kind: bytes, header: Mapping[str, Any], blobs: Sequence[bytes] = ()) -> None:
        """Send a frame."""
        self._pipe.writelines(frames.pack_frame(kind, header, blobs))
        self._pipe.flush()
        self._sent = time.monotonic()

    def _flush(self) -> None:
        self.send(frames.SEGMENTS, *self._waiting.pack())
        self._waiting = SegmentColumns(self._multimodal)


def serve() -> None:
    """Serve until the process that started this one closes the pipe or is gone."""
    jobs, answers = _take_pipes()
    faulthandler.enable()
    faulthandler.register(signal.SIGUSR1)  # tells where a document hung, before it is stopped
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limits.end_with(jobs.fileno())
    start = frames.read_frame(jobs)
    if start is None:
        return
    kind, header, _ = start
    if kind != frames.START:
        raise frames.BrokenMessage("the first message is not the start")
    sys.path += [place for place in header["path"] if place not in sys.path]
    for file in header["files"]:
        plugin_files.load(Path(file))
    limits.confine(header["memory"])
    reader = DocumentReader(
        [_candidate(entry) for entry in header["parsers"]],
        [step_from_plain(step) for step in header["steps"]],
    )
    answers.writelines(frames.pack_frame(frames.READY, {}))
    answers.flush()
    while (frame := frames.read_frame(jobs)) is not None:
        limits.allow_cpu(header["seconds"])
        _work(reader, frame[1], frame[2], answers)


def _work(reader: DocumentReader, job: Mapping[str, Any], data: bytes, answers: IO[bytes]) -> None:
    sink = PipeSender(answers, job["job"], multimodal=job["multimodal"])
    try:
        reader.read(
            _source(job, data),
            job["parser"],
            forced=job["forced"],
            multimodal=job["multimodal"],
            skip=job["skip"],
            sink=sink,
        )
        outcome: dict[str, Any] = {}
    except MemoryError:
        outcome = {"exhausted": True}
    except SdkError as error:
        outcome = frames.describe_error(error)
    sys.stdout.flush()  # what the parser printed goes with its document
    sink.finish(outcome)


def _source(job: Mapping[str, Any], data: bytes) -> Source:
    path = job["path"]
    return Source(
        uri=job["uri"],
        media_type=job["media_type"],
        path=None if path is None else Path(path),
        data=data if job["fetched"] else None,
        charset=job["charset"],
    )


def _candidate(entry: Mapping[str, Any]) -> Candidate:
    return Candidate(
        entry_from_plain(PARSER, entry),
        entry["options"],
        frozenset(entry["media_types"]),
        frozenset(entry["extensions"]),
    )


def _take_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Return the pipes of jobs and answers, and put them where no parser writes by accident."""
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return jobs, answers
