"""What the program needs of the machine, and what it keeps from it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sdk_core.testing.program import run_command

WITHOUT_POSIX = """
import sys
sys.modules.update({"fcntl": None, "resource": None})
sys.argv = ["synthetic-data-kit", "ingest", "notes.txt"]
from sdk_core.cli import main
main()
"""

WATCHED = """
import os, sys

def watch(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        with open(os.environ["SEEN"], "a") as file:
            file.write(f"{event} {arguments[1:]}\\n")
        raise OSError("nothing may be connected")

sys.addaudithook(watch)
"""


def test_windows_is_told_of_wsl_in_a_sentence() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_POSIX], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "WSL" in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_is_connected_from_a_document_to_its_rows(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCHED, "utf-8")
    (tmp_path / "notes.txt").write_text("Ada wrote notes. The engine weaves patterns.\n" * 40)
    seen = tmp_path / "seen"
    environment = {**environment, "PYTHONPATH": str(tmp_path), "SEEN": str(seen)}
    program = [sys.executable, "-m", "sdk_core"]
    arguments = ["run", "notes.txt", "--type", "qa", "-n", "1", "--provider", "offline"]
    done = run_command([*program, *arguments, "--threshold", "0"], tmp_path, environment)
    assert done.code == 0, done.err
    assert list(tmp_path.glob("data/final/*"))
    assert not seen.exists(), seen.read_text()

    attempt = "import socket; socket.create_connection(('127.0.0.1', 9))"
    run_command([sys.executable, "-c", attempt], tmp_path, environment)
    assert "socket.getaddrinfo" in seen.read_text()
