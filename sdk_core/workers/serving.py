"""What a worker does: reads the documents that it is told to, until the pipe closes."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from sdk_core.errors import SdkError
from sdk_core.manager import PluginRecord
from sdk_core.model import Source
from sdk_core.registry import Registered
from sdk_core.specs import ParserSpec
from sdk_core.workers import limits, messages
from sdk_core.workers.reading import Candidate, Reader


def serve() -> None:
    """Serve until the process that started this one closes the pipe or is gone."""
    jobs, answers = _take_pipes()
    faulthandler.enable()
    faulthandler.register(signal.SIGUSR1)  # tells where a document hung, before it is stopped
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limits.end_with(jobs.fileno())
    start = messages.read_frame(jobs)
    if start is None:
        return
    kind, header, _ = start
    if kind != messages.START:
        raise messages.BrokenMessage("the first message is not the start")
    sys.path += [place for place in header["path"] if place not in sys.path]
    limits.confine(header["memory"])
    reader = Reader([_candidate(entry) for entry in header["parsers"]])
    answers.writelines(messages.pack(messages.READY, {}))
    answers.flush()
    while (frame := messages.read_frame(jobs)) is not None:
        limits.allow_cpu(header["seconds"])
        _work(reader, frame[1], frame[2], answers)


def _work(reader: Reader, job: Mapping[str, Any], data: bytes, answers: BinaryIO) -> None:
    def send(parts: Sequence[bytes]) -> None:
        for part in parts:
            answers.write(part)
        answers.flush()

    source = _source(job, data)
    try:
        reader.read(
            source,
            job["parser"],
            forced=job["forced"],
            multimodal=job["multimodal"],
            skip=job["skip"],
            number=job["job"],
            send=send,
        )
        outcome: dict[str, Any] = {}
    except MemoryError:
        outcome = {"exhausted": True}
    except SdkError as error:
        outcome = messages.describe(error)
    sys.stdout.flush()  # what the parser printed goes with its document
    send(messages.pack(messages.FINISHED, {**outcome, "job": job["job"]}))


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
    spec: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in entry["spec"].items()
    }
    registered = Registered(ParserSpec(**spec), PluginRecord(**entry["plugin"]))
    return Candidate(
        registered,
        entry["options"],
        frozenset(entry["media_types"]),
        frozenset(entry["extensions"]),
    )


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return the pipes of jobs and answers, and put them where no parser writes by accident."""
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return jobs, answers
