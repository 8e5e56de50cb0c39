"""Starts the process that forks, and puts programs on a path that ask it."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
CLIENT = Path(__file__).parent / "client.py"
ADDRESS = "SDK_TEST_PREFORK"
"""Variable in which a program finds the process that runs it."""


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
            _start(address, owner)
    return str(address)


def _start(address: Path, owner: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.prefork.server", str(address), str(owner)],
        cwd=ROOT,
        env={**os.environ, "LANCEDB_LOG": "error"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not address.exists():
        assert process.poll() is None, "the forking process has ended"
        time.sleep(0.05)
    process.returncode = 0  # it outlives this worker, and nobody is to wait for it


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
