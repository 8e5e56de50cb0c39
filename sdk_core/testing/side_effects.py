"""Run as a program: imports registration modules and prints what else that does, as JSON.

Arguments are the values of entry points; the working directory is empty. Each module's effects are
told by its value, so that one process is enough for a package.
"""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

_CALLS = {
    "socket.connect": "uses the network",
    "socket.getaddrinfo": "uses the network",
    "subprocess.Popen": "starts another program",
    "os.system": "starts another program",
}
"""Events of Python that a registration module has no reason to cause."""


def effects_of(values: Sequence[str], folder: Path) -> dict[str, list[str]]:
    """Return what each module does when it is imported, in words; in a process of its own.

    Args:
        values: The modules, as entry points name them.
        folder: An empty folder, in which they are imported.
    """
    command = [sys.executable, "-m", __name__, *values]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, check=False
    )
    lines = done.stdout.splitlines()
    return dict(json.loads(lines[-1])) if lines else {}


def _effects(value: str, calls: list[str]) -> Iterator[str]:
    """Import a module and yield what that did, beginning with a verb."""
    output = io.StringIO()
    threads, files = threading.active_count(), set(Path.cwd().iterdir())
    handlers, level = len(logging.root.handlers), logging.root.level
    calls.clear()
    try:
        with redirect_stdout(output):
            EntryPoint("", value, "").load()
    except BaseException:  # noqa: BLE001  the concern of another check
        return
    yield from dict.fromkeys(calls)
    if output.getvalue():
        yield "prints to stdout"
    for path in set(Path.cwd().iterdir()) - files:
        yield f"writes the file {path.name}"
    if (len(logging.root.handlers), logging.root.level) != (handlers, level):
        yield "sets up logging"
    if threading.active_count() > threads:
        yield "starts a thread"


def main(values: Sequence[str]) -> None:
    """Print the effects of each module."""
    import sdk_core.api  # noqa: F401  what every module imports is none of its effects

    calls: list[str] = []

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("os.putenv", "os.unsetenv"):
            name = os.fsdecode(arguments[0])
            calls.append(f"changes the variable {name} of the environment")
        elif event in _CALLS:
            calls.append(_CALLS[event])

    sys.addaudithook(hear)
    found = {value: list(_effects(value, calls)) for value in values}
    print(json.dumps(found), flush=True)  # noqa: T201  the answer to the process that asks
    os._exit(0)  # whatever threads are left


if __name__ == "__main__":
    main(sys.argv[1:])
