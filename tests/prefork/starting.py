"""Starts the process that forks, and puts programs on a path that ask it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
CLIENT = Path(__file__).parent / "client.py"
ADDRESS = "SDK_TEST_PREFORK"
"""Variable in which a program finds the process that runs it."""


@contextmanager
def forking_process(folder: Path) -> Iterator[str]:
    """Run the process, and give the address at which it is asked."""
    address = str(folder / "socket")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.prefork.server", address],
        cwd=ROOT,
        env={**os.environ, "LANCEDB_LOG": "error"},
    )
    try:
        while not Path(address).exists():
            assert process.poll() is None, "the forking process has ended"
            time.sleep(0.05)
        yield address
    finally:
        process.kill()
        process.wait()


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
