"""Runs a program that must not outlive whoever asked for it: ``guard_process.py FOLDER PROGRAM …``.

Who starts this script holds the other end of its standard input. When that end closes, be it that
its holder was killed, the program is ended with all processes that it started. At the end of the
program, however it came, FOLDER is removed unless it is empty text.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

_GRACE = 2.0  # seconds in which a program may tidy up after itself
_POLL = 0.02


def main(folder: str, *command: str) -> int:
    """Run the command and return its exit code, negative for a signal."""
    program = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )

    def end_when_left() -> None:
        sys.stdin.buffer.read()
        _signal(program.pid, signal.SIGTERM)
        time.sleep(_GRACE)
        _signal(program.pid, signal.SIGKILL)

    threading.Thread(target=end_when_left, daemon=True).start()
    code = program.wait()
    until = time.monotonic() + _GRACE
    while _signal(program.pid, 0) and time.monotonic() < until:
        time.sleep(_POLL)  # what it has started is still tidying up
    _signal(program.pid, signal.SIGKILL)
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
        for left in Path("/tmp").glob(f"OSL_PIPE_*_{Path(folder).name}"):
            left.unlink(missing_ok=True)  # where LibreOffice listened
    return code


def _signal(group: int, number: int) -> bool:
    """Send a signal to a group of processes and tell whether there was one; 0 only asks."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
