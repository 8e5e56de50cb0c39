"""What code leaves behind: output, files, threads, and an event loop that waited for it."""

from __future__ import annotations

import asyncio
import gc
import io
import os
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any
from unittest import mock

from sdk_core.testing.violations import Violation

_PATIENCE = 1.0
"""Seconds that a thread or a connection gets to end."""


def leaves_nothing(what: str, use: Callable[[], object], folder: Path) -> None:
    """Use something three times, and see that nothing is left of it.

    Files and threads are counted from the second use on: the first may open what is kept.

    Args:
        what: What is called, the beginning of a sentence.
        use: Calls it.
        folder: An empty folder, for temporary files.

    Raises:
        Violation: It prints, or leaves temporary files, open files or threads, or changes the
            working directory or the environment.
    """
    place, variables = Path.cwd(), dict(os.environ)
    output, folder = io.StringIO(), folder / "temporary"
    folder.mkdir()
    gc.freeze()  # what was there before is not looked through each time
    try:
        with mock.patch.object(tempfile, "tempdir", str(folder)), redirect_stdout(output):
            use()
            before = _open_files(), threading.active_count()
            use()
            use()
            more = _remaining(lambda: _open_files() - before[0])
            threads = _remaining(lambda: threading.active_count() - before[1])
        moved, changed = Path.cwd() != place, os.environ != variables
    finally:
        gc.unfreeze()
        os.chdir(place)
        os.environ.clear()
        os.environ.update(variables)
    if said := output.getvalue():
        raise Violation(
            f"{what} prints to stdout: {said.strip()[:80]!r}.",
            "Print nothing: stdout is what scripts read. Use logging, or what the context offers.",
        )
    if left := sorted(path.name for path in folder.iterdir()):
        raise Violation(
            f"{what} leaves the temporary file {left[0]}.", "Remove it: with TemporaryDirectory()."
        )
    if more > 1:
        raise Violation(f"{what} leaves files open at each call.", "Close them: with open(…).")
    if threads > 1:
        raise Violation(f"{what} leaves a thread at each call.", "Join the threads that it starts.")
    if moved:
        raise Violation(f"{what} changes the working directory.", "Use whole paths instead.")
    if changed:
        raise Violation(f"{what} changes the environment.", "Pass values on as arguments instead.")


def _open_files() -> int:
    gc.collect()
    return len(os.listdir("/dev/fd"))


def _remaining(count: Callable[[], int]) -> int:
    """Return how many there are once those that are about to end have ended."""
    end = time.monotonic() + _PATIENCE
    while (found := count()) > 0 and time.monotonic() < end:
        time.sleep(0.02)
    return found


@contextmanager
def unblocked(what: str) -> Iterator[None]:
    """See that nothing waits in the thread of an event loop, where all other calls wait with it.

    Args:
        what: What is called, the beginning of a sentence.

    Raises:
        Violation: `time.sleep`, a connection that blocks or another program was waited for.
    """
    waited: list[str] = []

    def watched(function: Callable[..., Any], name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            first = arguments[0] if arguments else None
            blocks = not isinstance(first, socket.socket) or first.gettimeout() != 0
            if blocks and asyncio._get_running_loop() is not None:
                waited.append(name)
            return function(*arguments, **named)

        return call

    with (
        mock.patch.object(time, "sleep", watched(time.sleep, "time.sleep()")),
        mock.patch.object(
            socket.socket, "connect", watched(socket.socket.connect, "a connection that blocks")
        ),
        mock.patch.object(
            subprocess.Popen, "wait", watched(subprocess.Popen.wait, "another program")
        ),
    ):
        yield
    if waited:
        raise Violation(
            f"{what} blocks the event loop with {waited[0]}.",
            "Use the asynchronous form (asyncio.sleep, an asynchronous client), or "
            "asyncio.to_thread: all other calls wait meanwhile.",
        )
