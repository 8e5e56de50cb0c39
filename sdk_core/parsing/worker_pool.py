"""Several workers at once, and what they give in the order in which it was asked for."""

from __future__ import annotations

import logging
import os
import selectors
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sdk_core.errors import DocumentError, StorageError
from sdk_core.model import Source
from sdk_core.parsing import frames
from sdk_core.parsing.limits import WorkerEnd, WorkerLimits, out_of_memory, out_of_room
from sdk_core.parsing.results import JobResult
from sdk_core.parsing.worker_process import Worker

_log = logging.getLogger(__name__)

TICK = 0.1
"""Seconds between two looks at the time and memory of the workers."""

PATIENCE = 0.3
"""Seconds that inputs wait before one more worker is started: small ones are read faster than a
process starts."""

AHEAD = 16
"""Inputs for each worker that may be done before an earlier one is."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseJob:
    """A source to read.

    Args:
        source: The file or body.
        parser: Number of the parser by its name, ``None`` for an archive.
        forced: Whether the user named the parser, so that the content has no say.
        multimodal: Whether images are wanted.
    """

    source: Source
    parser: int | None
    forced: bool = False
    multimodal: bool = False


class _Place:
    """A place in the line of inputs."""

    def __init__(self, key: Any, job: ParseJob | None) -> None:
        self.key = key
        self.job = job
        self.outcome = (
            JobResult(job.source.uri, job.parser, multimodal=job.multimodal) if job else None
        )
        self.done = job is None


@dataclass(slots=True)
class _Busy:
    """A worker at work."""

    worker: Worker
    place: _Place
    began: float
    heard: float

    @property
    def job(self) -> ParseJob:
        """What it works on."""
        assert self.place.job is not None
        return self.place.job

    @property
    def outcome(self) -> JobResult:
        """What has come of it so far."""
        assert self.place.outcome is not None
        return self.place.outcome


class WorkerPool:
    """Worker processes.

    Args:
        parsers: What each parser is (`Candidate` as plain values), in the order of their numbers.
        limits: What each document may take.
        workers: How many there may be at once.
        names: The parsers' names, for messages.
        steps: The transforms that documents go through, as plain values, in order.
        files: Files that are plugins, which each worker loads.
    """

    def __init__(
        self,
        parsers: Sequence[Mapping[str, Any]],
        limits: WorkerLimits,
        *,
        workers: int,
        names: Sequence[str],
        steps: Sequence[Mapping[str, Any]] = (),
        files: Sequence[str] = (),
    ) -> None:
        self._start = {
            "files": list(files),
            "parsers": list(parsers),
            "steps": list(steps),
            "path": [os.path.abspath(place) for place in sys.path],
            "memory": limits.memory,
            "seconds": limits.whole,
        }
        self._limits = limits
        self._most = workers
        self._names = names
        self._idle: list[Worker] = []
        self._busy: dict[int, _Busy] = {}
        self._selector = selectors.DefaultSelector()
        self._started = 0.0

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in [*self._idle, *(busy.worker for busy in self._busy.values())]:
            worker.close()
        self._selector.close()

    def run(
        self, inputs: Iterable[tuple[T, ParseJob | None]]
    ) -> Iterator[tuple[T, JobResult | None]]:
        """Work on inputs and yield what came of them, in their order.

        Args:
            inputs: Each with its job, ``None`` for one that needs no worker. They are taken one
                by one, as workers come free.
        """
        source = iter(inputs)
        line: deque[_Place] = deque()
        queue: deque[_Place] = deque()
        more = True
        while more or line:
            while line and line[0].done:
                place = line.popleft()
                yield place.key, place.outcome
            while more and not queue and len(line) < AHEAD * self._most and self._has_room():
                taken = next(source, None)
                if taken is None:
                    more = False
                    break
                place = _Place(*taken)
                line.append(place)
                if place.job is not None:
                    queue.append(place)
            while queue and (worker := self._worker()):
                self._begin(worker, queue.popleft())
            if self._busy:
                queue.extendleft(self._listen())

    def _has_room(self) -> bool:
        return bool(self._idle) or self._may_start()

    def _may_start(self) -> bool:
        if len(self._busy) + len(self._idle) >= self._most:
            return False
        return not self._busy or time.monotonic() - self._started > PATIENCE

    def _worker(self) -> Worker | None:
        """Return a worker that is free, starting one if it is time for that."""
        while self._idle:
            worker = self._idle.pop()
            if not worker.needs_replacement:
                return worker
            worker.close()
        if not self._may_start():
            return None
        self._started = time.monotonic()
        return Worker(self._start, self._limits)

    def _begin(self, worker: Worker, place: _Place) -> None:
        now = time.monotonic()
        busy = _Busy(worker, place, now, now)
        job, source = busy.job, busy.job.source
        header = {
            "uri": source.uri,
            "path": None if source.path is None else os.fspath(source.path),
            "media_type": source.media_type,
            "charset": source.charset,
            "fetched": source.data is not None,
            "parser": job.parser,
            "forced": job.forced,
            "multimodal": job.multimodal,
            "skip": busy.outcome.finished_documents,
        }
        worker.begin(header, source.data or b"")
        file = worker.output.fileno()
        self._busy[file] = busy
        self._selector.register(file, selectors.EVENT_READ)

    def _listen(self) -> list[_Place]:
        """Take in what workers say; returns places whose job must be begun again."""
        again: list[_Place] = []
        heard = set()
        for key, _ in self._selector.select(TICK):
            busy = self._busy[key.fd]
            try:
                received = busy.worker.receive()
                if received is None:
                    again += self._on_exit(busy)
                for kind, frame in received or ():
                    self._take(busy, kind, frame)
            except frames.Oversized:
                busy.worker.stop(out_of_room(self._limits.output))
            except frames.BrokenMessage as error:
                busy.worker.stop(WorkerEnd(f"broke off with {error}"))
            heard.add(key.fd)
        now = time.monotonic()
        for file, busy in list(self._busy.items()):
            if file not in heard and busy.worker.has_ended():
                again += self._on_exit(busy)  # a process that it started keeps the pipe open
            elif busy.worker.end is None:
                busy.worker.check(now - busy.heard, now - busy.began)
        return again

    def _take(self, busy: _Busy, kind: bytes, frame: bytes) -> None:
        worker, outcome = busy.worker, busy.outcome
        if worker.end is not None:
            return
        busy.heard = time.monotonic()
        if kind in (frames.READY, frames.DOCUMENT):
            busy.began = busy.heard
        if kind == frames.READY:
            worker.ready = True
            return
        try:
            done = outcome.take(kind, frame, worker.jobs)
        except OSError as error:
            raise StorageError(
                f"there is no room for what was read: {error.strerror}",
                hint="free some space where temporary files go, or set TMPDIR",
            ) from error
        if outcome.size > self._limits.output:
            raise frames.Oversized
        if done and outcome.exhausted:
            worker.stop(out_of_memory(self._limits.memory))
        elif done:
            self._log_output(worker)
            self._release(busy)
            self._idle.append(worker)
            busy.place.done = True

    def _on_exit(self, busy: _Busy) -> list[_Place]:
        """Note why a worker has ended; returns its place when there is more to read of it."""
        place, worker, outcome = busy.place, busy.worker, busy.outcome
        self._release(busy)
        end, certain = worker.exit_reason(), worker.fresh
        self._log_output(worker)
        worker.close()
        if not certain and not end.certain:
            outcome.rewind()  # what the process read before may have harmed it: once more, alone
            return [place]
        parsed = outcome.under_way
        number = busy.job.parser if parsed is None else parsed.parser
        who = "the archive reader" if number is None else f"the parser {self._names[number]}"
        uri = busy.job.source.uri if parsed is None else parsed.uri
        outcome.fail(DocumentError(f"{uri}: {who} {end.reason}", hint=end.hint))
        place.done = parsed is None or busy.job.parser is not None
        return [] if place.done else [place]

    def _release(self, busy: _Busy) -> None:
        file = busy.worker.output.fileno()
        self._selector.unregister(file)
        del self._busy[file]

    def _log_output(self, worker: Worker) -> None:
        if _log.isEnabledFor(logging.DEBUG) and (printed := worker.printed()):
            _log.debug("a parser's process printed:\n%s", printed)
