"""Starts the process that forks, and puts programs on a path that ask it."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile

from sdk_core.testing.program import Finished

ROOT = Path(__file__).parents[2]
CLIENT = Path(__file__).parent / "client.py"
SERVER = Path(__file__).parent / "server.py"
ADDRESS = "SDK_TEST_PREFORK"
"""Variable in which a program finds the process that runs it."""

_LONGEST_RUN = 600.0
"""Seconds after which a command hangs."""


def forking_process(basetemp: Path) -> str:
    """Return the address of the process, which all workers of a run share; start it if need be.

    It ends soon after the run.

    Args:
        basetemp: The folder of this worker's temporary files.
    """
    shared, owner = basetemp, os.getpid()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared, owner = basetemp.parent, os.getppid()
    address = shared / "prefork.socket"
    with (shared / "prefork.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not address.exists():
            process = start(address, owner)
            process.returncode = 0  # it outlives this worker, and nobody is to wait for it
    return str(address)


def start(
    address: Path, owner: int, python: str | Path = sys.executable
) -> subprocess.Popen[bytes]:
    """Start a process that forks for whoever asks at an address, and return it.

    Args:
        address: Path of its socket.
        owner: Number of the process with which it ends.
        python: The interpreter, of the environment that has the program.
    """
    process = subprocess.Popen(
        [python, SERVER, str(address), str(owner)],
        cwd=ROOT,
        env={**os.environ, "LANCEDB_LOG": "error"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not address.exists():
        assert process.poll() is None, "the forking process has ended"
        time.sleep(0.05)
    return process


@dataclass(frozen=True)
class Order:
    """A command for the process that forks.

    Args:
        program: Name of one of its programs.
        arguments: Arguments.
        folder: Working folder.
        environment: The whole environment.
    """

    program: str
    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str]


def ask(address: str, order: Order, streams: Sequence[int]) -> int:
    """Have a command run to its end without a process of our own, and return its exit code.

    Args:
        address: Where the process that forks is asked.
        order: The command.
        streams: Descriptors of its standard input, output and error.

    Raises:
        TimeoutError: It ran for more than ten minutes.
    """
    data = json.dumps({**asdict(order), "folder": str(order.folder)}).encode() + b"\n"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(address)
        connection.settimeout(_LONGEST_RUN)
        socket.send_fds(connection, [data[:1024]], list(streams))
        connection.sendall(data[1024:])
        answer = connection.recv(16)
    return int(answer) if answer else 139  # what a shell says of a process that crashed


def finish(address: str, order: Order) -> Finished:
    """Have a command run to its end and return what it printed.

    Args:
        address: Where the process that forks is asked.
        order: The command; its standard input is empty.
    """
    with (
        TemporaryFile("w+", encoding="utf-8") as out,
        TemporaryFile("w+", encoding="utf-8") as err,
        open(os.devnull, "rb") as empty,
    ):
        code = ask(address, order, [empty.fileno(), out.fileno(), err.fileno()])
        out.seek(0)
        err.seek(0)
        return Finished(code, out.read(), err.read())


def write_programs(folder: Path, names: Iterable[str], source: Path = CLIENT) -> None:
    """Put scripts into a folder that run a source file with the interpreter of the tests."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        script = folder / name
        # -S and -E: these scripts need no package, and start in a few milliseconds without.
        script.write_text(
            f"#!{sys.executable} -SE\n{source.read_text(encoding='utf-8')}", encoding="utf-8"
        )
        script.chmod(0o755)
