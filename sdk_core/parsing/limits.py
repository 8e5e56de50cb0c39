"""What one document may take, and how a worker process is held to it."""

from __future__ import annotations

import os
import resource
import select
import signal
import threading
from contextlib import suppress
from dataclasses import dataclass

MIB = 1 << 20

SLACK = 256 * MIB
"""Bytes of address space beyond the limit: libraries reserve memory that they never touch. What
is really used is watched from outside and held to the limit itself."""

FILE_SIZE = 1 << 30
"""Bytes of a file that a worker may write; it has no business writing any but a library's cache."""

WHOLE = 30
"""A document may take this many times the limit for one segment in all."""


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What one document may take.

    Args:
        seconds: Time until its first segment, and from one to the next.
        memory: Bytes that the worker may use.
        output: Bytes of text and pictures that may come out.
    """

    seconds: float
    memory: int
    output: int

    @property
    def whole(self) -> float:
        """Seconds that the document may take in all."""
        return self.seconds * WHOLE


@dataclass(frozen=True, slots=True)
class WorkerEnd:
    """Why a worker ended in the middle of a document.

    Args:
        reason: The end of a sentence about the parser.
        hint: What to do next.
        certain: Whether the document alone can be the cause, and nothing that the process had
            read before.
    """

    reason: str
    hint: str = "this is a defect of the parser; --debug shows where"
    certain: bool = False


def out_of_time(seconds: float) -> WorkerEnd:
    """Return the end of a worker that took too long."""
    return WorkerEnd(f"was stopped after {seconds:g} s", "raise ingest.timeout", certain=True)


def out_of_memory(size: int) -> WorkerEnd:
    """Return the end of a worker that needed too much memory."""
    return WorkerEnd(f"needs more than {size // MIB} MB of memory", "raise ingest.max_memory")


def out_of_room(size: int) -> WorkerEnd:
    """Return the end of a worker that gave too much."""
    reason = f"gave more than {size // MIB} MB of text and images"
    return WorkerEnd(reason, "raise ingest.max_output", certain=True)


def confine(memory: int) -> None:
    """Hold this process to a limit of memory and of what it can leave behind.

    The limit is on data rather than on address space: some libraries reserve terabytes of the
    latter. macOS accepts the limit and does not enforce it, hence the watch from outside.
    """
    _limit(resource.RLIMIT_DATA, memory + SLACK)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, FILE_SIZE)


def allow_cpu(seconds: float) -> None:
    """Let this process use the processor for some seconds more.

    Only for the case that nobody is left to watch it: a core may be busy for twice the time.
    """
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    with suppress(ValueError, OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        wanted = int(used + 2 * (os.cpu_count() or 1) * seconds) + 10
        resource.setrlimit(resource.RLIMIT_CPU, (wanted, hard))


def end_with(pipe: int) -> None:
    """End this process as soon as whoever holds the other end of a pipe is gone."""

    def wait() -> None:
        poll = select.poll()
        poll.register(pipe, 0)  # nothing but the hang-up is of interest
        while not any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll()):
            pass
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()


def resident(pid: int) -> int:
    """Return the bytes of memory that a process uses, 0 when that cannot be told."""
    try:
        with open(f"/proc/{pid}/statm", "rb") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return _resident_by_ps(pid)


def _resident_by_ps(pid: int) -> int:
    """Return the same where there is no ``/proc``."""
    import subprocess

    if os.path.isdir("/proc/self"):
        return 0
    try:
        done = subprocess.run(
            ["/bin/ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=False, timeout=5
        )
        return int(done.stdout or b"0") * 1024
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


def _limit(kind: int, value: int) -> None:
    with suppress(ValueError, OSError):  # a stricter limit is in force already
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (value if hard < 0 else min(value, hard), hard))
