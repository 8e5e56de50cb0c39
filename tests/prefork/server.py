"""The process that forks: ``python server.py SOCKET OWNER``."""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import site
import socket
import sys
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

HEAVY = (
    "bs4",
    "charset_normalizer",
    "docx",
    "jinja2",
    "lancedb",
    "lxml.html",
    "openai",
    "pptx",
    "pyarrow",
    "pydantic",
    "requests",
    "yaml",
    "youtube_transcript_api",
)
"""Libraries that the program imports only when it needs them."""

OWN = ("sdk_core", "sdk_builtins")
UNLOADED = ("sdk_core.testing", "__main__")
"""Parts of module names that are left alone: pytest wants to load the first itself."""

_PATIENCE = 1.0  # seconds between two looks at the owner


def run_console_script(arguments: list[str]) -> None:
    """Run what the console script runs."""
    from sdk_core.cli import main

    sys.argv = ["synthetic-data-kit", *arguments]
    main()


def run_python(arguments: list[str]) -> None:
    """Run ``python FILE …`` or ``python -m MODULE …``."""
    if arguments[:1] == ["-m"]:
        sys.argv = arguments[1:]
        sys.path.insert(0, os.getcwd())
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
        return
    sys.argv = arguments
    sys.path.insert(0, str(Path(arguments[0]).resolve().parent))
    runpy.run_path(arguments[0], run_name="__main__")


def run_pytest(arguments: list[str]) -> None:
    """Run ``pytest``."""
    import pytest

    sys.argv = ["pytest", *arguments]
    raise SystemExit(pytest.console_main())


PROGRAMS: dict[str, Callable[[list[str]], None]] = {
    "synthetic-data-kit": run_console_script,
    "python": run_python,
    "pytest": run_pytest,
}


def become(order: dict[str, Any], streams: list[int]) -> None:
    """Take on the folder, environment and streams of the command."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    # The old ones remember what they were bound to.
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False, buffering=1)
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.path[:] = [entry for entry in sys.path if entry not in ("", str(Path.cwd()))]
    for place in reversed(os.environ.get("PYTHONPATH", "").split(os.pathsep)):
        if place:
            site.addsitedir(place)
            sys.path.insert(0, place)
    importlib.invalidate_caches()


def work(order: dict[str, Any]) -> int:
    """Run a command to its end and return its exit code."""
    try:
        PROGRAMS[order["program"]](order["arguments"])
    except SystemExit as stop:
        if isinstance(stop.code, str):
            sys.stderr.write(f"{stop.code}\n")
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException:  # noqa: BLE001  whatever it is, it ends the command and not us
        traceback.print_exc()
        return 1
    return 0


def receive(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Read an order and the three streams that come with it."""
    data, streams, _, _ = socket.recv_fds(connection, 1 << 16, 3)
    while not data.endswith(b"\n"):
        data += connection.recv(1 << 16)
    return json.loads(data), streams


def is_there(process: int) -> bool:
    """Tell whether a process runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def serve(address: str, owner: int) -> NoReturn:
    """Fork a child for each connection, as long as the process with the number `owner` runs."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(f"{address}.new")
    listener.listen()
    Path(f"{address}.new").rename(address)  # who sees it can connect
    listener.settimeout(_PATIENCE)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        try:
            connection, _ = listener.accept()
        except TimeoutError:
            if not is_there(owner):
                sys.exit()
            continue
        order, streams = receive(connection)
        if os.fork():
            connection.close()
            for stream in streams:
                os.close(stream)
            continue
        listener.close()
        become(order, streams)
        code = work(order)
        sys.stdout.flush()
        sys.stderr.flush()
        connection.sendall(f"{code}\n".encode())
        os._exit(code & 0xFF)


def start_lancedb_late() -> None:
    """Have LanceDB start its thread when it is used, rather than in every child.

    A process with two threads cannot start its workers by forking, as one does that has only begun.
    """
    from lancedb.background_loop import LOOP, BackgroundEventLoop

    class LateLoop(BackgroundEventLoop):
        def _start(self) -> None:
            self.thread = None

        def run(self, future: Any) -> Any:
            if self.thread is None:
                super()._start()
            return super().run(future)

    LOOP.__class__ = LateLoop


def import_own() -> None:
    """Import the program's modules, so that no command has to."""
    for name in OWN:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not any(part in module.name for part in UNLOADED):
                importlib.import_module(module.name)


def main() -> None:
    """Import what commands need, then serve at the address that is the first argument."""
    sys.path.pop(0)  # the folder of this file
    # LanceDB warns of forks during its work; none is under way here.
    warnings.filterwarnings("ignore", message="lancedb fork support")
    for name in HEAVY:
        importlib.import_module(name)
    start_lancedb_late()
    import_own()
    gc.collect()
    gc.freeze()  # else each child would copy all memory at its first collection
    serve(sys.argv[1], int(sys.argv[2]))


if __name__ == "__main__":
    main()
