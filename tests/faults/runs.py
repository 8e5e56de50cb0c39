"""What the fault tests look at before, during and after a run."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.cli.model import answer
from tests.server.openai_server import Received
from tests.server.replies import Reply, completion

CHUNKED = {
    "SDK_GENERATION__SINGLE_CALL_MAX_SIZE": "500",
    "SDK_GENERATION__CHUNK_SIZE": "700",
    "SDK_GENERATION__OVERLAP": "50",
}
"""Settings by which short texts have several chunks."""


def slowly(seconds: float) -> Callable[[Received], Reply]:
    """Return a script by which a good model takes its time."""
    return lambda request: completion(answer(request), request.body, delay=seconds)


def held(release: threading.Event, *, first: int = 0) -> Callable[[Received], Reply]:
    """Return a script by which a good model answers some calls, and the others when it may."""

    def script(request: Received) -> Reply:
        good = completion(answer(request), request.body)
        return good if request.number < first else replace(good, after=release.is_set)

    return script


def outputs(folder: Path) -> dict[str, bytes]:
    """Return the files of an output folder, the record of answers left out."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".sdk" not in path.parts
    }


def recorded(folder: Path) -> int:
    """Return how many answers the record of an output folder holds, and check that it is sound."""
    connection = sqlite3.connect(folder / ".sdk" / "journal.db")
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(connection.execute("SELECT COUNT(*) FROM answers").fetchone()[0])
    finally:
        connection.close()


def everything(*folders: Path) -> bytes:
    """Return all bytes of all files below some folders, names included."""
    found = [b""]
    for folder in folders:
        for path in folder.rglob("*"):
            found.append(str(path).encode())
            if path.is_file():
                found.append(path.read_bytes())
    return b"\n".join(found)
