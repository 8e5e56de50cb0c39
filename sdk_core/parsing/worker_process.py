"""One worker process, as the process that asked for it sees it."""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from sdk_core.errors import SdkError
from sdk_core.parsing import frames
from sdk_core.parsing.limits import WorkerEnd, WorkerLimits, out_of_memory, out_of_time, resident
from sdk_core.parsing.spawn import launch

_log = logging.getLogger(__name__)

MAX_JOBS = 500
"""Jobs after which a worker is replaced: what its libraries leak goes with it."""

STARTING = 60.0
"""Seconds that a process may take to start, on a machine that is very busy."""

MAX_PRINTED = 20_000
"""Characters of what a parser printed that are logged."""

_PIECE = 1 << 20


class Worker:
    """A process that reads documents.

    Args:
        start: The header of its first message: parsers and limits.
        limits: What each document may take.

    Raises:
        SdkError: No process can be started.
    """

    def __init__(self, start: Mapping[str, Any], limits: WorkerLimits) -> None:
        self.jobs = 0
        self.ready = False
        self.end: WorkerEnd | None = None
        self._peak = 0
        self._limits = limits
        self._printed = tempfile.TemporaryFile()  # noqa: SIM115  it lives as long as the worker
        self._read_to = 0
        try:
            self._process = launch(self._printed)
        except OSError as error:
            self._printed.close()
            raise SdkError(
                f"no process can be started for the parsers: {error.strerror}",
                hint="lower ingest.workers",
            ) from error
        self._input, self.output = self._process.input, self._process.output
        _widen(self.output.fileno())
        self._frames = frames.Frames(limits.output)
        self._send(frames.pack_frame(frames.START, start))

    @property
    def fresh(self) -> bool:
        """Whether this is its first job, so that an earlier one cannot have harmed it."""
        return self.jobs <= 1

    @property
    def needs_replacement(self) -> bool:
        """Whether it is time for a new one."""
        return self.jobs >= MAX_JOBS or resident(self._process.pid) > self._limits.memory // 2

    def begin(self, job: Mapping[str, Any], data: bytes) -> None:
        """Hand it a job."""
        self.jobs += 1
        self._peak = 0
        self._send(frames.pack_frame(frames.JOB, {**job, "job": self.jobs}, [data]))

    def receive(self) -> list[tuple[bytes, bytes]] | None:
        """Return the frames that have arrived, ``None`` when the process has ended.

        Raises:
            BrokenMessage: It sent something that is no message.
        """
        data = os.read(self.output.fileno(), _PIECE)
        return list(self._frames.feed(data)) if data else None

    def check(self, seconds: float, whole: float) -> None:
        """Stop it when its document takes too long or too much memory.

        Args:
            seconds: Time since the document's last segment.
            whole: Time since the document began.
        """
        used = resident(self._process.pid)
        self._peak = max(self._peak, used)
        if used > self._limits.memory:
            self.stop(out_of_memory(self._limits.memory))
        elif not self.ready:
            if whole > STARTING:  # the time of a document begins when there is a parser for it
                self.stop(out_of_time(STARTING))
        elif seconds > self._limits.seconds or whole > self._limits.whole:
            over = seconds > self._limits.seconds
            self.stop(out_of_time(self._limits.seconds if over else self._limits.whole))

    def stop(self, end: WorkerEnd) -> None:
        """End the process, which first prints where it is if somebody wants to know."""
        if self.end is None and _log.isEnabledFor(logging.DEBUG):
            self._process.signal(signal.SIGUSR1)
            time.sleep(0.1)
        self.end = self.end or end
        self._process.kill()

    def has_ended(self) -> bool:
        """Tell whether the process has ended by itself."""
        return self._process.has_ended()

    def exit_reason(self) -> WorkerEnd:
        """Return why the process has ended, and end what it has started."""
        self._process.kill()
        code = self._process.wait()
        if self.end is not None:
            return self.end
        if code >= 0:
            return WorkerEnd(f"ended its process with code {code}")
        if self._peak > self._limits.memory // 2 or -code == signal.SIGKILL:
            reason = f"died by signal {-code}, probably for want of memory"
            return WorkerEnd(reason, out_of_memory(self._limits.memory).hint)
        return WorkerEnd(f"died by signal {-code} ({signal.strsignal(-code)})")

    def printed(self) -> str:
        """Return what parsers have printed since the last call, its end when it is long."""
        # The file's position belongs to the process as well, so it must not be moved.
        end = os.fstat(self._printed.fileno()).st_size
        start = max(self._read_to, end - MAX_PRINTED)
        self._read_to = end
        return os.pread(self._printed.fileno(), end - start, start).decode(errors="replace").strip()

    def close(self) -> None:
        """End the process if it runs, and give back what it held."""
        self._process.kill()
        with suppress(OSError):  # what was still to be sent has no reader
            self._input.close()
        self.output.close()
        self._process.wait()
        self._printed.close()

    def _send(self, parts: Sequence[bytes]) -> None:
        with suppress(BrokenPipeError):  # its end is noticed where answers are read
            for part in parts:
                self._input.write(part)
            self._input.flush()


def _widen(pipe: int) -> None:
    """Let a pipe hold more, so that a worker goes on while what it sent waits; Linux only."""
    with suppress(AttributeError, OSError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIECE)
