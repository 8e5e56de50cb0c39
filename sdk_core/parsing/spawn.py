"""Starts a worker process: a copy of this one where that is safe, else a new interpreter.

A copy is there at once, with everything imported that a new interpreter would spend a fifth of a
second on. It is safe on Linux as long as this process has a single thread: another one might hold a
lock that nobody would ever release in the copy.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import traceback
from contextlib import suppress
from typing import IO

from sdk_core.parsing.worker import serve

FAILED = 70
"""Exit code of a copy in which something went wrong that nobody caught."""


class Launched:
    """A process that was started.

    Args:
        pid: Its number.
        input_: Where jobs are written.
        output: Where answers are read.
    """

    def __init__(self, pid: int, input_: IO[bytes], output: IO[bytes]) -> None:
        self.pid = pid
        self.input = input_
        self.output = output
        self._code: int | None = None

    def wait(self) -> int:
        """Wait for its end and return its exit code, negative for a signal."""
        self._look(0)
        assert self._code is not None
        return self._code

    def has_ended(self) -> bool:
        """Tell whether it has ended; its pipe may be open still, in a process that it started."""
        self._look(os.WNOHANG)
        return self._code is not None

    def signal(self, number: int) -> None:
        """Send it a signal, unless its end was noticed: its number may be another's by now."""
        if self._code is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End it and every process that it started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self.signal(signal.SIGKILL)

    def _look(self, flags: int) -> None:
        if self._code is not None:
            return
        try:
            pid, status = os.waitpid(self.pid, flags)
        except ChildProcessError:  # somebody else has waited for it
            self._code = 0
            return
        if pid:
            self._code = os.waitstatus_to_exitcode(status)


def launch(printed: IO[bytes]) -> Launched:
    """Start a worker.

    Args:
        printed: File that takes what it prints.

    Raises:
        OSError: No process can be started.
    """
    return _copy(printed) if _is_alone() else _interpreter(printed)


def _is_alone() -> bool:
    """Tell whether this process has one thread, native ones included."""
    try:
        return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False


def _interpreter(printed: IO[bytes]) -> Launched:
    process = subprocess.Popen(
        # Without -P, Python would import whatever lies in the folder that it is started in.
        [sys.executable, "-P", "-m", "sdk_core.parsing"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=printed,
        process_group=0,  # the terminal's Ctrl-C is for us alone
    )
    process.returncode = 0  # its end is for us to wait for, not for whoever collects the object
    assert process.stdin is not None
    assert process.stdout is not None
    return Launched(process.pid, process.stdin, process.stdout)


def _copy(printed: IO[bytes]) -> Launched:
    jobs, jobs_here = os.pipe()
    answers_here, answers = os.pipe()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()  # else the copy would print it again
    pid = os.fork()
    if pid == 0:
        _become_worker(jobs, answers, printed.fileno())
    for end in (jobs, answers):
        os.close(end)
    return Launched(pid, os.fdopen(jobs_here, "wb"), os.fdopen(answers_here, "rb"))


def _become_worker(jobs: int, answers: int, printed: int) -> None:
    """Go on as a worker; nothing of what this process was about may be finished here."""
    code = FAILED
    try:
        os.setpgid(0, 0)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        for target, end in enumerate((jobs, answers, printed)):
            os.dup2(end, target)
        os.closerange(3, os.sysconf("SC_OPEN_MAX") if sys.platform != "linux" else 1 << 20)
        serve()
        code = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        with suppress(OSError, ValueError):
            sys.stderr.flush()
        # Neither handlers of exit nor buffers that were copied half full may run.
        os._exit(code)
